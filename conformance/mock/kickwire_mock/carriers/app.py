"""The ASGI application: makes a `Request`, asks the mock, has the `Reply` carried out."""

from __future__ import annotations

import asyncio
import functools
from typing import TYPE_CHECKING

from kickwire_mock.carriers.changes import Changes
from kickwire_mock.carriers.connection import connection_of
from kickwire_mock.carriers.hosts import Hosts
from kickwire_mock.carriers.line import Line
from kickwire_mock.carriers.ports import Listeners
from kickwire_mock.core import Mock
from kickwire_mock.messages import MAX_BODY, Headers, Reply, Request
from kickwire_mock.passage import sealed

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send


class App:
    """Serves the hosts of one mock."""

    def __init__(self, mock: Mock, listeners: Listeners) -> None:
        """Set it up.

        Args:
            mock: who answers.
            listeners: where requests come in.
        """
        self._mock = mock
        self._hosts = Hosts(listeners)
        self._gate = listeners.gate
        self._stopping = asyncio.Event()
        self._changes = Changes(mock)

    def stop(self) -> None:
        """End whatever waits: delays, holds, and answers that never come."""
        self._stopping.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        connection = connection_of(scope)
        headers = Headers(raw=scope["headers"])
        place = self._hosts.place(connection, headers)
        body = await _body(receive, 0 if isinstance(place, Reply) else MAX_BODY[place.host])
        if body is None:
            return  # the client has gone, nobody is there to answer
        line = Line(
            scope["method"],
            receive,
            send,
            transport=None if connection.transport.is_closing() else connection.transport,
            stopping=self._stopping,
        )
        if isinstance(place, Reply):
            await line.carry(sealed(scope["method"], place, self._mock.clock.now()))
            return
        request = Request(
            host=place.host,
            method=scope["method"],
            path=scope["raw_path"].decode("latin-1"),
            query=scope["query_string"].decode("latin-1"),
            headers=headers,
            body=body,
            origins=place.origins,
            gate=self._gate,
        )
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


async def _body(receive: Receive, most: int) -> bytes | None:
    # Stops once the mock would refuse the body anyway; uvicorn discards the rest.
    chunks: list[bytes] = []
    size = 0
    more = True
    while more and size <= most:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        chunk = message.get("body", b"")
        chunks.append(chunk)
        size += len(chunk)
        more = message.get("more_body", False)
    return b"".join(chunks)
