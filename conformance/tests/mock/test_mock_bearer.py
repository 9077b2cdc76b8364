"""The one token a mock accepts, and who needs it."""

from __future__ import annotations

import json

import pytest
from kickwire_mock import DEFAULT_TOKEN, Headers, Mock, Request
from kickwire_mock.documents import packaged
from kickwire_mock.operations import Operation, operations

API = list(operations(packaged().api))
TOKEN = "AB.c-_~+/9=="


def asked(operation: Operation, mock: Mock, *authorization: str) -> int:
    """Status of an otherwise empty request with these Authorization headers."""
    headers = Headers([("authorization", value) for value in authorization])
    path = operation.template.replace("{", "").replace("}", "")
    reply = mock.handle(Request(host="api", method=operation.method, path=path, headers=headers))
    if reply.status == 401:
        assert json.loads(reply.body)["message"] == "Unauthorized"
        assert mock.token not in reply.reason
    return reply.status


@pytest.mark.parametrize("operation", [each for each in API if each.protected], ids=lambda o: o.id)
def test_a_protected_operation_needs_the_token(mock: Mock, operation: Operation) -> None:
    """Without it: 401, whatever else may be wrong; with it: anything but 401."""
    assert asked(operation, mock) == 401
    assert asked(operation, mock, "Bearer wrong") == 401
    assert asked(operation, mock, f"Bearer {mock.token}") != 401


@pytest.mark.parametrize(
    "operation", [each for each in API if not each.protected], ids=lambda o: o.id
)
def test_an_open_operation_needs_none(mock: Mock, operation: Operation) -> None:
    """A missing or wrong token does no harm where none is needed."""
    assert asked(operation, mock) == asked(operation, mock, "Bearer wrong") == 200


@pytest.mark.parametrize("value", [f"Bearer {TOKEN}", f"bearer {TOKEN}", f"BEARER   {TOKEN} "])
def test_the_scheme_is_compared_without_case(value: str) -> None:
    """RFC 9110 section 11.1; spaces around the token do not count."""
    assert asked(API[0], Mock(token=TOKEN), value) == 200


@pytest.mark.parametrize(
    "values",
    [
        ["Bearer"],
        ["Bearer "],
        [TOKEN],
        [f"Basic {TOKEN}"],
        [f"Bearer{TOKEN}"],
        [f"Bearer\t{TOKEN}"],
        [f"Bearer {TOKEN}x"],
        [f"Bearer {TOKEN[:-1]}"],
        [f"Bearer {TOKEN.lower()}"],
        [f"Bearer {TOKEN},"],
        [f"Bearer {TOKEN} {TOKEN}"],
        [f"Bearer {TOKEN}", f"Bearer {TOKEN}"],
        ["Bearer \u4e16\ud800"],
        ["Bearer \xff"],
        [f"Bearer {DEFAULT_TOKEN}"],
    ],
)
def test_anything_else_is_401(values: list[str]) -> None:
    """Malformed, repeated, other schemes, other tokens, and the default of another mock."""
    assert asked(API[0], Mock(token=TOKEN), *values) == 401


@pytest.mark.parametrize(
    "token", ["", " ", "a b", "t\u00f6ken", "a\n", "=", "a=b", "a\x00", "\u4e16"]
)
def test_a_token_that_cannot_travel_is_refused(token: str) -> None:
    """RFC 6750 section 2.1 says what a token may hold; the text does not repeat the token."""
    with pytest.raises(ValueError, match="the token") as caught:
        Mock(token=token)
    assert not token.strip(" =") or token not in str(caught.value)


def test_the_default_token_looks_like_kicks() -> None:
    """48 upper-case characters, and plainly worthless."""
    assert len(DEFAULT_TOKEN) == 48
    assert DEFAULT_TOKEN.upper() == DEFAULT_TOKEN
    assert "WORTHLESS" in DEFAULT_TOKEN
    assert Mock().token == DEFAULT_TOKEN


def test_no_repr_shows_the_token() -> None:
    """Neither the mock's nor a request's, so that failing tests may print them."""
    mock = Mock(token=TOKEN)
    request = Request(
        host="api",
        method="GET",
        path="/",
        query=f"token={TOKEN}",
        headers=Headers([("Authorization", f"Bearer {TOKEN}")]),
        body=TOKEN.encode(),
    )
    text = repr([mock, request, mock.handle(request), vars(mock)["_bearer"]])
    assert TOKEN not in text
    assert "Authorization" in text
