"""Document conformance: schemathesis sends what the documents allow and what they forbid.

One process of schemathesis does all operations of a document; what it finds is split by operation,
each a case ``doc/<document>/<operationId>``. A finding holds against its case unless an entry of
``allowed.toml`` explains it by the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conformance.suite.allowed import Allowed, read_allowed
from conformance.suite.cases import MUST, Case, Failed, Skipped
from conformance.suite.runner import Result, Verdict
from conformance.suite.schemathesis_run import OFFLINE, DocumentRun, Tokens, label, send
from conformance.suite.spec import Document, Operation, document
from conformance.suite.stage import NEEDS, Stage
from conformance.suite.target import Target
from conformance.suite.ways import Way

NAMES = ("api", "id")


def doc_cases() -> list[Case]:
    """A case for each operation of the documents."""
    return [
        Case(
            id=f"doc/{name}/{operation.id}",
            level=MUST,
            promise=(
                f"{label(operation)} answers as its document says, refuses what it forbids, and "
                "asks for the token that it demands."
            ),
            evidence=(f"document {name} {operation.id}",),
            run=_Alone(name, operation.id),
        )
        for name in NAMES
        for operation in document(name).operations
    ]


@dataclass(frozen=True)
class _Alone:
    """Runs one operation as any other case is run."""

    document: str
    operation: str

    def __call__(self, stage: Stage) -> None:
        """Send what the document allows and what it forbids for this operation."""
        owner = document(self.document)
        operation = owner.operation(self.operation)
        if reason := _missing(stage.target, operation):
            raise Skipped(reason)
        tokens = tokens_for(stage, [operation])
        run = send(owner, [operation], stage.target, tokens, stage.log, spacing=stage.spacing)
        judged = judge(owner, operation, run, stage.way, read_allowed())
        for line in judged.evidence:
            stage.note(line)
        if judged.reason:
            raise Failed(judged.reason)


def run_all(stage: Stage, cases: Sequence[Case], *, ours: bool) -> Iterator[Result]:
    """Run the document cases of one document together.

    Args:
        stage: fresh, as for any case.
        cases: of one document.
        ours: whether the server is our own mock; then an entry of ``allowed.toml`` that explains
            nothing is a failure too.

    Raises:
        SuiteError: schemathesis did not do its work.
    """
    if not cases:
        return
    owner = document(cases[0].id.split("/")[1])
    operations = {case.id: owner.operation(case.id.split("/")[2]) for case in cases}
    reasons = {key: _missing(stage.target, one) for key, one in operations.items()}
    possible = [one for key, one in operations.items() if not reasons[key]]
    allowed = read_allowed()
    try:
        tokens = tokens_for(stage, possible)
    except (Failed, Skipped) as reason:
        verdict: Verdict = "failed" if isinstance(reason, Failed) else "skipped"
        told = stage.log.masked(f"no tokens to send: {reason}")
        yield from (Result(case, stage.way, verdict, told) for case in cases)
        return
    run = send(owner, possible, stage.target, tokens, stage.log, spacing=stage.spacing)
    for case in cases:
        operation = operations[case.id]
        if reasons[case.id]:
            yield Result(case, stage.way, "skipped", reasons[case.id])
            continue
        judged = judge(owner, operation, run, stage.way, allowed, strictly=ours)
        yield Result(
            case,
            stage.way,
            "failed" if judged.reason else "held",
            stage.log.masked(judged.reason),
            judged.evidence,
            run.seconds / len(cases),
        )


def _missing(target: Target, operation: Operation) -> str:
    """What the ready line lacks to call an operation; empty if nothing."""
    there, reason = NEEDS["app"]
    if (operation.app_only or operation.id in OFFLINE) and not there(target):
        return reason
    return "needs a second user" if operation.id in OFFLINE and len(target.users) < 2 else ""


def tokens_for(stage: Stage, operations: Sequence[Operation]) -> Tokens:
    """The tokens that some operations need, of the people and the app of the stage."""
    user = app = offline = stage.target.token
    if any(one.app_only for one in operations):
        app = stage.app_token()
    if any(one.id in OFFLINE for one in operations):
        offline = stage.login(stage.target.users[1]).access_token
    return Tokens(user, app, offline)


@dataclass(frozen=True)
class Judged:
    """What came of one operation."""

    evidence: tuple[str, ...]
    reason: str
    """Why it did not hold; empty if it did."""


def judge(
    owner: Document,
    operation: Operation,
    run: DocumentRun,
    way: Way,
    allowed: Sequence[Allowed],
    *,
    strictly: bool = False,
    random: bool = False,
) -> Judged:
    """Tell the explained findings of an operation from the unexplained.

    Args:
        owner: its document.
        operation: of this run.
        run: what was found.
        way: an entry may hold under some only.
        allowed: the entries.
        strictly: name entries that explain nothing any more.
        random: the cases were drawn at random; entries for such cases explain findings too.
    """
    name = label(operation)
    known = {
        one.check: one
        for one in allowed
        if one.about(owner.name, operation.id, way) and (random or not one.random)
    }
    found = run.findings.get(name, ())
    counts = run.answers[name]
    told = ", ".join(f"{status} x{counts[status]}" for status in sorted(counts))
    evidence = [f"{counts.total()} requests: {told}"]
    evidence += [f"{check}: allowed by {known[check].quirk}" for check in found if check in known]
    reasons = [check for check in found if check not in known]
    stale = [check for check in known if check not in found] if strictly else []
    lines = [f"expected no findings, got {', '.join(reasons)}"] if reasons else []
    lines += [run.said.get(name, "")] if reasons else []
    lines += [f"allowed.toml: {check} does not occur any more" for check in stale]
    return Judged(tuple(evidence), "\n\n".join(filter(None, lines)))
