"""The runner comes to the right verdict, and every case begins anew."""

from __future__ import annotations

import json
import runpy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from kickwire_mock import RunningServer

from conformance.suite import checks
from conformance.suite.cases import Failed, Skipped
from conformance.suite.runner import Result, Runner
from conformance.suite.stage import Stage
from conformance.suite.target import TargetError, from_ready_line
from conformance.suite.ways import Way
from conformance.tests.suite.suite_server import CONTROLLED, a_case, line_of, target_of

STRICT = Way("strict")


def run(server: RunningServer, body: Callable[[Stage], object]) -> Result:
    """What comes of a case under strict."""
    with Runner(target_of(server)) as runner:
        return runner.run_one(a_case(body), STRICT)


def fails(stage: Stage) -> None:
    """A case that fails."""
    raise Failed("expected 1, got 2")


def is_skipped(stage: Stage) -> None:
    """A case that cannot be run."""
    raise Skipped("needs the moon")


def breaks(stage: Stage) -> None:
    """A case with a mistake."""
    raise ValueError("it is not so")


def test_a_promise_that_is_kept_holds(server: RunningServer) -> None:
    """A case that raises nothing holds, and its requests are its evidence."""
    result = run(server, lambda stage: stage.lives(stage.target.token))

    assert (result.verdict, result.reason) == ("held", "")
    assert result.evidence == ("GET /public/v1/livestreams/stats -> 200",)


@pytest.mark.parametrize(
    ("body", "verdict", "reason"),
    [
        (fails, "failed", "expected 1, got 2"),
        (is_skipped, "skipped", "needs the moon"),
        (breaks, "error", "ValueError: it is not so"),
    ],
)
def test_each_end_has_its_verdict(
    server: RunningServer, body: Callable[[Stage], None], verdict: str, reason: str
) -> None:
    """A broken promise, a reason to skip and a mistake are told apart, each with its words."""
    result = run(server, body)

    assert (result.verdict, result.reason) == (verdict, reason)


def test_a_bare_assert_is_told_by_its_line(server: RunningServer, tmp_path: Path) -> None:
    """An assert without words fails with its own text, as no test runner is there to explain it."""
    path = tmp_path / "bare.py"
    path.write_text("def body(stage):\n    assert stage.profile == 'docs'\n", encoding="utf-8")

    result = run(server, runpy.run_path(str(path))["body"])

    assert (result.verdict, result.reason) == ("failed", "expected: assert stage.profile == 'docs'")


def test_no_answer_is_a_failure(server: RunningServer) -> None:
    """A server that hangs up has not kept the promise."""

    def body(stage: Stage) -> None:
        stage.control.arm(operation="getLivestreamStats", reset=True)
        stage.lives(stage.target.token)

    result = run(server, body)

    assert result.verdict == "failed"
    assert "expected an answer" in result.reason
    assert result.evidence == ("GET /public/v1/livestreams/stats -> no answer",)


@pytest.mark.parametrize("gone", ["id_url", "api_url"])
def test_a_server_that_is_away_ends_the_run(server: RunningServer, gone: str) -> None:
    """Where a host does not answer no case begins, and the error names it."""
    line = {**json.loads(line_of(server)), gone: "http://127.0.0.1:1"}
    away = from_ready_line(json.dumps(line))

    with Runner(away) as runner, pytest.raises(TargetError, match=f"^{gone} does not answer at"):
        list(runner.run([(a_case(lambda stage: None), STRICT)]))


def test_a_server_that_dies_ends_the_run(server: RunningServer) -> None:
    """A case that gets no answer fails, unless nothing is answered any more."""
    away = replace(target_of(server, without=CONTROLLED), api_url="http://127.0.0.1:1")

    with Runner(away) as runner, pytest.raises(TargetError, match="after id/made/1 under strict"):
        runner.run_one(a_case(lambda stage: stage.api.get("/public/v1/public-key")), STRICT)


