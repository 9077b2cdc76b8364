"""What a test can do with a mock, wherever it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any

from kickwire_mock.clock import Clock
from kickwire_mock.core import Mock
from kickwire_mock.faults import Trouble
from kickwire_mock.journal import Journal
from kickwire_mock.testing import logins, report
from kickwire_mock.testing.deliveries import SignedDelivery, signed_delivery
from kickwire_mock.testing.logins import LogsIn, LogsInAsync, Tokens
from kickwire_mock.world.outbox import Delivery


class Handle(ABC):
    """What `KickMock` and `KickServer` share."""

    def __init__(self, mock: Mock, id_url: str, api_url: str) -> None:
        self._mock = mock
        self._id_url = id_url
        self._api_url = api_url
        self._unheard: list[str] = []
        """Events that were triggered and that nobody had subscribed to."""

    @property
    def mock(self) -> Mock:
        """The mock itself: people, apps, channels, faults, settings, everything."""
        return self._mock

    @property
    def id_url(self) -> str:
        """Where the mock of id.kick.com answers, without a slash at the end."""
        return self._id_url

    @property
    def api_url(self) -> str:
        """Where the mock of api.kick.com answers, without a slash at the end."""
        return self._api_url

    @property
    def clock(self) -> Clock:
        """The mock's time, which stands still until ``clock.advance(seconds)``."""
        return self._mock.clock

    @property
    def journal(self) -> Journal:
        """What was asked, and why it was refused: ``journal.entries()``."""
        return self._mock.journal

    def log_in(
        self,
        kick: LogsIn,
        user: str,
        scopes: Iterable[str] | None = None,
        *,
        account: str | None = None,
    ) -> str:
        """Log a user in through a ``Kick`` of kickwire, which keeps the tokens: the whole way from
        its address to its code, with a user who agrees.

        Args:
            kick: whose login it is.
            user: name of the user: alice, bob, carol, or one whom the mock was given.
            scopes: what is asked for; None: everything.
            account: the name to keep the login under; None: that of the user.

        Returns:
            The account: ``kick.as_user(kick_mock.log_in(kick, "alice"))``.

        Raises:
            NotFoundError: there is no such user.
            ConsentError: the mock refuses it; the text is the journal's reason.
        """
        begun = kick.login(self._asked(scopes), account=account or user)
        kick.complete_login(self._mock.consent(begun.url, user), binding=begun.binding)
        return account or user

    async def alog_in(
        self,
        kick: LogsInAsync,
        user: str,
        scopes: Iterable[str] | None = None,
        *,
        account: str | None = None,
    ) -> str:
        """`log_in` for an ``AsyncKick``, awaited."""
        begun = await kick.login(self._asked(scopes), account=account or user)
        await kick.complete_login(self._mock.consent(begun.url, user), binding=begun.binding)
        return account or user

    def tokens(
        self, user: str, scopes: Iterable[str] | None = None, *, client_id: str | None = None
    ) -> Tokens:
        """Log a user in and give the tokens, for clients of any make.

        Args:
            user: name of the user.
            scopes: what is asked for; None: everything.
            client_id: the app; None: the first one.

        Raises:
            NotFoundError: there is no such app or user.
            ConsentError: the mock refuses it; the text is the journal's reason.
        """
        return logins.tokens(self._mock, user, scopes, client_id)

    def signed_delivery(
        self,
        event: str,
        *,
        channel: str | None = None,
        user: str | None = None,
        trouble: Trouble | None = None,
        **fields: Any,
    ) -> SignedDelivery:
        """A webhook delivery for the test of a handler; nothing is sent.

        What it tells has happened at the mock: a message can be answered, a redemption accepted.

        Args:
            event: one of Kick's ten, or ``drops.claim``.
            channel: name of the person on whose channel it happens; None: alice.
            user: name of the person who does it, or to whom it is done; None: bob.
            trouble: what is wrong with it, as in ``Trouble(bad_signature=True)``.
            fields: put into the payload; the outcome has to fit the document.

        Raises:
            NotFoundError: there is no such event or person.
            MockError: a field is not allowed.
        """
        return signed_delivery(self._mock, event, channel, user, trouble, fields)

    @abstractmethod
    def deliver(self) -> None:
        """See to it that the webhooks that are due arrive, or fail."""

    @abstractmethod
    async def adeliver(self) -> None:
        """`deliver` in an event loop."""

    def trigger(
        self,
        event: str,
        *,
        channel: str | None = None,
        user: str | None = None,
        trouble: Trouble | None = None,
        **fields: Any,
    ) -> tuple[Delivery, ...]:
        """Let an event happen, and deliver it to the apps that subscribed to it.

        Arguments and errors are those of `signed_delivery` and `deliver`.

        Returns:
            The deliveries, with what became of them; empty if nobody has subscribed.
        """
        deliveries = self._happened(event, channel, user, trouble, fields)
        self.deliver()
        return deliveries

    async def atrigger(
        self,
        event: str,
        *,
        channel: str | None = None,
        user: str | None = None,
        trouble: Trouble | None = None,
        **fields: Any,
    ) -> tuple[Delivery, ...]:
        """`trigger` in an event loop."""
        deliveries = self._happened(event, channel, user, trouble, fields)
        await self.adeliver()
        return deliveries

    def report(self) -> Mapping[str, str]:
        """What has happened, by a title: what a failed test shows."""
        found = {
            "last requests": report.requests(self._mock),
            "last deliveries": report.deliveries(self._mock),
            "triggered, and nobody had subscribed": ", ".join(self._unheard),
        }
        return {title: text for title, text in found.items() if text}

    def _happened(
        self,
        event: str,
        channel: str | None,
        user: str | None,
        trouble: Trouble | None,
        fields: Mapping[str, Any],
    ) -> tuple[Delivery, ...]:
        done = self._mock.webhooks.trigger(
            event, channel=channel, user=user, fields=fields, trouble=trouble
        )
        if not done.deliveries:
            self._unheard.append(event)
        return done.deliveries

    def _asked(self, scopes: Iterable[str] | None) -> Iterable[str]:
        return self._mock.apps()[0].scopes if scopes is None else scopes
