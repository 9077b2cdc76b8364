"""A receiver of webhooks: an HTTP server of the suite's own, which keeps what it is sent.

It has inboxes, each with an address of its own; who sends to another address is answered with 404.
An inbox answers as it is told, and nothing that it keeps is changed on the way: headers have their
order and case, bodies their bytes. One connection is one request. Arrivals are numbered as the
connections came, so that an order can be judged.
"""

from __future__ import annotations

import select
import socket
import socketserver
import sys
import threading
from collections import deque
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from itertools import count
from typing import Any, cast

from conformance.suite.cases import Failed

PATIENCE = 20.0
"""Seconds after which something that has to arrive is given up."""

_TURN = 0.005
"""Seconds between two looks at what nobody tells of: an end, and a caller who has gone."""
_NUMBERS = count(1)
"""Of inboxes, in the whole run: what is sent late to one that is gone finds no other one."""


@dataclass(frozen=True)
class Arrival:
    """A request as it came. The `repr` is short: bodies are long."""

    number: int
    """Counts the connections to the receiver."""
    method: str
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    """Names as they were written, in order."""
    body: bytes = field(repr=False)

    def header(self, name: str) -> str:
        """The value of a header, whose name is found in any case.

        Raises:
            Failed: it is not there once.
        """
        found = [value for each, value in self.headers if each.lower() == name.lower()]
        if len(found) != 1:
            raise Failed(f"the delivery: expected one header {name}, got {len(found)}")
        return found[0]


@dataclass(frozen=True, eq=False)
class Reply:
    """What an inbox says to one request."""

    raw: bytes = field(repr=False)
    """Everything, from the status line on; empty: the connection is closed without a word."""
    _gate: threading.Event | None = None

    def release(self) -> None:
        """Let it go, if it is held."""
        if self._gate is not None:
            self._gate.set()

    @property
    def is_held(self) -> bool:
        """Whether it has to wait."""
        return self._gate is not None and not self._gate.is_set()


def reply(status: int, body: bytes = b"", **headers: str) -> Reply:
    """An ordinary answer."""
    phrase = HTTPStatus(status).phrase
    named = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    length = "" if status == HTTPStatus.NO_CONTENT else f"Content-Length: {len(body)}\r\n"
    head = f"HTTP/1.1 {status} {phrase}\r\n{named}{length}Connection: close\r\n\r\n"
    return Reply(head.encode("ascii") + body)


def held(answer: Reply) -> Reply:
    """The answer, as soon as it is released; never, if it is not."""
    return Reply(answer.raw, threading.Event())


OK = reply(200)
FAILING = reply(500)
SILENT = Reply(b"")
GARBAGE = Reply(b"\x15\x03\x01\x00\x02\x02\x46 no HTTP\r\n\r\n")


class Inbox:
    """One address of a receiver. It answers 200 unless it is told otherwise."""

    def __init__(self, url: str, changed: threading.Condition) -> None:
        self.url = url
        self._changed = changed
        self._kept: list[Arrival] = []
        self._taken = 0
        self._next: deque[Reply] = deque()
        self._usual = OK

    def answers(self, *replies: Reply) -> None:
        """Answer the next requests with these, one each."""
        with self._changed:
            self._next.extend(replies)

    def always(self, answer: Reply) -> None:
        """Answer so whatever has no answer of its own."""
        with self._changed:
            self._usual = answer

    def taken(self) -> list[Arrival]:
        """What has arrived since this was asked last, in order."""
        with self._changed:
            found = sorted(self._kept[self._taken :], key=lambda each: each.number)
            self._taken = len(self._kept)
        return found

    def wait(self, number: int) -> list[Arrival]:
        """Wait until so many have arrived since `taken` was asked last; all that have.

        Raises:
            Failed: they do not come.
        """
        with self._changed:
            came = self._changed.wait_for(lambda: len(self._kept) - self._taken >= number, PATIENCE)
            got = len(self._kept) - self._taken
        if not came:
            raise Failed(f"arrivals within {PATIENCE:g} s: expected {number}, got {got}")
        return self.taken()

    def keep(self, arrival: Arrival) -> Reply:
        """Take a request in; what to say to it."""
        with self._changed:
            self._kept.append(arrival)
            self._changed.notify_all()
            return self._next.popleft() if self._next else self._usual


class Receiver:
    """The server, on a free port of the loopback, in a thread of its own until it is closed."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inboxes: dict[str, Inbox] = {}
        self._holding = 0
        self._closed = threading.Event()
        self._server = _Server(self)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=[_TURN], name="suite-receiver", daemon=True
        )
        self._thread.start()

    def inbox(self) -> Inbox:
        """A new address."""
        path = f"/hooks/{next(_NUMBERS)}"
        made = self._inboxes[path] = Inbox(self.url + path, self._changed)
        return made

    @property
    def holding(self) -> int:
        """How many requests wait for an answer that is held."""
        with self._changed:
            return self._holding

    def pause(self) -> None:
        """Wait a moment, or until something arrives."""
        with self._changed:
            self._changed.wait(_TURN)

    def close(self) -> None:
        """Stop listening; whoever waits for an answer gets none."""
        self._closed.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(PATIENCE)

    def take(self, path: str, arrival: Arrival, caller: socket.socket) -> bytes:
        """Take a request in; what to send back, when it may be sent."""
        inbox = self._inboxes.get(path)
        if inbox is None:
            return reply(404).raw
        with self._changed:  # whoever has waited for the arrival finds it counted
            answer = inbox.keep(arrival)
            if held := answer.is_held:
                self._count(1)
        if held:
            self._hold(answer, caller)
        return b"" if self._closed.is_set() else answer.raw

    def _hold(self, answer: Reply, caller: socket.socket) -> None:
        try:
            while answer.is_held and not self._closed.wait(_TURN) and _is_there(caller):
                pass
        finally:
            self._count(-1)

    def _count(self, by: int) -> None:
        with self._changed:
            self._holding += by
            self._changed.notify_all()


class _Server(socketserver.ThreadingTCPServer):
    """Numbers connections in the order in which they come, whatever their threads do."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, receiver: Receiver) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.receiver = receiver
        self._numbers = count(1)
        self._numbered: dict[Any, int] = {}

    def process_request(self, request: Any, client_address: Any) -> None:
        """Give the connection its number, then its thread."""
        self._numbered[client_address] = next(self._numbers)
        super().process_request(request, client_address)

    def number(self, client_address: Any) -> int:
        """The number of a connection; it is asked once."""
        return self._numbered.pop(client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of callers who go: who has heard enough may."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Reads one request and says what the receiver says."""

    timeout = PATIENCE

    def do_POST(self) -> None:
        """Take it in."""
        own = cast("_Server", self.server)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        number = own.number(self.client_address)
        arrival = Arrival(number, self.command, tuple(self.headers.items()), body)
        self.wfile.write(own.receiver.take(self.path, arrival, self.connection))

    do_GET = do_HEAD = do_PUT = do_POST  # noqa: N815  # the names that the base class looks for

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: what arrived is evidence, and no line on the screen."""


def _is_there(caller: socket.socket) -> bool:
    """Whether the other end still waits: one that closes can be read from, and says nothing."""
    try:
        readable, _, _ = select.select([caller], [], [], 0)
        return not readable or caller.recv(1, socket.MSG_PEEK) != b""
    except ConnectionError:
        return False
