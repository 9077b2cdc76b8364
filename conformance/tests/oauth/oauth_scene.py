"""Users, an app and a mock in this process, a clock for each side, and an ear for secrets."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import parse_qsl

import httpx
from kickwire import App, AuthorizationRequest, Kick, Login, MemoryStore
from kickwire.stores import Store
from kickwire_mock import Fault, InProcessTransport, Mock

STORE_KEY = "d29ydGhsZXNzLXdvcnRobGVzcy13b3J0aGxlc3MtMDE="
# Both halves differ from those of STORE_KEY: one half signs, the other encrypts.
OTHER_KEY = "b3RoZXItd29ydGhsZXNzLW90aGVyLXdvcnRobGVzcy0="
TWO_HOURS = 7200.0

_SECRET_FIELDS = ("client_secret", "code", "code_verifier", "refresh_token", "token")


class Ear(httpx.BaseTransport):
    """Carries every request, and remembers each secret that it or its answer holds."""

    def __init__(self, transport: httpx.BaseTransport) -> None:
        self._transport = transport
        self.heard: set[str] = set()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry one request."""
        sent = request.read() + b"&" + request.url.query
        fields = parse_qsl(sent.decode("latin-1"))
        self.heard.update(value for name, value in fields if name in _SECRET_FIELDS)
        response = self._transport.handle_request(request)
        if request.url.path == "/oauth/token" and response.status_code == 200:
            response.read()
            self.heard.update(_tokens(response.content))
        return response

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()


def _tokens(body: bytes) -> list[str]:
    try:
        answer = json.loads(body)
    except ValueError:
        return []
    return [answer[name] for name in answer if name.endswith("_token")]


class Scene:
    """What a test of the whole client needs.

    Args:
        store: where tokens are kept.
        mock: Kick; its seeded app is ours.
    """

    def __init__(self, store: Store | None = None, mock: Mock | None = None) -> None:
        self.mock = mock or Mock()
        seed = self.mock.apps()[0]
        self.app = App(seed.client_id, seed.client_secret, seed.redirect_uris[0])
        self.store: Store = store or MemoryStore()
        self.skew = 0.0
        """Seconds by which the client's clock is ahead of Kick's."""
        self.ear = Ear(InProcessTransport(self.mock))
        self.requests: list[AuthorizationRequest] = []
        self.codes: list[str] = []

    @property
    def secrets(self) -> set[str]:
        """All that nobody may read, as far as it has come up."""
        own = {self.app.client_secret, self.mock.apps()[0].client_secret, STORE_KEY, OTHER_KEY}
        logins = {text for one in self.requests for text in (one.binding, one.state, one.verifier)}
        return {*own, *logins, *self.codes, *self.ear.heard}

    def now(self) -> float:
        """The client's clock."""
        return self.mock.clock.now() + self.skew

    def kick(self, store: Store | None = None, app: App | None = None) -> Kick:
        """A client, with nothing in memory."""
        return Kick(app or self.app, store or self.store, clock=self.now, transport=self.ear)

    def begun(self, kick: Kick, name: str | None = "alice") -> AuthorizationRequest:
        """A login that waits for its callback."""
        request = kick.login(["user:read"], account=name)
        self.requests.append(request)
        return request

    def callback(self, request: AuthorizationRequest, user: str = "alice") -> str:
        """Where the browser of a user who agrees ends up."""
        callback = self.mock.consent(request.url, user)
        self.codes.append(dict(parse_qsl(callback.partition("?")[2]))["code"])
        return callback

    def log_in(self, kick: Kick, name: str = "alice") -> None:
        """A whole login."""
        request = self.begun(kick, name)
        outcome = kick.complete_login(self.callback(request, name), binding=request.binding)
        assert isinstance(outcome, Login)

    def spoil(self, operation: str, fault: Fault) -> None:
        """Arm a fault for the next request to an operation."""
        self.mock.faults.arm(replace(fault, operation=operation))

    def asked(self, grant_type: str = "refresh_token") -> list[int]:
        """How each request for tokens of a grant was answered."""
        entries = self.mock.journal.entries(operation="exchangeToken")
        return [entry.status for entry in entries if entry.grant_type == grant_type]

    def lives_on(self, name: str = "alice") -> None:
        """A user's login is there: it is renewed once when it is due, and the API takes it."""
        self.mock.clock.advance(TWO_HOURS)
        before = self.asked()
        user = self.kick().as_user(name).users.get()[0]
        assert user.name == name
        assert self.asked() == [*before, 200]
