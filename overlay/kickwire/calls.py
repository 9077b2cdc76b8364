"""Callers: they send what the facade builds and turn every failure into one of our errors.

All decisions are functions of values; the two classes at the end only send. A caller adds the
token, and headers that a bare ``httpx.Client.send`` would leave out.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

import httpx

from ._version import __version__
from .config import API_URL, checked_base_url, checked_timeout, token_problem
from .errors import ConfigurationError, FixTheCall, KickError, UnexpectedAnswer
from .paging import Cursors
from .refusals import HTML, is_html, no_answer, refusal, undecoded

if TYPE_CHECKING:
    from kickwire_api.caller import Build
    from kickwire_api.operations import Operation
    from kickwire_api.types import Raw

T = TypeVar("T")

DEFAULT_TIMEOUT = 10.0
"""Seconds to connect, to write, to wait for an answer, and for a connection of the pool."""

_HEADERS = {
    "User-Agent": f"kickwire/{__version__}",
    "Accept": "application/json",
    "Accept-Encoding": "gzip, deflate",
}


def _completed(request: httpx.Request, token: str) -> httpx.Request:
    for name, value in _HEADERS.items():
        request.headers[name] = value
    request.headers["Authorization"] = f"Bearer {token}"
    return request


def _parsed(
    operation: Operation, response: httpx.Response, parse: Callable[[httpx.Response], T]
) -> T:
    """The value of an answer; every other outcome is one of our errors."""
    from kickwire_api.errors import InvalidData

    if not response.is_success:
        raise refusal(operation, response)
    try:
        return parse(response)
    except InvalidData as error:
        place, reason = error.pointer, error.reason
    if is_html(response):
        raise UnexpectedAnswer(f"the answer is {HTML}", operation.name)
    where = place or "the whole answer"
    raise UnexpectedAnswer(
        f"the answer is not what Kick documents; {where}: {reason}", operation.name, place
    )


def _raw(operation: Operation, response: httpx.Response, value: T) -> Raw[T]:
    from kickwire_api.types import Raw

    return Raw(response.status_code, response.headers, response.content, value)


class BearerCaller:
    """Calls the Public API with one given token: no refresh, no retry, no limit.

    Safe to share between threads. Redirects are not followed.

    Args:
        token: the access token; it appears in no ``repr``, log line or error.
        api_url: origin of the Public API, or of a mock.
        timeout: seconds, for each of connect, write, read and pool.
        transport: an httpx transport, for tests.

    Raises:
        ConfigurationError: the token, the URL or the timeout cannot be used.
    """

    def __init__(
        self,
        token: str,
        *,
        api_url: str = API_URL,
        timeout: float = DEFAULT_TIMEOUT,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._api_url = checked_base_url("api_url", api_url)
        problem = token_problem(token)
        if problem:
            del token  # so that no traceback with locals shows it
            raise ConfigurationError(problem)
        self._token = token
        self._http = httpx.Client(timeout=checked_timeout(timeout), transport=transport)

    def __repr__(self) -> str:
        return f"BearerCaller(api_url={getattr(self, '_api_url', '')!r})"

    def call(
        self, operation: Operation, build: Build, parse: Callable[[httpx.Response], T], /
    ) -> T:
        """Send one call and give the parsed answer; raises `KickError`."""
        return _parsed(operation, self._sent(operation, build), parse)

    def raw(
        self, operation: Operation, build: Build, parse: Callable[[httpx.Response], T], /
    ) -> Raw[T]:
        """`call`, with status, headers and body around the value."""
        response = self._sent(operation, build)
        return _raw(operation, response, _parsed(operation, response, parse))

    def pages(
        self, operation: Operation, build: Build, parse: Callable[[httpx.Response], T], /
    ) -> Iterator[T]:
        """Answer after answer until there is no next cursor."""
        cursors = Cursors(operation, build)
        page: Build | None = build
        while page is not None:
            answer = self.call(operation, page, parse)
            yield answer
            cursor = cursors.after(answer)
            page = None if cursor is None else cursors.page(build, cursor)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _sent(self, operation: Operation, build: Build) -> httpx.Response:
        request = _completed(build(self._api_url), self._token)
        if self._http.is_closed:
            raise FixTheCall("this caller was closed", operation.name)
        try:
            response = self._http.send(request, stream=True, follow_redirects=False)
            failure = self._read(operation, response)
            if failure is None:
                return response
        except httpx.RequestError as error:
            failure = no_answer(operation, error)
        raise failure  # outside of the handler: httpx's error holds the request and its token

    @staticmethod
    def _read(operation: Operation, response: httpx.Response) -> KickError | None:
        """Read the whole body, and close; what cannot be decoded is given back as an error."""
        try:
            response.read()
        except httpx.DecodingError:
            return undecoded(operation, response)
        finally:
            response.close()
        return None


class AsyncBearerCaller:
    """`BearerCaller` for asyncio; it belongs to the event loop that first uses it."""

    def __init__(
        self,
        token: str,
        *,
        api_url: str = API_URL,
        timeout: float = DEFAULT_TIMEOUT,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._api_url = checked_base_url("api_url", api_url)
        problem = token_problem(token)
        if problem:
            del token  # so that no traceback with locals shows it
            raise ConfigurationError(problem)
        self._token = token
        self._http = httpx.AsyncClient(timeout=checked_timeout(timeout), transport=transport)
        self._loop: asyncio.AbstractEventLoop | None = None

    def __repr__(self) -> str:
        return f"AsyncBearerCaller(api_url={getattr(self, '_api_url', '')!r})"

    async def call(
        self, operation: Operation, build: Build, parse: Callable[[httpx.Response], T], /
    ) -> T:
        """Send one call and give the parsed answer; raises `KickError`."""
        return _parsed(operation, await self._sent(operation, build), parse)

    async def raw(
        self, operation: Operation, build: Build, parse: Callable[[httpx.Response], T], /
    ) -> Raw[T]:
        """`call`, with status, headers and body around the value."""
        response = await self._sent(operation, build)
        return _raw(operation, response, _parsed(operation, response, parse))

    async def pages(
        self, operation: Operation, build: Build, parse: Callable[[httpx.Response], T], /
    ) -> AsyncIterator[T]:
        """Answer after answer until there is no next cursor."""
        cursors = Cursors(operation, build)
        page: Build | None = build
        while page is not None:
            answer = await self.call(operation, page, parse)
            yield answer
            cursor = cursors.after(answer)
            page = None if cursor is None else cursors.page(build, cursor)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def _sent(self, operation: Operation, build: Build) -> httpx.Response:
        request = _completed(build(self._api_url), self._token)
        if self._http.is_closed:
            raise FixTheCall("this caller was closed", operation.name)
        self._stay_in_loop(operation)
        try:
            response = await self._http.send(request, stream=True, follow_redirects=False)
            failure = await self._read(operation, response)
            if failure is None:
                return response
        except httpx.RequestError as error:
            failure = no_answer(operation, error)
        raise failure  # outside of the handler: httpx's error holds the request and its token

    @staticmethod
    async def _read(operation: Operation, response: httpx.Response) -> KickError | None:
        """Read the whole body, and close; what cannot be decoded is given back as an error."""
        try:
            await response.aread()
        except httpx.DecodingError:
            return undecoded(operation, response)
        finally:
            await response.aclose()
        return None

    def _stay_in_loop(self, operation: Operation) -> None:
        """Connections belong to the loop that opened them; in another they hang or break."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            raise FixTheCall("this caller needs asyncio", operation.name) from None
        if self._loop is None:
            self._loop = loop
        if self._loop is not loop:
            raise FixTheCall(
                "this caller belongs to the event loop that used it first; make one for each loop",
                operation.name,
            )


__all__ = ["DEFAULT_TIMEOUT", "AsyncBearerCaller", "BearerCaller"]
