"""What is sent again, how often, after how long, and what never is."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kickwire import AsyncBearerCaller, errors
from kickwire._core.retries import JITTER, may_repeat, pause
from kickwire.headers import LONGEST_WAIT, next_minute, request_id, retry_after
from kickwire.refusals import refusal
from kickwire.retrying import Retries
from kickwire_api.api.users import get_users
from kickwire_api.facade import AsyncPublicApi

from conformance.tests.overlay.overlay_script import (
    DATE,
    NOW,
    TOKEN,
    Face,
    Script,
    Turn,
    answer,
    refused,
    tasks,
    threads,
)

many = settings(max_examples=200)
faces = pytest.mark.parametrize("face", [threads, tasks], ids=["sync", "async"])

NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
BROKEN = (
    httpx.CloseError,
    httpx.ProxyError,
    httpx.ReadError,
    httpx.ReadTimeout,
    httpx.RemoteProtocolError,
    httpx.WriteError,
    httpx.WriteTimeout,
)
STATUSES = (400, 401, 403, 404, 408, 409, 425, 429, 500, 501, 502, 503, 504, 520, 522, 524, 527)


def send(api: Any) -> Any:
    """A POST that must not be sent twice."""
    return api.chat.send(content="hello", type="user", broadcaster_user_id=1)


def read(api: Any) -> Any:
    """A GET."""
    return api.users.get()


def change(api: Any) -> Any:
    """A PATCH that the document marks as idempotent."""
    return api.channels.update(stream_title="Hello")


def unban(api: Any) -> Any:
    """A DELETE."""
    return api.moderation.unban(broadcaster_user_id=1, user_id=2)


SENT = answer({"is_sent": True, "message_id": "c0a80121-7ac0-4e1c-9d57-1f2e3d4c5b6a"})
SUCCESS: dict[Callable[[Any], Any], httpx.Response] = {
    read: answer([]),
    send: SENT,
    change: httpx.Response(204),
    unban: answer({}),
}
TWICE = (read, change, unban)


def failing(turn: Turn) -> errors.KickError:
    """The error that a turn becomes."""
    if isinstance(turn, httpx.Response):
        turn.request = httpx.Request("GET", "https://api.kick.com/")
        return refusal(get_users.OPERATION, turn, now=NOW)
    return errors.Unreachable("", "users.get", turn.__name__)


def expected(method: str, idempotent: bool, turn: Turn) -> bool:
    """The rule in its own words."""
    once_more = idempotent or method in ("GET", "HEAD", "DELETE")
    if isinstance(turn, httpx.Response):
        status = turn.status_code
        return status == 429 or (once_more and status >= 500 and status != 501)
    return turn in NEVER_SENT or once_more


def named(turn: Turn) -> str:
    """What a turn is called in reports."""
    return str(turn.status_code) if isinstance(turn, httpx.Response) else turn.__name__


TURNS: list[Turn] = [*NEVER_SENT, *BROKEN, *map(refused, STATUSES)]


@pytest.mark.parametrize("turn", TURNS, ids=named)
@pytest.mark.parametrize(
    ("method", "idempotent"),
    [*itertools.product(["GET", "HEAD", "DELETE", "PUT", "POST", "PATCH"], [False, True])],
)
def test_what_may_be_sent_again(method: str, idempotent: bool, turn: Turn) -> None:
    """Nothing seen by a server and 429: always; a failure: what may happen twice; else never."""
    allowed = may_repeat(method, idempotent, failing(turn))

    assert allowed == expected(method, idempotent, turn)


@faces
@pytest.mark.parametrize("turn", TURNS, ids=named)
@pytest.mark.parametrize("call", SUCCESS, ids=lambda call: call.__name__)
@pytest.mark.parametrize("failures", [1, 2, 3])
def test_a_call_is_sent_as_often_as_the_rules_say(
    face: Face, call: Callable[[Any], Any], turn: Turn, failures: int
) -> None:
    """Two more times at most, and a call that may not happen twice only where nothing happened."""
    patient = Retries(total_wait=1000)

    outcome = face(Script([*[turn] * failures, SUCCESS[call]]), call, patient)

    again = expected("POST", call in TWICE, turn)
    assert len(outcome.requests) == (min(failures, 2) + 1 if again else 1)
    assert (outcome.error is None) == (again and failures < 3)
    assert len(outcome.waits) == len(outcome.requests) - 1
    assert len({(one.method, one.url, one.content) for one in outcome.requests}) == 1


def waiting(status: int, seconds: int) -> httpx.Response:
    """A refusal with a Retry-After."""
    return refused(status, {"Retry-After": str(seconds)})


turns = st.lists(
    st.one_of(
        st.sampled_from([*NEVER_SENT, *BROKEN]),
        st.builds(waiting, st.sampled_from([429, 500, 503]), st.integers(0, 40)),
        st.sampled_from([refused(429), refused(500), refused(522), answer([])]),
    ),
    min_size=1,
    max_size=8,
)


@many
@given(turns, st.integers(0, 6), st.floats(0, 60), st.floats(0, 1, exclude_max=True))
def test_neither_times_nor_total_wait_are_exceeded(
    script: list[Turn], times: int, total: float, chance: float
) -> None:
    """Whatever a server does, a call ends in time, and both faces do the same."""
    found = [face(Script(script), read, Retries(times, total), chance) for face in (threads, tasks)]

    assert found[0].waits == found[1].waits
    assert [one.url for one in found[0].requests] == [one.url for one in found[1].requests]
    assert len(found[0].requests) <= times + 1
    assert sum(found[0].waits) <= total + 1e-9


@many
@given(turns, st.floats(0, 1, exclude_max=True))
def test_a_post_is_never_sent_after_a_server_may_have_seen_it(
    script: list[Turn], chance: float
) -> None:
    """Once anything but "no connection" or 429 has come of it, it is not sent again."""
    outcome = threads(Script(script), send, Retries(times=20, total_wait=10_000), chance)

    before = script[: len(outcome.requests) - 1]
    assert all(expected("POST", False, turn) for turn in before)


@many
@given(
    st.floats(0, 1e6),
    st.floats(0, 1e6),
    st.integers(1, 200),
    st.floats(0, 1, exclude_max=True),
)
def test_a_wait_is_never_shorter_than_asked_for(
    asked: float, left: float, attempts: int, chance: float
) -> None:
    """Kick's Retry-After is kept to, with some jitter on top; or there is no further attempt."""
    failure = errors.RateLimited("", retry_after=asked)

    found = pause(Retries(times=100), failure, attempts, left, chance)

    if asked > left or attempts > 100:
        assert found is None
    else:
        assert found is not None
        assert asked <= found <= min(left, asked + JITTER)


