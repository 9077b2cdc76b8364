"""Codes and tokens: made here, looked up here, ended here."""

from __future__ import annotations

from kickwire_mock.clock import Clock
from kickwire_mock.ids import Ids
from kickwire_mock.world.grants import (
    REVOKED,
    USED_KEPT,
    AccessToken,
    AuthorizeRequest,
    Code,
    Grant,
    Issued,
    RefreshToken,
)
from kickwire_mock.world.redirects import is_absolute
from kickwire_mock.world.shelf import Shelf

REFRESH_TOKEN_LIFETIME = 30 * 24 * 3600
"""Seconds; ledger ``refresh_30_day_absolute_expiry``."""

REPLACED = "was replaced by a refresh"
_FORGOTTEN = "was used long ago"


class Vault:
    """Every living code and token of one mock."""

    _ids: Ids
    _clock: Clock
    requests: Shelf[AuthorizeRequest]
    """Authorize requests that wait for the user, by the nonce of their form."""
    codes: Shelf[Code]
    access_tokens: Shelf[AccessToken]
    refresh_tokens: Shelf[RefreshToken]
    _own_grants: dict[str, Grant]
    """Those of apps that act for themselves, by client id."""
    _issued: int
    """How many tokens there were, of all kinds."""

    def __init__(self, ids: Ids, clock: Clock) -> None:
        self._ids = ids
        self._clock = clock
        self.requests = Shelf(clock)
        self.codes = Shelf(clock)
        self.access_tokens = Shelf(clock)
        self.refresh_tokens = Shelf(clock)
        self._own_grants = {}
        self._issued = 0

    def ask(self, request: AuthorizeRequest) -> str:
        """Keep an authorize request; returns its nonce."""
        nonce = self._ids.nonce()
        self.requests.put(nonce, request)
        return nonce

    def allow(self, code: Code) -> str:
        """Issue a code; returns its value."""
        value = self._ids.opaque()
        self.codes.put(value, code)
        return value

    def own_grant(self, client_id: str) -> Grant:
        """What an app may do that acts for itself: one grant, whatever number of tokens."""
        found = self._own_grants.get(client_id)
        if found is None:
            found = Grant(client_id=client_id, user=None, scopes=(), since=self._clock.now())
            self._own_grants[client_id] = found
        return found

    def issue_access_token(self, grant: Grant, lifetime: int) -> str:
        """Issue an access token that lives for so many seconds; returns its value."""
        value = self._ids.opaque()
        grant.issued += 1
        expires = self._clock.now() + lifetime
        token = AccessToken(grant, grant.issued, expires, self._next_serial())
        self.access_tokens.put(value, token)
        return value

    def issue(self, grant: Grant, lifetime: int) -> Issued:
        """Issue what a token answer hands out: to a user a pair, to an app an access token alone.

        Args:
            grant: whose; RFC 6749 section 4.4.3 on apps.
            lifetime: of the access token, in seconds.
        """
        access_token = self.issue_access_token(grant, lifetime)
        if grant.user is None:
            return Issued(access_token, lifetime)
        now = self._clock.now()
        refresh_token = self._ids.opaque()
        self.refresh_tokens.put(
            refresh_token,
            RefreshToken(
                grant=grant,
                issued=now,
                expires=now + REFRESH_TOKEN_LIFETIME,
                access_token=access_token,
                serial=self._next_serial(),
            ),
        )
        return Issued(access_token, lifetime, grant.scopes, refresh_token)

    def use(self, value: str, token: RefreshToken) -> None:
        """Note that a refresh token was used; its grant forgets one that was used long ago."""
        token.uses += 1
        if token.first_used is not None:
            return
        token.first_used = self._clock.now()
        used = (*token.grant.used_refresh_tokens, value)
        if len(used) > USED_KEPT:
            self.refresh_tokens.drop(used[0], _FORGOTTEN)
            used = used[1:]
        token.grant.used_refresh_tokens = used

    def replace_access_token(self, token: RefreshToken) -> None:
        """End the access token that was issued together with a refresh token."""
        self.access_tokens.drop(token.access_token, REPLACED)

    def newest(self, limit: int) -> list[tuple[str, AccessToken | RefreshToken, str]]:
        """The tokens that were issued last, newest first, each with its value and why it is dead.

        Dead ones are among them as long as they are kept.

        Args:
            limit: no more than so many; the time it takes grows with this alone.
        """
        found: list[tuple[str, AccessToken | RefreshToken, str]] = [
            *self.access_tokens.latest(limit),
            *self.refresh_tokens.latest(limit),
        ]
        return sorted(found, key=lambda each: -each[1].serial)[:limit]

    def grant_of(self, value: str) -> Grant | None:
        """The grant that the living access or refresh token of this value belongs to, or None."""
        token = self.access_tokens.get(value) or self.refresh_tokens.get(value)
        return None if token is None else token.grant

    def revoke(self, value: str, *, cascade: bool) -> bool:
        """End the token of this value, of whatever kind; False if none lives.

        Args:
            value: the token.
            cascade: whether a refresh token takes the access tokens of its grant along.
        """
        if self.access_tokens.get(value) is not None:
            return self.access_tokens.drop(value, REVOKED)
        refresh_token = self.refresh_tokens.get(value)
        if refresh_token is None:
            return False
        if cascade:
            refresh_token.grant.revoked_up_to = refresh_token.grant.issued
        return self.refresh_tokens.drop(value, REVOKED)

    def end(
        self,
        *,
        user: str | None = None,
        client_id: str | None = None,
        access_tokens: bool = False,
        refresh_tokens: bool = False,
        app_tokens: bool = False,
    ) -> int:
        """End the living tokens of these kinds; returns how many.

        Takes time in proportion to all tokens, so it is for control, not for requests.

        Args:
            user: only this user's.
            client_id: only this app's.
            access_tokens: those of users.
            refresh_tokens: of users too, as nobody else has any.
            app_tokens: those of apps.
        """

        def meant(grant: Grant) -> bool:
            return user in (None, grant.user) and client_id in (None, grant.client_id)

        kinds = {"user": access_tokens, "app": app_tokens}
        ended = 0
        for value, token in self.access_tokens.living():
            if kinds[token.grant.kind] and meant(token.grant):
                ended += self.access_tokens.drop(value, REVOKED)
        for value, refresh_token in self.refresh_tokens.living() if refresh_tokens else ():
            if meant(refresh_token.grant):
                self.refresh_tokens.drop(value, REVOKED)
                ended += refresh_token.first_used is None
        return ended

    def _next_serial(self) -> int:
        self._issued += 1
        return self._issued

    def sound(self) -> bool:
        """Whether its parts agree; asked of one that was read from a state."""
        asked = [request for _, request in self.requests.living()]
        allowed = [code.request for _, code in self.codes.living()]
        return all(is_absolute(request.redirect_uri) for request in (*asked, *allowed))

    def __repr__(self) -> str:
        counts = f"{len(self.access_tokens)} access, {len(self.refresh_tokens)} refresh tokens"
        return f"Vault({counts})"
