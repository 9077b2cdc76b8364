"""Redemptions of rewards."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.tests.mock.mock_api import Api
from conformance.tests.mock.mock_client import json_of, world_of

REDEMPTIONS = "/public/v1/channels/rewards/redemptions"
ACCEPTED = "01KERB68MZZ04551D6X5TNRFYV"


@pytest.fixture
def api() -> Api:
    """A client of a fresh mock."""
    return Api()


def ids_of(groups: list[dict[str, Any]]) -> list[str]:
    """The ids of redemptions in the order of an answer."""
    return [each["id"] for group in groups for each in group["redemptions"]]


def pages(api: Api) -> list[list[str]]:
    """The ids of all pages of what is pending."""
    found: list[list[str]] = []
    cursor = ""
    while True:
        reply = json_of(api.call(f"GET {REDEMPTIONS}{'?cursor=' * bool(cursor)}{cursor}"))
        found.append(ids_of(reply["data"]))
        cursor = reply["pagination"]["next_cursor"]
        if not cursor:
            return found


def test_redemptions_come_in_pages(api: Api) -> None:
    """Twelve wait: ten on the first page and two on the last, none twice."""
    first, last = pages(api)

    assert (len(first), len(last)) == (10, 2)
    assert len({*first, *last}) == 12


def test_an_empty_cursor_is_the_beginning(api: Api) -> None:
    """As if it had not been sent."""
    assert api.data(f"GET {REDEMPTIONS}?cursor=&status=accepted")


def test_deciding_between_two_pages_skips_nothing(api: Api) -> None:
    """The cursor goes on after what was shown, whatever became of it."""
    whole = [each for page in pages(api) for each in page]
    first = json_of(api.call(f"GET {REDEMPTIONS}"))
    api.data(f"POST {REDEMPTIONS}/accept", {"ids": ids_of(first["data"])})
    cursor = first["pagination"]["next_cursor"]

    assert ids_of(api.data(f"GET {REDEMPTIONS}?cursor={cursor}")) == whole[10:]


def test_redemptions_are_grouped_by_reward(api: Api) -> None:
    """Each group tells the reward, deleted or not, and whether the app manages it."""
    bought = world_of(api.mock).rewards.add(123, "of another app", {"title": "Sticker", "cost": 5})
    world_of(api.mock).redemptions.add(123, bought.id, redeemer=789, redeemed=0.0, id="0" * 26)
    world_of(api.mock).rewards.delete(bought)
    ids = "&".join(f"id={each}" for each in ("0" * 26, ACCEPTED, "unknown", ACCEPTED))
    song, sticker = api.data(f"GET {REDEMPTIONS}?{ids}")

    assert (song["reward"]["title"], song["reward"]["can_manage"]) == ("Song Request", True)
    assert (sticker["reward"]["is_deleted"], sticker["reward"]["can_manage"]) == (True, False)
    assert ids_of([song, sticker]) == [ACCEPTED, "0" * 26]
    assert sticker["redemptions"][0]["redeemer"] == {"user_id": 789}


def test_filters(api: Api) -> None:
    """By state, pending without a word; by reward; all at once."""
    (group,) = api.data(f"GET {REDEMPTIONS}?status=accepted")
    reward = group["reward"]["id"]

    assert ids_of([group]) == [ACCEPTED]
    assert ids_of(api.data(f"GET {REDEMPTIONS}?status=accepted&reward_id={reward}")) == [ACCEPTED]
    assert api.data(f"GET {REDEMPTIONS}?status=accepted&reward_id=another") == []
    assert api.data(f"GET {REDEMPTIONS}?status=rejected") == []
    assert api.data(f"GET {REDEMPTIONS}", token=api.login("bob")) == []


@pytest.mark.parametrize("query", ["id=a&status=accepted", "id=a&reward_id=b", "cursor=bad"])
def test_what_does_not_go_together(api: Api, query: str) -> None:
    """Ids with another filter, and a cursor from elsewhere, are 400."""
    assert api.call(f"GET {REDEMPTIONS}?{query}").status == 400


@pytest.mark.parametrize(("way", "status"), [("accept", "accepted"), ("reject", "rejected")])
def test_only_failures_are_answered(api: Api, way: str, status: str) -> None:
    """What was decided has its new state; what was not is listed with the reason."""
    wanted = pages(api)[0][0]
    failed = api.data(f"POST {REDEMPTIONS}/{way}", {"ids": [wanted, ACCEPTED, "unknown"]})
    again = api.data(f"POST {REDEMPTIONS}/{way}", {"ids": [wanted]})

    assert failed == [
        {"id": ACCEPTED, "reason": "NOT_PENDING"},
        {"id": "unknown", "reason": "NOT_FOUND"},
    ]
    assert again == [{"id": wanted, "reason": "NOT_PENDING"}]
    assert wanted in ids_of(api.data(f"GET {REDEMPTIONS}?status={status}"))


def test_another_app_decides_nothing(api: Api) -> None:
    """Redemptions belong to the app that made their reward."""
    wanted, other = pages(api)[0][0], api.another()
    failed = other.data(f"POST {REDEMPTIONS}/accept", {"ids": [wanted]}, token=other.login())

    assert failed == [{"id": wanted, "reason": "NOT_OWNED"}]
    assert pages(api)[0][0] == wanted


def test_redemptions_of_another_channel_are_not_found(api: Api) -> None:
    """Nobody decides for somebody else's channel."""
    wanted = pages(api)[0][0]
    failed = api.data(f"POST {REDEMPTIONS}/accept", {"ids": [wanted]}, token=api.login("bob"))

    assert failed == [{"id": wanted, "reason": "NOT_FOUND"}]


def test_the_journal_says_what_was_not_decided(api: Api) -> None:
    """The answer is a success nevertheless."""
    api.data(f"POST {REDEMPTIONS}/accept", {"ids": [pages(api)[0][0], ACCEPTED, "unknown"]})
    reason = api.mock.journal.entries()[-1].reason

    assert reason == "2 redemption(s) were not decided: NOT_PENDING, NOT_FOUND"


@pytest.mark.quirk("redemption_fails_unknown")
@pytest.mark.parametrize("way", ["accept", "reject"])
def test_a_decision_can_fail_for_no_reason(api: Api, way: str) -> None:
    """Once, and everything goes on waiting."""
    wanted = pages(api)[0][:2]
    api.arm("redemption_fails_unknown", way)
    reply = api.call(f"POST {REDEMPTIONS}/{way}", {"ids": wanted})

    assert reply.quirks == ("redemption_fails_unknown",)
    assert json_of(reply)["data"] == [{"id": each, "reason": "UNKNOWN"} for each in wanted]
    assert pages(api)[0][:2] == wanted
    assert api.data(f"POST {REDEMPTIONS}/{way}", {"ids": wanted}) == []


@pytest.mark.parametrize(
    "ids", [[], ["a", "a"], [f"{number}" for number in range(26)]], ids=["none", "twice", "26"]
)
def test_how_many_ids_may_be_sent(api: Api, ids: list[str]) -> None:
    """1 to 25, none twice."""
    assert api.call(f"POST {REDEMPTIONS}/reject", {"ids": ids}).status == 400
    assert (
        api.call(f"POST {REDEMPTIONS}/reject", {"ids": [f"{n}" for n in range(25)]}).status == 200
    )
