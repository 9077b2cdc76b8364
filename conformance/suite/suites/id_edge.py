"""What stands at the edge of the id host: unknown paths, other methods, paths of kick.com."""

from __future__ import annotations

from collections.abc import Callable

from conformance.suite import checks
from conformance.suite.cases import MUST, QUIRK, case
from conformance.suite.stage import Stage
from conformance.suite.tables import row

EDGE = {"error": "Request blocked by security policy.", "reference": "9e4db7e3"}


def _bounced(method: str, path: str) -> Callable[[Stage], None]:
    def body(stage: Stage) -> None:
        answer = checks.status(stage.id.request(method, path), 307)
        checks.holds("it leads to the front page", answer.location == f"{stage.id.url}/")

    return body


def _told_the_method(method: str, path: str) -> Callable[[Stage], None]:
    def body(stage: Stage) -> None:
        answer = checks.status(stage.id.request(method, path), 405)
        checks.header(answer, "allow", "[A-Z, ]+")

    return body


_UNKNOWN = [
    ("id/edge/unknown/1", "POST", "/oauth/device", "No device flow is offered: its address"),
    (
        "id/edge/unknown/2",
        "GET",
        "/.well-known/openid-configuration",
        "There is no discovery document: its address",
    ),
    ("id/edge/unknown/3", "POST", "/public/v1/token/introspect", "An address of the API host"),
    ("id/edge/unknown/4", "POST", "/oauth/token/", "The token address with a slash more"),
    ("id/edge/unknown/5", "POST", "/OAuth/Token", "The token address in other letters"),
]
for _id, _method, _path, _words in _UNKNOWN:
    row(
        _id,
        f"{_words} leads to the front page.",
        QUIRK,
        ("quirk wrong_host_blocked",),
        _bounced(_method, _path),
    )


@case("id/edge/front/1", QUIRK, evidence=("quirk authorize_bad_params_bounce_404",))
def the_front_page_is_a_404(stage: Stage) -> None:
    """The front page of the id host is a 404 page of HTML."""
    answer = checks.status(stage.id.get("/"), 404)
    checks.header(answer, "content-type", "text/html.*")


@case("id/edge/private/1", QUIRK, evidence=("quirk wrong_host_blocked",))
def private_paths_are_blocked(stage: Stage) -> None:
    """A path of kick.com's private API is blocked in the edge's own words."""
    answer = checks.status(stage.id.get("/api/v2/channels/someone"), 403)
    checks.same("body", answer.json(), EDGE)


_METHODS = [
    ("id/edge/method/1", "GET", "/oauth/token", "exchangeToken"),
    ("id/edge/method/2", "POST", "/oauth/authorize", "authorize"),
    ("id/edge/method/3", "DELETE", "/oauth/revoke", "revokeToken"),
]
for _id, _method, _path, _operation in _METHODS:
    row(
        _id,
        f"{_method} on {_path} is refused with the method that works.",
        MUST,
        (f"document id {_operation}", "RFC 9110 section 15.5.6"),
        _told_the_method(_method, _path),
    )


@case("id/edge/date/1", MUST, evidence=("RFC 9110 section 6.6.1",))
def answers_are_dated(stage: Stage) -> None:
    """Every answer says when it was made."""
    for answer in (stage.id.get("/"), stage.introspect(None)):
        checks.header(answer, "date", checks.HTTP_DATE)
