"""One plant, one case: does the case find it?"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Literal, TypeAlias

from conformance.selftest.ground import PlantError
from conformance.selftest.plant import Plant, planting
from conformance.suite import cases, documents
from conformance.suite.cases import Case
from conformance.suite.runner import Runner
from conformance.suite.target import Target, TargetError, from_ready_line, started_mock
from conformance.suite.ways import Way

Verdict: TypeAlias = Literal["found", "missed", "broken"]
"""`broken`: nothing can be said, because the plant or the case does not work."""

_VERDICTS: dict[str, Verdict] = {"failed": "found", "held": "missed"}
_PLANTED = [sys.executable, "-m", "conformance.selftest.planted"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a trial.

    Attributes:
        name: of the plant.
        verdict: see `Verdict`.
        told: what the case said, or why nothing can be said.
        seconds: from the start of the mock to the verdict.
    """

    name: str
    verdict: Verdict
    told: str = ""
    seconds: float = 0.0


def tried(plant: Plant) -> Outcome:
    """Plant a bug, and run the case that has to find it.

    What a bug of the client has spoiled stays so: run this in a process of its own.
    """
    began = time.monotonic()
    try:
        case = _case(plant.case)
        with ExitStack() as opened:
            opened.enter_context(planting(plant))
            target = opened.enter_context(_own_mock())
            result = opened.enter_context(Runner(target)).run_one(case, plant.way)
    except (PlantError, TargetError) as error:
        return Outcome(plant.name, "broken", str(error), time.monotonic() - began)
    verdict = _VERDICTS.get(result.verdict, "broken")
    return Outcome(plant.name, verdict, result.reason, time.monotonic() - began)


@contextmanager
def _own_mock() -> Generator[Target]:
    """The mock in this process, with what is planted here."""
    from kickwire_mock import start_server

    with start_server() as server:
        yield from_ready_line(json.dumps(server.ready()))


def ailing(plants: Sequence[Plant]) -> list[Outcome]:
    """Those plants whose case does not hold with nothing planted, each with what it says then."""
    told: dict[tuple[str, Way], str] = {}
    with started_mock() as target, Runner(target) as runner:
        for plant in plants:
            wanted = plant.case, plant.way
            if wanted not in told:
                told[wanted] = _ailment(runner, plant)
    return [
        Outcome(each.name, "broken", why) for each in plants if (why := told[each.case, each.way])
    ]


def _ailment(runner: Runner, plant: Plant) -> str:
    try:
        result = runner.run_one(_case(plant.case), plant.way)
    except PlantError as error:
        return str(error)
    if result.verdict == "held":
        return ""
    return f"{plant.case} is {result.verdict} with nothing planted: {result.reason}"


def all_cases() -> list[Case]:
    """Those of the suites, and one for each operation of the documents."""
    return [*cases.load(), *documents.doc_cases()]


def _case(id: str) -> Case:
    found = {each.id: each for each in all_cases()}.get(id)
    if found is None:
        raise PlantError(f"there is no case {id}")
    return found
