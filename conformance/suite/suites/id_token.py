"""The token endpoint: what a code is good for, and who may ask."""

from __future__ import annotations

from collections.abc import Callable

from conformance.suite import checks
from conformance.suite.apps import VERIFIER, challenge_of, granted, pair_of
from conformance.suite.cases import MUST, QUIRK, SHOULD, case
from conformance.suite.probes import Answer
from conformance.suite.stage import Stage
from conformance.suite.tables import row

OTHER_VERIFIER = VERIFIER[::-1]
_OPAQUE = "[A-Z0-9_=-]{48}"
_NO_APP = "01JZZZZZZZZZZZZZZZZZZZZZZZ"


def server_error(stage: Stage, answer: Answer) -> None:
    """Demand the 500 of the server library as the profile has it."""
    checks.oauth_refusal(stage, answer, "server_error", 500)


@case(
    "id/token/code/1",
    MUST,
    evidence=("RFC 6749 section 4.1.4", "document id exchangeToken"),
    needs=("app",),
)
def a_code_becomes_a_pair(stage: Stage) -> None:
    """A fresh code with its verifier becomes a pair that the API takes."""
    answer = checks.status(stage.app.exchange(stage.app.code()), 200)
    checks.conforms(answer, "id", "exchangeToken")
    checks.holds("the access token is taken by the API", stage.lives(pair_of(answer).access_token))


@case("id/token/code/2", MUST, evidence=("RFC 6749 section 5.1",), needs=("app",))
def the_token_type_is_bearer(stage: Stage) -> None:
    """A token answer says token_type Bearer."""
    content = granted(stage.app.exchange(stage.app.code()))
    checks.same("token_type", str(content.get("token_type")).lower(), "bearer")


@case("id/token/code/3", MUST, evidence=("RFC 6749 section 5.1",), needs=("app",))
def nothing_of_it_is_cached(stage: Stage) -> None:
    """A token answer is JSON and forbids that it is stored on its way."""
    answer = checks.status(stage.app.exchange(stage.app.code()), 200)
    checks.header(answer, "content-type", "application/json(;.*)?")
    checks.header(answer, "cache-control", ".*no-store.*")
    checks.header(answer, "pragma", "no-cache")


@case("id/token/code/4", QUIRK, evidence=("quirk tokens_are_opaque",), needs=("app",))
def tokens_are_opaque(stage: Stage) -> None:
    """Access and refresh tokens are 48 upper-case base64 characters."""
    pair = stage.login()
    checks.matches("access token", pair.access_token, _OPAQUE)
    checks.matches("refresh token", pair.refresh_token, _OPAQUE)


@case("id/token/code/5", MUST, evidence=("RFC 6749 section 10.10",), needs=("app",))
def no_token_comes_twice(stage: Stage) -> None:
    """Each login gets tokens of its own."""
    pairs = [stage.login() for _ in range(4)]
    values = {value for pair in pairs for value in (pair.access_token, pair.refresh_token)}
    checks.same("different tokens", len(values), 8)


@case(
    "id/token/code/6",
    MUST,
    evidence=("RFC 6749 section 4.1.2", "quirk code_single_use"),
    needs=("app",),
)
def a_code_is_good_once(stage: Stage) -> None:
    """The second exchange of a code is refused."""
    code = stage.app.code()
    granted(stage.app.exchange(code))
    checks.oauth_refusal(stage, stage.app.exchange(code), "invalid_grant")


@case("id/token/code/7", QUIRK, evidence=("quirk code_single_use",), needs=("app",))
def the_first_tokens_live_on(stage: Stage) -> None:
    """When a code comes a second time, the tokens of the first exchange live on."""
    code = stage.app.code()
    pair = pair_of(stage.app.exchange(code))
    stage.app.exchange(code)
    checks.holds("the access token lives", stage.lives(pair.access_token))
    stage.app.renew(pair)


