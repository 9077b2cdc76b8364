"""The mock of Kick over real sockets, as tests have it."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from kickwire_mock.testing.handle import Handle
from kickwire_mock.testing.settings import ClientSettings, app_of, client_settings

if TYPE_CHECKING:
    from kickwire_mock.carriers.server import RunningServer


class KickServer(Handle):
    """A mock of Kick that listens on loopback ports, for programs in any language.

    One serves all tests of a process; each finds it as new.
    """

    def __init__(self, server: RunningServer) -> None:
        """Take a server; whoever started it stops it."""
        super().__init__(server.mock, server.id_url, server.api_url)
        self._server = server

    @property
    def control_url(self) -> str:
        """Where the mock itself is asked and told, from any process; ends in ``/_mock``."""
        return self._server.control_url

    @property
    def environ(self) -> dict[str, str]:
        """Environment variables that aim a program at this mock, as ``Kick.from_env`` reads them.

        Tokens are kept in memory: ``KICKWIRE_STORE`` is ``memory:``.
        """
        app = app_of(self._mock, None)
        return {
            "KICK_CLIENT_ID": app.client_id,
            "KICK_CLIENT_SECRET": app.client_secret,
            "KICK_REDIRECT_URI": app.redirect_uris[0],
            "KICK_ID_URL": self.id_url,
            "KICK_API_URL": self.api_url,
            "KICKWIRE_STORE": "memory:",
        }

    def client_settings(self, client_id: str | None = None) -> ClientSettings:
        """Arguments for ``Kick.from_settings`` and ``AsyncKick.from_settings``, but for the store.

        Time is the mock's: tokens expire when its clock is moved, and retries do not wait.

        Args:
            client_id: of the app; None: the first one, which has every scope.

        Raises:
            NotFoundError: there is no such app.
        """
        return client_settings(self._mock, self._id_url, self._api_url, client_id)

    def deliver_to(self, url: str, *, client_id: str | None = None) -> None:
        """Have webhooks delivered to an address, from now on. (A WSGI or ASGI app is for
        `KickMock.deliver_to`; here it has to listen.)

        Args:
            url: of a loopback host, such as ``http://127.0.0.1:8000/webhooks``.
            client_id: the app at Kick whose webhooks they are; None: the first one.

        Raises:
            NotFoundError: there is no such app.
            MockError: deliveries may not go there.
        """
        app = app_of(self._mock, client_id)
        self._mock.change_app(app.client_id, webhook_url=url)

    def deliver(self, timeout: float = 10.0) -> None:
        """Wait until the webhooks that are due were delivered, or failed.

        Args:
            timeout: in real seconds.

        Raises:
            TimeoutError: they were not.
        """
        idle = threading.Event()

        def look() -> None:
            """Whether everything has ended."""
            if not self._mock.webhooks.under_way():
                idle.set()

        leave = self._mock.webhooks.on_due(look)
        try:
            look()
            if not idle.wait(timeout):
                raise TimeoutError(f"webhooks are still under way after {timeout:g} s")
        finally:
            leave()

    async def adeliver(self, timeout: float = 10.0) -> None:  # noqa: ASYNC109  # as in `deliver`
        """`deliver` in an event loop, which goes on meanwhile."""
        await asyncio.to_thread(self.deliver, timeout)

    def __repr__(self) -> str:
        return f"KickServer(id={self._id_url!r}, api={self._api_url!r})"
