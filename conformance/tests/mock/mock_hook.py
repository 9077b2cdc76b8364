"""A receiver of webhooks with a port of its own."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeAlias


class Taken(BaseHTTPRequestHandler):
    """A delivery that has arrived, and is to be answered."""

    body: bytes


Answer: TypeAlias = Callable[[Taken], None]
"""What a receiver says to a delivery."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: the mock leaves before some answers are over."""


class Hook:
    """A receiver with a port of its own."""

    def __init__(self, answer: Answer) -> None:
        self.got: queue.SimpleQueue[tuple[list[tuple[str, str]], bytes, str]] = queue.SimpleQueue()
        hook = self

        class Handler(Taken):
            """Keeps what comes, and answers as it was told."""

            def do_POST(self) -> None:
                """Take a delivery."""
                self.body = self.rfile.read(int(self.headers["content-length"]))
                hook.got.put((self.headers.items(), self.body, self.path))
                answer(self)

            def log_message(self, format: str, *args: object) -> None:
                """Keep quiet."""

        self._httpd = _Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._httpd.serve_forever)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._httpd.server_port}/kick"

    def close(self) -> None:
        """Stop listening."""
        self._httpd.shutdown()
        self._thread.join()
        self._httpd.server_close()


def said(status: int, body: bytes = b"", **headers: str) -> Answer:
    """A receiver's answer."""

    def answer(handler: Taken) -> None:
        """Give it."""
        handler.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


Hooks: TypeAlias = Callable[[Answer], Hook]
"""Makes receivers."""


@contextmanager
def hooks() -> Generator[Hooks]:
    """Makes receivers, which are closed in the end."""
    made: list[Hook] = []

    def make(answer: Answer) -> Hook:
        """One more."""
        made.append(Hook(answer))
        return made[-1]

    try:
        yield make
    finally:
        for each in made:
            each.close()
