"""From a request line to an operation, and what happens when there is none."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Literal

import pytest
from kickwire_mock import Mock, Origins, Reply, Request
from kickwire_mock.answers import documented
from kickwire_mock.documents import packaged, root
from kickwire_mock.operations import operations
from kickwire_mock.router import Found, Router, WrongMethod

Ask = Callable[..., Reply]


@pytest.fixture(scope="module")
def router() -> Router:
    """The paths of api.kick.com."""
    return Router(operations(packaged().api))


def test_every_operation_is_found_under_its_own_path(router: Router) -> None:
    """Whatever the document declares can be reached, with its parameters in path order."""
    assert len(router) == 32
    for operation in router:
        found = router.find(operation.method, operation.template)
        assert isinstance(found, Found)
        assert found.operation is operation
        assert list(found.segments) == [f"{{{each.name}}}" for each in operation.path_parameters]


def test_a_literal_segment_wins_over_a_parameter(router: Router) -> None:
    """`/rewards/redemptions` is its own path, although `/rewards/{id}` fits it too."""
    found = router.find("GET", "/public/v1/channels/rewards/redemptions")
    assert isinstance(found, Found)
    assert found.operation.id == "listRedemptions"
    wrong = router.find("PATCH", "/public/v1/channels/rewards/redemptions")
    assert wrong == WrongMethod("GET", "/public/v1/channels/rewards/redemptions")


def test_an_encoded_slash_stays_inside_its_segment(router: Router) -> None:
    """`%2F` does not make a segment of its own, and the segment arrives undecoded."""
    found = router.find("DELETE", "/public/v1/chat/a%2Fb")
    assert isinstance(found, Found)
    assert found.segments == ("a%2Fb",)


def test_an_encoded_literal_is_the_same_path(router: Router) -> None:
    """Percent-encoding an unreserved character changes nothing (RFC 3986 section 6.2.2.2)."""
    assert isinstance(router.find("GET", "/public/v1/%75sers"), Found)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "*",
        "/public/v1/users/",
        "//public/v1/users",
        "/public//v1/users",
        "/public/v1/Users",
        "/public/v1/chat/",
        "/public/v1/events/types",
        "/oauth/token",
        "/_mock/health",
        "/public/v1/%zz",
        "/public/v1/\u4e16",
        "/" + "a/" * 10_000,
    ],
)
def test_an_unknown_path_of_the_api_gets_the_404_envelope(ask: Ask, path: str) -> None:
    """Paths that differ in a slash, in case, or belong to another host are unknown."""
    reply = ask("api", f"GET {path}")
    assert reply.status == 404
    assert json.loads(reply.body) == {"data": {}, "message": "Not found"}
    assert reply.reason


@pytest.mark.parametrize("path", ["/public/v1/users", "/oauth2/authorize", "/oauth/token/", "*"])
def test_an_unknown_path_of_the_id_host_is_sent_to_the_front_page(ask: Ask, path: str) -> None:
    """307 to `/`, with no body that would explain it."""
    reply = ask("id", f"GET {path}")
    assert (reply.status, reply.headers.get("location"), reply.body) == (307, "/", b"")


def test_a_redirect_stays_on_the_host_that_was_asked(mock: Mock) -> None:
    """The front page is the mock's own, so that nothing is ever sent to the real Kick."""
    request = Request(
        host="id", method="GET", path="/x", origins=Origins(id="http://127.0.0.1:4444")
    )
    assert mock.handle(request).headers.get("Location") == "http://127.0.0.1:4444/"


@pytest.mark.quirk("wrong_host_blocked")
@pytest.mark.parametrize("host", ["id", "api"])
def test_private_paths_of_kick_com_are_blocked_at_the_edge(
    ask: Ask, host: Literal["id", "api"]
) -> None:
    """403 in the edge's own shape, the document's, and only for the private API of kick.com."""
    shown = documented(root(packaged().id).at("components", "responses", "EdgeBlock"), 403)

    for path in ("/api/v2/channels/xqc", "/api/v1/x", "/api/internal/"):
        reply = ask(host, f"GET {path}", authorized=False)
        assert (reply.status, json.loads(reply.body)) == (403, json.loads(shown.body))
        assert reply.headers.get("X-Kick-Mock-Quirk") == "wrong_host_blocked"
    assert {ask("id", f"GET {path}").status for path in ("/api", "/v2/api/")} == {307}
    assert {ask("api", f"GET {path}").status for path in ("/api", "/oauth/token")} == {404}


@pytest.mark.quirk("wrong_host_blocked")
def test_a_path_of_the_other_host_is_named_as_one(ask: Ask) -> None:
    """Kick bounces or answers 404; the journal says where the path belongs, or which is meant."""
    bounced = ask("id", "GET /public/v1/channels")
    unknown = ask("api", "POST /oauth/token")
    misspelt = ask("api", "GET /public/v1/chanels")

    assert (bounced.status, bounced.quirks) == (307, ("wrong_host_blocked",))
    assert "belong to the api host" in bounced.reason
    assert (unknown.status, "belong to the id host" in unknown.reason) == (404, True)
    assert misspelt.reason.endswith("; the closest one is /public/v1/channels")
    assert ask("api", "GET /channels").reason.endswith("; the closest one is /public/v1/channels")
    assert ask("api", "GET /elsewhere").reason == "this host has no such path"


def test_the_front_page_of_the_id_host_is_a_404_page(ask: Ask) -> None:
    """The redirect of a bad authorize request ends on a page for people."""
    reply = ask("id", "GET /")
    assert reply.status == 404
    assert reply.headers.get("Content-Type") == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("line", "allow"),
    [
        ("PUT /public/v1/channels", "GET, PATCH"),
        ("get /public/v1/users", "GET"),
        ("OPTIONS /public/v1/channels/rewards/01K", "DELETE, PATCH"),
        ("TRACE /public/v1/public-key", "GET"),
    ],
)
def test_another_method_on_a_known_path_is_405_with_the_allowed_ones(
    ask: Ask, line: str, allow: str
) -> None:
    """Methods are case-sensitive, and the answer names those that work."""
    reply = ask("api", line, authorized=False)
    assert (reply.status, reply.headers.get("allow")) == (405, allow)
    assert json.loads(reply.body) == {"data": {}, "message": "Method not allowed"}


def test_the_id_host_says_405_in_oauths_shape(ask: Ask) -> None:
    """Its errors are `{error, error_description}`."""
    reply = ask("id", "GET /oauth/token")
    assert (reply.status, reply.headers.get("allow")) == (405, "POST")
    assert set(json.loads(reply.body)) == {"error", "error_description"}


def test_a_reply_to_head_has_no_body(ask: Ask) -> None:
    """Only the body is left out; status and headers stay."""
    reply = ask("api", "HEAD /public/v1/users")
    assert (reply.status, reply.body) == (405, b"")
    assert reply.headers.get("allow") == "GET"


@pytest.mark.parametrize(
    ("host", "line", "most"),
    [
        ("api", "GET /nowhere", 1024 * 1024),
        ("id", "POST /oauth/token", 1024 * 1024),
        ("control", "GET /_mock/health", 16 * 1024 * 1024),
    ],
)
def test_a_body_that_is_too_large_is_413(ask: Ask, host: str, line: str, most: int) -> None:
    """Each host says so in its own shape, before it looks at anything else."""
    body = bytes(most + 1)
    reply = ask(host, line, body=body)
    assert reply.status == 413
    assert isinstance(json.loads(reply.body), dict)
    assert ask(host, line, body=body[1:]).status != 413
