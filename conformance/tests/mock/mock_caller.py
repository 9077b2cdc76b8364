"""A caller of the mock's API host whose every answer has to fit the document."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

import jsonschema_rs
from kickwire_mock import Headers, Mock, Reply, Request
from kickwire_mock.documents import packaged
from kickwire_mock.operations import operations
from kickwire_mock.router import Found, Router

from conformance.tests.mock.mock_client import Client

_DOCUMENT = packaged().api
_ROUTER = Router(operations(_DOCUMENT))


@functools.cache
def _validator(operation: str, status: int) -> jsonschema_rs.Validator | None:
    """For the body that the document shows; None: it shows none."""
    (found,) = (each for each in _ROUTER if each.id == operation)
    content = found.place.at("responses", str(status)).get("content")
    if content is None:
        return None
    schema = {**content.at("application/json", "schema").node}
    rooted = {**schema, "components": _DOCUMENT["components"]}
    return jsonschema_rs.Draft202012Validator(rooted, validate_formats=True)


class Api:
    """Somebody with a token."""

    def __init__(self, mock: Mock | None = None, token: str | None = None) -> None:
        """Speak to this mock, or to a new strict one, with this token or the mock's own."""
        self.mock = Mock() if mock is None else mock
        self.token = self.mock.token if token is None else token

    def of(self, user: str, scope: str = "user:read channel:read channel:write") -> Api:
        """The same mock with a token of another user, or with other scopes."""
        return Api(self.mock, Client(self.mock).pair(user, scope=scope)["access_token"])

    def app(self) -> Api:
        """The same mock with an app token."""
        return Api(self.mock, Client(self.mock).app_token())

    def ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, object] | None = None,
        body: object = None,
        *,
        documented: bool = True,
    ) -> Reply:
        """Ask, and see to it that status and body of the answer fit the document.

        Args:
            method: of the request.
            path: without a query.
            query: its parameters; lists are repeated.
            body: sent as JSON; None sends none.
            documented: whether the answer has to fit.
        """
        raw = None if body is None else json.dumps(body).encode()
        sent = urlencode(query or {}, doseq=True, quote_via=quote)
        return self.send(method, path, sent, raw, documented=documented)

    def send(
        self, method: str, path: str, query: str, body: bytes | None, *, documented: bool = True
    ) -> Reply:
        """`ask` with query and body as they go over the wire."""
        headers = [("Authorization", f"Bearer {self.token}")]
        if body is not None:
            headers.append(("Content-Type", "application/json"))
        reply = self.mock.handle(
            Request(
                host="api",
                method=method,
                path=path,
                query=query,
                headers=Headers(headers),
                body=body or b"",
            )
        )
        found = _ROUTER.find(method, path)
        if documented and isinstance(found, Found):
            validator = _validator(found.operation.id, int(reply.status))
            if validator is None:
                assert reply.body == b""
            else:
                validator.validate(json.loads(reply.body))
        return reply

    def get(self, path: str, **query: object) -> Any:
        """The data of a GET that goes well."""
        reply = self.ask("GET", f"/public/{path}", query)
        assert reply.status == 200, reply
        return json.loads(reply.body)["data"]

    def pages(self, path: str, **query: object) -> Iterator[list[Any]]:
        """The data of every page of a list."""
        cursor = None
        while cursor != "":
            sent = query if cursor is None else {**query, "cursor": cursor}
            body = json.loads(self.ask("GET", f"/public/{path}", sent).body)
            yield body["data"]
            cursor = body["pagination"]["next_cursor"]

    def refused(self, path: str, **query: object) -> tuple[int, object, str]:
        """Status, data and message of a GET that is refused."""
        reply = self.ask("GET", f"/public/{path}", query)
        body = json.loads(reply.body)
        return int(reply.status), body["data"], body["message"]
