"""Parsers are total: any answer gives a value or one of our errors, and never anything else."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kickwire import AsyncOAuth, OAuth, errors
from kickwire._core import flows
from kickwire.config import ID_URL
from kickwire.tokens import TokenSet

from conformance.tests.oauth.oauth_material import (
    ACTIVE_ANSWER,
    APP,
    CODE,
    FLOWS,
    NOW,
    PAIR,
    PAIR_ANSWER,
    USERS_ANSWER,
    outcome,
)

many = settings(max_examples=200)

any_text = st.text(alphabet=st.characters(exclude_categories=()))
json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | any_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(any_text, inner, max_size=3),
    max_leaves=6,
)
words = json_values | st.sampled_from(["invalid_grant", "invalid_client", "server_error"])
refusals = st.fixed_dictionaries(
    {}, optional={"error": words, "error_description": json_values, "message": json_values}
)


def changed(answer: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A good answer with some fields replaced by anything."""
    return st.fixed_dictionaries({}, optional=dict.fromkeys(answer, json_values)).map(
        lambda changes: answer | changes
    )


bodies = st.one_of(
    st.binary(),
    st.one_of(
        json_values,
        refusals,
        changed(PAIR_ANSWER),
        changed(ACTIVE_ANSWER),
        changed(ACTIVE_ANSWER["data"]).map(lambda data: {"data": data, "message": "OK"}),
        changed(USERS_ANSWER),
        changed(USERS_ANSWER["data"][0]).map(lambda user: {"data": [user], "message": "OK"}),
    ).map(lambda body: json.dumps(body).encode()),
)
statuses = st.sampled_from([200, 200, 200, 302, 307, 400, 401, 403, 429, 500]) | st.integers(
    100, 999
)
header_values = st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=255), max_size=40)
content_types = (
    st.sampled_from(["application/json", "text/html; charset=utf-8", "TEXT/HTML"]) | header_values
)
encodings = st.sampled_from(["gzip", "deflate", "br", "zstd", "identity", "gzip, deflate", "x"])
locations = header_values | st.sampled_from(
    ["/", "https://id.kick.com/", "http://[", "ftp://x", "https://xn--", "//", "http://h:x/", ":"]
)


def shown_alone(error: errors.KickError) -> str:
    """The text of an error that has no other error behind it."""
    assert (error.__cause__, error.__context__) == (None, None)
    return str(error)


def of_the_wire(status: int, kind: str, body: bytes) -> httpx.Response:
    """An answer as it may come."""
    headers = [(b"Content-Type", kind.encode("latin-1"))]
    return httpx.Response(status, headers=headers, content=body)


@pytest.mark.parametrize("name", FLOWS)
@many
@given(status=statuses, kind=content_types, body=bodies)
def test_any_answer_is_a_value_or_one_of_our_errors(
    name: str, status: int, kind: str, body: bytes
) -> None:
    """A flow that is given anything at all ends in a value, or in a KickError without a cause."""
    try:
        value = outcome(FLOWS[name](), *(of_the_wire(status, kind, body) for _ in range(2)))
    except errors.KickError as error:
        told = shown_alone(error)
        assert told.isprintable()
        return

    assert 200 <= status < 300 or (name, status) == ("introspect", 401)
    if isinstance(value, TokenSet):
        assert TokenSet.from_text(value.to_text()) == value
        next(flows.introspect(ID_URL, value))
        if value.refresh_token is not None:
            next(flows.refresh(APP, ID_URL, value, NOW))


@pytest.mark.parametrize("name", ["exchange", "refresh", "client_credentials"])
@many
@given(status=statuses, kind=content_types, body=bodies)
def test_only_kicks_own_word_sends_a_user_to_the_login_page(
    name: str, status: int, kind: str, body: bytes
) -> None:
    """GrantLost and LoginFailed stand for a JSON object whose error is `invalid_grant`."""
    try:
        outcome(FLOWS[name](), of_the_wire(status, kind, body))
    except errors.AskTheUser:
        assert not 200 <= status < 300
        assert json.loads(body)["error"] == "invalid_grant"
    except errors.KickError:
        pass


@many
@given(status=statuses, encoding=encodings | st.none(), location=locations | st.none(), body=bodies)
def test_any_answer_of_the_wire_is_a_value_or_one_of_our_errors(
    status: int, encoding: str | None, location: str | None, body: bytes
) -> None:
    """Wrong encodings and impossible redirects are our errors too, for both faces the same."""
    sent = {"Content-Encoding": encoding, "Location": location}
    headers = [
        (name.encode(), value.encode("latin-1"))
        for name, value in sent.items()
        if value is not None
    ]

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, headers=headers, stream=httpx.ByteStream(body))

    async def asynchronous() -> TokenSet:
        """The same, awaited."""
        async with AsyncOAuth(
            APP, transport=httpx.MockTransport(answer), clock=lambda: NOW
        ) as oauth:
            return await oauth.refresh(PAIR)

    def synchronous() -> TokenSet:
        with OAuth(APP, transport=httpx.MockTransport(answer), clock=lambda: NOW) as oauth:
            return oauth.refresh(PAIR)

    found: list[object] = []
    for call in (synchronous, lambda: asyncio.run(asynchronous())):
        try:
            found.append(call())
        except errors.KickError as error:
            found.append((type(error), shown_alone(error), vars(error)))

    assert found[0] == found[1]


@many
@given(any_text.filter(lambda code: code.isprintable() and code != ""))
def test_a_code_of_any_length_and_letters_can_be_sent(code: str) -> None:
    """Codes are opaque; their looks are no promise."""
    request = next(
        flows.exchange(APP, ID_URL, type(CODE)(code, CODE.verifier, CODE.redirect_uri, ()), NOW)
    )

    assert request.content
