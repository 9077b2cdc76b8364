"""Each kind of trouble is armed over control with one call, for whom and as often as is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from kickwire_mock import HostKind, Mock, Reply
from kickwire_mock.clock import http_date

from conformance.tests.mock.mock_client import Client, json_of
from conformance.tests.mock.mock_control_host import ControlHost, users

EDGE = {520: "Web server is returning an unknown error", 522: "Connection timed out"}
HTML = "text/html; charset=UTF-8"


@pytest.fixture
def control() -> ControlHost:
    """The control host of a mock that the test may change."""
    return ControlHost(Mock())


def armed(control: ControlHost, call: Mapping[str, Any]) -> Any:
    """Arm a fault; what control says of it."""
    return control.ask("POST /faults", dict(call))


def asked(control: ControlHost, host: HostKind = "api") -> Reply:
    """What a good request to a host is answered."""
    if host == "api":
        return users(control.mock)
    return Client(control.mock).token(grant_type="client_credentials")


@pytest.mark.parametrize("status", range(520, 528))
@pytest.mark.parametrize("host", ["id", "api"])
def test_the_edge_fails_in_its_own_way(control: ControlHost, host: HostKind, status: int) -> None:
    """A page of Cloudflare's, not JSON of Kick's, names the host and the status; once."""
    armed(control, {"host": host, "status": status, "edge": True})

    reply = asked(control, host)

    assert (reply.status, reply.headers.get("content-type")) == (status, HTML)
    assert reply.headers.get("server") == "cloudflare"
    assert f"<title>{host}.kick.com | {status}: {EDGE.get(status, '')}" in reply.body.decode()
    assert asked(control, host).status == 200


@pytest.mark.parametrize("status", [403, 503])
def test_the_edge_challenges(control: ControlHost, status: int) -> None:
    """With 403 and 503 it is the page that asks a browser to prove itself, and says so."""
    armed(control, {"host": "api", "status": status, "edge": True})

    reply = asked(control)

    assert (reply.status, reply.headers.get("content-type")) == (status, HTML)
    assert reply.headers.get("cf-mitigated") == "challenge"
    assert b"<title>Just a moment...</title>" in reply.body


def test_the_edge_takes_further_headers(control: ControlHost) -> None:
    """They go before its own."""
    headers = {"CF-RAY": "8f-AMS", "Server": "other"}
    armed(control, {"status": 521, "edge": True, "headers": headers})

    reply = asked(control)

    assert (reply.headers.get("cf-ray"), reply.headers.all("server")) == ("8f-AMS", ["other"])


@pytest.mark.parametrize("status", [429, 500, 502, 522])
def test_a_status_alone_has_an_empty_body(control: ControlHost, status: int) -> None:
    """Nothing is added to what was asked for."""
    armed(control, {"status": status})

    reply = asked(control)

    assert (reply.status, reply.body, reply.headers.get("content-type")) == (status, b"", None)


def test_a_body_can_be_anything(control: ControlHost) -> None:
    """A page of HTML for instance."""
    armed(control, {"status": 502, "content_type": "text/html", "body": "<h1>Bad Gateway</h1>"})

    reply = asked(control)

    assert (reply.status, reply.body) == (502, b"<h1>Bad Gateway</h1>")
    assert reply.headers.get("content-type") == "text/html"


@pytest.mark.parametrize("setting", ["seconds", "http_date", "absent"])
@pytest.mark.parametrize("form", ["seconds", "http_date", "absent"])
def test_a_429_says_how_long_to_wait_as_it_was_told(
    control: ControlHost, form: str, setting: str
) -> None:
    """Seconds, a date by the mock's clock, or nothing, whatever the setting is."""
    control.ask("PATCH /settings", {"settings": {"ratelimit_retry_after": setting}})
    armed(control, {"quirk": "ratelimit_retry_after", "variant": form})

    reply = asked(control)

    date = http_date(control.mock.clock.now() + 60)
    expected = {"seconds": "60", "http_date": date, "absent": None}[form]
    assert (reply.status, reply.headers.get("retry-after")) == (429, expected)
    assert set(json_of(reply)) == {"data", "message"}


