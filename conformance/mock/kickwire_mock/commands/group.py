"""The command line as a whole. A command's module is imported when it is needed."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from kickwire_mock.commands import bash
from kickwire_mock.commands.screen import plain
from kickwire_mock.unknown import nearest
from kickwire_mock.version import version

_HOMES = {
    "serve": "serve",
    "event": "event",
    "seed": "seed",
    "quirks": "quirks",
    "journal": "journal",
    "reset": "reset",
    "completion": "completion",
}
"""Module of each command, in the order in which ``--help`` shows them."""


class _Lazy(click.Group):
    """Imports the module of a command when somebody asks for it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, from the first that people need to the last."""
        return list(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, or None."""
        home = _HOMES.get(cmd_name)
        if home is None:
            return None
        command: click.Command = import_module(f"kickwire_mock.commands.{home}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named first. A slip is told with the name that was meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            near = nearest(args[0], _HOMES)
            hint = f" Did you mean {near}?" if near else ""
            raise click.UsageError(f"No such command {args[0]!r}.{hint}", ctx) from None


def _tell_version(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    """Show the version and exit."""
    if wanted and not context.resilient_parsing:
        click.echo(f"kickwire-mock {version()}")
        context.exit()


@click.group(
    cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=False
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_tell_version,
    help="Show the version and exit.",
)
def cli() -> None:
    """A mock of Kick.com's official API.

    `kickwire-mock serve` starts it. The other commands ask and tell the mock that runs on this
    computer, or the one that --control names.
    """


def run(arguments: Sequence[str] | None) -> tuple[int, str]:
    """Run a command.

    Returns:
        The exit status, and what is wrong in one line, or nothing.
    """
    if bash.COMPLETE in os.environ:
        bash.register()
    for stream in (sys.stdout, sys.stderr):
        _forgive(stream)
    try:
        status = cli.main(arguments, prog_name="kickwire-mock", standalone_mode=False)
    except click.UsageError as error:
        return 2, f"{_sentence(_one_line(error))} See {_help_of(error)}."
    except click.ClickException as error:
        return 2, _one_line(error)
    except click.Abort:
        return 2, "interrupted"
    return (status if isinstance(status, int) else 0), ""


def _forgive(stream: object) -> None:
    """Let a terminal that lacks a character show another one in its place."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


def _one_line(error: click.ClickException) -> str:
    return plain(" ".join(error.format_message().split()))


def _sentence(text: str) -> str:
    """The text with an end; click leaves some without."""
    return text if text.rstrip(")").endswith((".", "?", "!")) else f"{text}."


def _help_of(error: click.UsageError) -> str:
    return f"{error.ctx.command_path if error.ctx is not None else 'kickwire-mock'} --help"
