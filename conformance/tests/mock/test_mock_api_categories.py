"""Categories of the mock's API: the search, the pages, one of them."""

from __future__ import annotations

import base64
import json

import pytest

from conformance.tests.mock.mock_caller import Api

PAGED = "v2/categories"


def test_pages_follow_one_another_and_end() -> None:
    """Each category comes once, whatever the size of the pages; the last cursor is empty."""
    api = Api()
    (everything,) = api.pages(PAGED, limit=1000)

    for limit in (1, 10, 25, len(everything)):
        pages = list(api.pages(PAGED, limit=limit))
        assert [each for page in pages for each in page] == everything
        assert all(len(page) == limit for page in pages[:-1])
        assert pages[-1]
    assert [len(page) for page in api.pages(PAGED)][:2] == [25, 25]


def test_a_cursor_looks_like_a_live_one() -> None:
    """Base64 of a small JSON object, short enough for the document."""
    reply = Api().ask("GET", "/public/v2/categories")
    cursor = json.loads(reply.body)["pagination"]["next_cursor"]

    assert json.loads(base64.b64decode(cursor)) == {"c_cursor": 25}
    assert 4 <= len(cursor) <= 28


@pytest.mark.parametrize("cursor", ["AAAA", "!!!!", "e30=", "MTIz", "bnVsbA==", "W10="])
def test_a_made_up_cursor_is_400(cursor: str) -> None:
    """What was not handed out here is refused, with the reason in data."""
    status, data, message = Api().refused(PAGED, cursor=cursor)

    assert (status, message) == (400, "Bad request")
    assert "cursor" in str(data)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"name": "rust,OLD school runescape"}, ["Rust", "Old School Runescape"]),
        ({"tag": "racing,moba"}, ["League of Legends", "Dota 2", "Rocket League"]),
        ({"tag": "Shooter", "name": "Rust,Chess"}, ["Rust"]),
        ({"id": "101,15,9999"}, ["Just Chatting", "Old School Runescape"]),
        ({"name": "LEAGUE,old school"}, ["League of Legends", "Old School Runescape"]),
        ({"name": "Chatting,no such name"}, []),
        ({"tag": ""}, None),
    ],
)
def test_filters_narrow_the_list(query: dict[str, str], names: list[str] | None) -> None:
    """Values are alternatives, filters add up, case does not count; an empty filter is none.

    A name is found by its beginning, not by a word in it.
    """
    found = [each["name"] for each in Api().get(PAGED, limit=1000, **query)]

    if names is None:
        assert len(found) > 50
    else:
        assert found == names


@pytest.mark.quirk("paging_and_limits_drift")
def test_the_ceiling_can_fall() -> None:
    """A limit above it is 400, as for a week of January 2026; the document's own ceiling stays."""
    api = Api()
    assert api.get(PAGED, limit=1000)

    api.mock.settings.change({"paging_and_limits_drift": "100"})

    assert api.get(PAGED, limit=100)
    assert api.refused(PAGED, limit=101)[0] == 400
    assert api.mock.journal.entries()[-1].quirks == ("paging_and_limits_drift",)
    assert api.refused(PAGED, limit=1001)[0] == 400
    api.mock.settings.change({"paging_and_limits_drift": "10"})
    assert len(api.get(PAGED)) == 10


@pytest.mark.quirk("paging_and_limits_drift")
def test_the_first_version_still_answers() -> None:
    """It searches by text in numbered pages; beyond the last one there is nothing."""
    api = Api()

    assert [each["id"] for each in api.get("v1/categories", q="RUNESCAPE")] == [101, 102]
    assert api.get("v1/categories", q="runescape", page=2) == []
    assert api.get("v1/categories", q="no such name") == []
    assert api.refused("v1/categories")[0] == 400


def test_one_category_tells_its_viewers() -> None:
    """They are those of its live channels; an unknown id is 404."""
    api = Api()
    before = api.get("v1/categories/101")
    api.mock.set_channel("alice", category_id=101, viewers=1000)

    after = api.get("v1/categories/101")

    assert (after["name"], after["tags"]) == ("Old School Runescape", ["MMORPG", "Adventure"])
    assert after["viewer_count"] == before["viewer_count"] + 1000
    assert api.get("v1/categories/15")["tags"] is None
    assert api.refused("v1/categories/999") == (404, {}, "Not found")
