"""The ways of Kick that a case is run under: a profile, and which of its settings are moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from conformance.suite.cases import PROFILES
from conformance.suite.spec import ledger


class WayError(Exception):
    """There is no such setting, or it has no such value. The text is one line."""


@dataclass(frozen=True)
class Way:
    """A profile of the ledger, and what is not as the profile has it."""

    profile: str
    moved: tuple[tuple[str, str], ...] = ()
    """Ids of settings with their values."""

    @property
    def settings(self) -> dict[str, str]:
        """What is moved, by id."""
        return dict(self.moved)

    def setting(self, id: str) -> str:
        """What holds for a setting.

        Raises:
            KeyError: the ledger has no such setting.
        """
        return self.settings.get(id) or ledger().setting(id, self.profile)

    @property
    def order(self) -> tuple[bool, int, tuple[tuple[str, str], ...]]:
        """By which ways are sorted and shown: profiles first, then what is moved."""
        return bool(self.moved), PROFILES.index(self.profile), self.moved

    @property
    def options(self) -> str:
        """The options that run a case under it again."""
        settings = (f"--set {name}={value}" for name, value in self.moved)
        return " ".join([f"--profile {self.profile}", *settings])

    def __str__(self) -> str:
        """For people: ``strict``, or ``strict, revoke_always_200=bad_request_400``."""
        return ", ".join([self.profile, *(f"{name}={value}" for name, value in self.moved)])


def moves(profile: str) -> Iterator[Way]:
    """Every setting and payload of the ledger moved away from a profile, one at a time."""
    for name, values in ledger().movable.items():
        for value in values:
            if value != ledger().setting(name, profile):
                yield Way(profile, ((name, value),))


def moved(profile: str, settings: Mapping[str, str]) -> Way:
    """A profile with these settings moved.

    Raises:
        WayError: there is no such setting, or it has no such value.
    """
    for name, value in settings.items():
        values = ledger().movable.get(name)
        if values is None:
            raise WayError(f"{name}: no setting of the ledger; docs/quirks.md has them all")
        whole = value.isdecimal() and all(map(str.isdecimal, values))
        if value not in values and not whole:
            raise WayError(f"{name} has no value {value!r}; possible: {', '.join(values)}")
    return Way(profile, tuple(settings.items()))
