"""Refreshing: what it returns, what it ends, and how often a token works."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from kickwire_mock import Mock

from conformance.tests.mock.mock_client import CALLBACK, Client, error_of, json_of, world_of

DAY = 24 * 3600


@pytest.fixture
def client() -> Client:
    """A client of a strict mock."""
    return Client()


def with_policy(policy: str) -> Client:
    """A client of a mock that treats used refresh tokens so."""
    return Client(Mock(settings={"refresh_reuse_policy": policy}))


def refused(client: Client, token: str) -> str:
    """The reason for which a refresh is refused as invalid_grant."""
    reply = client.refresh(token)
    assert error_of(reply) == (401, "invalid_grant")
    return reply.reason


@pytest.mark.quirk("refresh_returns_new_pair")
def test_every_refresh_returns_a_new_pair(client: Client) -> None:
    """Both halves are new each time, down a chain of ten."""
    pair = client.pair()
    seen = {pair["access_token"], pair["refresh_token"]}
    for _ in range(10):
        pair = json_of(client.refresh(pair["refresh_token"]))
        seen |= {pair["access_token"], pair["refresh_token"]}

    assert len(seen) == 22


@pytest.mark.quirk("refresh_reuse_policy")
def test_under_strict_a_refresh_token_dies_with_its_first_use(client: Client) -> None:
    """A second use is refused, and the new pair lives on."""
    old = client.pair()["refresh_token"]
    new = json_of(client.refresh(old))

    assert refused(client, old) == "the refresh token was used already"
    assert client.lives(new["access_token"])
    assert client.refresh(new["refresh_token"]).status == 200


@pytest.mark.quirk("refresh_reuse_policy")
def test_under_reusable_every_refresh_token_works_again() -> None:
    """Each use answers a new pair, until the grant is thirty days idle."""
    client = with_policy("reusable")
    old = client.pair()["refresh_token"]
    pairs = [json_of(client.refresh(old)) for _ in range(3)]

    assert len({pair["refresh_token"] for pair in pairs}) == 3
    assert all(client.refresh(pair["refresh_token"]).status == 200 for pair in pairs)


@pytest.mark.quirk("refresh_reuse_policy")
def test_under_grace_a_used_token_works_once_more_and_soon() -> None:
    """Within 60 seconds of its first use, one more time; later or oftener never."""
    client = with_policy("grace")
    soon, late = client.pair()["refresh_token"], client.pair("bob")["refresh_token"]
    for token in (soon, late):
        assert client.refresh(token).status == 200

    client.mock.clock.advance(60)
    assert client.refresh(soon).status == 200
    assert refused(client, soon)
    client.mock.clock.advance(1)
    assert refused(client, late)


@pytest.mark.quirk("refresh_reuse_policy")
def test_under_family_a_second_use_ends_the_whole_grant() -> None:
    """Every token of the grant is dead, and another login of the same user is not."""
    client = with_policy("family")
    other = client.pair()
    old = client.pair()["refresh_token"]
    new = json_of(client.refresh(old))

    assert refused(client, old) == "the refresh token was used already"

    assert "ended with its grant" in refused(client, new["refresh_token"])
    assert not client.lives(new["access_token"])
    assert client.lives(other["access_token"])
    assert client.refresh(other["refresh_token"]).status == 200


@pytest.mark.quirk("refresh_concurrency_loser")
def test_of_two_refreshes_with_one_token_the_second_loses(client: Client) -> None:
    """One gets the pair, the other invalid_grant, whichever comes first."""
    token = client.pair()["refresh_token"]

    replies = [client.refresh(token) for _ in range(2)]

    assert [int(reply.status) for reply in replies] == [200, 401]


@pytest.mark.quirk("refresh_30_day_absolute_expiry")
def test_thirty_days_count_from_the_last_refresh_or_from_consent() -> None:
    """Sliding, a chain outlives 30 days; absolute, it dies then; idle, it dies under both."""
    sliding = Client()
    absolute = Client(Mock(settings={"refresh_30_day_absolute_expiry": "absolute"}))
    for client, survives in ((sliding, True), (absolute, False)):
        token = client.pair()["refresh_token"]
        for _ in range(2):
            client.mock.clock.advance(14 * DAY)
            token = json_of(client.refresh(token))["refresh_token"]
        client.mock.clock.advance(2 * DAY)
        reply = client.refresh(token)
        assert (reply.status == 200) is survives
        assert ("refresh_30_day_absolute_expiry" in reply.quirks) is not survives


def test_an_idle_grant_dies_after_thirty_days(client: Client) -> None:
    """One second earlier it still works."""
    first, second = client.pair()["refresh_token"], client.pair("bob")["refresh_token"]
    client.mock.clock.advance(30 * DAY - 1)
    assert client.refresh(first).status == 200
    client.mock.clock.advance(1)
    assert refused(client, second) == "the refresh token has expired"


@pytest.mark.quirk("refresh_kills_old_access_token")
def test_a_refresh_ends_the_previous_access_token_by_setting() -> None:
    """Killed it is dead at once; kept it lives until its own expiry."""
    strict = Client()
    kept = Client(Mock(settings={"refresh_kills_old_access_token": "kept"}))
    for client, status, quirks in (
        (strict, 401, ("refresh_kills_old_access_token",)),
        (kept, 200, ()),
    ):
        pair = client.pair()
        client.refresh(pair["refresh_token"])
        reply = client.send("api", "GET", "/public/v1/users", token=pair["access_token"])
        assert (reply.status, reply.quirks) == (status, quirks)
    kept.mock.clock.advance(7200)
    assert not kept.lives(pair["access_token"])


@pytest.mark.quirk("refresh_no_pkce")
def test_fields_that_a_refresh_does_not_need_are_ignored(client: Client) -> None:
    """A redirect URI, a verifier and a code change nothing, however wrong they are."""
    token = client.pair()["refresh_token"]

    reply = client.refresh(token, redirect_uri="http://x.test", code_verifier="-", code="-")

    assert reply.status == 200


@pytest.mark.quirk("scope_change_needs_new_consent")
def test_a_refresh_keeps_the_scopes_of_the_consent(client: Client) -> None:
    """Neither asking for more nor enabling more in the settings widens a grant; consent does."""
    client.mock.change_app(client.app.client_id, scopes=["user:read"])
    pair = client.pair(scope="user:read chat:write")
    client.mock.change_app(client.app.client_id, scopes=["user:read", "chat:write"])

    refreshed = json_of(client.refresh(pair["refresh_token"], scope="user:read chat:write"))

    assert refreshed["scope"] == "user:read"
    assert client.pair(scope="user:read chat:write")["scope"] == "user:read chat:write"


def test_a_refresh_token_of_another_app_is_refused_and_not_spent(client: Client) -> None:
    """Whoever finds one can neither use nor burn it."""
    other = client.mock.add_app("Thief", redirect_uris=[CALLBACK])
    token = client.pair()["refresh_token"]

    stolen = client.refresh(token, client_id=other.client_id, client_secret=other.client_secret)

    assert error_of(stolen) == (401, "invalid_grant")
    assert client.refresh(token).status == 200


def chain(client: Client, length: int) -> Iterator[str]:
    """The refresh tokens of a chain, the first one first."""
    token = client.pair()["refresh_token"]
    for _ in range(length):
        yield token
        token = json_of(client.refresh(token))["refresh_token"]


def test_a_grant_remembers_a_thousand_used_tokens() -> None:
    """Memory stays bounded though the clock stands still; older ones count as used long ago."""
    client = with_policy("reusable")
    used = list(chain(client, 1_001))

    assert refused(client, used[0]) == "the refresh token was used long ago"
    assert client.refresh(used[1]).status == 200


def test_what_has_expired_is_forgotten_in_passing(client: Client) -> None:
    """Memory follows what lives: 200 dead pairs are gone after 200 more logins."""
    for _ in range(200):
        client.pair()
    client.mock.clock.advance(31 * DAY)
    for _ in range(200):
        client.pair()

    vault = world_of(client.mock).vault
    assert len(vault.refresh_tokens) <= 205
    assert len(vault.access_tokens) <= 205
    assert len(vault.codes) == 0
