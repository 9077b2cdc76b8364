"""A client for tests of the mock: it sends what it is told and believes what it hears."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, cast
from urllib.parse import parse_qs, urlencode, urlsplit

from kickwire_mock import Headers, HostKind, Mock, Reply, Request
from kickwire_mock.world.state import World

FORM = "application/x-www-form-urlencoded"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CALLBACK = "http://localhost:8080/callback"


def challenge_of(verifier: str) -> str:
    """The S256 challenge of a verifier (RFC 7636 section 4.2)."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def json_of(reply: Reply) -> Any:
    """The body of a reply, read as JSON."""
    return json.loads(reply.body)


def query_of(location: str) -> dict[str, str]:
    """The query of an address; each name once."""
    return {name: value for name, (value,) in parse_qs(urlsplit(location).query).items()}


def world_of(mock: Mock) -> World:
    """The inside of a mock, for tests that have to look there."""
    return cast("World", vars(mock)["_world"])


class Client:
    """An app with its users, speaking to one mock."""

    def __init__(self, mock: Mock | None = None) -> None:
        """Speak to this mock, or to a new strict one, as its seeded app."""
        self.mock = Mock() if mock is None else mock
        self.app = self.mock.apps()[0]

    def send(
        self,
        host: HostKind,
        method: str,
        target: str,
        *,
        form: Mapping[str, object] | None = None,
        headers: Iterable[tuple[str, str]] = (),
        token: str | None = None,
    ) -> Reply:
        """Send one request, with a form or a Bearer token if there is one."""
        path, _, query = target.partition("?")
        sent = list(headers)
        if form is not None:
            sent.append(("Content-Type", FORM))
        if token is not None:
            sent.append(("Authorization", f"Bearer {token}"))
        body = b"" if form is None else urlencode(form, doseq=True).encode()
        return self.mock.handle(
            Request(
                host=host,
                method=method,
                path=path,
                query=query,
                headers=Headers(sent),
                body=body,
            )
        )

    def url(self, **changes: str | None) -> str:
        """A good authorize URL with these changes; None leaves a parameter out."""
        query: dict[str, str | None] = {
            "response_type": "code",
            "client_id": self.app.client_id,
            "redirect_uri": CALLBACK,
            "scope": "user:read chat:write",
            "state": "opaque-state",
            "code_challenge": challenge_of(VERIFIER),
            "code_challenge_method": "S256",
            **changes,
        }
        kept = {name: value for name, value in query.items() if value is not None}
        return f"/oauth/authorize?{urlencode(kept)}"

    def authorize(self, **changes: str | None) -> Reply:
        """Open the authorize URL."""
        return self.send("id", "GET", self.url(**changes))

    def code(self, user: str = "alice", **changes: str | None) -> str:
        """A fresh code of a user who agrees to everything."""
        return query_of(self.mock.consent(self.url(**changes), user))["code"]

    def token(self, **fields: str | None) -> Reply:
        """A token request with the app's credentials; None leaves a field out."""
        form: dict[str, str | None] = {
            "client_id": self.app.client_id,
            "client_secret": self.app.client_secret,
            **fields,
        }
        kept = {name: value for name, value in form.items() if value is not None}
        return self.send("id", "POST", "/oauth/token", form=kept)

    def exchange(self, code: str, **changes: str | None) -> Reply:
        """Exchange a code."""
        fields: dict[str, str | None] = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": CALLBACK,
            "code_verifier": VERIFIER,
            **changes,
        }
        return self.token(**fields)

    def pair(self, user: str = "alice", **changes: str | None) -> dict[str, Any]:
        """The first pair of a user who logs in."""
        answer: dict[str, Any] = json_of(self.exchange(self.code(user, **changes)))
        return answer

    def refresh(self, token: str, **changes: str | None) -> Reply:
        """Refresh with a token."""
        fields: dict[str, str | None] = {
            "grant_type": "refresh_token",
            "refresh_token": token,
            **changes,
        }
        return self.token(**fields)

    def app_token(self) -> str:
        """A new app token."""
        return str(json_of(self.token(grant_type="client_credentials"))["access_token"])

    def revoke(self, token: str) -> Reply:
        """Withdraw a token as Kick's pages say."""
        return self.send("id", "POST", f"/oauth/revoke?token={token}", form={})

    def introspect(self, token: str) -> Reply:
        """Ask about a token."""
        return self.send("id", "POST", "/oauth/token/introspect", token=token)

    def lives(self, token: str) -> bool:
        """Whether the API takes an access token."""
        status = self.send("api", "GET", "/public/v1/livestreams/stats", token=token).status
        assert status in (200, 401)
        return status == 200

    def last(self) -> Any:
        """The newest entry of the journal."""
        return self.mock.journal.entries()[-1]


def error_of(reply: Reply) -> tuple[int, str]:
    """Status and OAuth error of a refusal."""
    return int(reply.status), str(json_of(reply)["error"])
