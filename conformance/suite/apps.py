"""An app of the server under test, and what it can do at the id host, right or wrong on purpose."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from conformance.suite.cases import Failed, Skipped
from conformance.suite.pages import first_form
from conformance.suite.probes import Answer, Log, Probe

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
"""That of RFC 7636 appendix B."""
STATE = "af0ifjsldkj"
ALL_SCOPES = (
    "user:read",
    "channel:read",
    "channel:write",
    "channel:rewards:read",
    "channel:rewards:write",
    "chat:write",
    "streamkey:read",
    "events:subscribe",
    "moderation:ban",
    "moderation:chat_message:manage",
    "kicks:read",
)
"""Those that Kick publishes."""


def challenge_of(verifier: str) -> str:
    """The S256 challenge of a verifier (RFC 7636 section 4.2)."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def query_of(location: str) -> dict[str, str]:
    """The query of an address; the last value of each name."""
    return dict(parse_qsl(urlsplit(location).query, keep_blank_values=True))


@dataclass(frozen=True)
class Pair:
    """Tokens of a user."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in: object
    scope: str

    @property
    def scopes(self) -> set[str]:
        """The granted scopes."""
        return set(self.scope.split())


class App:
    """An app that speaks to the id host. Changes by keyword; None leaves a field out."""

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        redirect_uri: str,
        *,
        id: Probe,
        api: Probe,
        log: Log,
    ) -> None:
        self.client_id = client_id
        self.client_secret = client_secret
        self.redirect_uri = redirect_uri
        self._id = id
        self._api = api
        self._log = log
        log.keep_secret(client_secret)

    def parameters(
        self, scopes: Sequence[str] = ALL_SCOPES, **changes: str | None
    ) -> dict[str, str]:
        """The parameters of a good authorize request with these changes."""
        good: dict[str, str | None] = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": " ".join(scopes),
            "state": STATE,
            "code_challenge": challenge_of(VERIFIER),
            "code_challenge_method": "S256",
            **changes,
        }
        return {name: value for name, value in good.items() if value is not None}

    def authorize_url(self, scopes: Sequence[str] = ALL_SCOPES, **changes: str | None) -> str:
        """Where the app sends a browser."""
        return f"{self._id.url}/oauth/authorize?{urlencode(self.parameters(scopes, **changes))}"

    def authorize(self, scopes: Sequence[str] = ALL_SCOPES, **changes: str | None) -> Answer:
        """Open the authorize address as a browser does."""
        return self._id.get("/oauth/authorize", query=self.parameters(scopes, **changes))

    def decide(
        self,
        url: str,
        user: str = "alice",
        *,
        approve: bool = True,
        scopes: Sequence[str] | None = None,
    ) -> Answer:
        """Open an authorize address and press a button of its page in a person's place.

        Args:
            url: an authorize address, of this app or built by a client.
            user: who decides.
            approve: or deny.
            scopes: those that stay ticked; all if None.

        Returns:
            The answer that sends the browser back to the app.

        Raises:
            Failed: there is no page.
            Skipped: the page is not one on which a program can decide.
        """
        page = self._id.get("/oauth/authorize", query=urlsplit(url).query)
        if page.status != 200:
            raise Failed(f"{page.asked}: expected a consent page, got {page.status}")
        form = first_form(page.text)
        chosen = None if scopes is None else tuple(scopes)
        button = "approve" if approve else "deny"
        sent = None if form is None else form.filled(button, user, chosen)
        if form is None or sent is None:
            raise Skipped(f"needs a consent page that a program can fill in, with {user} to choose")
        self._log.keep_secret(*sent.get("nonce", []))
        target = urlsplit(form.action)
        host = self._api if form.action.startswith(self._api.url) else self._id
        return host.request(form.method.upper(), target.path, form=sent)

    def callback(self, user: str = "alice", *, approve: bool = True, **changes: Any) -> str:
        """Where the browser lands when a user has decided on a good request with these changes.

        Raises:
            Failed: it is sent nowhere.
        """
        answer = self.decide(self.authorize_url(**changes), user, approve=approve)
        if answer.status != 302:
            raise Failed(f"{answer.asked}: expected 302 to the app, got {answer.status}")
        return answer.location

    def code(self, user: str = "alice", **changes: Any) -> str:
        """A fresh code of a user who agrees to everything.

        Raises:
            Failed: none came back.
        """
        outcome = query_of(self.callback(user, **changes))
        if not outcome.get("code"):
            raise Failed("expected a code in the query of the redirect, got none")
        return outcome["code"]

    def token(self, **fields: str | None) -> Answer:
        """A token request with the app's credentials."""
        form: dict[str, str | None] = {
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            **fields,
        }
        kept = {name: value for name, value in form.items() if value is not None}
        secret = ("refresh_token", "code", "client_secret")
        self._log.keep_secret(*(kept.get(name) for name in secret))
        return self._id.post("/oauth/token", form=kept)

    def exchange(self, code: str, **changes: str | None) -> Answer:
        """Exchange a code."""
        fields: dict[str, str | None] = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": VERIFIER,
            **changes,
        }
        return self.token(**fields)

    def refresh(self, token: str, **changes: str | None) -> Answer:
        """Refresh with a token."""
        fields: dict[str, str | None] = {
            "grant_type": "refresh_token",
            "refresh_token": token,
            **changes,
        }
        return self.token(**fields)

    def login(self, user: str = "alice", scopes: Sequence[str] = ALL_SCOPES) -> Pair:
        """Log a user in, from the authorize address to the tokens.

        Raises:
            Failed: a step of it did not work.
        """
        return pair_of(self.exchange(self.code(user, scopes=scopes)))

    def renew(self, pair: Pair) -> Pair:
        """The next pair.

        Raises:
            Failed: it was refused.
        """
        return pair_of(self.refresh(pair.refresh_token))

    def app_token(self) -> str:
        """A token of the app itself.

        Raises:
            Failed: it was refused.
        """
        return str(granted(self.token(grant_type="client_credentials"))["access_token"])


def granted(answer: Answer) -> dict[str, Any]:
    """The content of a token answer.

    Raises:
        Failed: it is a refusal, or no token answer.
    """
    if answer.status != 200:
        raise Failed(f"{answer.asked}: expected 200, got {answer.status} {answer.words}".rstrip())
    content = answer.json()
    if not isinstance(content, dict) or "access_token" not in content:
        raise Failed(f"{answer.asked}: expected an object with access_token, got something else")
    return content  # pyright: ignore[reportUnknownVariableType]  # what JSON gives


def pair_of(answer: Answer) -> Pair:
    """The pair of a token answer.

    Raises:
        Failed: it is a refusal, or a field is not there.
    """
    content = granted(answer)
    if absent := {"refresh_token", "expires_in", "scope"} - content.keys():
        raise Failed(f"{answer.asked}: expected {', '.join(sorted(absent))}, got nothing there")
    return Pair(
        access_token=str(content["access_token"]),
        refresh_token=str(content["refresh_token"]),
        expires_in=content["expires_in"],
        scope=str(content["scope"]),
    )
