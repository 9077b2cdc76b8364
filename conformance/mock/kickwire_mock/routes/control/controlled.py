"""What the control host needs of a mock. `kickwire_mock.core.Mock` has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, Unpack

from kickwire_mock.clock import Clock
from kickwire_mock.delivery.desk import Webhooks
from kickwire_mock.faults import Faults
from kickwire_mock.holds import Holds
from kickwire_mock.journal import Journal
from kickwire_mock.settings import Settings
from kickwire_mock.world.channels import Channel, ChannelChange
from kickwire_mock.world.grants import MaskedToken
from kickwire_mock.world.people import App, AppChange, AppDetails, User
from kickwire_mock.world.samples import Samples
from kickwire_mock.world.subscriptions import Subscription


class Controlled(Protocol):
    """A mock that can be asked and told; see `kickwire_mock.core.Mock` for what each part does."""

    @property
    def clock(self) -> Clock:
        """Its time."""
        ...

    @property
    def settings(self) -> Settings:
        """Its settings."""
        ...

    @property
    def journal(self) -> Journal:
        """Its record."""
        ...

    @property
    def faults(self) -> Faults:
        """What goes wrong."""
        ...

    @property
    def holds(self) -> Holds:
        """What is held."""
        ...

    @property
    def webhooks(self) -> Webhooks:
        """Its events and deliveries."""
        ...

    @property
    def seed(self) -> int:
        """What decides its codes, tokens and ids."""
        ...

    @property
    def token(self) -> str:
        """The seed's token."""
        ...

    def operations(self) -> Sequence[str]:
        """Ids of what it can be asked."""
        ...

    def users(self) -> Sequence[User]:
        """The people."""
        ...

    def add_user(self, name: str, *, user_id: int | None = None, email: str | None = None) -> User:
        """Add a person."""
        ...

    def set_channel(self, name: str, **change: Unpack[ChannelChange]) -> Channel:
        """Change a person's channel."""
        ...

    def channel(self, name: str) -> Channel:
        """A person's channel."""
        ...

    def samples(self) -> Samples:
        """What there is to try things with."""
        ...

    def apps(self) -> Sequence[App]:
        """The apps."""
        ...

    def add_app(
        self, name: str, *, redirect_uris: Sequence[str], **details: Unpack[AppDetails]
    ) -> App:
        """Register an app."""
        ...

    def change_app(
        self, client_id: str, *, rotate_secret: bool = False, **change: Unpack[AppChange]
    ) -> App:
        """Change an app."""
        ...

    def subscriptions(
        self, client_id: str | None = None, limit: int = 1000
    ) -> Sequence[Subscription]:
        """Who subscribed to what."""
        ...

    def person(self, user_id: int) -> User | None:
        """Who has an id."""
        ...

    def tokens(self, limit: int = 1000) -> Sequence[MaskedToken]:
        """The newest tokens, masked."""
        ...

    def consent(
        self, url: str, user: str, *, approve: bool = True, scopes: Sequence[str] | None = None
    ) -> str:
        """Decide in a person's place."""
        ...

    def end_tokens(
        self, *, user: str | None = None, client_id: str | None = None, kind: str = "all"
    ) -> int:
        """End tokens on Kick's side."""
        ...

    def state(self) -> dict[str, Any]:
        """Everything that can be restored."""
        ...

    def restore(self, state: object) -> None:
        """Go on from a state."""
        ...

    def save(self) -> None:
        """Write the state to a file."""
        ...

    def reset(self) -> None:
        """Begin anew."""
        ...
