"""Waking an event loop from other threads."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable


def waker(event: asyncio.Event) -> Callable[[], None]:
    """What sets an event of the running loop, from any thread; once the loop has ended, nothing."""
    loop = asyncio.get_running_loop()

    def wake() -> None:
        """Set it."""
        with contextlib.suppress(RuntimeError):  # the server has stopped meanwhile
            loop.call_soon_threadsafe(event.set)

    return wake
