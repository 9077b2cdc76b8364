"""Long lists go out in portions, and what a server does not know is listed, not lost."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kickwire import BearerCaller, errors
from kickwire.retrying import Retries
from kickwire_api.api.channels import get_channels

from conformance.tests.overlay.overlay_script import (
    Face,
    Script,
    answer,
    refused,
    tasks,
    threads,
)

many = settings(max_examples=100)
faces = pytest.mark.parametrize("face", [threads, tasks], ids=["sync", "async"])

CHANNEL = {
    "broadcaster_user_id": 1,
    "slug": "x",
    "channel_description": "",
    "banner_picture": "",
    "stream_title": "",
    "category": {"id": 0, "name": "", "thumbnail": ""},
    "stream": {
        "url": "",
        "key": "",
        "is_live": False,
        "is_mature": False,
        "language": "",
        "start_time": "0001-01-01T00:00:00Z",
        "viewer_count": 0,
        "thumbnail": "",
        "custom_tags": None,
    },
    "active_subscribers_count": 0,
    "active_gifted_subscribers_count": 0,
    "canceled_subscribers_count": 0,
}


class Kicks(Script):
    """Some channels and users, asked for by slug or id.

    Args:
        known: the ids that exist; the slug of 7 is ``name-7``.
        strict: whether one unknown slug makes the whole answer a 400.
    """

    def __init__(self, known: set[int], strict: bool = True) -> None:
        super().__init__([])
        self._known = known
        self._strict = strict

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer as Kick does."""
        self.seen.append(request)
        slugs = [one.lower() for one in request.url.params.get_list("slug")]
        ids = [int(one.removeprefix("name-")) for one in slugs] or [
            int(value) for name, value in request.url.params.multi_items() if name.endswith("id")
        ]
        if slugs and self._strict and not self._known.issuperset(ids):
            return refused(400, message="Invalid request")
        there = sorted(self._known.intersection(ids))
        if request.url.path == "/public/v1/users":
            return answer(
                [{"user_id": n, "name": "x", "email": "", "profile_picture": ""} for n in there]
            )
        return answer([CHANNEL | {"broadcaster_user_id": n, "slug": f"name-{n}"} for n in there])


def asked_of(request: httpx.Request) -> list[str]:
    """The values of a request's list."""
    return [value for _, value in request.url.params.multi_items()]


def channels(*slugs: str) -> Callable[[Any], Any]:
    """A call for channels by name."""
    return lambda api: api.channels.get(slug=list(slugs))


numbers = st.integers(1, 80)


@many
@given(
    st.sets(numbers),
    st.lists(st.tuples(numbers, st.booleans()), min_size=1, max_size=120),
    st.booleans(),
)
@pytest.mark.quirk("channel_unknown_is_200_empty")
@pytest.mark.quirk("channels_batch_corruption")
def test_what_exists_is_found_and_the_rest_is_missing(
    known: set[int], asked: list[tuple[int, bool]], strict: bool
) -> None:
    """Under both answers to an unknown name, and never with more than 25 names in a request."""
    names = [f"NAME-{n}" if shouted else f"name-{n}" for n, shouted in asked]
    first = dict(zip((n for n, _ in reversed(asked)), reversed(names), strict=True))
    server = Kicks(known, strict)

    found = threads(server, channels(*names)).value

    order = list(dict.fromkeys(n for n, _ in asked))
    assert {one.broadcaster_user_id for one in found} == known.intersection(order)
    assert len(found) == len(known.intersection(order))
    assert found.missing == tuple(first[n] for n in order if n not in known)
    assert all(len(asked_of(one)) <= 25 for one in server.seen)
    portions = math.ceil(len(order) / 25)
    absent = len(found.missing)
    assert len(server.seen) <= portions + absent * 2 * math.ceil(math.log2(25))


@many
@given(st.sets(numbers), st.lists(numbers, min_size=1, max_size=130))
def test_ids_are_compared_as_numbers(known: set[int], asked: list[int]) -> None:
    """Users go out by 50; who does not exist is left out by Kick and listed by us."""
    server = Kicks(known)

    found = threads(server, lambda api: api.users.get(id=asked)).value

    order = list(dict.fromkeys(asked))
    assert {one.user_id for one in found} == known.intersection(order)
    assert found.missing == tuple(n for n in order if n not in known)
    assert all(len(asked_of(one)) <= 50 for one in server.seen)


@faces
@pytest.mark.quirk("channel_unknown_is_200_empty")
def test_one_unknown_name_is_missing(face: Face) -> None:
    """A single name that Kick refuses as unknown is an empty answer, not an error."""
    found = face(Kicks(set()), channels("name-1")).value

    assert (list(found), found.missing) == ([], ("name-1",))


@faces
def test_portions_come_in_the_order_asked(face: Face) -> None:
    """One portion after another, each as Kick answers it."""
    server = Kicks(set(range(1, 100)))
    asked = [f"name-{n}" for n in range(60, 0, -1)]

    outcome = face(server, channels(*asked))

    assert [asked_of(one) for one in server.seen] == [asked[:25], asked[25:50], asked[50:]]
    assert [one.broadcaster_user_id for one in outcome.value[:25]] == list(range(36, 61))


@faces
@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "Invalid parameters or mixed parameter types"),
        (400, ""),
        (403, "Invalid request"),
        (404, "Not found"),
        (409, "Invalid request"),
    ],
)
def test_other_refusals_are_raised_as_they_are(face: Face, status: int, words: str) -> None:
    """Only a 400 that names something unknown is about single names; nothing else is asked anew."""
    script = Script([refused(status, message=words)])

    outcome = face(script, channels("name-1", "name-2"))

    assert isinstance(outcome.error, errors.Refused)
    assert outcome.error.status == status
    assert len(script.seen) == 1


