"""The whole world of one mock, and how it looks at the start."""

from __future__ import annotations

from collections.abc import Mapping

from kickwire_mock.clock import Clock
from kickwire_mock.ids import Ids
from kickwire_mock.ledger import Settings
from kickwire_mock.world.grants import Grant
from kickwire_mock.world.people import Apps, Users
from kickwire_mock.world.vault import Vault

SEED_USERS = ("alice", "bob", "carol")
SEED_APP = ("01JEXAMP0E0000000000000001", "kickwire-example-client-secret")
"""Client id and secret of the first app: those of the documents' examples, so that an example that
is copied from there works here. Public, and worth nothing."""
SEED_REDIRECT_URI = "http://localhost:8080/callback"

_TEN_YEARS = 10 * 365 * 24 * 3600


class World:
    """Users, apps, codes and tokens, with the clock and the settings that they depend on.

    Holds alice, bob and carol, one app with every scope, and one token of alice for it.
    """

    def __init__(
        self, seed: int, clock: Clock, settings: Settings, scopes: Mapping[str, str]
    ) -> None:
        """Make the world of a seed.

        Args:
            seed: decides every code, token and id.
            clock: the mock's.
            settings: the mock's.
            scopes: every scope of Kick with its description.
        """
        ids = Ids(seed)
        self.clock = clock
        self.settings = settings
        self.scopes = scopes
        self.users = Users()
        self.apps = Apps(ids, scopes)
        self.vault = Vault(ids, clock)
        for name in SEED_USERS:
            self.users.add(name)
        app = self.apps.add("Example app", [SEED_REDIRECT_URI], credentials=SEED_APP)
        self.token = self._long_lived(app.client_id, app.scopes)
        """An access token of the first user for the seeded app. It lives for ten years."""

    def _long_lived(self, client_id: str, scopes: tuple[str, ...]) -> str:
        grant = Grant(
            client_id=client_id, user=SEED_USERS[0], scopes=scopes, since=self.clock.now()
        )
        return self.vault.issue_access_token(grant, _TEN_YEARS)

    def __repr__(self) -> str:
        return f"World({self.vault!r})"