@faces
@pytest.mark.parametrize("chance", [0.0, 0.5, 0.999])
@pytest.mark.quirk("ratelimit_retry_after")
def test_retry_after_is_kept_to_in_both_forms(face: Face, chance: float) -> None:
    """Seconds, and a date that counts from the answer's own, say how long to wait."""
    until = {"Retry-After": "Thu, 01 Jan 2026 00:00:22 GMT"}
    limited = [refused(429, {"Retry-After": "3"}), refused(429, until)]

    outcome = face(Script([*limited, answer([])]), read, chance=chance)

    assert outcome.waits == [3 + chance * JITTER, 7 + chance * JITTER]
    assert outcome.error is None


@faces
@pytest.mark.quirk("ratelimit_retry_after")
def test_a_429_without_a_word_is_over_at_the_next_minute(face: Face) -> None:
    """Without Retry-After the wait lasts until the next whole minute of the answer's Date."""
    near = {"Date": "Thu, 01 Jan 2026 00:00:50 GMT"}

    outcome = face(Script([refused(429, near), answer([])]), send, chance=0.5)

    assert outcome.waits == [10 + 0.5 * JITTER]


@faces
def test_a_429_with_a_code_is_no_matter_of_time(face: Face) -> None:
    """A channel that has run all its ad breaks has no more of them in the next minute."""
    limited = refused(429, {"Date": "Thu, 01 Jan 2026 00:00:50 GMT"}, code="MAX_AD_BREAKS_REACHED")

    outcome = face(Script([limited, answer([])]), send)

    assert isinstance(outcome.error, errors.RateLimited)
    assert outcome.error.retry_after is None
    assert outcome.waits == []


