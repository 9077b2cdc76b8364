"""Whether a mock server and a client grow while they work: a million requests, 100,000 calls."""

from __future__ import annotations

import base64
import json
import os
import statistics
import subprocess
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from conformance.suite.target import COMMAND, Target, from_ready_line
from scripts.bench.calling import CALLS, MEMORY, SAMPLES, WARM
from scripts.bench.children import Child
from scripts.bench.memory import FACES
from scripts.bench.mocks import Ask
from scripts.deep.rounds import Round

REQUESTS, STEP = 1_000_000, 25_000
SETTLED = 4
"""Steps until the journal is full and the allocator has what it needs."""
ENOUGH = 10
"""Samples that a slope is drawn through."""
MOST = 50_000
"""Bytes that may be added for each 10,000 requests or calls; one small object kept for each of
them would add three times as much."""


def rounds(seed: int) -> Generator[Round]:
    """Requests to a server in steps, then calls through both faces at the same time."""
    if not MEMORY.exists():
        yield Round(f"skipped: this system has no {MEMORY}", seed)
        return
    yield from _server(seed)
    with ExitStack() as stack:
        children = {face: Child(stack, "calling", face) for face in FACES}
        for face, child in children.items():
            growth = Growth(f"facade, {face}", CALLS, child.told())
            yield growth.round(seed, {"calls": WARM + CALLS * SAMPLES})


def _server(seed: int) -> Generator[Round]:
    with ExitStack() as stack:
        process, target = stack.enter_context(_mock())
        loader, growth = Child(stack, "loading"), Growth("mock server", STEP, [])
        asks = _asks(target)
        for step in range(REQUESTS // STEP):
            for ask in asks:
                loader.tell({**ask, "times": STEP // len(asks)})
                loader.told()
            if step >= SETTLED:
                growth.sizes.append(_memory(process))
            yield growth.round(seed, {"requests": STEP})


@dataclass(frozen=True)
class Growth:
    """How large a process was, again and again."""

    name: str
    between: int
    """Requests or calls between two samples."""
    sizes: list[int]

    def round(self, seed: int, counted: dict[str, int]) -> Round:
        """What is known so far."""
        if len(self.sizes) < ENOUGH:
            return Round(self.name, seed, counted)
        slope = statistics.linear_regression(range(len(self.sizes)), self.sizes).slope
        growth = slope / self.between * 10_000
        told = f"{self.sizes[-1] / 1e6:.1f} MB, {growth / 1e3:+.1f} kB for each 10,000"
        failures = [f"{self.name} grows by more than {MOST / 1e3:.0f} kB"] if growth > MOST else []
        return Round(self.name, seed, counted, failures, note=told)


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


@contextmanager
def _mock() -> Generator[tuple[int, Target]]:
    """A mock in a process of its own, and the id of that process."""
    with subprocess.Popen(COMMAND, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.pid, from_ready_line(process.stdout.readline())
        finally:
            process.terminate()


def _memory(process: int) -> int:
    """Bytes of a process that are in memory."""
    pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
