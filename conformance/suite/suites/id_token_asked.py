"""The token endpoint: how an app proves who it is, the form it sends, and how errors look."""

from __future__ import annotations

import base64

from conformance.suite import checks
from conformance.suite.apps import granted
from conformance.suite.cases import MUST, QUIRK, SHOULD, case
from conformance.suite.stage import Stage

_NO_APP = "01JZZZZZZZZZZZZZZZZZZZZZZZ"


@case("id/token/client/1", MUST, evidence=("RFC 6749 section 3.2.1",), needs=("app",))
def a_wrong_secret_is_refused(stage: Stage) -> None:
    """An app with a wrong secret gets nothing, not even for a good code."""
    answer = stage.app.exchange(stage.app.code(), client_secret="wrong")
    checks.oauth_refusal(stage, answer, "invalid_client")


@case(
    "id/token/client/2",
    QUIRK,
    evidence=("quirk client_secret_required", "RFC 6749 section 3.2.1"),
    needs=("app",),
)
def a_secret_is_needed(stage: Stage) -> None:
    """A verifier does not take the place of the app's secret."""
    answer = stage.app.exchange(stage.app.code(), client_secret=None)
    checks.oauth_refusal(stage, answer, "invalid_client")


@case("id/token/client/3", QUIRK, evidence=("quirk client_secret_required",), needs=("control",))
def a_public_app_needs_it_too(stage: Stage) -> None:
    """An app marked public may leave its secret out only where the ledger's setting says so."""
    app = stage.another_app(public=True)
    stage.set(client_secret_required="required")
    answer = app.exchange(app.code(), client_secret=None)
    checks.oauth_refusal(stage, answer, "invalid_client")
    stage.set(client_secret_required="public_apps")
    granted(app.exchange(app.code(), client_secret=None))


@case("id/token/client/4", MUST, evidence=("RFC 6749 section 5.2",), needs=("app",))
def an_unknown_app_is_refused(stage: Stage) -> None:
    """An app that does not exist gets nothing."""
    answer = stage.app.token(grant_type="client_credentials", client_id=_NO_APP)
    checks.oauth_refusal(stage, answer, "invalid_client")


@case("id/token/client/5", QUIRK, evidence=("quirk client_id_malformed_500",), needs=("app",))
def a_client_id_of_another_shape(stage: Stage) -> None:
    """A client id that is no ULID makes the server fail."""
    answer = stage.app.token(grant_type="client_credentials", client_id="app")
    checks.oauth_refusal(stage, answer, "server_error", 500)


@case("id/token/client/6", QUIRK, evidence=("quirk client_auth_in_body",), needs=("app",))
def credentials_in_a_header_do_not_count(stage: Stage) -> None:
    """Credentials in an Authorization header alone are refused."""
    app = stage.app
    basic = base64.b64encode(f"{app.client_id}:{app.client_secret}".encode()).decode()
    stage.keep_secret(basic)
    answer = stage.id.post(
        "/oauth/token",
        form={"grant_type": "client_credentials"},
        headers={"Authorization": f"Basic {basic}"},
    )
    checks.oauth_refusal(stage, answer, "invalid_client")


@case("id/token/client/7", SHOULD, evidence=("RFC 6749 section 3.2.1",), needs=("app",))
def a_wrong_secret_spends_nothing(stage: Stage) -> None:
    """An attempt with a wrong secret leaves the code as good as it was."""
    code = stage.app.code()
    stage.app.exchange(code, client_secret="wrong")
    granted(stage.app.exchange(code))


@case("id/token/client/8", MUST, evidence=("RFC 6749 section 3.2.1",), needs=("control",))
def the_secret_of_another_app(stage: Stage) -> None:
    """The secret of one app does not pass for that of another."""
    secret = stage.another_app().client_secret
    answer = stage.app.token(grant_type="client_credentials", client_secret=secret)
    checks.oauth_refusal(stage, answer, "invalid_client")


@case(
    "id/token/client/9",
    QUIRK,
    evidence=("quirk app_token_dies_early",),
    needs=("control",),
)
def a_new_secret_ends_the_old_one(stage: Stage) -> None:
    """A changed secret ends the old one and the tokens of the app itself."""
    app = stage.app
    token = app.app_token()
    changed = stage.control.change_app(app.client_id, rotate_secret=True)
    stage.keep_secret(changed["client_secret"])
    answer = app.token(grant_type="client_credentials")
    checks.oauth_refusal(stage, answer, "invalid_client")
    checks.holds("the app's token is dead", not stage.lives(token))


@case("id/token/form/1", QUIRK, evidence=("quirk token_form_only",), needs=("app",))
def a_json_body_is_not_read(stage: Stage) -> None:
    """A body of JSON counts as an empty form."""
    app = stage.app
    body = {
        "grant_type": "client_credentials",
        "client_id": app.client_id,
        "client_secret": app.client_secret,
    }
    answer = stage.id.post("/oauth/token", json=body)
    checks.oauth_refusal(stage, answer, "unsupported_grant_type")


