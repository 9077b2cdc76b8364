"""The list of tokens: what each is worth, without giving it away."""

from __future__ import annotations

import pytest

from conformance.tests.mock.mock_client import Client
from conformance.tests.mock.mock_control_host import ControlHost


@pytest.fixture
def client() -> Client:
    """A client of a mock that the test may change."""
    return Client()


@pytest.fixture
def control(client: Client) -> ControlHost:
    """The mock's control host."""
    return ControlHost(client.mock)


def test_tokens_are_listed_newest_first_with_what_became_of_them(
    client: Client, control: ControlHost
) -> None:
    """Used and expired ones are told apart, and none is shown but for its first characters."""
    first = client.pair("bob")
    client.refresh(first["refresh_token"])
    app = client.app_token()
    found = control.ask("GET /tokens")["tokens"]
    assert [(each["kind"], each["user"]) for each in found] == [
        ("app_token", None),
        ("refresh_token", "bob"),
        ("access_token", "bob"),
        ("refresh_token", "bob"),
        ("access_token", "alice"),
    ]
    assert found[0]["token"] == f"{app[:6]}…"
    assert [each["reason"] for each in found] == ["", "", "", "was used already", ""]
    assert [each["living"] for each in found] == [not each["reason"] for each in found]
    assert found[2]["scopes"] == ["user:read", "chat:write"]
    assert found[2]["expires"] == client.mock.clock.now() + 7200
    client.mock.clock.advance(7200)
    assert control.ask("GET /tokens?limit=3")["tokens"][2]["reason"] == "has expired"


def test_the_newest_tokens_are_found_among_many(client: Client, control: ControlHost) -> None:
    """However many there are, a few are asked for and come in the order of their making."""
    for _ in range(40):
        client.app_token()
    last = [client.app_token()[:6] for _ in range(7)]
    listed = [each["token"] for each in control.ask("GET /tokens?limit=7")["tokens"]]
    assert listed == [f"{each}…" for each in reversed(last)]


def test_a_used_refresh_token_is_what_the_policy_makes_of_it(
    client: Client, control: ControlHost
) -> None:
    """The list says dead exactly when the next refresh with it would fail."""
    for policy, words in (("strict", "was used already"), ("reusable", ""), ("grace", "")):
        client.mock.settings.change({"refresh_reuse_policy": policy})
        token = client.pair()["refresh_token"]
        client.refresh(token)
        listed = control.ask("GET /tokens")["tokens"]
        (found,) = [each for each in listed if each["token"] == f"{token[:6]}…"]
        assert found["reason"] == words
        assert (client.refresh(token).status == 200) is found["living"]
