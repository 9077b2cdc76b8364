"""Fields of a payload as they are given on the command line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias, cast

import click

from kickwire_mock.commands.options import read_text

Fields: TypeAlias = dict[str, Any]


def fields(given: str | None, single: Mapping[str, str]) -> Fields:
    """Put them together.

    Args:
        given: a JSON object, or ``@`` and the name of a file that holds one.
        single: values by names; a dot in a name leads into an object. They go before ``given``.

    Raises:
        click.ClickException: one of them cannot be read, or they contradict each other.
    """
    found = {} if given is None else _object(given)
    for name, text in single.items():
        _put(found, name, _value(text))
    return found


def _object(given: str) -> Fields:
    text = read_text(Path(given[1:])) if given.startswith("@") else given
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise click.ClickException(
            "--fields is no JSON object; give one, such as '{\"duration\": 3}', or @FILE"
        )
    return cast("Fields", found)


def _put(fields: Fields, name: str, value: Any) -> None:
    *path, last = name.split(".")
    if not all([*path, last]):
        raise click.ClickException(f"--set {name}: a name between the dots is missing")
    place = fields
    for step in path:
        inner: Any = place.setdefault(step, dict[str, Any]())
        if not isinstance(inner, dict):
            raise click.ClickException(f"--set {name}: {step} has a value already")
        place = cast("Fields", inner)
    place[last] = value


def _value(text: str) -> Any:
    """The value, if the text is JSON; else the text."""
    try:
        return json.loads(text, parse_constant=_no_number)
    except ValueError:
        return text


def _no_number(word: str) -> Any:
    raise ValueError(word)
