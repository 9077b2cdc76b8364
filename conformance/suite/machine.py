"""Any order of logins, renewals, revocations and waiting leaves the id host and a model agreed.

The model knows which codes and tokens live, as the settings have it. The machine works on a stage,
over sockets or within a process; `machine_on` binds it to where its stages come from.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    multiple,
    rule,
)

from conformance.suite import checks
from conformance.suite.apps import STATE, VERIFIER, App, granted, pair_of, query_of
from conformance.suite.probes import Answer
from conformance.suite.stage import Stage

DAY = 24 * 3600
MONTH = 30 * DAY
GOOD, BAD = VERIFIER, VERIFIER[::-1]
WANTED = ("user:read", "chat:write")
SCOPES = ("user:read chat:write", "user:read")
"""What a consent to each of the two apps grants."""

Outcome: TypeAlias = "MultipleResults[str] | str"
"""What a rule adds to its bundle: one value or none."""

users = st.sampled_from(["alice", "bob"])
apps = st.sampled_from([0, 1])
# What leads somewhere is drawn more often than what ends something.
verifiers = st.sampled_from([GOOD, GOOD, GOOD, BAD])
strangers = st.sampled_from([0, 0, 0, 1])
moments = st.sampled_from([1, 1, 1, 29, 30, 61, 7199, 7200, DAY, 29 * DAY, MONTH])
GRACE = 60
"""Seconds after its first use in which a refresh token works once more under ``grace``."""


@dataclass(eq=False)
class Thing:
    """A code or token as the model knows it."""

    app: int
    user: str | None
    expires: float
    scope: str = ""
    dead: bool = False
    partner: str = ""
    """Of a refresh token: the access token that came with it."""
    login: int = 0
    """Of what a user's code has become: which one; the others are 0."""
    used: float | None = None
    """When a refresh token was first used."""
    uses: int = 0


