"""One client's connection as uvicorn serves it, with a limit on how long a request may take.

uvicorn waits for ever for the rest of a request. Here each part of a message has its time: the
header from the moment the connection opens (or, on one that was kept, from its first byte), the
body from the end of the header. Nobody is late while the server itself owes something.
"""

from __future__ import annotations

from asyncio import Transport
from asyncio.events import TimerHandle
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

import httptools
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from kickwire_mock.carriers.patience import MAX_HEADER, MAX_THROWN_AWAY, Patience
from kickwire_mock.carriers.ports import Listener

if TYPE_CHECKING:
    from starlette.types import Scope
    from uvicorn._types import ASGI3Application

Part: TypeAlias = Literal["header", "body", "nothing"]
"""What the client is to send next; nothing: it may take its time to ask for more."""

_KEY = "connection"
_MALFORMED = "Invalid HTTP request received."
_LONG_HEADER = f"The header is larger than {MAX_HEADER} bytes."


class Connection(HttpToolsProtocol):
    """A connection to one of the listeners. uvicorn makes it when it accepts, before any TLS."""

    _answering: RequestResponseCycle
    """The request that is being answered; there is one as soon as something was asked."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        listener: Listener,
        patience: Patience,
        room: int,
    ) -> None:
        """Start the clock of the first header.

        Args:
            config: uvicorn's.
            server_state: uvicorn's.
            listener: that was connected to.
            patience: how long to wait.
            room: so many connections there may be at once.
        """
        super().__init__(config, server_state, {})
        self.listener: Listener = listener
        self._patience = patience
        self._room = room
        self._asked = False
        self._messages = 0
        self._part: Part = "header"
        self._awaited: tuple[int, Part] = (self._messages, self._part)
        self._size = 0
        self._spoilt = False
        self._timer: TimerHandle | None = self.loop.call_later(patience.header, self._too_late)

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Take it, or close it: its time may be over already, or there may be too many."""
        super().connection_made(transport)
        if self._timer is None or len(self.connections) > self._room:
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the clock, and tell whoever answers."""
        self._stop_clock()
        super().connection_lost(exc)
        # uvicorn has told the request that came last; this one may have others waiting behind it.
        if self._asked and not self._answering.response_complete:
            self._answering.disconnected = True
            self._answering.message_event.set()

    def data_received(self, data: bytes) -> None:
        """Read on."""
        if self._spoilt or self.transport.is_closing():
            return
        self._unset_keepalive_if_required()
        heard, rest = len(data), data
        while rest and not self._spoilt:
            rest = self._read(rest)
        if not self._spoilt and not self.transport.is_closing():
            self._watch(heard)

    def on_message_begin(self) -> None:
        """Leave word in the scope of whose request it is."""
        super().on_message_begin()
        self._part = "header"
        self.scope.setdefault("state", {})[_KEY] = self

    def on_headers_complete(self) -> None:
        """Begin to answer, unless the header is to be read again; see `_read`."""
        if not self.parser.should_upgrade():
            super().on_headers_complete()
            self._asked = True
            self._part = "body"

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._answering = cycle
        super()._start_asgi_task(cycle, app)

    def on_message_complete(self) -> None:
        """Nothing more is owed."""
        if not self.parser.should_upgrade():
            super().on_message_complete()
            self._part = "nothing"
            self._messages += 1

    def _read(self, data: bytes) -> bytes:
        """Let the parser read; returns what it left."""
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            # Whoever does not know a new protocol goes on with the old one (RFC 9110 section 7.8);
            # this parser would take the body for the new one's first bytes. Java's client offers
            # HTTP/2 with its first request.
            head = self._without_upgrade()
            if head is not None:
                self.parser = httptools.HttpRequestParser(self)
                return head + data[upgrade.args[0] :]
            self._spoil(_MALFORMED)
        except httptools.HttpParserError:
            self._spoil(_MALFORMED)
        return b""

    def _without_upgrade(self) -> bytes | None:
        """The header that was just read, as if it had offered no other protocol.

        None for CONNECT, which is such an offer itself.
        """
        method = self.parser.get_method()
        if method == b"CONNECT":
            return None
        version = self.parser.get_http_version().encode("ascii")
        lines = [b"%s %s HTTP/%s" % (method, self.url, version)]
        for name, value in self.headers:
            if name == b"connection":
                tokens = (token.strip() for token in value.split(b","))
                value = b", ".join(each for each in tokens if each.lower() != b"upgrade")
            if name != b"upgrade":
                lines.append(b"%s: %s" % (name, value))
        return b"\r\n".join([*lines, b"", b""])

    def _watch(self, heard: int) -> None:
        """Set the clock by what is awaited now, after so many bytes have come."""
        if self._awaited == (self._messages, self._part) == (self._messages, "nothing"):
            # Bytes of no message are line breaks, which may stand before one.
            self._part = "header" if self._answered() else "nothing"
        if self._awaited != (self._messages, self._part):
            self._awaited = (self._messages, self._part)
            self._size = 0
            self._start_clock()
        self._size += heard
        if self._part == "header" and self._size > MAX_HEADER:
            self._spoil(_LONG_HEADER)
        elif self._part == "body" and self._size > MAX_THROWN_AWAY:
            self.transport.abort()

    def _start_clock(self) -> None:
        self._stop_clock()
        if self._part != "nothing":
            seconds = getattr(self._patience, self._part)
            self._timer = self.loop.call_later(seconds, self._too_late)
        elif self._answered():
            # The answer came before the end of a body that was too large.
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )

    def _stop_clock(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _too_late(self) -> None:
        self._timer = None
        if self.scheme is None:
            return  # there is no transport yet; see `connection_made`
        if self._owed():
            self._start_clock()
        else:
            self.transport.abort()

    def _owed(self) -> bool:
        """Whether it is the server's turn: to read on, or to answer what was asked before."""
        before = bool(self.pipeline) or (self._part == "header" and not self._answered())
        return self.flow.read_paused or before

    def _answered(self) -> bool:
        """Whether no request waits for its answer."""
        return not self._asked or self.cycle.response_complete

    def _spoil(self, why: str) -> None:
        """What comes cannot be read; whoever asked properly before it has the answer first."""
        self._spoilt = True
        self._stop_clock()
        if self.pipeline and self._part == "body":
            self.pipeline.popleft()  # it will never be whole
            self.cycle = self.pipeline[0][0] if self.pipeline else self._answering
            self.cycle.keep_alive = False
        elif self._answered() and self._part == "body":
            self.transport.close()
        elif self._answered() or self._part == "body":
            self.send_400_response(why)
        else:
            self.cycle.keep_alive = False


def connection_of(scope: Scope) -> Connection:
    """The connection that a request came by."""
    return cast("Connection", scope["state"][_KEY])
