"""How an operation of the Public API is called: its attempts, its waits and its portions.

Each flow yields requests and pauses. Whoever drives it sends the request and gives back the answer,
or the error where there was none; after a pause, and to begin with, it gives None.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from reprlib import repr as shortened
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from kickwire_api.types import Found, Raw

from ..errors import BadRequest, KickError, Unreachable
from ..refusals import OPERATION, label, refusal
from ..retrying import Retries
from ..said import LOOK_FIRST, after
from .parsing import parsed
from .portions import Portion, missing, portions, require_one
from .retries import NEVER_ARRIVED, may_repeat, pause, twice_is_once

if TYPE_CHECKING:
    import httpx
    from kickwire_api.caller import Build
    from kickwire_api.operations import Operation

T = TypeVar("T")
I = TypeVar("I")  # noqa: E741  # an item


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait so many seconds; nothing is held meanwhile."""

    seconds: float


@dataclass(slots=True)
class _Left:
    """What one call may still wait, all its requests together."""

    seconds: float


Step: TypeAlias = "httpx.Request | Pause"
Came: TypeAlias = "httpx.Response | KickError"
CallFlow: TypeAlias = "Generator[Step, Any, T]"
"""Sent is a `Came` after each request, else None."""


class Calls:
    """The calls of one client.

    Args:
        api_url: origin of the Public API.
        retries: how patient they are.
        random: a number from 0 to 1, for the jitter.
        clock: Unix seconds.
    """

    def __init__(
        self,
        api_url: str,
        retries: Retries,
        random: Callable[[], float],
        clock: Callable[[], float],
    ) -> None:
        self.api_url = api_url
        self._retries = retries
        self._random = random
        self._clock = clock

    def value(
        self, operation: Operation, build: Build, parse: Callable[[httpx.Response], T]
    ) -> CallFlow[T]:
        """The parsed answer; of a list in portions that identify nothing, the last one's."""
        left = _Left(self._retries.total_wait)
        parts = self._parts(operation, build) if operation.chunks else [build]
        for part in parts[:-1]:
            yield from self._sent(operation, part, left)
        response = yield from self._sent(operation, parts[-1], left)
        return parsed(operation, response, parse)

    def raw(
        self, operation: Operation, build: Build, parse: Callable[[httpx.Response], T]
    ) -> CallFlow[Raw[T]]:
        """The parsed answer with everything around it: one request's, so no list in portions."""
        [part] = self._parts(operation, build, one=True)
        response = yield from self._sent(operation, part, _Left(self._retries.total_wait))
        value = parsed(operation, response, parse)
        return Raw(response.status_code, response.headers, response.content, value)

    def found(
        self,
        operation: Operation,
        build: Build,
        parse: Callable[[httpx.Response], T],
        items: Callable[[T], list[I]],
    ) -> CallFlow[Found[I]]:
        """What a server knows of a list, in portions, and what it does not.

        A portion that is refused because of something unknown in it is halved until only that is
        left out (ledger ``channel_unknown_is_200_empty``).
        """
        asked = portions(operation, build)
        self._check(asked)
        left = _Left(self._retries.total_wait)
        found: list[I] = []
        waiting = asked[::-1]
        while waiting:
            portion = waiting.pop()
            try:
                response = yield from self._sent(operation, portion.build, left)
            except BadRequest as refused:
                if not (_is_of(operation, refused) and portion.lacks(refused)):
                    raise
                waiting += portion.halves()[::-1]
            else:
                found += items(parsed(operation, response, parse))
        return Found(found, missing(asked, found))

    def _parts(self, operation: Operation, build: Build, one: bool = False) -> list[Build]:
        """The requests of a list that is sent in portions.

        Args:
            operation: what is called.
            build: makes the request for the whole list.
            one: whether there may be one only, as where the answers are looked at.
        """
        asked = portions(operation, build)
        chunk = asked[0].chunk
        if one or (chunk and chunk.identifies):
            require_one(operation, asked)
        self._check(asked)
        return [portion.build for portion in asked]

    def _check(self, asked: list[Portion]) -> None:
        """Refuse a bad value in the last portion before the first is sent.

        Raises:
            ValueError: there is one; its place is that in its portion.
        """
        for portion in asked[1:]:
            try:
                portion.build(self.api_url)
            except ValueError as error:
                first = shortened(portion.values[0])
                raise ValueError(f"{error} (counted from {first} on)") from None

    def _sent(self, operation: Operation, build: Build, left: _Left) -> CallFlow[httpx.Response]:
        """The success of one request, after as many attempts as it takes and may take."""
        attempts = 0
        while True:
            came: Came = yield self._request(operation, build)
            attempts += 1
            if not isinstance(came, KickError) and came.is_success:
                return came
            failure = self._failure(operation, came, attempts)
            wait = self._wait(operation, failure, attempts, left.seconds)
            if wait is None:
                break
            left.seconds -= wait
            yield Pause(wait)
        try:
            raise failure
        finally:
            del came, failure  # whoever keeps the error shall not keep the answer with it

    def _request(self, operation: Operation, build: Build) -> httpx.Request:
        request = build(self.api_url)
        request.extensions[OPERATION] = operation
        return request

    def _failure(self, operation: Operation, came: Came, attempts: int) -> KickError:
        """What came of a request, as an error of this call."""
        once = not twice_is_once(operation.method, operation.idempotent)
        if not isinstance(came, KickError):
            return refusal(operation, came, now=self._clock(), attempts=attempts, once=once)
        if not came.operation:
            came.operation = label(operation)  # the store, for one, does not know it
        if not isinstance(came, Unreachable) or not _is_of(operation, came):
            return came
        doubt = LOOK_FIRST if once and came.cause not in NEVER_ARRIVED else ""
        tried = f"; gave up{after(attempts)}" if attempts > 1 else ""
        return Unreachable(f"{came.text}{doubt}{tried}", came.operation, came.cause)

    def _wait(
        self, operation: Operation, failure: KickError, attempts: int, left: float
    ) -> float | None:
        if not _is_of(operation, failure):
            return None
        if not may_repeat(operation.method, operation.idempotent, failure):
            return None
        return pause(self._retries, failure, attempts, left, self._random())


def _is_of(operation: Operation, failure: KickError) -> bool:
    """Whether an error is of the call itself, not of a request for tokens on the way to it."""
    return failure.operation == label(operation)


__all__ = ["CallFlow", "Calls", "Came", "Pause", "Step"]
