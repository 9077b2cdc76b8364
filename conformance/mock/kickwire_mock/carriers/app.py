"""The ASGI application: makes a `Request`, asks the mock, has the `Reply` carried out."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from typing import TYPE_CHECKING

from kickwire_mock.carriers.changes import Changes
from kickwire_mock.carriers.line import Line
from kickwire_mock.carriers.ports import Listeners
from kickwire_mock.core import Mock
from kickwire_mock.messages import MAX_BODY, Headers, HostKind, Reply, Request

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send


class App:
    """Serves the three hosts of one mock, told apart by the port that was connected to."""

    def __init__(
        self,
        mock: Mock,
        listeners: Listeners,
        transport_of: Callable[[Scope], asyncio.Transport | None],
    ) -> None:
        """Set it up.

        Args:
            mock: who answers.
            listeners: the ports.
            transport_of: finds the connection of a request; None if it is gone already.
        """
        self._mock = mock
        self._kinds: dict[int, HostKind] = {
            listeners.port(kind): kind for kind in listeners.sockets
        }
        self._origins = listeners.origins()
        self._transport_of = transport_of
        self._stopping = asyncio.Event()
        self._changes = Changes(mock, self._origins)

    def stop(self) -> None:
        """End whatever waits: delays, holds, and answers that never come."""
        self._stopping.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        body = await _body(receive)
        if body is None:
            return  # the client has gone, nobody is there to answer
        request = Request(
            host=self._kinds[scope["server"][1]],
            method=scope["method"],
            path=scope["raw_path"].decode("latin-1"),
            query=scope["query_string"].decode("latin-1"),
            headers=Headers(
                (name.decode("latin-1"), value.decode("latin-1"))
                for name, value in scope["headers"]
            ),
            body=body,
            origins=self._origins,
        )
        transport = self._transport_of(scope)
        line = Line(request.method, receive, send, transport=transport, stopping=self._stopping)
        await self._answer(request, line)

    async def _answer(self, request: Request, line: Line) -> None:
        reply = self._handled(request)
        while (hold := reply.effects.hold) is not None:
            if not await line.released(functools.partial(self._mock.holds.on_release, hold)):
                self._mock.holds.release(hold)
                return
            if not reply.effects.hold_before:
                break
            reply = self._handled(request, released=hold)
        if reply.effects.stream:
            await line.stream(reply, self._changes.follow(reply.body))
        else:
            await line.carry(reply)

    def _handled(self, request: Request, released: str | None = None) -> Reply:
        reply = self._mock.handle(request, released=released)
        if request.host != "control" or request.method != "GET":  # which changes nothing
            self._changes.stir()
        return reply


async def _body(receive: Receive) -> bytes | None:
    # Stops once the mock would refuse the body anyway; uvicorn discards the rest.
    chunks: list[bytes] = []
    size = 0
    more = True
    while more and size <= MAX_BODY:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        chunk = message.get("body", b"")
        chunks.append(chunk)
        size += len(chunk)
        more = message.get("more_body", False)
    return b"".join(chunks)
