"""A random walk over everything that can be asked of a mock, or of several that are alike.

Each step is made up from what earlier answers said and sent to every mock; all have to answer the
same. The same seed takes the same way.
"""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Sequence
from typing import Any, TypeVar
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from kickwire_mock import Headers, HostKind, Mock, Reply, Request
from kickwire_mock.documents import packaged
from kickwire_mock.ledger import registered
from kickwire_mock.operations import Operation, operations

from conformance.tests.mock.mock_bodies import bodies_of, places
from conformance.tests.mock.mock_client import CALLBACK, FORM, VERIFIER, challenge_of

T = TypeVar("T")

OPERATIONS = list(operations(packaged().api))
VALUES = {
    each.id: list(each.values)
    for each in registered().values()
    if each.values and "lifetime" not in each.id and "limit" not in each.id
}
"""Of the settings, but for those with which a walk would not get far."""
PEOPLE = ["alice", "bob", "carol", "dana", "erin"]
NUMBERS = [123, 456, 789, 2000, 2001, 10_001, 10_002]
QUERY: dict[str, list[Any]] = {
    "user_id": NUMBERS,
    "broadcaster_user_id": NUMBERS,
    "category_id": [1, 15, 101],
    "page": [1, 2],
    "limit": [1, 3, 25],
    "top": [1, 3],
    "slug": [*PEOPLE, "john-doe", "nobody"],
    "q": ["rune", "a"],
    "sort": ["viewer_count", "started_at"],
    "status": ["pending", "accepted"],
    "external_status": ["initiated", "fulfilled"],
}
"""Values by the name of the parameter; the others are ids and cursors."""
_ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CURSOR = re.compile(r'cursor":"([^"]+)"')
_NONCE = re.compile(r'name="nonce" value="([0-9a-f]+)"')
_REMEMBERED = 30


