"""What stands before both hosts and blocks paths of kick.com itself."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

from kickwire_mock.answers import json_reply
from kickwire_mock.ledger import quirk
from kickwire_mock.messages import Reply, Request

WRONG_HOST = quirk("wrong_host_blocked")

_PRIVATE = "/api/"
_BODY = {"error": "Request blocked by security policy.", "reference": "9e4db7e3"}
"""As in every report, with this reference. Both documents show it as ``EdgeBlock``."""


def block(request: Request) -> Reply | None:
    """403 for paths of kick.com's private API; None for others."""
    if not request.path.startswith(_PRIVATE):
        return None
    reason = "the path belongs to kick.com's private API, which is no part of the public one"
    reply = json_reply(HTTPStatus.FORBIDDEN, _BODY, reason=reason)
    return replace(reply, quirks=(WRONG_HOST,))
