"""Options that say which mock is meant, and finding it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kickwire_mock.commands import notes
from kickwire_mock.commands.options import FILE, KEY, control_key
from kickwire_mock.commands.remote import Remote

Command = TypeVar("Command", bound=Callable[..., Any])

_control = click.option(
    "--control",
    metavar="URL",
    envvar="KICKWIRE_MOCK_CONTROL",
    show_envvar=True,
    help="Control host of the mock; when left out, the one that runs on this computer, of several "
    "the one that was not started with --json.",
)
_key_file = click.option(
    "--control-key-file",
    "key_file",
    type=FILE,
    help=f"Holds the key of the control host, if it wants one; else {KEY} does.",
)


def mock_options(command: Command) -> Command:
    """Give a command ``control`` and ``key_file``, for `the_mock` and `a_mock`."""
    return _control(_key_file(command))


def the_mock(control: str | None, key_file: Path | None) -> Remote:
    """The mock that is meant.

    Raises:
        click.ClickException: none runs, several run, or the address or the key cannot be one.
    """
    found = a_mock(control, key_file)
    if found is None:
        raise click.ClickException(
            "no mock runs on this computer; start one with kickwire-mock serve, or name one with "
            "--control URL"
        )
    return found


def a_mock(control: str | None, key_file: Path | None) -> Remote | None:
    """The mock that is meant, or None if none runs. Raises like `the_mock`."""
    if control is not None:
        return Remote(control, control_key(key_file) or None)
    found = notes.running()
    meant = [mock for mock in found if not mock.for_program] or found
    if len(meant) > 1:
        raise click.ClickException(
            f"{len(meant)} mocks run on this computer; choose one: "
            + ", or ".join(f"--control {mock.control_url}" for mock in meant)
        )
    return Remote(meant[0].control_url, control_key(key_file) or None) if meant else None
