"""Long lists in portions, and which of their values a server does not know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial, reduce
from typing import TYPE_CHECKING, Any, cast

from ..errors import BadRequest, FixTheCall
from ..refusals import label

if TYPE_CHECKING:
    from kickwire_api.caller import Build
    from kickwire_api.operations import Chunk, Operation

_UNKNOWN = "invalid request"
"""Kick's words for a list with something unknown in it, where such a list is refused as a whole
(``channel_unknown_is_200_empty``); and for all that it cannot read (``api_envelope``)."""

_NOT_FOUND = "not found"
"""How other refusals end that name something unknown (ledger ``api_envelope``)."""


@dataclass(frozen=True, slots=True)
class Portion:
    """One request of a call whose list may be long.

    Attributes:
        build: makes the request.
        chunk: the list; None where none is given.
        values: what of it this request asks for.
    """

    build: Build
    chunk: Chunk | None = None
    values: Sequence[Any] = ()

    def of(self, values: Sequence[Any]) -> Portion:
        """The same call for other values."""
        assert self.chunk is not None
        build = partial(self.build, **{self.chunk.parameter: list(values)})
        return Portion(build, self.chunk, values)

    def lacks(self, failure: BadRequest) -> bool:
        """Whether a refusal says that something in the list is not known, and nothing else."""
        if self.chunk is None or failure.status != 400:
            return False
        reason = failure.reason.casefold().strip(" .")
        told = reason == _UNKNOWN and self.chunk.all_or_nothing
        return told or reason.endswith(_NOT_FOUND)

    def halves(self) -> tuple[Portion, ...]:
        """Two requests for what this one asks for; none for a single value."""
        middle = len(self.values) // 2
        return (self.of(self.values[:middle]), self.of(self.values[middle:])) if middle else ()


def portions(operation: Operation, build: Build) -> list[Portion]:
    """The requests of a call, in the order of its list, each value once."""
    given = _lists(operation, build)
    if len(given) != 1:
        return [Portion(build)]  # where two lists exclude each other, `build` says so
    [(chunk, values)] = given
    once = _once(values)
    whole = Portion(build, chunk, values)
    if len(once) == len(values) <= chunk.size:
        return [whole]
    return [whole.of(once[at : at + chunk.size]) for at in range(0, len(once), chunk.size)]


def require_one(operation: Operation, asked: Sequence[Portion]) -> None:
    """Refuse a list that needs more than one request where there is to be one answer.

    Raises:
        FixTheCall: it does.
    """
    if len(asked) > 1:
        sizes = ", ".join(f"{chunk.size} of {chunk.parameter}" for chunk in operation.chunks)
        raise FixTheCall(f"one request takes at most {sizes}; ask in portions", label(operation))


def missing(asked: Sequence[Portion], items: Sequence[object]) -> list[Any]:
    """What was asked for and belongs to none of the items, as it was spelled, in its order."""
    chunk = asked[0].chunk
    if chunk is None:
        return []
    there = {_folded(reduce(getattr, chunk.identifies, item)) for item in items}
    return [value for one in asked for value in one.values if _folded(value) not in there]


def _lists(operation: Operation, build: Build) -> list[tuple[Chunk, Sequence[Any]]]:
    """The lists that are given. What is none is left to `build`."""
    given: list[tuple[Chunk, Sequence[Any]]] = []
    for chunk in operation.chunks:
        values = build.keywords.get(chunk.parameter)
        if isinstance(values, list | tuple) and values:
            given.append((chunk, cast("Sequence[Any]", values)))
    return given


def _once(values: Sequence[Any]) -> list[Any]:
    """Each value in its first spelling. What is no id or name stays, for `build` to refuse."""
    first: dict[object, Any] = {}
    for place, value in enumerate(values):
        plain = isinstance(value, str | int) and not isinstance(value, bool)  # to Python 1 == True
        first.setdefault(_folded(value) if plain else (place,), value)
    return list(first.values())


def _folded(value: Any) -> Any:
    """Equal for values that Kick takes for one: the case of letters does not matter."""
    return value.casefold() if isinstance(value, str) else value


__all__ = ["Portion", "missing", "portions", "require_one"]
