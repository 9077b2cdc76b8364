"""Ad breaks."""

from __future__ import annotations

from typing import Any

import pytest
from kickwire_mock import Reply
from kickwire_mock.world.ads import ChannelAds

from conformance.tests.mock.mock_api import Api
from conformance.tests.mock.mock_client import json_of, world_of

ADS = "/public/v1/ads"
ID = "c0a80121-7ac0-4e1c-9d57-1f2e3d4c5b6a"


@pytest.fixture
def api() -> Api:
    """A client of a fresh mock."""
    return Api()


def start(api: Api, number: int = 1, seconds: int = 60, token: str | None = None) -> Reply:
    """Ask for an ad break."""
    body = {"id": f"{ID[:-1]}{number}", "break_duration_seconds": seconds}
    return api.call(f"POST {ADS}/ad-break", body, token=token)


def status(api: Api, token: str | None = None) -> Any:
    """The state of ad breaks."""
    return api.data(f"GET {ADS}/ad-break-status", token=token)


def alices(api: Api) -> ChannelAds:
    """The ads of alice's channel."""
    return world_of(api.mock).ads.of_channel(123)


def refused(reply: Reply) -> tuple[int, str]:
    """Status and code of a refusal."""
    return int(reply.status), json_of(reply)["code"]


def test_an_ad_break_runs_for_its_time(api: Api) -> None:
    """It is active at first and completed after, and one fewer is left."""
    before = status(api)["remaining_ad_breaks"]
    answer = json_of(start(api, seconds=7))["data"]
    running = status(api)["ad_breaks"][-1]
    api.mock.clock.advance(7)

    assert answer == {"id": running["id"], "remaining_ad_breaks": before - 1}
    assert (running["status"], running["break_duration_seconds"]) == ("active", 7)
    assert status(api)["ad_breaks"][-1] == {**running, "status": "completed"}


def test_the_same_id_is_the_same_ad_break(api: Api) -> None:
    """A repeated request runs no second one."""
    assert start(api).body == start(api).body
    assert len(status(api)["ad_breaks"]) == 2


def test_one_ad_break_at_a_time(api: Api) -> None:
    """409 until it is over."""
    start(api, 1)

    assert refused(start(api, 2)) == (409, "AD_BREAK_ACTIVE")
    api.mock.clock.advance(60)
    assert start(api, 2).status == 200


def test_three_ad_breaks_an_hour(api: Api) -> None:
    """429 after that; an hour later there is room again."""
    for number in (1, 2):
        assert start(api, number).status == 200
        api.mock.clock.advance(60)

    assert status(api)["remaining_ad_breaks"] == 0
    assert refused(start(api, 3)) == (429, "MAX_AD_BREAKS_REACHED")
    api.mock.clock.advance(3600)
    assert status(api)["remaining_ad_breaks"] == 3
    assert start(api, 3).status == 200


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("opted_in", False, "CHANNEL_NOT_OPTED_IN"),
        ("blocked", True, "ADS_BLOCKED"),
        ("automatic", True, "AUTO_ADS_ACTIVE"),
    ],
)
def test_why_no_ad_break_begins(api: Api, field: str, value: bool, code: str) -> None:
    """400 with the reason for programs."""
    setattr(alices(api), field, value)

    assert refused(start(api)) == (400, code)
    assert len(alices(api).breaks) == 1


def test_an_offline_channel_runs_no_ads(api: Api) -> None:
    """400, whether enrolled or not."""
    assert refused(start(api, token=api.login("bob"))) == (400, "CHANNEL_IS_NOT_LIVE")


def test_an_offline_channel_that_has_streamed_is_enrolled(api: Api) -> None:
    """204, and the state says so."""
    bob = api.login("bob")
    before = status(api, bob)
    reply = api.call(f"POST {ADS}/enroll", token=bob)

    assert (reply.status, reply.body) == (204, b"")
    assert (before["opted_in"], before["limits"], before["ad_breaks"]) == (False, None, None)
    assert status(api, bob)["opted_in"] is True


@pytest.mark.parametrize(
    ("user", "code"), [("alice", "CHANNEL_IS_LIVE"), ("carol", "CHANNEL_NEVER_STREAMED")]
)
def test_who_cannot_enrol(api: Api, user: str, code: str) -> None:
    """Who is live, and who never was."""
    assert refused(api.call(f"POST {ADS}/enroll", token=api.login(user))) == (400, code)


def test_only_the_latest_ad_breaks_are_shown(api: Api) -> None:
    """The state does not grow with every one."""
    for number in range(30):
        body = {"id": f"{ID[:-2]}{number:02d}", "break_duration_seconds": 7}
        assert api.call(f"POST {ADS}/ad-break", body).status == 200
        api.mock.clock.advance(3600)

    assert len(status(api)["ad_breaks"]) == 20
