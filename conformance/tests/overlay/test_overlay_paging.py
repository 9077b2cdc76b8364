"""Pages of both kinds are walked to their end, and what Kick adds or leaves out survives."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kickwire import errors
from kickwire.retrying import Retries

from conformance.tests.overlay.overlay_script import Script, Turn, answer, refused, tasks, threads

many = settings(max_examples=100)
CATEGORY = {"id": 1, "name": "x", "thumbnail": "", "tags": None}


def beside(items: list[Any], cursor: object) -> httpx.Response:
    """A page whose cursor stands beside its data, as almost everywhere."""
    return answer(items, pagination={"next_cursor": cursor})


def walk(api: Any) -> Any:
    """Every category."""
    return api.categories.iter()


@many
@given(
    st.lists(st.integers(0, 4), max_size=12),
    st.lists(st.sampled_from([429, 500, 503]), max_size=12),
)
def test_a_walk_gives_every_item_once_whatever_fails_between(
    sizes: list[int], failures: list[int]
) -> None:
    """Failures that are retried neither lose nor repeat an item or a page."""
    turns: list[Turn] = []
    number = 0
    for page, size in enumerate([*sizes, 1]):
        turns += [refused(status, {"Retry-After": "0"}) for status in failures[page : page + 1]]
        items = [CATEGORY | {"id": number + n} for n in range(size)]
        number += size
        turns.append(beside(items, f"page-{page}" if page < len(sizes) else ""))

    outcome = threads(Script(turns), lambda api: [one.id for one in walk(api)])

    assert outcome.value == list(range(number))
    assert len(outcome.requests) == len(turns)


def test_a_failed_walk_can_be_taken_up_where_it_ended() -> None:
    """The cursor of the last whole page leads on from there."""
    script = Script([beside([CATEGORY], "second"), refused(503), beside([CATEGORY], "")])

    def twice(api: Any) -> list[int]:
        """Walk until it fails, then from the last cursor."""
        pages = api.categories.pages()
        first = next(pages)
        with pytest.raises(errors.ServerFault):
            next(pages)
        rest = api.categories.pages(cursor=first.pagination.next_cursor)
        return [len(page.data) for page in (first, *rest)]

    assert threads(script, twice, Retries(times=0)).value == [1, 1]


@pytest.mark.parametrize("end", ["", None])
def test_a_cursor_inside_the_data_is_followed(end: str | None) -> None:
    """Drops keep their cursor beside the claims, inside of data."""
    script = Script(
        [
            answer({"claims": [], "cursor": "01JXB3Q4Z0C8D7F6G5H4J3K2M1"}),
            answer({"claims": [], "cursor": end}),
        ]
    )

    threads(script, lambda api: list(api.drops.iter_claims()))

    cursors = [one.url.params.get("cursor") for one in script.seen]
    assert cursors == [None, "01JXB3Q4Z0C8D7F6G5H4J3K2M1"]


def test_an_asynchronous_walk_repeats_one_page() -> None:
    """A limit in the middle costs one wait; the walk goes on where it was."""
    limited = refused(429, {"Retry-After": "2"})
    script = Script([beside([CATEGORY], "second"), limited, beside([CATEGORY], "")])

    async def collect(api: Any) -> list[int]:
        """Every category's id."""
        return [one.id async for one in api.categories.iter()]

    outcome = tasks(script, collect)

    assert (outcome.value, outcome.waits) == ([1, 1], [2])
    assert [one.url.params.get("cursor") for one in script.seen] == [None, "second", "second"]


def test_a_long_cursor_of_kick_is_sent_as_it_came() -> None:
    """That cursors are short is what was seen, not what was promised."""
    cursor = "c" * 200
    script = Script([beside([], cursor), beside([], "")])

    threads(script, lambda api: list(api.categories.iter()))

    assert script.seen[1].url.params["cursor"] == cursor


@pytest.mark.parametrize("cursor", [[], {}, 7])
def test_a_given_cursor_that_is_no_text_is_named(cursor: object) -> None:
    """An argument of a walk is checked like any other."""
    script = Script([beside([], "")])

    with pytest.raises(ValueError, match="cursor: a text is expected"):
        threads(script, lambda api: list(api.categories.iter(cursor=cursor)))

    assert script.seen == []
