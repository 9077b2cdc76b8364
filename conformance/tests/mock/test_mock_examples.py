"""Which of the document's examples the mock answers with."""

from __future__ import annotations

import json
from typing import Any

import pytest
from kickwire_mock import Headers, HostKind, Mock, Request

FORM = ("Content-Type", "application/x-www-form-urlencoded")


def asked(host: HostKind, method: str, target: str, body: str = "") -> Any:
    """The JSON that a fresh mock answers with."""
    mock = Mock()
    path, _, query = target.partition("?")
    headers = Headers([("Authorization", f"Bearer {mock.token}"), FORM])
    reply = mock.handle(
        Request(
            host=host, method=method, path=path, query=query, headers=headers, body=body.encode()
        )
    )
    assert reply.status == 200
    return json.loads(reply.body)


@pytest.mark.parametrize(
    ("target", "way"),
    [
        ("/public/v2/categories", ("pagination", "next_cursor")),
        ("/public/v2/livestreams", ("pagination", "next_cursor")),
        ("/public/v1/drops/claims", ("data", "cursor")),
    ],
)
def test_pages_come_to_an_end(target: str, way: tuple[str, str]) -> None:
    """The first answer names a next page, and the answer to its cursor names none."""
    first = asked("api", "GET", target)[way[0]][way[1]]
    last = asked("api", "GET", f"{target}?cursor={first}")[way[0]][way[1]]

    assert first
    assert not last


CLIENT = "client_id=01JEXAMP0E0000000000000001&client_secret=worthless"


@pytest.mark.parametrize(
    ("grant", "fields"),
    [
        (
            "grant_type=authorization_code&code=c&redirect_uri=http://localhost&code_verifier=v",
            {"access_token", "token_type", "refresh_token", "expires_in", "scope"},
        ),
        (
            "grant_type=refresh_token&refresh_token=r",
            {"access_token", "token_type", "refresh_token", "expires_in", "scope"},
        ),
        ("grant_type=client_credentials", {"access_token", "token_type", "expires_in"}),
    ],
)
def test_a_token_answer_is_that_of_its_grant(grant: str, fields: set[str]) -> None:
    """A user gets a pair, an app one token without scope and refresh token."""
    assert set(asked("id", "POST", "/oauth/token", f"{grant}&{CLIENT}")) == fields


def test_a_refresh_gives_another_pair_than_the_code() -> None:
    """Both halves of the pair are new after a refresh."""
    code = "grant_type=authorization_code&code=c&redirect_uri=http://localhost&code_verifier=v"
    pair = asked("id", "POST", "/oauth/token", f"{code}&{CLIENT}")
    refresh = f"grant_type=refresh_token&refresh_token={pair['refresh_token']}"
    refreshed = asked("id", "POST", "/oauth/token", f"{refresh}&{CLIENT}")

    assert pair["access_token"] != refreshed["access_token"]
    assert pair["refresh_token"] != refreshed["refresh_token"]
