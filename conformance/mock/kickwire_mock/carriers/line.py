"""One connection of the server while one request is answered: the place where effects happen.

A line ends its part of the connection by itself when the client leaves or the server stops, so that
nothing here can keep a server from stopping.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable
from typing import TYPE_CHECKING, Any

from kickwire_mock.carriers.framing import body, cut_body, fields, has_body
from kickwire_mock.carriers.waking import waker
from kickwire_mock.messages import Reply

if TYPE_CHECKING:
    from starlette.types import Receive, Send

_BODY = "http.response.body"
# On, and nought seconds: closing throws away what was not sent yet and answers with RST.
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Line:
    """A client's connection, from the moment its request is whole."""

    def __init__(
        self,
        method: str,
        receive: Receive,
        send: Send,
        *,
        transport: asyncio.Transport | None,
        stopping: asyncio.Event,
    ) -> None:
        self._method = method
        self._receive = receive
        self._send = send
        self._transport = transport
        self._stopping = stopping

    async def carry(self, reply: Reply) -> None:
        """Answer, with whatever is to go wrong on the way. Holds are over by now."""
        effects = reply.effects
        if effects.delay and not await self._open_after(effects.delay):
            return
        if effects.never:
            await self._open_after(None)
        elif effects.reset:
            await self._reset()
        elif effects.cut is not None:
            await self._cut(reply, effects.cut)
        else:
            await self._write(reply, body(reply), None)

    async def stream(self, reply: Reply, parts: AsyncGenerator[bytes]) -> None:
        """Answer with a body that goes on, until the client leaves or the server stops.

        Args:
            reply: the answer with the beginning of its body.
            parts: what follows.
        """
        await self._begin(reply.status, reply.headers.raw)
        await self._send({"type": _BODY, "body": reply.body, "more_body": True})
        passed = self._passed_on(parts)
        async with (
            contextlib.aclosing(parts),
            _tasks(passed, self._left(), self._stopping.wait()) as ends,
        ):
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        await self._send({"type": _BODY, "body": b""})

    async def released(self, listen: Callable[[Callable[[], None]], object]) -> bool:
        """Wait until a hold is released; False, with the connection closed, if the server stops.

        A client that leaves changes nothing: its request came, and goes on when it is released.

        Args:
            listen: takes what is to be called, by any thread, when the hold is released.
        """
        released = asyncio.Event()
        listen(waker(released))
        async with _tasks(released.wait(), self._stopping.wait()) as waiting:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        if not released.is_set():
            await self._abort()
        return released.is_set()

    async def _open_after(self, seconds: float | None) -> bool:
        """Wait, None for ever; False as soon as the client leaves or the server stops."""
        async with _tasks(self._left(), self._stopping.wait()) as ends:
            ended, _ = await asyncio.wait(
                ends, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
            )
        if ended:
            await self._abort()
        return not ended

    async def _reset(self) -> None:
        if self._transport is not None:
            raw: socket.socket = self._transport.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        await self._abort()

    async def _cut(self, reply: Reply, size: int) -> None:
        if has_body(self._method, reply.status):
            part, claimed = cut_body(reply, size)
            await self._write(reply, part, claimed)
        if self._transport is not None:
            self._transport.close()  # after what was written has left
        await self._left()

    async def _write(self, reply: Reply, content: bytes, claimed: int | None) -> None:
        await self._begin(reply.status, fields(reply, length=claimed))
        await self._send({"type": _BODY, "body": content, "more_body": claimed is not None})

    async def _begin(self, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
        start = {"type": "http.response.start", "status": int(status), "headers": headers}
        await self._send(start)

    async def _passed_on(self, parts: AsyncGenerator[bytes]) -> None:
        async for part in parts:
            await self._send({"type": _BODY, "body": part, "more_body": True})

    async def _abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()
        await self._left()

    async def _left(self) -> None:
        # uvicorn complains of an application that returns unanswered while it sees the client.
        while (await self._receive())["type"] != "http.disconnect":
            pass


@contextlib.asynccontextmanager
async def _tasks(
    *coroutines: Coroutine[Any, Any, object],
) -> AsyncGenerator[list[asyncio.Task[object]]]:
    tasks = [asyncio.create_task(each) for each in coroutines]
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
