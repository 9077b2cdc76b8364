"""The mock as an httpx transport: no socket, no thread, no event loop.

One object is both a synchronous and an asynchronous transport and answers for both hosts. A
request to any other origin fails like an unreachable host, so nothing can slip out to the network.

Effects become what httpx would raise. Nobody waits: time that would pass moves the mock's clock.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from types import TracebackType
from typing import TypeAlias

import httpx

from kickwire_mock.carriers.framing import body, cut_body, fields, has_body
from kickwire_mock.carriers.post import Post
from kickwire_mock.core import Mock
from kickwire_mock.errors import ServerNeededError
from kickwire_mock.messages import NO_EFFECTS, Effects, Headers, HostKind, Origins, Reply, Request

_Origin: TypeAlias = tuple[bytes, bytes, int | None]
"""Scheme, host and port."""


class InProcessTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Carries httpx requests to a `Mock` by their origin. Safe to share between threads."""

    def __init__(
        self,
        mock: Mock,
        id_url: str = "https://id.kick.com",
        api_url: str = "https://api.kick.com",
        *,
        webhooks: httpx.BaseTransport | httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Choose the origins to answer for.

        Args:
            mock: who answers.
            id_url: origin of the identity host.
            api_url: origin of the API host.
            webhooks: see `deliver_to`.

        Raises:
            ValueError: a URL is not an http(s) origin without a path, or both are the same.
        """
        self._mock = mock
        self.deliver_to(webhooks)
        urls = _origin_url(id_url), _origin_url(api_url)
        self._origins = Origins(id=_origin_text(urls[0]), api=_origin_text(urls[1]))
        self._kinds: dict[_Origin, HostKind] = {_origin(urls[0]): "id", _origin(urls[1]): "api"}
        if len(self._kinds) != 2:
            raise ValueError("id_url and api_url must be different origins")

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request.

        Raises:
            httpx.ConnectError: its origin is neither of the two.
            httpx.TransportError: a fault of the mock says so.
            ServerNeededError: a fault of the mock holds it.
        """
        kind = self._addressed(request)
        answer = self._answered(request, kind, request.read())
        if kind == "api" and self._post is not None and self._post.can_wait:
            self._post.deliver()
        return answer

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request. Raises like `handle_request`."""
        kind = self._addressed(request)
        answer = self._answered(request, kind, await request.aread())
        if kind == "api":
            await self.adeliver()
        return answer

    def deliver_to(self, webhooks: httpx.BaseTransport | httpx.AsyncBaseTransport | None) -> None:
        """Choose where webhook deliveries go, from now on.

        Args:
            webhooks: carries them, after each request to the API whatever is due: for instance
                ``httpx.WSGITransport(app)``, ``httpx.ASGITransport(app)`` or
                ``httpx.MockTransport(function)``. None carries none; `Mock.webhooks` lists them.
                One that is asynchronous only is left to `adeliver`, and to asynchronous requests,
                where an event loop runs.
        """
        self._post = None if webhooks is None else Post(self._mock, webhooks)

    def deliver(self) -> None:
        """Carry the webhook deliveries that are due, for instance after the clock was moved.

        Raises:
            TypeError: the transport for webhooks is asynchronous only, and an event loop runs in
                this thread.
            Exception: whatever else it has raised, once everything is carried.
        """
        if self._post is not None:
            self._post.deliver()

    async def adeliver(self) -> None:
        """Carry the webhook deliveries that are due, in an event loop."""
        if self._post is not None:
            await self._post.adeliver()

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
        return f"InProcessTransport(id={self._origins.id!r}, api={self._origins.api!r})"

    def _addressed(self, request: httpx.Request) -> HostKind:
        kind = self._kinds.get(_origin(request.url))
        if kind is None:
            raise httpx.ConnectError(
                f"the mock of Kick does not answer for {_origin_text(request.url)}, "
                f"only for {self._origins.id} and {self._origins.api}",
                request=request,
            )
        return kind

    def _answered(self, request: httpx.Request, kind: HostKind, content: bytes) -> httpx.Response:
        target, _, query = request.url.raw_path.decode("latin-1").partition("?")
        reply = self._mock.handle(
            Request(
                kind,
                request.method,
                target,
                query,
                Headers((), request.headers.raw),
                content,
                self._origins,
            )
        )
        if reply.effects is not NO_EFFECTS:
            self._suffer(reply.effects, request)
        return _response(reply, request)

    def _suffer(self, effects: Effects, request: httpx.Request) -> None:
        """Let time pass, and raise what would be raised before any answer came."""
        if effects.hold is not None:
            self._mock.holds.release(effects.hold)
            raise ServerNeededError(
                "a hold stops a request until control releases it, which nobody could do here: "
                "use start_server() or kickwire-mock serve for it"
            )
        patience: float | None = request.extensions.get("timeout", {}).get("read")
        slow = patience is not None and effects.delay > patience
        if passed := patience if slow or effects.never else effects.delay:
            self._mock.clock.advance(passed)
        if slow or effects.never:
            raise httpx.ReadTimeout("the mock's answer takes longer than this", request=request)
        if effects.reset:
            raise httpx.ReadError("the mock reset the connection", request=request)


class _Cut(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that ends too early."""

    def __init__(self, part: bytes, claimed: int, request: httpx.Request) -> None:
        self._part = part
        self._error = httpx.RemoteProtocolError(
            "the mock closed the connection within the body "
            f"(received {len(part)} bytes, expected {claimed})",
            request=request,
        )

    def __iter__(self) -> Iterator[bytes]:
        yield self._part
        raise self._error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._part
        raise self._error


def _response(reply: Reply, request: httpx.Request) -> httpx.Response:
    size = reply.effects.cut
    status = int(reply.status)
    if size is None:
        stream = httpx.ByteStream(body(reply))
        return httpx.Response(status, headers=fields(reply), stream=stream, request=request)
    if not has_body(request.method, status):
        raise httpx.RemoteProtocolError(
            "the mock closed the connection without an answer", request=request
        )
    part, claimed = cut_body(reply, size)
    return httpx.Response(
        status,
        headers=fields(reply, length=claimed),
        stream=_Cut(part, claimed, request),
        request=request,
    )


def _origin_url(text: str) -> httpx.URL:
    url = httpx.URL(text)
    if url.scheme not in ("http", "https") or not url.host or url.raw_path != b"/" or url.userinfo:
        raise ValueError(f"not an http(s) origin: {text}")
    return url


def _origin(url: httpx.URL) -> _Origin:
    # httpx drops a default port and lower-cases the host, so equal origins are the same.
    return url.raw_scheme, url.raw_host, url.port


def _origin_text(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"
