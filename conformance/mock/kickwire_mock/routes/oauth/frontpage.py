"""Where the id host sends what it does not like: its front page, which is a 404 page."""

from __future__ import annotations

from http import HTTPStatus

from kickwire_mock.messages import Headers, Reply, Request

_PAGE = b"<!doctype html><html><head><title>404</title></head><body>Not found</body></html>"


def bounce(request: Request, reason: str, *quirks: str) -> Reply:
    """307 to the front page, without a word of explanation."""
    location = Headers([("Location", f"{request.origins.id}/")])
    return Reply(
        status=HTTPStatus.TEMPORARY_REDIRECT, headers=location, reason=reason, quirks=quirks
    )


def front_page() -> Reply:
    """The page itself."""
    return Reply(
        status=HTTPStatus.NOT_FOUND,
        headers=Headers([("Content-Type", "text/html; charset=utf-8")]),
        body=_PAGE,
        reason="the front page of this host is a 404 page",
    )
