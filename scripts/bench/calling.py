"""A process that calls and calls, and then tells how much memory it used on the way."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from pathlib import Path

from kickwire import App, AsyncKick, Kick, MemoryStore
from kickwire_mock import InProcessTransport, Mock

from scripts.bench.children import tell

MEMORY = Path("/proc/self/statm")
WARM, CALLS, SAMPLES = 20_000, 10_000, 10
"""Calls before the first sample, calls between two, samples after the first.

The mock's journal keeps the last 10,000 requests, so it is full when sampling begins.
"""

_USER = "alice"


def main(face: str) -> None:
    """Call through one face."""
    mock = Mock()
    transport = InProcessTransport(mock)
    registered = mock.apps()[0]
    app = App(registered.client_id, registered.client_secret or "", registered.redirect_uris[0])
    store = MemoryStore()
    with Kick(app, store, transport=transport, clock=mock.clock.now) as kick:
        request = kick.login(["user:read", "channel:read"], account=_USER)
        kick.complete_login(mock.consent(request.url, _USER), binding=request.binding)
        if face == "sync":
            tell(_sizes(kick))
    if face == "async":
        tell(asyncio.run(_sizes_awaited(app, store, mock, transport)))


def _sizes(kick: Kick) -> list[int]:
    def call(times: int) -> int:
        for _ in range(times):
            kick.as_user(_USER).channels.get()
        return _memory()

    return [call(WARM), *(call(CALLS) for _ in range(SAMPLES))]


async def _sizes_awaited(
    app: App, store: MemoryStore, mock: Mock, transport: InProcessTransport
) -> list[int]:
    async with AsyncKick(app, store, transport=transport, clock=mock.clock.now) as kick:

        async def call(times: int) -> int:
            """Call so many times; the memory afterwards."""
            for _ in range(times):
                await kick.as_user(_USER).channels.get()
            return _memory()

        return [await call(times) for times in (WARM, *[CALLS] * SAMPLES)]


def _memory() -> int:
    """Bytes of this process that are in memory."""
    gc.collect()
    pages = int(MEMORY.read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main(sys.argv[1])
