"""api.kick.com: the envelope ``{data, message}``, for errors too (ledger ``api_envelope``)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from http import HTTPStatus

from kickwire_mock.answers import CONTENT_TOO_LARGE, envelope, last_page, with_allow
from kickwire_mock.documents import root
from kickwire_mock.errors import RequestError
from kickwire_mock.ledger import setting
from kickwire_mock.messages import Reply, Request
from kickwire_mock.operations import CONSENT, Arguments, Operation
from kickwire_mock.router import Router
from kickwire_mock.routes import edge, users
from kickwire_mock.routes.host import Call
from kickwire_mock.routes.oauth import consent
from kickwire_mock.routes.oauth.introspect import MOVED, Introspect
from kickwire_mock.world.grants import AccessToken
from kickwire_mock.world.state import World

NOT_ALLOWED = setting("api_401_overloaded")

_CONSENT = Operation(
    id=CONSENT,
    tag="oauth",
    method="POST",
    template="/oauth/authorize",
    protected=False,
    success=Reply(status=HTTPStatus.FOUND),
    place=root({}),
    path_parameters=(),
    query_parameters=(),
    body=None,
)


@dataclass(frozen=True, slots=True)
class Paged:
    """The parameter that takes the cursor, and the reply that ends the pages."""

    cursor: str
    last: Reply


def _paged(operation: Operation) -> Paged | None:
    last = last_page(operation.place)
    if last is None:
        return None
    return Paged(str(operation.place.at("x-kick-page", "cursor").node), last)


class ApiHost:
    """The Public API. Implements `kickwire_mock.routes.host.Host`."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        """Prepare the refusals.

        Raises:
            DocumentError: a protected operation shows no 401.
        """
        self.router = Router([*operations, _CONSENT])
        by_id = {operation.id: operation for operation in self.router}
        self._unauthorized = {
            each.id: each.documented(HTTPStatus.UNAUTHORIZED)
            for each in by_id.values()
            if each.protected
        }
        self._paged = {each.id: paged for each in self.router if (paged := _paged(each))}
        # The drops page prints null as `data` of every error; the rest of Kick has {} or a text.
        self._silent = {
            name
            for name, reply in self._unauthorized.items()
            if json.loads(reply.body).get("data", {}) is None
        }
        self._own_ways: dict[str, Callable[[Call], Reply]] = {CONSENT: consent.answer}
        if (old := by_id.get("introspectTokenOnApi")) is not None:
            self._own_ways[old.id] = _moved(Introspect(old))

    def answer(self, call: Call) -> Reply:
        """What the operation answers; without a living token, 401."""
        own_way = self._own_ways.get(call.operation.id)
        if own_way is not None:
            return own_way(call)
        try:
            token = call.access_token() if call.operation.protected else None
        except RequestError as refusal:
            return replace(self._unauthorized[call.operation.id], reason=refusal.reason)
        try:
            return self._good(call, token, call.arguments())
        except RequestError as refusal:
            return self._refused(call.operation, refusal)

    def forbidden(self, world: World, operation: Operation | None) -> Reply:
        """What a caller with a living token hears who may not do this (``NOT_ALLOWED``)."""
        reason = "the caller may not do this, though the token lives"
        data: object = {}
        if operation is not None and operation.id in self._silent:
            data = None
        refused_403 = world.settings.get(NOT_ALLOWED) == "refused_403"
        status = HTTPStatus.FORBIDDEN if refused_403 else HTTPStatus.UNAUTHORIZED
        reply = envelope(status, data, status.phrase, reason)
        return replace(reply, quirks=(NOT_ALLOWED,))

    def unknown_path(self, request: Request) -> Reply:
        """404 in the envelope (ledger ``nonexistent_paths``)."""
        reason = "this host has no such path"
        return edge.block(request) or envelope(HTTPStatus.NOT_FOUND, {}, "Not found", reason)

    def wrong_method(self, allow: str) -> Reply:
        """405 in the envelope; inferred, no source shows one."""
        reason = f"this path answers {allow} only"
        reply = envelope(HTTPStatus.METHOD_NOT_ALLOWED, {}, "Method not allowed", reason)
        return with_allow(reply, allow)

    def too_large(self, reason: str) -> Reply:
        """413 in the envelope; inferred, no source shows one."""
        return envelope(CONTENT_TOO_LARGE, {}, "Request entity too large", reason)

    def _good(self, call: Call, token: AccessToken | None, arguments: Arguments) -> Reply:
        """The document's example; with a cursor the one after which no page comes."""
        if call.operation.id == "getUsers" and token is not None and "id" not in arguments.query:
            return users.own(call, token)
        paged = self._paged.get(call.operation.id)
        if paged is not None and paged.cursor in arguments.query:
            return paged.last
        return call.operation.success

    def _refused(self, operation: Operation, refusal: RequestError) -> Reply:
        """400 whose ``data`` tells the reason, as Kick's does at its best; for drops null."""
        data = None if operation.id in self._silent else refusal.reason
        return envelope(HTTPStatus.BAD_REQUEST, data, "Bad request", refusal.reason)


def _moved(introspect: Introspect) -> Callable[[Call], Reply]:
    """Introspection at its old address, which answers alike and is marked as moved."""

    def answer(call: Call) -> Reply:
        reply = introspect.answer(call)
        return replace(reply, quirks=(*reply.quirks, MOVED))

    return answer
