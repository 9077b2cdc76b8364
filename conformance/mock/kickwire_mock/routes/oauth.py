"""id.kick.com: OAuth's error shape, redirects to the front page, and one stray API envelope.

The statuses are those of go-oauth2/oauth2 v4, which Kick's error texts and token format match
(ledger ``invalid_grant_is_401``, ``token_error_shape``). The texts come from the document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from http import HTTPStatus

from kickwire_mock.answers import CONTENT_TOO_LARGE, json_reply, with_allow
from kickwire_mock.errors import DocumentError, RequestError, UnknownVariantError
from kickwire_mock.messages import Headers, Reply, Request
from kickwire_mock.operations import Arguments, Operation
from kickwire_mock.router import Router

_NOT_FOUND_PAGE = (
    b"<!doctype html><html><head><title>404</title></head><body>Not found</body></html>"
)

# What the Go library sends with every answer of the token endpoint, good or bad.
_TOKEN_HEADERS = (
    ("Content-Type", "application/json;charset=UTF-8"),
    ("Cache-Control", "no-store"),
    ("Pragma", "no-cache"),
)


_EXAMPLES_OF_GRANTS = {"refresh_token": "refreshed", "client_credentials": "app"}
"""The examples of a token answer by grant; a code is answered with the first one."""


class OAuthHost:
    """The identity host. Implements `kickwire_mock.routes.host.Host`."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        """Prepare the refusals.

        Raises:
            DocumentError: the document lacks an operation, or an error it must show.
        """
        self.router = Router(_with_token_headers(operation) for operation in operations)
        by_id = {operation.id: operation for operation in self.router}
        for needed in ("authorize", "exchangeToken", "revokeToken", "introspectToken"):
            if needed not in by_id:
                raise DocumentError(f"the document of the id host has no operation {needed}")
        token = by_id["exchangeToken"]
        self._invalid_request = _of_token(token.documented(400, "invalid_request"))
        self._unsupported_grant_type = _of_token(token.documented(401, "unsupported_grant_type"))
        self._unauthorized = by_id["introspectToken"].documented(401)
        self._grants = {
            grant: _of_token(token.documented(200, example))
            for grant, example in _EXAMPLES_OF_GRANTS.items()
        }
        self._refusals: dict[str, Callable[[Operation, RequestError, Request], Reply]] = {
            "authorize": self._bounced,
            "exchangeToken": self._grant_refused,
            "revokeToken": self._revoked_all_the_same,
        }

    def unknown_path(self, request: Request) -> Reply:
        """307 to the front page, which itself is a 404 page (KickDevDocs #353, #380)."""
        if request.path == "/":
            return Reply(
                status=HTTPStatus.NOT_FOUND,
                headers=Headers([("Content-Type", "text/html; charset=utf-8")]),
                body=_NOT_FOUND_PAGE,
                reason="the front page of this host is a 404 page",
            )
        return _to_front_page(request, "this host has no such path")

    def wrong_method(self, allow: str) -> Reply:
        """405 in OAuth's shape; inferred, no source shows one."""
        reason = f"this path answers {allow} only"
        return with_allow(_invalid(HTTPStatus.METHOD_NOT_ALLOWED, reason), allow)

    def unauthorized(self, operation: Operation, reason: str) -> Reply:
        """401 in the API host's envelope (ledger ``introspect_invalid_token``)."""
        return replace(self._unauthorized, reason=reason)

    def answer(self, operation: Operation, arguments: Arguments) -> Reply:
        """The document's example; for a token the one of its grant."""
        if operation.id != "exchangeToken":
            return operation.success
        return self._grants.get(arguments.body["grant_type"], operation.success)

    def refused(self, operation: Operation, refusal: RequestError, request: Request) -> Reply:
        """Each operation refuses in its own way."""
        answer = self._refusals.get(operation.id)
        if answer is None:
            return _invalid(HTTPStatus.BAD_REQUEST, refusal.reason)
        return answer(operation, refusal, request)

    def too_large(self, reason: str) -> Reply:
        """413 in OAuth's shape; inferred, no source shows one."""
        return _invalid(CONTENT_TOO_LARGE, reason)

    def _bounced(self, operation: Operation, refusal: RequestError, request: Request) -> Reply:
        # Ledger `authorize_bad_params_bounce_404`: the browser hears nothing of the reason.
        return _to_front_page(request, refusal.reason)

    def _grant_refused(
        self, operation: Operation, refusal: RequestError, request: Request
    ) -> Reply:
        unknown = isinstance(refusal, UnknownVariantError)
        reply = self._unsupported_grant_type if unknown else self._invalid_request
        return replace(reply, reason=refusal.reason)

    def _revoked_all_the_same(
        self, operation: Operation, refusal: RequestError, request: Request
    ) -> Reply:
        # Ledger `revoke_always_200`: Kick answers OK even if no token was sent.
        return replace(operation.success, reason=refusal.reason)


def _to_front_page(request: Request, reason: str) -> Reply:
    location = Headers([("Location", f"{request.origin}/")])
    return Reply(status=HTTPStatus.TEMPORARY_REDIRECT, headers=location, reason=reason)


def _invalid(status: int, reason: str) -> Reply:
    return json_reply(
        status, {"error": "invalid_request", "error_description": reason}, reason=reason
    )


def _with_token_headers(operation: Operation) -> Operation:
    if operation.id != "exchangeToken":
        return operation
    return replace(operation, success=_of_token(operation.success))


def _of_token(reply: Reply) -> Reply:
    return replace(reply, headers=Headers(_TOKEN_HEADERS))
