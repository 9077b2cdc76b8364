"""The refresh token grant: a pair for a pair.

Source: RFC 6749 section 6. Requests are handled one at a time, so of two with the same token the
second meets what the first has left behind (``refresh_concurrency_loser``).
"""

from __future__ import annotations

from collections.abc import Mapping

from kickwire_mock.errors import OAuthRefusal
from kickwire_mock.ledger import quirk, setting
from kickwire_mock.routes.host import KILLS_OLD
from kickwire_mock.world.grants import Grant, RefreshToken
from kickwire_mock.world.people import App
from kickwire_mock.world.shelf import EXPIRED, USED
from kickwire_mock.world.state import World
from kickwire_mock.world.vault import REFRESH_TOKEN_LIFETIME

REUSE = setting("refresh_reuse_policy")
EXPIRY = setting("refresh_30_day_absolute_expiry")
NOT_FOR_APPS = quirk("app_token_no_refresh_no_scope")

# A refresh hands out a new pair of the same grant, and reads no field but its own.
quirk("refresh_returns_new_pair")
quirk("scope_change_needs_new_consent")
quirk("refresh_no_pkce")
quirk("refresh_concurrency_loser")

_FAMILY = "ended with its grant, of which a refresh token was used twice"
_WHY = {EXPIRED: (EXPIRY,), _FAMILY: (REUSE,)}

GRACE = 60
"""Seconds after its first use in which a used token works once more under ``grace``."""


def refresh(world: World, app: App, form: Mapping[str, str]) -> Grant:
    """The grant of a refresh token that is used by this.

    Raises:
        OAuthRefusal: the token is not good, or no longer.
    """
    value = form["refresh_token"]
    token = _token(world, app, value)
    if token.first_used is not None:
        _allow_again(world, token)
    world.vault.use(value, token)
    if world.settings.get(KILLS_OLD, app.client_id) == "killed":
        world.vault.replace_access_token(token)
    return token.grant


def _token(world: World, app: App, value: str) -> RefreshToken:
    token = world.vault.refresh_tokens.get(value)
    if token is None:
        raise _unknown(world, value)
    if token.grant.client_id != app.client_id:
        raise OAuthRefusal("invalid_grant", "the refresh token was issued to another app")
    if too_old(world, token):
        raise OAuthRefusal("invalid_grant", "the consent is 30 days old", EXPIRY)
    return token


def _unknown(world: World, value: str) -> OAuthRefusal:
    access_token = world.vault.access_tokens.get(value)
    if access_token is not None and access_token.grant.user is None:
        return OAuthRefusal("invalid_grant", "an app token cannot be refreshed", NOT_FOR_APPS)
    why = world.vault.refresh_tokens.why_not(value)
    return OAuthRefusal("invalid_grant", f"the refresh token {why}", *_WHY.get(why, ()))


def works_again(world: World, token: RefreshToken) -> bool:
    """Whether the setting ``REUSE`` lets a used refresh token pass."""
    policy = world.settings.get(REUSE, token.grant.client_id)
    return policy == "reusable" or (policy == "grace" and _in_grace(world, token))


def too_old(world: World, token: RefreshToken) -> bool:
    """Whether the setting ``EXPIRY`` lets a refresh token die with age, though it is no older."""
    absolute = world.settings.get(EXPIRY, token.grant.client_id) == "absolute"
    return absolute and world.clock.now() >= token.grant.since + REFRESH_TOKEN_LIFETIME


def _allow_again(world: World, token: RefreshToken) -> None:
    """Let a used refresh token pass if it works again."""
    if works_again(world, token):
        return
    if world.settings.get(REUSE, token.grant.client_id) == "family":
        token.grant.ended = _FAMILY
    raise OAuthRefusal("invalid_grant", f"the refresh token {USED}", REUSE)


def lives(world: World, token: RefreshToken) -> bool:
    """Whether a refresh token that is on the shelf would buy a pair of its app."""
    usable = token.first_used is None or works_again(world, token)
    return usable and not too_old(world, token)


def _in_grace(world: World, token: RefreshToken) -> bool:
    first_used = token.first_used or 0.0
    return token.uses == 1 and world.clock.now() - first_used <= GRACE
