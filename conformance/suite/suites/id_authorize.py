"""The authorize address: what a browser is shown, and where it is sent."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from conformance.suite import checks
from conformance.suite.apps import STATE, VERIFIER, challenge_of, pair_of, query_of
from conformance.suite.cases import MUST, QUIRK, SHOULD, Skipped, case
from conformance.suite.pages import first_form
from conformance.suite.stage import Stage
from conformance.suite.suites.id_authorize_refused import refused
from conformance.suite.tables import row


@case(
    "id/authorize/page/1",
    MUST,
    evidence=("document id authorize", "RFC 6749 section 3.1"),
    needs=("app",),
)
def a_good_request_is_shown_to_a_person(stage: Stage) -> None:
    """A good authorize request is answered with a page of HTML."""
    answer = checks.status(stage.app.authorize(), 200)
    checks.header(answer, "content-type", "text/html.*")


@case("id/authorize/page/2", SHOULD, evidence=("RFC 9700 section 4.16",), needs=("app",))
def the_page_cannot_be_framed(stage: Stage) -> None:
    """The consent page forbids other sites to show it in a frame."""
    answer = checks.status(stage.app.authorize(), 200)
    policy = answer.headers.get("content-security-policy", "")
    framed = "frame-ancestors" not in policy and "x-frame-options" not in answer.headers
    checks.holds("frame-ancestors or X-Frame-Options is sent", not framed)


@case("id/authorize/page/3", SHOULD, evidence=("RFC 9700 section 4.2.4",), needs=("app",))
def the_page_tells_no_referrer(stage: Stage) -> None:
    """The consent page keeps its address, which holds the state, from other sites."""
    answer = checks.status(stage.app.authorize(), 200)
    checks.header(answer, "referrer-policy", "no-referrer|same-origin|strict-origin")


@case("id/authorize/page/4", MUST, evidence=("RFC 6749 section 3.1",), needs=("app",))
def an_unknown_parameter_is_ignored(stage: Stage) -> None:
    """A parameter that nobody knows changes nothing."""
    checks.status(stage.app.authorize(unheard_of="1"), 200)


@case(
    "id/authorize/code/1",
    MUST,
    evidence=("RFC 6749 section 4.1.2", "document id authorize"),
    needs=("app",),
)
def a_code_and_the_state_come_back(stage: Stage) -> None:
    """Who agrees is sent back to the registered address with a code and the state as it was."""
    location = stage.app.callback()
    checks.same("address", location.partition("?")[0], stage.app.redirect_uri)
    outcome = query_of(location)
    checks.same("names", set(outcome), {"code", "state"})
    checks.same("state", outcome["state"], STATE)


@case("id/authorize/code/2", QUIRK, evidence=("quirk code_format_and_lifetime",), needs=("app",))
def a_code_is_48_characters(stage: Stage) -> None:
    """A code is 48 upper-case base64 characters."""
    checks.matches("code", stage.app.code(), "[A-Z0-9_=-]{48}")


@case("id/authorize/code/3", MUST, evidence=("RFC 6749 section 10.10",), needs=("app",))
def no_code_comes_twice(stage: Stage) -> None:
    """Each consent gives a code of its own."""
    codes = [stage.app.code() for _ in range(5)]
    checks.same("different codes", len(set(codes)), 5)


@case("id/authorize/code/4", MUST, evidence=("RFC 6749 section 4.1.2",), needs=("app",))
def any_state_comes_back(stage: Stage) -> None:
    """A state of spaces, signs and other alphabets comes back character by character."""
    state = "a b+c&d=e%26#/?'\"<ü>\N{SNOWMAN}"
    checks.same("state", query_of(stage.app.callback(state=state)).get("state"), state)


@case("id/authorize/code/5", MUST, evidence=("RFC 9700 section 2.1.2",), needs=("app",))
def no_token_is_in_the_address(stage: Stage) -> None:
    """The address that a browser is sent to holds a code and never a token."""
    location = stage.app.callback()
    checks.lacks("redirect", location, "access_token", "refresh_token", "#")


@case("id/authorize/code/6", MUST, evidence=("RFC 6749 section 3.1.2",), needs=("control",))
def the_query_of_the_registered_address_stays(stage: Stage) -> None:
    """The query of a registered address is kept, and the outcome is added to it."""
    app = stage.another_app(redirect_uris=["http://localhost:9000/back?kept=1"])
    outcome = query_of(app.callback())
    checks.same("kept", outcome.get("kept"), "1")
    checks.has("names", outcome, ["code", "state"])


@case("id/authorize/code/7", MUST, evidence=("RFC 6749 section 3.1.2.3",), needs=("control",))
def the_named_address_is_the_one(stage: Stage) -> None:
    """Of several registered addresses the browser is sent to the one of the request."""
    uris = ["http://localhost:9000/one", "http://localhost:9000/two"]
    app = stage.another_app(redirect_uris=uris)
    location = app.callback(redirect_uri=uris[1])
    checks.same("address", location.partition("?")[0], uris[1])


@case(
    "id/authorize/denied/1",
    QUIRK,
    evidence=("quirk authorize_denied", "RFC 6749 section 4.1.2.1"),
    needs=("app",),
)
def a_refused_consent_is_told(stage: Stage) -> None:
    """Who declines is sent back with access_denied and the state, and without a code."""
    location = stage.app.callback(approve=False)
    checks.same("address", location.partition("?")[0], stage.app.redirect_uri)
    checks.same("outcome", query_of(location), {"error": "access_denied", "state": STATE})


@case(
    "id/authorize/padding/1",
    QUIRK,
    evidence=("quirk pkce_challenge_padding_tolerated", "RFC 7636 section 4.2"),
    needs=("app",),
)
def a_padded_challenge(stage: Stage) -> None:
    """A challenge that ends in = works to the end or does not begin, as the profile says."""
    padded = challenge_of(VERIFIER) + "="
    if stage.setting("pkce_challenge_padding_tolerated") == "refused":
        refused(stage, stage.app.authorize(code_challenge=padded))
    else:
        pair_of(stage.app.exchange(stage.app.code(code_challenge=padded)))


@case(
    "id/authorize/loopback/1", QUIRK, evidence=("quirk loopback_ip_rewritten",), needs=("control",)
)
def a_loopback_address_is_rewritten(stage: Stage) -> None:
    """A registered address on 127.0.0.1 is no longer found once the query was rewritten."""
    app = stage.another_app(redirect_uris=["http://127.0.0.1:9000/callback"])
    if stage.setting("loopback_ip_rewritten") == "rewritten":
        refused(stage, app.authorize())
    else:
        checks.status(app.authorize(), 200)


@case(
    "id/authorize/loopback/2", QUIRK, evidence=("quirk loopback_ip_rewritten",), needs=("control",)
)
def a_decoy_takes_the_rewrite(stage: Stage) -> None:
    """With 127.0.0.1 in a parameter before it, an address on 127.0.0.1 stays as it is."""
    app = stage.another_app(redirect_uris=["http://127.0.0.1:9000/callback"])
    query = urlencode({"redirect": "127.0.0.1", **app.parameters()})
    url = f"{stage.id.url}/oauth/authorize?{query}"
    location = checks.status(app.decide(url), 302).location
    checks.same("address", location.partition("?")[0], app.redirect_uri)


@case(
    "id/authorize/scope/1",
    QUIRK,
    evidence=("quirk authorize_scope_silently_reduced", "RFC 6749 section 3.3"),
    needs=("control",),
)
def scopes_of_the_app_only(stage: Stage) -> None:
    """Scopes that the app has not enabled vanish, and the token answer says what is left."""
    app = stage.another_app(scopes=["user:read"])
    checks.same("scope", app.login(scopes=["user:read", "chat:write"]).scope, "user:read")


@case("id/authorize/scope/2", MUST, evidence=("RFC 6749 section 3.3",), needs=("app",))
def a_person_may_grant_less(stage: Stage) -> None:
    """A token has the scopes that a person granted, and no other."""
    url = stage.app.authorize_url(["user:read", "chat:write"])
    location = stage.app.decide(url, scopes=["chat:write"]).location
    pair = pair_of(stage.app.exchange(query_of(location).get("code", "")))
    checks.same("scope", pair.scope, "chat:write")


@case(
    "id/authorize/scope/3", QUIRK, evidence=("quirk scope_names_that_do_not_exist",), needs=("app",)
)
def a_scope_that_does_not_exist(stage: Stage) -> None:
    """A scope of no such name is refused or left out, as the profile says."""
    scopes = ["user:read", "chat:read"]
    if stage.setting("scope_names_that_do_not_exist") == "refused":
        refused(stage, stage.app.authorize(scopes))
    else:
        checks.same("scope", stage.app.login(scopes=scopes).scope, "user:read")


@case("id/authorize/scope/4", MUST, evidence=("RFC 6749 section 3.3",), needs=("app",))
def only_wanted_scopes_are_granted(stage: Stage) -> None:
    """Nothing is granted that was not asked for."""
    pair = stage.login(scopes=["user:read"])
    checks.same("scopes", pair.scopes, {"user:read"})


@case("id/authorize/two_hop/1", QUIRK, evidence=("quirk authorize_two_hop",), needs=("app",))
def the_decision_goes_to_the_api_host(stage: Stage) -> None:
    """The consent page sends its form to the API host, and that sends the browser on."""
    form = first_form(stage.app.authorize().text)
    place = f"{stage.api.url}/oauth/authorize"
    checks.holds("the form goes to the API host", form and form.action == place)
    checks.status(stage.app.decide(stage.app.authorize_url()), 302)


@case("id/authorize/two_hop/2", SHOULD, evidence=("RFC 6749 section 10.12",), needs=("app",))
def a_page_is_answered_once(stage: Stage) -> None:
    """A consent page that was answered gives no second code when its form is sent again."""
    page = stage.app.authorize()
    form = first_form(page.text)
    sent = form and form.filled("approve", stage.user, None)
    if not form or not isinstance(sent, dict):
        raise Skipped("needs a consent page that a program can fill in")
    stage.keep_secret(*sent.get("nonce", []))
    first, second = (stage.api.post("/oauth/authorize", form=sent) for _ in range(2))
    checks.status(first, 302)
    checks.lacks("redirect of the second", second.location, "code=")


def _fault(variant: str, status: int) -> Callable[[Stage], None]:
    def body(stage: Stage) -> None:
        stage.control.arm(quirk="authorize_two_hop", variant=variant)
        answer = checks.status(stage.app.decide(stage.app.authorize_url()), status)
        checks.same("location", answer.location, "")
        checks.holds("the next consent is as good as ever", stage.app.code())

    return body


row(
    "id/authorize/two_hop/3",
    "A consent that fails on its way ends in 500 on the API host, and no code follows.",
    QUIRK,
    ("quirk authorize_two_hop",),
    _fault("server_error", 500),
    needs=("control",),
)
row(
    "id/authorize/two_hop/4",
    "A consent that fails on its way ends in a blank page over 400, and no code follows.",
    QUIRK,
    ("quirk authorize_two_hop",),
    _fault("blank_400", 400),
    needs=("control",),
)


@case(
    "id/authorize/two_hop/5",
    QUIRK,
    evidence=("quirk authorize_social_login_return_broken",),
    needs=("control",),
)
def a_broken_way_back(stage: Stage) -> None:
    """After a login with Apple or Google the way back can be an address that does not exist."""
    stage.control.arm(quirk="authorize_social_login_return_broken")
    location = checks.status(stage.app.decide(stage.app.authorize_url()), 302).location
    checks.holds("it is kick.com run together with the address", "kick.comhttps" in location)
    checks.lacks("redirect", location, "code=")


def _outage(variant: str, status: int) -> Callable[[Stage], None]:
    def body(stage: Stage) -> None:
        stage.control.arm(quirk="authorize_new_app_or_outage_lookalikes", variant=variant)
        checks.status(stage.app.authorize(), status)
        checks.status(stage.app.authorize(), 200)

    return body


for _variant, _status in {"http_500": 500, "http_404": 404, "http_403": 403}.items():
    row(
        f"id/authorize/outage/{_status}",
        f"A good request can meet a {_status} that tells nothing, and passes the next time.",
        QUIRK,
        ("quirk authorize_new_app_or_outage_lookalikes",),
        _outage(_variant, _status),
        needs=("control",),
    )
