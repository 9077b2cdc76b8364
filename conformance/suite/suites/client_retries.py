"""What the client sends again, when, and what it does not."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

import httpx
from kickwire import errors

from conformance.suite import checks
from conformance.suite.cases import MUST, QUIRK
from conformance.suite.clients import Scene, client_case
from conformance.suite.suites.client_calls import alice, ban
from conformance.suite.wires import answer, failing

_CALLS = "docs/calls.md"
_BUSY: dict[str, object] = {"data": {}, "message": "Too many requests"}
_BROKEN: dict[str, object] = {"data": None, "message": "internal server error"}


@client_case("client/retries/get", MUST, evidence=(_CALLS,))
def a_read_is_sent_again(scene: Scene) -> None:
    """A read that failed at Kick or on the wire is sent again, twice at most, after a pause."""
    api = alice(scene)
    scene.wire.answer("getUsers", answer(500, _BROKEN), failing(httpx.ReadError))
    checks.same("name", api.users.get()[0].name, "alice")
    checks.same("requests", scene.wire.count("getUsers"), 3)
    checks.same("pauses", len(scene.pauses), 2)


@client_case("client/retries/bounded", MUST, evidence=(_CALLS,))
def retries_come_to_an_end(scene: Scene) -> None:
    """If Kick goes on failing, the third failure is told."""
    api = alice(scene)
    scene.wire.always("getUsers", answer(503, _BROKEN))
    error = scene.refused(errors.ServerFault, api.users.get)
    checks.same("status", error.status, 503)
    checks.same("requests", scene.wire.count("getUsers"), 3)
    checks.holds("the pauses are short", sum(scene.pauses) <= 30)


@client_case("client/retries/post", MUST, evidence=("RFC 9110 section 9.2.2", _CALLS))
def a_message_is_sent_once(scene: Scene) -> None:
    """What may not happen twice is not sent again, after a 500 or a broken connection."""
    api = alice(scene)
    for number, wrong in enumerate((answer(500, _BROKEN), failing(httpx.ReadError)), start=1):
        scene.wire.answer("banUser", wrong)
        scene.refused(errors.Wait, ban(api))
        checks.same("requests", scene.wire.count("banUser"), number)
    checks.same("pauses", scene.pauses, [])


@client_case("client/retries/idempotent", MUST, evidence=("RFC 9110 section 9.2.2", _CALLS))
def a_change_that_may_be_repeated(scene: Scene) -> None:
    """A change that is the same when done twice is sent again."""
    api = alice(scene)
    scene.wire.answer("updateChannel", answer(502, _BROKEN), failing(httpx.ReadTimeout))
    api.channels.update(stream_title="Hello")
    checks.same("requests", scene.wire.count("updateChannel"), 3)


@client_case("client/retries/never_sent", MUST, evidence=(_CALLS,))
def what_no_server_has_seen(scene: Scene) -> None:
    """What could not be sent at all is sent again, whatever it does."""
    api = alice(scene)
    scene.wire.answer(
        "banUser", failing(httpx.ConnectError), answer(200, {"data": {}, "message": "OK"})
    )
    ban(api)()
    checks.same("requests", scene.wire.count("banUser"), 2)


@client_case("client/retries/limited", QUIRK, evidence=("quirk ratelimit_retry_after",))
def retry_after_in_seconds(scene: Scene) -> None:
    """After a 429 anything is sent again, when Retry-After says or at most a second later."""
    api = alice(scene)
    done = answer(200, {"data": {}, "message": "OK"})
    scene.wire.answer("banUser", answer(429, _BUSY, Retry_After="7"), done)
    ban(api)()
    checks.same("requests", scene.wire.count("banUser"), 2)
    checks.holds("the pause is 7 to 8 seconds", [7 <= each <= 8 for each in scene.pauses] == [True])


@client_case("client/retries/date", QUIRK, evidence=("quirk ratelimit_retry_after",))
def retry_after_as_a_date(scene: Scene) -> None:
    """Retry-After is understood as a date, by the clock of the answer."""
    api = alice(scene)
    now = datetime(2030, 1, 1, 12, tzinfo=UTC)
    date, later = (
        format_datetime(now, usegmt=True),
        format_datetime(now.replace(second=9), usegmt=True),
    )
    scene.wire.answer("getUsers", answer(429, _BUSY, Date=date, Retry_After=later))
    api.users.get()
    checks.holds(
        "the pause is 9 to 10 seconds", [9 <= each <= 10 for each in scene.pauses] == [True]
    )


@client_case("client/retries/next_minute", QUIRK, evidence=("quirk ratelimit_retry_after",))
def without_retry_after(scene: Scene) -> None:
    """Without Retry-After the next whole minute of the answer's own time is waited for."""
    api = alice(scene)
    date = "Tue, 01 Jan 2030 12:00:45 GMT"
    scene.wire.answer("getUsers", answer(429, _BUSY, Date=date))
    api.users.get()
    checks.holds(
        "the pause is 15 to 16 seconds", [15 <= each <= 16 for each in scene.pauses] == [True]
    )


@client_case("client/retries/too_long", QUIRK, evidence=("quirk ratelimit_retry_after", _CALLS))
def a_wait_that_is_too_long(scene: Scene) -> None:
    """If Kick asks for more patience than a call has, the error comes at once and says how much."""
    api = alice(scene)
    scene.wire.always("getUsers", answer(429, _BUSY, Retry_After="3600"))
    error = scene.refused(errors.RateLimited, api.users.get)
    checks.same("seconds that the error tells", error.retry_after, 3600)
    checks.same("pauses", scene.pauses, [])
    checks.same("requests", scene.wire.count("getUsers"), 1)


@client_case("client/retries/together", MUST, evidence=(_CALLS,))
def all_waits_together(scene: Scene) -> None:
    """All waits of one call together are no longer than half a minute."""
    api = alice(scene)
    scene.wire.always("getUsers", answer(429, _BUSY, Retry_After="20"))
    scene.refused(errors.RateLimited, api.users.get)
    checks.same("number of pauses", len(scene.pauses), 1)
    checks.same("requests", scene.wire.count("getUsers"), 2)


@client_case(
    "client/retries/limit_of_kick",
    QUIRK,
    evidence=("quirk ratelimit_livestreams",),
    profiles=("strict", "observed"),
)
def a_real_limit(scene: Scene) -> None:
    """A limit of calls is waited out, and the call passes."""
    kick = scene.kick()
    scene.stage.set(ratelimit_livestreams="2", ratelimit_retry_after="seconds")
    scene.wait(40)
    for _ in range(4):
        kick.livestreams.list(limit=1)
    checks.same(
        "limited calls", [each.status for each in scene.wire.of("listLivestreams")].count(429), 1
    )
    checks.same("number of pauses", len(scene.pauses), 1)


@client_case("client/retries/refusals", MUST, evidence=(_CALLS,))
def a_refusal_is_final(scene: Scene) -> None:
    """A refusal of the call itself is told at once."""
    api = alice(scene)
    for status in (400, 403, 404, 409):
        scene.wire.answer("getUsers", answer(status, {"data": {}, "message": "No"}))
        scene.refused(errors.Refused, api.users.get)
    checks.same("requests", scene.wire.count("getUsers"), 4)
    checks.same("pauses", scene.pauses, [])
