"""What each flow sends: the documented fields and nothing else, secrets in the body only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx
import pytest
from kickwire import errors
from kickwire._core import flows
from kickwire.config import API_URL, ID_URL
from kickwire_id.transport import SecretQueryTransport

from conformance.tests.oauth.oauth_material import (
    APP,
    APP_TOKEN,
    CODE,
    FLOWS,
    GRANTS,
    NOW,
    PAIR,
    REDIRECT_URI,
    VERIFIER,
    form_of,
    requests_of,
)

if TYPE_CHECKING:
    from kickwire._core.flows import Flow

OK = httpx.Response(200, text="OK")


def test_an_exchange_sends_six_fields() -> None:
    """Code, verifier, redirect URI and the app's credentials go into a form."""
    (request,) = requests_of(flows.exchange(APP, ID_URL, CODE, NOW))

    assert (request.method, str(request.url)) == ("POST", "https://id.kick.com/oauth/token")
    assert sorted(form_of(request)) == [
        ("client_id", APP.client_id),
        ("client_secret", APP.client_secret),
        ("code", "WORTHLESSCODE"),
        ("code_verifier", VERIFIER),
        ("grant_type", "authorization_code"),
        ("redirect_uri", REDIRECT_URI),
    ]


def test_a_refresh_sends_four_fields() -> None:
    """Neither PKCE nor redirect URI nor scopes belong to a refresh."""
    (request,) = requests_of(flows.refresh(APP, ID_URL, PAIR, NOW))

    assert (request.method, str(request.url)) == ("POST", "https://id.kick.com/oauth/token")
    assert sorted(form_of(request)) == [
        ("client_id", APP.client_id),
        ("client_secret", APP.client_secret),
        ("grant_type", "refresh_token"),
        ("refresh_token", "OLDREFRESH"),
    ]


def test_minting_sends_three_fields() -> None:
    """An app token costs the app's credentials, and has no scopes to ask for."""
    (request,) = requests_of(flows.client_credentials(APP, ID_URL, NOW))

    assert (request.method, str(request.url)) == ("POST", "https://id.kick.com/oauth/token")
    assert sorted(form_of(request)) == [
        ("client_id", APP.client_id),
        ("client_secret", APP.client_secret),
        ("grant_type", "client_credentials"),
    ]


@pytest.mark.parametrize("name", GRANTS)
def test_credentials_stand_in_the_form_only(name: str) -> None:
    """Kick reads no Basic header, and a JSON body as an empty one."""
    (request,) = requests_of(FLOWS[name]())

    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert "Authorization" not in request.headers
    assert request.url.query == b""


def test_fields_with_signs_arrive_as_they_were() -> None:
    """Plus, ampersand, percent and other letters survive the form."""
    odd = replace(CODE, code="a+b&c=d%20\u00e9 ~", redirect_uri="http://localhost/cb?a=1&b=%2F")

    (request,) = requests_of(flows.exchange(APP, ID_URL, odd, NOW))

    fields = dict(form_of(request))
    assert (fields["code"], fields["redirect_uri"]) == (odd.code, odd.redirect_uri)


def test_revoking_a_pair_sends_both_tokens_refresh_token_first() -> None:
    """Whether one ends the other is unknown, so each is sent, with the hint Kick documents."""
    requests = requests_of(flows.revoke(ID_URL, PAIR), OK, OK)

    assert [(request.method, str(request.url)) for request in requests] == [
        ("POST", "https://id.kick.com/oauth/revoke?token_hint_type=refresh_token"),
        ("POST", "https://id.kick.com/oauth/revoke?token_hint_type=access_token"),
    ]
    assert "OLD" not in "".join(map(repr, requests))


def test_revoking_puts_the_token_on_the_wire_below_the_log() -> None:
    """The token is in the query that the transport sends, and in no URL that is logged."""
    wire: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        wire.append(request)
        return httpx.Response(200, text="OK")

    with SecretQueryTransport(httpx.MockTransport(answer)) as transport:
        for request in requests_of(flows.revoke(ID_URL, PAIR), OK, OK):
            transport.handle_request(request)

    assert [dict(request.url.params) for request in wire] == [
        {"token": "OLDREFRESH", "token_hint_type": "refresh_token"},
        {"token": "OLDACCESS", "token_hint_type": "access_token"},
    ]
    assert [(request.content, request.headers.get("Authorization")) for request in wire] == [
        (b"", None),
        (b"", None),
    ]


def test_revoking_an_app_token_sends_one() -> None:
    """There is no refresh token to end."""
    requests = requests_of(flows.revoke(ID_URL, APP_TOKEN), OK)

    assert [request.url.query for request in requests] == [b"token_hint_type=access_token"]


def test_introspection_lets_the_token_examine_itself() -> None:
    """The token is the Bearer header; no body and no credentials of the app go along."""
    (request,) = requests_of(flows.introspect(ID_URL, PAIR))

    assert request.method == "POST"
    assert str(request.url) == "https://id.kick.com/oauth/token/introspect"
    assert request.headers["Authorization"] == "Bearer OLDACCESS"
    assert request.content == b""


def test_whose_a_token_is_is_asked_of_the_api() -> None:
    """There is no id token; one GET /users without ids tells who the token's user is."""
    (request,) = requests_of(flows.own_user_id(API_URL, PAIR))

    assert (request.method, str(request.url)) == ("GET", "https://api.kick.com/public/v1/users")
    assert request.headers["Authorization"] == "Bearer OLDACCESS"


@pytest.mark.parametrize("name", FLOWS)
def test_a_flow_speaks_to_the_host_it_is_given(name: str) -> None:
    """Nothing of Kick's address is built into a flow."""
    origin = "http://localhost:8081"
    made: dict[str, Callable[[], Flow[object]]] = {
        "exchange": lambda: flows.exchange(APP, origin, CODE, NOW),
        "refresh": lambda: flows.refresh(APP, origin, PAIR, NOW),
        "client_credentials": lambda: flows.client_credentials(APP, origin, NOW),
        "revoke": lambda: flows.revoke(origin, PAIR),
        "introspect": lambda: flows.introspect(origin, PAIR),
        "own_user_id": lambda: flows.own_user_id(origin, PAIR),
    }

    (request,) = requests_of(made[name]())

    assert str(request.url).startswith(f"{origin}/")
    assert request.headers["Host"] == "localhost:8081"


def test_an_app_token_is_not_sent_to_be_refreshed() -> None:
    """An app token has no refresh token, and asking Kick all the same would look like a loss."""
    with pytest.raises(errors.FixTheCall, match="no refresh token"):
        next(flows.refresh(APP, ID_URL, APP_TOKEN, NOW))
