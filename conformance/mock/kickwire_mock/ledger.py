"""The ledger in code: its entries, and what registers itself with it.

Code that imitates an entry says so once, at the top of the module named after its surface::

    STATE_REQUIRED = quirk("state_required")
    BAD_PARAMS = setting("authorize_bad_params_bounce_404")

Both return the id, checked against the packaged ledger.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, cast, get_args

from kickwire_mock.documents import ledger
from kickwire_mock.errors import DocumentError, MockError

Profile: TypeAlias = Literal["strict", "observed", "docs"]
PROFILES: tuple[Profile, ...] = get_args(Profile)


@dataclass(frozen=True, slots=True)
class Quirk:
    """One entry of the ledger, as far as code needs it."""

    id: str
    kind: str
    surface: str
    title: str
    behaviour: str = field(repr=False)
    """What Kick does, in sentences."""
    values: Mapping[str, str] = field(repr=False)
    """What each named value means, of a setting or, as variants, of a payload; else empty."""
    profiles: Mapping[str, str] = field(repr=False)
    """The value of each profile; a payload has its first variant in all of them."""

    @property
    def numeric(self) -> bool:
        """Whether every named value is a number, so that other whole numbers are allowed too."""
        return all(value.isdecimal() for value in self.values)

    def checked(self, value: str) -> str:
        """The value, if the entry knows it.

        Raises:
            MockError: it does not; the text lists the possible ones.
        """
        whole = self.numeric and value.isascii() and value.isdecimal() and len(value) <= 12
        if value not in self.values and not whole:
            possible = ", ".join(self.values) + (" or a whole number" if self.numeric else "")
            raise MockError(f"{self.id} has no such value; possible: {possible}")
        return value


@functools.cache
def entries() -> Mapping[str, Quirk]:
    """Every entry of the packaged ledger, by its id.

    Raises:
        DocumentError: the package data is missing or damaged.
    """
    return {node["id"]: _entry(node) for node in ledger()["quirks"]}


def _entry(node: dict[str, Any]) -> Quirk:
    values = cast("dict[str, str]", node.get("values") or node.get("payloads") or {})
    first = next(iter(values), "")
    return Quirk(
        id=node["id"],
        kind=node["kind"],
        surface=node["surface"],
        title=node["title"],
        behaviour=node["behaviour"],
        values=values,
        profiles=node.get("profiles") or dict.fromkeys(PROFILES, first),
    )


_registered: dict[str, Quirk] = {}


def quirk(id: str) -> str:
    """Register a rule or a fault.

    Raises:
        DocumentError: the ledger has no such entry, it is of another kind, or registered already.
    """
    return _register(id, "rule", "fault")


def setting(id: str) -> str:
    """Register a setting, or a payload, whose variant is chosen like the value of a setting.

    Raises:
        DocumentError: the ledger has no such entry, it is of another kind, or registered already.
    """
    return _register(id, "setting", "payload")


def registered() -> Mapping[str, Quirk]:
    """What the imported modules have registered, by id."""
    return dict(_registered)


def _register(id: str, *kinds: str) -> str:
    found = entries().get(id)
    if found is None:
        raise DocumentError(f"{id}: no entry of the ledger; run make generate after adding it")
    if found.kind not in kinds:
        raise DocumentError(f"{id}: the ledger has it as a {found.kind}")
    if id in _registered:
        raise DocumentError(f"{id}: registered already")
    _registered[id] = found
    return id
