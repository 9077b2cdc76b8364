"""The way to a code: every parameter examined, and what the user decides."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

import pytest
from kickwire_mock import (
    ConsentError,
    Headers,
    Mock,
    MockError,
    NotFoundError,
    Origins,
    Reply,
    Request,
)

from conformance.tests.mock.mock_client import CALLBACK, FORM, Client, json_of, query_of


@pytest.fixture
def client() -> Client:
    """A client of a strict mock."""
    return Client()


def with_setting(id: str, value: str) -> Client:
    """A client of a mock with one changed setting."""
    return Client(Mock(settings={id: value}))


def bounced(client: Client, reply: Reply) -> str:
    """The reason in the journal of a request that bounced to the front page."""
    assert (reply.status, reply.headers.get("location"), reply.body) == (307, "/", b"")
    entry = client.last()
    assert entry.quirks[0] == "authorize_bad_params_bounce_404"
    assert entry.reason == reply.reason
    return str(entry.reason)


def nonce_of(reply: Reply) -> str:
    """The nonce in the form of a consent page."""
    found = re.search(rb'name="nonce" value="([^"]+)"', reply.body)
    assert found is not None
    return found[1].decode()


@pytest.mark.quirk("authorize_bad_params_bounce_404")
def test_a_bad_parameter_bounces_or_is_told_by_setting() -> None:
    """Bounced to a 404 page by default, 400 as documented if set so; the reason is journalled."""
    bouncing, telling = Client(), with_setting("authorize_bad_params_bounce_404", "json400")

    assert bounced(bouncing, bouncing.authorize(response_type="token"))
    assert bouncing.send("id", "GET", "/").status == 404
    told = telling.authorize(response_type="token")

    assert (told.status, json_of(told)) == (400, {"error": "Invalid request"})
    assert telling.last().reason == bouncing.mock.journal.entries()[0].reason


@pytest.mark.quirk("state_required")
@pytest.mark.parametrize("state", [None, ""])
def test_a_request_without_state_is_refused(client: Client, state: str | None) -> None:
    """A client that sends no state, or an empty one, never sees the consent page."""
    reason = bounced(client, client.authorize(state=state))

    assert "state" in reason
    assert "state_required" in client.last().quirks


@pytest.mark.quirk("pkce_mandatory_s256")
@pytest.mark.parametrize(
    "changes",
    [
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge": "x" * 42},
        {"code_challenge": "x" * 129},
    ],
)
def test_a_request_without_s256_is_refused(client: Client, changes: dict[str, str | None]) -> None:
    """No challenge, no method, plain, or a challenge of the wrong length: all are refused."""
    assert "code_challenge" in bounced(client, client.authorize(**changes))
    assert "pkce_mandatory_s256" in client.last().quirks


@pytest.mark.quirk("pkce_challenge_padding_tolerated")
def test_padding_of_the_challenge_is_refused_or_cut_by_setting() -> None:
    """Under tolerated a padded challenge works to the end, under refused it does not begin."""
    strict, tolerant = Client(), with_setting("pkce_challenge_padding_tolerated", "tolerated")
    padded = query_of(strict.url())["code_challenge"] + "="

    assert "padding" in bounced(strict, strict.authorize(code_challenge=padded))
    assert tolerant.exchange(tolerant.code(code_challenge=padded)).status == 200


@pytest.mark.quirk("redirect_uri_exact_match")
@pytest.mark.parametrize(
    "uri",
    [
        f"{CALLBACK}/",
        CALLBACK.upper(),
        "http://localhost:8081/callback",
        f"{CALLBACK}?x=1",
        "https://localhost:8080/callback",
        "http://localhost:8080/Callback",
    ],
)
def test_a_redirect_uri_differs_by_one_byte_and_is_refused(client: Client, uri: str) -> None:
    """Slash, case, port, scheme and query all count, and the app's callback is never called."""
    assert "redirect_uri" in bounced(client, client.authorize(redirect_uri=uri))
    assert "redirect_uri_exact_match" in client.last().quirks