@case(
    "id/token/code/8",
    MUST,
    evidence=("RFC 7636 section 4.6", "quirk token_redirect_mismatch_500"),
    needs=("app",),
)
def a_wrong_verifier_is_refused(stage: Stage) -> None:
    """A code with a verifier that does not fit its challenge is refused."""
    code = stage.app.code()
    checks.wrong_verifier(stage, stage.app.exchange(code, code_verifier=OTHER_VERIFIER))


@case("id/token/code/9", MUST, evidence=("RFC 9700 section 4.8.2",), needs=("app",))
def a_verifier_is_needed(stage: Stage) -> None:
    """A code that was asked for with a challenge is not given out without a verifier."""
    answer = stage.app.exchange(stage.app.code(), code_verifier=None)
    checks.oauth_refusal(stage, answer, "invalid_request", 400)


@case(
    "id/token/code/10",
    MUST,
    evidence=("RFC 7636 section 4.6", "quirk token_redirect_mismatch_500"),
    needs=("app",),
)
def the_challenge_is_no_verifier(stage: Stage) -> None:
    """The challenge itself, which a browser has shown, does not pass for the verifier."""
    code = stage.app.code()
    checks.wrong_verifier(stage, stage.app.exchange(code, code_verifier=challenge_of(VERIFIER)))


@case(
    "id/token/code/11",
    MUST,
    evidence=("RFC 7636 section 4.4", "quirk token_redirect_mismatch_500"),
    needs=("app",),
)
def a_verifier_belongs_to_its_code(stage: Stage) -> None:
    """The verifier of one login does not open the code of another."""
    code = stage.app.code(code_challenge=challenge_of(OTHER_VERIFIER))
    checks.wrong_verifier(stage, stage.app.exchange(code))


@case("id/token/code/12", QUIRK, evidence=("quirk code_burned_before_pkce_check",), needs=("app",))
def a_wrong_verifier_spends_the_code(stage: Stage) -> None:
    """After a wrong verifier the right one fails too."""
    code = stage.app.code()
    stage.app.exchange(code, code_verifier=OTHER_VERIFIER)
    checks.oauth_refusal(stage, stage.app.exchange(code), "invalid_grant")


@case("id/token/code/13", MUST, evidence=("RFC 6749 section 4.1.3",), needs=("control",))
def a_code_belongs_to_its_app(stage: Stage) -> None:
    """Another app cannot exchange a code."""
    other = stage.another_app(redirect_uris=[stage.app.redirect_uri])
    checks.oauth_refusal(stage, other.exchange(stage.app.code()), "invalid_grant")


@case("id/token/code/14", SHOULD, evidence=("RFC 6749 section 10.5",), needs=("control",))
def another_app_does_not_spend_it(stage: Stage) -> None:
    """An attempt of another app leaves a code as good as it was."""
    code = stage.app.code()
    stage.another_app(redirect_uris=[stage.app.redirect_uri]).exchange(code)
    granted(stage.app.exchange(code))


@case("id/token/code/15", QUIRK, evidence=("quirk token_redirect_mismatch_500",), needs=("app",))
def a_foreign_redirect_address(stage: Stage) -> None:
    """An exchange with an address that is not registered ends as the profile says."""
    uri = "http://localhost:8080/another"
    answer = stage.app.exchange(stage.app.code(), redirect_uri=uri)
    if stage.setting("token_redirect_mismatch_500") == "never_500":
        checks.oauth_refusal(stage, answer, "invalid_grant")
    else:
        server_error(stage, answer)


@case("id/token/code/16", MUST, evidence=("RFC 6749 section 4.1.3",), needs=("control",))
def the_redirect_address_is_that_of_the_code(stage: Stage) -> None:
    """An exchange names the address of its authorize request, and not another registered one."""
    uris = ["http://localhost:9000/one", "http://localhost:9000/two"]
    app = stage.another_app(redirect_uris=uris)
    answer = app.exchange(app.code(), redirect_uri=uris[1])
    checks.oauth_refusal(stage, answer, "invalid_grant")


