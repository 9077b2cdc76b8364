"""Apps and functions of a test as httpx transports, so that webhooks can be delivered into them."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias, cast

import httpx

Carrier: TypeAlias = httpx.BaseTransport | httpx.AsyncBaseTransport

WsgiApp: TypeAlias = Callable[[Any, Any], Any]
AsgiApp: TypeAlias = Callable[[Any, Any, Any], Awaitable[Any]]
Function: TypeAlias = Callable[[httpx.Request], httpx.Response]
AsyncFunction: TypeAlias = Callable[[httpx.Request], Awaitable[httpx.Response]]

Receiver: TypeAlias = Carrier | WsgiApp | AsgiApp | Function | AsyncFunction
"""A WSGI app, an ASGI app, a function (also ``async``) from `httpx.Request` to `httpx.Response`, or
an httpx transport. An ASGI app is called without its startup."""


def carrier_to(receiver: Receiver) -> Carrier:
    """A transport that leads to a receiver.

    Apps are told apart by how many arguments they need: two is WSGI, three is ASGI.

    Raises:
        TypeError: it is none.
    """
    if isinstance(receiver, httpx.BaseTransport | httpx.AsyncBaseTransport):
        return receiver
    needed = _needed(receiver)
    if needed == 3:
        return httpx.ASGITransport(app=cast("AsgiApp", receiver))
    if needed == 2:
        return httpx.WSGITransport(app=cast("WsgiApp", receiver))
    if needed == 1 and _is_async(receiver):
        return _Awaited(cast("AsyncFunction", receiver))
    if needed == 1:
        return httpx.MockTransport(cast("Function", receiver))
    raise TypeError(
        "webhooks are delivered to a WSGI or ASGI app, to a function from httpx.Request to "
        "httpx.Response, or to an httpx transport"
    )


class _Awaited(httpx.AsyncBaseTransport):
    """An asynchronous function as a transport."""

    def __init__(self, function: AsyncFunction) -> None:
        self._function = function

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        return await self._function(request)


def _needed(receiver: object) -> int | None:
    """How many arguments it needs; None if it cannot be called, or nobody knows."""
    if not callable(receiver):
        return None
    try:
        parameters = inspect.signature(receiver).parameters.values()
    except (TypeError, ValueError):
        return None
    return sum(
        each.default is each.empty
        and each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD)
        for each in parameters
    )


def _is_async(receiver: object) -> bool:
    call = cast("object", getattr(receiver, "__call__", None))  # noqa: B004  # an object may have one
    return inspect.iscoroutinefunction(receiver) or inspect.iscoroutinefunction(call)
