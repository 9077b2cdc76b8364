"""Who may do what on the mock's API: token kinds and scopes, as the document has them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from kickwire_mock import Mock, Reply
from kickwire_mock.documents import packaged
from kickwire_mock.operations import Operation, operations

from conformance.tests.mock.mock_client import Client

USER, APP = "UserAccessToken", "AppAccessToken"
PROTECTED = [
    each
    for each in operations(packaged().api)
    if each.protected and each.id != "introspectTokenOnApi"
]
EVERY_SCOPE = packaged().api["components"]["securitySchemes"][USER]["flows"]["authorizationCode"][
    "scopes"
]


def security(operation: Operation) -> list[dict[str, list[str]]]:
    """What the document asks for."""
    found: list[dict[str, list[str]]] = operation.place.at("security").node
    return found


def asked(client: Client, operation: Operation, token: str) -> Reply:
    """A request with nothing that is not needed."""
    path = operation.template.replace("{", "").replace("}", "")
    # Without ids this one asks for the token's own user, which an app token has not.
    path += "?id=1" if operation.id == "getUsers" else ""
    return client.send("api", operation.method, path, token=token)


def not_allowed(reply: Reply) -> bool:
    """Whether it was refused for want of a permission, with the one body that Kick has for it."""
    if "api_401_overloaded" not in reply.quirks:
        return False
    body: dict[str, Any] = json.loads(reply.body)
    assert (reply.status, body["message"]) == (401, "Unauthorized")
    assert body["data"] in ({}, None)
    return True


def scopes_of(operation: Operation) -> list[list[str]]:
    """The scopes of each alternative for user tokens."""
    return [each[USER] for each in security(operation) if USER in each]


@pytest.mark.quirk("api_401_overloaded")
@pytest.mark.parametrize("operation", PROTECTED, ids=lambda each: each.id)
def test_only_the_documented_kinds_of_token_may_call(operation: Operation) -> None:
    """An app token passes where the document names it, a user token with every scope likewise."""
    client = Client()
    by_app = asked(client, operation, client.app_token())
    by_user = asked(client, operation, client.mock.token)

    for reply, kind in ((by_app, APP), (by_user, USER)):
        allowed = any(kind in each for each in security(operation))
        assert not_allowed(reply) is not allowed
        assert allowed or "token" in reply.reason


@pytest.mark.quirk("api_401_overloaded")
@pytest.mark.parametrize(
    "operation", [each for each in PROTECTED if any(scopes_of(each))], ids=lambda each: each.id
)
def test_only_the_documented_scopes_open_an_operation(operation: Operation) -> None:
    """Each alternative alone suffices; every scope but those does not, and the journal says why."""
    client = Client()
    for needed in scopes_of(operation):
        token = client.pair(scope=" ".join(needed))["access_token"]
        assert not not_allowed(asked(client, operation, token))
    useful = {scope for needed in scopes_of(operation) for scope in needed}
    useless = " ".join(scope for scope in EVERY_SCOPE if scope not in useful)
    token = client.pair(scope=useless)["access_token"]

    assert not_allowed(asked(client, operation, token))
    assert client.last().reason.startswith("the token lacks the scope")
    assert all(scope in client.last().reason for scope in useful)


@pytest.mark.quirk("api_401_overloaded")
def test_the_lack_of_a_scope_can_be_403() -> None:
    """As the setting says, for one app or for all; a bad token stays 401."""
    client = Client(Mock(settings={"api_401_overloaded": "refused_403"}))
    token = client.pair(scope="user:read")["access_token"]

    refused = client.send("api", "GET", "/public/v1/channels", token=token)
    bad = client.send("api", "GET", "/public/v1/channels", token="wrong")

    assert (refused.status, refused.body) == (403, b'{"data":{},"message":"Forbidden"}')
    assert bad.status == 401
    client.mock.settings.change_for_app(client.app.client_id, {"api_401_overloaded": "refused_401"})
    assert client.send("api", "GET", "/public/v1/channels", token=token).status == 401


def test_a_missing_scope_is_told_before_a_bad_argument() -> None:
    """The token is looked at first, so nobody learns anything about arguments without leave."""
    client = Client()
    token = client.pair(scope="user:read")["access_token"]

    assert client.send("api", "GET", "/public/v1/channels?slug=", token=token).status == 401
    assert client.last().reason == "the token lacks the scope channel:read"
