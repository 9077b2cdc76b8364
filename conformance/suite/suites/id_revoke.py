"""Revocation: a token dies, whatever its kind, and whoever asks is told OK."""

from __future__ import annotations

from collections.abc import Callable

from conformance.suite import checks
from conformance.suite.apps import Pair
from conformance.suite.cases import MUST, QUIRK, case
from conformance.suite.probes import Answer
from conformance.suite.stage import Stage
from conformance.suite.tables import row


def done(answer: Answer) -> None:
    """Demand the answer of a revocation: the text OK."""
    checks.status(answer, 200)
    checks.same("body", answer.text, "OK")
    checks.header(answer, "content-type", "text/plain.*")


def nothing_to_do(stage: Stage, answer: Answer) -> None:
    """Demand the answer of a revocation that ended nothing, as the profile says."""
    if stage.setting("revoke_always_200") == "always_200":
        done(answer)
    else:
        checks.status(answer, 400)
        checks.same("error", answer.json().get("error"), "Invalid request")


def renewable(stage: Stage, pair: Pair) -> bool:
    """Whether a refresh token is good; spends it."""
    return stage.app.refresh(pair.refresh_token).status == 200


@case(
    "id/revoke/1",
    MUST,
    evidence=("RFC 7009 section 2.1", "document id revokeToken", "quirk revoke_query_params"),
    needs=("app",),
)
def an_access_token_dies(stage: Stage) -> None:
    """A revoked access token is dead at once."""
    pair = stage.login()
    done(stage.revoke(pair.access_token))
    checks.holds("the access token is dead", not stage.lives(pair.access_token))


@case("id/revoke/2", MUST, evidence=("RFC 7009 section 2.1",), needs=("app",))
def a_refresh_token_dies(stage: Stage) -> None:
    """A revoked refresh token is dead at once."""
    pair = stage.login()
    done(stage.revoke(pair.refresh_token))
    answer = stage.app.refresh(pair.refresh_token)
    checks.oauth_refusal(stage, answer, "invalid_grant")


@case("id/revoke/3", QUIRK, evidence=("quirk revoke_query_params",), needs=("app",))
def a_form_is_read_too(stage: Stage) -> None:
    """A token in a form instead of the query dies as well."""
    pair = stage.login()
    done(stage.id.post("/oauth/revoke", form={"token": pair.access_token}))
    checks.holds("the access token is dead", not stage.lives(pair.access_token))


def _hinted(name: str, hint: str) -> Callable[[Stage], None]:
    def body(stage: Stage) -> None:
        pair = stage.login()
        done(stage.revoke(pair.access_token, **{name: hint}))
        checks.holds("the access token is dead", not stage.lives(pair.access_token))

    return body


_HINTS = [
    ("id/revoke/4", "token_hint_type", "access_token", "under the name of Kick's pages"),
    ("id/revoke/5", "token_type_hint", "access_token", "under the name of the standard"),
    (
        "id/revoke/6",
        "token_hint_type",
        "refresh_token",
        "of the wrong kind, under the name of Kick's pages",
    ),
    (
        "id/revoke/7",
        "token_type_hint",
        "refresh_token",
        "of the wrong kind, under the name of the standard",
    ),
]
for _id, _name, _hint, _words in _HINTS:
    row(
        _id,
        f"A token dies with a hint {_words}.",
        QUIRK,
        ("quirk revoke_query_params", "RFC 7009 section 2.1"),
        _hinted(_name, _hint),
        needs=("app",),
    )


@case(
    "id/revoke/8",
    QUIRK,
    evidence=("quirk revoke_always_200", "RFC 7009 section 2.2"),
    needs=("app",),
)
def an_unknown_token(stage: Stage) -> None:
    """An unknown token is answered as the profile says."""
    nothing_to_do(stage, stage.revoke(stage.unknown_token()))


@case("id/revoke/9", QUIRK, evidence=("quirk revoke_always_200",))
def no_token_at_all(stage: Stage) -> None:
    """A request without a token is answered as the profile says."""
    nothing_to_do(stage, stage.revoke())


@case(
    "id/revoke/10",
    QUIRK,
    evidence=("quirk revoke_always_200", "RFC 7009 section 2.2"),
    needs=("app",),
)
def a_dead_token(stage: Stage) -> None:
    """A token that was revoked before is answered like an unknown one."""
    pair = stage.login()
    done(stage.revoke(pair.access_token))
    nothing_to_do(stage, stage.revoke(pair.access_token))


@case("id/revoke/11", QUIRK, evidence=("quirk revoke_cascade_unknown",), needs=("app",))
def the_access_token_of_a_refresh_token(stage: Stage) -> None:
    """With a refresh token its access token dies or lives on, as the profile says."""
    pair = stage.login()
    done(stage.revoke(pair.refresh_token))
    alone = stage.setting("revoke_cascade_unknown") == "single"
    checks.same("the access token lives", stage.lives(pair.access_token), alone)


@case("id/revoke/12", QUIRK, evidence=("quirk revoke_cascade_unknown",), needs=("control",))
def a_cascade(stage: Stage) -> None:
    """Under cascade a refresh token takes its access token along, and no other login's."""
    stage.set(revoke_cascade_unknown="cascade")
    pair, other = stage.login(), stage.login()
    done(stage.revoke(pair.refresh_token))
    checks.holds("the access token is dead", not stage.lives(pair.access_token))
    checks.holds("that of another login lives", stage.lives(other.access_token))


@case("id/revoke/13", QUIRK, evidence=("quirk revoke_cascade_unknown",), needs=("app",))
def a_refresh_token_outlives_its_access_token(stage: Stage) -> None:
    """A revoked access token leaves its refresh token good."""
    pair = stage.login()
    done(stage.revoke(pair.access_token))
    checks.holds("the refresh token is good", renewable(stage, pair))


@case("id/revoke/14", MUST, evidence=("RFC 7009 section 2.1",), needs=("app",))
def nobody_else_is_hurt(stage: Stage) -> None:
    """A revocation ends no token of another login."""
    pair, other = stage.login(), stage.login()
    done(stage.revoke(pair.access_token))
    checks.holds("the access token of the other lives", stage.lives(other.access_token))
    checks.holds("the refresh token of the other is good", renewable(stage, other))


@case("id/revoke/15", MUST, evidence=("RFC 7009 section 2.1",), needs=("app",))
def a_get_revokes_nothing(stage: Stage) -> None:
    """A GET ends no token, so that no link can."""
    pair = stage.login()
    answer = stage.id.get("/oauth/revoke", query={"token": pair.access_token})
    checks.different("status", answer.status, 200)
    checks.holds("the access token lives", stage.lives(pair.access_token))


@case("id/revoke/16", MUST, evidence=("RFC 7009 section 2.1",), needs=("app",))
def an_app_token_dies(stage: Stage) -> None:
    """A revoked token of the app is dead, and the next one lives."""
    token = stage.app_token()
    done(stage.revoke(token))
    checks.holds("the app's token is dead", not stage.lives(token))
    checks.holds("a new one lives", stage.lives(stage.app_token()))


@case("id/revoke/17", MUST, evidence=("RFC 7009 section 2.2",), needs=("app",))
def introspection_agrees(stage: Stage) -> None:
    """A revoked token is not told to be active."""
    pair = stage.login()
    done(stage.revoke(pair.access_token))
    answer = stage.introspect(pair.access_token)
    active = answer.status == 200 and answer.data.get("active")
    checks.same("active", bool(active), False)
