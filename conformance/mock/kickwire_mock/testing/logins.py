"""Logging people in where no browser is: through the login of a client, or for tokens alone."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import parse_qs, urlencode, urlsplit

from kickwire_mock.bodies import FORM
from kickwire_mock.core import Mock
from kickwire_mock.errors import ConsentError
from kickwire_mock.messages import Headers, Reply, Request
from kickwire_mock.testing.settings import app_of

_VERIFIER = "a-code-verifier-of-43-characters-or-even-more"
"""Worth nothing: it guards logins at a mock."""


class Begun(Protocol):
    """A login that was begun, as kickwire's ``AuthorizationRequest`` is."""

    @property
    def url(self) -> str:
        """Where the browser goes."""
        ...

    @property
    def binding(self) -> str:
        """What ties its end to its beginning."""
        ...


class LogsIn(Protocol):
    """A client that logs people in, as kickwire's ``Kick`` does."""

    def login(self, scopes: Iterable[str], *, account: str) -> Begun:
        """Begin a login."""
        ...

    def complete_login(self, callback: str, *, binding: str) -> object:
        """Finish it."""
        ...


class LogsInAsync(Protocol):
    """The same for asyncio, as kickwire's ``AsyncKick`` does."""

    def login(self, scopes: Iterable[str], *, account: str) -> Awaitable[Begun]:
        """Begin a login."""
        ...

    def complete_login(self, callback: str, *, binding: str) -> Awaitable[object]:
        """Finish it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What a login gives. The `repr` does not show the tokens."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    scopes: tuple[str, ...]


def tokens(mock: Mock, user: str, scopes: Iterable[str] | None, client_id: str | None) -> Tokens:
    """Log a user in as a browser and an app would, PKCE included.

    Raises:
        NotFoundError: there is no such app or user.
        ConsentError: the mock refuses it; the text is the journal's reason.
    """
    app = app_of(mock, client_id)
    digest = hashlib.sha256(_VERIFIER.encode("ascii")).digest()
    asked = {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": app.redirect_uris[0],
        "scope": " ".join(app.scopes if scopes is None else scopes),
        "state": "mock",
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii"),
        "code_challenge_method": "S256",
    }
    callback = mock.consent(f"/oauth/authorize?{urlencode(asked)}", user)
    form = {
        "grant_type": "authorization_code",
        "code": parse_qs(urlsplit(callback).query).get("code", [""])[0],
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "redirect_uri": app.redirect_uris[0],
        "code_verifier": _VERIFIER,
    }
    reply = mock.handle(
        Request(
            host="id",
            method="POST",
            path="/oauth/token",
            headers=Headers([("Content-Type", FORM)]),
            body=urlencode(form).encode("ascii"),
        )
    )
    _require(mock, reply)
    answer = json.loads(reply.body)
    return Tokens(
        access_token=answer["access_token"],
        refresh_token=answer["refresh_token"],
        scopes=tuple(answer.get("scope", "").split()),
    )


def _require(mock: Mock, reply: Reply) -> None:
    """Let an answer with tokens pass.

    Raises:
        ConsentError: it is none, or a fault keeps it from arriving.
    """
    effects = reply.effects
    if effects.hold is not None:
        mock.holds.release(effects.hold)
    lost = effects.hold is not None or effects.reset or effects.never or effects.cut is not None
    if reply.status != 200 or lost:
        raise ConsentError(reply.reason or f"a fault struck the answer ({reply.status})")
