"""Running the server for ``kickwire-mock serve``. Imports it, which takes its time."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
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
from kickwire_mock.world.state import SEED_APP


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
    asked: Sequence[str],
) -> None:
    """Answer until a signal comes. The arguments are the options of the command, and the names of
    those that were given although a saved state may override them.

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
            _go_on(mock, state_file, asked, changes)
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


def _go_on(mock: Mock, state_file: str, asked: Sequence[str], changes: Mapping[str, str]) -> None:
    """Restore the state, and say so if it overrides what was asked for."""
    chosen = _decided(mock, changes)
    mock.keep_in(state_file)
    found = _decided(mock, changes)
    if lost := [option for option in asked if found[option] != chosen[option]]:
        click.echo(
            f"kickwire-mock: the mock goes on as {state_file} has it (seed {mock.seed}, profile "
            f"{mock.settings.profile}); {' and '.join(lost)} {'do' if lost[1:] else 'does'} not "
            "count",
            err=True,
        )


def _decided(mock: Mock, changes: Mapping[str, str]) -> dict[str, object]:
    """What the options decide of a mock that a saved state may decide otherwise."""
    app = next(each for each in mock.apps() if each.client_id == SEED_APP[0])
    return {
        "--seed": mock.seed,
        "--profile": mock.settings.profile,
        "--set": [mock.settings.get(each) for each in changes],
        "--webhook-url": app.webhook_url,
        "--drops-url": app.drops_url,
    }


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
