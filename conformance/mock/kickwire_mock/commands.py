"""The commands of ``kickwire-mock``, written with click."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import click

from kickwire_mock.carriers.ports import Listener, Listeners, listen
from kickwire_mock.carriers.ready import Ready, ready
from kickwire_mock.carriers.server import serve as serve_until_signal
from kickwire_mock.clock import WallClock
from kickwire_mock.core import Mock
from kickwire_mock.errors import MockError, ServerError
from kickwire_mock.version import version

_PORT = click.IntRange(0, 65535)
_FILE = click.Path(dir_okay=False, path_type=Path)
_KEY = "KICKWIRE_MOCK_KEY"


def run(arguments: Sequence[str] | None) -> str | None:
    """Run a command. Returns what is wrong, in one line, or None."""
    try:
        cli.main(arguments, prog_name="kickwire-mock", standalone_mode=False)
    except click.UsageError as error:
        return f"{_one_line(error)} See kickwire-mock --help."
    except click.ClickException as error:
        return _one_line(error)
    except click.Abort:
        return "interrupted"
    return None


def _tell_version(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    """Show the version and exit."""
    if wanted and not context.resilient_parsing:
        click.echo(f"kickwire-mock {version()}")
        context.exit()


def _changes(
    _context: click.Context, _parameter: click.Parameter, pairs: tuple[str, ...]
) -> dict[str, str]:
    """Read ``ID=VALUE``, the last one counts."""
    for pair in pairs:
        if "=" not in pair:
            raise click.BadParameter(f"{pair!r} is not ID=VALUE.")
    return dict(pair.split("=", 1) for pair in pairs)


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=False)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_tell_version,
    help="Show the version and exit.",
)
def cli() -> None:
    """A mock of Kick.com's official API."""


@cli.command()
@click.option("--id-port", type=_PORT, default=0, help="Port of id.kick.com; 0 takes a free one.")
@click.option("--api-port", type=_PORT, default=0, help="Port of api.kick.com; 0 takes a free one.")
@click.option("--control-port", type=_PORT, default=0, help="Port of the mock's own host.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to bind.")
@click.option(
    "--tls", is_flag=True, help="One more port, with TLS, for clients that know Kick's names."
)
@click.option("--tls-port", type=_PORT, help="Port of --tls; a free one when left out, and with 0.")
@click.option(
    "--tls-ca", type=_FILE, help="Write the certificate that --tls is trusted by, as PEM."
)
@click.option(
    "--control-key-file",
    type=_FILE,
    help="Read what the control host asks for; else from KICKWIRE_MOCK_KEY.",
)
@click.option(
    "--allow-host",
    "names",
    multiple=True,
    metavar="NAME",
    help="Let the control host be called so; may be repeated.",
)
@click.option("--seed", type=int, default=0, help="Other people, apps and tokens; the same again.")
@click.option("--profile", default="strict", show_default=True, help="strict, observed or docs.")
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="ID=VALUE",
    callback=_changes,
    help="Change one setting of the ledger; may be repeated.",
)
@click.option(
    "--webhook-timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=5.0,
    show_default=True,
    help="Seconds that a receiver of webhooks has for its answer.",
)
@click.option("--real-clock", is_flag=True, help="Let time pass; else it moves only when told.")
@click.option(
    "--state",
    "state_file",
    type=click.Path(),
    metavar="FILE",
    help="Go on from the state in FILE, if it exists, whatever --seed, --profile and --set say; "
    "save to it at the end. It holds secrets.",
)
@click.option("--json", "as_json", is_flag=True, help="Tell where it listens as one line of JSON.")
def serve(
    id_port: int,
    api_port: int,
    control_port: int,
    host: str,
    tls: bool,
    tls_port: int | None,
    tls_ca: Path | None,
    control_key_file: Path | None,
    names: tuple[str, ...],
    seed: int,
    profile: str,
    changes: dict[str, str],
    webhook_timeout: float,
    real_clock: bool,
    state_file: str | None,
    as_json: bool,
) -> None:
    """Answer as Kick until SIGINT or SIGTERM."""
    if not tls and (tls_port is not None or tls_ca is not None):
        raise click.UsageError("--tls-port and --tls-ca need --tls.")
    ports: dict[Listener, int] = {"id": id_port, "api": api_port, "control": control_port}
    if tls:
        ports["tls"] = tls_port or 0
    clock = WallClock() if real_clock else None
    try:
        mock = Mock(seed=seed, profile=profile, settings=changes, clock=clock)
        if state_file is not None:
            mock.keep_in(state_file)
        listeners = listen(host, ports, key=_control_key(control_key_file), names=names)
        line = ready(mock, listeners)
        if tls_ca is not None:
            line["tls_ca"] = _written(listeners, tls_ca)
    except (MockError, ServerError, ImportError) as error:
        raise click.ClickException(str(error)) from None
    save = None if state_file is None else mock.save
    try:
        serve_until_signal(
            mock,
            listeners,
            lambda: click.echo(_shown(line, as_json)),
            webhook_timeout,
            on_closed=save,
        )
    except MockError as error:
        raise click.ClickException(str(error)) from None


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


def _control_key(file: Path | None) -> str | None:
    """The key that was given, if one was.

    Raises:
        ServerError: the file cannot be read.
    """
    if file is None:
        return os.environ.get(_KEY)
    try:
        return file.read_text("utf-8").strip()
    except OSError as error:
        raise ServerError(f"{file}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise ServerError(f"{file} is not a text") from None


def _one_line(error: click.ClickException) -> str:
    return " ".join(error.format_message().split())


def _shown(line: Ready, as_json: bool) -> str:
    if as_json:
        return json.dumps(line)
    names = {**line, "users": ", ".join(line["users"])}
    lines = [f"  {name.removesuffix('_url'):14} {value}" for name, value in names.items()]
    return "\n".join(["kickwire-mock is ready; Ctrl+C stops it", *lines])
