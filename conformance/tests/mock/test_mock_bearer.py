"""Which access tokens open the API, and who needs one."""

from __future__ import annotations

import json

import pytest
from kickwire_mock import Headers, Mock, Request
from kickwire_mock.documents import packaged
from kickwire_mock.operations import Operation, operations

from conformance.tests.mock.mock_client import Client, json_of, world_of

API = list(operations(packaged().api))
TOKEN = Mock().token


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
def test_a_protected_operation_needs_a_living_token(mock: Mock, operation: Operation) -> None:
    """Without it: 401, whatever else may be wrong; with one of the right kind anything but 401."""
    assert asked(operation, mock) == 401
    assert asked(operation, mock, "Bearer wrong") == 401
    tokens = (mock.token, Client(mock).app_token())
    assert {asked(operation, mock, f"Bearer {token}") for token in tokens} - {401}


@pytest.mark.parametrize(
    "operation", [each for each in API if not each.protected], ids=lambda o: o.id
)
def test_an_open_operation_needs_none(mock: Mock, operation: Operation) -> None:
    """A missing or wrong token does no harm where none is needed."""
    assert asked(operation, mock) == asked(operation, mock, "Bearer wrong") == 200


def test_users_and_apps_open_the_api_and_nobody_else() -> None:
    """Access tokens of either kind do; a refresh token, a code and a client id do not."""
    client = Client()
    pair, app_token = client.pair(), client.app_token()

    assert client.lives(pair["access_token"])
    assert client.lives(app_token)
    for other in (pair["refresh_token"], client.code(), client.app.client_id):
        assert not client.lives(other)


@pytest.mark.parametrize("value", [f"Bearer {TOKEN}", f"bearer {TOKEN}", f"BEARER   {TOKEN} "])
def test_the_scheme_is_compared_without_case(mock: Mock, value: str) -> None:
    """RFC 9110 section 11.1; spaces around the token do not count."""
    assert asked(API[0], mock, value) == 200


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
        ["Bearer \xe4\xb8\x96"],
        ["Bearer \xff"],
        [f"Bearer {Mock(seed=1).token}"],
    ],
)
def test_anything_else_is_401(mock: Mock, values: list[str]) -> None:
    """Malformed, repeated, other schemes, other tokens, and the token of another seed."""
    assert asked(API[0], mock, *values) == 401


def test_the_mocks_own_token_has_every_scope_and_lives_for_years() -> None:
    """It is a token of the first user for the seeded app, and outlives every refresh token."""
    client = Client()
    data = json_of(client.introspect(client.mock.token))["data"]
    client.mock.clock.advance(9 * 365 * 24 * 3600)

    assert data["token_type"] == "user"
    assert data["scope"].split() == list(client.app.scopes)
    assert len(client.app.scopes) == 13
    assert client.lives(client.mock.token)


def test_no_repr_shows_a_secret() -> None:
    """Neither the mock's nor that of anything in it or around it, so that tests may print them."""
    client = Client()
    pair, app_token = client.pair(), client.app_token()
    secrets = [pair["access_token"], pair["refresh_token"], app_token, client.code()]
    secrets += [client.mock.token, client.app.client_secret]
    request = Request(
        host="api",
        method="GET",
        path="/",
        query=f"token={app_token}",
        headers=Headers([("Authorization", f"Bearer {app_token}")]),
        body=app_token.encode(),
    )
    vault = world_of(client.mock).vault
    shelves = (vault.requests, vault.codes, vault.access_tokens, vault.refresh_tokens)
    kept = [item for shelf in shelves for _, item in shelf.living()]

    text = repr([client.mock, vars(client.mock), client.app, kept, request, shelves])
    text += repr([client.mock.handle(request), client.mock.journal.entries()])

    assert "Authorization" in text
    assert "RefreshToken(" in text
    assert not [secret for secret in secrets if secret in text]
