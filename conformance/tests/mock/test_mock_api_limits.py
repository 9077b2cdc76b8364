"""Rate limits of the mock, counted by its clock."""

from __future__ import annotations

import json

import pytest
from kickwire_mock import Mock
from kickwire_mock.world.limits import Limit

from conformance.tests.mock.mock_caller import Api
from conformance.tests.mock.mock_client import world_of

LIVE = "v2/livestreams"


def limited(**settings: str) -> Api:
    """A mock with these settings, and with alice's token."""
    return Api(Mock(settings=settings))


def spent(api: Api, path: str, most: int) -> int:
    """How many requests pass before the first 429, at most so many."""
    for number in range(most):
        if api.ask("GET", f"/public/{path}", documented=False).status == 429:
            return number
    return most


@pytest.mark.quirk("ratelimit_livestreams")
def test_both_versions_of_the_list_share_a_limit_per_minute() -> None:
    """Other operations go on, and the next minute begins anew."""
    api = limited(ratelimit_livestreams="20")

    assert spent(api, LIVE, 15) == 15
    assert spent(api, "v1/livestreams", 15) == 5
    status, data, message = api.refused(LIVE)
    assert (status, data, message) == (429, {}, "Too many requests")
    assert spent(api, "v1/livestreams/stats", 25) == 25
    api.mock.clock.advance(60)
    assert spent(api, LIVE, 5) == 5


@pytest.mark.quirk("ratelimit_livestreams")
def test_strict_has_no_limit_as_its_clock_stands_still() -> None:
    """Observed has the 100 that staff named."""
    assert spent(Api(), LIVE, 105) == 105
    assert spent(Api(Mock(profile="observed")), LIVE, 105) == 100


@pytest.mark.quirk("ratelimit_unpublished")
def test_a_general_limit_counts_every_call() -> None:
    """Ten a second, of whatever operation; a call that is refused for its arguments counts."""
    api = limited(ratelimit_unpublished="per_second_10")

    assert spent(api, "v1/users", 5) == 5
    assert spent(api, "v1/users/livestreams", 20) == 5
    entry = api.mock.journal.entries()[-1]
    assert entry.reason == "more than 10 requests in 1 s"
    assert "ratelimit_unpublished" in entry.quirks
    api.mock.clock.advance(1)
    assert spent(api, "v1/users", 5) == 5


@pytest.mark.quirk("ratelimit_unpublished")
def test_a_limit_on_calls_is_not_taken_for_one_on_ad_breaks() -> None:
    """That has a code, and this has none."""
    api = limited(ratelimit_unpublished="per_second_10")
    spent(api, "v1/users", 10)
    ad_break = {"id": "c0a80121-7ac0-4e1c-9d57-1f2e3d4c5b6a", "break_duration_seconds": 60}
    reply = api.ask("POST", "/public/v1/ads/ad-break", body=ad_break)

    assert (reply.status, set(json.loads(reply.body))) == (429, {"data", "message"})


@pytest.mark.quirk("ratelimit_unpublished")
def test_a_general_limit_is_a_bucket_that_refills() -> None:
    """Steadily, up to its size; whoever is refused hears when there is room for one more."""
    api = limited(ratelimit_unpublished="per_minute_600")
    assert spent(api, "v1/users", 605) == 600
    refused = api.ask("GET", "/public/v1/users", documented=False)
    api.mock.clock.advance(0.5)
    assert spent(api, "v1/users", 10) == 5
    api.mock.clock.advance(3600)
    assert spent(api, "v1/users", 605) == 600

    assert refused.headers.get("retry-after") == "1"


@pytest.mark.quirk("ratelimit_unpublished")
def test_buckets_that_are_full_again_are_forgotten() -> None:
    """Ten thousand users that called once do not stay for ever."""
    api = limited(ratelimit_unpublished="per_second_10", ratelimit_per_app_pool="per_token")
    limits = world_of(api.mock).limits
    for number in range(10_001):
        api.mock.clock.advance(1)
        one = Limit(pool=f"token {number}", most=10, seconds=1, quirk="x", bucket=True)
        limits.exceeded([one])

    assert len(vars(limits)["_buckets"]) == 1


@pytest.mark.quirk("ratelimit_unpublished")
def test_the_guides_number_can_be_had() -> None:
    """600 a minute."""
    assert spent(limited(ratelimit_unpublished="per_minute_600"), "v1/users", 605) == 600


@pytest.mark.quirk("ratelimit_retry_after")
def test_a_limit_says_how_long_its_window_lasts() -> None:
    """Retry-After is the rest of the window that has to end."""
    api = limited(ratelimit_livestreams="1")
    api.mock.clock.advance(59.5)

    first, second = (api.ask("GET", f"/public/{LIVE}") for _ in range(2))

    assert first.headers.get("retry-after") is None
    assert second.headers.get("retry-after") == "1"
    assert second.quirks == ("ratelimit_livestreams", "ratelimit_retry_after")


@pytest.mark.quirk("ratelimit_per_app_pool")
@pytest.mark.parametrize(("value", "bob"), [("per_app", 0), ("per_token", 10), ("both", 0)])
def test_tokens_share_a_pool_or_have_their_own(value: str, bob: int) -> None:
    """Alice spends ten; what is left to bob and to the app depends on the setting."""
    api = limited(ratelimit_unpublished="per_second_10", ratelimit_per_app_pool=value)
    others = (api.of("bob"), api.app())

    assert spent(api, "v1/users", 11) == 10
    for each in others:
        assert spent(each, "v1/livestreams/stats", 11) == bob


@pytest.mark.quirk("ratelimit_per_app_pool")
def test_two_tokens_of_a_user_share_the_users_pool() -> None:
    """A pool belongs to a user of an app, not to a single token."""
    api = limited(ratelimit_unpublished="per_second_10", ratelimit_per_app_pool="per_token")
    first, second = api.of("bob"), api.of("bob")

    assert spent(first, "v1/users", 6) == 6
    assert spent(second, "v1/users", 6) == 4
