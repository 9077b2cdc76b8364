"""What goes wrong: limits of calls, failures of Kick and of its edge."""

from __future__ import annotations

from conformance.suite import checks
from conformance.suite.cases import MUST, QUIRK, case
from conformance.suite.probes import Answer
from conformance.suite.spec import document
from conformance.suite.stage import Stage
from conformance.suite.suites.api_access import not_allowed
from conformance.suite.suites.api_envelope import refused

_STATS = "/public/v1/livestreams/stats"
_OLD, _NEW = "/public/v1/livestreams", "/public/v2/livestreams"
_MINUTE = 60


def _until_limited(stage: Stage, token: str, allowed: int) -> Answer:
    """Use up a budget of livestreams by both addresses in turn; the answer beyond it."""
    with stage.log.quiet():
        for number in range(allowed):
            path = _NEW if number % 2 else _OLD
            checks.status(stage.api.get(path, query={"limit": "1"}, token=token), 200)
    return stage.api.get(_NEW, token=token)


@case(
    "api/limited/livestreams", QUIRK, evidence=("quirk ratelimit_livestreams",), needs=("control",)
)
def livestreams_are_limited(stage: Stage) -> None:
    """Both lists of livestreams share a budget for the minute, which the next minute renews."""
    token, allowed = stage.app_token(), int(stage.setting("ratelimit_livestreams"))
    stage.set(ratelimit_unpublished="unlimited")
    if not allowed:
        stage.set(ratelimit_livestreams="20")
        allowed = 20
    refused(_until_limited(stage, token, allowed), 429)
    checks.status(stage.api.get(_STATS, token=token), 200)
    stage.wait(_MINUTE)
    checks.status(stage.api.get(_NEW, token=token), 200)


@case("api/limited/nowhere", QUIRK, evidence=("quirk ratelimit_unpublished",), needs=("control",))
def other_calls_are_not_limited(stage: Stage) -> None:
    """Other calls are limited only where the setting says so, and the next second renews that."""
    token = stage.app_token()
    for value, beyond in (("unlimited", 200), ("per_second_10", 429)):
        stage.set(ratelimit_unpublished=value)
        with stage.log.quiet():
            answers = [stage.api.get(_STATS, token=token) for _ in range(11)]
        checks.same("statuses", [each.status for each in answers], [200] * 10 + [beyond])
        stage.wait(1)
        checks.status(stage.api.get(_STATS, token=token), 200)


@case(
    "api/limited/retry_after", QUIRK, evidence=("quirk ratelimit_retry_after",), needs=("control",)
)
def when_to_come_again(stage: Stage) -> None:
    """A 429 tells in seconds, by a date or not at all when to come again, as the profile has it."""
    stage.set(ratelimit_livestreams="2")
    answer = _until_limited(stage, stage.app_token(), 2)
    refused(answer, 429)
    form = stage.setting("ratelimit_retry_after")
    if form == "absent":
        checks.lacks("headers", answer.headers, "retry-after")
        return
    checks.header(answer, "retry-after", r"\d+" if form == "seconds" else checks.HTTP_DATE)


@case("api/limited/enough", QUIRK, evidence=("quirk ratelimit_retry_after",), needs=("control",))
def who_waits_is_let_in(stage: Stage) -> None:
    """Who waits as long as Retry-After says is let in again."""
    token = stage.app_token()
    stage.set(ratelimit_livestreams="2", ratelimit_retry_after="seconds")
    seconds = int(_until_limited(stage, token, 2).headers["retry-after"])
    checks.holds("the wait is no longer than a minute", 0 < seconds <= _MINUTE)
    stage.wait(seconds)
    checks.status(stage.api.get(_NEW, token=token), 200)


@case("api/limited/apart", QUIRK, evidence=("quirk ratelimit_livestreams",), needs=("control",))
def apps_are_counted_apart(stage: Stage) -> None:
    """One app's calls use up nobody else's budget."""
    stage.set(ratelimit_livestreams="2")
    checks.status(_until_limited(stage, stage.app_token(), 2), 429)
    checks.status(stage.api.get(_NEW, token=stage.another_app().app_token()), 200)


