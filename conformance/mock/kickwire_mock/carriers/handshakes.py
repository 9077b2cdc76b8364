"""Connections to the TLS listener before they speak HTTP.

Servers of the event loop would do, but tell nobody of clients that have not agreed on TLS yet: such
a client could keep the server from stopping, and enough of them take all files that it may open.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable
from ssl import SSLContext

HANDSHAKES = 128
"""So many may be under way at once; whoever comes then is turned away."""
_PAUSE = 0.1  # seconds, after the system could not give a connection
_FAREWELL = 2.0  # seconds for a client to agree that TLS ends


class Handshakes:
    """Accepts connections and agrees on TLS with each."""

    def __init__(
        self,
        bound: socket.socket,
        context: SSLContext,
        accepted: Callable[[], asyncio.Protocol],
        seconds: float,
    ) -> None:
        """Begin; an event loop has to run.

        Args:
            bound: listens already.
            context: what to speak with.
            accepted: makes the protocol of one more connection.
            seconds: that a client has to agree.
        """
        self._bound = bound
        self._context = context
        self._accepted = accepted
        self._seconds = seconds
        self._loop = asyncio.get_running_loop()
        self._under_way: set[asyncio.Task[None]] = set()
        self._accepting = self._loop.create_task(self._accept())

    async def stop(self) -> None:
        """Accept nobody any more, and break off what is under way."""
        tasks = [self._accepting, *self._under_way]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _accept(self) -> None:
        self._bound.setblocking(False)
        while True:
            try:
                client, _ = await self._loop.sock_accept(self._bound)
            except OSError:  # it has left again, or there are too many open files
                await asyncio.sleep(_PAUSE)
                continue
            if len(self._under_way) >= HANDSHAKES:
                client.close()
                continue
            task = self._loop.create_task(self._agree(client))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _agree(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError):  # no TLS, one that we do not speak, or none in time
            await self._loop.connect_accepted_socket(
                self._accepted,
                client,
                ssl=self._context,
                ssl_handshake_timeout=self._seconds,
                ssl_shutdown_timeout=_FAREWELL,
            )
