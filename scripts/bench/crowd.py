"""A mock with many people: each is live, and has an app, tokens and subscriptions."""

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
_STRIDE = 7_919
"""A prime: going round in such steps comes by everybody, and never by two neighbours."""


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


class Crowd(Mock):
    """A mock with so many people more.

    Each has subscribed through an app of their own, and all of them through the first app.
    """

    def __init__(self, number: int) -> None:
        """Bring them in; a hundred thousand take some seconds."""
        super().__init__(settings={"ratelimit_livestreams": "0"})
        common = self.apps()[0]
        self._members = [self._join(each, common) for each in range(number)]
        self._turns = itertools.count(step=_STRIDE)

    def next(self) -> Member:
        """Another one each time, until everybody has had a turn."""
        return self._members[next(self._turns) % len(self._members)]

    def _join(self, number: int, common: App) -> Member:
        world = self._world
        user = world.users.add(f"somebody-{number}")
        app = world.apps.add(f"App {number}", [_REDIRECT_URI], bot=True)
        world.channels.set(user, {"live": True, "viewers": number % 1_000})
        for each in (app, common):
            self._subscribe(each, user)
        access_token, refresh_token = self._pair(app, user)
        return Member(
            user=user,
            app=app,
            app_token=self._app_token(app),
            access_token=access_token,
            refresh_token=refresh_token,
            common_token=self._pair(common, user)[0],
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

    def _pair(self, app: App, user: User) -> tuple[str, str]:
        grant = self._grant(app, user.name, _SCOPES)
        issued = self._world.vault.issue(grant, _LIFETIME)
        assert issued.refresh_token
        return issued.access_token, issued.refresh_token

    def _app_token(self, app: App) -> str:
        return self._world.vault.issue_access_token(self._grant(app, None, ()), _LIFETIME)

    def _grant(self, app: App, user: str | None, scopes: tuple[str, ...]) -> Grant:
        now = self._world.clock.now()
        return Grant(client_id=app.client_id, user=user, scopes=scopes, since=now)
