"""api.kick.com: the envelope ``{data, message}``, for errors too (ledger ``api_envelope``)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from kickwire_mock.answers import CONTENT_TOO_LARGE, envelope, json_reply, with_allow
from kickwire_mock.documents import root
from kickwire_mock.errors import RequestError
from kickwire_mock.ledger import quirk, setting
from kickwire_mock.messages import Reply, Request
from kickwire_mock.operations import CONSENT, Operation
from kickwire_mock.router import Router
from kickwire_mock.routes import edge, limits
from kickwire_mock.routes.api import drift, envelopes, examples
from kickwire_mock.routes.api.access import access_of
from kickwire_mock.routes.api.handlers import HANDLERS, REWORDED
from kickwire_mock.routes.api.visit import NotAllowed, Refusal, Visit
from kickwire_mock.routes.host import Call
from kickwire_mock.routes.oauth import consent
from kickwire_mock.routes.oauth.introspect import MOVED, Introspect
from kickwire_mock.world.grants import Grant
from kickwire_mock.world.limits import Limit
from kickwire_mock.world.state import World

NOT_ALLOWED = setting("api_401_overloaded")
UNKNOWN_PATH = quirk("nonexistent_paths")

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


class ApiHost:
    """The Public API. Implements `kickwire_mock.routes.host.Host`."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        """Prepare handlers and refusals.

        Raises:
            DocumentError: a protected operation shows no 401, or an operation cannot be answered.
        """
        documented = list(operations)
        self.router = Router([*documented, _CONSENT])
        protected = [each for each in documented if each.protected]
        self._access = {each.id: access_of(each) for each in protected}
        self._unauthorized = {
            each.id: each.documented(HTTPStatus.UNAUTHORIZED) for each in protected
        }
        self._handlers = {
            each.id: HANDLERS.get(each.id) or examples.handler(each) for each in documented
        }
        # The drops page prints null as `data` of every error; the rest of Kick has {} or a text.
        self._silent = {
            name
            for name, reply in self._unauthorized.items()
            if json.loads(reply.body).get("data", {}) is None
        }
        self._own_ways: dict[str, Callable[[Call], Reply]] = {CONSENT: consent.answer}
        for each in documented:
            if each.id == "introspectTokenOnApi":
                self._own_ways[each.id] = _moved(Introspect(each))

    def answer(self, call: Call) -> Reply:
        """What the operation answers; without a living token 401, before anything else is read."""
        own_way = self._own_ways.get(call.operation.id)
        if own_way is not None:
            return own_way(call)
        operation, settings = call.operation, call.world.settings
        grant: Grant | None = None
        try:
            grant = call.access_token.grant if operation.protected else None
            reply = self._admitted(call, grant)
        except RequestError as refusal:
            reply = self._refused(call, grant, refusal)
        client_id = None if grant is None else grant.client_id
        if reply.status >= 400:
            return envelopes.formed(reply, settings.get(envelopes.FORM, client_id))
        return drift.drifted(reply, settings.get(drift.DRIFT, client_id), operation.id)

    def forbidden(
        self, world: World, operation: Operation | None, client_id: str | None, reason: str
    ) -> Reply:
        """What a caller with a living token hears who may not do this (``NOT_ALLOWED``).

        Args:
            world: that of the mock.
            operation: that was asked; None: no operation was.
            client_id: of the app that asks, if it is known.
            reason: for the journal.
        """
        reply = self._not_allowed(world, operation, client_id, NotAllowed(reason))
        return envelopes.formed(reply, world.settings.get(envelopes.FORM, client_id))

    def worded(self, operation: Operation | None, status: int, reason: str) -> Reply:
        """An answer with this status as the document shows it, else in the envelope."""
        return envelopes.answer(operation, status, reason, self._bare(operation))

    def unknown_path(self, request: Request) -> Reply:
        """404 in the envelope, after what the edge blocks."""
        blocked = edge.block(request)
        if blocked is not None:
            return blocked
        reason = self.router.why_unknown(request.path, "/oauth/", "id")
        reply = envelope(HTTPStatus.NOT_FOUND, {}, "Not found", reason)
        return replace(reply, quirks=(UNKNOWN_PATH,))

    def wrong_method(self, allow: str) -> Reply:
        """405 in the envelope; inferred, no source shows one."""
        reason = f"this path answers {allow} only"
        reply = envelope(HTTPStatus.METHOD_NOT_ALLOWED, {}, "Method not allowed", reason)
        return with_allow(reply, allow)

    def too_large(self, reason: str) -> Reply:
        """413 in the envelope; inferred, no source shows one."""
        return envelope(CONTENT_TOO_LARGE, {}, "Request entity too large", reason)

    def _admitted(self, call: Call, grant: Grant | None) -> Reply:
        """What the operation answers to a token that lives.

        Raises:
            RequestError: it refuses.
        """
        operation = call.operation
        if grant is not None:
            limit = limits.exceeded(call.world, operation.id, grant)
            if limit is not None:
                return self._limited(call, grant, limit)
            self._access[operation.id].require(grant)
        try:
            arguments = call.arguments
        except RequestError as refusal:
            raise self._unread(operation, refusal) from None
        visit = Visit(call.world, call.request, operation, arguments, grant, call.fault)
        reply = self._handlers[operation.id](visit)
        unheard = operation.unheard(arguments)
        return replace(reply, reason=unheard) if unheard and not reply.reason else reply

    def _unread(self, operation: Operation, refusal: RequestError) -> RequestError:
        """A refusal of arguments that break the document: Kick does not say why."""
        worded = REWORDED.get(operation.id, _as_it_is)(refusal)
        if isinstance(worded, Refusal):
            return worded
        status, bare = HTTPStatus.BAD_REQUEST, self._bare(operation)
        return Refusal(status, bare, "Invalid request", worded.reason, *worded.quirks)

    def _limited(self, call: Call, grant: Grant, limit: Limit) -> Reply:
        """429. Not as the document shows it: the ads have one that is no limit on calls."""
        status = HTTPStatus.TOO_MANY_REQUESTS
        reason = f"more than {limit.most} requests in {limit.seconds} s"
        reply = envelope(status, self._bare(call.operation), envelopes.phrase(status), reason)
        told = limits.told(reply, call.world, grant.client_id, limit)
        return replace(told, quirks=(limit.quirk, *told.quirks))

    def _refused(self, call: Call, grant: Grant | None, refusal: RequestError) -> Reply:
        """A refusal in words; what a handler refuses is 400 with the reason in ``data``."""
        operation = call.operation
        if grant is None and operation.protected:
            unauthorized = self._unauthorized[operation.id]
            return replace(unauthorized, reason=refusal.reason, quirks=refusal.quirks)
        if isinstance(refusal, NotAllowed):
            client_id = None if grant is None else grant.client_id
            return self._not_allowed(call.world, operation, client_id, refusal)
        if isinstance(refusal, Refusal):
            body = {"data": refusal.data, "message": refusal.message, **refusal.more}
            reply = json_reply(refusal.status, body, reason=refusal.reason)
        else:
            data = None if operation.id in self._silent else refusal.reason
            reply = envelope(HTTPStatus.BAD_REQUEST, data, "Bad request", refusal.reason)
        return replace(reply, quirks=refusal.quirks)

    def _bare(self, operation: Operation | None) -> dict[str, Any] | None:
        """``data`` of an error that has nothing to tell there."""
        return None if operation is not None and operation.id in self._silent else {}

    def _not_allowed(
        self, world: World, operation: Operation | None, client_id: str | None, refusal: NotAllowed
    ) -> Reply:
        refused_403 = world.settings.get(NOT_ALLOWED, client_id) == "refused_403"
        status = HTTPStatus.FORBIDDEN if refused_403 else HTTPStatus.UNAUTHORIZED
        reply = envelope(status, self._bare(operation), status.phrase, refusal.reason)
        return replace(reply, quirks=(NOT_ALLOWED, *refusal.quirks))


def _as_it_is(refusal: RequestError) -> RequestError:
    return refusal


def _moved(introspect: Introspect) -> Callable[[Call], Reply]:
    """Introspection at its old address, which answers alike and is marked as moved."""

    def answer(call: Call) -> Reply:
        reply = introspect.answer(call)
        return replace(reply, quirks=(*reply.quirks, MOVED))

    return answer
