"""The KICKs leaderboard."""

from __future__ import annotations

import pytest
from kickwire_mock.world.kicks import Gift

from conformance.tests.mock.mock_api import Api, error_of
from conformance.tests.mock.mock_client import world_of

LEADERBOARD = "/public/v1/kicks/leaderboard"
DAY = 24 * 3600


@pytest.fixture
def api() -> Api:
    """A client of a fresh mock."""
    return Api()


def test_who_gave_most_comes_first(api: Api) -> None:
    """Over all time, this month and this week, each with its own sums."""
    found = api.data(f"GET {LEADERBOARD}")
    carol = {"rank": 1, "user_id": 789, "username": "carol", "gifted_amount": 100}

    assert found["lifetime"] == [
        {"rank": 1, "user_id": 456, "username": "bob", "gifted_amount": 5000},
        {"rank": 2, "user_id": 789, "username": "carol", "gifted_amount": 120},
    ]
    assert found["month"] == found["week"] == [carol]


@pytest.mark.parametrize(("days", "week", "month"), [(3, 1, 1), (4, 0, 1), (30, 0, 1), (31, 0, 0)])
def test_months_and_weeks_are_those_of_the_calendar(
    api: Api, days: int, week: int, month: int
) -> None:
    """The mock begins on a Thursday, 1 January; the week ends with the Sunday."""
    api.mock.clock.advance(days * DAY)
    found = api.data(f"GET {LEADERBOARD}")

    assert (len(found["week"]), len(found["month"]), len(found["lifetime"])) == (week, month, 2)


def test_how_many_places_there_are(api: Api) -> None:
    """Ten where nobody asks, up to a hundred; equal sums stand in the order of the ids."""
    for user_id in range(5000, 5200):
        api.mock.add_user(f"giver-{user_id}", user_id=user_id)
        world_of(api.mock).kicks.give(123, Gift(giver=user_id, amount=7, given=0.0))
    places = api.data(f"GET {LEADERBOARD}?top=100")["lifetime"]

    assert [place["rank"] for place in places] == list(range(1, 101))
    assert [place["user_id"] for place in places[:4]] == [456, 789, 5000, 5001]
    assert len(api.data(f"GET {LEADERBOARD}")["lifetime"]) == 10
    assert len(api.data(f"GET {LEADERBOARD}?top=1")["lifetime"]) == 1


@pytest.mark.parametrize("top", ["0", "101", "x"])
def test_a_wrong_number_of_places(api: Api, top: str) -> None:
    """The reason stands in the message, and data is null."""
    refused = api.call(f"GET {LEADERBOARD}?top={top}")

    assert error_of(refused) == (400, None, "top must be between 1 and 100")


def test_a_channel_without_gifts_has_empty_lists(api: Api) -> None:
    """Everybody sees their own channel."""
    found = api.data(f"GET {LEADERBOARD}", token=api.login("bob"))

    assert found == {"lifetime": [], "month": [], "week": []}
