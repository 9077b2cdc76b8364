"""api.kick.com: the envelope ``{data, message}``, for errors too (ledger ``api_envelope``)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from http import HTTPStatus

from kickwire_mock.answers import CONTENT_TOO_LARGE, envelope, last_page, with_allow
from kickwire_mock.errors import RequestError
from kickwire_mock.messages import Reply, Request
from kickwire_mock.operations import Arguments, Operation
from kickwire_mock.router import Router


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
        self.router = Router(operations)
        protected = [operation for operation in self.router if operation.protected]
        self._unauthorized = {
            each.id: each.documented(HTTPStatus.UNAUTHORIZED) for each in protected
        }
        self._paged = {each.id: paged for each in self.router if (paged := _paged(each))}
        # The drops page prints null as `data` of every error; the rest of Kick has {} or a text.
        self._silent = {
            name
            for name, reply in self._unauthorized.items()
            if json.loads(reply.body).get("data", {}) is None
        }

    def unknown_path(self, request: Request) -> Reply:
        """404 in the envelope (ledger ``nonexistent_paths``)."""
        return envelope(HTTPStatus.NOT_FOUND, {}, "Not found", "this host has no such path")

    def wrong_method(self, allow: str) -> Reply:
        """405 in the envelope; inferred, no source shows one."""
        reason = f"this path answers {allow} only"
        reply = envelope(HTTPStatus.METHOD_NOT_ALLOWED, {}, "Method not allowed", reason)
        return with_allow(reply, allow)

    def unauthorized(self, operation: Operation, reason: str) -> Reply:
        """The 401 the operation's document shows: ``data`` is ``{}``, for drops null."""
        return replace(self._unauthorized[operation.id], reason=reason)

    def answer(self, operation: Operation, arguments: Arguments) -> Reply:
        """The document's example; with a cursor the one after which no page comes."""
        paged = self._paged.get(operation.id)
        if paged is not None and paged.cursor in arguments.query:
            return paged.last
        return operation.success

    def refused(self, operation: Operation, refusal: RequestError, request: Request) -> Reply:
        """400 whose ``data`` tells the reason, as Kick's does at its best; for drops null."""
        data = None if operation.id in self._silent else refusal.reason
        return envelope(HTTPStatus.BAD_REQUEST, data, "Bad request", refusal.reason)

    def too_large(self, reason: str) -> Reply:
        """413 in the envelope; inferred, no source shows one."""
        return envelope(CONTENT_TOO_LARGE, {}, "Request entity too large", reason)
