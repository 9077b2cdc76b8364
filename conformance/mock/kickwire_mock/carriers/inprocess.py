"""The mock as an httpx transport: no socket, no thread, no event loop.

One object is both a synchronous and an asynchronous transport and answers for both hosts. A
request to any other origin fails like an unreachable host, so nothing can slip out to the network.
"""

from __future__ import annotations

from types import TracebackType

import httpx

from kickwire_mock.core import Mock
from kickwire_mock.messages import Headers, HostKind, Request

_DEFAULT_PORTS = {"http": 80, "https": 443}


class InProcessTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Carries httpx requests to a `Mock` by their origin. Safe to share between threads."""

    def __init__(
        self,
        mock: Mock,
        id_url: str = "https://id.kick.com",
        api_url: str = "https://api.kick.com",
    ) -> None:
        """Choose the origins to answer for.

        Raises:
            ValueError: a URL is not an http(s) origin without a path, or both are the same.
        """
        self._mock = mock
        self._kinds: dict[str, HostKind] = {_origin_of(id_url): "id", _origin_of(api_url): "api"}
        if len(self._kinds) != 2:
            raise ValueError("id_url and api_url must be different origins")

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request.

        Raises:
            httpx.ConnectError: its origin is neither of the two.
        """
        kind, origin = self._addressed(request)
        request.read()
        return self._answered(request, kind, origin)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request.

        Raises:
            httpx.ConnectError: its origin is neither of the two.
        """
        kind, origin = self._addressed(request)
        await request.aread()
        return self._answered(request, kind, origin)

    def __enter__(self) -> InProcessTransport:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        """Nothing to close: one transport may serve several clients, one after another."""

    async def __aenter__(self) -> InProcessTransport:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        """Nothing to close: one transport may serve several clients, one after another."""

    def __repr__(self) -> str:
        origins = ", ".join(f"{kind}={origin!r}" for origin, kind in self._kinds.items())
        return f"InProcessTransport({origins})"

    def _addressed(self, request: httpx.Request) -> tuple[HostKind, str]:
        origin = _origin(request.url)
        kind = self._kinds.get(origin)
        if kind is None:
            known = " and ".join(self._kinds)
            raise httpx.ConnectError(
                f"the mock of Kick does not answer for {origin}, only for {known}", request=request
            )
        return kind, origin

    def _answered(self, request: httpx.Request, kind: HostKind, origin: str) -> httpx.Response:
        target, _, query = request.url.raw_path.decode("latin-1").partition("?")
        reply = self._mock.handle(
            Request(
                host=kind,
                method=request.method,
                path=target,
                query=query,
                headers=Headers(
                    (name.decode("latin-1"), value.decode("latin-1"))
                    for name, value in request.headers.raw
                ),
                body=request.content,
                origin=origin,
            )
        )
        return httpx.Response(
            int(reply.status),
            headers=list(reply.headers),
            stream=httpx.ByteStream(reply.body),
            request=request,
        )


def _origin_of(text: str) -> str:
    url = httpx.URL(text)
    if url.scheme not in _DEFAULT_PORTS or not url.host or url.raw_path != b"/" or url.userinfo:
        raise ValueError(f"not an http(s) origin: {text}")
    return _origin(url)


def _origin(url: httpx.URL) -> str:
    # httpx drops a default port and lower-cases the host, so equal origins give equal texts.
    return f"{url.scheme}://{url.netloc.decode('ascii')}"
