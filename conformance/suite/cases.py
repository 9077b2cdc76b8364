"""The registry of cases: what is demanded of a server or of the client, on whose word, how firmly.

A case is a function that gets a `Stage`, does something, and raises if a promise is not kept. Its
docstring is the promise, its id never changes, and its evidence says who demands it.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from conformance.suite.stage import Stage

PROFILES = ("strict", "observed", "docs")
"""As in the ledger, in the order in which they are run and shown."""

_ID = re.compile(r"[a-z]+(/[A-Za-z0-9_]+)+")
_EVIDENCE = re.compile(
    r"RFC \d+ section [\d.]+|quirk [a-z0-9_]+|document (id|api) \w+"
    r"|(docs/[\w-]+|README|ARCHITECTURE)\.md( .+)?"
)


class Level(Enum):
    """How firmly a case is demanded."""

    MUST = "MUST"
    """The documents or a standard demand it."""
    SHOULD = "SHOULD"
    """Better so. A failure is a warning."""
    QUIRK = "QUIRK"
    """Kick's own way, as the ledger has it; what is right may depend on the profile."""


MUST, SHOULD, QUIRK = Level.MUST, Level.SHOULD, Level.QUIRK


class RegistryError(Exception):
    """A case is not registered as it should be. The text is one line."""


class Failed(AssertionError):
    """A promise was not kept. The text says what was expected and what came."""


class Skipped(Exception):
    """The case cannot be run against this server. The text is the reason."""


Body: TypeAlias = "Callable[[Stage], None]"


@dataclass(frozen=True, slots=True)
class Case:
    """A promise and how to put it to the test."""

    id: str
    level: Level
    promise: str
    evidence: tuple[str, ...]
    run: Body = field(repr=False)
    needs: tuple[str, ...] = ()
    profiles: tuple[str, ...] = PROFILES

    @property
    def quirks(self) -> tuple[str, ...]:
        """The entries of the ledger that it rests on."""
        return tuple(each[6:] for each in self.evidence if each.startswith("quirk "))

    @property
    def order(self) -> tuple[tuple[int, int, str], ...]:
        """By which cases are sorted: numbers as numbers, words as words."""
        return order_of(self.id)


_CASES: dict[str, Case] = {}


def case(
    id: str,
    level: Level,
    *,
    evidence: Sequence[str],
    needs: Sequence[str] = (),
    profiles: Sequence[str] = PROFILES,
) -> Callable[[Body], Body]:
    """Register the decorated function as a case.

    Args:
        id: stable, unique, parts joined by slashes: ``id/token/refresh/3``.
        level: how firmly it is demanded; a QUIRK names its entry of the ledger.
        evidence: who demands it: ``RFC 6749 section 6``, ``quirk refresh_reuse_policy``,
            ``document api getChannels``, ``docs/tokens.md Forks``.
        needs: what the server must have: ``control``, ``app`` (see `stage.NEEDS`).
        profiles: those under which it says something.

    Raises:
        RegistryError: the id is taken or not well formed, there is no promise in one sentence, or
            the evidence cannot be read.
    """

    def registered(body: Body) -> Body:
        promise = inspect.cleandoc(body.__doc__ or "")
        new = Case(id, level, promise, tuple(evidence), body, tuple(needs), tuple(profiles))
        _demand(new)
        _CASES[id] = new
        return body

    return registered


def _demand(new: Case) -> None:
    if new.id in _CASES:
        raise RegistryError(f"two cases have the id {new.id}")
    if _ID.fullmatch(new.id) is None:
        raise RegistryError(f"{new.id}: the id is not of parts joined by slashes")
    if not new.promise.endswith(".") or "\n" in new.promise:
        raise RegistryError(f"{new.id}: the docstring is not one sentence on one line")
    if unread := [each for each in new.evidence if _EVIDENCE.fullmatch(each) is None]:
        raise RegistryError(f"{new.id}: the evidence {unread[0]!r} cannot be read")
    if not new.evidence or (new.level is QUIRK and not new.quirks):
        raise RegistryError(f"{new.id}: the evidence names no source")
    if not new.profiles or not set(new.profiles) <= set(PROFILES):
        raise RegistryError(f"{new.id}: the profiles are not of {', '.join(PROFILES)}")


def load() -> list[Case]:
    """Every case of the modules in ``suites/``, sorted by id."""
    from conformance.suite import suites  # its modules import this one

    for module in pkgutil.iter_modules(suites.__path__):
        importlib.import_module(f"{suites.__name__}.{module.name}")
    return in_order(_CASES.values())


def in_order(cases: Iterable[Case]) -> list[Case]:
    """Cases as they are run and shown."""
    return sorted(cases, key=lambda each: each.order)


def order_of(id: str) -> tuple[tuple[int, int, str], ...]:
    """The sort key of an id."""
    parts = id.split("/")
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)
