"""The token endpoint: who may ask, and what a code is good for."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import pytest
from kickwire_mock import Headers, Mock, Reply, Request
from kickwire_mock.documents import packaged
from kickwire_mock.wire import json_bytes

from conformance.tests.mock.mock_client import (
    CALLBACK,
    VERIFIER,
    Client,
    error_of,
    json_of,
)

OPAQUE = re.compile(r"[A-Z0-9]{48}")


@pytest.fixture
def client() -> Client:
    """A client of a strict mock."""
    return Client()


def with_settings(**settings: str) -> Client:
    """A client of a mock with changed settings."""
    return Client(Mock(settings=settings))


def test_a_code_becomes_a_pair(client: Client) -> None:
    """Five fields, in the order and types that Kick sends."""
    answer = client.pair(scope="user:read chat:write")

    assert list(answer) == ["access_token", "token_type", "refresh_token", "expires_in", "scope"]
    assert answer["token_type"] == "Bearer"
    assert answer["scope"] == "user:read chat:write"
    assert client.lives(answer["access_token"])


def test_every_answer_forbids_caching(client: Client) -> None:
    """Good and bad answers carry the three headers of the server library."""
    for reply in (client.token(grant_type="client_credentials"), client.token()):
        headers = [reply.headers.get(name) for name in ("content-type", "cache-control", "pragma")]
        assert headers == ["application/json;charset=UTF-8", "no-store", "no-cache"]


@pytest.mark.quirk("tokens_are_opaque")
def test_codes_and_tokens_are_opaque(client: Client) -> None:
    """48 upper-case characters each, and none like another."""
    pair = client.pair()
    found = [client.code(), pair["access_token"], pair["refresh_token"], client.app_token()]

    assert all(OPAQUE.fullmatch(each) for each in found)
    assert len(set(found)) == len(found)


@pytest.mark.quirk("code_single_use")
def test_a_code_is_good_for_one_exchange(client: Client) -> None:
    """The second exchange is refused, and the tokens of the first live on."""
    code = client.code()
    first = json_of(client.exchange(code))

    second = client.exchange(code)

    assert error_of(second) == (401, "invalid_grant")
    assert second.reason == "the code was used already"
    assert client.lives(first["access_token"])
    assert client.refresh(first["refresh_token"]).status == 200


@pytest.mark.quirk("code_burned_before_pkce_check")
def test_a_wrong_verifier_spends_the_code(client: Client) -> None:
    """After a wrong verifier the right one fails too."""
    code = client.code()

    wrong = client.exchange(code, code_verifier=VERIFIER[::-1])
    right = client.exchange(code)

    assert error_of(wrong) == error_of(right) == (401, "invalid_grant")
    assert "code_verifier does not fit" in wrong.reason
    assert "spent on a wrong code_verifier" in right.reason


@pytest.mark.quirk("code_format_and_lifetime")
def test_a_code_lives_as_long_as_the_setting_says() -> None:
    """30 seconds by default, 600 if set so, and any other whole number."""
    for lifetime in ("30", "600", "7"):
        client = with_settings(code_format_and_lifetime=lifetime)
        in_time, late = client.code(), client.code()
        client.mock.clock.advance(int(lifetime) - 1)
        assert client.exchange(in_time).status == 200
        client.mock.clock.advance(1)
        assert error_of(client.exchange(late)) == (401, "invalid_grant")
        assert client.last().reason == "the code has expired"


def test_a_code_of_another_app_is_refused_and_not_spent(client: Client) -> None:
    """Whoever finds a code can neither use nor burn it."""
    other = client.mock.add_app("Thief", redirect_uris=[CALLBACK])
    code = client.code()

    stolen = client.exchange(code, client_id=other.client_id, client_secret=other.client_secret)

    assert error_of(stolen) == (401, "invalid_grant")
    assert client.exchange(code).status == 200


@pytest.mark.quirk("token_redirect_mismatch_500")
@pytest.mark.parametrize(
    ("value", "foreign", "registered", "verifier"),
    [
        ("redirect_500", (500, "server_error"), (401, "invalid_grant"), (401, "invalid_grant")),
        (
            "redirect_and_verifier_500",
            (500, "server_error"),
            (401, "invalid_grant"),
            (500, "server_error"),
        ),
        ("never_500", (401, "invalid_grant"), (401, "invalid_grant"), (401, "invalid_grant")),
    ],
)
def test_what_a_wrong_redirect_uri_gets_at_exchange(
    value: str, foreign: tuple[int, str], registered: tuple[int, str], verifier: tuple[int, str]
) -> None:
    """A foreign one, a registered but different one, and a wrong verifier, by setting."""
    client = with_settings(token_redirect_mismatch_500=value)
    second = "http://localhost:8080/other"
    client.mock.change_app(client.app.client_id, redirect_uris=[CALLBACK, second])

    assert error_of(client.exchange(client.code(), redirect_uri="http://x.test/")) == foreign
    assert error_of(client.exchange(client.code(), redirect_uri=second)) == registered
    assert error_of(client.exchange(client.code(), code_verifier="x" * 43)) == verifier


@pytest.mark.quirk("client_secret_required")
def test_whether_a_public_app_may_leave_its_secret_out() -> None:
    """Never by default; under public_apps at exchange and refresh, if its record says public."""
    strict, lax = Client(), with_settings(client_secret_required="public_apps")
    for client in (strict, lax):
        assert error_of(client.exchange(client.code(), client_secret=None))[0] == 401
        client.mock.change_app(client.app.client_id, public=True)

    assert error_of(strict.exchange(strict.code(), client_secret=None)) == (401, "invalid_client")
    assert "client_secret is missing" in strict.last().reason
    pair = json_of(lax.exchange(lax.code(), client_secret=None))
    assert lax.refresh(pair["refresh_token"], client_secret="").status == 200
    assert lax.token(grant_type="client_credentials", client_secret=None).status == 401
    assert lax.exchange(lax.code(), client_secret="wrong").status == 401


@pytest.mark.quirk("client_auth_in_body")
def test_credentials_in_the_header_alone_are_refused(client: Client) -> None:
    """HTTP Basic does not count; together with the form it does no harm."""
    pair = f"{client.app.client_id}:{client.app.client_secret}".encode()
    basic = ("Authorization", f"Basic {base64.b64encode(pair).decode()}")
    form = {"grant_type": "client_credentials"}

    alone = client.send("id", "POST", "/oauth/token", form=form, headers=[basic])
    form |= {"client_id": client.app.client_id, "client_secret": client.app.client_secret}
    both = client.send("id", "POST", "/oauth/token", form=form, headers=[basic])

    assert error_of(alone) == (401, "invalid_client")
    assert "client_auth_in_body" in alone.quirks
    assert both.status == 200


@pytest.mark.parametrize("named", [{}, {"client_id": ""}])
def test_an_app_that_is_not_named_is_not_known(client: Client, named: dict[str, str]) -> None:
    """Without client authentication the answer is invalid_client, not invalid_request."""
    form = {"grant_type": "client_credentials", **named}
    reply = client.send("id", "POST", "/oauth/token", form=form)

    assert error_of(reply) == (401, "invalid_client")
    assert reply.reason == "the form field client_id is missing"


@pytest.mark.quirk("token_form_only")
def test_a_json_body_is_not_read(client: Client) -> None:
    """Every field counts as absent, grant_type among them."""
    body = {
        "grant_type": "client_credentials",
        "client_id": client.app.client_id,
        "client_secret": client.app.client_secret,
    }
    reply = client.mock.handle(
        Request(
            host="id",
            method="POST",
            path="/oauth/token",
            headers=Headers([("Content-Type", "application/json")]),
            body=json.dumps(body).encode(),
        )
    )

    assert error_of(reply) == (401, "unsupported_grant_type")
    assert reply.quirks == ("token_form_only",)


@pytest.mark.quirk("token_error_shape")
def test_errors_have_the_shape_of_the_setting() -> None:
    """OAuth's two fields, the documented body for everything, or nothing at all."""
    replies: dict[str, Reply] = {}
    for shape in ("oauth", "docs", "empty"):
        replies[shape] = with_settings(token_error_shape=shape).refresh("X")

    assert set(json_of(replies["oauth"])) == {"error", "error_description"}
    assert replies["docs"].status == 400
    assert json_of(replies["docs"]) == {"error": "Invalid request"}
    assert (replies["empty"].status, replies["empty"].body) == (401, b"")
    assert {reply.reason for reply in replies.values()} == {"the refresh token is unknown"}