@faces
def test_a_list_of_ids_that_is_refused_is_not_asked_anew(face: Face) -> None:
    """Unknown ids are left out of the answer, so "Invalid request" means something else there."""
    script = Script([refused(400, message="Invalid request")])

    outcome = face(script, lambda api: api.users.get(id=[1, 2]))

    assert isinstance(outcome.error, errors.BadRequest)
    assert len(script.seen) == 1


@faces
def test_a_portion_that_comes_too_early_is_repeated_alone(face: Face) -> None:
    """A 429 between two portions repeats one of them; the waits of a call add up."""
    limited = refused(429, {"Retry-After": "20"})
    script = Script([limited, answer([]), limited, answer([])])

    outcome = face(script, channels(*(f"name-{n}" for n in range(30))))

    assert isinstance(outcome.error, errors.RateLimited)
    assert outcome.waits == [20]
    assert len(script.seen) == 3


@faces
def test_the_waits_of_a_portion_that_is_halved_count(face: Face) -> None:
    """The total wait is that of the call, also where its portions are refused and asked anew."""
    limited = refused(429, {"Retry-After": "20"})
    script = Script([limited, refused(400, message="Invalid request"), limited])

    outcome = face(script, channels("name-1", "name-2"))

    assert isinstance(outcome.error, errors.RateLimited)
    assert outcome.waits == [20]


@faces
def test_an_answer_nobody_asked_for_is_kept(face: Face) -> None:
    """Kick may answer with another spelling than asked for: nothing it says is thrown away."""
    script = Script([answer([CHANNEL | {"slug": "renamed"}])])

    found = face(script, channels("old-name")).value

    assert ([one.slug for one in found], found.missing) == (["renamed"], ("old-name",))


@faces
def test_without_a_list_nothing_is_missing(face: Face) -> None:
    """The own channel is asked for with one request without a filter."""
    script = Script([answer([CHANNEL])])

    found = face(script, lambda api: api.channels.get()).value

    assert (len(found), found.missing, script.seen[0].url.query) == (1, (), b"")


@faces
def test_a_bad_value_in_the_last_portion_sends_nothing(face: Face) -> None:
    """All portions are looked at before the first leaves."""
    server = Kicks(set())
    asked = [*(f"name-{n}" for n in range(30)), None]

    with pytest.raises(ValueError, match="slug"):
        face(server, lambda api: api.channels.get(slug=asked))

    assert server.seen == []


@faces
@pytest.mark.quirk("subscription_delete")
def test_subscriptions_are_deleted_in_portions(face: Face) -> None:
    """Fifty ids in a request, one after another, each once."""
    script = Script([httpx.Response(204)])
    ids = [f"01HZY3QJ5M8W0RTH1ESS{n:06}" for n in range(120)]

    outcome = face(script, lambda api: api.events.unsubscribe(id=[*ids, ids[0]]))

    assert outcome.error is None
    assert [asked_of(one) for one in script.seen] == [ids[:50], ids[50:100], ids[100:]]


@faces
def test_a_deletion_that_fails_leaves_the_rest_unsent(face: Face) -> None:
    """The error of one portion ends the call; deleting again what is gone does no harm."""
    script = Script([httpx.Response(204), refused(403)])

    outcome = face(script, lambda api: api.events.unsubscribe(id=[str(n) for n in range(150)]))

    assert isinstance(outcome.error, errors.Forbidden)
    assert len(script.seen) == 2


@faces
def test_a_raw_answer_is_one_answer(face: Face) -> None:
    """With more than one portion there is no single raw answer, so nothing is sent."""
    server = Kicks(set(range(100)))
    asked = [f"name-{n}" for n in range(26)]

    refusal = face(server, lambda api: api.channels.with_raw.get(slug=asked))
    passed = face(server, lambda api: api.channels.with_raw.get(slug=asked[:25]))

    assert isinstance(refusal.error, errors.FixTheCall)
    assert "at most 25 of" in str(refusal.error)
    assert len(passed.value.value.data) == 25
    assert len(server.seen) == 1


def test_a_call_by_hand_with_too_long_a_list_is_refused() -> None:
    """Whoever calls past the facade is told to ask in portions: one value cannot hold them."""
    build = partial(get_channels.build, slug=[f"name-{n}" for n in range(26)])
    server = Kicks(set())

    with (
        BearerCaller("worthless", transport=server, retries=Retries(0)) as caller,
        pytest.raises(errors.FixTheCall, match="portions"),
    ):
        caller.call(get_channels.OPERATION, build, get_channels.parse)

    assert server.seen == []


@faces
def test_what_python_takes_for_one_number_is_not_sent_as_one(face: Face) -> None:
    """True equals 1 and is no id: it is refused, not dropped as a repetition."""
    server = Kicks({1})

    with pytest.raises(ValueError, match=r"id\[1\]: an integer is expected, not bool"):
        face(server, lambda api: api.users.get(id=[1, True]))

    assert server.seen == []


@faces
@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        (None, "None cannot be sent"),
        ([], "a text is expected, not list"),
        ("x" * 26, "at most 25 characters, not 26"),
    ],
)
def test_a_bad_value_of_a_long_list_can_be_found(face: Face, bad: object, complaint: str) -> None:
    """The list may be long, its value may not be bad: the error says which, and counted how."""
    server = Kicks(set())
    asked = [*(f"name-{n}" for n in range(60)), bad]

    with pytest.raises(ValueError, match=rf"slug\[10\]: {complaint}.*counted from 'name-50' on"):
        face(server, lambda api: api.channels.get(slug=asked))

    assert server.seen == []
