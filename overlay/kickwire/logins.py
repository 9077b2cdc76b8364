"""A login: from the address a browser is sent to, to the code its callback brings.

A login in flight is kept in the token store, encrypted like everything there, for ten minutes and
for one callback. It is bound to whoever began it: by a cookie in a web application, by a value in
the process of a native one. Without that, somebody could make a victim finish *their* login.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

from . import pkce
from ._core.flows import AuthorizationCode
from .config import App
from .errors import ConfigurationError, LoginFailed
from .scopes import checked_scopes
from .stores.base import Key, Store

LIFETIME = 600.0
"""Seconds a login may take. Kick's own limit for the page is unknown."""

_SKEW = 60.0
"""Seconds by which the clocks of two servers of one application may differ."""

_DECOY = "127.0.0.1"

_AGAIN = "start another login"
_LATE = (
    f"the login took longer than ten minutes, or the clock was set back; {_AGAIN}, and on a phone "
    "whose Kick app takes the page over, copy its address into a browser"
)


@dataclass(frozen=True, slots=True)
class Denied:
    """The user said no (RFC 6749 section 4.1.2.1). A normal outcome, not an error.

    Attributes:
        reason: Kick's words, if any.
    """

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Callback:
    """What a browser came back with, and the binding of whoever brings it. Shows neither.

    While it is unspent, the code in it is as good as a password.
    """

    url: str = field(repr=False)
    binding: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """One attempt to log a user in.

    Attributes:
        url: where the user's browser has to go. Any browser will do, as long as the callback comes
            back here: show it for copying where a phone's Kick app may take the page over (ledger
            ``mobile_universal_link_hijack``).
        binding: what ties the callback to whoever began the login. A web application puts it into a
            cookie (HttpOnly, Secure, SameSite=Lax) and hands the cookie's value to `load`; a native
            one keeps this object. Shown in no `repr`.
        state: random, compared first when the callback comes.
        verifier: the PKCE code verifier.
        redirect_uri: as registered.
        scopes: what is asked for.
        created_at: Unix seconds.
        account: under which name the pair will be stored; None takes Kick's user id.
    """

    url: str = field(repr=False)
    binding: str = field(repr=False)
    state: str = field(repr=False)
    verifier: str = field(repr=False)
    redirect_uri: str
    scopes: tuple[str, ...]
    created_at: float
    account: str | None = None

    @property
    def expires_at(self) -> float:
        """Unix seconds after which a callback is refused: whoever waits for one stops then."""
        return self.created_at + LIFETIME

    @staticmethod
    def new(
        app: App,
        scopes: Iterable[str],
        *,
        id_url: str,
        now: float,
        account: str | None = None,
        unlisted_scopes: bool = False,
        token_urlsafe: Callable[[int], str] = secrets.token_urlsafe,
    ) -> AuthorizationRequest:
        """Begin a login.

        Args:
            app: with its redirect URI.
            scopes: see `kickwire.scopes.SCOPES`.
            id_url: the identity host.
            now: Unix seconds.
            account: the name to store the pair under; without one it is Kick's user id, and the
                scope ``user:read`` is needed to ask for it.
            unlisted_scopes: let scopes pass that this release does not know.
            token_urlsafe: randomness.

        Raises:
            ConfigurationError: the app has no redirect URI, or a scope cannot be asked for.
        """
        wanted = checked_scopes(scopes, unlisted=unlisted_scopes)
        if app.redirect_uri is None:
            raise ConfigurationError("redirect_uri: a login needs the app's registered URL")
        if account is None and "user:read" not in wanted:
            raise ConfigurationError(
                "scopes: user:read is needed to learn whose login it is; add it or name the account"
            )
        state, verifier = token_urlsafe(32), pkce.new_verifier(token_urlsafe)
        return AuthorizationRequest(
            url=_url(app, wanted, state, verifier, id_url),
            binding=token_urlsafe(32),
            state=state,
            verifier=verifier,
            redirect_uri=app.redirect_uri,
            scopes=wanted,
            created_at=now,
            account=account,
        )

    def save(self, store: Store, app: App) -> None:
        """Keep the login until its callback comes; ten minutes at most.

        Raises:
            StoreError: the store cannot be used.
        """
        store.purge(self.created_at)
        store.put(_key(app, self.state), self._to_text(), expires_at=self.expires_at)

    @staticmethod
    def load(
        store: Store, app: App, callback: str, *, binding: str, now: float
    ) -> AuthorizationRequest:
        """The login a callback belongs to. It is taken out of the store: a callback works once.

        Args:
            store: where `save` put it.
            app: whose login it is.
            callback: the URL the browser came back with, or its query.
            binding: of whoever brings the callback, e.g. from their cookie.
            now: Unix seconds.

        Raises:
            LoginFailed: no login waits for this callback, it waited for somebody else, or too long.
            StoreError: the store cannot be used.
        """
        brought = Callback(callback, binding)
        del callback, binding  # the code may still be good: no traceback with locals shows it
        if not isinstance(cast("object", brought.binding), str):
            raise LoginFailed(
                f"no binding came with the callback; is the browser's cookie missing? {_AGAIN}"
            )
        record = store.take(_key(app, _query(brought.url).get("state", "")))
        if record is None:
            raise LoginFailed(
                "no login waits for this callback: it was used before, is older than ten minutes, "
                f"or was begun elsewhere; {_AGAIN}"
            )
        request = _from_text(record.text)
        if request is None:
            raise LoginFailed(f"the stored login is of another version of kickwire; {_AGAIN}")
        if not hmac.compare_digest(_octets(request.binding), _octets(brought.binding)):
            raise LoginFailed(
                f"this callback belongs to a login that was begun in another browser; {_AGAIN}"
            )
        if not -_SKEW <= now - request.created_at <= LIFETIME:
            raise LoginFailed(_LATE)
        return request

    def answered(self, callback: str) -> AuthorizationCode | Denied:
        """What the callback says. Its state is compared first, in constant time.

        Args:
            callback: the URL the browser came back with, or its query.

        Raises:
            LoginFailed: it belongs to another login, reports an error, or brings no code.
        """
        found = self._found(_query(callback))
        if isinstance(found, str):
            del callback  # so that no traceback with locals shows its code
            raise LoginFailed(f"{found}; {_AGAIN}")
        return found

    def _found(self, query: dict[str, str]) -> AuthorizationCode | Denied | str:
        """What a callback says, or why it says nothing."""
        if not hmac.compare_digest(_octets(query.get("state", "")), _octets(self.state)):
            return "this callback belongs to another login"
        error = query.get("error")
        if error == "access_denied":
            return Denied(_readable(query.get("error_description", "")))
        if error is not None:
            return f"the login page reported {_readable(error)!r}"
        if not query.get("code"):
            return "the callback brings no code"
        return AuthorizationCode(query["code"], self.verifier, self.redirect_uri, self.scopes)

    def _to_text(self) -> str:
        return json.dumps(
            {
                "format": _FORMAT,
                "url": self.url,
                "binding": self.binding,
                "state": self.state,
                "verifier": self.verifier,
                "redirect_uri": self.redirect_uri,
                "scopes": self.scopes,
                "created_at": self.created_at,
                "account": self.account,
            }
        )


