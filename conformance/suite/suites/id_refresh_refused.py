"""Refreshes that are refused: of another app, with a wrong secret, with another kind of token."""

from __future__ import annotations

from conformance.suite import checks
from conformance.suite.cases import MUST, QUIRK, SHOULD, case
from conformance.suite.stage import Stage


@case("id/token/refresh/13", MUST, evidence=("RFC 6749 section 6",), needs=("control",))
def a_refresh_token_belongs_to_its_app(stage: Stage) -> None:
    """Another app cannot use a refresh token."""
    pair = stage.login()
    answer = stage.another_app().refresh(pair.refresh_token)
    checks.oauth_refusal(stage, answer, "invalid_grant")


@case("id/token/refresh/14", SHOULD, evidence=("RFC 6749 section 10.4",), needs=("control",))
def another_app_does_not_spend_it(stage: Stage) -> None:
    """An attempt of another app leaves a refresh token as good as it was."""
    pair = stage.login()
    stage.another_app().refresh(pair.refresh_token)
    stage.app.renew(pair)


@case("id/token/refresh/17", MUST, evidence=("RFC 6749 section 6",), needs=("app",))
def a_wrong_secret_is_refused(stage: Stage) -> None:
    """A refresh with a wrong secret is refused, and the refresh token lives on."""
    pair = stage.login()
    answer = stage.app.refresh(pair.refresh_token, client_secret="wrong")
    checks.oauth_refusal(stage, answer, "invalid_client")
    stage.app.renew(pair)


@case("id/token/refresh/18", QUIRK, evidence=("quirk client_secret_required",), needs=("app",))
def a_secret_is_needed(stage: Stage) -> None:
    """A refresh without the app's secret is refused."""
    answer = stage.app.refresh(stage.login().refresh_token, client_secret=None)
    checks.oauth_refusal(stage, answer, "invalid_client")


@case("id/token/refresh/19", MUST, evidence=("RFC 6749 section 1.5",), needs=("app",))
def an_access_token_is_none(stage: Stage) -> None:
    """An access token does not pass for a refresh token."""
    answer = stage.app.refresh(stage.login().access_token)
    checks.oauth_refusal(stage, answer, "invalid_grant")


@case("id/token/refresh/20", MUST, evidence=("RFC 6749 section 1.5",), needs=("app",))
def a_refresh_token_opens_nothing(stage: Stage) -> None:
    """The API does not take a refresh token."""
    checks.holds("the API refuses it", not stage.lives(stage.login().refresh_token))


@case("id/token/refresh/24", MUST, evidence=("RFC 6749 section 5.2",), needs=("app",))
def a_refresh_token_is_needed(stage: Stage) -> None:
    """A refresh that names no token is refused."""
    answer = stage.app.token(grant_type="refresh_token")
    checks.oauth_refusal(stage, answer, "invalid_request", 400)


@case("id/token/refresh/25", MUST, evidence=("RFC 6749 section 5.2",), needs=("app",))
def an_unknown_token_is_refused(stage: Stage) -> None:
    """A refresh token that nobody gave out is refused."""
    answer = stage.app.refresh(stage.unknown_token())
    checks.oauth_refusal(stage, answer, "invalid_grant")
