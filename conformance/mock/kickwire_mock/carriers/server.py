"""The mock over real sockets: a port for each host, one more for TLS, one event loop, one `Mock`.

The hosts are told apart by the port that was connected to, behind TLS by their names, and never by
path, so none of them serves another's paths. Requests reach the mock undecoded; uvicorn parses
HTTP.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from types import FrameType, TracebackType

from kickwire_mock.carriers.engine import Engine
from kickwire_mock.carriers.patience import Patience
from kickwire_mock.carriers.ports import Listener, Listeners, listen
from kickwire_mock.carriers.ready import Ready, ready
from kickwire_mock.carriers.room import make_room
from kickwire_mock.core import Mock
from kickwire_mock.delivery.attempts import PATIENCE
from kickwire_mock.errors import ServerError
from kickwire_mock.routes.control import PREFIX

_START_SECONDS = 30.0
_STOP_SECONDS = 10.0


class RunningServer:
    """A mock that listens. Made by `start_server`; a context manager that stops it at the end."""

    def __init__(self, mock: Mock, listeners: Listeners, webhook_timeout: float = PATIENCE) -> None:
        self._mock = mock
        self._listeners = listeners
        self._ready: Future[None] = Future()
        self._server = Engine(
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
        return self._listeners.url("id")

    @property
    def api_url(self) -> str:
        """Where the mock of api.kick.com listens, without a slash at the end."""
        return self._listeners.url("api")

    @property
    def control_url(self) -> str:
        """Where the mock itself is asked and told; ends in ``/_mock``."""
        return self._listeners.url("control") + PREFIX

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

    @property
    def tls_url(self) -> str | None:
        """Where TLS is spoken for id.kick.com and api.kick.com; None without it."""
        return None if self._listeners.tls is None else self._listeners.url("tls")

    @property
    def authority(self) -> str | None:
        """The certificate that makes TLS trusted, as PEM; None without it.

        For instance as ``ssl.create_default_context(cadata=server.authority)``.
        """
        return None if self._listeners.tls is None else self._listeners.tls.authority

    @property
    def control_key(self) -> str | None:
        """What the control host asks for; None where it asks for nothing."""
        return self._listeners.gate.key

    def ready(self) -> Ready:
        """What ``kickwire-mock serve --json`` would print, as it is now."""
        return ready(self._mock, self._listeners)

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
    tls: bool = False,
    tls_port: int = 0,
    control_key: str | None = None,
    allow_hosts: Sequence[str] = (),
    header_timeout: float = 30.0,
    body_timeout: float = 300.0,
    webhook_timeout: float = PATIENCE,
) -> RunningServer:
    """Start a mock on its ports and return when it answers; port 0 takes a free one.

    Args:
        mock: None makes a new one.
        host: an IP address. Where others can reach it, the control host asks for a key.
        id_port: of id.kick.com.
        api_port: of api.kick.com.
        control_port: of the mock's own host.
        tls: one more port, on which both hosts of Kick are reached under their names.
        tls_port: this port.
        control_key: what the control host asks for; None makes one where it needs one.
        allow_hosts: names that the control host may be called, besides those of the loopback.
        header_timeout: seconds from a connection's opening to the end of a request's header.
        body_timeout: seconds from there to the end of the request.
        webhook_timeout: real seconds that a receiver of webhooks has for its answer.

    Raises:
        ServerError: the address, a port, the key, a name or TLS cannot be had.
    """
    ports: dict[Listener, int] = {"id": id_port, "api": api_port, "control": control_port}
    if tls:
        ports["tls"] = tls_port
    patience = Patience(header=header_timeout, body=body_timeout)
    mock = Mock() if mock is None else mock
    listeners = listen(host, ports, key=control_key, names=allow_hosts, patience=patience)
    server = RunningServer(mock, listeners, webhook_timeout)
    server.start()
    return server


def serve(
    mock: Mock,
    listeners: Listeners,
    on_ready: Callable[[], None],
    webhook_timeout: float = PATIENCE,
    on_closed: Callable[[], None] | None = None,
) -> None:
    """Answer in this thread until SIGINT or SIGTERM arrives, then stop cleanly and return.

    Call it from the main thread, which alone receives signals.

    Args:
        mock: what answers.
        listeners: where; they are closed at the end.
        on_ready: called once it answers.
        on_closed: called once nobody can ask any more; no signal interrupts it. What it raises goes
            to the caller.
    """
    make_room()
    server = Engine(mock, listeners, on_ready, webhook_timeout)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        # A second signal no longer waits for connections that are still busy.
        server.force_exit = server.should_exit
        server.should_exit = True

    before = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        server.run(sockets=list(listeners.sockets.values()))
    finally:
        listeners.close()
        try:
            if on_closed is not None:
                on_closed()
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)
