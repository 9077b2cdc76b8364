"""Webhook deliveries over real sockets: a task that sends what is due, and waits for more.

httpx is imported with the first delivery, so that a mock without receivers starts as fast as ever.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from typing import TYPE_CHECKING

from kickwire_mock.carriers.failures import explained
from kickwire_mock.carriers.waking import waker
from kickwire_mock.core import Mock
from kickwire_mock.delivery.attempts import ANSWER_KEPT, PATIENCE
from kickwire_mock.world.outbox import Attempt, Delivery

if TYPE_CHECKING:
    import httpx

_AT_ONCE = 64
"""Deliveries under way at a time. More wait in line, so that receivers that hang stop no others for
long, and a burst opens no more connections than this."""


_KEPT_OPEN = 2.0
"""Real seconds that an idle connection is used again. Receivers close theirs after five, as a rule,
and a delivery into a connection that is just being closed would count as failed."""


class Courier:
    """Carries the deliveries of one mock, in one event loop."""

    def __init__(self, mock: Mock, patience: float = PATIENCE) -> None:
        """Get ready.

        Args:
            mock: whose deliveries they are.
            patience: real seconds that a receiver has for its whole answer.
        """
        self._mock = mock
        self._patience = patience
        self._woken = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._http: httpx.AsyncClient | None = None

    async def run(self) -> None:
        """Send until cancelled; of what is under way then nobody hears the end."""
        leave = self._mock.webhooks.on_due(waker(self._woken))
        try:
            while True:
                self._woken.clear()
                for delivery, attempt in self._mock.webhooks.due():
                    self._send(delivery, attempt)
                await self._something_due()
        finally:
            leave()
            await self._close()

    async def _something_due(self) -> None:
        """Wait until it is told; by a clock that runs, no longer than until the next attempt."""
        seconds = self._mock.webhooks.next_due() if self._mock.clock.runs else None
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), seconds)

    def _send(self, delivery: Delivery, attempt: Attempt) -> None:
        task = asyncio.create_task(self._sent(delivery, attempt))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _sent(self, delivery: Delivery, attempt: Attempt) -> None:
        import httpx

        if self._http is None:
            self._http = _client()
        status, error, answer = None, "", b""
        request = httpx.Request(
            "POST", delivery.url or "", headers=delivery.headers, content=delivery.body
        )
        try:
            async with self._places, asyncio.timeout(self._patience):
                response = await self._http.send(request, stream=True)
                try:
                    status, answer = response.status_code, await _beginning(response)
                finally:
                    await response.aclose()
        except TimeoutError:
            status, error = None, f"no whole answer within {self._patience:g} s"
        except (httpx.HTTPError, ssl.SSLError, UnicodeError) as failure:
            status, error = None, explained(failure)
        self._mock.webhooks.ended(
            delivery, attempt, status=status, error=error, answer=answer.decode("utf-8", "replace")
        )

    async def _close(self) -> None:
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        if self._http is not None:
            await self._http.aclose()


def _client() -> httpx.AsyncClient:
    """A client that adds nothing, follows nothing, and goes through no proxy.

    Certificates are judged by the authorities of the system (``SSL_CERT_FILE`` names others).
    """
    import httpx

    limits = httpx.Limits(
        max_connections=_AT_ONCE,
        max_keepalive_connections=_AT_ONCE,
        keepalive_expiry=_KEPT_OPEN,
    )
    return httpx.AsyncClient(
        verify=ssl.create_default_context(),
        trust_env=False,
        timeout=httpx.Timeout(None),  # the exchange as a whole has one
        limits=limits,
        follow_redirects=False,
    )


async def _beginning(response: httpx.Response) -> bytes:
    """What a receiver says, as far as anybody listens; raw, so that nothing is unpacked."""
    found = b""
    async for chunk in response.aiter_raw():
        found += chunk
        if len(found) >= ANSWER_KEPT:
            break
    return found[:ANSWER_KEPT]
