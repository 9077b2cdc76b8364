"""The one place where requests leave, and what drives the flows over it.

`Http` and `AsyncHttp` send a request and read the whole answer; every failure is one of our errors,
raised where no frame of the HTTP library is left, since those hold tokens.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Generator
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from ._version import __version__
from .config import API_URL
from .connection import Connection
from .errors import FixTheCall
from .forks import begin_anew_in_children
from .refusals import no_answer, undecodable
from .transports import (
    AsyncMake,
    AsyncTransport,
    Auth,
    Client,
    Make,
    NoAnswer,
    Request,
    Response,
    Transport,
    agathered,
    api_transport,
    aread,
    async_api_transport,
    async_client,
    bare,
    client,
    gathered,
    read,
)

if TYPE_CHECKING:
    from ._core.flows import Flow

T = TypeVar("T")

_HEADERS = {
    "User-Agent": f"kickwire/{__version__}",
    "Accept": "application/json",
    "Accept-Encoding": "gzip, deflate",
}

_TO_KICK = partial(api_transport, API_URL)
_TO_KICK_ASYNC = partial(async_api_transport, API_URL)


class BearerAuth(Auth):
    """Signs every request with one given token. Shows it nowhere."""

    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: Request) -> Generator[Request, Response, None]:
        """Sign, send."""
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


class Http:
    """Sends requests. Safe to share between threads. Redirects are not followed.

    Args:
        connection: how they travel; None takes ``Connection()``.
        transport: an httpx transport; None takes one of ours, which a forked child gets anew.
        make: makes ours, and puts something around a given one.
    """

    def __init__(
        self,
        connection: Connection | None = None,
        transport: Transport | None = None,
        make: Make = _TO_KICK,
    ) -> None:
        self._connection = connection or Connection()
        self._given = transport
        self._make = make
        self._of_the_parent: list[Client] = []
        self._connect()
        begin_anew_in_children(self)

    def begin_anew(self) -> None:
        """Two processes on one connection would get each other's answers, and so tokens."""
        self._of_the_parent.append(self._client)  # not closed here: it is in use there
        if self._given is None:
            self._connect()
        else:
            self._turns = threading.Semaphore(self._connection.max_connections)

    def send(self, request: Request, called: str = "", auth: Auth | None = None) -> Response:
        """Send, and read the whole answer, whatever its status.

        Args:
            request: absolute.
            called: what errors call it; by default its method and path.
            auth: signs the request and may send it again.

        Raises:
            KickError: there was no whole answer, or `auth` could not sign.
        """
        called = called or _called(request)
        self._check_open(called)
        signing = (auth or Auth()).sync_auth_flow(_completed(request))
        try:
            request = next(signing)
            while True:
                response = self._whole(request, called)
                try:
                    request = signing.send(response)
                except StopIteration:
                    return response
        finally:
            signing.close()

    def run(self, flow: Flow[T]) -> T:
        """Drive a flow to its value. Raises what the flow raises, and what `send` does."""
        try:
            request = next(flow)
            while True:
                request = flow.send(self.send(request))
        except StopIteration as done:
            value: T = done.value
        return value

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def forward(self, request: Request) -> Response:
        """Send another client's request in its turn. Raises httpx's errors, as transports do."""
        with self._turns:
            self._check_open(_called(request))
            return gathered(self._transport.handle_request(_completed(request)))

    def _connect(self) -> None:
        self._transport = self._make(self._connection, self._given)
        self._client = client(self._connection, self._transport)
        self._turns = threading.Semaphore(self._connection.max_connections)

    def _whole(self, request: Request, called: str) -> Response:
        """One request in its turn. Its connection is free again before anybody looks at the answer:
        an `auth` that meets a 401 may think long."""
        with self._turns:
            self._check_open(called)
            try:
                response = self._client.send(
                    request, auth=None, stream=True, follow_redirects=False
                )
                whole = read(response)
            except NoAnswer as error:
                failure = no_answer(called, error)
            except RuntimeError:
                if not self._client.is_closed:
                    raise
                failure = _closed(called)
            else:
                return response if whole else _without_body(response, called)
        raise failure  # outside of the handler: httpx's error holds the request and its token

    def _check_open(self, called: str) -> None:
        if self._client.is_closed:
            raise _closed(called)
        if self._client in self._of_the_parent:
            raise FixTheCall("this transport is the parent process's; make it after fork", called)


