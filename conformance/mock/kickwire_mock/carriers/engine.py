"""uvicorn, made to serve a mock: its listeners, its connections, and how it stops."""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

import uvicorn

from kickwire_mock.carriers.app import App
from kickwire_mock.carriers.connection import Connection
from kickwire_mock.carriers.courier import Courier
from kickwire_mock.carriers.handshakes import Handshakes
from kickwire_mock.carriers.ports import BACKLOG, Listeners
from kickwire_mock.carriers.room import room_for_connections
from kickwire_mock.core import Mock

if TYPE_CHECKING:
    import socket

# Idle connections stay open longer than any common client keeps them, so that no client writes into
# a connection that is just being closed.
_KEEP_ALIVE_SECONDS = 75
# When the server stops, connections that are still busy after this time are cut.
_GRACE_SECONDS = 0.5
# uvicorn's own limit, which cancels tasks with a traceback; reached only if cutting did not help.
_LAST_RESORT_SECONDS = 5


class Engine(uvicorn.Server):
    """uvicorn that tells when it answers and leaves signals to whoever runs it."""

    def __init__(
        self,
        mock: Mock,
        listeners: Listeners,
        on_ready: Callable[[], None],
        webhook_timeout: float,
    ) -> None:
        """Get ready; `run` serves.

        Args:
            mock: who answers.
            listeners: where requests come in.
            on_ready: is called when they are answered.
            webhook_timeout: real seconds that a receiver of webhooks has for its answer.
        """
        self._app = App(mock, listeners)
        super().__init__(_config(self._app))
        self._listeners = listeners
        self._on_ready = on_ready
        self._make_courier = functools.partial(Courier, mock, webhook_timeout)
        self._courier: asyncio.Task[None] | None = None
        self._handshakes: Handshakes | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and begin to deliver webhooks."""
        # uvicorn's own has one protocol for all sockets, and TLS for all of them or for none.
        loop, patience = asyncio.get_running_loop(), self._listeners.patience
        room = room_for_connections()
        self.servers = []
        for listener, bound in self._listeners.sockets.items():
            accepted = functools.partial(
                Connection, self.config, self.server_state, listener, patience, room
            )
            if listener == "tls" and self._listeners.tls is not None:
                context = self._listeners.tls.context
                self._handshakes = Handshakes(bound, context, accepted, patience.header)
            else:
                server = await loop.create_server(accepted, sock=bound, backlog=BACKLOG)
                self.servers.append(server)
        self.started = True
        self._courier = asyncio.create_task(self._make_courier().run())
        self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End whatever waits, then the connections, then the deliveries."""
        self._app.stop()
        if self._handshakes is not None:
            await self._handshakes.stop()
        cut = asyncio.get_running_loop().call_later(_GRACE_SECONDS, self._cut)
        try:
            await super().shutdown(sockets=sockets)
        finally:
            cut.cancel()
            await self._dismissed()

    async def _dismissed(self) -> None:
        if self._courier is not None:
            self._courier.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._courier

    def _cut(self) -> None:
        for connection in list(self.server_state.connections):
            connection.transport.abort()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Leave signals alone."""
        # uvicorn would raise the signal again after stopping, and the process would die of it.
        yield


def _config(app: App) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        lifespan="off",
        ws="none",
        interface="asgi3",
        log_config=None,
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_LAST_RESORT_SECONDS,
    )
