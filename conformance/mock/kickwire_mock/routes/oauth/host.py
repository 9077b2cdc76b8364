"""The identity host as a whole: OAuth's error shape, and redirects to the front page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from http import HTTPStatus

from kickwire_mock.answers import CONTENT_TOO_LARGE, json_reply, with_allow
from kickwire_mock.errors import DocumentError
from kickwire_mock.messages import Reply, Request
from kickwire_mock.operations import Operation
from kickwire_mock.router import Router
from kickwire_mock.routes import edge
from kickwire_mock.routes.host import Call
from kickwire_mock.routes.oauth.authorize import Authorize
from kickwire_mock.routes.oauth.frontpage import bounce, front_page
from kickwire_mock.routes.oauth.introspect import Introspect
from kickwire_mock.routes.oauth.revoke import Revoke
from kickwire_mock.routes.oauth.token import Token


class OAuthHost:
    """The identity host. Implements `kickwire_mock.routes.host.Host`."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        """Prepare each operation.

        Raises:
            DocumentError: the document lacks an operation, or an answer it must show.
        """
        self.router = Router(operations)
        by_id = {operation.id: operation for operation in self.router}
        for needed in ("authorize", "exchangeToken", "revokeToken", "introspectToken"):
            if needed not in by_id:
                raise DocumentError(f"the document of the id host has no operation {needed}")
        self._answers: Mapping[str, Callable[[Call], Reply]] = {
            "authorize": Authorize(by_id["authorize"]).answer,
            "exchangeToken": Token(by_id["exchangeToken"]).answer,
            "revokeToken": Revoke(by_id["revokeToken"]).answer,
            "introspectToken": Introspect(by_id["introspectToken"]).answer,
        }

    def answer(self, call: Call) -> Reply:
        """What the operation answers, good or bad."""
        return self._answers[call.operation.id](call)

    def unknown_path(self, request: Request) -> Reply:
        """307 to the front page, which itself is a 404 page (KickDevDocs #353, #380)."""
        if request.path == "/":
            return front_page()
        reason = self.router.why_unknown(request.path, "/public/", "api")
        return edge.block(request) or bounce(request, reason, edge.WRONG_HOST)

    def wrong_method(self, allow: str) -> Reply:
        """405 in OAuth's shape; inferred, no source shows one."""
        reason = f"this path answers {allow} only"
        return with_allow(_invalid(HTTPStatus.METHOD_NOT_ALLOWED, reason), allow)

    def too_large(self, reason: str) -> Reply:
        """413 in OAuth's shape; inferred, no source shows one."""
        return _invalid(CONTENT_TOO_LARGE, reason)

    def worded(self, operation: Operation | None, status: int, reason: str) -> Reply:
        """An answer with this status as the document shows it, else in OAuth's shape; inferred."""
        if operation is not None and operation.shows(status):
            return replace(operation.documented(status), reason=reason)
        failed = status >= HTTPStatus.INTERNAL_SERVER_ERROR
        error = "server_error" if failed else "invalid_request"
        return json_reply(status, {"error": error}, reason=reason)


def _invalid(status: int, reason: str) -> Reply:
    return json_reply(
        status, {"error": "invalid_request", "error_description": reason}, reason=reason
    )
