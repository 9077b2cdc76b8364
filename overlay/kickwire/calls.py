"""Callers: they send what the facade builds and turn every failure into one of our errors.

A caller lets its `auth` sign each call: a given token here, an account of a store in
`kickwire.client`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

from .closing import AsyncClosing, Closing
from .config import API_URL, checked_base_url, token_problem
from .errors import ConfigurationError
from .paging import Cursors
from .refusals import label, refusal, unexpected
from .sending import (
    DEFAULT_TIMEOUT,
    AsyncHttp,
    AsyncTransport,
    Auth,
    BearerAuth,
    Http,
    Response,
    Transport,
)

if TYPE_CHECKING:
    from kickwire_api.caller import Build
    from kickwire_api.operations import Operation
    from kickwire_api.types import Raw

T = TypeVar("T")


def _parsed(operation: Operation, response: Response, parse: Callable[[Response], T]) -> T:
    """The value of an answer; every other outcome is one of our errors."""
    from kickwire_api.errors import InvalidData

    if not response.is_success:
        raise refusal(operation, response)
    try:
        return parse(response)
    except InvalidData as error:
        pointer, reason = error.pointer, error.reason
    raise unexpected(operation, response, pointer, reason)


def _raw(operation: Operation, response: Response, value: T) -> Raw[T]:
    from kickwire_api.types import Raw

    return Raw(response.status_code, response.headers, response.content, value)


class Caller:
    """Calls the Public API through one `Http`, each call signed by one `auth`.

    Implements the protocol `kickwire_api.caller.Caller`. Safe to share between threads.
    """

    def __init__(self, http: Http, auth: Auth, api_url: str) -> None:
        self._http = http
        self._auth = auth
        self._api_url = api_url

    def __repr__(self) -> str:
        return f"{type(self).__name__}(api_url={getattr(self, '_api_url', '')!r})"

    def call(self, operation: Operation, build: Build, parse: Callable[[Response], T], /) -> T:
        """Send one call and give the parsed answer; raises `KickError`."""
        return _parsed(operation, self._sent(operation, build), parse)

    def raw(self, operation: Operation, build: Build, parse: Callable[[Response], T], /) -> Raw[T]:
        """`call`, with status, headers and body around the value."""
        response = self._sent(operation, build)
        return _raw(operation, response, _parsed(operation, response, parse))

    def pages(
        self, operation: Operation, build: Build, parse: Callable[[Response], T], /
    ) -> Iterator[T]:
        """Answer after answer until there is no next cursor."""
        cursors = Cursors(operation, build)
        page: Build | None = build
        while page is not None:
            answer = self.call(operation, page, parse)
            yield answer
            cursor = cursors.after(answer)
            page = None if cursor is None else cursors.page(build, cursor)

    def _sent(self, operation: Operation, build: Build) -> Response:
        return self._http.send(build(self._api_url), label(operation), self._auth)


class AsyncCaller:
    """`Caller` for asyncio; it belongs to the event loop that first uses it."""

    def __init__(self, http: AsyncHttp, auth: Auth, api_url: str) -> None:
        self._http = http
        self._auth = auth
        self._api_url = api_url

    def __repr__(self) -> str:
        return f"{type(self).__name__}(api_url={getattr(self, '_api_url', '')!r})"

    async def call(
        self, operation: Operation, build: Build, parse: Callable[[Response], T], /
    ) -> T:
        """Send one call and give the parsed answer; raises `KickError`."""
        return _parsed(operation, await self._sent(operation, build), parse)

    async def raw(
        self, operation: Operation, build: Build, parse: Callable[[Response], T], /
    ) -> Raw[T]:
        """`call`, with status, headers and body around the value."""
        response = await self._sent(operation, build)
        return _raw(operation, response, _parsed(operation, response, parse))

    async def pages(
        self, operation: Operation, build: Build, parse: Callable[[Response], T], /
    ) -> AsyncIterator[T]:
        """Answer after answer until there is no next cursor."""
        cursors = Cursors(operation, build)
        page: Build | None = build
        while page is not None:
            answer = await self.call(operation, page, parse)
            yield answer
            cursor = cursors.after(answer)
            page = None if cursor is None else cursors.page(build, cursor)

    async def _sent(self, operation: Operation, build: Build) -> Response:
        return await self._http.send(build(self._api_url), label(operation), self._auth)


class BearerCaller(Caller, Closing):
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
        transport: Transport | None = None,
    ) -> None:
        problem = token_problem(token)
        if problem:
            del token  # so that no traceback with locals shows it
            raise ConfigurationError(problem)
        auth = BearerAuth(token)
        del token
        origin = checked_base_url("api_url", api_url)
        super().__init__(Http(timeout, transport), auth, origin)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()


class AsyncBearerCaller(AsyncCaller, AsyncClosing):
    """`BearerCaller` for asyncio; it belongs to the event loop that first uses it."""

    def __init__(
        self,
        token: str,
        *,
        api_url: str = API_URL,
        timeout: float = DEFAULT_TIMEOUT,
        transport: AsyncTransport | None = None,
    ) -> None:
        problem = token_problem(token)
        if problem:
            del token  # so that no traceback with locals shows it
            raise ConfigurationError(problem)
        auth = BearerAuth(token)
        del token
        origin = checked_base_url("api_url", api_url)
        super().__init__(AsyncHttp(timeout, transport), auth, origin)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()


__all__ = ["AsyncBearerCaller", "AsyncCaller", "BearerCaller", "Caller"]
