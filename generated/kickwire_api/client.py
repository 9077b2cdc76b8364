"""A plain client for the endpoint modules: it adds a token and sends."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Self

import httpx

DEFAULT_BASE_URL = "https://api.kick.com"
DEFAULT_TIMEOUT = httpx.Timeout(10.0)
"""Seconds to connect, to write, to wait for an answer and for a connection of the pool."""


class Client:
    """Sends what the endpoint modules build.

    It neither refreshes tokens nor retries; `kickwire` does. Redirects are not followed. The two
    httpx clients are made on first use, one for `send` and one for `send_async`; give your own to
    share a connection pool, a proxy or an `httpx.Auth`, and close those yourself.

    Args:
        base_url: origin of the server, without a trailing path.
        token: sent as ``Authorization: Bearer``; shown in no ``repr``.
        timeout: seconds, or an `httpx.Timeout`.
        http: the httpx client of `send`.
        async_http: the httpx client of `send_async`.
    """

    def __init__(
        self,
        base_url: str = DEFAULT_BASE_URL,
        *,
        token: str | None = None,
        timeout: httpx.Timeout | float = DEFAULT_TIMEOUT,
        http: httpx.Client | None = None,
        async_http: httpx.AsyncClient | None = None,
    ) -> None:
        self.base_url = base_url
        self._token = token
        self._timeout = timeout
        self._lock = threading.Lock()
        self._own_http: httpx.Client | None = None
        self._own_async_http: httpx.AsyncClient | None = None
        self._http = http
        self._async_http = async_http

    def __repr__(self) -> str:
        return f"Client(base_url={self.base_url!r})"

    def send(self, request: httpx.Request) -> httpx.Response:
        """Send a request and read the whole answer.

        Raises:
            httpx.TransportError: there was no answer.
        """
        http = self._http or self._made_http()
        return http.send(self._complete(request, http.headers), follow_redirects=False)

    async def send_async(self, request: httpx.Request) -> httpx.Response:
        """`send`, awaited."""
        http = self._async_http or self._made_async_http()
        return await http.send(self._complete(request, http.headers), follow_redirects=False)

    def close(self) -> None:
        """Close the synchronous httpx client if it was made here."""
        with self._lock:
            http, self._own_http = self._own_http, None
        if http is not None:
            http.close()

    async def aclose(self) -> None:
        """Close both httpx clients that were made here."""
        self.close()
        with self._lock:
            http, self._own_async_http = self._own_async_http, None
        if http is not None:
            await http.aclose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    def _complete(self, request: httpx.Request, defaults: httpx.Headers) -> httpx.Request:
        """httpx adds its default headers when it builds a request, not when it sends one."""
        for name, value in defaults.multi_items():
            request.headers.setdefault(name, value)
        if self._token is not None:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def _made_http(self) -> httpx.Client:
        with self._lock:
            if self._own_http is None:
                self._own_http = httpx.Client(timeout=self._timeout)
            return self._own_http

    def _made_async_http(self) -> httpx.AsyncClient:
        with self._lock:
            if self._own_async_http is None:
                self._own_async_http = httpx.AsyncClient(timeout=self._timeout)
            return self._own_async_http


__all__ = ["DEFAULT_BASE_URL", "DEFAULT_TIMEOUT", "Client"]
