"""OAuth without a store: the five flows, sent. What is kept, and where, is the caller's business.

`kickwire.client` uses these flows with a token store; here they stand by themselves.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from ._core import flows
from ._core.flows import AuthorizationCode, Introspection
from .closing import AsyncClosing, Closing
from .config import ID_URL, App, checked_app, checked_base_url
from .connection import Connection, settled
from .sending import AsyncHttp, Http
from .tokens import TokenSet
from .transports import AsyncTransport, Transport, async_id_transport, id_transport


class OAuth(Closing):
    """Kick's identity host, synchronously. Safe to share between threads.

    Args:
        app: id, secret and redirect URI.
        id_url: origin of the identity host, or of a mock.
        timeout: seconds, short for ``connection=Connection(timeout=...)``.
        connection: proxy, certificates, HTTP/2, limits and timeouts.
        transport: an httpx transport, for tests.
        clock: Unix seconds.

    Raises:
        ConfigurationError: a setting cannot be used.
    """

    def __init__(
        self,
        app: App,
        *,
        id_url: str = ID_URL,
        timeout: float | None = None,
        connection: Connection | None = None,
        transport: Transport | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._app = checked_app(app)
        self._id_url = checked_base_url("id_url", id_url, ID_URL)
        self._clock = clock
        connection = settled(connection, timeout, transport)
        self._http = Http(connection, transport, partial(id_transport, self._id_url))

    def exchange(self, code: AuthorizationCode) -> TokenSet:
        """Redeem a code; see `kickwire._core.flows.exchange` for what is raised."""
        return self._http.run(flows.exchange(self._app, self._id_url, code, self._clock()))

    def refresh(self, tokens: TokenSet) -> TokenSet:
        """The next pair. The old refresh token is dead afterwards: store the answer first.

        Raises:
            GrantLost: Kick said ``invalid_grant``.
            KickError: any other failure.
        """
        return self._http.run(flows.refresh(self._app, self._id_url, tokens, self._clock()))

    def client_credentials(self) -> TokenSet:
        """A new token of the app itself."""
        return self._http.run(flows.client_credentials(self._app, self._id_url, self._clock()))

    def revoke(self, tokens: TokenSet) -> None:
        """End both tokens of a set. Kick says OK to anything, so this proves nothing."""
        self._http.run(flows.revoke(self._id_url, tokens))

    def introspect(self, tokens: TokenSet) -> Introspection:
        """What Kick knows about the access token of a set."""
        return self._http.run(flows.introspect(self._id_url, tokens))

    def close(self) -> None:
        """Close the connections."""
        self._http.close()


class AsyncOAuth(AsyncClosing):
    """`OAuth` for asyncio; it belongs to the event loop that first uses it.

    Cancelling `exchange` or `refresh` half way can lose what the server has just issued;
    `kickwire.AsyncKick` does both where no cancellation reaches.
    """

    def __init__(
        self,
        app: App,
        *,
        id_url: str = ID_URL,
        timeout: float | None = None,
        connection: Connection | None = None,
        transport: AsyncTransport | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._app = checked_app(app)
        self._id_url = checked_base_url("id_url", id_url, ID_URL)
        self._clock = clock
        connection = settled(connection, timeout, transport)
        self._http = AsyncHttp(connection, transport, partial(async_id_transport, self._id_url))

    async def exchange(self, code: AuthorizationCode) -> TokenSet:
        """`OAuth.exchange`, awaited."""
        return await self._http.run(flows.exchange(self._app, self._id_url, code, self._clock()))

    async def refresh(self, tokens: TokenSet) -> TokenSet:
        """`OAuth.refresh`, awaited."""
        return await self._http.run(flows.refresh(self._app, self._id_url, tokens, self._clock()))

    async def client_credentials(self) -> TokenSet:
        """`OAuth.client_credentials`, awaited."""
        return await self._http.run(
            flows.client_credentials(self._app, self._id_url, self._clock())
        )

    async def revoke(self, tokens: TokenSet) -> None:
        """`OAuth.revoke`, awaited."""
        await self._http.run(flows.revoke(self._id_url, tokens))

    async def introspect(self, tokens: TokenSet) -> Introspection:
        """`OAuth.introspect`, awaited."""
        return await self._http.run(flows.introspect(self._id_url, tokens))

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()


__all__ = ["AsyncOAuth", "AuthorizationCode", "Introspection", "OAuth"]
