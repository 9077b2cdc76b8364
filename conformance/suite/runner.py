"""Runs cases and comes to verdicts."""

from __future__ import annotations

import linecache
import time
import traceback
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Literal, Self, TypeAlias, get_args

import httpx

from conformance.suite.cases import Case, Failed, Skipped
from conformance.suite.control import Control
from conformance.suite.probes import PATIENCE, NoAnswer, shortened
from conformance.suite.stage import NEEDS, Stage
from conformance.suite.target import Target, TargetError
from conformance.suite.ways import Way

Verdict: TypeAlias = Literal["held", "failed", "error", "skipped"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

_LONGEST = 4000
_PATIENCE_AT_THE_START = 10.0


@dataclass(frozen=True)
class Result:
    """What came of a case under a way."""

    case: Case
    way: Way
    verdict: Verdict
    reason: str = ""
    """Why it did not hold, or was skipped."""
    evidence: tuple[str, ...] = ()
    seconds: float = field(default=0.0, compare=False)
    asked: frozenset[str] = field(default=frozenset(), repr=False)
    """The settings that it asked for, to know what is right."""

    @property
    def profile(self) -> str:
        """The profile of the way."""
        return self.way.profile


class Runner:
    """Runs cases against one server, each with a fresh state.

    Args:
        target: the server.
        seed: handed to every stage.
    """

    def __init__(self, target: Target, seed: int = 0) -> None:
        self._target = target
        self._seed = seed
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._http = self._open.enter_context(httpx.Client(timeout=PATIENCE, trust_env=False))
        url = self._target.control_url
        self._control = None if url is None else self._open.enter_context(Control(url))
        return self

    def demand_answers(self, when: str) -> None:
        """Make sure that both hosts answer anything at all.

        Args:
            when: for the error.

        Raises:
            TargetError: one does not, so nothing can be said of the server.
        """
        for name, url in (("id_url", self._target.id_url), ("api_url", self._target.api_url)):
            try:
                self._http.get(url, timeout=_PATIENCE_AT_THE_START)
            except (httpx.TransportError, httpx.InvalidURL) as error:
                told = type(error).__name__
                raise TargetError(f"{name} does not answer {when}: {told}") from None

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def run(self, wanted: Iterable[tuple[Case, Way]]) -> Iterator[Result]:
        """Run cases, each under its way; results as they come.

        Raises:
            TargetError: the server does not answer, or no longer does.
        """
        self.demand_answers("at the start")
        for case, way in wanted:
            yield self.run_one(case, way)

    def run_one(self, case: Case, way: Way) -> Result:
        """Run one case under one way.

        Raises:
            TargetError: no answer came, and none comes to anything any more.
        """
        for need in case.needs:
            there, reason = NEEDS[need]
            if not there(self._target):
                return Result(case, way, "skipped", reason)
        began = time.monotonic()
        stage = self._stage(way)
        verdict, reason = self._judged(case, stage)
        seconds = time.monotonic() - began
        reason = shortened(stage.log.masked(reason), _LONGEST)
        return Result(case, way, verdict, reason, stage.log.lines, seconds, frozenset(stage.asked))

    def fresh_stage(self, way: Way) -> Stage:
        """A stage on a server that was reset, if it can be.

        Raises:
            ControlError: it refuses.
        """
        stage = self._stage(way)
        stage.begin()
        return stage

    def _stage(self, way: Way) -> Stage:
        return Stage(self._target, way, self._http, self._control, self._seed)

    def _judged(self, case: Case, stage: Stage) -> tuple[Verdict, str]:
        try:
            stage.begin()
            try:
                case.run(stage)
            finally:
                stage.close()
        except Skipped as skipped:
            return "skipped", str(skipped)
        except AssertionError as failure:
            if isinstance(failure, NoAnswer):
                self.demand_answers(f"after {case.id} under {stage.way}")
            return "failed", _told(failure)
        except Exception as error:
            if isinstance(error, httpx.TransportError):
                self.demand_answers(f"after {case.id} under {stage.way}")
            return "error", f"{type(error).__name__}: {error}"
        return "held", ""


def _told(failure: AssertionError) -> str:
    """Its text, the line of an assert that has none, and what hypothesis has noted."""
    text = str(failure)
    if not isinstance(failure, Failed) and not text:
        last = traceback.extract_tb(failure.__traceback__)[-1]
        text = f"expected: {linecache.getline(last.filename, last.lineno or 0).strip()}"
    return "\n".join([text, *getattr(failure, "__notes__", [])])
