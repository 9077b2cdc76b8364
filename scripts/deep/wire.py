"""Bytes that are nearly HTTP, thrown at a mock's sockets: it answers or hangs up, and says nothing.

Each case is a good request in which a few places are broken at random. What comes back has to begin
like an answer, or be nothing; and it has to come, since the server has little patience here.
"""

from __future__ import annotations

import logging
import random
import socket
from collections import Counter
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import count
from urllib.parse import urlsplit

import httpx
from kickwire_mock import RunningServer, start_server
from kickwire_mock.faults import Fault
from kickwire_mock.messages import Effects

from scripts.deep.rounds import Round

CASES = 1_000
"""Of a round."""
SHORT = 0.1
"""Seconds that the server waits for the rest of a header, and as long for the rest of a body."""
_LATE = Fault(effects=Effects(delay=0.02), count=None)
"""In every other round: what comes behind a request is read long before it is answered."""
_STUCK = 20.0
_TRIES = 20
_KEY = "/public/v1/public-key"
_THREADS = 16
_SCRAPS = (
    b"\r\n",
    b"\r\n\r\n",
    b"\n",
    b"\x00",
    b"\xff\xfe",
    b" ",
    b":",
    b"%",
    b"%00",
    b"%ff",
    b"/../",
    b"?",
    b"0\r\n\r\n",
    b"Host: evil.example\r\n",
    b"Content-Length: 0\r\n",
    b"Content-Length: 5\r\n",
    b"Content-Length: 99999999999\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Connection: upgrade\r\nUpgrade: h2c\r\n",
    b"Connection: close\r\n",
    b"Expect: 100-continue\r\n",
    b"HTTP/1.0",
    b"GET / HTTP/1.1\r\n\r\n",
)


def rounds(seed: int) -> Generator[Round]:
    """A thousand cases, then a thousand others."""
    with start_server(header_timeout=SHORT, body_timeout=SHORT) as server:
        for drawn in count(seed):
            yield one_round(server, drawn)


def one_round(server: RunningServer, seed: int) -> Round:
    """The cases of one seed."""
    cases = list(drawn(server, seed, CASES))
    if seed % 2:
        server.mock.faults.arm(_LATE)
    with _listening() as said, ThreadPoolExecutor(_THREADS) as threads:
        outcomes = list(threads.map(_outcome, cases))
    server.mock.faults.disarm()
    failures = [
        f"{outcome}: {data[:200]!r}"
        for (_, data), outcome in zip(cases, outcomes, strict=True)
        if outcome not in ("answered", "hung up")
    ]
    failures += [f"logged: {line}" for line in said]
    ordinary = (f"{server.api_url}{_KEY}", f"{server.control_url}/health")
    failures += [f"{url} does not answer any more" for url in ordinary if not _answers(url)]
    counted = Counter(outcome for outcome in outcomes if outcome in ("answered", "hung up"))
    return Round("bytes that are nearly HTTP", seed, {"cases": len(cases), **counted}, failures)


def _answers(url: str) -> bool:
    """Whether an ordinary request is answered; a busy machine may be too slow the first time."""
    for _ in range(_TRIES):
        with suppress(httpx.TransportError):
            return httpx.get(url, timeout=_STUCK).status_code == 200
    return False


def drawn(server: RunningServer, seed: int, number: int) -> Iterator[tuple[str, bytes]]:
    """URLs, each with what to send there."""
    draw = random.Random(seed)  # noqa: S311  # for cases that can be drawn again, not for secrets
    good = _good(server)
    for _ in range(number):
        url, data = draw.choice(good)
        for _ in range(draw.randint(1, 4)):
            data = _broken(draw, data, draw.choice(good)[1])
        yield url, data


def _good(server: RunningServer) -> list[tuple[str, bytes]]:
    bearer = f"Authorization: Bearer {server.token}\r\n"
    form = f"grant_type=client_credentials&client_id={server.client_id}&client_secret=x"
    media = "Content-Type: application/x-www-form-urlencoded\r\n"
    json = "Content-Type: application/json\r\n"
    chat = '{"type": "bot", "content": "Hello"}'
    asked = [
        (server.id_url, "GET /oauth/authorize?response_type=code&client_id=x", "", ""),
        (server.id_url, "POST /oauth/token", media, form),
        (server.id_url, "POST /oauth/revoke?token=x", media, ""),
        (server.api_url, "GET /public/v1/channels?slug=alice&slug=bob", bearer, ""),
        (server.api_url, "POST /public/v1/chat", bearer + json, chat),
        (server.api_url, "DELETE /public/v1/chat/x", bearer, ""),
        (server.control_url, "GET /_mock/health", "", ""),
        (server.control_url, "POST /_mock/clock", json, '{"advance": 0}'),
    ]
    return [
        (
            url,
            f"{line} HTTP/1.1\r\nHost: localhost\r\n{headers}Content-Length: {len(body)}\r\n"
            f"\r\n{body}".encode(),
        )
        for url, line, headers, body in asked
    ]


def _broken(draw: random.Random, data: bytes, other: bytes) -> bytes:
    """The bytes with one place broken."""
    start = draw.randint(0, len(data))
    end = min(len(data), start + draw.choice((1, 1, 2, 8, 40)))
    replacement = draw.choice(
        (
            b"",
            draw.choice(_SCRAPS),
            draw.choice(_SCRAPS) * draw.choice((1, 2, 100)),
            draw.randbytes(draw.randint(1, 8)),
            data[start:end] * draw.choice((2, 3, 1_000)),
            other[draw.randint(0, len(other)) :],
        )
    )
    if draw.random() < 0.1:
        return data[:start]
    return data[:start] + replacement + data[draw.choice((start, end)) :]


def _outcome(case: tuple[str, bytes]) -> str:
    """What came of a case, in a word or two."""
    url, data = case
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname, parts.port), timeout=_STUCK) as connection:
            connection.sendall(data)
            said = connection.recv(65536)
    except TimeoutError:
        return "stuck"
    except OSError:
        return "hung up"
    if not said:
        return "hung up"
    return "answered" if said.startswith(b"HTTP/1.1 ") else f"said {said[:50]!r}"


@contextmanager
def _listening() -> Generator[list[str]]:
    """What is logged meanwhile by the server library and the event loop, with tracebacks."""
    said: list[str] = []

    class Handler(logging.Handler):
        """Keeps all."""

        def emit(self, record: logging.LogRecord) -> None:
            """Keep it."""
            said.append(self.format(record))

    handler = Handler(logging.WARNING)
    loggers = [logging.getLogger(name) for name in ("uvicorn.error", "asyncio")]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield said
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
