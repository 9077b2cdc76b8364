"""What one operation changes the others show; and pages bear that somebody writes meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.suite import checks
from conformance.suite.cases import MUST, case
from conformance.suite.stage import Stage
from conformance.suite.suites.api_channels import CHANNELS, own
from conformance.suite.suites.api_lists import LIVESTREAMS, pages
from conformance.suite.suites.api_rewards import REDEMPTIONS, decided
from conformance.suite.suites.api_users import id_of

_OLD_LIST = "/public/v1/livestreams"
_CLAIMS = "/public/v1/drops/claims"


def _of(stage: Stage, user: int) -> tuple[list[Any], list[Any], list[Any]]:
    """The streams of a user: in the list, in the old list, and among those of users."""
    token = stage.app_token()
    asked = {"broadcaster_user_id": str(user)}
    whole = [one for page in pages(stage, LIVESTREAMS, token, "listLivestreams") for one in page]
    return (
        [one for one in whole if one["broadcaster_user"]["id"] == user],
        stage.api.get(_OLD_LIST, query=asked, token=token).data,
        stage.api.get(
            "/public/v1/users/livestreams", query={"user_id": str(user)}, token=token
        ).data,
    )


def _count(stage: Stage) -> int:
    answer = stage.api.get("/public/v1/livestreams/stats", token=stage.app_token())
    return int(answer.data["total_count"])


@case(
    "api/livestreams/live",
    MUST,
    evidence=("document api listLivestreams", "document api getLivestreamStats"),
    needs=("control",),
)
def who_goes_live(stage: Stage) -> None:
    """Who goes live is in every list, counted, and told as live; who ends is in none of them."""
    token = stage.login("bob").access_token
    bob, before = id_of(stage, token), _count(stage)
    for live in (True, False):
        stage.control.set_channel("bob", live=live)
        checks.same("entries", [len(each) for each in _of(stage, bob)], [int(live)] * 3)
        checks.same("streams", _count(stage), before + live)
        checks.same("is_live", own(stage, token)["stream"]["is_live"], live)


@case(
    "api/livestreams/metadata",
    MUST,
    evidence=("document api updateChannel", "document api listLivestreams"),
    needs=("control",),
)
def a_changed_stream(stage: Stage) -> None:
    """A new title and category of a living channel stand in every list that was read before."""
    token = stage.login("alice").access_token
    alice = id_of(stage, token)
    stage.set(channels_stale_reads="0")
    for title, category in (("Road to level 99", 1), ("Level 99", 2)):
        change = {"stream_title": title, "category_id": category}
        checks.status(stage.api.patch(CHANNELS, json=change, token=token), 204)
        for (stream,) in _of(stage, alice):
            checks.same("title", stream.get("title", stream.get("stream_title")), title)
            checks.same("category", stream["category"]["id"], category)


@case(
    "api/livestreams/stable",
    MUST,
    evidence=("document api listLivestreams",),
    needs=("control",),
)
def streams_begin_and_end_between_pages(stage: Stage) -> None:
    """Streams that begin or end between two pages make no other one come twice or be left out."""
    token = stage.app_token()
    alice, bob = (id_of(stage, stage.login(name).access_token) for name in ("alice", "bob"))
    before = [each for page in _streamers(stage, token) for each in page]
    limit = before.index(alice) + 1
    walk = _streamers(stage, token, limit=str(limit))
    found = next(walk)
    checks.same("first page", found, before[:limit])
    stage.control.set_channel("alice", live=False)
    stage.control.set_channel("bob", live=True)
    checks.same("streams", found + [each for page in walk for each in page], [*before, bob])


def _streamers(stage: Stage, token: str, **query: str) -> Iterator[list[int]]:
    """The ids of those who are live, page after page."""
    for page in pages(stage, LIVESTREAMS, token, "listLivestreams", **query):
        yield [one["broadcaster_user"]["id"] for one in page]


@case("api/redemptions/stable", MUST, evidence=("document api listRedemptions",))
def redemptions_are_decided_between_pages(stage: Stage) -> None:
    """What is decided between two pages makes no other redemption come twice or be left out."""
    token = stage.login("alice").access_token
    before = _redemptions(stage, token)
    walk = pages(stage, REDEMPTIONS, token, "listRedemptions")
    found = [one["id"] for group in next(walk) for one in group["redemptions"]]
    checks.holds("there is a second page", len(found) < len(before))
    checks.same("failures", decided(stage, token, "accept", *found[:3]).data, [])
    found += [one["id"] for page in walk for group in page for one in group["redemptions"]]
    checks.same("redemptions", sorted(found), sorted(before))


def _redemptions(stage: Stage, token: str) -> list[str]:
    walk = pages(stage, REDEMPTIONS, token, "listRedemptions")
    return [one["id"] for page in walk for group in page for one in group["redemptions"]]


@case("api/drops/stable", MUST, evidence=("document api listDropClaims",))
def claims_are_updated_between_pages(stage: Stage) -> None:
    """Claims that get another state between two pages make no other one be left out."""
    token = stage.app_token()
    whole = stage.api.get(_CLAIMS, query={"limit": "1000"}, token=token).data["claims"]
    state = whole[0]["external_status"]
    before = [one["claim_id"] for one in whole if one["external_status"] == state]
    query = {"external_status": state, "limit": "3"}
    page = stage.api.get(_CLAIMS, query=query, token=token).data
    found = [one["claim_id"] for one in page["claims"]]
    checks.holds("there is a second page", page["cursor"])
    change = [{"claim_id": each, "external_status": "elsewhere"} for each in found]
    checks.status(stage.api.patch(_CLAIMS, json={"claims": change}, token=token), 204)
    rest = {**query, "limit": "1000", "cursor": page["cursor"]}
    found += [
        one["claim_id"] for one in stage.api.get(_CLAIMS, query=rest, token=token).data["claims"]
    ]
    checks.same("claims", found, before)
