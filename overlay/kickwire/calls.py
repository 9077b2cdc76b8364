"""Callers: they send what the facade builds and turn every failure into one of our errors.

All decisions are functions of values; the two classes at the end only send. A caller adds the
token, and headers that a bare ``httpx.Client.send`` would leave out.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

import httpx

from ._version import __version__
from .config import API_URL, checked_base_url, checked_token
from .errors import (
    BadRequest,
    Forbidden,
    KickError,
    NotFound,
    RateLimited,
    ServerFault,
    Unauthorized,
    UnexpectedAnswer,
    Unreachable,
)

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
        raise _refusal(operation, response)
    try:
        return parse(response)
    except InvalidData as error:
        place, reason = error.pointer, error.reason
    where = place or "the whole answer"
    raise UnexpectedAnswer(
        f"the answer is not what Kick documents; {where}: {reason}", operation.name, place
    )


def _raw(operation: Operation, response: httpx.Response, value: T) -> Raw[T]:
    from kickwire_api.types import Raw

    return Raw(response.status_code, response.headers, response.content, value)


def _refusal(operation: Operation, response: httpx.Response) -> KickError:
    status = response.status_code
    reason, reason_code = _reason(response)
    told = f"Kick answered {status}" + (f" ({reason})" if reason else "")
    details = (operation.name, status, reason, reason_code)
    if status == 401:
        return Unauthorized(f"{told}; {_needs(operation)}", *details)
    if status == 403:
        return Forbidden(f"{told}; this account or app may not do that", *details)
    if status == 404:
        return NotFound(f"{told}; check the ids", *details)
    if status == 429:
        return RateLimited(f"{told}; call less often", *details)
    if status >= 500:
        return ServerFault(f"{told}; try again later", *details)
    if status >= 400:
        return BadRequest(f"{told}; the arguments have to change", *details)
    return UnexpectedAnswer(f"{told}, which no answer of this call has", operation.name)


def _reason(response: httpx.Response) -> tuple[str, str]:
    """Kick's own words and, for ads, its code; both empty when the body is no envelope."""
    try:
        body = json.loads(response.content)
    except (ValueError, RecursionError):
        return "", ""
    if not isinstance(body, dict):
        return "", ""
    envelope = cast("dict[str, Any]", body)
    words = [envelope.get(name) for name in ("data", "message", "error")]
    reason = next((word for word in words if isinstance(word, str) and word), "")
    code = envelope.get("code")
    return reason, code if isinstance(code, str) else ""


def _needs(operation: Operation) -> str:
    ways = [
        f"{way.token} token" + (f" with {' and '.join(way.scopes)}" if way.scopes else "")
        for way in operation.tokens
    ]
    need = f"this call takes a {' or a '.join(ways)}" if ways else "this call takes no token"
    return f"the token has expired, was revoked, or lacks a scope: {need}"


def _transport_failure(operation: Operation, error: httpx.RequestError) -> KickError:
    cause = type(error).__name__
    if isinstance(error, httpx.TransportError):
        text = f"there was no answer ({cause}); it may pass if tried again"
        return Unreachable(text, operation.name, cause)
    return UnexpectedAnswer(f"the body could not be decoded ({cause})", operation.name)


def _next_cursor(operation: Operation, answer: Any, used: str | None) -> str | None:
    """The cursor of the next page, or None at the end.

    Raises:
        UnexpectedAnswer: the server gave the cursor that was just used; following it never ends.
    """
    assert operation.paging is not None
    cursor = answer
    for step in operation.paging.next:
        cursor = getattr(cursor, step, None)
    if not isinstance(cursor, str) or cursor in operation.paging.end:
        return None
    if cursor == used:
        raise UnexpectedAnswer("the next page has the cursor of this one", operation.name)
    return cursor


def _page(build: Build, operation: Operation, cursor: str | None) -> Build:
    assert operation.paging is not None
    if cursor is None:
        return build
    return partial(build, **{operation.paging.parameter: cursor})


class BearerCaller:
    """Calls the Public API with one given token: no refresh, no retry, no limit.

    Safe to share between threads. Redirects are not followed.

    Args:
        token: the access token; it appears in no ``repr``, log line or error.
        api_url: origin of the Public API, or of a mock.
        timeout: seconds, for each of connect, write, read and pool.
        transport: an httpx transport, for tests.

    Raises:
        ConfigurationError: the token or the URL cannot be used.
    """

    def __init__(
        self,
        token: str,
        *,
        api_url: str = API_URL,
        timeout: float = DEFAULT_TIMEOUT,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._token = checked_token(token)
        self._api_url = checked_base_url("api_url", api_url)
        self._http = httpx.Client(timeout=timeout, transport=transport)

    def __repr__(self) -> str:
        return f"BearerCaller(api_url={self._api_url!r})"

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
        cursor: str | None = None
        while True:
            answer = self.call(operation, _page(build, operation, cursor), parse)
            yield answer
            cursor = _next_cursor(operation, answer, cursor)
            if cursor is None:
                return

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
        try:
            return self._http.send(request, follow_redirects=False)
        except httpx.RequestError as error:
            failure = _transport_failure(operation, error)
        raise failure  # outside of the handler: httpx's error holds the request and its token


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
        self._token = checked_token(token)
        self._api_url = checked_base_url("api_url", api_url)
        self._http = httpx.AsyncClient(timeout=timeout, transport=transport)

    def __repr__(self) -> str:
        return f"AsyncBearerCaller(api_url={self._api_url!r})"

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
        cursor: str | None = None
        while True:
            answer = await self.call(operation, _page(build, operation, cursor), parse)
            yield answer
            cursor = _next_cursor(operation, answer, cursor)
            if cursor is None:
                return

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
        try:
            return await self._http.send(request, follow_redirects=False)
        except httpx.RequestError as error:
            failure = _transport_failure(operation, error)
        raise failure  # outside of the handler: httpx's error holds the request and its token


__all__ = ["DEFAULT_TIMEOUT", "AsyncBearerCaller", "BearerCaller"]
