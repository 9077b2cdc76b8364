"""Asking a mock's control host without sockets; what comes back is held against its document."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import jsonschema_rs
from kickwire_mock import Headers, Mock, Reply, Request
from kickwire_mock.documents import control
from kickwire_mock.messages import Origins
from kickwire_mock.operations import operations
from kickwire_mock.router import Found, Router

DOCUMENT = control()
ROUTER = Router(operations(DOCUMENT))
ORIGINS = Origins(id="http://id.test", api="http://api.test", control="http://control.test")
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
_REGISTRY = jsonschema_rs.Registry([("urn:control", DOCUMENT)])


def fits(value: object, pointer: str) -> bool:
    """Whether a value is as the schema at this place of the control document says."""
    reference = {"$ref": f"urn:control#{quote(pointer, safe='/~')}"}
    return jsonschema_rs.Draft202012Validator(reference, registry=_REGISTRY).is_valid(value)


@dataclass(frozen=True)
class ControlHost:
    """The control host of one mock."""

    mock: Mock

    def send(
        self,
        line: str,
        body: object = None,
        *,
        host: str = "localhost",
        content_type: str | None = "application/json",
    ) -> Reply:
        """Send a request line, below ``/_mock``; a body is sent as JSON unless it is bytes."""
        method, _, target = line.partition(" ")
        path, _, query = target.partition("?")
        headers = [("Host", host)]
        if content_type is not None and method in ("POST", "PUT", "PATCH"):
            headers.append(("Content-Type", content_type))
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body)
        return self.mock.handle(
            Request(
                host="control",
                method=method,
                path="/_mock" + path,
                query=query,
                headers=Headers(headers),
                body=raw.encode() if isinstance(raw, str) else raw,
                origins=ORIGINS,
            )
        )

    def ask(self, line: str, body: object = None) -> Any:
        """The value of a good answer, which is as the document says."""
        reply = self.send(line, body)
        value = json.loads(reply.body)
        method, _, target = line.partition(" ")
        found = ROUTER.find(method, target.partition("?")[0])
        assert isinstance(found, Found)
        assert reply.status == found.operation.success.status, value
        schema = found.operation.place.at(
            "responses", str(reply.status), "content", "application/json", "schema"
        )
        assert fits(value, schema.pointer), value
        return value

    def refused(self, line: str, body: object = None, **options: Any) -> tuple[int, str]:
        """Status and line of a refusal, which is as the document says."""
        reply = self.send(line, body, **options)
        value = json.loads(reply.body)
        assert fits(value, "/components/schemas/Error"), value
        text = cast("str", value["error"])
        assert "\n" not in text
        return reply.status, text


def users(mock: Mock, token: str | None = None) -> Reply:
    """Ask the API who the owner of a token is, by default of the seed's."""
    headers = Headers([("Authorization", f"Bearer {token or mock.token}")])
    return mock.handle(Request(host="api", method="GET", path="/public/v1/users", headers=headers))


def token(mock: Mock, **form: str) -> Reply:
    """Ask for an app token."""
    app = mock.apps()[0]
    sent = {
        "grant_type": "client_credentials",
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        **form,
    }
    return mock.handle(
        Request(
            host="id",
            method="POST",
            path="/oauth/token",
            headers=Headers([("Content-Type", "application/x-www-form-urlencoded")]),
            body=urlencode(sent).encode(),
        )
    )


def authorize_url(mock: Mock, **changes: str) -> str:
    """Where an app would send a person."""
    app = mock.apps()[0]
    parameters = {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": app.redirect_uris[0],
        "scope": "user:read channel:read",
        "state": "s-1",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        **changes,
    }
    return f"{ORIGINS.id}/oauth/authorize?{urlencode(parameters)}"


def outcome(redirect: str) -> dict[str, str]:
    """What the app is told by an address that a person is sent back to."""
    return {key: values[0] for key, values in parse_qs(urlsplit(redirect).query).items()}
