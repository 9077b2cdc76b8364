"""A process that loads a server: a few connections, each asking again as soon as it is answered.

It is told requests as in `scripts.bench.children`, and answers each with the seconds that one
request of them all took.
"""

from __future__ import annotations

import asyncio
import base64
import time
from typing import Any, cast

import httptools

from scripts.bench.children import heard, tell

CONNECTIONS = 8


class Load:
    """So many times the same request, whoever of the connections sends it."""

    def __init__(self, request: bytes, times: int) -> None:
        self.request = request
        self._left = times
        self._open = times
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def next(self) -> bool:
        """Whether there is another one to send."""
        self._left -= 1
        return self._left >= 0

    def answered(self, status: int) -> None:
        """One was answered."""
        self._open -= 1
        if status != 200:
            self.failed(RuntimeError(f"answered with {status}"))
        elif not self._open:
            self.done.set_result(None)

    def failed(self, error: Exception) -> None:
        """The load cannot go on."""
        if not self.done.done():
            self.done.set_exception(error)


class Connection(asyncio.Protocol):
    """One connection; its parser calls it back."""

    def __init__(self, load: Load) -> None:
        self._load = load

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)
        self._ask()

    def data_received(self, data: bytes) -> None:
        """Read on."""
        self._parser.feed_data(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody closes one while it is in use."""
        self._load.failed(exc or ConnectionError("the server has closed a connection"))

    def on_message_complete(self) -> None:
        """Answered: go on."""
        self._load.answered(self._parser.get_status_code())
        self._ask()

    def _ask(self) -> None:
        if self._load.next():
            self._parser = httptools.HttpResponseParser(self)
            self._transport.write(self._load.request)


async def load(host: str, port: int, request: bytes, times: int) -> float:
    """Seconds per request."""
    loop = asyncio.get_running_loop()
    whole = Load(request, times)
    began = time.perf_counter()
    opened = [
        await loop.create_connection(lambda: Connection(whole), host, port)
        for _ in range(CONNECTIONS)
    ]
    try:
        await whole.done
        return (time.perf_counter() - began) / times
    finally:
        for transport, _ in opened:
            transport.close()


def main() -> None:
    """Serve until the input ends."""
    with asyncio.Runner() as runner:
        while (told := cast("dict[str, Any] | None", heard())) is not None:
            request = base64.b64decode(told["request"])
            tell(runner.run(load(told["host"], told["port"], request, told["times"])))


if __name__ == "__main__":
    main()
