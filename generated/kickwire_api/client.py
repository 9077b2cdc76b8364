"""A plain client for the endpoint modules: it adds a token and sends."""

from __future__ import annotations

import ipaddress
import threading
from types import TracebackType
from typing import Self

import httpx

DEFAULT_BASE_URL = "https://api.kick.com"
DEFAULT_TIMEOUT = httpx.Timeout(10.0)
"""Seconds to connect, to write, to wait for an answer and for a connection of the pool."""


class Client:
    """Sends what the endpoint modules build.

    It neither refreshes tokens nor retries; `kickwire` does. Redirects are not followed, and a token
    goes to the base URL's origin only. The two httpx clients, one for `send` and one for
    `send_async`, are made on first use; `close` ends the first, `aclose` both.

    Args:
        base_url: origin of the server; plain http only for loopback.
        token: sent as ``Authorization: Bearer``; shown in no ``repr``.
        auth: an `httpx.Auth` instead of a token.
        timeout: seconds, or an `httpx.Timeout`.
        transport: what sends for `send`, e.g. ``httpx.HTTPTransport(proxy=...)``; closed with this.
        async_transport: what sends for `send_async`; closed with this.

    Raises:
        ValueError: the base URL or the token cannot be used, or both token and auth are given. The
            token is not shown.
    """

    def __init__(
        self,
        base_url: str = DEFAULT_BASE_URL,
        *,
        token: str | None = None,
        auth: httpx.Auth | None = None,
        timeout: httpx.Timeout | float = DEFAULT_TIMEOUT,
        transport: httpx.BaseTransport | None = None,
        async_transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.base_url = base_url
        problem = _problem(base_url, token, auth)
        if problem:
            del token  # so that no traceback with locals shows it
            raise ValueError(problem)
        self._origin = _origin(httpx.URL(base_url))
        self._token = token
        self._auth = auth
        self._timeout = timeout
        self._transport = transport
        self._async_transport = async_transport
        self._lock = threading.Lock()
        self._http: httpx.Client | None = None
        self._async_http: httpx.AsyncClient | None = None
        self._closed = False

    def __repr__(self) -> str:
        return f"Client(base_url={self.base_url!r})"

    def send(self, request: httpx.Request) -> httpx.Response:
        """Send a request and read the whole answer.

        Raises:
            ValueError: the request goes to another origin than the base URL's.
            RuntimeError: the client was closed.
            httpx.TransportError: there was no answer.
        """
        request = self._complete(request)
        http = self._made_http()
        return http.send(_with_defaults(request, http.headers), follow_redirects=False)

    async def send_async(self, request: httpx.Request) -> httpx.Response:
        """`send`, awaited."""
        request = self._complete(request)
        http = self._made_async_http()
        return await http.send(_with_defaults(request, http.headers), follow_redirects=False)

    def close(self) -> None:
        """Close the synchronous connections."""
        with self._lock:
            self._closed = True
            http, self._http = self._http, None
        if http is not None:
            http.close()

    async def aclose(self) -> None:
        """Close all connections."""
        self.close()
        with self._lock:
            http, self._async_http = self._async_http, None
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

    def _complete(self, request: httpx.Request) -> httpx.Request:
        if _origin(request.url) != self._origin:
            raise ValueError(f"this client sends to {self.base_url} only")
        if self._token is not None:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def _check_open(self) -> None:
        """With the lock: a client that is made after closing would never be closed."""
        if self._closed:
            raise RuntimeError("this client was closed")

    def _made_http(self) -> httpx.Client:
        with self._lock:
            self._check_open()
            if self._http is None:
                self._http = httpx.Client(
                    auth=self._auth,
                    timeout=self._timeout,
                    transport=self._transport,
                    event_hooks={"response": [_forget_redirect]},
                )
            return self._http

    def _made_async_http(self) -> httpx.AsyncClient:
        with self._lock:
            self._check_open()
            if self._async_http is None:
                self._async_http = httpx.AsyncClient(
                    auth=self._auth,
                    timeout=self._timeout,
                    transport=self._async_transport,
                    event_hooks={"response": [_forget_redirect_async]},
                )
            return self._async_http


def _forget_redirect(response: httpx.Response) -> None:
    """httpx reads where a redirect leads, followed or not, and some hosts crash it (``xn--``)."""
    if response.has_redirect_location:
        del response.headers["Location"]


async def _forget_redirect_async(response: httpx.Response) -> None:
    _forget_redirect(response)


def _with_defaults(request: httpx.Request, defaults: httpx.Headers) -> httpx.Request:
    """httpx adds its default headers when it builds a request, not when it sends one."""
    for name, value in defaults.multi_items():
        request.headers.setdefault(name, value)
    return request


def _problem(base_url: str, token: str | None, auth: httpx.Auth | None) -> str:
    """What is wrong with the settings, without showing the token; empty if nothing is."""
    try:
        url = httpx.URL(base_url)
        host = url.host
    except (httpx.InvalidURL, TypeError, UnicodeError):
        return "base_url: not a URL"
    if url.scheme not in ("http", "https") or not host:
        return "base_url: https://host is expected"
    if url.userinfo:
        return "base_url: a user name or password in the URL is not used"
    if url.scheme == "http" and not _is_loopback(host):
        return "base_url: plain http is accepted for loopback only"
    if token is not None and auth is not None:
        return "token and auth: give one of them"
    return "" if token is None else _token_problem(token)


def _token_problem(token: object) -> str:
    if not isinstance(token, str):
        return "token: a text is expected"
    if not (token.isascii() and token.isprintable() and token.split() == [token]):
        return "token: only printable ASCII without spaces can be sent"
    return ""


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


__all__ = ["DEFAULT_BASE_URL", "DEFAULT_TIMEOUT", "Client"]
