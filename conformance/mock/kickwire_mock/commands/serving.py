"""Running the server for ``kickwire-mock serve``. Imports it, which takes its time."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import click

from kickwire_mock.carriers.ports import Listener, Listeners, listen
from kickwire_mock.carriers.ready import Ready, ready
from kickwire_mock.carriers.server import serve as serve_until_signal
from kickwire_mock.clock import WallClock
from kickwire_mock.commands import notes
from kickwire_mock.commands.options import KEY, control_key, read_text
from kickwire_mock.commands.screen import Screen, screen
from kickwire_mock.core import Mock
from kickwire_mock.errors import MockError, ServerError
from kickwire_mock.version import version


def serve(
    *,
    id_port: int,
    api_port: int,
    control_port: int,
    host: str,
    tls: bool,
    tls_port: int | None,
    tls_ca: Path | None,
    key_file: Path | None,
    names: tuple[str, ...],
    seed: int,
    profile: str,
    changes: dict[str, str],
    webhook_timeout: float,
    real_clock: bool,
    state_file: str | None,
    webhook_url: str | None,
    drops_url: str | None,
    key: Path | None,
    allowed: tuple[str, ...],
    as_json: bool,
    asked: bool,
) -> None:
    """Answer until a signal comes. The arguments are the options of the command, and whether a
    profile or setting was asked for.

    Raises:
        click.ClickException: the mock or the server cannot be as it should, or the state cannot be
            saved at the end.
    """
    ports: dict[Listener, int] = {"id": id_port, "api": api_port, "control": control_port}
    if tls:
        ports["tls"] = tls_port or 0
    try:
        mock = Mock(
            seed=seed,
            profile=profile,
            settings=changes,
            clock=WallClock() if real_clock else None,
            key=None if key is None else read_text(key),
            allow_webhooks=allowed,
            webhook_url=webhook_url,
            drops_url=drops_url,
        )
        if state_file is not None:
            _go_on(mock, state_file, asked)
        listeners = listen(host, ports, key=control_key(key_file), names=names)
        line = ready(mock, listeners)
        if tls_ca is not None:
            line["tls_ca"] = _written(listeners, tls_ca)
        save = None if state_file is None else mock.save
        _run(mock, listeners, line, as_json, webhook_timeout, save)
    except (MockError, ServerError, ImportError) as error:
        raise click.ClickException(str(error)) from None


def _run(
    mock: Mock,
    listeners: Listeners,
    line: Ready,
    as_json: bool,
    webhook_timeout: float,
    save: Callable[[], None] | None,
) -> None:
    with ExitStack() as stack:

        def answers() -> None:
            """Say where, to the other commands first."""
            stack.enter_context(notes.left(notes.Running(line["control_url"], as_json)))
            if as_json:
                click.echo(json.dumps(line))
            else:
                _show(line, mock.settings.profile)

        serve_until_signal(mock, listeners, answers, webhook_timeout, on_closed=save)


def _written(listeners: Listeners, path: Path) -> str:
    """Where the certificate of who vouches for TLS was written.

    Raises:
        ServerError: it cannot be written; nothing listens any more.
    """
    try:
        if listeners.tls is not None:
            listeners.tls.write_authority(path)
    except ServerError:
        listeners.close()
        raise
    return str(path.absolute())


def _go_on(mock: Mock, state_file: str, asked: bool) -> None:
    """Restore the state, and say so if it overrides what was asked for."""
    chosen = mock.settings.chosen()
    mock.keep_in(state_file)
    found = mock.settings.chosen()
    if asked and found != chosen:
        click.echo(
            f"kickwire-mock: the settings are those of {state_file} (profile {found.profile}); "
            "--profile and --set do not count",
            err=True,
        )


def _show(line: Ready, profile: str) -> None:
    shown = screen()
    facts = {**line, "users": ", ".join(line["users"]), "profile": profile}
    shown.facts(
        f"kickwire-mock {version()} is ready",
        [(name.removesuffix("_url"), str(fact)) for name, fact in facts.items()],
        end="Ctrl+C stops it",
    )
    shown.say(("Dashboard  ", "dim"), (f"{line['control_url']}/", "name"))
    _show_what_to_try(shown, line)


def _show_what_to_try(shown: Screen, line: Ready) -> None:
    shown.say("Try, in another terminal:")
    if "control_key" in line:
        shown.say(f"  export {KEY}={line['control_key']}")
    shown.say(
        f'  curl -H "Authorization: Bearer {line["token"]}" {line["api_url"]}/public/v1/users'
    )
    shown.say("  kickwire-mock event trigger channel.followed --to http://localhost:8080/webhooks")