@case(
    "id/token/form/2",
    MUST,
    evidence=("RFC 6749 section 5.2", "quirk token_error_shape"),
    needs=("app",),
)
def an_unknown_grant_is_refused(stage: Stage) -> None:
    """A grant that nobody offers is refused as such."""
    answer = stage.app.token(grant_type="urn:example:unheard-of")
    checks.oauth_refusal(stage, answer, "unsupported_grant_type")


@case(
    "id/token/form/3",
    QUIRK,
    evidence=("quirk token_error_shape", "document id exchangeToken"),
    needs=("app",),
)
def a_grant_is_needed(stage: Stage) -> None:
    """A request that names no grant is refused like one with an unknown grant."""
    checks.oauth_refusal(stage, stage.app.token(), "unsupported_grant_type")


@case(
    "id/token/form/4",
    MUST,
    evidence=("RFC 9700 section 2.4", "quirk token_error_shape"),
    needs=("app",),
)
def no_passwords_are_taken(stage: Stage) -> None:
    """Nobody can trade a password for a token."""
    answer = stage.app.token(grant_type="password", username="alice", password="worthless")
    checks.oauth_refusal(stage, answer, "unsupported_grant_type")


@case("id/token/form/5", MUST, evidence=("RFC 6749 section 3.2",), needs=("app",))
def a_repeated_field_is_refused(stage: Stage) -> None:
    """A field that is sent twice is refused."""
    app = stage.app
    form = {
        "grant_type": "client_credentials",
        "client_id": [app.client_id, app.client_id],
        "client_secret": app.client_secret,
    }
    answer = stage.id.post("/oauth/token", form=form)
    checks.oauth_refusal(stage, answer, "invalid_request", 400)


@case(
    "id/token/form/6",
    MUST,
    evidence=("RFC 6749 section 2.3.1", "RFC 6749 section 5.2"),
    needs=("app",),
)
def a_secret_in_the_address_does_not_count(stage: Stage) -> None:
    """Credentials in the query are not read."""
    app = stage.app
    query = {"client_id": app.client_id, "client_secret": app.client_secret}
    form = {"grant_type": "client_credentials"}
    answer = stage.id.post("/oauth/token", query=query, form=form)
    checks.oauth_refusal(stage, answer, "invalid_client")


@case("id/token/form/7", MUST, evidence=("RFC 6749 section 3.2",), needs=("app",))
def tokens_are_posted_for(stage: Stage) -> None:
    """A GET gets no token, whatever its query says."""
    app = stage.app
    query = {
        "grant_type": "client_credentials",
        "client_id": app.client_id,
        "client_secret": app.client_secret,
    }
    answer = checks.status(stage.id.get("/oauth/token", query=query), 405)
    checks.lacks("body", answer.text, "access_token")


@case("id/token/form/8", MUST, evidence=("RFC 6749 section 3.2",), needs=("app",))
def an_empty_field_counts_as_absent(stage: Stage) -> None:
    """A field without a value counts as one that was left out."""
    answer = stage.app.exchange(stage.app.code(), code_verifier="")
    checks.oauth_refusal(stage, answer, "invalid_request", 400)


@case(
    "id/token/error/1",
    QUIRK,
    evidence=("quirk token_error_shape", "RFC 6749 section 5.2"),
    needs=("app",),
)
def an_error_is_told_in_oauths_words(stage: Stage) -> None:
    """An error has the body that the profile says, is JSON, and is not to be stored."""
    answer = stage.app.refresh(stage.unknown_token())
    checks.oauth_refusal(stage, answer, "invalid_grant")
    checks.header(answer, "cache-control", "no-store")
    if stage.setting("token_error_shape") != "empty":
        checks.conforms(answer, "id", "exchangeToken")
        checks.header(answer, "content-type", "application/json(;.*)?")


@case("id/token/error/2", QUIRK, evidence=("quirk token_error_shape",), needs=("control",))
def an_error_without_a_body(stage: Stage) -> None:
    """An error may come with its status and nothing else."""
    stage.set(token_error_shape="empty")
    checks.oauth_refusal(stage, stage.app.refresh(stage.unknown_token()), "invalid_grant")


@case("id/token/error/3", QUIRK, evidence=("quirk invalid_grant_is_401",), needs=("control",))
def a_refused_grant_may_be_a_400(stage: Stage) -> None:
    """The status of invalid_grant is the one that the setting says, and that of others is not."""
    stage.set(token_error_shape="oauth", invalid_grant_is_401="bad_request_400")
    checks.oauth_refusal(stage, stage.app.refresh(stage.unknown_token()), "invalid_grant")
    wrong = stage.app.token(grant_type="client_credentials", client_secret="wrong")
    checks.oauth_refusal(stage, wrong, "invalid_client")


@case("id/token/error/4", MUST, evidence=("RFC 6749 section 10.4",), needs=("app",))
def an_error_repeats_no_secret(stage: Stage) -> None:
    """What was sent is not in the body of a refusal."""
    sent = {"refresh_token": stage.unknown_token(), "client_secret": "a-secret-that-is-wrong"}
    answer = stage.app.token(grant_type="refresh_token", **sent)
    checks.lacks("body", answer.text, *sent.values())
