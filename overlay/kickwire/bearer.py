"""Callers with one given token, for those who keep tokens elsewhere."""

from __future__ import annotations

import asyncio
import random as chance
import time
from collections.abc import Awaitable, Callable
from functools import partial

from .calls import PATIENT, AsyncCaller, Caller
from .closing import AsyncClosing, Closing
from .config import API_URL, checked_base_url, token_problem
from .connection import Connection, settled
from .errors import ConfigurationError
from .retrying import Retries, checked_retries
from .sending import AsyncHttp, BearerAuth, Http
from .transports import AsyncTransport, Transport, api_transport, async_api_transport


class BearerCaller(Caller, Closing):
    """Calls the Public API with one given token, which it never renews.

    Safe to share between threads. Redirects are not followed. What the token may do is not known
    here, so nothing is refused before it is sent.

    Args:
        token: the access token; it appears in no ``repr``, log line or error.
        api_url: origin of the Public API, or of a mock.
        timeout: seconds, short for ``connection=Connection(timeout=...)``.
        connection: proxy, certificates, HTTP/2, limits and timeouts.
        transport: an httpx transport, for tests.
        retries: how often a failed request is sent again.
        sleep: waits so many seconds, for tests.
        random: a number from 0 to 1, for tests.
        clock: Unix seconds, for tests.

    Raises:
        ConfigurationError: the token, the URL or the timeout cannot be used.
    """

    def __init__(
        self,
        token: str,
        *,
        api_url: str = API_URL,
        timeout: float | None = None,
        connection: Connection | None = None,
        transport: Transport | None = None,
        retries: Retries = PATIENT,
        sleep: Callable[[float], object] = time.sleep,
        random: Callable[[], float] = chance.random,
        clock: Callable[[], float] = time.time,
    ) -> None:
        problem = token_problem(token)
        if problem:
            del token  # so that no traceback with locals shows it
            raise ConfigurationError(problem)
        auth = BearerAuth(token)
        del token
        origin = checked_base_url("api_url", api_url)
        connection = settled(connection, timeout, transport)
        super().__init__(
            Http(connection, transport, partial(api_transport, origin)),
            auth,
            origin,
            retries=checked_retries(retries),
            sleep=sleep,
            random=random,
            clock=clock,
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()


class AsyncBearerCaller(AsyncCaller, AsyncClosing):
    """`BearerCaller` for asyncio; it belongs to the event loop that first uses it."""

    def __init__(
        self,
        token: str,
        *,
        api_url: str = API_URL,
        timeout: float | None = None,
        connection: Connection | None = None,
        transport: AsyncTransport | None = None,
        retries: Retries = PATIENT,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        random: Callable[[], float] = chance.random,
        clock: Callable[[], float] = time.time,
    ) -> None:
        problem = token_problem(token)
        if problem:
            del token  # so that no traceback with locals shows it
            raise ConfigurationError(problem)
        auth = BearerAuth(token)
        del token
        origin = checked_base_url("api_url", api_url)
        connection = settled(connection, timeout, transport)
        super().__init__(
            AsyncHttp(connection, transport, partial(async_api_transport, origin)),
            auth,
            origin,
            retries=checked_retries(retries),
            sleep=sleep,
            random=random,
            clock=clock,
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()


__all__ = ["AsyncBearerCaller", "BearerCaller"]
