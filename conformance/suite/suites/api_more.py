"""The leaderboard, drops claims, and ads."""

from __future__ import annotations

from typing import Any

from conformance.suite import checks
from conformance.suite.cases import MUST, QUIRK, case
from conformance.suite.spec import document
from conformance.suite.stage import Stage
from conformance.suite.suites.api_access import not_allowed

_LEADERBOARD = "/public/v1/kicks/leaderboard"
_CLAIMS = "/public/v1/drops/claims"
_ADS = "/public/v1/ads"
_LISTS = ("lifetime", "month", "week")
_BREAK = {"id": "c0a80121-7ac0-4e1c-9d57-000000000001", "break_duration_seconds": 60}


@case("api/kicks/leaderboard", MUST, evidence=("document api getKicksLeaderboard",))
def the_leaderboard(stage: Stage) -> None:
    """The leaderboard has three lists, each ranked from 1 by the amount, no longer than asked."""
    token = stage.login("alice").access_token
    answer = stage.api.get(_LEADERBOARD, query={"top": "1"}, token=token)
    checks.status(answer, 200)
    short = checks.conforms(answer, "api", "getKicksLeaderboard")["data"]
    checks.fields(stage, "lists", short, _LISTS)
    whole = stage.api.get(_LEADERBOARD, query={"top": "100"}, token=token).data
    for name in _LISTS:
        entries = whole[name]
        amounts = [each["gifted_amount"] for each in entries]
        checks.same(f"order of {name}", amounts, sorted(amounts, reverse=True))
        checks.same(
            f"ranks of {name}", [each["rank"] for each in entries], list(range(1, len(entries) + 1))
        )
        checks.same(f"one of {name}", short[name], entries[:1])


@case("api/kicks/own", MUST, evidence=("document api getKicksLeaderboard",))
def the_own_leaderboard(stage: Stage) -> None:
    """The leaderboard is that of the token's own channel."""
    alice = stage.api.get(_LEADERBOARD, token=stage.login("alice").access_token).data
    carol = stage.api.get(_LEADERBOARD, token=stage.login("carol").access_token).data
    checks.different("lists", carol, alice)


def _claims(stage: Stage, token: str, **query: str) -> list[dict[str, Any]]:
    answer = stage.api.get(_CLAIMS, query=query, token=token)
    checks.status(answer, 200)
    found: list[dict[str, Any]] = checks.conforms(answer, "api", "listDropClaims")["data"]["claims"]
    return found


@case("api/drops/update", MUST, evidence=("document api updateDropClaims",))
def an_updated_claim(stage: Stage) -> None:
    """A claim has the state that it was given, and is found by it; the others stay."""
    token = stage.app_token()
    before = _claims(stage, token)
    first = before[0]["claim_id"]
    change = {"claims": [{"claim_id": first, "external_status": "delivered"}]}
    checks.status(stage.api.patch(_CLAIMS, json=change, token=token), 204)
    delivered = _claims(stage, token, external_status="delivered")
    checks.same("found by its state", [each["claim_id"] for each in delivered], [first])
    checks.same("the others", _claims(stage, token)[1:], before[1:])


@case("api/drops/default", MUST, evidence=("document api listDropClaims",))
def a_page_of_claims(stage: Stage) -> None:
    """A page has ten claims if nothing else is asked for."""
    checks.same("claims", len(_claims(stage, stage.app_token())), 10)


@case("api/drops/other_app", QUIRK, evidence=("quirk api_401_overloaded",), needs=("control",))
def claims_are_the_organisations(stage: Stage) -> None:
    """An app that is not tied to the organisation sees no claims."""
    token = stage.another_app().app_token()
    operation = document("api").operation("listDropClaims")
    not_allowed(stage, stage.api.get(_CLAIMS, token=token), operation)


@case(
    "api/ads/break",
    MUST,
    evidence=("document api startAdBreak", "document api getAdBreakStatus"),
    needs=("control",),
)
def an_ad_break(stage: Stage) -> None:
    """An ad break is counted, is told by the status, and the same id runs no second one."""
    token = stage.login("alice", scopes=("ads:read", "ads:write")).access_token
    status = stage.api.get(f"{_ADS}/ad-break-status", token=token)
    before = checks.conforms(status, "api", "getAdBreakStatus")["data"]["remaining_ad_breaks"]
    for _ in range(2):
        answer = stage.api.post(f"{_ADS}/ad-break", json=_BREAK, token=token)
        checks.status(answer, 200)
        started = checks.conforms(answer, "api", "startAdBreak")["data"]
        checks.same("id", started["id"], _BREAK["id"])
        checks.same("what is left", started["remaining_ad_breaks"], before - 1)
    breaks = stage.api.get(f"{_ADS}/ad-break-status", token=token).data["ad_breaks"]
    checks.same("times told", [each["id"] for each in breaks].count(_BREAK["id"]), 1)


@case("api/ads/conflict", MUST, evidence=("document api startAdBreak",), needs=("control",))
def two_ad_breaks_at_a_time(stage: Stage) -> None:
    """While an ad break runs another one is refused, with the code for programs."""
    token = stage.login("alice", scopes=("ads:write",)).access_token
    checks.status(stage.api.post(f"{_ADS}/ad-break", json=_BREAK, token=token), 200)
    other = {**_BREAK, "id": "c0a80121-7ac0-4e1c-9d57-000000000002"}
    answer = stage.api.post(f"{_ADS}/ad-break", json=other, token=token)
    checks.status(answer, 409)
    checks.same("code", answer.json().get("code"), "AD_BREAK_ACTIVE")


@case("api/ads/offline", MUST, evidence=("document api startAdBreak",))
def no_ad_break_while_offline(stage: Stage) -> None:
    """A channel that is offline runs no ad break, and is told so by a code."""
    token = stage.login("carol", scopes=("ads:write",)).access_token
    answer = stage.api.post(f"{_ADS}/ad-break", json=_BREAK, token=token)
    checks.status(answer, 400)
    checks.same("code", answer.json().get("code"), "CHANNEL_IS_NOT_LIVE")


@case("api/ads/enroll", MUST, evidence=("document api enrollInAds",))
def who_may_enrol(stage: Stage) -> None:
    """A live channel cannot enrol, nor one that never streamed; each is told why by a code."""
    for name, code in (("alice", "CHANNEL_IS_LIVE"), ("carol", "CHANNEL_NEVER_STREAMED")):
        token = stage.login(name, scopes=("ads:write",)).access_token
        answer = stage.api.post(f"{_ADS}/enroll", token=token)
        checks.status(answer, 400)
        checks.same("code", answer.json().get("code"), code)