@pytest.mark.quirk("loopback_ip_rewritten")
def test_the_first_127_0_0_1_is_rewritten_by_setting() -> None:
    """Rewritten, a registered 127.0.0.1 no longer matches; a decoy in front takes the blow."""
    uri = "http://127.0.0.1:8080/callback"
    rewriting, honest = Client(), with_setting("loopback_ip_rewritten", "untouched")
    for client in (rewriting, honest):
        client.mock.change_app(client.app.client_id, redirect_uris=[uri])
    decoy = rewriting.url(redirect_uri=uri).replace("?", "?redirect=127.0.0.1&")

    reason = bounced(rewriting, rewriting.authorize(redirect_uri=uri))

    assert "127.0.0.1 was rewritten" in reason
    assert "loopback_ip_rewritten" in rewriting.last().quirks
    assert rewriting.send("id", "GET", decoy).status == 200
    assert honest.authorize(redirect_uri=uri).status == 200


@pytest.mark.quirk("authorize_scope_silently_reduced")
def test_scopes_that_the_app_has_not_enabled_vanish(client: Client) -> None:
    """The grant holds the enabled ones alone; Kick does not say so, journal and header do."""
    client.mock.change_app(client.app.client_id, scopes=["chat:write"])

    assert client.pair()["scope"] == "chat:write"
    asked, *others = client.mock.journal.entries()
    assert asked.reason == "the app has not enabled user:read, so nobody is asked for it"
    assert asked.quirks == ("authorize_scope_silently_reduced",)
    assert [(entry.reason, entry.quirks) for entry in others] == [("", ()), ("", ())]


@pytest.mark.quirk("scope_names_that_do_not_exist")
def test_an_unknown_scope_is_refused_or_dropped_by_setting() -> None:
    """Refused like any bad parameter, or left out of the grant."""
    strict, lax = Client(), with_setting("scope_names_that_do_not_exist", "dropped")

    assert "scope" in bounced(strict, strict.authorize(scope="user:read chat:read"))
    assert lax.pair(scope="user:read chat:read")["scope"] == "user:read"


@pytest.mark.quirk("authorize_denied")
def test_a_refused_consent_returns_access_denied_with_the_state(client: Client) -> None:
    """The app hears error and state, and gets no code."""
    location = client.mock.consent(client.url(), "alice", approve=False)

    assert location.startswith(f"{CALLBACK}?")
    assert query_of(location) == {"error": "access_denied", "state": "opaque-state"}


def test_an_agreed_consent_returns_code_and_state(client: Client) -> None:
    """The code has 48 upper-case characters and the state comes back unchanged."""
    location = client.mock.consent(client.url(state="a&b=\u00e9 %"), "alice")
    outcome = query_of(location)

    assert outcome["state"] == "a&b=\u00e9 %"
    assert re.fullmatch(r"[A-Z0-9]{48}", outcome["code"])


def test_a_query_of_the_redirect_uri_is_kept(client: Client) -> None:
    """What the registered address has in its query stays, and the outcome is added."""
    client.mock.change_app(client.app.client_id, redirect_uris=[f"{CALLBACK}?app=1"])

    location = client.mock.consent(client.url(redirect_uri=f"{CALLBACK}?app=1"), "alice")

    assert location.startswith(f"{CALLBACK}?app=1&code=")


def test_a_user_may_deselect_scopes(client: Client) -> None:
    """Only what stays ticked is granted; ticking none grants nothing and names no scope."""
    for chosen, granted in ((["chat:write"], "chat:write"), ([], None)):
        location = client.mock.consent(client.url(), "alice", scopes=chosen)
        answer = json_of(client.exchange(query_of(location)["code"]))
        assert answer.get("scope") == granted


def test_ticking_a_scope_that_was_not_asked_for_is_told(client: Client) -> None:
    """A test that misspells a scope hears of it."""
    with pytest.raises(MockError, match="not on the consent page: kicks:read; possible: user:"):
        client.mock.consent(client.url(), "alice", scopes=["kicks:read"])


