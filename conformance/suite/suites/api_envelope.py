"""The form of answers: the envelope, its headers, and what is said to requests that fit nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus

from conformance.suite import checks
from conformance.suite.apps import ALL_SCOPES
from conformance.suite.cases import MUST, QUIRK, SHOULD, case
from conformance.suite.probes import Answer
from conformance.suite.requests import good
from conformance.suite.spec import document
from conformance.suite.stage import Stage
from conformance.suite.suites.id_edge import EDGE

_JSON = r"application/json(; ?charset=[Uu][Tt][Ff]-8)?"
_USERS = "/public/v1/users"
_CHANNELS = "/public/v1/channels"
_UNKNOWN = "colour_of_the_sky"
_EVERY_SCOPE = (*ALL_SCOPES, "ads:read", "ads:write")
_PASSED = (200, 201, 204, 404, 409)
"""What a good request meets, also where the server lacks what the example names."""


def refused(answer: Answer, status: int = 400) -> Mapping[str, object]:
    """Demand a refusal in the envelope; the envelope."""
    checks.status(answer, status)
    checks.header(answer, "content-type", _JSON)
    content: Mapping[str, object] = answer.json()
    checks.same(f"{answer.asked}: keys", sorted(content), ["data", "message"])
    checks.holds(f"{answer.asked} has a message", isinstance(content["message"], str))
    kinds = (str, dict, type(None))
    checks.holds(
        f"{answer.asked} has an object, null or a text", isinstance(content["data"], kinds)
    )
    return content


def done(stage: Stage, answer: Answer) -> None:
    """Demand a success that has nothing to tell."""
    checks.status(answer, 200)
    checks.fields(stage, f"{answer.asked}: data", answer.data, [])
    checks.same(f"{answer.asked}: message", answer.json()["message"], "OK")


REASON = "any words that are not those of the status"
"""Stands for a text that the server is free to choose."""


def told(stage: Stage, answer: Answer, status: int, data: object, message: str) -> None:
    """Demand a refusal in the envelope, in the form that the ledger's variant has.

    Args:
        stage: says which form that is.
        answer: the refusal.
        status: of it.
        data: as captured, for the form of every day; may be `REASON`.
        message: as captured; may be `REASON`.
    """
    content = refused(answer, status)
    form = stage.setting("api_envelope")
    phrase = HTTPStatus(status).phrase.capitalize()
    forms: dict[str, tuple[object, object]] = {
        "as_seen": (data, message),
        "empty_object": ({}, phrase),
        "null_data": (None, phrase),
        "reason_in_data": (REASON, phrase),
        "reason_in_message": (None, REASON),
    }
    for name, wanted in zip(("data", "message"), forms[form], strict=True):
        what, got = f"{answer.asked}: {name}", content[name]
        if wanted == REASON:
            checks.holds(f"{what} says why", isinstance(got, str) and got not in ("", phrase))
        else:
            checks.same(what, got, wanted)


@case("api/envelope/success", MUST, evidence=("quirk api_envelope", "document api getUsers"))
def a_success(stage: Stage) -> None:
    """A success is an object of data and the message OK, and nothing else."""
    answer = stage.api.get(_USERS, token=stage.login().access_token)
    checks.status(answer, 200)
    checks.fields(stage, "keys", answer.json(), ["data", "message"])
    checks.same("message", answer.json()["message"], "OK")


@case("api/envelope/paged", MUST, evidence=("quirk paging_and_limits_drift",))
def a_page(stage: Stage) -> None:
    """A page has its next cursor, a text, beside data and message."""
    answer = stage.api.get("/public/v2/categories", token=stage.app_token())
    checks.fields(stage, "keys", answer.json(), ["data", "message", "pagination"])
    checks.holds("the cursor is text", isinstance(answer.json()["pagination"]["next_cursor"], str))


@case("api/envelope/empty", MUST, evidence=("document api updateChannel",))
def a_204_is_empty(stage: Stage) -> None:
    """An answer without content has no body and claims no type."""
    answer = good("updateChannel").send(stage.api, stage.login().access_token)
    checks.status(answer, 204)
    checks.same("body", answer.text, "")
    checks.lacks("headers", answer.headers, "content-type")


@case("api/envelope/type", MUST, evidence=("quirk api_envelope",))
def the_type_is_json(stage: Stage) -> None:
    """Good answers, refusals and unknown paths are all declared as JSON."""
    token = stage.login().access_token
    answers = [
        stage.api.get(_USERS, token=token),
        stage.api.get(_USERS),
        stage.api.get(_USERS, query={"id": "x"}, token=token),
        stage.api.get("/public/v1/nowhere"),
    ]
    for answer in answers:
        checks.header(answer, "content-type", _JSON)


@case("api/envelope/date", MUST, evidence=("RFC 9110 section 6.6.1",))
def every_answer_is_dated(stage: Stage) -> None:
    """Good and bad answers carry one Date in the form of HTTP."""
    token = stage.login().access_token
    for answer in (stage.api.get(_USERS, token=token), stage.api.get(_USERS)):
        checks.header(answer, "date", checks.HTTP_DATE)


@case("api/envelope/bad_query", MUST, evidence=("document api getUsers",))
def a_bad_query(stage: Stage) -> None:
    """A parameter that cannot be read is 400 in the envelope, without a reason."""
    token = stage.login().access_token
    answer = stage.api.get(_USERS, query={"id": "ten"}, token=token)
    told(stage, answer, 400, {}, "Invalid request")


@case("api/envelope/bad_json", MUST, evidence=("document api updateChannel",))
def bad_json(stage: Stage) -> None:
    """A body that is no JSON is 400 in the envelope."""
    headers = {"Content-Type": "application/json"}
    token = stage.login().access_token
    for content in (b"", b"{", b"[]", b"null", b"\xff"):
        answer = stage.api.request(
            "PATCH", _CHANNELS, content=content, headers=headers, token=token
        )
        refused(answer)


@case("api/envelope/form", SHOULD, evidence=("document api updateChannel",))
def a_form_is_not_read(stage: Stage) -> None:
    """A form where JSON is wanted is 400 in the envelope."""
    token = stage.login().access_token
    refused(stage.api.request("PATCH", _CHANNELS, form={"stream_title": "Hello"}, token=token))


@case("api/envelope/unknown_query", QUIRK, evidence=("quirk patch_channels_ignores_unknown",))
def unknown_parameters_are_ignored(stage: Stage) -> None:
    """A parameter that nobody knows changes nothing."""
    token = stage.login().access_token
    answer = stage.api.get(_USERS, query={"colour": "blue"}, token=token)
    checks.status(answer, 200)


@case(
    "api/envelope/unknown_fields",
    QUIRK,
    evidence=("quirk patch_channels_ignores_unknown", "document api createReward"),
)
def unknown_fields_are_ignored(stage: Stage) -> None:
    """A field that nobody knows, in the body of any operation, is no error and is not kept."""
    user, app = stage.login(scopes=_EVERY_SCOPE).access_token, stage.app_token()
    for operation in document("api").operations:
        request = good(operation.id)
        if request.json is not None:
            token = app if operation.app_only else user
            answer = replace(request, json={**request.json, _UNKNOWN: "blue"}).send(
                stage.api, token
            )
            checks.holds(f"{answer.asked} passes", answer.status in _PASSED)
            checks.lacks(f"{answer.asked}: answer", answer.text, _UNKNOWN)


@case("api/envelope/unknown_path", QUIRK, evidence=("quirk nonexistent_paths",))
def an_unknown_path(stage: Stage) -> None:
    """A path that does not exist is 404 in the envelope, with or without a token."""
    token = stage.login().access_token
    for path in ("/public/v1/events/types", "/public/v3/users", "/public/v1/users/"):
        for sent in (None, token):
            refused(stage.api.get(path, token=sent), 404)


@case("api/envelope/private_path", QUIRK, evidence=("quirk wrong_host_blocked",))
def a_private_path(stage: Stage) -> None:
    """A path of kick.com's private API is blocked at the edge, in the edge's own words."""
    answer = stage.api.get("/api/v2/channels/alice")
    checks.status(answer, 403)
    checks.same("body", answer.json(), EDGE)


@case("api/envelope/foreign_path", QUIRK, evidence=("quirk wrong_host_blocked",))
def a_path_of_the_other_host(stage: Stage) -> None:
    """The token endpoint of the id host is an unknown path here."""
    refused(stage.api.post("/oauth/token", form={"grant_type": "client_credentials"}), 404)


@case(
    "api/envelope/method",
    MUST,
    evidence=("document api getChannels", "RFC 9110 section 15.5.6"),
)
def a_wrong_method(stage: Stage) -> None:
    """A method that a path does not have is 405, and Allow names those it has."""
    answer = stage.api.request("PUT", _CHANNELS, token=stage.login().access_token)
    refused(answer, 405)
    allowed = sorted(each.strip() for each in answer.headers["allow"].split(","))
    checks.same("Allow", allowed, ["GET", "PATCH"])


@case("api/envelope/leaderboard", QUIRK, evidence=("quirk api_envelope",))
def the_leaderboard_has_its_own_way(stage: Stage) -> None:
    """A refusal of the leaderboard has null in data and its reason in message."""
    token = stage.login().access_token
    answer = stage.api.get("/public/v1/kicks/leaderboard", query={"top": "101"}, token=token)
    told(stage, answer, 400, None, REASON)


@case("api/envelope/drops", QUIRK, evidence=("quirk api_envelope", "document api listDropClaims"))
def the_drops_have_null(stage: Stage) -> None:
    """Refusals of the drops have null in data."""
    answer = stage.api.get("/public/v1/drops/claims", query={"limit": "x"}, token=stage.app_token())
    told(stage, answer, 400, None, "Invalid request")
