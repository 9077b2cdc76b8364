"""Trials in processes of their own, some at a time, each ended when its time is up.

They are forks of a server that has read all cases and documents once, and runs no threads.
"""

from __future__ import annotations

import multiprocessing
import os
import pkgutil
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from conformance.selftest import plants
from conformance.selftest.plant import Plant
from conformance.selftest.trial import Outcome, ailing, tried
from conformance.suite import suites
from conformance.suite.schemathesis_process import PRELOADED

PATIENCE = 60.0
"""Seconds in which a plant has to be found, the start of the mock included."""

_ALL_CASES = 240.0
"""Seconds for the cases of all plants with nothing planted."""

_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(
    [
        *(
            f"{package.__name__}.{module.name}"
            for package in (plants, suites)
            for module in pkgutil.iter_modules(package.__path__)
        ),
        "conformance.selftest.warmed",
        *PRELOADED,
    ]
)


@dataclass(frozen=True)
class _Job:
    """What a process is to do, and how long it may take."""

    name: str
    """Of a plant, which an accident is told of."""
    run: Callable[[], list[Outcome]]
    patience: float


@dataclass(frozen=True)
class _Running:
    """A process that is at it."""

    job: _Job
    process: BaseProcess
    outcomes: Connection
    until: float

    def landed(self) -> list[Outcome]:
        """What it says, or what became of it."""
        said: list[Outcome] | None = None
        if self.outcomes.poll():
            try:
                said = self.outcomes.recv()
            except EOFError:
                said = None
        _end(self.process)
        if said is None:
            late = time.monotonic() >= self.until
            why = f"no verdict after {self.job.patience:g} s" if late else "its process died"
            return [Outcome(self.job.name, "broken", why)]
        return said


def run(planted: Sequence[Plant], jobs: int) -> Iterator[Outcome]:
    """Try plants, and their cases as things are; outcomes as they come.

    Args:
        planted: what to try.
        jobs: how many processes at a time.
    """
    waiting = [_Job(each.name, partial(_alone, each), PATIENCE) for each in planted]
    waiting.insert(0, _Job(planted[0].name, partial(ailing, planted), _ALL_CASES))
    running: list[_Running] = []
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                running.append(_started(waiting.pop(0)))
            for each in _landing(running):
                running.remove(each)
                yield from each.landed()
    finally:
        for each in running:
            _end(each.process)


def _alone(plant: Plant) -> list[Outcome]:
    return [tried(plant)]


def _started(job: _Job) -> _Running:
    ours, theirs = _SERVER.Pipe(duplex=False)
    process = _SERVER.Process(target=_child, args=(job.run, theirs), daemon=False)
    process.start()
    theirs.close()
    return _Running(job, process, ours, time.monotonic() + job.patience)


def _child(run: Callable[[], list[Outcome]], outcomes: Connection) -> None:
    os.setsid()  # so that its mock ends with it
    outcomes.send(run())


def _landing(running: Sequence[_Running]) -> list[_Running]:
    """Those who have said something, have ended, or have had their time."""
    soonest = min(each.until for each in running)
    ready = wait([each.outcomes for each in running], max(0.0, soonest - time.monotonic()))
    now = time.monotonic()
    return [each for each in running if each.outcomes in ready or now >= each.until]


def _end(process: BaseProcess) -> None:
    process.join(1.0)
    if process.is_alive() and process.pid is not None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:  # on a busy machine: it has no group yet, nor anything in it
            process.kill()
        process.join()
    process.close()