@case("id/token/code/17", QUIRK, evidence=("quirk code_format_and_lifetime",), needs=("control",))
def a_code_lives_so_long(stage: Stage) -> None:
    """A second before its end a code is good."""
    code = stage.app.code()
    stage.wait(int(stage.setting("code_format_and_lifetime")) - 1)
    granted(stage.app.exchange(code))


@case(
    "id/token/code/18",
    MUST,
    evidence=("RFC 6749 section 4.1.2", "quirk code_format_and_lifetime"),
    needs=("control",),
)
def a_late_code_is_refused(stage: Stage) -> None:
    """At its end a code is good no more."""
    code = stage.app.code()
    stage.wait(int(stage.setting("code_format_and_lifetime")))
    checks.oauth_refusal(stage, stage.app.exchange(code), "invalid_grant")


@case("id/token/code/19", MUST, evidence=("RFC 6749 section 5.2",), needs=("app",))
def an_unknown_code_is_refused(stage: Stage) -> None:
    """A code that nobody gave out is refused."""
    checks.oauth_refusal(stage, stage.app.exchange(stage.unknown_token()), "invalid_grant")


def _without(name: str) -> Callable[[Stage], None]:
    def body(stage: Stage) -> None:
        fields = {"code": stage.app.code(), name: None}
        answer = stage.app.exchange(**fields)  # type: ignore[arg-type]  # code may be left out
        checks.oauth_refusal(stage, answer, "invalid_request", 400)

    return body


for _id, _name in {"id/token/code/20": "code", "id/token/code/21": "redirect_uri"}.items():
    row(
        _id,
        f"An exchange without {_name} is refused.",
        MUST,
        ("RFC 6749 section 4.1.3", "RFC 6749 section 5.2"),
        _without(_name),
        needs=("app",),
    )


@case("id/token/code/22", MUST, evidence=("RFC 6749 section 5.1",), needs=("app",))
def the_answer_names_the_scopes(stage: Stage) -> None:
    """The scope of a token answer is what was granted."""
    checks.same("scope", stage.login(scopes=["chat:write"]).scope, "chat:write")


@case("id/token/code/23", QUIRK, evidence=("quirk no_id_token",), needs=("app",))
def there_is_no_id_token(stage: Stage) -> None:
    """A token answer has the five fields of OAuth and no id token."""
    content = granted(stage.app.exchange(stage.app.code()))
    fields = {"access_token", "token_type", "refresh_token", "expires_in", "scope"}
    checks.same("fields", set(content), fields)


@case(
    "id/token/code/24",
    QUIRK,
    evidence=("quirk access_token_lifetime_user", "quirk expires_in_is_a_number"),
    needs=("app",),
)
def the_lifetime_is_told(stage: Stage) -> None:
    """The expires_in of a user's token is the number of the profile."""
    checks.lifetime(stage, stage.login().expires_in)


@case("id/token/code/25", MUST, evidence=("RFC 6749 section 5.1",), needs=("control",))
def a_token_ends_when_it_was_told(stage: Stage) -> None:
    """An access token lives until expires_in is over, and dies then."""
    pair = stage.login()
    stage.wait(stage.lifetime() - 1)
    checks.holds("it lives a second before its end", stage.lives(pair.access_token))
    stage.wait(1)
    checks.holds("it is dead at its end", not stage.lives(pair.access_token))


def _variant_of_lifetime(variant: str) -> Callable[[Stage], None]:
    def body(stage: Stage) -> None:
        stage.set(expires_in_is_a_number=variant)
        checks.lifetime(stage, stage.login().expires_in)

    return body


row(
    "id/token/lifetime/1",
    "Where it is so set, expires_in is a number written as text.",
    QUIRK,
    ("quirk expires_in_is_a_number",),
    _variant_of_lifetime("numeric_string"),
    needs=("control",),
)
row(
    "id/token/lifetime/2",
    "Where it is so set, expires_in is the empty text of Kick's pages.",
    QUIRK,
    ("quirk expires_in_is_a_number",),
    _variant_of_lifetime("empty_string"),
    needs=("control",),
)
