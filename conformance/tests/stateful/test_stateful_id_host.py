"""Any order of logins, refreshes, revocations and waiting leaves the id host and its model agreed.

The model knows which codes and tokens live; the mock is asked through `Mock.handle` alone. Bugs
are planted at the end, to show that the machine would find them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from kickwire_mock import Mock, Reply
from kickwire_mock.routes.oauth import code as code_grant
from kickwire_mock.world.shelf import USED, Shelf
from kickwire_mock.world.vault import Vault

from conformance.tests.mock.mock_client import (
    CALLBACK,
    VERIFIER,
    Client,
    challenge_of,
    json_of,
    query_of,
)

DAY = 24 * 3600
GOOD, BAD = VERIFIER, VERIFIER[::-1]

LASTING = settings(
    derandomize=True, deadline=None, database=None, max_examples=200, stateful_step_count=30
)
QUICK = settings(LASTING, phases=[Phase.generate], report_multiple_bugs=False)
"""For planted bugs: nobody needs the shortest example."""

Outcome: TypeAlias = "MultipleResults[str] | str"
"""What a rule adds to its bundle: one value or none."""

users = st.sampled_from(["alice", "bob"])
apps = st.sampled_from([0, 1])
verifiers = st.sampled_from([GOOD, GOOD, GOOD, BAD])
moments = st.sampled_from([1, 29, 30, 7199, 7200, DAY, 29 * DAY, 30 * DAY])


@dataclass(eq=False)
class Thing:
    """A code or token as the model knows it."""

    app: int
    user: str | None
    expires: float
    scope: str | None = None
    dead: bool = False
    partner: str = ""
    """Of a refresh token: the access token that came with it."""


class IdHost(RuleBasedStateMachine):
    """Two apps, two users, and whatever they do under the strict profile."""

    codes: Bundle[str] = Bundle("codes")
    access_tokens: Bundle[str] = Bundle("access_tokens")
    refresh_tokens: Bundle[str] = Bundle("refresh_tokens")

    def __init__(self) -> None:
        super().__init__()
        self.mock = Mock()
        self.mock.add_app("Second", redirect_uris=[CALLBACK], scopes=["user:read"])
        self.clients = [Client(self.mock), Client(self.mock)]
        self.clients[1].app = self.mock.apps()[1]
        self.things: dict[str, Thing] = {}
        """Everything that was ever handed out, by its value."""

    @rule(target=codes, user=users, app=apps)
    def agree(self, user: str, app: int) -> str:
        """A user lets an app in: a code that nobody has seen before."""
        answer = query_of(self._decided(user, app, "approve").headers.get("location") or "")
        scope = "user:read chat:write" if app == 0 else "user:read"
        assert answer["state"] == "opaque-state"
        self._handed_out(answer["code"], Thing(app, user, self.now + 30, scope))
        return answer["code"]

    @rule(user=users, app=apps)
    def deny(self, user: str, app: int) -> None:
        """A user sends an app away."""
        location = self._decided(user, app, "deny").headers.get("location") or ""
        assert query_of(location) == {"error": "access_denied", "state": "opaque-state"}

    @rule(target=refresh_tokens, code=codes, app=apps, verifier=verifiers)
    def exchange(self, code: str, app: int, verifier: str) -> Outcome:
        """A code is good once, for its own app, in time, and is spent by a wrong verifier."""
        known = self.things[code]
        good = self._lives(code) and known.app == app
        reply = self.clients[app].exchange(code, code_verifier=verifier)
        if not good:
            return self._refused(reply)
        known.dead = True
        return self._refused(reply) if verifier == BAD else self._pair(reply, known)

    @rule(target=refresh_tokens, token=refresh_tokens, app=apps)
    def refresh(self, token: str, app: int) -> Outcome:
        """A refresh token is good once, for its own app; its access token dies with it."""
        known = self.things[token]
        good = self._lives(token) and known.app == app
        reply = self.clients[app].refresh(token)
        if not good:
            return self._refused(reply)
        known.dead = self.things[known.partner].dead = True
        return self._pair(reply, known)

    @rule(token=access_tokens, app=apps)
    def refresh_with_an_access_token(self, token: str, app: int) -> None:
        """No access token is a refresh token."""
        self._refused(self.clients[app].refresh(token))

    @rule(target=access_tokens, app=apps)
    def act_as_the_app(self, app: int) -> str:
        """An app gets a token of its own, without a partner."""
        answer = json_of(self.clients[app].token(grant_type="client_credentials"))
        assert set(answer) == {"access_token", "token_type", "expires_in"}
        self._handed_out(answer["access_token"], Thing(app, None, self.now + answer["expires_in"]))
        return str(answer["access_token"])

    @rule(target=access_tokens, token=refresh_tokens)
    def look_at_its_partner(self, token: str) -> str:
        """The access token that came with a refresh token, to be used by other rules."""
        return self.things[token].partner

    @rule(token=st.one_of(consumes(access_tokens), refresh_tokens))
    def revoke(self, token: str) -> None:
        """The named token dies, whatever its kind, and no other one."""
        reply = self.clients[0].revoke(token)
        assert (reply.status, reply.body) == (200, b"OK")
        self.things[token].dead = True

    @rule(token=access_tokens)
    def introspect(self, token: str) -> None:
        """A living token tells the truth about itself, a dead one is refused."""
        known = self.things[token]
        reply = self.clients[0].introspect(token)
        if not self._lives(token):
            assert reply.status == 401
            return
        told = json_of(reply)["data"]
        assert told["client_id"] == self.clients[known.app].app.client_id
        assert told["token_type"] == ("app" if known.user is None else "user")
        assert (told.get("scope"), told["exp"]) == (known.scope, known.expires)

    @rule(seconds=moments)
    def wait(self, seconds: int) -> None:
        """Time passes."""
        self.mock.clock.advance(seconds)

    @invariant()
    def the_api_agrees(self) -> None:
        """The API opens to the living access tokens, and shows whose they are."""
        partners = {thing.partner for thing in self.things.values()}
        for token in partners - {""}:
            reply = self.clients[0].send("api", "GET", "/public/v1/users", token=token)
            assert (reply.status == 200) is self._lives(token)
            if reply.status == 200:
                assert json_of(reply)["data"][0]["name"] == self.things[token].user

    @property
    def now(self) -> float:
        """The mock's time."""
        return self.mock.clock.now()

    def _lives(self, value: str) -> bool:
        thing = self.things[value]
        return not thing.dead and self.now < thing.expires

    def _handed_out(self, value: str, thing: Thing) -> None:
        assert re.fullmatch("[A-Z0-9]{48}", value)
        assert value not in self.things
        self.things[value] = thing

    def _pair(self, reply: Reply, source: Thing) -> str:
        """Note a pair of the same app, user and scopes; returns its refresh token."""
        answer = json_of(reply)
        assert reply.status == 200
        assert answer["scope"] == source.scope
        access, refresh = str(answer["access_token"]), str(answer["refresh_token"])
        until = self.now + answer["expires_in"]
        self._handed_out(access, Thing(source.app, source.user, until, source.scope))
        month = Thing(source.app, source.user, self.now + 30 * DAY, source.scope, partner=access)
        self._handed_out(refresh, month)
        return refresh

    def _refused(self, reply: Reply) -> Outcome:
        assert reply.status == 401
        assert json_of(reply)["error"] == "invalid_grant"
        assert reply.reason
        nothing: MultipleResults[str] = multiple()
        return nothing

    def _decided(self, user: str, app: int, decision: str) -> Reply:
        client = self.clients[app]
        page = client.authorize(code_challenge=challenge_of(GOOD))
        found = re.search(rb'name="nonce" value="([^"]+)"', page.body)
        assert found is not None
        form: dict[str, object] = {
            "nonce": found[1].decode(),
            "user": user,
            "decision": decision,
            "scope": ["user:read", "chat:write"],
        }
        reply = client.send("api", "POST", "/oauth/authorize", form=form)
        assert reply.status == 302
        return reply


