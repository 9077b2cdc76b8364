"""The whole world of one mock, and how it looks at the start."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from itertools import islice

from kickwire_mock.clock import Clock
from kickwire_mock.ids import Ids
from kickwire_mock.keys import Keys
from kickwire_mock.settings import Settings
from kickwire_mock.world import seeded
from kickwire_mock.world.ads import Ads
from kickwire_mock.world.bans import Bans
from kickwire_mock.world.channels import Channels
from kickwire_mock.world.chat import Messages
from kickwire_mock.world.crowd import strangers
from kickwire_mock.world.declared import Unsaved
from kickwire_mock.world.drops import Claims
from kickwire_mock.world.grants import Grant
from kickwire_mock.world.kicks import Kicks
from kickwire_mock.world.limits import Limits
from kickwire_mock.world.news import News
from kickwire_mock.world.outbox import Outbox
from kickwire_mock.world.people import Apps, Scopes, Users
from kickwire_mock.world.redemptions import Redemptions
from kickwire_mock.world.rewards import Rewards
from kickwire_mock.world.subscriptions import Subscriptions
from kickwire_mock.world.targets import Targets
from kickwire_mock.world.vault import Vault

SEED_USERS = {"alice": 123, "bob": 456, "carol": 789}
"""Names and ids of the first people. The documents' examples use these ids."""
SEED_APP = ("01JEXAMP0E0000000000000001", "kickwire-example-client-secret")
"""Client id and secret of the first app: those of the documents' examples, so that an example that
is copied from there works here. Public, and worth nothing."""
SEED_REDIRECT_URI = "http://localhost:8080/callback"

_TEN_YEARS = 10 * 365 * 24 * 3600


class World:
    """Everything that Kick knows, with the clock and the settings that it depends on.

    Holds alice, bob and carol, one app with every scope, and one token of alice for it.
    """

    seed: int
    clock: Clock
    began: float
    """Unix seconds at which the mock began."""
    settings: Settings
    ids: Ids
    scopes: Scopes
    users: Users
    keys: Keys
    signing_key: int
    """The number of the key that signs now."""
    targets: Targets
    news: Unsaved[list[News]]
    """What happened during a request and was not told to anybody yet."""
    apps: Apps
    vault: Vault
    limits: Limits
    token: str
    """An access token of the first user for the seeded app. It lives for ten years."""

    def __init__(
        self,
        seed: int,
        clock: Clock,
        settings: Settings,
        scopes: Mapping[str, str],
        keys: Keys,
        targets: Targets,
    ) -> None:
        """Make the world of a seed.

        Args:
            seed: decides every code, token and id.
            clock: the mock's.
            settings: the mock's.
            scopes: every scope of Kick with its description.
            keys: what webhook deliveries are signed with.
            targets: where they may go.
        """
        ids = Ids(seed, clock)
        self.seed = seed
        self.clock = clock
        self.began = clock.now()
        self.settings = settings
        self.ids = ids
        self.scopes = Scopes(scopes)
        self.users = Users(strangers())
        self.keys = keys
        self.signing_key = keys.first(seed)
        self.targets = targets
        self.news = []
        self.apps = Apps(ids, self.scopes, targets)
        self.vault = Vault(ids, clock)
        self.limits = Limits(clock)
        for name, user_id in SEED_USERS.items():
            self.users.add(name, user_id)
        app = self.apps.add("Example app", [SEED_REDIRECT_URI], credentials=SEED_APP, bot=True)
        self.token = self._long_lived(app.client_id, app.scopes)

    @functools.cached_property
    def channels(self) -> Channels:
        """The channels, which most mocks never look at."""
        people = map(self.users.get, SEED_USERS)
        first = [each for each in people if each and each.user_id == SEED_USERS[each.name]]
        return Channels(self.seed, self.clock, self.began, first)

    @functools.cached_property
    def rewards(self) -> Rewards:
        """What channels offer for points."""
        return seeded.rewards(self)

    @functools.cached_property
    def redemptions(self) -> Redemptions:
        """What viewers bought for points."""
        return seeded.redemptions(self)

    @functools.cached_property
    def messages(self) -> Messages:
        """What was said in chats."""
        return seeded.messages(self)

    @functools.cached_property
    def bans(self) -> Bans:
        """Who is barred from which channel."""
        return seeded.bans(self)

    @functools.cached_property
    def kicks(self) -> Kicks:
        """The KICKs that were given."""
        return seeded.kicks(self)

    @functools.cached_property
    def claims(self) -> Claims:
        """The drops that were claimed."""
        return seeded.claims(self)

    @functools.cached_property
    def ads(self) -> Ads:
        """The ad breaks of channels."""
        return seeded.ads(self)

    @functools.cached_property
    def subscriptions(self) -> Subscriptions:
        """What apps want to hear of."""
        return Subscriptions(self.ids)

    @functools.cached_property
    def outbox(self) -> Outbox:
        """The webhook deliveries."""
        return Outbox()

    def take_up(self) -> None:
        """Go on with what was under way when a state was taken."""
        if "outbox" in vars(self):
            self.outbox.take_up()

    def sound(self) -> bool:
        """Whether its parts agree; asked of one that was read from a state."""
        people = {user.name: user.user_id for user in islice(self.users, len(SEED_USERS))}
        app = next(iter(self.apps), None)
        return (
            list(people.items()) == list(SEED_USERS.items())
            and app is not None
            and app.client_id == SEED_APP[0]
        )

    def _long_lived(self, client_id: str, scopes: tuple[str, ...]) -> str:
        grant = Grant(
            client_id=client_id, user=next(iter(SEED_USERS)), scopes=scopes, since=self.clock.now()
        )
        return self.vault.issue_access_token(grant, _TEN_YEARS)

    def __repr__(self) -> str:
        return f"World({self.vault!r})"
