"""Withdrawing tokens."""

from __future__ import annotations

import pytest
from kickwire_mock import Mock

from conformance.tests.mock.mock_client import Client, json_of


@pytest.fixture
def client() -> Client:
    """A client of a strict mock."""
    return Client()


def dead(client: Client, pair: dict[str, str]) -> tuple[bool, bool]:
    """Whether the access and the refresh token of a pair are dead; uses the latter up."""
    return not client.lives(pair["access_token"]), (
        client.refresh(pair["refresh_token"]).status != 200
    )


@pytest.mark.quirk("revoke_query_params")
@pytest.mark.parametrize("hint", ["", "token_hint_type", "token_type_hint"])
@pytest.mark.parametrize("place", ["query", "form"])
def test_token_and_hint_are_read_from_query_and_form(client: Client, hint: str, place: str) -> None:
    """Under either name of the hint, right or wrong, the token dies and the answer is OK."""
    pair = client.pair()
    fields = f"token={pair['access_token']}" + (f"&{hint}=refresh_token" if hint else "")

    if place == "query":
        reply = client.send("id", "POST", f"/oauth/revoke?{fields}", form={})
    else:
        form = dict(field.split("=") for field in fields.split("&"))
        reply = client.send("id", "POST", "/oauth/revoke", form=form)

    assert (reply.status, reply.body, reply.reason) == (200, b"OK", "")
    assert reply.headers.get("content-type") == "text/plain"
    assert dead(client, pair) == (True, False)


@pytest.mark.quirk("revoke_always_200")
def test_revoke_answers_200_or_400_for_a_dead_token_by_setting(client: Client) -> None:
    """An unknown token, a dead one and none at all are OK by default, 400 under the docs' value."""
    docs = Client(Mock(settings={"revoke_always_200": "bad_request_400"}))
    for each, status in ((client, 200), (docs, 400)):
        token = each.pair()["access_token"]
        assert each.revoke(token).status == 200
        for line in (f"?token={token}", "?token=unknown", "?token=", "", "?token=%"):
            reply = each.send("id", "POST", f"/oauth/revoke{line}", form={})
            assert reply.status == status
            assert reply.reason
    assert json_of(docs.revoke("unknown")) == {"error": "Invalid request"}


@pytest.mark.quirk("revoke_cascade_unknown")
def test_a_revoked_refresh_token_takes_access_tokens_along_by_setting() -> None:
    """Single: it dies alone. Cascade: the access tokens of its own grant die with it."""
    kept = {"refresh_kills_old_access_token": "kept"}
    for value, gone in (("single", False), ("cascade", True)):
        client = Client(Mock(settings={"revoke_cascade_unknown": value, **kept}))
        other, first = client.pair(), client.pair()
        second = json_of(client.refresh(first["refresh_token"]))

        client.revoke(second["refresh_token"])

        assert client.lives(first["access_token"]) is not gone
        assert dead(client, second) == (gone, True)
        assert dead(client, other) == (False, False)


@pytest.mark.quirk("revoke_always_200")
@pytest.mark.quirk("revoke_cascade_unknown")
@pytest.mark.parametrize("policy", ["strict", "family"])
def test_a_used_refresh_token_is_dead_to_revocation(policy: str) -> None:
    """It is refused where dead tokens are, and takes nothing of its grant along."""
    settings = {"revoke_always_200": "bad_request_400", "revoke_cascade_unknown": "cascade"}
    client = Client(Mock(settings={**settings, "refresh_reuse_policy": policy}))
    used = client.pair()
    newest = json_of(client.refresh(used["refresh_token"]))

    assert client.revoke(used["refresh_token"]).status == 400
    assert dead(client, newest) == (False, False)


@pytest.mark.quirk("refresh_reuse_policy")
def test_a_used_refresh_token_that_still_works_can_be_revoked() -> None:
    """Where it could be used again, it dies like any other."""
    for policy in ("reusable", "grace"):
        settings = {"revoke_always_200": "bad_request_400", "refresh_reuse_policy": policy}
        client = Client(Mock(settings=settings))
        used = client.pair()["refresh_token"]
        client.refresh(used)

        assert client.revoke(used).status == 200
        assert client.refresh(used).status != 200


def test_an_app_token_can_be_revoked(client: Client) -> None:
    """It is a token like any other, and the next one lives."""
    first, second = client.app_token(), client.app_token()

    client.revoke(first)

    assert (client.lives(first), client.lives(second)) == (False, True)


def test_a_revoked_access_token_leaves_its_refresh_token_alone(client: Client) -> None:
    """The pair's other half still buys the next pair."""
    pair = client.pair()
    client.revoke(pair["access_token"])

    refreshed = json_of(client.refresh(pair["refresh_token"]))

    assert client.lives(refreshed["access_token"])