class AsyncHttp:
    """`Http` for asyncio; it belongs to the event loop that first uses it."""

    def __init__(
        self,
        connection: Connection | None = None,
        transport: AsyncTransport | None = None,
        make: AsyncMake = _TO_KICK_ASYNC,
    ) -> None:
        connection = connection or Connection()
        self._transport = make(connection, transport)
        self._client = async_client(connection, self._transport)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._turns = asyncio.Semaphore(connection.max_connections)

    async def send(self, request: Request, called: str = "", auth: Auth | None = None) -> Response:
        """`Http.send`, awaited."""
        called = called or _called(request)
        self._check_open(called)
        self._stay_in_loop(called)
        signing = (auth or Auth()).async_auth_flow(_completed(request))
        try:
            request = await anext(signing)
            while True:
                response = await self._whole(request, called)
                try:
                    request = await signing.asend(response)
                except StopAsyncIteration:
                    return response
        finally:
            await signing.aclose()

    async def run(self, flow: Flow[T]) -> T:
        """`Http.run`, awaited."""
        try:
            request = next(flow)
            while True:
                request = flow.send(await self.send(request))
        except StopIteration as done:
            value: T = done.value
        return value

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def forward(self, request: Request) -> Response:
        """`Http.forward`, awaited."""
        called = _called(request)
        self._stay_in_loop(called)
        async with self._turns:
            self._check_open(called)
            return await agathered(await self._transport.handle_async_request(_completed(request)))

    async def _whole(self, request: Request, called: str) -> Response:
        """`Http._whole`, awaited."""
        async with self._turns:
            self._check_open(called)
            try:
                response = await self._client.send(
                    request, auth=None, stream=True, follow_redirects=False
                )
                whole = await aread(response)
            except NoAnswer as error:
                failure = no_answer(called, error)
            except RuntimeError:
                if not self._client.is_closed:
                    raise
                failure = _closed(called)
            else:
                return response if whole else _without_body(response, called)
        raise failure  # outside of the handler: httpx's error holds the request and its token

    def _check_open(self, called: str) -> None:
        if self._client.is_closed:
            raise _closed(called)

    def _stay_in_loop(self, called: str) -> None:
        """Connections belong to the loop that opened them; in another they hang or break."""
        loop = running_loop(called)
        if self._loop is None:
            self._loop = loop
        if self._loop is not loop:
            raise FixTheCall(
                "this client belongs to the event loop that used it first; make one for each loop",
                called,
            )


def running_loop(called: str = "") -> asyncio.AbstractEventLoop:
    """The event loop of asyncio. Raises `FixTheCall` under anything else."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        raise FixTheCall("this client needs asyncio", called) from None


def _closed(called: str) -> FixTheCall:
    return FixTheCall("this client was closed", called)


def _called(request: Request) -> str:
    return f"{request.method} {request.url.path}"


def _completed(request: Request) -> Request:
    """A bare `httpx.Client.send` would add none of its defaults."""
    for name, value in _HEADERS.items():
        request.headers[name] = value
    return request


def _without_body(response: Response, called: str) -> Response:
    """An answer that cannot be decoded: a refusal's status still tells something."""
    if response.is_success:
        raise undecodable(called)
    return bare(response)


__all__ = [
    "AsyncHttp",
    "AsyncTransport",
    "Auth",
    "BearerAuth",
    "Http",
    "Request",
    "Response",
    "Transport",
    "running_loop",
]