@pytest.mark.quirk("invalid_grant_is_401")
def test_invalid_grant_has_the_status_of_the_setting() -> None:
    """401 as clients report, or 400 as RFC 6749 has it; other errors keep theirs."""
    for value, status in (("unauthorized_401", 401), ("bad_request_400", 400)):
        client = with_settings(invalid_grant_is_401=value)
        assert error_of(client.exchange("X")) == (status, "invalid_grant")
        assert error_of(client.refresh("X")) == (status, "invalid_grant")
        assert error_of(client.token(grant_type="x")) == (401, "unsupported_grant_type")


@pytest.mark.quirk("client_id_malformed_500")
@pytest.mark.parametrize(
    "client_id", ["x", "01JEXAMP0E00000000000000011", "01JEXAMP0EILOU000000000001"]
)
def test_a_client_id_that_is_no_ulid_is_a_server_error(client: Client, client_id: str) -> None:
    """500 with the parser's complaint, where an unknown ULID is an unknown client."""
    malformed = client.token(grant_type="client_credentials", client_id=client_id)
    unknown = client.token(grant_type="client_credentials", client_id="0" * 26)

    assert error_of(malformed) == (500, "server_error")
    assert json_of(malformed)["error_description"] == "bad data size"
    assert error_of(unknown) == (401, "invalid_client")


