"""Options that several commands have, and how a shell completes them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from kickwire_mock import ledger
from kickwire_mock.documents import packaged

KEY = "KICKWIRE_MOCK_KEY"
"""The environment variable with what the control host asks for."""

FILE = click.Path(dir_okay=False, path_type=Path)

json_option = click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")
"""For every command that tells something."""


def control_key(file: Path | None) -> str | None:
    """The key of the control host that was given, or None.

    Args:
        file: holds it; None: the environment does.

    Raises:
        click.ClickException: the file cannot be read.
    """
    if file is None:
        return os.environ.get(KEY)
    return read_text(file).strip()


def read_text(file: Path) -> str:
    """What a file holds.

    Raises:
        click.ClickException: it cannot be read, or is no text.
    """
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise click.ClickException(f"{file} is not a text in UTF-8") from None


def pairs(
    _context: click.Context, parameter: click.Parameter, given: tuple[str, ...]
) -> dict[str, str]:
    """Read ``NAME=VALUE``, the last one counts; a callback of options that may be repeated."""
    form = parameter.make_metavar(_context)
    for pair in given:
        if "=" not in pair:
            raise click.BadParameter(f"{pair!r} is not {form}.")
    return dict(pair.split("=", 1) for pair in given)


def starting(words: Iterable[tuple[str, str]], typed: str) -> list[CompletionItem[str]]:
    """Words, each with what it means, that go on from what was typed."""
    return [CompletionItem(word, help=meaning) for word, meaning in words if word.startswith(typed)]


def event_names(
    _context: click.Context, _parameter: click.Parameter, typed: str
) -> list[CompletionItem[str]]:
    """Complete the name of an event."""
    return starting(events().items(), typed)


def events() -> dict[str, str]:
    """Every event that can be triggered, with what it tells."""
    declared = packaged().api.get("webhooks", {})
    return {name: item["post"]["summary"] for name, item in declared.items()}


def quirk_ids(
    _context: click.Context, _parameter: click.Parameter, typed: str
) -> list[CompletionItem[str]]:
    """Complete the id of an entry of the ledger."""
    return starting(((each.id, each.title) for each in ledger.entries().values()), typed)


def settings(
    _context: click.Context, _parameter: click.Parameter, typed: str
) -> list[CompletionItem[str]]:
    """Complete ``ID=VALUE``."""
    name, equals, _ = typed.partition("=")
    if not equals:
        found = [each for each in ledger.entries().values() if each.values]
        return starting(((f"{each.id}=", each.title) for each in found), typed)
    entry = ledger.entries().get(name)
    values = dict[str, str]() if entry is None else entry.values
    return starting(((f"{name}={value}", meaning) for value, meaning in values.items()), typed)


def one_of(*words: str) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Complete one of these words."""

    def complete(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
        """Those that go on from what was typed."""
        return [word for word in words if word.startswith(typed)]

    return complete
