"""A whole run: cases on one server, documents on it or, if the mock is ours, on further ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Event

from conformance.suite import documents
from conformance.suite.cases import Case
from conformance.suite.moved import Selection
from conformance.suite.runner import Result, Runner
from conformance.suite.target import Target, TargetError, started_mock
from conformance.suite.ways import Way

_AT_A_TIME = 2
"""Documents that are run beside the cases, where the mock is ours."""


def run(
    cases: Sequence[Case],
    ways: Sequence[Way],
    *,
    moves: Sequence[Way] = (),
    target: Target | None = None,
    seed: int = 0,
    tell: Callable[[Result], None] | None = None,
) -> list[Result]:
    """Run cases and documents; the results in the order of cases and ways.

    Args:
        cases: in order.
        ways: under each of which every case is run; without control there can be one only.
        moves: under each of which those cases are run for which it can matter.
        target: the server; our own mock if None, which is started and ended.
        seed: handed to every stage.
        tell: called with each result as it comes, from the thread of cases or of documents.

    Raises:
        TargetError: the mock did not start, the server does not answer, or cannot change its
            settings.
        SuiteError: schemathesis did not do its work.
    """
    if target is not None and target.control_url is None:
        _demand_one(ways, moves)
    session = _Session(ways, moves, seed, tell)
    files = [case for case in cases if case.id.startswith("doc/")]
    others = [case for case in cases if not case.id.startswith("doc/")]
    if target is None:
        results = session.beside_each_other(others, files)
    else:
        jobs = session.jobs(files)
        results = session.cases(others, target) + session.documents(jobs, target, ours=False)
    return sorted(results, key=lambda one: (one.case.order, one.way.order))


def _demand_one(ways: Sequence[Way], moves: Sequence[Way]) -> None:
    if len(ways) > 1:
        raise TargetError("without control_url the profile cannot be changed: name one of them")
    if moves or any(way.moved for way in ways):
        raise TargetError("without control_url no setting can be moved")


_Job = tuple[Way, Sequence[Case]]
"""Cases of one document, to be run together."""


@dataclass(frozen=True)
class _Session:
    """What is the same for all parts of a run."""

    ways: Sequence[Way]
    moves: Sequence[Way]
    seed: int
    tell: Callable[[Result], None] | None
    ended: Event = field(default_factory=Event)
    """Set when nobody waits for further results."""

    def beside_each_other(self, others: Sequence[Case], files: Sequence[Case]) -> list[Result]:
        """Cases and documents at a time, each on a mock of its own."""
        jobs = self.jobs(files)

        def about_files() -> list[Result]:
            with _mock_for(files) as target:
                return [] if target is None else self.documents(jobs, target, ours=True)

        with ThreadPoolExecutor(_AT_A_TIME) as pool:
            shares = [pool.submit(about_files) for _ in range(_AT_A_TIME)]
            try:
                with _mock_for(others) as target:
                    results = [] if target is None else self.cases(others, target)
                return results + [one for share in shares for one in share.result()]
            finally:
                self.ended.set()

    def cases(self, cases: Sequence[Case], target: Target) -> list[Result]:
        """Run cases under each way, then under each move those that ask for it."""
        everything = [(case, way) for case in cases for way in self.ways if _says(case, way)]
        with Runner(target, self.seed) as runner:
            results = self._told(runner.run(everything))
            selection = Selection(cases, results)
            some = [(case, way) for way in self.moves for case in selection.of(way)]
            return results + self._told(runner.run(some))

    def jobs(self, cases: Sequence[Case]) -> SimpleQueue[_Job]:
        """The documents that are to be run."""
        jobs, selection = SimpleQueue[_Job](), Selection(cases)
        for way in (*self.ways, *self.moves):
            chosen = list(selection.of(way)) if way in self.moves else cases
            for name in documents.NAMES:
                if mine := [case for case in chosen if case.id.startswith(f"doc/{name}/")]:
                    jobs.put((way, mine))
        return jobs

    def documents(self, jobs: SimpleQueue[_Job], target: Target, *, ours: bool) -> list[Result]:
        """Run documents one after the other, until none is left."""
        return self._told(self._each_document(jobs, target, ours))

    def _each_document(
        self, jobs: SimpleQueue[_Job], target: Target, ours: bool
    ) -> Iterator[Result]:
        with Runner(target, self.seed) as runner:
            runner.demand_answers("at the start")
            while not self.ended.is_set():
                try:
                    way, mine = jobs.get_nowait()
                except Empty:
                    return
                yield from documents.run_all(runner.fresh_stage(way), mine, ours=ours)

    def _told(self, results: Iterable[Result]) -> list[Result]:
        found: list[Result] = []
        for result in results:
            found.append(result)
            if self.tell is not None:
                self.tell(result)
        return found


def _says(case: Case, way: Way) -> bool:
    return way.profile in case.profiles


def _mock_for(cases: Sequence[Case]) -> AbstractContextManager[Target | None]:
    return started_mock() if cases else nullcontext()
