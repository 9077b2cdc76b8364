# What stands in a place, and what is put there instead, has no type here:
# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Bugs of a client that is careless with logins and log-outs."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from conformance.selftest.ground import Ground
from conformance.selftest.plant import plant

_LOGIN = "kickwire.logins:AuthorizationRequest"
_FLOWS = "kickwire._core.flows"


@plant("state-unchecked", "client", "client/login/state")
def state_unchecked(ground: Ground) -> None:
    """A callback is taken for the login that was begun last, whatever its state."""

    def make_key(key: Any) -> Any:
        return lambda app, state: key(app, "any")

    def make_found(found: Any) -> Any:
        return lambda self, query: found(self, {**query, "state": self.state})

    ground.swap("kickwire.logins:_key", make_key)
    ground.swap(f"{_LOGIN}._found", make_found)


@plant("binding-unchecked", "client", "client/login/swapped")
def binding_unchecked(ground: Ground) -> None:
    """A callback is finished by whoever brings it."""
    ground.swap(
        "kickwire.logins:hmac",
        lambda _: SimpleNamespace(compare_digest=lambda one, other: True),
    )


@plant("callback-works-twice", "client", "client/login/once")
def callback_works_twice(ground: Ground) -> None:
    """A login stays open after its callback."""
    ground.swap(
        "kickwire.stores.memory:MemoryStore.take", lambda _: lambda self, key: self.load(key)
    )


@plant("login-open-for-ever", "client", "client/login/late")
def login_open_for_ever(ground: Ground) -> None:
    """A login can be finished after any time."""
    ground.swap("kickwire.logins:LIFETIME", lambda _: 1e9)


@plant("same-state-for-all", "client", "client/login/request")
def same_state_for_all(ground: Ground) -> None:
    """Every login has the same state and verifier."""

    def make(new: Any) -> Any:
        made = new.__func__ if isinstance(new, staticmethod) else new
        return staticmethod(
            lambda *args, **more: made(*args, **{**more, "token_urlsafe": lambda size: "x" * 43})
        )

    ground.swap(f"{_LOGIN}.new", make)


@plant("no-decoy", "client", "client/login/loopback")
def no_decoy(ground: Ground) -> None:
    """A callback on 127.0.0.1 is not saved from Kick's rewriting."""
    ground.swap("kickwire.logins:_DECOY", lambda _: "nothing-of-the-kind")


@plant("missing-scopes-not-told", "client", "client/login/missing")
def missing_scopes_not_told(ground: Ground) -> None:
    """A login does not say which scopes it was not given."""

    def make(logged_in: Any) -> Any:
        return lambda *args: replace(logged_in(*args), missing=())

    ground.swap("kickwire.accounts:Accounts._logged_in", make)


@plant("log-out-here-only", "client", "client/logout/both")
def log_out_here_only(ground: Ground) -> None:
    """A log-out forgets the tokens and does not tell Kick."""
    ground.swap(f"{_FLOWS}:_revocations", lambda _: lambda id_url, tokens: [])


@plant("log-out-of-one-token", "client", "client/logout/both")
def log_out_of_one_token(ground: Ground) -> None:
    """A log-out ends the access token alone."""
    ground.swap(
        f"{_FLOWS}:_revocations",
        lambda revocations: lambda id_url, tokens: revocations(id_url, tokens)[1:],
    )
