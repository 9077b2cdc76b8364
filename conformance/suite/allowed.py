"""``allowed.toml``: findings of document conformance that the ledger explains."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from conformance.suite.spec import document, ledger
from conformance.suite.ways import Way

ALLOWED = Path(__file__).resolve().parent.parent / "allowed.toml"
_NEEDED = {"document", "operation", "check", "quirk"}


class AllowedError(Exception):
    """The file cannot be used. The text is one line."""


@dataclass(frozen=True)
class Allowed:
    """A finding that an entry of the ledger explains."""

    document: str
    operation: str
    """operationId."""
    check: str
    """The type of the failure, as schemathesis names it."""
    quirk: str
    settings: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Where it occurs: ids of settings, each with the values that it may have; else everywhere."""
    random: bool = False
    """Met only by cases that are drawn at random."""

    def about(self, document: str, operation: str, way: Way) -> bool:
        """Whether it speaks of this operation under this way."""
        there = (self.document, self.operation) == (document, operation)
        return there and all(way.setting(name) in values for name, values in self.settings)


def read_allowed(path: Path = ALLOWED) -> list[Allowed]:
    """The entries of the file.

    Raises:
        AllowedError: it is not TOML, an entry lacks a key or has one too many, or names what does
            not exist.
    """
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise AllowedError(f"{path.name}: {error}") from None
    entries = content.get("allowed", [])
    if content.keys() - {"allowed"} or not isinstance(entries, list):
        raise AllowedError(f"{path.name}: it is not a list of [[allowed]]")
    try:
        return [_entry(entry) for entry in cast("list[Mapping[str, object]]", entries)]
    except AllowedError as error:
        raise AllowedError(f"{path.name}: {error}") from None


def _entry(entry: Mapping[str, object]) -> Allowed:
    random = entry.get("random", False)
    if entry.keys() - {"settings", "random"} != _NEEDED or not isinstance(random, bool):
        raise AllowedError(f"an entry has {', '.join(entry)}")
    texts = {name: str(entry[name]) for name in _NEEDED}
    found = Allowed(**texts, settings=tuple(_settings(entry)), random=random)
    if found.quirk not in ledger().entries:
        raise AllowedError(f"{found.quirk} is no entry of the ledger")
    _demand_operation(found)
    return found


def _settings(entry: Mapping[str, object]) -> Iterator[tuple[str, tuple[str, ...]]]:
    settings = entry.get("settings", {})
    if not isinstance(settings, dict):
        raise AllowedError("settings is no table")
    for name, given in cast("dict[str, object]", settings).items():
        values = cast("list[object]", given) if isinstance(given, list) else [given]
        known = ledger().movable.get(name, ())
        if not values or not set(values) <= set(known):
            raise AllowedError(f"{name} is no setting of the ledger with the values {values}")
        yield name, tuple(map(str, values))


def _demand_operation(found: Allowed) -> None:
    try:
        document(found.document).operation(found.operation)
    except (OSError, KeyError):
        raise AllowedError(f"{found.document} has no operation {found.operation}") from None
