"""The commands of ``kickwire-mock``, written with click."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from kickwire_mock.bearer import DEFAULT_TOKEN
from kickwire_mock.carriers.ports import Listeners, listen
from kickwire_mock.carriers.server import serve as serve_until_signal
from kickwire_mock.core import Mock
from kickwire_mock.errors import ServerError
from kickwire_mock.messages import HostKind
from kickwire_mock.routes.control import PREFIX, version

_PORT = click.IntRange(0, 65535)


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
@click.option("--host", default="127.0.0.1", show_default=True, help="Loopback address to bind.")
@click.option("--token", default=DEFAULT_TOKEN, help="The Bearer token to accept.")
@click.option("--json", "as_json", is_flag=True, help="Tell where it listens as one line of JSON.")
def serve(
    id_port: int, api_port: int, control_port: int, host: str, token: str, as_json: bool
) -> None:
    """Answer as Kick until SIGINT or SIGTERM."""
    ports: dict[HostKind, int] = {"id": id_port, "api": api_port, "control": control_port}
    try:
        mock = Mock(token=token)
    except (ValueError, ImportError) as error:
        raise click.ClickException(str(error)) from None
    try:
        listeners = listen(host, ports)
    except ServerError as error:
        raise click.ClickException(str(error)) from None
    ready = _places(listeners, token)
    serve_until_signal(mock, listeners, lambda: click.echo(_shown(ready, as_json)))


def _one_line(error: click.ClickException) -> str:
    return " ".join(error.format_message().split())


def _places(listeners: Listeners, token: str) -> dict[str, str]:
    return {
        "id_url": listeners.origin("id"),
        "api_url": listeners.origin("api"),
        "control_url": listeners.origin("control") + PREFIX,
        "token": token,
    }


def _shown(places: dict[str, str], as_json: bool) -> str:
    if as_json:
        return json.dumps(places)
    lines = [f"  {name.removesuffix('_url'):8} {value}" for name, value in places.items()]
    return "\n".join(["kickwire-mock is ready; Ctrl+C stops it", *lines])
