"""Tokens for people to look at: what each may do and whether it lives, but never the token."""

from __future__ import annotations

from kickwire_mock.routes.oauth.refresh import too_old, works_again
from kickwire_mock.world.grants import AccessToken, MaskedToken, RefreshToken
from kickwire_mock.world.shelf import EXPIRED, USED
from kickwire_mock.world.state import World

_SHOWN = 6
"""Characters of a token that are shown: enough to know it again, and of no other use."""


def listed(world: World, limit: int) -> list[MaskedToken]:
    """The tokens that were issued last, newest first, no more than so many.

    Dead ones are among them as long as the mock keeps them.
    """
    return [_listed(world, *each) for each in world.vault.newest(limit)]


def _listed(world: World, value: str, token: AccessToken | RefreshToken, why: str) -> MaskedToken:
    grant = token.grant
    kind = "app_token" if grant.user is None else "access_token"
    if isinstance(token, RefreshToken):
        kind = "refresh_token"
        why = why or _why_refused(world, token)
    return MaskedToken(
        token=f"{value[:_SHOWN]}…",
        kind=kind,
        client_id=grant.client_id,
        user=grant.user,
        scopes=grant.scopes,
        expires=token.expires,
        living=not why,
        reason=why,
    )


def _why_refused(world: World, token: RefreshToken) -> str:
    if too_old(world, token):
        return EXPIRED
    return "" if token.first_used is None or works_again(world, token) else USED
