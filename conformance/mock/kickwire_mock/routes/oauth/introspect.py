"""Introspection, at both of its addresses: unlike RFC 7662, of the token that makes the call."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

from kickwire_mock.answers import json_reply
from kickwire_mock.bearer import credentials
from kickwire_mock.errors import RequestError
from kickwire_mock.ledger import quirk, setting
from kickwire_mock.messages import Reply
from kickwire_mock.operations import Operation
from kickwire_mock.routes.host import Call
from kickwire_mock.world.grants import AccessToken

MOVED = quirk("introspect_moved")
INVALID_TOKEN = setting("introspect_invalid_token")
# The token to examine is the one that makes the call, and `exp` is a moment, not a remaining time.
quirk("introspect_self_bearer_wrapped")
quirk("introspect_exp_is_unix_time")

_INACTIVE = dict.fromkeys(("client_id", "token_type", "scope", "exp"))


class Introspect:
    """Answers introspections."""

    def __init__(self, operation: Operation) -> None:
        """Prepare the refusal.

        Raises:
            DocumentError: the document does not show it.
        """
        self._unauthorized = operation.documented(401)

    def answer(self, call: Call) -> Reply:
        """What the token is; for a dead one what the setting ``INVALID_TOKEN`` asks for."""
        try:
            credentials(call.request)
        except RequestError as refusal:
            return replace(self._unauthorized, reason=refusal.reason)
        try:
            return _described(call.access_token)
        except RequestError as refusal:
            return self._dead(call, refusal.reason)

    def _dead(self, call: Call, reason: str) -> Reply:
        reply = self._unauthorized
        if call.world.settings.get(INVALID_TOKEN) == "inactive_200":
            reply = _wrapped({"active": False, **_INACTIVE})
        return replace(reply, reason=reason, quirks=(INVALID_TOKEN,))


def _described(token: AccessToken) -> Reply:
    grant = token.grant
    data: dict[str, object] = {
        "active": True,
        "client_id": grant.client_id,
        "token_type": grant.kind,
    }
    if grant.user is not None:
        data["scope"] = " ".join(grant.scopes)
    data["exp"] = int(token.expires)
    return _wrapped(data)


def _wrapped(data: dict[str, object]) -> Reply:
    return json_reply(HTTPStatus.OK, {"data": data, "message": "OK"})
