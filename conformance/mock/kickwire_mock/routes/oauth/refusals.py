"""How the token endpoint says no."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

from kickwire_mock.answers import JSON
from kickwire_mock.errors import OAuthRefusal
from kickwire_mock.ledger import setting
from kickwire_mock.messages import Headers, Reply
from kickwire_mock.operations import Operation
from kickwire_mock.settings import Settings

SHAPE = setting("token_error_shape")
GRANT_STATUS = setting("invalid_grant_is_401")

NO_STORE = (("Cache-Control", "no-store"), ("Pragma", "no-cache"))
"""What the library sends with every answer of the token endpoint, good or bad."""
TOKEN_HEADERS = Headers([("Content-Type", f"{JSON};charset=UTF-8"), *NO_STORE])

# Examples of the document by status. All but the last are named after the error they show.
_EXAMPLES = {
    "invalid_request": HTTPStatus.BAD_REQUEST,
    "invalid_grant": HTTPStatus.UNAUTHORIZED,
    "invalid_client": HTTPStatus.UNAUTHORIZED,
    "unsupported_grant_type": HTTPStatus.UNAUTHORIZED,
    "server_error": HTTPStatus.INTERNAL_SERVER_ERROR,
    "malformed_client_id": HTTPStatus.INTERNAL_SERVER_ERROR,
}


class Refusals:
    """The refusals that the document shows, in the shape that the settings ask for."""

    def __init__(self, token: Operation) -> None:
        """Prepare them.

        Raises:
            DocumentError: the document does not show one of them.
        """
        self._replies = {
            name: replace(token.documented(status, name), headers=TOKEN_HEADERS)
            for name, status in _EXAMPLES.items()
        }
        self._documented = replace(token.documented(400, "documented"), headers=TOKEN_HEADERS)

    def reply(self, refusal: OAuthRefusal, settings: Settings, client_id: str | None) -> Reply:
        """The answer; the reason goes into it for the journal, not for the wire."""
        shape = settings.get(SHAPE, client_id)
        reply, quirks = self._replies[refusal.error], refusal.quirks
        if refusal.error == "invalid_grant":
            quirks = (*quirks, GRANT_STATUS)
            if settings.get(GRANT_STATUS, client_id) == "bad_request_400":
                reply = replace(reply, status=HTTPStatus.BAD_REQUEST)
        if shape == "docs":
            reply = self._documented
        elif shape == "empty":
            reply = replace(reply, headers=Headers(NO_STORE), body=b"")
        if shape != "oauth":
            quirks = (*quirks, SHAPE)
        return replace(reply, reason=refusal.reason, quirks=quirks)
