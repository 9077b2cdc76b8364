"""Webhook deliveries within the process, through an httpx transport of the test's own.

Nobody waits: a receiver answers at once or never, and later attempts are due by the mock's clock.
"""

from __future__ import annotations

from typing import TypeAlias

import httpx

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

        Raises:
            TypeError: the receiver is asynchronous only.
        """
        if not isinstance(self._receiver, httpx.BaseTransport):
            raise TypeError("the transport for webhooks is asynchronous; await adeliver() instead")
        while due := self._webhooks.due():
            for delivery, attempt in due:
                try:
                    response = self._receiver.handle_request(_request(delivery))
                    answer = response.read()
                except httpx.TransportError as failure:
                    self._failed(delivery, attempt, failure)
                else:
                    self._answered(delivery, attempt, response.status_code, answer)

    async def adeliver(self) -> None:
        """Carry what is due, and what becomes due by that; any receiver will do."""
        if not isinstance(self._receiver, httpx.AsyncBaseTransport):
            return self.deliver()
        while due := self._webhooks.due():
            for delivery, attempt in due:
                try:
                    response = await self._receiver.handle_async_request(_request(delivery))
                    answer = await response.aread()
                except httpx.TransportError as failure:
                    self._failed(delivery, attempt, failure)
                else:
                    self._answered(delivery, attempt, response.status_code, answer)
        return None

    def _answered(self, delivery: Delivery, attempt: Attempt, status: int, answer: bytes) -> None:
        text = answer[:ANSWER_KEPT].decode("utf-8", "replace")
        self._webhooks.ended(delivery, attempt, status=status, answer=text)

    def _failed(self, delivery: Delivery, attempt: Attempt, failure: httpx.TransportError) -> None:
        self._webhooks.ended(delivery, attempt, error=f"{type(failure).__name__}: {failure}")


def _request(delivery: Delivery) -> httpx.Request:
    return httpx.Request(
        "POST",
        delivery.url or "",
        headers=delivery.headers,
        content=delivery.body,
        extensions={"timeout": _TIMEOUT},
    )
