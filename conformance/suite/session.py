"""A whole run: cases on one server, documents on it or, if the mock is ours, on a second one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from threading import Event

from conformance.suite import documents
from conformance.suite.cases import PROFILES, Case
from conformance.suite.runner import Result, Runner
from conformance.suite.target import Target, TargetError, started_mock


def run(
    cases: Sequence[Case],
    profiles: Sequence[str] = (),
    *,
    target: Target | None = None,
    seed: int = 0,
    tell: Callable[[Result], None] | None = None,
) -> list[Result]:
    """Run cases and documents; the results in the order of cases and profiles.

    Args:
        cases: in order.
        profiles: all if empty; without control there can be one only, and strict is it.
        target: the server; our own mock if None, which is started and ended.
        seed: handed to every stage.
        tell: called with each result as it comes, from the thread of cases or of documents.

    Raises:
        TargetError: the mock did not start, the server does not answer, or cannot change its
            profile.
        SuiteError: schemathesis did not do its work.
    """
    session = _Session(_profiles(profiles, target), seed, tell)
    files = [case for case in cases if case.id.startswith("doc/")]
    others = [case for case in cases if not case.id.startswith("doc/")]
    if target is None:
        results = session.beside_each_other(others, files)
    else:
        results = session.cases(others, target) + session.documents(files, target, ours=False)
    return sorted(results, key=lambda one: (one.case.order, PROFILES.index(one.profile)))


def _profiles(wanted: Sequence[str], target: Target | None) -> Sequence[str]:
    if target is None or target.control_url is not None:
        return wanted or PROFILES
    if len(wanted) > 1:
        raise TargetError("without control_url the profile cannot be changed: name one of them")
    return wanted or PROFILES[:1]


@dataclass(frozen=True)
class _Session:
    """What is the same for all parts of a run."""

    profiles: Sequence[str]
    seed: int
    tell: Callable[[Result], None] | None
    ended: Event = field(default_factory=Event)
    """Set when nobody waits for further results."""

    def beside_each_other(self, others: Sequence[Case], files: Sequence[Case]) -> list[Result]:
        """Cases and documents at a time, each on a mock of its own."""

        def about_files() -> list[Result]:
            with _mock_for(files) as target:
                return [] if target is None else self.documents(files, target, ours=True)

        with ThreadPoolExecutor(1) as pool:
            job = pool.submit(about_files)
            try:
                with _mock_for(others) as target:
                    results = [] if target is None else self.cases(others, target)
                return results + job.result()
            finally:
                self.ended.set()

    def cases(self, cases: Sequence[Case], target: Target) -> list[Result]:
        """Run cases under each profile."""
        with Runner(target, self.seed) as runner:
            return self._told(runner.run(cases, self.profiles))

    def documents(self, cases: Sequence[Case], target: Target, *, ours: bool) -> list[Result]:
        """Run the documents under each profile, one after the other."""
        return self._told(self._each_document(cases, target, ours))

    def _each_document(self, cases: Sequence[Case], target: Target, ours: bool) -> Iterator[Result]:
        with Runner(target, self.seed) as runner:
            runner.demand_answers("at the start")
            for profile in self.profiles:
                for name in documents.NAMES:
                    if self.ended.is_set():
                        return
                    mine = [case for case in cases if case.id.startswith(f"doc/{name}/")]
                    yield from documents.run_all(runner.fresh_stage(profile), mine, ours=ours)

    def _told(self, results: Iterable[Result]) -> list[Result]:
        found: list[Result] = []
        for result in results:
            found.append(result)
            if self.tell is not None:
                self.tell(result)
        return found


def _mock_for(cases: Sequence[Case]) -> AbstractContextManager[Target | None]:
    return started_mock() if cases else nullcontext()
