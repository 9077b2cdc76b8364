"""Mocks with many people."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from kickwire_mock import Mock
from kickwire_mock.world.grants import Grant
from kickwire_mock.world.people import App, User
from kickwire_mock.world.subscriptions import Subscription

EVENT = "channel.followed"
_SCOPES = ("user:read", "channel:read", "channel:write", "events:subscribe", "chat:write")
_LIFETIME = 7_200
_REDIRECT_URI = "http://localhost:8080/callback"
ASKED = 100
"""As many of every crowd, since the mock keeps what it has written about a channel."""


@dataclass(slots=True)
class Member:
    """One of the people, and what they have."""

    user: User
    app: App
    app_token: str
    access_token: str
    refresh_token: str
    common_token: str
    """An access token for the app that all have in common."""


class People(Mock):
    """A mock with so many people more, each logged in to the first app."""

    def __init__(self, number: int, **settings: str) -> None:
        """Bring them in.

        Args:
            number: how many.
            settings: see `kickwire_mock.Mock`.
        """
        super().__init__(settings=settings)
        self.common = self.apps()[0]
        """The app that all have in common."""
        self.access_tokens = [
            self._log_in(self.common, self._new(each))[0] for each in range(number)
        ]
        """Their access tokens for it, in the order of `users`."""

    def _new(self, number: int) -> User:
        return self._world.users.add(f"somebody-{number}")

    def _log_in(self, app: App, user: User) -> tuple[str, str]:
        grant = self._grant(app, user.name, _SCOPES)
        issued = self._world.vault.issue(grant, _LIFETIME)
        assert issued.refresh_token
        return issued.access_token, issued.refresh_token

    def _grant(self, app: App, user: str | None, scopes: tuple[str, ...]) -> Grant:
        now = self._world.clock.now()
        return Grant(client_id=app.client_id, user=user, scopes=scopes, since=now)


class Crowd(People):
    """People who are live and have an app each.

    Each has subscribed to something through that app, and all of them through the first one.
    """

    def __init__(self, number: int) -> None:
        """Bring them in; a hundred thousand take some seconds."""
        super().__init__(number, ratelimit_livestreams="0")
        people = zip(self.users()[-number:], self.access_tokens, strict=True)
        members = [self._join(number, *each) for number, each in enumerate(people)]
        self._turns = itertools.cycle(members[:: number // ASKED])

    def next(self) -> Member:
        """One of `ASKED` members, who stand far apart in the crowd and take turns."""
        return next(self._turns)

    def _join(self, number: int, user: User, common_token: str) -> Member:
        world = self._world
        app = world.apps.add(f"App {number}", [_REDIRECT_URI], bot=True)
        world.channels.set(user, {"live": True, "viewers": number % 1_000})
        for each in (app, self.common):
            self._subscribe(each, user)
        access_token, refresh_token = self._log_in(app, user)
        return Member(
            user=user,
            app=app,
            app_token=self._app_token(app),
            access_token=access_token,
            refresh_token=refresh_token,
            common_token=common_token,
        )

    def _subscribe(self, app: App, user: User) -> None:
        subscriptions = self._world.subscriptions
        subscriptions.add(
            Subscription(
                id=subscriptions.new_id(),
                app=app.client_id,
                channel=user.user_id,
                event=EVENT,
                version=1,
                since=self._world.clock.now(),
            )
        )

    def _app_token(self, app: App) -> str:
        return self._world.vault.issue_access_token(self._grant(app, None, ()), _LIFETIME)