HERE = Origins(id="http://127.0.0.1:8401", api="http://127.0.0.1:8402")


@pytest.mark.parametrize(
    ("origins", "own"),
    [
        ([], True),
        (["http://127.0.0.1:8401"], True),
        (["http://localhost:8401"], True),
        (["http://127.0.0.1:8402"], False),
        (["http://127.0.0.1"], False),
        (["https://127.0.0.1:8401"], False),
        (["http://evil.example:8401"], False),
        (["null"], False),
        (["http://[:8401"], False),
        (["http://127.0.0.1:8401", "http://evil.example"], False),
    ],
)
def test_a_form_of_another_site_is_refused(client: Client, origins: list[str], own: bool) -> None:
    """Whoever knows the seed knows the nonce; the origin that browsers tell betrays the page."""
    nonce = nonce_of(client.authorize())
    request = Request(
        host="api",
        method="POST",
        path="/oauth/authorize",
        headers=Headers([("Content-Type", FORM), *(("Origin", each) for each in origins)]),
        body=urlencode({"nonce": nonce, "user": "alice", "decision": "approve"}).encode(),
        origins=HERE,
    )
    reply = client.mock.handle(request)

    assert (reply.status, "another site" in reply.reason) == ((302, False) if own else (400, True))
    again = client.send(
        "api", "POST", "/oauth/authorize", form={"nonce": nonce, "decision": "deny"}
    )
    assert again.status == (400 if own else 302)  # the form of others has spent nothing


def test_the_page_sends_its_form_to_the_api_host() -> None:
    """The form leads to the api host's own origin, as Kick's does (`authorize_two_hop`)."""
    client = Client()
    path, _, query = client.url().partition("?")
    origins = Origins(id="http://127.0.0.1:1", api="http://127.0.0.1:2")

    page = client.mock.handle(
        Request(host="id", method="GET", path=path, query=query, origins=origins)
    )

    assert page.status == 200
    assert b'action="http://127.0.0.1:2/oauth/authorize"' in page.body
    for name in (b"alice", b"bob", b"carol", b"user:read", b"Example app"):
        assert name in page.body


def test_the_page_shows_no_more_than_a_hundred_users() -> None:
    """Its cost does not grow with the number of users."""
    client = Client()
    for number in range(200):
        client.mock.add_user(f"user{number}")

    assert client.authorize().body.count(b'type="radio"') == 100


def test_a_form_counts_once(client: Client) -> None:
    """The nonce is spent by the first form, whatever that decides."""
    nonce = nonce_of(client.authorize())
    form = {"nonce": nonce, "user": "alice", "scope": "user:read", "decision": "approve"}

    first = client.send("api", "POST", "/oauth/authorize", form=form)
    second = client.send("api", "POST", "/oauth/authorize", form=form)

    assert (first.status, second.status) == (302, 400)
    assert second.reason == "the nonce of the consent form was used already"
    assert b"<h1>This page was used already</h1>" in second.body


def test_a_form_comes_too_late(client: Client) -> None:
    """A user who thinks for more than ten minutes has to start again."""
    nonce = nonce_of(client.authorize())
    client.mock.clock.advance(600)

    late = client.send("api", "POST", "/oauth/authorize", form={"nonce": nonce, "decision": "deny"})

    assert (late.status, late.reason) == (400, "the nonce of the consent form has expired")
    assert b"<h1>This page has expired</h1>" in late.body


