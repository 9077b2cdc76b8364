"""What an error carries beside its text: which request it was, and when to try again."""

from __future__ import annotations

import pickle
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kickwire import errors
from kickwire.refusals import refusal
from kickwire.retrying import Retries
from kickwire_api.api.users import get_users

from conformance.tests.overlay.overlay_script import (
    DATE,
    NOW,
    TOKEN,
    Face,
    Script,
    refused,
    tasks,
    threads,
)

many = settings(max_examples=200)
faces = pytest.mark.parametrize("face", [threads, tasks], ids=["sync", "async"])

ONCE = Retries(times=0)


def read(api: Any) -> Any:
    """Any call."""
    return api.users.get()


def error_of(face: Face, response: httpx.Response) -> errors.Refused:
    """What a refusal becomes."""
    error = face(Script([response]), read, ONCE).error
    assert isinstance(error, errors.Refused)
    return error


@faces
def test_a_refusal_carries_everything_that_kick_tells(face: Face) -> None:
    """Operation, status, words, request id and wait are there for programs, and in the text."""
    told = {"X-Request-Id": "r-1", "CF-Ray": "8f-FRA", "Retry-After": "90"}

    error = error_of(face, refused(503, told, data="down for maintenance"))

    assert (error.operation, error.status, error.reason) == (
        "users.get",
        503,
        "down for maintenance",
    )
    assert (error.request_id, error.retry_after) == ("r-1", 90.0)
    assert str(error) == (
        "users.get: Kick answered 503 (down for maintenance); try again in 90 s [request r-1]"
    )


@faces
@pytest.mark.parametrize(
    ("headers", "request_id"),
    [
        ({}, ""),
        ({"CF-Ray": "8f-FRA"}, "8f-FRA"),
        ({"X-Request-Id": "", "CF-Ray": "8f-FRA"}, "8f-FRA"),
        ({"X-Request-Id": "x" * 200}, "x" * 200),
        ({"X-Request-Id": "x" * 195 + TOKEN}, ""),
        ({"X-Request-Id": f"Bearer {TOKEN}"}, "Bearer [secret]"),
    ],
)
def test_a_request_has_the_name_that_the_server_or_its_edge_gave(
    face: Face, headers: dict[str, str], request_id: str
) -> None:
    """What to name to Kick is kept, short and without a secret."""
    assert error_of(face, refused(400, headers)).request_id == request_id


@faces
def test_an_answer_to_report_names_its_request(face: Face) -> None:
    """Who reports to Kick that an answer is not what is documented has the id at hand."""
    strange = httpx.Response(200, json={"data": 1}, headers={"CF-Ray": "8f-FRA"})

    error = face(Script([strange]), read, ONCE).error

    assert isinstance(error, errors.UnexpectedAnswer)
    assert (error.pointer, error.request_id) == ("/data", "8f-FRA")


@faces
@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (429, {}, 45.0),
        (429, {"Retry-After": "7"}, 7.0),
        (429, {"Retry-After": "soon"}, 45.0),
        (503, {}, None),
        (503, {"Retry-After": "Thu, 01 Jan 2026 00:00:16 GMT"}, 1.0),
        (400, {}, None),
    ],
)
@pytest.mark.quirk("ratelimit_retry_after")
def test_an_error_says_when_to_try_again(
    face: Face, status: int, headers: dict[str, str], seconds: float | None
) -> None:
    """By Retry-After; a 429 that gives none is over at the next whole minute."""
    assert error_of(face, refused(status, headers)).retry_after == seconds


@many
@given(
    st.sampled_from([300, 400, 401, 403, 404, 429, 500, 527, 599]),
    st.binary(max_size=80),
    st.lists(
        st.tuples(
            st.sampled_from(["Retry-After", "Date", "X-Request-Id", "CF-Ray", "Content-Type"]),
            st.binary(max_size=40),
        )
    ),
    st.none() | st.floats(0, 4e9),
)
def test_any_refusal_is_one_error_that_travels(
    status: int, body: bytes, headers: list[tuple[str, bytes]], now: float | None
) -> None:
    """Whatever came, the error is of ours, printable, hashable, and the same in another process."""
    request = httpx.Request("GET", "https://api.kick.com/", headers={"Authorization": "Bearer x"})
    raw = [(name.encode(), value) for name, value in headers]
    response = httpx.Response(status, content=body, headers=raw, request=request)

    error = refusal(get_users.OPERATION, response, now=now, attempts=3)

    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))
    assert str(error).isprintable()
    assert len({error, error}) == 1
    if isinstance(error, errors.Refused):
        assert error.retry_after is None or 0 <= error.retry_after <= 86_400


