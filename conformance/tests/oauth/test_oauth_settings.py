"""An app and its hosts are checked when they are given, without showing the secret."""

from __future__ import annotations

from typing import Any

import pytest
from kickwire import AsyncOAuth, OAuth, errors
from kickwire.config import API_URL, ID_URL, App, checked_hosts

from conformance.tests.oauth.oauth_material import shown_by

ULID = "01HZY3QJ5M8W0RTH1ESS000000"
SECRET = "worthless-client-secret"


@pytest.mark.parametrize(
    "redirect_uri",
    [
        None,
        "http://localhost:8080/callback",
        "http://127.0.0.1/cb?fixed=1",
        "https://app.example/cb/",
        "com.example.app:/oauth",
    ],
)
def test_an_app_is_kept_byte_for_byte(redirect_uri: str | None) -> None:
    """Kick compares the redirect URI byte for byte, so nothing of an app is changed."""
    app = App(ULID, SECRET, redirect_uri)

    assert (app.client_id, app.client_secret, app.redirect_uri) == (ULID, SECRET, redirect_uri)
    assert SECRET not in repr(app)


def test_a_client_id_in_small_letters_is_a_ulid_too() -> None:
    """Crockford's base 32 knows no case."""
    assert App(ULID.lower(), SECRET).client_id == ULID.lower()


@pytest.mark.parametrize(
    "client_id",
    [
        "",
        ULID[:-1],
        ULID + "0",
        ULID + "\n",
        "8" + ULID[1:],
        ULID[:-1] + "U",
        ULID[:-1] + "I",
        ULID[:-1] + "-",
        ULID[:-1] + "\u0663",
        None,
        26,
        ULID.encode(),
    ],
)
def test_a_client_id_that_is_no_ulid_is_refused(client_id: Any) -> None:
    """Kick would answer such a client id with a 500; here it is told what is wrong."""
    with pytest.raises(errors.ConfigurationError, match="client_id: the 26 characters"):
        App(client_id, SECRET)


@pytest.mark.parametrize(
    ("secret", "complaint"),
    [
        ("", "it is missing"),
        (None, "it is missing"),
        (b"worthless-bytes", "it is missing"),
        ("worthless secret", "printable ASCII"),
        ("worthless\n", "line end"),
        ("worthless\x7f", "printable ASCII"),
        ("worthl\u00e9ss", "printable ASCII"),
    ],
)
def test_a_client_secret_that_cannot_be_right_is_refused(secret: Any, complaint: str) -> None:
    """A missing secret, or one that was pasted with its line end, is told before anything else."""
    with pytest.raises(errors.ConfigurationError, match=complaint) as caught:
        App(ULID, secret)

    assert "worthl" not in str(caught.value)


@pytest.mark.parametrize(
    "redirect_uri",
    ["", "/callback", "localhost", "http:", "http://h/#f", "http://h/ b", "http://h/\u00e9", 8080],
)
def test_a_redirect_uri_that_cannot_be_registered_is_refused(redirect_uri: Any) -> None:
    """A redirect URI is an absolute URL in ASCII without a fragment."""
    with pytest.raises(errors.ConfigurationError, match="redirect_uri:"):
        App(ULID, SECRET, redirect_uri)


@pytest.mark.parametrize(
    ("client_id", "secret"),
    [("too-short", SECRET), (ULID, "worthless\nsecret"), (SECRET, ULID)],
    ids=["malformed id", "malformed secret", "swapped"],
)
def test_an_app_that_is_refused_shows_its_secret_in_no_frame(client_id: str, secret: str) -> None:
    """A traceback with local variables can be made of the refusal, and holds no secret."""
    with pytest.raises(errors.ConfigurationError) as caught:
        App(client_id, secret)

    assert "worthless" not in shown_by(caught.value)


def test_kicks_own_hosts_are_the_default() -> None:
    """Who gives no host talks to Kick."""
    hosts = checked_hosts(None, None)

    assert (hosts.id_url, hosts.api_url) == (ID_URL, API_URL)


def test_two_hosts_of_a_mock_are_taken_together() -> None:
    """Loopback may speak plain http, and a slash at the end does not matter."""
    hosts = checked_hosts("http://127.0.0.1:1/", "http://localhost:2")

    assert (hosts.id_url, hosts.api_url) == ("http://127.0.0.1:1", "http://localhost:2")


@pytest.mark.parametrize(
    ("id_url", "api_url", "complaint"),
    [
        ("http://localhost:1", None, "give both or none"),
        (None, "http://localhost:1", "give both or none"),
        (ID_URL, None, "give both or none"),
        (API_URL, ID_URL, "does not answer these calls"),
        (ID_URL, ID_URL, "does not answer these calls"),
        (API_URL, API_URL, "does not answer these calls"),
        ("https://kick.com", API_URL, "does not answer these calls"),
        (ID_URL, "https://www.kick.com", "does not answer these calls"),
        ("https://ID.KICK.COM.", ID_URL, "does not answer these calls"),
        ("http://id.kick.com", API_URL, "plain http"),
        (ID_URL, "http://mock.example", "plain http"),
        ("http://localhost.example", API_URL, "plain http"),
        ("http://127.0.0.1.example", API_URL, "plain http"),
        ("https://user@id.kick.com", API_URL, "user name or password"),
        ("https://id.kick.com/oauth", API_URL, "only an origin"),
        ("", "", "https://host is expected"),
        ("https://[", API_URL, "not a URL"),
    ],
)
def test_hosts_that_secrets_must_not_go_to_are_refused(
    id_url: str | None, api_url: str | None, complaint: str
) -> None:
    """Two hosts belong together, use TLS, and are not mixed up."""
    with pytest.raises(errors.ConfigurationError, match=complaint):
        checked_hosts(id_url, api_url)


@pytest.mark.parametrize("face", [OAuth, AsyncOAuth])
@pytest.mark.parametrize("id_url", [API_URL, "https://kick.com", "http://mock.example", "id"])
def test_a_wrong_identity_host_gets_no_secret(face: type[OAuth | AsyncOAuth], id_url: str) -> None:
    """The OAuth clients check their host before they can send to it."""
    with pytest.raises(errors.ConfigurationError, match="id_url:"):
        face(App(ULID, SECRET), id_url=id_url)


@pytest.mark.parametrize("face", [OAuth, AsyncOAuth])
@pytest.mark.parametrize("timeout", [0, -1, float("nan"), "5", True])
def test_the_timeout_of_the_identity_host_is_checked(
    face: type[OAuth | AsyncOAuth], timeout: Any
) -> None:
    """A timeout is a number of seconds above zero."""
    with pytest.raises(errors.ConfigurationError, match="timeout: a number of seconds"):
        face(App(ULID, SECRET), timeout=timeout)
