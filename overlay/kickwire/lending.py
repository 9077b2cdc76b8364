"""The generated client over connections of ours: they are lent, and stay ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import FixTheCall
from .sending import AsyncHttp, Http
from .transports import AsyncTransport, Auth, Request, Response, Timeout, Transport

if TYPE_CHECKING:
    from kickwire_api import Client


def generated(http: Http, api_url: str, auth: Auth, timeout: Timeout) -> Client:
    """A generated client that can `send`.

    Args:
        http: whose connections it uses. Closing the client leaves them open.
        api_url: the only origin that it sends to.
        auth: signs.
        timeout: of each phase.
    """
    from kickwire_api import Client

    other = _OtherFace("send_async and asyncio(); that of AsyncKick can")
    return Client(api_url, auth=auth, timeout=timeout, transport=_Lent(http), async_transport=other)


def generated_async(http: AsyncHttp, api_url: str, auth: Auth, timeout: Timeout) -> Client:
    """`generated`, for a client that can `send_async`."""
    from kickwire_api import Client

    other = _OtherFace("send and sync(); that of Kick can")
    return Client(
        api_url, auth=auth, timeout=timeout, transport=other, async_transport=_AsyncLent(http)
    )


class _Lent(Transport):
    """Leads to the transport that an `Http` has at that moment, also after a fork."""

    def __init__(self, http: Http) -> None:
        self._http = http

    def handle_request(self, request: Request) -> Response:
        """Send."""
        return self._http.forward(request)


class _AsyncLent(AsyncTransport):
    """`_Lent` for asyncio."""

    def __init__(self, http: AsyncHttp) -> None:
        self._http = http

    async def handle_async_request(self, request: Request) -> Response:
        """Send."""
        return await self._http.forward(request)


class _OtherFace(Transport, AsyncTransport):
    """Nothing leaves on a way that is not set up as the client is."""

    def __init__(self, advice: str) -> None:
        self._advice = advice

    def handle_request(self, request: Request) -> Response:
        """Refuse."""
        raise FixTheCall(f"this generated client cannot do {self._advice}")

    async def handle_async_request(self, request: Request) -> Response:
        """Refuse."""
        return self.handle_request(request)


__all__ = ["generated", "generated_async"]