def test_without_a_date_the_callers_clock_tells_the_minute() -> None:
    """A 429 without Date and Retry-After still says when the next minute begins."""
    response = httpx.Response(429, request=httpx.Request("GET", "https://api.kick.com/"))

    error = refusal(get_users.OPERATION, response, now=NOW)

    assert isinstance(error, errors.RateLimited)
    assert error.retry_after == 45.0


def test_nobody_knows_the_minute_without_any_clock() -> None:
    """With neither a date nor a clock nothing is made up."""
    response = httpx.Response(429, request=httpx.Request("GET", "https://api.kick.com/"))

    error = refusal(get_users.OPERATION, response)

    assert isinstance(error, errors.RateLimited)
    assert error.retry_after is None
    assert "try again later" in str(error)


@faces
@pytest.mark.parametrize("variant", [{}, None, "why", ["?"]])
@pytest.mark.quirk("api_envelope")
def test_the_reason_is_found_in_every_form_of_the_envelope(face: Face, variant: object) -> None:
    """A string in data is the reason; with anything else there the message is."""
    error = error_of(face, refused(400, data=variant, message="Bad request"))

    assert error.reason == ("why" if variant == "why" else "Bad request")


def test_the_scopes_that_are_missing_travel_with_the_error() -> None:
    """A program that asks the user again reads them from the error, in any process."""
    error = errors.MissingScope("no", "chat.send", ("chat:write",))

    copy = pickle.loads(pickle.dumps(error))

    assert (copy.missing, str(copy)) == (("chat:write",), "chat.send: no")
    assert isinstance(copy, errors.AskTheUser)


@faces
def test_a_date_of_kicks_outweighs_our_clock(face: Face) -> None:
    """Two clocks that disagree do not change how long to wait."""
    error = error_of(face, refused(503, {"Retry-After": "Thu, 01 Jan 2026 00:00:18 GMT"}))

    assert error.retry_after == 3.0
    assert DATE.endswith("00:00:15 GMT")


@faces
def test_a_body_that_cannot_be_decoded_takes_no_headers_with_it(face: Face) -> None:
    """When to try again, and the request's id, stand in headers that are whole."""
    told = {"Content-Encoding": "gzip", "Retry-After": "7", "X-Request-Id": "r-1"}

    class Broken(Script):
        """Answers with a body that is no gzip."""

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            """The same answer, undecoded."""
            self.seen.append(request)
            body = httpx.ByteStream(b"no gzip")
            return httpx.Response(429, headers=told, stream=body)

    error = face(Broken([]), read, ONCE).error

    assert isinstance(error, errors.RateLimited)
    assert (error.retry_after, error.request_id) == (7.0, "r-1")


class Proxied(Script):
    """A proxy that opens no tunnel, and says so in these words."""

    def __init__(self, words: str) -> None:
        super().__init__([])
        self._words = words

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Fail."""
        raise httpx.ProxyError(self._words)


@faces
@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("407 Proxy Authentication Required, not user:password", "(ProxyError: 407)"),
        ("4071", "(ProxyError)"),
        ("", "(ProxyError)"),
    ],
)
def test_a_proxy_that_refuses_is_told_as_one(face: Face, words: str, shown: str) -> None:
    """It is the proxy's address and password that want a look; what else it says stays away."""
    error = face(Proxied(words), read, ONCE).error

    assert isinstance(error, errors.Unreachable)
    assert str(error) == (
        f"users.get: the proxy opens no way to https://api.kick.com {shown}; check its address, "
        "user and password, or try again later"
    )


@faces
@pytest.mark.parametrize(
    ("status", "advice"),
    [(403, "this is not about the account"), (404, "check the base URL")],
)
def test_a_page_for_people_blames_nobody(face: Face, status: int, advice: str) -> None:
    """What an edge or a wrong host answers says nothing about accounts and ids."""
    page = httpx.Response(status, html="<h1>Attention required</h1>")

    assert str(error_of(face, page)) == (
        f"users.get: Kick answered {status} (an HTML page, from an edge, a proxy or a wrong host); "
        f"{advice}"
    )