def test_no_half_of_a_secret_is_told(server: RunningServer) -> None:
    """What is too long is cut between words, so that no secret escapes as a part of itself."""

    def body(stage: Stage) -> None:
        checks.same("answer", f"{'x' * 180} {stage.target.token}", "")

    assert "[secret]" not in (told := run(server, body).reason)
    assert told.endswith("x ...")


def test_every_case_begins_anew(server: RunningServer) -> None:
    """Settings, time and tokens of one case are unknown to the next."""

    def first(stage: Stage) -> None:
        stage.set(refresh_reuse_policy="reusable")
        stage.wait(10_000_000)
        stage.revoke(stage.target.token)

    def second(stage: Stage) -> None:
        checks.same("setting", stage.setting("refresh_reuse_policy"), "strict")
        checks.holds("the token lives", stage.lives(stage.target.token))

    assert [run(server, first).verdict, run(server, second).verdict] == ["held", "held"]


def test_a_case_runs_under_its_profiles(server: RunningServer) -> None:
    """The server has the profile of the run, and a case is left out where it says nothing."""
    seen: list[tuple[str, str]] = []

    def body(stage: Stage) -> None:
        seen.append((stage.profile, stage.introspect(stage.unknown_token()).asked))
        checks.status(stage.introspect(stage.unknown_token()), _status[stage.profile])

    _status = {"strict": 401, "docs": 200}
    with Runner(target_of(server)) as runner:
        found = list(runner.run((a_case(body), Way(each)) for each in ("strict", "docs")))

    assert [one.verdict for one in found] == ["held", "held"]
    assert [profile for profile, _ in seen] == ["strict", "docs"]


def test_what_needs_control_is_skipped_without(server: RunningServer) -> None:
    """Without control_url a case that says so, and one that finds out, are skipped alike."""
    target = target_of(server, without=CONTROLLED)

    with Runner(target) as runner:
        said = runner.run_one(a_case(fails, needs=("control",)), STRICT)
        found = runner.run_one(a_case(lambda stage: stage.wait(1)), STRICT)

    assert (said.verdict, said.reason) == ("skipped", "needs control_url")
    assert (found.verdict, found.reason) == ("skipped", "needs control_url")


def test_a_login_needs_no_control(server: RunningServer) -> None:
    """A user logs in over the consent page, also where nothing else is to be had."""
    target = target_of(server, without=CONTROLLED)

    with Runner(target) as runner:
        result = runner.run_one(a_case(lambda stage: stage.login("bob")), STRICT)

    assert result.evidence[:2] == (
        "GET /oauth/authorize -> 200",
        "POST /oauth/authorize -> 302",
    )
    assert result.verdict == "held"


@pytest.mark.parametrize("without", ["client_id", "client_secret", "redirect_uri"])
def test_a_login_without_an_app_is_skipped(server: RunningServer, without: str) -> None:
    """A ready line without an app is no reason to fail."""
    with Runner(target_of(server, without=(without,))) as runner:
        result = runner.run_one(a_case(lambda stage: stage.login()), STRICT)

    assert result.verdict == "skipped"
    assert result.reason == "needs client_id, client_secret and redirect_uri"


def test_what_was_left_for_the_end_is_done(server: RunningServer) -> None:
    """The last thing first, also after a failure."""
    done: list[int] = []

    def body(stage: Stage) -> None:
        stage.at_end(lambda: done.append(1))
        stage.at_end(lambda: done.append(2))
        fails(stage)

    assert run(server, body).verdict == "failed"
    assert done == [2, 1]


def test_no_secret_is_told(server: RunningServer) -> None:
    """Tokens, codes and secrets that come up in a failure are masked, and so are ports."""

    def body(stage: Stage) -> None:
        pair, code = stage.login(), stage.app.code()
        secrets = [pair.access_token, pair.refresh_token, code, stage.app_token()]
        told = [*secrets, stage.target.token, stage.app.client_secret, stage.id.url]
        stage.note(" ".join(told))
        raise Failed(" ".join(told))

    result = run(server, body)

    masked = " ".join(["[secret]"] * 6 + ["{id_url}"])
    assert result.reason == masked
    assert result.evidence[-1] == masked
