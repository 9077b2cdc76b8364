"""The mock over real sockets: three loopback ports, one event loop, one `Mock`.

The id, api and control hosts are told apart by the port that was connected to, never by path, so
none of them serves another's paths. Requests reach the mock undecoded; uvicorn parses HTTP.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import signal
import threading
from collections.abc import Callable, Generator
from concurrent.futures import Future
from types import FrameType, TracebackType
from typing import TYPE_CHECKING

import uvicorn

from kickwire_mock.carriers.app import App
from kickwire_mock.carriers.courier import Courier
from kickwire_mock.carriers.ports import Listeners, listen
from kickwire_mock.carriers.ready import Ready, ready
from kickwire_mock.core import Mock
from kickwire_mock.delivery.attempts import PATIENCE
from kickwire_mock.errors import ServerError
from kickwire_mock.messages import HostKind
from kickwire_mock.routes.control import PREFIX

if TYPE_CHECKING:
    import socket

    from starlette.types import Scope

_START_SECONDS = 30.0
_STOP_SECONDS = 10.0
# Idle connections stay open longer than any common client keeps them, so that no client writes into
# a connection that is just being closed.
_KEEP_ALIVE_SECONDS = 75
# When the server stops, connections that are still busy after this time are cut.
_GRACE_SECONDS = 0.5
# uvicorn's own limit, which cancels tasks with a traceback; reached only if cutting did not help.
_LAST_RESORT_SECONDS = 5


class RunningServer:
    """A mock that listens. Made by `start_server`; a context manager that stops it at the end."""

    def __init__(self, mock: Mock, listeners: Listeners, webhook_timeout: float = PATIENCE) -> None:
        self._mock = mock
        self._listeners = listeners
        self._origins = listeners.origins()
        self._ready: Future[None] = Future()
        self._server = _Server(
            mock, listeners, lambda: self._ready.set_result(None), webhook_timeout
        )
        self._thread = threading.Thread(target=self._run, name="kickwire-mock", daemon=True)

    @property
    def mock(self) -> Mock:
        """The mock behind the sockets."""
        return self._mock

    @property
    def id_url(self) -> str:
        """Where the mock of id.kick.com listens, without a slash at the end."""
        return self._origins.id

    @property
    def api_url(self) -> str:
        """Where the mock of api.kick.com listens, without a slash at the end."""
        return self._origins.api

    @property
    def control_url(self) -> str:
        """Where the mock itself is asked and told; ends in ``/_mock``."""
        return self._origins.control + PREFIX

    @property
    def token(self) -> str:
        """A live access token of the seed: of its first person, for its app, with every scope."""
        return self._mock.token

    @property
    def client_id(self) -> str:
        """The seed's app."""
        return self.ready()["client_id"]

    @property
    def client_secret(self) -> str:
        """The secret of the seed's app as it is now; worthless anywhere else."""
        return self.ready()["client_secret"]

    @property
    def redirect_uri(self) -> str:
        """The first address that the seed's app may send people back to."""
        return self.ready()["redirect_uri"]

    @property
    def users(self) -> list[str]:
        """The names of the people who can log in."""
        return self.ready()["users"]

    def ready(self) -> Ready:
        """What ``kickwire-mock serve --json`` would print, as it is now."""
        return ready(self._mock, self._origins)

    def close(self) -> None:
        """Stop listening and wait for the thread to end; allowed again.

        Raises:
            TimeoutError: the server does not stop within ten seconds.
        """
        self._server.should_exit = True
        self._thread.join(_STOP_SECONDS)
        if self._thread.is_alive():
            raise TimeoutError("the mock server does not stop")

    def __enter__(self) -> RunningServer:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"RunningServer(id={self.id_url!r}, api={self.api_url!r})"

    def start(self) -> None:
        """Run the event loop in a thread of its own and return when it answers.

        Raises:
            ServerError: it does not come up.
            TimeoutError: it neither comes up nor fails within thirty seconds.
        """
        self._thread.start()
        self._ready.result(_START_SECONDS)

    def _run(self) -> None:
        try:
            self._server.run(sockets=list(self._listeners.sockets.values()))
        except BaseException as error:
            if self._ready.done():
                raise
            self._ready.set_exception(ServerError(f"the server did not start: {error!r}"))
        finally:
            self._listeners.close()


def start_server(
    mock: Mock | None = None,
    *,
    host: str = "127.0.0.1",
    id_port: int = 0,
    api_port: int = 0,
    control_port: int = 0,
    webhook_timeout: float = PATIENCE,
) -> RunningServer:
    """Start a mock on three ports and return when it answers.

    Args:
        mock: who answers; None makes a strict one.
        host: a loopback address.
        id_port, api_port, control_port: 0 takes a free one.
        webhook_timeout: real seconds that a receiver of webhooks has for its answer.

    Raises:
        ServerError: the host is not a loopback address, or a port cannot be had.
    """
    ports: dict[HostKind, int] = {"id": id_port, "api": api_port, "control": control_port}
    listeners = listen(host, ports)
    server = RunningServer(Mock() if mock is None else mock, listeners, webhook_timeout)
    server.start()
    return server


def serve(
    mock: Mock,
    listeners: Listeners,
    on_ready: Callable[[], None],
    webhook_timeout: float = PATIENCE,
) -> None:
    """Answer in this thread until SIGINT or SIGTERM arrives, then stop cleanly and return.

    Call it from the main thread, which alone receives signals.
    """
    server = _Server(mock, listeners, on_ready, webhook_timeout)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        # A second signal no longer waits for connections that are still busy.
        server.force_exit = server.should_exit
        server.should_exit = True

    before = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        server.run(sockets=list(listeners.sockets.values()))
    finally:
        listeners.close()
        for each, handler in before.items():
            signal.signal(each, handler)


class _Server(uvicorn.Server):
    """uvicorn that tells when it answers and leaves signals to whoever runs it."""

    def __init__(
        self,
        mock: Mock,
        listeners: Listeners,
        on_ready: Callable[[], None],
        webhook_timeout: float,
    ) -> None:
        self._app = App(mock, listeners, self._transport_of)
        super().__init__(_config(self._app))
        self._on_ready = on_ready
        self._make_courier = functools.partial(Courier, mock, webhook_timeout)
        self._courier: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self._courier = asyncio.create_task(self._make_courier().run())
        self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._app.stop()
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

    def _transport_of(self, scope: Scope) -> asyncio.Transport | None:
        # A client's address and port name one connection, for as long as it is open.
        ends = (scope["client"], scope["server"])
        for connection in self.server_state.connections:
            seen = (getattr(connection, "client", None), getattr(connection, "server", None))
            if seen == ends:
                return connection.transport
        return None

    def _cut(self) -> None:
        for connection in list(self.server_state.connections):
            connection.transport.abort()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
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
