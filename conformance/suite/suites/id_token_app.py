"""Tokens of the app itself, and failures of the token endpoint that are nobody's fault."""

from __future__ import annotations

from collections.abc import Callable

from conformance.suite import checks
from conformance.suite.apps import granted
from conformance.suite.cases import MUST, QUIRK, SHOULD, case
from conformance.suite.stage import Stage
from conformance.suite.tables import row


@case("id/token/app/1", QUIRK, evidence=("quirk app_token_no_refresh_no_scope",), needs=("app",))
def an_app_token_has_three_fields(stage: Stage) -> None:
    """The answer to an app has a token, its type and its lifetime, and nothing to renew it."""
    answer = stage.app.token(grant_type="client_credentials")
    checks.same("fields", set(granted(answer)), {"access_token", "token_type", "expires_in"})
    checks.conforms(answer, "id", "exchangeToken")


@case("id/token/app/2", QUIRK, evidence=("quirk access_token_lifetime_app",), needs=("app",))
def the_lifetime_of_an_app_token(stage: Stage) -> None:
    """The expires_in of an app's token is the number of the profile."""
    content = granted(stage.app.token(grant_type="client_credentials"))
    checks.lifetime(stage, content["expires_in"], "app")


@case("id/token/app/3", MUST, evidence=("RFC 6749 section 4.4",), needs=("app",))
def an_app_token_is_taken(stage: Stage) -> None:
    """A token of the app itself opens what is everybody's."""
    checks.holds("the API takes it", stage.lives(stage.app_token()))


@case("id/token/app/4", QUIRK, evidence=("quirk app_token_no_refresh_no_scope",), needs=("app",))
def an_app_token_is_not_renewed(stage: Stage) -> None:
    """The refresh grant does not take an app's token."""
    checks.oauth_refusal(stage, stage.app.refresh(stage.app_token()), "invalid_grant")


@case("id/token/app/5", QUIRK, evidence=("quirk access_token_lifetime_app",), needs=("control",))
def an_app_token_ends(stage: Stage) -> None:
    """A token of the app lives until its expires_in is over, and dies then."""
    token = stage.app_token()
    stage.wait(stage.lifetime("app") - 1)
    checks.holds("it lives a second before its end", stage.lives(token))
    stage.wait(1)
    checks.holds("it is dead at its end", not stage.lives(token))


@case("id/token/app/6", QUIRK, evidence=("quirk app_token_dies_early",), needs=("control",))
def an_app_token_may_die_early(stage: Stage) -> None:
    """An app's token can be dead long before its time, and the next one is good."""
    token = stage.app_token()
    stage.control.arm(quirk="app_token_dies_early")
    checks.holds("it is dead", not stage.lives(token))
    checks.holds("a new one lives", stage.lives(stage.app_token()))


@case("id/token/app/7", SHOULD, evidence=("RFC 6749 section 4.4",), needs=("app",))
def app_tokens_do_not_end_each_other(stage: Stage) -> None:
    """A new token of the app leaves the one before alive."""
    first = stage.app_token()
    stage.app_token()
    checks.holds("the first lives", stage.lives(first))


@case("id/token/fault/1", QUIRK, evidence=("quirk token_empty_400_episode",), needs=("control",))
def a_day_of_empty_answers(stage: Stage) -> None:
    """A good request for an app's token can meet an empty 400, and passes the next time."""
    stage.control.arm(quirk="token_empty_400_episode")
    answer = checks.status(stage.app.token(grant_type="client_credentials"), 400)
    checks.same("body", answer.text, "")
    checks.holds("the next one is good", stage.app_token())


def _edge(variant: str, kind: str) -> Callable[[Stage], None]:
    def body(stage: Stage) -> None:
        pair = stage.login()
        stage.control.arm(quirk="token_edge_challenge", variant=variant)
        answer = checks.status(stage.app.refresh(pair.refresh_token), 403)
        checks.holds(kind, ("<html" in answer.text) == (variant == "html_403"))
        stage.app.renew(pair)

    return body


for _id, _variant, _kind in (
    ("id/token/fault/2", "html_403", "a page of HTML"),
    ("id/token/fault/3", "empty_403", "nothing"),
):
    row(
        _id,
        f"The edge can answer a refresh with 403 and {_kind}, and the refresh token lives on.",
        QUIRK,
        ("quirk token_edge_challenge",),
        _edge(_variant, f"the body is {_kind}"),
        needs=("control",),
    )


@case(
    "id/token/fault/4",
    QUIRK,
    evidence=("quirk authorize_new_app_or_outage_lookalikes",),
    needs=("control",),
)
def an_app_that_is_not_known_yet(stage: Stage) -> None:
    """A good app can be unknown to the token endpoint for a while."""
    stage.control.arm(quirk="authorize_new_app_or_outage_lookalikes", variant="unknown_app")
    answer = checks.status(stage.app.token(grant_type="client_credentials"), 401)
    checks.same("error", answer.json()["error"], "invalid_client")
    checks.holds("the next one is good", stage.app_token())