_FORMAT = 1


def _from_text(text: str) -> AuthorizationRequest | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    known = cast("dict[str, Any]", found)
    names = {one.name for one in fields(AuthorizationRequest)}
    if known.pop("format", None) != _FORMAT or known.keys() != names:
        return None
    scopes = tuple(cast("list[str]", known.pop("scopes")))
    return AuthorizationRequest(**known, scopes=scopes)


def _url(app: App, scopes: tuple[str, ...], state: str, verifier: str, id_url: str) -> str:
    """The authorize URL; a decoy saves the 127.0.0.1 in it (ledger ``loopback_ip_rewritten``)."""
    from kickwire_id.api.oauth import authorize
    from kickwire_id.types import UNSET

    redirect_uri = app.redirect_uri or ""
    request = authorize.build(
        id_url,
        client_id=app.client_id,
        redirect=_DECOY if _DECOY in redirect_uri else UNSET,
        redirect_uri=redirect_uri,
        scope=" ".join(scopes),
        state=state,
        code_challenge=pkce.challenge(verifier),
    )
    return str(request.url)


def _key(app: App, state: str) -> Key:
    # Hashed, so that whoever can list the names in a store learns no state.
    return Key(app.client_id, "login", hashlib.sha256(state.encode()).hexdigest())


def _query(callback: str) -> dict[str, str]:
    """The query of a URL, or a query itself; empty if it cannot be read or a name stands twice."""
    text = callback.strip() if isinstance(cast("object", callback), str) else ""
    try:
        _ = text.encode()  # raises for what could not be sent on
        query = urlsplit(text).query if _is_url(text) else text
        pairs = parse_qsl(query, max_num_fields=50, errors="strict")
    except ValueError:
        return {}
    found = dict(pairs)
    return found if len(found) == len(pairs) else {}


def _is_url(text: str) -> bool:
    """Whether it is more than a query, in which ``?`` and ``://`` may stand too."""
    before, mark, _ = text.partition("?")
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text) is not None or (
        mark != "" and "=" not in before
    )


def _octets(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _readable(words: str) -> str:
    return "".join(char if char.isprintable() else " " for char in words)[:200]


__all__ = ["LIFETIME", "AuthorizationRequest", "Callback", "Denied"]