def test_a_wrong_secret_is_an_invalid_client(client: Client) -> None:
    """For every grant, before code or token are looked at."""
    code = client.code()

    assert error_of(client.exchange(code, client_secret="wrong")) == (401, "invalid_client")
    assert error_of(client.refresh("X", client_secret="wrong")) == (401, "invalid_client")
    assert client.exchange(code).status == 200


@pytest.mark.quirk("app_token_no_refresh_no_scope")
def test_an_app_token_stands_alone(client: Client) -> None:
    """Three fields; and the refresh grant does not take it."""
    answer: dict[str, Any] = json_of(client.token(grant_type="client_credentials"))

    refused = client.refresh(answer["access_token"])

    assert set(answer) == {"access_token", "token_type", "expires_in"}
    assert error_of(refused) == (401, "invalid_grant")
    assert "app_token_no_refresh_no_scope" in refused.quirks


@pytest.mark.quirk("access_token_lifetime_user")
def test_a_user_token_lives_as_long_as_the_setting_says() -> None:
    """expires_in tells it at exchange and refresh, and the token dies on time."""
    for lifetime in ("7200", "3600", "14400", "5"):
        client = with_settings(access_token_lifetime_user=lifetime)
        pair = client.pair()
        refreshed = json_of(client.refresh(pair["refresh_token"]))
        assert pair["expires_in"] == refreshed["expires_in"] == int(lifetime)
        client.mock.clock.advance(int(lifetime) - 1)
        assert client.lives(refreshed["access_token"])
        client.mock.clock.advance(1)
        assert not client.lives(refreshed["access_token"])
        assert client.last().reason == "the access token has expired"


@pytest.mark.quirk("access_token_lifetime_app")
def test_an_app_token_lives_as_long_as_the_setting_says() -> None:
    """Sixty days by default."""
    for lifetime in ("5184000", "3600", "14400"):
        client = with_settings(access_token_lifetime_app=lifetime)
        answer = json_of(client.token(grant_type="client_credentials"))
        assert answer["expires_in"] == int(lifetime)
        client.mock.clock.advance(int(lifetime) - 1)
        assert client.lives(answer["access_token"])
        client.mock.clock.advance(1)
        assert not client.lives(answer["access_token"])


@pytest.mark.quirk("expires_in_is_a_number")
def test_expires_in_comes_in_each_variant() -> None:
    """A number unless another variant is chosen; the token itself is as good."""
    variants: dict[str, object] = {"number": 7200, "numeric_string": "7200", "empty_string": ""}
    for variant, expected in variants.items():
        client = with_settings(expires_in_is_a_number=variant)
        pair = client.pair()
        assert pair["expires_in"] == expected
        assert client.lives(pair["access_token"])
    assert Client(Mock(profile="docs")).pair()["expires_in"] == 7200


@pytest.mark.parametrize("variant", ["number", "numeric_string", "empty_string"])
def test_an_answer_is_written_as_go_writes_it(variant: str) -> None:
    """Byte for byte as an encoder would, for users and apps, whatever a scope holds."""
    documents = packaged()
    scheme = documents.id["components"]["securitySchemes"]["UserAccessToken"]
    scheme["flows"]["authorizationCode"]["scopes"]['a&<"\u00ed'] = "A scope of nobody's."
    client = Client(Mock(documents=documents, settings={"expires_in_is_a_number": variant}))
    code = client.code(scope='a&<"\u00ed user:read')

    for reply in (client.exchange(code), client.token(grant_type="client_credentials")):
        assert reply.status == 200
        assert reply.body == json_bytes(json.loads(reply.body))


def test_a_setting_of_one_app_leaves_others_alone(client: Client) -> None:
    """Each app can meet another Kick."""
    other = client.mock.add_app("Other", redirect_uris=[CALLBACK])
    client.mock.settings.change_for_app(other.client_id, {"access_token_lifetime_app": "60"})

    own = json_of(client.token(grant_type="client_credentials"))
    client.app = other

    assert own["expires_in"] == 5184000
    assert json_of(client.token(grant_type="client_credentials"))["expires_in"] == 60