def test_a_form_of_another_mock_is_not_known(client: Client) -> None:
    """As after a reset: the page says neither that it was used nor that it is old."""
    nonce = nonce_of(client.authorize())
    client.mock.reset()

    lost = client.send("api", "POST", "/oauth/authorize", form={"nonce": nonce, "decision": "deny"})

    assert (lost.status, lost.reason) == (400, "the nonce of the consent form is unknown")
    assert b"<h1>This page is not known here</h1>" in lost.body


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"decision": "maybe"}, "neither approve nor deny"),
        ({"decision": ["approve", "deny"]}, "neither approve nor deny"),
        ({"user": "mallory"}, "names nobody"),
        ({"nonce": "0" * 32}, "unknown"),
    ],
)
def test_a_form_that_says_nothing_usable_is_refused(
    client: Client, change: dict[str, object], reason: str
) -> None:
    """Each of its fields is needed, and no code comes of a broken one."""
    nonce = nonce_of(client.authorize())
    form: dict[str, object] = {
        "nonce": nonce,
        "user": "alice",
        "scope": "user:read",
        "decision": "approve",
    }

    reply = client.send("api", "POST", "/oauth/authorize", form=form | change)

    assert reply.status == 400
    assert reason in reply.reason
    assert reply.headers.get("location") is None


@pytest.mark.parametrize(
    ("media", "body"), [(FORM, "nonce=%"), ("text/plain", "nonce={}"), ("", "nonce={}")]
)
def test_what_is_no_form_is_refused(client: Client, media: str, body: str) -> None:
    """Another media type and a broken escape give no code, and leave the page usable."""
    nonce = nonce_of(client.authorize())
    request = Request(
        host="api",
        method="POST",
        path="/oauth/authorize",
        headers=Headers([("Content-Type", media)]),
        body=f"{body.format(nonce)}&decision=deny".encode(),
    )

    assert client.mock.handle(request).status == 400
    form = {"nonce": nonce, "decision": "deny"}
    assert client.send("api", "POST", "/oauth/authorize", form=form).status == 302


@pytest.mark.parametrize("client_id", ["x", "01JEXAMP0E000000000000000", "8" + "0" * 25])
def test_a_client_id_that_is_no_ulid_is_refused(client: Client, client_id: str) -> None:
    """Length, alphabet and range of a ULID are checked before the app is looked up."""
    assert "ULID" in bounced(client, client.authorize(client_id=client_id))


def test_an_unknown_client_id_is_refused(client: Client) -> None:
    """A well-formed client id that no app has is a bad parameter too."""
    assert "no app" in bounced(client, client.authorize(client_id="0" * 26))


def test_a_broken_query_is_refused(client: Client) -> None:
    """A broken escape or a repeated parameter is a bad parameter."""
    assert "hexadecimal" in bounced(client, client.send("id", "GET", f"{client.url()}%"))
    assert "only once" in bounced(client, client.send("id", "GET", f"{client.url()}&state=x"))


def test_a_consent_that_is_refused_says_why(client: Client) -> None:
    """The error of `Mock.consent` is the reason of the journal, in one line."""
    with pytest.raises(ConsentError, match=r"^query parameter state is required$"):
        client.mock.consent(client.url(state=None), "alice")


def test_a_consent_that_is_misspelt_says_so(client: Client) -> None:
    """Nobody of the name, and no authorize URL: that is no consent which the mock refuses."""
    with pytest.raises(NotFoundError, match=r"^there is no user of this name: 'mallory'"):
        client.mock.consent(client.url(), "mallory")
    with pytest.raises(MockError, match=r"^the url is no authorize URL"):
        client.mock.consent("https://id.kick.com/oauth2/authorize", "alice")
    assert client.mock.journal.entries() == []


def test_a_consent_takes_a_whole_url(client: Client) -> None:
    """Scheme and host of the URL do not matter to it."""
    location = client.mock.consent(f"http://127.0.0.1:4000{client.url()}", "bob")

    assert client.exchange(query_of(location)["code"]).status == 200


def test_redirect_uris_of_other_schemes_work(client: Client) -> None:
    """An app on a phone may register an address of its own scheme."""
    uri = "my.app:/callback"
    client.mock.change_app(client.app.client_id, redirect_uris=[uri])

    assert client.mock.consent(client.url(redirect_uri=uri), "alice").startswith(f"{uri}?code=")
    assert quote(uri) not in client.authorize(redirect_uri=uri).reason