class Walk:
    """Where a walk has come to."""

    def __init__(self, seed: int, *mocks: Mock) -> None:
        """Begin with mocks that are alike."""
        self.mocks = list(mocks)
        self.done: set[str] = set()
        """Operations and kinds of grants that were answered with a success."""
        self._random = random.Random(seed)
        self._tokens = [mocks[0].token]
        self._refresh_tokens: list[str] = []
        self._codes: list[str] = []
        self._nonces: list[str] = []
        self._ids: list[str] = []
        self._cursors: list[str] = []

    def go(self, steps: int) -> None:
        """Make so many steps."""
        deeds = [self._call, self._control, self._open, self._decide, self._token, self._other]
        for deed in self._random.choices(
            [*deeds, self._deliver], [50, 12, 5, 5, 12, 4, 4], k=steps
        ):
            deed()

    def ask(self, host: HostKind, line: str, body: Any = None, token: str | None = None) -> Reply:
        """Ask every mock the same; a body is sent as a form to the host of OAuth."""
        method, _, target = line.partition(" ")
        path, _, query = target.partition("?")
        as_form = host == "id" or path == "/oauth/authorize"
        written = urlencode(body or {}, doseq=True) if as_form else json.dumps(body)
        headers = [("Content-Type", FORM if as_form else "application/json"), ("Host", "localhost")]
        if token is not None:
            headers.append(("Authorization", f"Bearer {token}"))
        request = Request(
            host=host,
            method=method,
            path=path,
            query=query,
            headers=Headers(headers),
            body=b"" if body is None else written.encode(),
        )
        first, *others = (mock.handle(request) for mock in self.mocks)
        assert all(other == first for other in others), line
        assert first.status != 500 or first.quirks or first.reason, line
        return first

    def _call(self) -> None:
        """Call an operation of the API, mostly as its document shows it."""
        operation = self._any(OPERATIONS)
        token = self._any([self._tokens[0], self._any(self._tokens)])
        path = operation.template
        for each in operation.path_parameters:
            value = self._any([*self._ids, "15"] if each.name != "category_id" else ["15", "16"])
            path = path.replace(f"{{{each.name}}}", value)
        chosen = {
            each.name: self._any(QUERY.get(each.name) or [*self._ids, *self._cursors, "none"])
            for each in operation.query_parameters
            if self._random.random() < 0.5
        }
        line = f"{operation.method} {path}?{urlencode(chosen, quote_via=quote)}"
        reply = self.ask("api", line, self._body(operation), token)
        if reply.status < 300:
            self.done.add(operation.id)
        said = reply.body.decode()
        self._ids = [*self._ids, *_ID.findall(said)[:8]][-_REMEMBERED:]
        self._cursors = [*self._cursors, *_CURSOR.findall(said)][-4:]

    def _body(self, operation: Operation) -> Any:
        shown = bodies_of(operation)
        if not shown:
            return None
        body = copy.deepcopy(self._any(shown))
        for container, key in places(body):
            if self._random.random() < 0.3:
                container[key] = self._like(container[key])
        return body

    def _like(self, value: Any) -> Any:
        """Another value of the same kind."""
        if isinstance(value, bool):
            return not value
        if isinstance(value, int):
            return self._any([value + 1, 2**63, 2**70, *NUMBERS])
        if isinstance(value, str) and _ID.fullmatch(value):
            return self._any([*self._ids, value])
        return (
            f"{value} é\u2028\U0001f600"
            if isinstance(value, str) and value[:1].isupper()
            else value
        )

    def _control(self) -> None:
        """Do something to the mock itself."""
        number, yes = self._random.randrange(10**6), self._random.random() < 0.5
        person, app = self._any(PEOPLE), self._any(self.mocks[0].apps())
        setting = self._any(sorted(VALUES))
        setting_changed: dict[str, Any] = {"settings": {setting: self._any(VALUES[setting])}}
        deeds: list[tuple[str, dict[str, Any]]] = [
            ("POST /users", {"name": person if yes else f"user-{number}"}),
            (f"PATCH /users/{person}/channel", {"live": yes, "viewers": number}),
            (f"PATCH /users/{person}/channel", {"title": f"No. {number}", "tags": ["a", "ß"]}),
            ("POST /apps", {"name": f"App {number}", "redirect_uris": [CALLBACK], "bot": yes}),
            (f"PATCH /apps/{app.client_id}", {"verified": yes, "rotate_secret": number % 9 == 0}),
            ("PATCH /settings", setting_changed),
            ("PATCH /settings", {**setting_changed, "client_id": app.client_id}),
            ("POST /clock", {"advance": self._any([0.5, 1, 60, 61, 700, 7200])}),
            (f"PATCH /apps/{app.client_id}", {"webhook_url": f"http://localhost:9/{number}"}),
            ("POST /events", {"event": self._any(self.mocks[0].webhooks.events())}),
            ("POST /events", {"event": "channel.followed", "to": "http://127.0.0.1:9/"}),
            ("POST /keys/rotate", {}),
        ]
        if number % 8 == 0:
            deeds = [("POST /tokens/end", {"user": self._any(["bob", "carol"])})]
        line, body = self._any(deeds)
        self.ask("control", line.replace(" ", " /_mock", 1), body)

    def _open(self) -> None:
        """Open an authorize URL."""
        app = self._any(self.mocks[0].apps()[:3])
        scopes = self._random.sample(app.scopes, self._random.randint(1, len(app.scopes)))
        query = {
            "response_type": "code",
            "client_id": app.client_id,
            "redirect_uri": CALLBACK,
            "scope": " ".join(scopes),
            "state": f"state-{self._random.randrange(100)}",
            "code_challenge": challenge_of(VERIFIER),
            "code_challenge_method": "S256",
        }
        reply = self.ask("id", f"GET /oauth/authorize?{urlencode(query)}")
        self._nonces += _NONCE.findall(reply.body.decode())

    def _decide(self) -> None:
        """Send the form of one of the last consent pages."""
        fields = {
            "nonce": self._any([*self._nonces[-3:], "spent"]),
            "user": self._any(PEOPLE),
            "scope": self.mocks[0].apps()[0].scopes,
            "decision": self._any(["approve", "approve", "approve", "deny"]),
        }
        reply = self.ask("api", "POST /oauth/authorize", fields)
        address = urlsplit(reply.headers.get("location") or "")
        self._codes += parse_qs(address.query).get("code", [])

    def _token(self) -> None:
        """Exchange a code, refresh, or ask for an app token; often what cannot be had."""
        app = self._any(self.mocks[0].apps()[:3])
        code, refresh_token = (
            self._any([*self._codes[-3:], "x"]),
            self._any([*self._refresh_tokens[-5:], "x"]),
        )
        grants: list[dict[str, str]] = [
            {"code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER},
            {"refresh_token": refresh_token},
            {},
        ]
        kinds = ["authorization_code", "refresh_token", "client_credentials"]
        (chosen,) = self._random.choices(range(3), [5, 4, 1])
        credentials = {"client_id": app.client_id, "client_secret": app.client_secret}
        fields = {"grant_type": kinds[chosen], **grants[chosen], **credentials}
        reply = self.ask("id", "POST /oauth/token", fields)
        if reply.status == 200:
            self.done.add(kinds[chosen])
            answer: dict[str, str] = json.loads(reply.body)
            self._tokens = [self._tokens[0], *self._tokens[-9:], answer["access_token"]]
            self._refresh_tokens.append(answer.get("refresh_token", "x"))

    def _deliver(self) -> None:
        """Carry the webhook deliveries that are due, and look at all of them."""
        status = self._any([200, 204, 500, None])
        due = [mock.webhooks.due() for mock in self.mocks]
        assert all([each.id for each, _ in one] == [each.id for each, _ in due[0]] for one in due)
        for mock, found in zip(self.mocks, due, strict=True):
            for delivery, attempt in found:
                mock.webhooks.ended(delivery, attempt, status=status, answer="Thank you")
        self.done.update(each.status for each, _ in due[0])
        for line in ("deliveries", "subscriptions", "tokens", "keys"):
            self.ask("control", f"GET /_mock/{line}")

    def _other(self) -> None:
        """Look at a token, or revoke one."""
        token = self._any([*self._tokens[1:], *self._refresh_tokens[-3:], "x"])
        if self._random.random() < 0.3:
            self.ask("id", f"POST /oauth/revoke?token={token}", {})
        else:
            self.ask("id", "POST /oauth/token/introspect", {}, token)

    def _any(self, values: Sequence[T]) -> T:
        return self._random.choice(values)