def test_the_id_host_agrees_with_the_model() -> None:
    """200 sessions of up to 30 steps: every answer is the one that the model expects."""
    run_state_machine_as_test(IdHost, settings=LASTING)


def never_used(self: Vault, value: str, token: object) -> None:
    """A refresh that does not invalidate the token it was made with."""


def still_there(self: object, key: str, why: str) -> bool:
    """A shelf that keeps what was used."""
    return why == USED or _DROP(self, key, why)


def unchecked(challenge: str, verifier: str) -> bool:
    """An exchange that takes any verifier."""
    return True


def not_revoked(self: Vault, value: str, *, cascade: bool) -> bool:
    """A revocation that says OK and does nothing."""
    return True


def ageless(self: object, item: object) -> str:
    """A shelf on which nothing expires."""
    return ""


_DROP: Callable[[object, str, str], bool] = vars(Shelf)["drop"]

BUGS: dict[str, tuple[object, str, Callable[..., object]]] = {
    "rotation does not invalidate": (Vault, "use", never_used),
    "a code works twice": (Shelf, "drop", still_there),
    "the verifier is not checked": (code_grant, "verifies", unchecked),
    "revoking does nothing": (Vault, "revoke", not_revoked),
    "nothing expires": (Shelf, "_why_ended", ageless),
}


@pytest.mark.parametrize("bug", BUGS)
def test_the_machine_finds_planted_bugs(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each bug makes some answer differ from what the model expects."""
    place, name, planted = BUGS[bug]
    monkeypatch.setattr(place, name, planted)

    with pytest.raises(AssertionError):
        run_state_machine_as_test(IdHost, settings=QUICK)
