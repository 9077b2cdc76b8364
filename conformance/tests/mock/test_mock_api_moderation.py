"""Bans and timeouts."""

from __future__ import annotations

import pytest

from conformance.tests.mock.mock_api import Api, error_of
from conformance.tests.mock.mock_client import world_of

BANS = "/public/v1/moderation/bans"
BOB = {"broadcaster_user_id": 123, "user_id": 456}


@pytest.fixture
def api() -> Api:
    """A client of a fresh mock."""
    return Api()


def barred(api: Api) -> bool:
    """Whether bob is barred from alice's channel."""
    return world_of(api.mock).bans.get(123, 456) is not None


def test_a_ban_has_no_end(api: Api) -> None:
    """Bob stays out for years."""
    assert api.data(f"POST {BANS}", {**BOB, "reason": "Spam"}) == {}
    api.mock.clock.advance(10 * 365 * 24 * 3600 - 60)
    assert barred(api)


@pytest.mark.quirk("moderation_duration_minutes")
def test_a_timeout_is_counted_in_minutes(api: Api) -> None:
    """Ten of them are 600 seconds."""
    assert api.data(f"POST {BANS}", {**BOB, "duration": 10}) == {}
    api.mock.clock.advance(599)
    assert barred(api)
    api.mock.clock.advance(1)
    assert not barred(api)


@pytest.mark.quirk("moderation_duration_minutes")
@pytest.mark.parametrize(("duration", "status"), [(0, 400), (1, 200), (10_080, 200), (10_081, 400)])
def test_a_timeout_lasts_up_to_a_week(api: Api, duration: int, status: int) -> None:
    """1 to 10080 minutes."""
    reply = api.call(f"POST {BANS}", {**BOB, "duration": duration})

    assert reply.status == status
    assert ("moderation_duration_minutes" in reply.quirks) is (status == 400)


def test_a_ban_takes_the_place_of_a_timeout(api: Api) -> None:
    """The last word counts."""
    api.data(f"POST {BANS}", {**BOB, "duration": 1})
    api.data(f"POST {BANS}", BOB)
    api.mock.clock.advance(3600)
    assert barred(api)


@pytest.mark.quirk("moderation_delete_with_body")
def test_a_ban_is_lifted_with_a_body(api: Api) -> None:
    """Without it the answer is 400 and the ban stays; lifting twice does no harm."""
    api.data(f"POST {BANS}", BOB)
    refused = api.call(f"DELETE {BANS}?broadcaster_user_id=123&user_id=456")

    assert (refused.status, barred(api)) == (400, True)
    assert refused.quirks == ("moderation_delete_with_body",)
    assert api.data(f"DELETE {BANS}", BOB) == {}
    assert api.data(f"DELETE {BANS}", BOB) == {}
    assert not barred(api)


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize("name", ["broadcaster_user_id", "user_id"])
def test_both_have_to_exist(api: Api, method: str, name: str) -> None:
    """404 where nobody has the id."""
    reply = api.call(f"{method} {BANS}", {**BOB, name: 999_999})

    assert error_of(reply) == (404, {}, "Not found")


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize(("user", "status"), [("alice", 200), ("bob", 401), ("carol", 200)])
def test_owner_and_moderator_bar_users(api: Api, method: str, user: str, status: int) -> None:
    """Carol moderates alice's channel; bob may not act there."""
    assert api.call(f"{method} {BANS}", BOB, token=api.login(user)).status == status