class IdHost(RuleBasedStateMachine):
    """Two apps, two users, and whatever they do."""

    codes: Bundle[str] = Bundle("codes")
    access_tokens: Bundle[str] = Bundle("access_tokens")
    refresh_tokens: Bundle[str] = Bundle("refresh_tokens")

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        self.apps: list[App] = [stage.app, stage.another_app(scopes=["user:read"])]
        self.now = stage.control.now()
        self.things: dict[str, Thing] = {}
        """Everything that was ever handed out, by its value."""
        self.logins: list[float] = []
        """When the code of each login was exchanged."""

    @rule(target=codes, user=users, app=apps)
    def agree(self, user: str, app: int) -> str:
        """A user lets an app in: a code that nobody has seen before."""
        answer = query_of(self.apps[app].callback(user, scopes=WANTED))
        checks.same("state", answer.get("state"), STATE)
        lifetime = int(self.stage.setting("code_format_and_lifetime"))
        self._handed_out(answer["code"], Thing(app, user, self.now + lifetime, SCOPES[app]))
        return answer["code"]

    @rule(user=users, app=apps)
    def deny(self, user: str, app: int) -> None:
        """A user sends an app away."""
        answer = query_of(self.apps[app].callback(user, approve=False))
        checks.same("outcome", answer, {"error": "access_denied", "state": STATE})

    @rule(target=refresh_tokens, user=users, app=apps)
    def log_in(self, user: str, app: int) -> Outcome:
        """A user goes through a login without a pause."""
        return self.exchange(self.agree(user, app), 0, GOOD)

    @rule(target=refresh_tokens, code=codes, stranger=strangers, verifier=verifiers)
    def exchange(self, code: str, stranger: int, verifier: str) -> Outcome:
        """A code is good once, for its own app, in time, and is spent by a wrong verifier."""
        known = self.things[code]
        good = self._lives(code) and not stranger
        answer = self.apps[known.app ^ stranger].exchange(code, code_verifier=verifier)
        if not good:
            return self._refused(answer)
        known.dead = True
        if verifier == BAD:
            checks.wrong_verifier(self.stage, answer)
            return _nothing()
        self.logins.append(self.now)
        known.login = len(self.logins)
        return self._pair(answer, known)

    @rule(target=refresh_tokens, token=refresh_tokens, stranger=strangers)
    def refresh(self, token: str, stranger: int) -> Outcome:
        """A refresh token is good for its own app, once or more often as the setting says."""
        known = self.things[token]
        there = self._is_there(known) and not stranger
        answer = self.apps[known.app ^ stranger].refresh(token)
        if not there or not self._good_again(known):
            if there and self.stage.setting("refresh_reuse_policy") == "family":
                self._end(known.login, access_tokens_only=False)
            return self._refused(answer)
        known.used = self.now if known.used is None else known.used
        known.uses += 1
        if self.stage.setting("refresh_kills_old_access_token") == "killed":
            self.things[known.partner].dead = True
        return self._pair(answer, known)

    @rule(token=access_tokens, app=apps)
    def refresh_with_an_access_token(self, token: str, app: int) -> None:
        """No access token is a refresh token."""
        self._refused(self.apps[app].refresh(token))

    @rule(target=access_tokens, app=apps)
    def act_as_the_app(self, app: int) -> str:
        """An app gets a token of its own, without a partner."""
        answer = granted(self.apps[app].token(grant_type="client_credentials"))
        checks.same("fields", set(answer), {"access_token", "token_type", "expires_in"})
        checks.lifetime(self.stage, answer["expires_in"], "app")
        until = self.now + self.stage.lifetime("app")
        self._handed_out(answer["access_token"], Thing(app, None, until))
        return str(answer["access_token"])

    @rule(target=access_tokens, token=refresh_tokens)
    def look_at_its_partner(self, token: str) -> str:
        """The access token that came with a refresh token, to be used by other rules."""
        return self.things[token].partner

    @rule(token=st.one_of(consumes(access_tokens), refresh_tokens))
    def revoke(self, token: str) -> None:
        """The named token dies, whatever its kind, and others only where revocation cascades."""
        known = self.things[token]
        answer = self.stage.revoke(token)
        lives = self._lives(token)
        if lives or self.stage.setting("revoke_always_200") == "always_200":
            checks.same("revoked", (answer.status, answer.text), (200, "OK"))
        else:
            checks.status(answer, 400)
        if lives and known.partner and self.stage.setting("revoke_cascade_unknown") == "cascade":
            self._end(known.login, access_tokens_only=True)
        known.dead = True

    @rule(token=access_tokens)
    def introspect(self, token: str) -> None:
        """A living token tells the truth about itself, a dead one is told as such."""
        known = self.things[token]
        answer = self.stage.introspect(token)
        if not self._lives(token):
            told = answer.status == 200 and answer.data["active"]
            checks.same("active", bool(told), False)
            return
        told = checks.status(answer, 200).data
        checks.same("client_id", told["client_id"], self.apps[known.app].client_id)
        checks.same("token_type", told["token_type"], "app" if known.user is None else "user")
        checks.same("scope and end", (told.get("scope", ""), told["exp"]), self._truth(known))

    @rule(token=access_tokens)
    def call(self, token: str) -> None:
        """The API opens to a living access token, and to no other."""
        checks.same("the access token lives", self.stage.lives(token), self._lives(token))

    @rule(seconds=moments)
    def wait(self, seconds: int) -> None:
        """Time passes."""
        self.stage.wait(seconds)
        self.now += seconds

    def teardown(self) -> None:
        """In the end every pair is asked whose it is."""
        partners = {thing.partner for thing in self.things.values()} - {""}
        for token in sorted(partners):
            answer = self.stage.api.get("/public/v1/users", token=token)
            checks.same("the access token lives", answer.status == 200, self._lives(token))
            if answer.status == 200:
                checks.same("user", answer.data[0]["name"], self.things[token].user)

    def _lives(self, value: str) -> bool:
        thing = self.things[value]
        return self._is_there(thing) and self._good_again(thing)

    def _is_there(self, thing: Thing) -> bool:
        return not thing.dead and self.now < thing.expires

    def _good_again(self, thing: Thing) -> bool:
        """Whether what was used, if it was, can be used once more."""
        policy = self.stage.setting("refresh_reuse_policy")
        if thing.used is None or policy == "reusable":
            return True
        return policy == "grace" and thing.uses == 1 and self.now - thing.used <= GRACE

    def _end(self, login: int, *, access_tokens_only: bool) -> None:
        """Everything of a login dies."""
        for thing in self.things.values():
            if thing.login == login and not (access_tokens_only and thing.partner):
                thing.dead = True

    @staticmethod
    def _truth(known: Thing) -> tuple[str, float]:
        return known.scope, known.expires

    def _handed_out(self, value: str, thing: Thing) -> None:
        checks.holds("it has 48 characters", re.fullmatch("[A-Z0-9_=-]{48}", value))
        checks.holds("nobody has seen it before", value not in self.things)
        self.things[value] = thing

    def _pair(self, answer: Answer, source: Thing) -> str:
        """Note a pair of the same app, user and scopes; returns its refresh token."""
        pair = pair_of(answer)
        checks.same("scope", pair.scope, source.scope)
        checks.lifetime(self.stage, pair.expires_in)
        until = self.now + self.stage.lifetime()
        access = Thing(source.app, source.user, until, source.scope, login=source.login)
        self._handed_out(pair.access_token, access)
        absolute = self.stage.setting("refresh_30_day_absolute_expiry") == "absolute"
        begun = self.logins[source.login - 1] if absolute else self.now
        refresh = Thing(source.app, source.user, begun + MONTH, source.scope, login=source.login)
        refresh.partner = pair.access_token
        self._handed_out(pair.refresh_token, refresh)
        return pair.refresh_token

    def _refused(self, answer: Answer) -> Outcome:
        checks.oauth_refusal(self.stage, answer, "invalid_grant")
        return _nothing()


def _nothing() -> Outcome:
    nothing: MultipleResults[str] = multiple()
    return nothing


def machine_on(new_stage: Callable[[], Stage]) -> type[IdHost]:
    """The machine, each time on a stage of its own.

    Args:
        new_stage: a stage on which nothing has happened yet.
    """

    class OnNewStage(IdHost):
        """The machine as hypothesis makes it: without arguments."""

        def __init__(self) -> None:
            super().__init__(new_stage())

    return OnNewStage
