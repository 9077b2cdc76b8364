"""The mock of Kick within the test's process: no socket, no thread."""

from __future__ import annotations

from kickwire_mock.carriers.inprocess import InProcessTransport
from kickwire_mock.core import Mock
from kickwire_mock.testing.handle import Handle
from kickwire_mock.testing.receivers import Receiver, carrier_to
from kickwire_mock.testing.settings import ClientSettings, app_of, client_settings

HOST = "testserver"
"""Where a receiver believes to be; frameworks allow this name in tests."""

_ID_URL = "https://id.kick.com"
_API_URL = "https://api.kick.com"


class InProcessSettings(ClientSettings):
    """What `KickMock.client_settings` gives."""

    transport: InProcessTransport
    """For both hosts, synchronous and asynchronous."""


class KickMock(Handle):
    """A mock of Kick without sockets, of which each test gets a new one.

    ::

        def test_hello(kick_mock):
            with Kick.from_settings(**kick_mock.client_settings(), store=MemoryStore()) as kick:
                alice = kick.as_user(kick_mock.log_in(kick, "alice"))
                alice.chat.send(content="Hello", type="user", broadcaster_user_id=123)
    """

    def __init__(self, mock: Mock | None = None) -> None:
        """Give a mock a transport.

        Args:
            mock: one that allows webhooks to `HOST`; None makes a strict one.
        """
        mock = Mock(allow_webhooks=[HOST]) if mock is None else mock
        super().__init__(mock, _ID_URL, _API_URL)
        self._transport = InProcessTransport(mock, _ID_URL, _API_URL)

    @property
    def transport(self) -> InProcessTransport:
        """An httpx transport that answers for both hosts of Kick, and for no other."""
        return self._transport

    def client_settings(self, client_id: str | None = None) -> InProcessSettings:
        """Arguments for ``Kick.from_settings`` and ``AsyncKick.from_settings``, but for the store.

        Time is the mock's: tokens expire when its clock is moved, and retries do not wait.

        Args:
            client_id: of the app; None: the first one, which has every scope.

        Raises:
            NotFoundError: there is no such app.
        """
        settings = client_settings(self._mock, self._id_url, self._api_url, client_id)
        return InProcessSettings(**settings, transport=self._transport)

    def deliver_to(
        self, receiver: Receiver, path: str = "/", *, client_id: str | None = None
    ) -> None:
        """Have webhooks delivered to an app or a function of the test, from now on.

        Whatever is due arrives within the request that caused it. What the receiver raises comes
        out there, unless it makes an answer of it, as web frameworks do.

        Args:
            receiver: a WSGI app, an ASGI app, a function (also ``async``) from `httpx.Request` to
                `httpx.Response`, or an httpx transport.
            path: where in the app they arrive.
            client_id: the app at Kick whose webhooks they are; None: the first one.

        Raises:
            TypeError: nothing can be delivered to it.
            NotFoundError: there is no such app.
            MockError: the path is none.
        """
        carrier = carrier_to(receiver)
        app = app_of(self._mock, client_id)
        self._mock.change_app(app.client_id, webhook_url=f"http://{HOST}{path}")
        self._transport.deliver_to(carrier)

    def deliver(self) -> None:
        """Carry the webhooks that are due, for instance after the clock was moved.

        Raises:
            TypeError: the receiver is asynchronous, and an event loop runs here: await `adeliver`.
        """
        self._transport.deliver()

    async def adeliver(self) -> None:
        """`deliver` in an event loop."""
        await self._transport.adeliver()

    def __repr__(self) -> str:
        return f"KickMock({self._mock!r})"