@case("api/limited/pools", QUIRK, evidence=("quirk ratelimit_per_app_pool",), needs=("control",))
def who_shares_a_budget(stage: Stage) -> None:
    """Whether a user's calls are limited once its app has used up the budget is for the setting."""
    app, user = stage.app_token(), stage.login().access_token
    stage.set(ratelimit_unpublished="per_second_10")
    for shared, status in (("per_app", 429), ("both", 429), ("per_token", 200)):
        stage.set(ratelimit_per_app_pool=shared)
        stage.wait(1)
        with stage.log.quiet():
            for _ in range(10):
                checks.status(stage.api.get(_STATS, token=app), 200)
        checks.status(stage.api.get(_STATS, token=app), 429)
        checks.status(stage.api.get(_STATS, token=user), status)


@case(
    "api/faults/server_error",
    MUST,
    evidence=("ARCHITECTURE.md The mock",),
    needs=("control",),
)
def a_failure_passes(stage: Stage) -> None:
    """A failure strikes as often as it is armed for, and then the call passes."""
    token = stage.app_token()
    body = '{"data":null,"message":"internal server error"}'
    stage.control.arm(
        operation="getLivestreamStats",
        status=500,
        content_type="application/json",
        body=body,
        count=2,
    )
    for _ in range(2):
        refused(stage.api.get(_STATS, token=token), 500)
    checks.status(stage.api.get(_STATS, token=token), 200)


@case("api/faults/before", MUST, evidence=("ARCHITECTURE.md The mock",), needs=("control",))
def a_failure_before_the_change(stage: Stage) -> None:
    """A call that fails before it takes effect changes nothing."""
    token = stage.login().access_token
    stage.set(channels_stale_reads="0")
    stage.control.arm(operation="updateChannel", status=503)
    change = {"stream_title": "Lost"}
    checks.status(stage.api.patch("/public/v1/channels", json=change, token=token), 503)
    title = stage.api.get("/public/v1/channels", token=token).data[0]["stream_title"]
    checks.different("title", title, "Lost")


@case("api/faults/after", MUST, evidence=("ARCHITECTURE.md The mock",), needs=("control",))
def a_failure_after_the_change(stage: Stage) -> None:
    """A call whose answer is lost has taken effect all the same."""
    token = stage.login().access_token
    stage.set(channels_stale_reads="0")
    stage.control.arm(operation="updateChannel", status=503, after_commit=True)
    change = {"stream_title": "Kept"}
    checks.status(stage.api.patch("/public/v1/channels", json=change, token=token), 503)
    title = stage.api.get("/public/v1/channels", token=token).data[0]["stream_title"]
    checks.same("title", title, "Kept")


@case("api/faults/forbidden", QUIRK, evidence=("quirk api_401_overloaded",), needs=("control",))
def a_refused_permission(stage: Stage) -> None:
    """A permission that is refused looks like a dead token or like 403, as the profile has it."""
    token = stage.login().access_token
    stage.control.arm(quirk="api_401_overloaded", operation="getUsers")
    operation = document("api").operation("getUsers")
    not_allowed(stage, stage.api.get("/public/v1/users", token=token), operation)
    checks.holds("the token lives", stage.lives(token))


@case("api/faults/edge", QUIRK, evidence=("quirk wrong_host_blocked",), needs=("control",))
def a_page_of_the_edge(stage: Stage) -> None:
    """The edge answers with a page for people, and the next call passes."""
    token = stage.app_token()
    page = "<!doctype html><html><head><title>Just a moment...</title></head></html>"
    stage.control.arm(
        operation="getLivestreamStats", status=403, content_type="text/html", body=page
    )
    answer = stage.api.get(_STATS, token=token)
    checks.status(answer, 403)
    checks.header(answer, "content-type", "text/html.*")
    checks.status(stage.api.get(_STATS, token=token), 200)
