"""A mock in this process, and a caller of the facade that reads whatever the mock answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import httpx
from kickwire_api.caller import Build
from kickwire_api.errors import StatusError
from kickwire_api.operations import Operation
from kickwire_api.types import Found, Raw
from kickwire_mock import InProcessTransport, Mock

T = TypeVar("T")
I = TypeVar("I")  # noqa: E741  # an item
Spoil = Callable[[httpx.Request], httpx.Request]

ORIGIN = "https://api.kick.com"


def nothing_of(request: httpx.Request) -> httpx.Request:
    """The same request without query and body."""
    return httpx.Request(
        request.method,
        request.url.copy_with(query=None),
        headers={"Authorization": request.headers["Authorization"]},
    )


def as_it_is(request: httpx.Request) -> httpx.Request:
    """The same request."""
    return request


class Reader:
    """Sends what the facade builds, and reads the answer with the generated functions only.

    Args:
        mock: answers.
        token: sent along.
        spoil: what becomes of a request before it is sent.
    """

    def __init__(self, mock: Mock, token: str, spoil: Spoil = as_it_is) -> None:
        self._transport = InProcessTransport(mock)
        self._token = token
        self._spoil = spoil

    def call(self, operation: Operation, build: Build, parse: Callable[[httpx.Response], T]) -> T:
        """The value of one answer."""
        request = build(ORIGIN)
        request.headers["Authorization"] = f"Bearer {self._token}"
        response = self._transport.handle_request(self._spoil(request))
        response.read()
        return parse(response)

    def found(
        self,
        operation: Operation,
        build: Build,
        parse: Callable[[httpx.Response], T],
        items: Callable[[T], list[I]],
    ) -> Found[I]:
        """The items of one answer."""
        return Found(items(self.call(operation, build, parse)))

    def raw(
        self, operation: Operation, build: Build, parse: Callable[[httpx.Response], T]
    ) -> Raw[T]:
        """The value of one answer, with nothing around it."""
        return Raw(200, httpx.Headers(), b"", self.call(operation, build, parse))

    def pages(
        self, operation: Operation, build: Build, parse: Callable[[httpx.Response], T]
    ) -> Iterator[T]:
        """The first page."""
        yield self.call(operation, build, parse)


def read(call: Callable[[Any], Any], api: Any) -> StatusError | None:
    """The typed refusal of a call, or None for a success.

    Raises:
        InvalidData: an answer that cannot be read.
    """
    try:
        call(api)
    except StatusError as refused:
        return refused
    return None
