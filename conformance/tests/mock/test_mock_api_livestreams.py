"""Livestreams of the mock's API."""

from __future__ import annotations

import json

import pytest

from conformance.tests.mock.mock_caller import Api

PAGED = "v2/livestreams"
OLD = "v1/livestreams"


def test_pages_run_from_the_oldest_stream_to_the_newest() -> None:
    """Each stream comes once, whatever the size of the pages; the last cursor is empty."""
    api = Api()
    (everything,) = api.pages(PAGED)

    assert len(everything) == api.get("v1/livestreams/stats")["total_count"] > 50
    assert sorted(each["started_at"] for each in everything) == [
        each["started_at"] for each in everything
    ]
    for limit in (1, 7, 64, len(everything)):
        pages = list(api.pages(PAGED, limit=limit))
        assert [each for page in pages for each in page] == everything
        assert all(len(page) == limit for page in pages[:-1])


def test_a_cursor_holds_while_streams_begin_and_end() -> None:
    """A page that follows shows neither twice nor not at all what was live all the time."""
    api = Api()
    (everything,) = api.pages(PAGED)
    pages = api.pages(PAGED, limit=20)
    first = next(pages)

    api.mock.set_channel("carol", live=True)
    api.mock.set_channel("alice", live=False)
    rest = [each["id"] for page in pages for each in page]

    staying = [each["id"] for each in everything if each["channel"]["slug"] != "alice"]
    seen = [*(each["id"] for each in first), *rest]
    assert [each for each in seen if each in staying] == staying
    assert len(seen) == len(set(seen))


def test_streams_that_begin_in_one_second_are_told_apart() -> None:
    """A cursor between them loses neither, though times are told in whole seconds."""
    api = Api()
    for name in ("carol", "bob"):
        api.mock.clock.advance(0.3)
        api.mock.set_channel(name, live=True)

    seen = [each["channel"]["slug"] for page in api.pages(PAGED, limit=1) for each in page]

    assert seen[-2:] == ["bob", "carol"]


GENUINE = "eyJzdGFydGVkX2F0IjoxLCJpZCI6Mn0="
"""Of a stream that began at 1 on the channel of 2."""
SPACED = "eyJzdGFydGVkX2F0IjogMSwiaWQiOjJ9"
FRACTION = "eyJzdGFydGVkX2F0IjoxLjAsImlkIjoyfQ=="


def test_a_cursor_that_was_handed_out_is_taken() -> None:
    """Also when its stream is over; an empty one is the beginning."""
    api = Api()

    assert api.get(PAGED, cursor=GENUINE) == api.get(PAGED, cursor="") == api.get(PAGED)


@pytest.mark.parametrize(
    "cursor",
    [
        *("x", "b3BhcXVlLWN1cnNvcg==", "e30=", "eyJpZCI6dHJ1ZX0=", "\ud7ff", "=" * 5_000),
        *(GENUINE + "=", GENUINE[:-2] + "1=", GENUINE + "Cg==", SPACED, FRACTION),
    ],
)
def test_a_made_up_cursor_is_400(cursor: str) -> None:
    """What was not handed out here is refused."""
    assert Api().refused(PAGED, cursor=cursor)[0] == 400


def test_both_versions_filter_by_category_and_language() -> None:
    """Only what fits every filter is shown; several values are alternatives."""
    api = Api()
    api.mock.set_channel("alice", category_id=101, language="pl")
    api.mock.set_channel("bob", live=True, category_id=13, language="pl")

    def found(**query: object) -> list[str]:
        return [each["channel"]["slug"] for each in api.get(PAGED, **query)]

    assert found(language_code="pl") == ["alice", "bob"]
    assert found(language_code=["pl", "xx"], category_id=[13, 9999]) == ["bob"]
    assert found(language_code="xx") == []
    assert [each["slug"] for each in api.get(OLD, category_id=101, language="pl")] == ["alice"]
    assert api.get(OLD, category_id=9999) == []


@pytest.mark.quirk("paging_and_limits_drift")
def test_the_first_version_has_no_pages() -> None:
    """25 streams unless told otherwise, most viewers first, or the newest first."""
    api = Api()
    usual = api.get(OLD)
    newest = api.get(OLD, sort="started_at", limit=100)

    viewers = [each["viewer_count"] for each in usual]
    assert len(usual) == 25
    assert viewers == sorted(viewers, reverse=True)
    started = [each["started_at"] for each in newest]
    assert len(newest) > 50
    assert started == sorted(started, reverse=True)
    assert "pagination" not in json.loads(api.ask("GET", f"/public/{OLD}").body)
    assert api.refused(OLD, limit=101)[0] == 400


def test_the_first_version_finds_the_streams_of_users() -> None:
    """Who is offline is left out."""
    found = Api().get(OLD, broadcaster_user_id=[123, 456, 2000])

    assert {each["slug"] for each in found} == {"alice", "john-doe"}


def test_users_are_asked_for_their_streams() -> None:
    """Each live one once, in the order asked; the offline and the unknown are left out."""
    api = Api()
    found = api.get("v1/users/livestreams", user_id=[2000, 456, 1, 123, 2000])

    assert [each["broadcaster_user"]["username"] for each in found] == ["john-doe", "alice"]
    assert api.get("v1/users/livestreams", user_id=456) == []
    assert api.refused("v1/users/livestreams")[0] == 400


def test_streams_show_what_their_channels_show() -> None:
    """Both lists, and the channel itself, agree about a stream."""
    api = Api()
    (new,) = api.get("v1/users/livestreams", user_id=123)
    (old,) = api.get(OLD, broadcaster_user_id=123)
    (channel,) = api.get("v1/channels", broadcaster_user_id=123)

    stream = channel["stream"]
    assert new["title"] == old["stream_title"] == channel["stream_title"]
    assert new["category"] == old["category"] == channel["category"]
    assert new["started_at"] == old["started_at"] == stream["start_time"]
    assert new["viewer_count"] == old["viewer_count"] == stream["viewer_count"]


def test_statistics_count_the_live_channels() -> None:
    """One more when somebody goes live."""
    api = Api()
    before = api.get("v1/livestreams/stats")["total_count"]

    api.mock.set_channel("carol", live=True)

    assert api.get("v1/livestreams/stats")["total_count"] == before + 1
