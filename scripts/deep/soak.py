"""Whether a mock server and a client grow while they work: a million requests, 100,000 calls."""

from __future__ import annotations

import base64
import json
import os
import statistics
import subprocess
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from conformance.suite.target import COMMAND, Target, from_ready_line
from scripts.bench.calling import CALLS, SAMPLES, WARM
from scripts.bench.children import Child
from scripts.bench.memory import FACES
from scripts.bench.mocks import Ask
from scripts.deep.rounds import Round

REQUESTS, STEP = 1_000_000, 10_000
SETTLED = 5
"""Steps until the journal is full and the allocator has what it needs."""
MOST = 50_000
"""Bytes that may be added for each 10,000 requests or calls: less than the noise of a page or
two for each sample, and a fifth of what one small object that is kept for each would take."""


def rounds(_seed: int) -> Generator[Round]:
    """Requests to a server in steps, then calls through both faces at the same time."""
    yield from _server()
    with ExitStack() as stack:
        children = {face: Child(stack, "calling", face) for face in FACES}
        for face, child in children.items():
            sizes = [int(size) for size in child.told()]
            counted = {"calls": WARM + CALLS * SAMPLES}
            yield _judged(f"facade, {face}", sizes, counted)


def _server() -> Generator[Round]:
    with ExitStack() as stack:
        process, target = stack.enter_context(_mock())
        loader, sizes = Child(stack, "loading"), list[int]()
        asks = _asks(target)
        for _ in range(0, REQUESTS, STEP):
            for ask in asks:
                loader.tell({**ask, "times": STEP // len(asks)})
                loader.told()
            sizes.append(_memory(process))
            yield _judged("mock server", sizes[SETTLED:], {"requests": STEP})


def _judged(name: str, sizes: Sequence[int], counted: dict[str, int]) -> Round:
    if len(sizes) <= SETTLED:
        return Round(name, counted)
    growth = statistics.linear_regression(range(len(sizes)), sizes).slope
    told = f"{name}: {sizes[-1] / 1e6:.1f} MB, {growth / 1e3:+.1f} kB for each {STEP:,}"
    return Round(name, counted, [f"it grows: {told}"] if growth > MOST else [], note=told)


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
