"""Tells open dashboards when there is something else to see, over the control host's stream.

One task looks for all of them, and only while somebody follows. It looks when the mock was asked
or told something, when its clock was moved or its deliveries went on, and else every few seconds
for what was changed from within the process. What is told is where things stand, not what happened,
so a client that reads slowly makes nothing pile up.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator

from kickwire_mock.carriers.waking import waker
from kickwire_mock.core import Mock
from kickwire_mock.routes import control

_PAUSE = 0.5
"""Seconds at least from one look to the next."""
_SHARE = 20
"""A look that takes much processor time is followed by a pause of so many times as much, so that
dashboards leave the mock its time. What it waits for a busy machine costs the mock none."""
_UNTOLD = 5.0
"""Seconds after which there is a look though nothing was told."""
_SILENCE = 15.0
"""Seconds after which a stream says that it still runs."""
_STILL_HERE = b": still here\n\n"


class Changes:
    """What one mock has to say to those who follow."""

    def __init__(self, mock: Mock) -> None:
        self._mock = mock
        self._stirred = asyncio.Event()
        self._said = b""
        self._saying = asyncio.Condition()
        self._followers = 0
        self._watch: asyncio.Task[None] | None = None

    def stir(self) -> None:
        """Have it looked whether something has changed; for the event loop's own thread."""
        self._stirred.set()

    async def follow(self, heard: bytes) -> AsyncGenerator[bytes]:
        """What there is to say from now on, without end.

        Args:
            heard: the message that the follower has got already.
        """
        self._join(heard)
        try:
            while True:
                try:
                    heard = await asyncio.wait_for(self._news(heard), _SILENCE)
                except TimeoutError:
                    yield _STILL_HERE
                else:
                    yield heard
        finally:
            self._leave()

    def _join(self, heard: bytes) -> None:
        self._followers += 1
        if self._watch is None:
            self._said = heard
            self._watch = asyncio.create_task(self._watched())

    def _leave(self) -> None:
        self._followers -= 1
        if self._watch is not None and not self._followers:
            self._watch.cancel()
            self._watch = None

    async def _news(self, heard: bytes) -> bytes:
        """The next thing that is said and is not what was heard."""
        async with self._saying:
            await self._saying.wait_for(lambda: self._said != heard)
            return self._said

    async def _watched(self) -> None:
        """Look, say, and pause, over and over."""
        wake = waker(self._stirred)
        leave = [self._mock.webhooks.on_due(wake), self._mock.clock.on_move(wake)]
        try:
            while True:
                self._stirred.clear()
                began = time.thread_time()
                await self._say(control.message(self._mock))
                await asyncio.sleep(max(_PAUSE, _SHARE * (time.thread_time() - began)))
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stirred.wait(), _UNTOLD)
        finally:
            for each in leave:
                each()

    async def _say(self, message: bytes) -> None:
        if message != self._said:
            async with self._saying:
                self._said = message
                self._saying.notify_all()
