"""A mock server with many people that is asked and asked, and how large it is meanwhile."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from conformance.suite.target import Target, from_ready_line
from scripts.bench.children import Child
from scripts.bench.mocks import Ask
from scripts.documents import ROOT

PEOPLE = 10_000
LIMIT = 120e6
"""Bytes that a server with so many people is promised to stay below."""
MOST = 50_000
"""Bytes that may be added for each 10,000 requests or calls; one small object kept for each of
them would add three times as much."""


class Soaked:
    """The server, and who loads it."""

    def __init__(self, process: int, target: Target, loader: Child) -> None:
        self._process = process
        self._asks = _asks(target)
        self._loader = loader

    def ask(self, times: int) -> None:
        """Send so many requests of four kinds."""
        for ask in self._asks:
            self._loader.tell({**ask, "times": times // len(self._asks)})
            self._loader.told()

    def memory(self) -> int:
        """Bytes of the server that are in memory."""
        pages = int(Path(f"/proc/{self._process}/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def soaked() -> Generator[Soaked]:
    """A server with `PEOPLE`, in a process of its own."""
    command = [sys.executable, "-m", "scripts.bench.serving", str(PEOPLE)]
    with ExitStack() as stack:
        process = stack.enter_context(
            subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        )
        stack.callback(process.terminate)
        assert process.stdout is not None
        target = from_ready_line(process.stdout.readline())
        yield Soaked(process.pid, target, Child(stack, "loading"))


def _asks(target: Target) -> list[dict[str, object]]:
    """What the server is asked in turns, as `scripts.bench.loading` is told it."""
    bearer = {"Authorization": f"Bearer {target.token}", "Accept": "application/json"}
    written = {**bearer, "Content-Type": "application/json"}
    message = json.dumps({"type": "bot", "content": "Hello"})
    return [
        _told(target.api_url, Ask("GET", f"/public/v1/channels?slug={target.users[0]}", bearer)),
        _told(target.api_url, Ask("GET", "/public/v1/livestreams", bearer)),
        _told(target.api_url, Ask("POST", "/public/v1/chat", written, message)),
        _told(target.id_url, Ask("POST", "/oauth/token/introspect", bearer)),
    ]


def _told(url: str, ask: Ask) -> dict[str, object]:
    port = urlsplit(url).port
    assert port
    return {"host": "127.0.0.1", "port": port, "request": base64.b64encode(ask.raw(port)).decode()}