@faces
@pytest.mark.quirk("ratelimit_retry_after")
def test_a_wait_that_is_too_long_is_told_at_once(face: Face) -> None:
    """What does not fit into the total wait is not waited for; the error says when to come back."""
    outcome = face(Script([refused(429), answer([])]), read)

    assert isinstance(outcome.error, errors.RateLimited)
    assert outcome.error.retry_after == 45.0
    assert "try again in 45 s" in str(outcome.error)
    assert outcome.waits == []


@faces
def test_pauses_after_failures_double(face: Face) -> None:
    """Half a second, one, two..., each between a half and the whole of it."""
    script: list[Turn] = [refused(503), httpx.ReadTimeout, refused(500), answer([])]

    assert face(Script(script), read, Retries(times=3)).waits == [0.25, 0.5, 1.0]
    assert face(Script(script), read, Retries(times=3), 0.5).waits == [0.375, 0.75, 1.5]


@faces
@pytest.mark.parametrize(
    "turn", [refused(503), refused(429, {"Retry-After": "0"}), *NEVER_SENT], ids=named
)
def test_the_error_tells_how_often_it_was_tried(face: Face, turn: Turn) -> None:
    """Who reads the last error knows that it was not the first attempt."""
    outcome = face(Script([turn]), read)

    assert " after 3 attempts" in str(outcome.error)


LOOK = "look first whether Kick has done it"


@faces
@pytest.mark.parametrize("turn", [refused(500), refused(503), *BROKEN], ids=named)
def test_what_may_have_happened_is_told(face: Face, turn: Turn) -> None:
    """Who sends a message again shall look first; a tunnel that was never open brought nothing."""
    outcome = face(Script([turn]), send)

    assert (LOOK in str(outcome.error)) == (turn is not httpx.ProxyError)


@faces
@pytest.mark.parametrize("call", SUCCESS, ids=lambda call: call.__name__)
@pytest.mark.parametrize("turn", [refused(429), refused(400), *NEVER_SENT], ids=named)
def test_what_cannot_have_happened_is_not_doubted(
    face: Face, call: Callable[[Any], Any], turn: Turn
) -> None:
    """Advice to look stands only where there may be something to see."""
    assert LOOK not in str(face(Script([turn]), call).error)


@faces
@pytest.mark.parametrize("turn", [refused(503), httpx.ReadTimeout], ids=named)
def test_what_may_happen_twice_is_not_doubted(face: Face, turn: Turn) -> None:
    """A change that is the same twice may be made again without a look."""
    assert LOOK not in str(face(Script([turn]), change).error)


@faces
def test_the_first_error_tells_of_no_attempts(face: Face) -> None:
    """One attempt is what everybody expects."""
    assert "attempt" not in str(face(Script([refused(400)]), read).error)


@faces
def test_retries_can_be_switched_off(face: Face) -> None:
    """With no times nothing is sent again."""
    outcome = face(Script([refused(503), answer([])]), read, Retries(times=0))

    assert (len(outcome.requests), outcome.waits) == (1, [])