def test_a_429_goes_by_the_setting_if_it_was_told_nothing(control: ControlHost) -> None:
    """The preset without a form, and a worded 429."""
    control.ask("PATCH /settings", {"settings": {"ratelimit_retry_after": "absent"}})
    for call in ({"quirk": "ratelimit_retry_after"}, {"status": 429, "worded": True}):
        armed(control, call)
        assert (asked(control).headers.get("retry-after")) is None
    armed(control, {"status": 429, "worded": True, "headers": {"Retry-After": "7"}})
    assert asked(control).headers.all("retry-after") == ["7"]


@pytest.mark.parametrize(
    ("call", "effect", "value"),
    [
        ({"delay": 2}, "delay", 2),
        ({"reset": True}, "reset", True),
        ({"never": True}, "never", True),
        ({"cut": 10}, "cut", 10),
    ],
)
def test_connections_suffer_with_one_call(
    control: ControlHost, call: dict[str, Any], effect: str, value: object
) -> None:
    """Late, reset, never, cut: the carrier is told."""
    armed(control, call)

    assert getattr(asked(control).effects, effect) == value
    assert getattr(asked(control).effects, effect) != value


def test_a_refresh_can_be_lost_after_its_token_was_spent(control: ControlHost) -> None:
    """Rotated, then dropped: the client never hears of the new pair, and the old one is dead."""
    client = Client(control.mock)
    token = client.pair()["refresh_token"]
    armed(control, {"quirk": "refresh_lost_response_lockout"})

    assert client.refresh(token).effects.reset
    assert client.refresh(token).status == 401


@pytest.mark.parametrize(
    "kind",
    [
        {"status": 522, "edge": True},
        {"status": 500, "worded": True},
        {"status": 500},
        {"delay": 1},
        {"reset": True},
        {"quirk": "ratelimit_retry_after", "variant": "seconds"},
    ],
    ids=str,
)
def test_any_trouble_can_be_for_one_operation_or_host_and_the_next_few_requests(
    control: ControlHost, kind: dict[str, Any]
) -> None:
    """Who is not meant is spared, and who is meant is spared after so many times."""
    well = asked(control), asked(control, "id").status

    def struck(host: HostKind) -> bool:
        reply = asked(control, host)
        status = {"api": well[0].status, "id": well[1]}[host]
        return reply.status != status or reply.effects != well[0].effects

    armed(control, {**kind, "operation": "getUsers", "count": 2})
    assert [struck("id"), struck("api"), struck("api"), struck("api")] == [False, True, True, False]
    armed(control, {**kind, "host": "id", "skip": 1})
    assert [struck("api"), struck("id"), struck("id"), struck("id")] == [False, False, True, False]
    armed(control, {**kind, "count": None})
    assert [struck("api") for _ in range(5)] == [True] * 5
    control.ask("DELETE /faults")
    assert not struck("api")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ({"edge": True}, "the edge answers with errors"),
        ({"edge": True, "status": 200}, "the edge answers with errors"),
        ({"edge": True, "status": 522, "worded": True}, "either the host"),
        ({"edge": True, "status": 522, "body": "x"}, "brings its own body"),
        ({"edge": True, "status": 522, "content_type": "text/plain"}, "brings its own body"),
        ({"retry_after": "seconds"}, "belongs to a worded answer with status 429"),
        ({"retry_after": "seconds", "status": 429}, "belongs to a worded answer"),
        ({"retry_after": "seconds", "status": 503, "worded": True}, "belongs to a worded answer"),
        (
            {
                "retry_after": "seconds",
                "status": 429,
                "worded": True,
                "headers": {"RETRY-after": "7"},
            },
            "either retry_after says how long to wait or",
        ),
        ({"retry_after": "soon", "status": 429, "worded": True}, "retry_after"),
    ],
)
def test_what_cannot_be_is_told(control: ControlHost, call: dict[str, Any], words: str) -> None:
    """Nothing is armed, and the line says what does not go together."""
    status, line = control.refused("POST /faults", call)
    assert (status, words in line) == (400, True), line
    assert control.ask("GET /faults")["faults"] == []
