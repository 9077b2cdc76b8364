"""Introspection: what a token says of itself, at both addresses."""

from __future__ import annotations

import pytest
from kickwire_mock import Mock, Reply
from kickwire_mock.clock import START

from conformance.tests.mock.mock_client import Client, json_of

ID, API = ("id", "/oauth/token/introspect"), ("api", "/public/v1/token/introspect")


@pytest.fixture
def client() -> Client:
    """A client of a strict mock."""
    return Client()


def asked(client: Client, token: str | None, moved: bool = True) -> Reply:
    """Ask at the new or the old address."""
    if moved:
        return client.send("id", "POST", "/oauth/token/introspect", token=token)
    return client.send("api", "POST", "/public/v1/token/introspect", token=token)


@pytest.mark.quirk("introspect_self_bearer_wrapped")
def test_the_token_that_asks_is_described_in_an_envelope(client: Client) -> None:
    """A user's and an app's; nothing else is needed, and an app token has no scope."""
    user = json_of(asked(client, client.pair(scope="user:read")["access_token"]))
    app = json_of(asked(client, client.app_token()))

    assert user == {
        "data": {
            "active": True,
            "client_id": client.app.client_id,
            "token_type": "user",
            "scope": "user:read",
            "exp": START + 7200,
        },
        "message": "OK",
    }
    assert app["data"]["token_type"] == "app"
    assert "scope" not in app["data"]


def test_rfc_7662_is_not_spoken(client: Client) -> None:
    """A token in the form does not count, with or without credentials."""
    form = {
        "token": client.pair()["access_token"],
        "client_id": client.app.client_id,
        "client_secret": client.app.client_secret,
    }

    assert client.send("id", "POST", "/oauth/token/introspect", form=form).status == 401


@pytest.mark.quirk("introspect_moved")
def test_the_old_address_answers_alike(client: Client) -> None:
    """For a living token and for a dead one."""
    for token in (client.pair()["access_token"], client.app_token(), "DEAD", None):
        new, old = asked(client, token), asked(client, token, moved=False)
        assert (new.status, new.body) == (old.status, old.body)
        assert "introspect_moved" in old.quirks
        assert "introspect_moved" not in new.quirks


@pytest.mark.quirk("introspect_invalid_token")
@pytest.mark.parametrize("moved", [True, False])
def test_a_dead_token_is_refused_or_called_inactive_by_setting(moved: bool) -> None:
    """401 in the API's envelope, or 200 with active false and nulls."""
    strict = Client()
    lenient = Client(Mock(settings={"introspect_invalid_token": "inactive_200"}))
    replies: list[Reply] = []
    for client in (strict, lenient):
        token = client.pair()["access_token"]
        client.revoke(token)
        replies.append(asked(client, token, moved))

    refused, inactive = replies
    assert (refused.status, json_of(refused)) == (401, {"data": {}, "message": "Unauthorized"})
    assert inactive.status == 200
    assert json_of(inactive)["data"] == {
        "active": False,
        "client_id": None,
        "token_type": None,
        "scope": None,
        "exp": None,
    }
    assert refused.reason == inactive.reason == "the access token was revoked"
    assert asked(lenient, None, moved).status == 401


@pytest.mark.quirk("introspect_exp_is_unix_time")
def test_exp_does_not_move_with_the_clock(client: Client) -> None:
    """It is the second at which the token ends, and at that second it has ended."""
    token = client.pair()["access_token"]
    first = json_of(asked(client, token))["data"]["exp"]
    client.mock.clock.advance(100)

    assert json_of(asked(client, token))["data"]["exp"] == first
    client.mock.clock.set(first)
    assert asked(client, token).status == 401


def test_asking_changes_nothing(client: Client) -> None:
    """A token that asked about itself is as good as before, and so is its pair."""
    pair = client.pair()
    replies = {asked(client, pair["access_token"]).body for _ in range(3)}

    assert len(replies) == 1
    assert client.refresh(pair["refresh_token"]).status == 200
