"""What the facade needs of whoever sends its calls."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from typing import Protocol, TypeAlias, TypeVar

import httpx

from .operations import Operation
from .types import Found, Raw

T = TypeVar("T")
I = TypeVar("I")


Build: TypeAlias = partial[httpx.Request]
"""Makes the request of one call from a base URL. The user's arguments are its ``keywords``, and each
can be replaced, as in ``build(base_url, cursor="next")``."""


class Caller(Protocol):
    """Sends the calls of the synchronous facade. Its errors are its own."""

    def call(
        self, operation: Operation, build: Build, parse: Callable[[httpx.Response], T], /
    ) -> T:
        """Send one call and give the parsed 2xx answer."""
        ...

    def raw(
        self, operation: Operation, build: Build, parse: Callable[[httpx.Response], T], /
    ) -> Raw[T]:
        """`call`, with status, headers and body around the value."""
        ...

    def found(
        self,
        operation: Operation,
        build: Build,
        parse: Callable[[httpx.Response], T],
        items: Callable[[T], list[I]],
        /,
    ) -> Found[I]:
        """The items of a call that asks with a list, and which of its values belong to none of them.

        The list may be longer than one request takes, see `Operation.chunks`.
        """
        ...

    def pages(
        self, operation: Operation, build: Build, parse: Callable[[httpx.Response], T], /
    ) -> Iterator[T]:
        """Answer after answer, as `Operation.paging` says, until there is no next cursor."""
        ...


class AsyncCaller(Protocol):
    """Sends the calls of the asynchronous facade. Its errors are its own."""

    async def call(
        self, operation: Operation, build: Build, parse: Callable[[httpx.Response], T], /
    ) -> T:
        """Send one call and give the parsed 2xx answer."""
        ...

    async def raw(
        self, operation: Operation, build: Build, parse: Callable[[httpx.Response], T], /
    ) -> Raw[T]:
        """`call`, with status, headers and body around the value."""
        ...

    async def found(
        self,
        operation: Operation,
        build: Build,
        parse: Callable[[httpx.Response], T],
        items: Callable[[T], list[I]],
        /,
    ) -> Found[I]:
        """The items of a call that asks with a list, and which of its values belong to none of them.

        The list may be longer than one request takes, see `Operation.chunks`.
        """
        ...

    def pages(
        self, operation: Operation, build: Build, parse: Callable[[httpx.Response], T], /
    ) -> AsyncIterator[T]:
        """Answer after answer, as `Operation.paging` says, until there is no next cursor."""
        ...


__all__ = ["AsyncCaller", "Build", "Caller"]
