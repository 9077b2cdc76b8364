# What stands in a place, and what is put there instead, has no type here:
# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Bugs of what happens to tokens once they are issued."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary

from conformance.selftest.ground import Ground
from conformance.selftest.plant import plant

_TOKEN = "kickwire_mock.routes.oauth.token"  # noqa: S105  # a module
_REFRESH = "kickwire_mock.routes.oauth.refresh"
_INTROSPECT = "kickwire_mock.routes.oauth.introspect"
_VAULT = "kickwire_mock.world.vault:Vault"


@plant("rotation-does-not-invalidate", "mock", "id/token/refresh/2")
def rotation_does_not_invalidate(ground: Ground) -> None:
    """A refresh token works again after its use."""
    ground.swap(f"{_VAULT}.use", lambda _: lambda self, value, token: None)


@plant("every-third-rotation-leaks", "mock", "id/token/refresh/3")
def every_third_rotation_leaks(ground: Ground) -> None:
    """Every third refresh leaves the token alive that it was made with."""

    counted = WeakKeyDictionary[Any, int]()

    def make(use: Any) -> Any:
        def forgetful(self: Any, value: str, token: Any) -> None:
            counted[self] = counted.get(self, 0) + 1
            if counted[self] % 3:
                use(self, value, token)

        return forgetful

    ground.swap(f"{_VAULT}.use", make)


@plant("same-refresh-token-again", "mock", "id/token/refresh/1")
def same_refresh_token_again(ground: Ground) -> None:
    """A refresh answers the refresh token that it was made with."""

    def make(grants: Any) -> Any:
        refresh = grants["refresh_token"]

        def lazy(world: Any, app: Any, form: Any) -> Any:
            return replace(refresh(world, app, form), refresh_token=form["refresh_token"])

        return {**grants, "refresh_token": lazy}

    ground.swap(f"{_TOKEN}:_GRANTS", make)


@plant("scope-grows-on-refresh", "mock", "id/token/refresh/15")
def scope_grows_on_refresh(ground: Ground) -> None:
    """A refresh gives every scope that the app has."""

    def make(refresh: Any) -> Any:
        def generous(world: Any, app: Any, form: Any) -> Any:
            grant = refresh(world, app, form)
            grant.scopes = app.scopes
            return grant

        return generous

    ground.swap(f"{_TOKEN}:refresh", make)


@plant("refresh-token-of-another-app", "mock", "id/token/refresh/13")
def refresh_token_of_another_app(ground: Ground) -> None:
    """An app may use a refresh token that was issued to another."""

    def make(token_of: Any) -> Any:
        def careless(world: Any, app: Any, value: str) -> Any:
            found = world.vault.refresh_tokens.get(value)
            owner = None if found is None else world.apps.get(found.grant.client_id)
            return token_of(world, owner or app, value)

        return careless

    ground.swap(f"{_REFRESH}:_token", make)


@plant("old-access-token-outlives-refresh", "mock", "id/token/refresh/9")
def old_access_token_outlives_refresh(ground: Ground) -> None:
    """A refresh leaves the access token alive that it replaces."""
    ground.swap(f"{_VAULT}.replace_access_token", lambda _: lambda self, token: None)


@plant("nothing-expires", "mock", "id/token/code/25")
def nothing_expires(ground: Ground) -> None:
    """An access token opens the API after its end."""
    ground.swap("kickwire_mock.world.shelf:_why_ended", lambda _: lambda item, now: item.ended)


@plant("revoke-does-nothing", "mock", "id/revoke/1")
def revoke_does_nothing(ground: Ground) -> None:
    """A revocation says OK and ends nothing."""
    ground.swap(f"{_VAULT}.revoke", lambda _: lambda self, value, cascade: True)


@plant("revoke-ends-too-much", "mock", "id/machine/1")
def revoke_ends_too_much(ground: Ground) -> None:
    """To revoke a refresh token ends its access token too, where Kick ends the named one alone."""

    def make(revoke: Any) -> Any:
        return lambda self, value, cascade: revoke(self, value, cascade=True)

    ground.swap(f"{_VAULT}.revoke", make)


@plant("introspection-trusts-the-dead", "mock", "id/introspect/4")
def introspection_trusts_the_dead(ground: Ground) -> None:
    """Introspection calls a dead token active."""

    def make(_: Any) -> Any:
        from kickwire_mock.answers import json_reply

        data = {"active": True, "client_id": None, "token_type": "user", "scope": "", "exp": 0}
        return lambda self, call, reason: json_reply(200, {"data": data, "message": "OK"})

    ground.swap(f"{_INTROSPECT}:Introspect._dead", make)


@plant("introspection-tells-remaining-seconds", "mock", "id/introspect/3")
def introspection_tells_remaining_seconds(ground: Ground) -> None:
    """Introspection gives the seconds left instead of the moment of the end."""

    def make(described: Any) -> Any:
        return lambda token: described(replace(token, expires=7200.0))

    ground.swap(f"{_INTROSPECT}:_described", make)
