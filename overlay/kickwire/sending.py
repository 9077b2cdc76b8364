"""The one place where requests leave, and what drives the flows over it.

`Http` and `AsyncHttp` send a request and read the whole answer; every failure is one of our errors,
raised where no frame of the HTTP library is left, since those hold tokens.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import httpx

from ._version import __version__
from .config import checked_timeout
from .errors import FixTheCall
from .forks import begin_anew_in_children
from .refusals import no_answer, undecodable

if TYPE_CHECKING:
    from ._core.flows import Flow

T = TypeVar("T")

Request: TypeAlias = httpx.Request
Response: TypeAlias = httpx.Response
Transport: TypeAlias = httpx.BaseTransport
AsyncTransport: TypeAlias = httpx.AsyncBaseTransport
Auth: TypeAlias = httpx.Auth

DEFAULT_TIMEOUT = 10.0
"""Seconds to connect, to write, to wait for an answer, and for a connection of the pool."""

AT_ONCE = 32
"""Requests of one client that are under way at once; the others wait here. In httpx's own queue
each step of a request looks at every other one and at every connection, minutes for a thousand, and
who waits there fails after the timeout."""

LIMITS = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
"""Of httpx's pool. With fewer idle connections than there may be at all, it closes idle ones while
another thread or task is about to use them, whose request is then lost (`ReadError`)."""

_HEADERS = {
    "User-Agent": f"kickwire/{__version__}",
    "Accept": "application/json",
    "Accept-Encoding": "gzip, deflate",
}


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
        timeout: seconds, for each of connect, write, read and pool.
        transport: an httpx transport; None takes httpx's own, which a forked child gets anew.
        around: puts something around the transport.
    """

    def __init__(
        self,
        timeout: float = DEFAULT_TIMEOUT,
        transport: Transport | None = None,
        around: Callable[[Transport | None], Transport | None] = lambda transport: transport,
    ) -> None:
        self._timeout = checked_timeout(timeout)
        self._given = transport
        self._around = around
        self._of_the_parent: list[httpx.Client] = []
        self._client = self._made()
        self._turns = threading.Semaphore(AT_ONCE)
        begin_anew_in_children(self)

    def begin_anew(self) -> None:
        """Two processes on one connection would get each other's answers, and so tokens."""
        self._turns = threading.Semaphore(AT_ONCE)
        self._of_the_parent.append(self._client)  # not closed here: it is in use there
        if self._given is None:
            self._client = self._made()

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

    def _made(self) -> httpx.Client:
        return httpx.Client(
            timeout=self._timeout,
            transport=self._around(self._given),
            limits=LIMITS,
            event_hooks={"response": [_forget_redirect]},
        )

    def _whole(self, request: Request, called: str) -> Response:
        """One request in its turn. Its connection is free again before anybody looks at the answer:
        an `auth` that meets a 401 may think long."""
        with self._turns:
            self._check_open(called)
            try:
                response = self._client.send(
                    request, auth=None, stream=True, follow_redirects=False
                )
                whole = _read(response)
            except httpx.RequestError as error:
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
        self, timeout: float = DEFAULT_TIMEOUT, transport: AsyncTransport | None = None
    ) -> None:
        self._client = httpx.AsyncClient(
            timeout=checked_timeout(timeout),
            transport=transport,
            limits=LIMITS,
            event_hooks={"response": [_forget_redirect_async]},
        )
        self._loop: asyncio.AbstractEventLoop | None = None
        self._turns = asyncio.Semaphore(AT_ONCE)

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

    async def _whole(self, request: Request, called: str) -> Response:
        """`Http._whole`, awaited."""
        async with self._turns:
            self._check_open(called)
            try:
                response = await self._client.send(
                    request, auth=None, stream=True, follow_redirects=False
                )
                whole = await _aread(response)
            except httpx.RequestError as error:
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


def id_transport(id_url: str, transport: Transport | None = None) -> Transport:
    """What sends to the identity host: it puts revoke's token on the wire below every log."""
    from kickwire_id.transport import SecretQueryTransport, environment_proxy

    return SecretQueryTransport(
        transport or httpx.HTTPTransport(proxy=environment_proxy(id_url), limits=LIMITS)
    )


def async_id_transport(id_url: str, transport: AsyncTransport | None = None) -> AsyncTransport:
    """`id_transport` for asyncio."""
    from kickwire_id.transport import AsyncSecretQueryTransport, environment_proxy

    return AsyncSecretQueryTransport(
        transport or httpx.AsyncHTTPTransport(proxy=environment_proxy(id_url), limits=LIMITS)
    )


def _closed(called: str) -> FixTheCall:
    return FixTheCall("this client was closed", called)


def _called(request: Request) -> str:
    return f"{request.method} {request.url.path}"


def _completed(request: Request) -> Request:
    """A bare `httpx.Client.send` would add none of its defaults."""
    for name, value in _HEADERS.items():
        request.headers[name] = value
    return request


def _forget_redirect(response: Response) -> None:
    """httpx reads where a redirect leads, followed or not, and some hosts crash it (``xn--``)."""
    if response.has_redirect_location:
        del response.headers["Location"]


async def _forget_redirect_async(response: Response) -> None:
    _forget_redirect(response)


def _read(response: Response) -> bool:
    """Read the body, and close. False if it is not encoded as its header says."""
    try:
        response.read()
    except httpx.DecodingError:
        return False
    finally:
        response.close()
    return True


async def _aread(response: Response) -> bool:
    """`_read`, awaited."""
    try:
        await response.aread()
    except httpx.DecodingError:
        return False
    finally:
        await response.aclose()
    return True


def _without_body(response: Response, called: str) -> Response:
    """An answer that cannot be decoded: a refusal's status still tells something."""
    if response.is_success:
        raise undecodable(called)
    return httpx.Response(
        response.status_code, request=response.request, extensions=response.extensions
    )


__all__ = [
    "DEFAULT_TIMEOUT",
    "AsyncHttp",
    "AsyncTransport",
    "Auth",
    "BearerAuth",
    "Http",
    "Request",
    "Response",
    "Transport",
    "async_id_transport",
    "id_transport",
    "running_loop",
]
