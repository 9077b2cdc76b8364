"""What stands before both hosts: it blocks paths of kick.com itself, and fails in its own way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus

from kickwire_mock.answers import json_reply
from kickwire_mock.ledger import quirk
from kickwire_mock.messages import Headers, HostKind, Reply, Request

WRONG_HOST = quirk("wrong_host_blocked")

_PRIVATE = "/api/"
_BODY = {"error": "Request blocked by security policy.", "reference": "9e4db7e3"}
"""As in every report, with this reference. Both documents show it as ``EdgeBlock``."""
_CHALLENGES = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.SERVICE_UNAVAILABLE})
"""Statuses with which a browser is asked to prove itself (``EdgeChallenge`` in the id document)."""
_WORDS: Mapping[int, str] = {
    520: "Web server is returning an unknown error",
    521: "Web server is down",
    522: "Connection timed out",
    523: "Origin is unreachable",
    524: "A timeout occurred",
    525: "SSL handshake failed",
    526: "Invalid SSL certificate",
    527: "Railgun error",
}
"""Cloudflare's own statuses, in its words."""
_PAGE = "<!doctype html><html><head><title>{}</title></head><body>{}</body></html>"
_HEADERS = Headers([("Content-Type", "text/html; charset=UTF-8"), ("Server", "cloudflare")])


def page(host: HostKind, status: int) -> Reply:
    """The page that Cloudflare shows in a host's place: its challenge, or what went wrong.

    Args:
        host: that was asked.
        status: 403 and 503 challenge, others are errors.
    """
    if status in _CHALLENGES:
        headers = Headers([*_HEADERS, ("Cf-Mitigated", "challenge")])
        body = _PAGE.format("Just a moment...", "")
    else:
        words = _WORDS.get(status) or _phrase(status)
        headers = _HEADERS
        body = _PAGE.format(
            f"{host}.kick.com | {status}: {words}", f"<h1>{words}</h1><p>Error code {status}</p>"
        )
    return Reply(status=status, headers=headers, body=body.encode("ascii"))


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown error"


def block(request: Request) -> Reply | None:
    """403 for paths of kick.com's private API; None for others."""
    if not request.path.startswith(_PRIVATE):
        return None
    reason = "the path belongs to kick.com's private API, which is no part of the public one"
    reply = json_reply(HTTPStatus.FORBIDDEN, _BODY, reason=reason)
    return replace(reply, quirks=(WRONG_HOST,))
