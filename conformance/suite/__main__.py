"""``make conformance [TARGET='ready line as JSON']``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext

import yaml

from conformance.suite import documents
from conformance.suite.target import Target, TargetError, from_ready_line, started_mock


def main(arguments: list[str] | None = None) -> int:
    """Run, tell, and say by the exit code: 0 held, 1 did not hold, 2 could not be run."""
    parser = argparse.ArgumentParser(prog="make conformance", description=__doc__)
    parser.add_argument("--target", default="", help="ready line of a server; the mock if absent")
    given = parser.parse_args(arguments).target
    try:
        with _target(given) as target:
            runs = documents.run(target)
        found = [finding for one in runs for finding in one.findings]
        verdict = documents.judge(found, documents.read_allowed(), ledger_ids())
    except (TargetError, documents.SuiteError) as error:
        print(f"make conformance: {error}", file=sys.stderr)
        return 2
    for line in told(runs, verdict):
        print(line)
    return 0 if verdict.passed else 1


def ledger_ids() -> set[str]:
    """The ids of all entries of the ledger."""
    ledger = yaml.safe_load((documents.SPEC / "quirks.yaml").read_text("utf-8"))
    return {quirk["id"] for quirk in ledger["quirks"]}


def told(runs: list[documents.DocumentRun], verdict: documents.Verdict) -> Iterator[str]:
    """The outcome as lines of text, with a document's report where something is unexplained."""
    guilty = {finding.document for finding in verdict.unexplained}
    for one in runs:
        if one.document in guilty:
            yield one.report
    for one in runs:
        counted = f"{one.operations} operations, {one.cases} cases, {len(one.findings)} findings"
        yield f"{one.document}: {counted}"
    for finding in verdict.explained:
        yield f"allowed: {finding.document} {finding.operation}: {finding.check}"
    for finding in verdict.unexplained:
        yield f"NOT ALLOWED: {finding.document} {finding.operation}: {finding.check}"
    for entry in verdict.stale:
        yield f"NO LONGER OCCURS: {entry.document} {entry.operation}: {entry.check} ({entry.quirk})"
    yield "conformance: held" if verdict.passed else "conformance: did not hold"


def _target(given: str) -> AbstractContextManager[Target]:
    return nullcontext(from_ready_line(given)) if given else started_mock()


if __name__ == "__main__":
    sys.exit(main())