def test_a_page_that_is_refused_is_asked_for_again_alone() -> None:
    """A limit in the middle of a walk repeats one page; each page has its own waits."""

    def page(cursor: str) -> httpx.Response:
        """One category and where to go on."""
        item: dict[str, object] = {"id": 1, "name": "x", "thumbnail": "", "tags": None}
        return answer([item], pagination={"next_cursor": cursor})

    limited = refused(429, {"Retry-After": "29"})
    script = Script([page("first"), limited, page("second"), limited, page("")])

    outcome = threads(script, lambda api: list(api.categories.iter()))

    cursors = [one.url.params.get("cursor") for one in outcome.requests]
    assert cursors == [None, "first", "first", "second", "second"]
    assert (len(outcome.value), outcome.waits) == (3, [29, 29])


def test_a_call_that_is_cancelled_while_it_waits_ends_there() -> None:
    """The wait holds no turn and no connection; the client works on."""
    script = Script([refused(503), answer([])])

    async def run() -> object:
        """Cancel a call in its first wait, then make another."""
        waiting = asyncio.Event()

        async def sleep(_: float) -> None:
            """Wait for ever."""
            waiting.set()
            await asyncio.Event().wait()

        async with AsyncBearerCaller(TOKEN, transport=script, sleep=sleep) as caller:
            call = asyncio.ensure_future(AsyncPublicApi(caller).users.get())
            await waiting.wait()
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            return await AsyncPublicApi(caller).users.get()

    assert asyncio.run(run()) == []
    assert len(script.seen) == 2


@pytest.mark.parametrize(
    ("times", "total"),
    [(-1, 30.0), (1.5, 30.0), (True, 30.0), (101, 1.0), (2, -1.0), (2, float("nan")), (2, "30")],
)
def test_an_unusable_patience_is_named(times: Any, total: Any) -> None:
    """What is wrong with the setting is said when it is made."""
    with pytest.raises(errors.ConfigurationError, match=r"times|total_wait"):
        Retries(times, total)


@many
@given(st.binary(max_size=60), st.binary(max_size=60), st.none() | st.floats(0, 4e9))
def test_any_retry_after_is_a_bounded_wait_or_none(
    wait: bytes, date: bytes, now: float | None
) -> None:
    """Whatever bytes a server sends, they make no error, no negative wait and no endless one."""
    headers = httpx.Headers([(b"Retry-After", wait), (b"Date", date)])

    found = retry_after(headers, now)

    assert found is None or 0 <= found <= LONGEST_WAIT
    minute = next_minute(headers, now)
    assert minute is None or 0 < minute <= 60


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ("0", 0.0),
        (" 7 ", 7.0),
        ("9" * 5000, LONGEST_WAIT),
        ("Thu, 01 Jan 2026 00:01:15 GMT", 60.0),
        ("Thursday, 01-Jan-26 00:01:15 GMT", 60.0),
        ("Thu Jan  1 00:01:15 2026", 60.0),
        ("Wed, 31 Dec 2025 00:00:00 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_WAIT),
        ("-1", None),
        ("1.5", None),
        ("\u0663", None),
        ("soon", None),
        ("", None),
        ("3, 5", None),
    ],
)
def test_retry_after_is_read_in_every_form_of_http(given: str, seconds: float | None) -> None:
    """Seconds and the three date forms count; anything else says nothing."""
    headers = {"Retry-After": given, "Date": DATE}

    assert retry_after(headers, NOW + 1000) == seconds


def test_without_a_date_the_own_clock_counts() -> None:
    """A date in Retry-After is compared with our clock where the answer has no Date."""
    headers = {"Retry-After": "Thu, 01 Jan 2026 00:00:20 GMT"}

    assert retry_after(headers, NOW) == 5.0
    assert retry_after(headers) is None


@many
@given(st.binary(max_size=400))
def test_any_request_id_is_printable_and_short(given: bytes) -> None:
    """An id breaks no line of a log and fills no page."""
    found = request_id(httpx.Headers([(b"X-Request-Id", given)]))

    assert found.isprintable()
    assert len(found) <= 200
