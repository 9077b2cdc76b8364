"""Introspection: a token asks about itself."""

from __future__ import annotations

from conformance.suite import checks
from conformance.suite.cases import MUST, QUIRK, case
from conformance.suite.probes import Answer
from conformance.suite.stage import Stage

OLD_ADDRESS = "/public/v1/token/introspect"
_NULLS = ("client_id", "token_type", "scope", "exp")


def dead(stage: Stage, answer: Answer) -> None:
    """Demand what the profile says of a token that does not live."""
    if stage.setting("introspect_invalid_token") == "inactive_200":
        checks.status(answer, 200)
        checks.same("data", answer.data, {"active": False, **dict.fromkeys(_NULLS)})
    else:
        unauthorized(answer)


def unauthorized(answer: Answer) -> None:
    """Demand the 401 of the API's envelope."""
    checks.status(answer, 401)
    checks.same("body", answer.json(), {"data": {}, "message": "Unauthorized"})


@case(
    "id/introspect/1",
    QUIRK,
    evidence=("quirk introspect_self_bearer_wrapped", "document id introspectToken"),
    needs=("app",),
)
def a_users_token(stage: Stage) -> None:
    """A user's token is told with its app, kind and scopes, wrapped in data."""
    pair = stage.login(scopes=["user:read", "chat:write"])
    answer = checks.status(stage.introspect(pair.access_token), 200)
    checks.conforms(answer, "id", "introspectToken")
    told = answer.data
    checks.same("active", told["active"], True)
    checks.same("client_id", told["client_id"], stage.app.client_id)
    checks.same("token_type", told["token_type"], "user")
    checks.same("scopes", set(told["scope"].split()), {"user:read", "chat:write"})
    checks.same("message", answer.json()["message"], "OK")


@case("id/introspect/2", QUIRK, evidence=("quirk introspect_self_bearer_wrapped",), needs=("app",))
def an_apps_token(stage: Stage) -> None:
    """A token of the app is told as such, and has no scopes."""
    answer = checks.status(stage.introspect(stage.app_token()), 200)
    checks.conforms(answer, "id", "introspectToken")
    checks.same("token_type", answer.data["token_type"], "app")
    checks.same("scope", answer.data.get("scope") or "", "")


@case("id/introspect/3", QUIRK, evidence=("quirk introspect_exp_is_unix_time",), needs=("control",))
def the_end_is_a_moment(stage: Stage) -> None:
    """The exp of a token is the second of its end since the Unix epoch, and stays it."""
    pair = stage.login()
    end = int(stage.control.now()) + stage.lifetime()
    checks.same("exp", stage.introspect(pair.access_token).data["exp"] - end, 0)
    stage.wait(stage.lifetime() // 2)
    checks.same("exp later", stage.introspect(pair.access_token).data["exp"] - end, 0)


@case("id/introspect/4", QUIRK, evidence=("quirk introspect_invalid_token",), needs=("app",))
def a_revoked_token(stage: Stage) -> None:
    """A revoked token is answered as the profile says."""
    pair = stage.login()
    stage.revoke(pair.access_token)
    dead(stage, stage.introspect(pair.access_token))


@case("id/introspect/5", QUIRK, evidence=("quirk introspect_invalid_token",))
def an_unknown_token(stage: Stage) -> None:
    """A token that nobody gave out is answered as the profile says."""
    dead(stage, stage.introspect(stage.unknown_token()))


@case("id/introspect/6", QUIRK, evidence=("quirk introspect_invalid_token",), needs=("control",))
def an_expired_token(stage: Stage) -> None:
    """A token lives up to the second of its end, and is answered as a dead one then."""
    pair = stage.login()
    stage.wait(stage.lifetime() - 1)
    checks.same("active", stage.introspect(pair.access_token).data["active"], True)
    stage.wait(1)
    dead(stage, stage.introspect(pair.access_token))


@case("id/introspect/7", MUST, evidence=("document id introspectToken", "RFC 7662 section 2.1"))
def a_token_is_needed(stage: Stage) -> None:
    """Who sends no token is told nothing."""
    unauthorized(stage.introspect(None))


@case("id/introspect/8", QUIRK, evidence=("quirk introspect_self_bearer_wrapped",), needs=("app",))
def a_body_is_not_read(stage: Stage) -> None:
    """The token of a form is not examined, with the app's credentials or without."""
    app = stage.app
    form = {"token": stage.login().access_token}
    unauthorized(stage.id.post("/oauth/token/introspect", form=form))
    form |= {"client_id": app.client_id, "client_secret": app.client_secret}
    unauthorized(stage.id.post("/oauth/token/introspect", form=form))


@case(
    "id/introspect/9",
    QUIRK,
    evidence=("quirk introspect_self_bearer_wrapped", "RFC 9700 section 4.3.2"),
    needs=("app",),
)
def a_query_is_not_read(stage: Stage) -> None:
    """The token of a query is not examined."""
    query = {"access_token": stage.login().access_token}
    unauthorized(stage.id.post("/oauth/token/introspect", query=query))


@case("id/introspect/10", QUIRK, evidence=("quirk introspect_moved",), needs=("app",))
def the_old_address_answers_alike(stage: Stage) -> None:
    """The old address on the API host answers like the new one: for users, apps and the dead."""
    pair = stage.login()
    for token in (pair.access_token, stage.app_token()):
        new, old = stage.introspect(token), _at_old_address(stage, token)
        checks.status(old, 200)
        checks.same("answer", old.json(), new.json())
    stage.revoke(pair.access_token)
    dead(stage, _at_old_address(stage, pair.access_token))


@case("id/introspect/11", MUST, evidence=("document id introspectToken",), needs=("app",))
def asking_changes_nothing(stage: Stage) -> None:
    """A token that asked about itself is as good as before, and so is its refresh token."""
    pair = stage.login()
    first, second = (stage.introspect(pair.access_token).data for _ in range(2))
    checks.same("answer", second, first)
    checks.holds("the access token lives", stage.lives(pair.access_token))
    stage.app.renew(pair)


@case("id/introspect/12", MUST, evidence=("RFC 6749 section 1.5",), needs=("app",))
def a_refresh_token_is_not_active(stage: Stage) -> None:
    """A refresh token is not told to be an active access token."""
    dead(stage, stage.introspect(stage.login().refresh_token))


@case("id/introspect/13", MUST, evidence=("RFC 6750 section 2.1",), needs=("app",))
def the_scheme_is_bearer(stage: Stage) -> None:
    """A token under another scheme than Bearer does not count."""
    headers = {"Authorization": f"Basic {stage.login().access_token}"}
    unauthorized(stage.id.post("/oauth/token/introspect", headers=headers))


def _at_old_address(stage: Stage, token: str) -> Answer:
    return stage.api.post(OLD_ADDRESS, token=token)
