"""The journal: what it tells, and what it never does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kickwire_mock import Mock
from kickwire_mock.clock import START
from kickwire_mock.journal import LENGTH, Count, Entry

from conformance.tests.mock.mock_client import VERIFIER, Client


@pytest.fixture
def client() -> Client:
    """A client of a strict mock."""
    return Client()


def test_an_entry_tells_who_asked_what_and_how_it_ended(client: Client) -> None:
    """Host, operation, grant, app, user and reason, by the mock's clock."""
    pair = client.pair("bob")
    client.refresh(pair["refresh_token"])
    client.mock.clock.advance(1.5)
    client.refresh(pair["refresh_token"])

    assert client.last() == Entry(
        number=5,
        time=START + 1.5,
        host="id",
        method="POST",
        path="/oauth/token",
        operation="exchangeToken",
        status=401,
        grant_type="refresh_token",
        client_id=client.app.client_id,
        user="bob",
        reason="the refresh token was used already",
        quirks=("refresh_reuse_policy", "invalid_grant_is_401"),
        fault=None,
    )


def test_a_wrong_method_is_told_with_the_path_that_has_others(client: Client) -> None:
    """As the document writes it: what was sent may hold anything."""
    client.send("api", "PUT", "/public/v1/chat/%73ecret", token=client.mock.token)
    told = client.last()

    assert (told.path, told.operation, told.status) == ("/public/v1/chat/{message_id}", None, 405)


def test_each_step_of_a_login_names_app_and_user(client: Client) -> None:
    """From the consent on the user is known, down to the call of the API and the revocation."""
    pair = client.pair("carol")
    client.lives(pair["access_token"])
    client.revoke(pair["refresh_token"])
    found = [
        (entry.operation, entry.client_id, entry.user) for entry in client.mock.journal.entries()
    ]

    app = client.app.client_id
    assert found == [
        ("authorize", app, None),
        ("consent", app, "carol"),
        ("exchangeToken", app, "carol"),
        ("getLivestreamStats", app, "carol"),
        ("revokeToken", app, "carol"),
    ]


def test_entries_are_numbered_and_can_be_filtered(client: Client) -> None:
    """By number, by operation, and no more than asked for."""
    for _ in range(3):
        client.authorize()
        client.introspect("X")
    journal = client.mock.journal

    assert [entry.number for entry in journal.entries()] == [1, 2, 3, 4, 5, 6]
    assert [entry.number for entry in journal.entries(after=4)] == [5, 6]
    assert [entry.number for entry in journal.entries(operation="authorize")] == [1, 3, 5]
    assert [entry.number for entry in journal.entries(2, "authorize", 1)] == [3]
    assert journal.entries(after=6) == journal.entries(limit=0) == []


def test_old_entries_give_way_and_counts_do_not(client: Client) -> None:
    """The ring keeps the last 10,000; the counters count everything."""
    for _ in range(LENGTH + 5):
        client.introspect("X")
    journal = client.mock.journal

    assert len(journal.entries(limit=LENGTH * 2)) == LENGTH
    assert journal.entries(after=0, limit=1)[0].number == 6
    assert [each.number for each in journal.entries(limit=2)] == [LENGTH + 4, LENGTH + 5]
    assert [entry.number for entry in journal.entries(after=LENGTH + 3)] == [10_004, 10_005]
    assert journal.counts() == [Count("introspectToken", None, 401, LENGTH + 5)]


def test_counts_are_by_operation_grant_and_status(client: Client) -> None:
    """Each way to end has a number of its own."""
    client.app_token()
    client.app_token()
    client.refresh("X")
    client.send("id", "GET", "/nowhere")

    assert client.mock.journal.counts() == [
        Count("exchangeToken", "client_credentials", 200, 2),
        Count("exchangeToken", "refresh_token", 401, 1),
        Count(None, None, 307, 1),
    ]


def test_no_secret_gets_in(client: Client) -> None:
    """Codes, tokens, verifiers, secrets, nonces and states are in no entry of a whole session."""
    pair = client.pair()
    secrets = [pair["access_token"], pair["refresh_token"], VERIFIER, client.app.client_secret]
    secrets += ["opaque-state", client.app_token(), client.code()]
    client.exchange(secrets[-1], code_verifier="x" * 43)
    client.refresh(pair["refresh_token"])
    client.refresh(pair["refresh_token"])
    client.revoke(pair["access_token"])
    client.introspect(pair["access_token"])
    client.send("api", "GET", f"/public/v1/{pair['access_token']}", token=pair["access_token"])
    client.send("id", pair["access_token"], "/oauth/token")

    text = repr([client.mock.journal.entries(), client.mock.journal.counts()])

    assert not [secret for secret in secrets if secret in text]


@given(field=st.sampled_from(["client_id", "grant_type", "refresh_token", "code", "redirect_uri"]))
@settings(max_examples=10)
def test_a_secret_in_the_wrong_field_does_not_get_in(field: str) -> None:
    """Whoever mixes up the fields finds no trace of the secret in the journal."""
    client = Client(Mock())
    secret = client.app.client_secret
    fields: dict[str, str | None] = {"grant_type": "refresh_token", field: secret}

    client.token(**fields)
    client.send("id", "GET", client.url(**{field: secret}))

    assert secret not in repr(client.mock.journal.entries())


def test_a_journal_can_be_emptied(client: Client) -> None:
    """Numbers and counts begin anew."""
    client.authorize()
    client.mock.journal.clear()
    client.authorize()

    assert [entry.number for entry in client.mock.journal.entries()] == [1]
    assert repr(client.mock.journal) == "Journal(1 requests)"
