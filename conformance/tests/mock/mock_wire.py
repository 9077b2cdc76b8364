"""Speaking to a mock in bytes, as clients do that know nothing of HTTP, or too much."""

from __future__ import annotations

import http.client
import io
import json
import os
import socket
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, cast
from urllib.parse import urlsplit

from kickwire_mock import Headers, HostKind, Reply, RunningServer
from kickwire_mock.clock import http_date

PATIENCE = 30
HOSTS: tuple[HostKind, ...] = ("id", "api", "control")
COMMAND = (sys.executable, "-m", "kickwire_mock", "serve", "--json")


def url_of(server: RunningServer, host: HostKind) -> str:
    """Where a host listens."""
    return {"id": server.id_url, "api": server.api_url, "control": server.control_url}[host]


def connected(url: str) -> socket.socket:
    """A connection to whoever listens there."""
    parts = urlsplit(url)
    return socket.create_connection((parts.hostname or "", parts.port or 80), timeout=PATIENCE)


@contextmanager
def free_port() -> Generator[int]:
    """A port that nobody else is given meanwhile: whoever connects is refused, and servers that are
    told its number can listen there, one after the other (on Linux)."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


def everything(connection: socket.socket) -> bytes:
    """All that comes until the other side closes, or resets the connection."""
    parts: list[bytes] = []
    with suppress(ConnectionResetError, ssl.SSLEOFError):
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def talk(url: str, data: bytes) -> bytes:
    """Send these bytes; all that comes back until the other side closes."""
    with connected(url) as connection:
        with suppress(ConnectionResetError, BrokenPipeError):  # it has heard enough
            connection.sendall(data)
        return everything(connection)


def request(
    method: str,
    target: bytes,
    *headers: bytes,
    body: bytes = b"",
    host: bytes | None = b"localhost",
    version: str = "1.1",
    close: bool = True,
) -> bytes:
    """One request in bytes, with a Content-Length if it has a body."""
    lines = [method.encode() + b" " + target + b" HTTP/" + version.encode()]
    lines += [] if host is None else [b"Host: " + host]
    lines += [b"Connection: close"] if close else []
    lines += [b"Content-Length: %d" % len(body)] if body else []
    return b"\r\n".join([*lines, *headers, b"", body])


class _Sent:
    """Bytes in the place of a socket, for the standard library to read an answer from."""

    def __init__(self, stream: io.BytesIO) -> None:
        self._stream = stream

    def makefile(self, _mode: str) -> io.BytesIO:
        """The bytes."""
        return self._stream


class _Unclosed(io.BytesIO):
    """Stays open when an answer was read from it, since the next one follows."""

    def close(self) -> None:
        """Stay."""


def answers(data: bytes, *, method: str = "GET") -> list[Reply]:
    """The answers in these bytes, one after the other, without 100s.

    Raises:
        http.client.HTTPException: they are not answers.
    """
    stream, found = _Unclosed(data), list[Reply]()
    while stream.tell() < len(data):
        response = http.client.HTTPResponse(cast("socket.socket", _Sent(stream)), method=method)
        response.begin()
        body = response.read()
        headers = Headers(response.getheaders())
        quirks = headers.get("x-kick-mock-quirk") or ""
        found.append(
            Reply(
                status=response.status,
                headers=headers,
                body=body,
                quirks=tuple(each for each in quirks.split(", ") if each),
            )
        )
    return found


def answer(data: bytes, *, method: str = "GET") -> Reply:
    """The one answer in these bytes."""
    (found,) = answers(data, method=method)
    return found


def well(server: RunningServer) -> None:
    """Check that every host answers an ordinary request at once."""
    for host, target, status in (
        ("api", b"/public/v1/public-key", 200),
        ("id", b"/", 404),
        ("control", b"/_mock/health", 200),
    ):
        reply = answer(talk(url_of(server, cast("HostKind", host)), request("GET", target)))
        assert reply.status == status
        assert reply.headers.get("date") == http_date(server.mock.clock.now())


@contextmanager
def child(*arguments: str, command: Sequence[str] = COMMAND) -> Generator[dict[str, Any]]:
    """The ready line of a mock in a process of its own, which must end well and without a word."""
    package = Path(sys.modules["kickwire_mock"].__file__ or "").parents[1]
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            [*command, *arguments],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, "PYTHONPATH": str(package)},
        ) as process,
    ):
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, _said(errors)
            yield json.loads(line)
            process.terminate()
            assert process.wait(PATIENCE) == 0
        finally:
            process.kill()
        assert not (said := _said(errors)), said


def _said(errors: IO[bytes]) -> str:
    errors.seek(0)
    return errors.read().decode("utf-8", "replace")
