"""The commands of ``kickwire``, written with click."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from kickwire._version import __version__
from kickwire.stores.sealing import KEYS_VARIABLE, new_key

_HINT = f"""\
Keep this key where your program finds it, and nowhere else: whoever has it and the store has the
sessions; without it they are lost. Set it once, as in

    export {KEYS_VARIABLE}=...

To exchange it later, put a new key in front of the old one, with a comma between them.
"""


def run(arguments: Sequence[str] | None) -> str | None:
    """Run a command. Returns what is wrong, in one line, or None."""
    try:
        cli.main(arguments, prog_name="kickwire", standalone_mode=False)
    except click.UsageError as error:
        return f"{_one_line(error)} See kickwire --help."
    except click.ClickException as error:
        return _one_line(error)
    except click.Abort:
        return "interrupted"
    return None


def _tell_version(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    """Show the version and exit."""
    if wanted and not context.resilient_parsing:
        click.echo(f"kickwire {__version__}")
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
    """A client for Kick.com's official API."""


@cli.command()
def keygen() -> None:
    """Print a new key for the encryption of a token store."""
    click.echo(new_key())
    if sys.stdout.isatty():
        click.echo(_HINT, err=True, nl=False)


def _one_line(error: click.ClickException) -> str:
    return " ".join(error.format_message().split())
