"""Webhook deliveries within the process, through an httpx transport of the test's own.

Nobody waits: a receiver answers at once or never, and later attempts are due by the mock's clock.
"""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TypeAlias

import httpx

from kickwire_mock.carriers.failures import explained
from kickwire_mock.core import Mock
from kickwire_mock.delivery.attempts import ANSWER_KEPT, PATIENCE
from kickwire_mock.world.outbox import Attempt, Delivery

Receiver: TypeAlias = httpx.BaseTransport | httpx.AsyncBaseTransport

_TIMEOUT = httpx.Timeout(PATIENCE).as_dict()


class Post:
    """Carries the deliveries of one mock to one receiver."""

    def __init__(self, mock: Mock, receiver: Receiver) -> None:
        self._webhooks = mock.webhooks
        self._receiver = receiver

    def deliver(self) -> None:
        """Carry what is due, and what becomes due by that.

        A receiver that is asynchronous only is run in an event loop of its own.

        Raises:
            TypeError: that is impossible, since an event loop runs in this thread.
            Exception: what else the receiver has raised, once everything is carried.
        """
        if not isinstance(self._receiver, httpx.BaseTransport):
            if not self.can_wait:
                raise TypeError(
                    "the transport for webhooks is asynchronous; await adeliver() instead"
                )
            return _run(self.adeliver())
        strange: list[Exception] = []
        while due := self._webhooks.due():
            for delivery, attempt in due:
                try:
                    response = self._receiver.handle_request(_request(delivery))
                    answer = response.read()
                except Exception as failure:
                    self._failed(delivery, attempt, failure, strange)
                else:
                    self._answered(delivery, attempt, response.status_code, answer)
        return _tell(strange)

    async def adeliver(self) -> None:
        """Carry what is due, and what becomes due by that; any receiver will do. Raises alike."""
        if not isinstance(self._receiver, httpx.AsyncBaseTransport):
            return self.deliver()
        strange: list[Exception] = []
        while due := self._webhooks.due():
            for delivery, attempt in due:
                try:
                    response = await self._receiver.handle_async_request(_request(delivery))
                    answer = await response.aread()
                except Exception as failure:
                    self._failed(delivery, attempt, failure, strange)
                else:
                    self._answered(delivery, attempt, response.status_code, answer)
        return _tell(strange)

    @property
    def can_wait(self) -> bool:
        """Whether `deliver` is possible here."""
        return isinstance(self._receiver, httpx.BaseTransport) or not _loop_runs()

    def _answered(self, delivery: Delivery, attempt: Attempt, status: int, answer: bytes) -> None:
        text = answer[:ANSWER_KEPT].decode("utf-8", "replace")
        self._webhooks.ended(delivery, attempt, status=status, answer=text)

    def _failed(
        self, delivery: Delivery, attempt: Attempt, failure: Exception, strange: list[Exception]
    ) -> None:
        """Note a failure; what is none of the transport but of the app is told in the end."""
        if isinstance(failure, httpx.TransportError):
            error = explained(failure)
        else:
            error = f"the receiver raised {type(failure).__name__}"
            strange.append(failure)
        self._webhooks.ended(delivery, attempt, error=error)


def _tell(strange: list[Exception]) -> None:
    if len(strange) == 1:
        raise strange[0]
    if strange:
        raise ExceptionGroup("receivers of webhooks failed", strange)


def _loop_runs() -> bool:
    import asyncio

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _run(job: Coroutine[object, object, None]) -> None:
    """Run it in an event loop of its own, without a trace in this thread."""
    import asyncio

    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        runner.run(job)


def _request(delivery: Delivery) -> httpx.Request:
    return httpx.Request(
        "POST",
        delivery.url or "",
        headers=delivery.headers,
        content=delivery.body,
        extensions={"timeout": _TIMEOUT},
    )
