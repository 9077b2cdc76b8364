"""One process of schemathesis: started, waited for, and its report read.

What it prints is kept as the way to reproduce a finding, without what differs between runs.
"""

from __future__ import annotations

import json
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, cast

from conformance.suite.probes import Log
from conformance.suite.schemathesis_process import started
from conformance.suite.spec import Document, Operation
from conformance.suite.target import Target

HERE = Path(__file__).resolve().parent
OFFLINE = ("enrollInAds",)
"""Operations that want a channel that is not live: that of the second user."""
COVERAGE = ("--phases", "coverage", "--generation-deterministic", "--seed", "1")
"""Every boundary of every parameter, the same cases in each run."""
_PATIENCE = 300
_SAID = "said"
_SECTION = re.compile(r"_{3,} ((?:[A-Z]+) \S+|Stateful tests) _{3,}")
_END = re.compile(r"={3,} [A-Z]+ ={3,}")
_IN_A_ROW = "Stateful tests"
_CODE = re.compile(r"- (ST\d+) ")
_SENT = re.compile(r"curl -X ([A-Z]+) .*?\{\w+_url\}(/[^?'\s]*)")
_PASSING = re.compile(r"^(\d+\. )?Test Case ID: .*$|^ *st replay .*$", re.MULTILINE)
_LONGEST_SAID = 400


def at_random(seed: int, examples: int) -> tuple[str, ...]:
    """The phases that draw at random: the documents' examples, fuzzing, and calls in a row.

    Args:
        seed: other draws, the same again.
        examples: at most so many for each operation.
    """
    phases = ("--phases", "examples,fuzzing,stateful", "--generation-database", "none")
    return (*phases, "--seed", str(seed), "--max-examples", str(examples))


class SuiteError(Exception):
    """The suite itself could not do its work. The text is one line."""


@dataclass(frozen=True)
class DocumentRun:
    """What schemathesis found in one document, by the label of an operation: ``GET /path``."""

    answers: Mapping[str, Counter[str]]
    """How many requests got which status."""
    findings: Mapping[str, Sequence[str]]
    """The checks that did not hold, each once."""
    said: Mapping[str, str]
    """How to reproduce that, in schemathesis' words."""
    seconds: float = field(default=0.0, compare=False)


def label(operation: Operation) -> str:
    """How reports name an operation."""
    return f"{operation.method} {operation.path}"


@dataclass(frozen=True)
class Tokens:
    """Whose tokens are sent."""

    user: str = field(repr=False)
    app: str = field(repr=False)
    offline: str = field(repr=False)
    """Of a user who is not live."""


def send(
    owner: Document,
    operations: Sequence[Operation],
    target: Target,
    tokens: Tokens,
    log: Log,
    phases: Sequence[str] = COVERAGE,
    spacing: float = 0.0,
) -> DocumentRun:
    """Let schemathesis send its cases for some operations of a document.

    Args:
        owner: the document.
        operations: of it.
        target: where they are sent.
        tokens: with which.
        log: masks what is told.
        phases: `COVERAGE` or `at_random`.
        spacing: seconds that pass before each request, by the server's clock.

    Raises:
        SuiteError: it ended without a report, or left operations out.
    """
    if not operations:
        return DocumentRun({}, {}, {})
    began = time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kickwire-suite-")))
        process = _start(owner, operations, target, tokens, folder, phases, spacing)
        stack.callback(process.join)
        stack.callback(process.kill)  # before that, and of no effect on one that has ended
        run = finish(owner, operations, process, folder, log)
    return DocumentRun(run.answers, run.findings, run.said, time.monotonic() - began)


def _start(
    owner: Document,
    operations: Sequence[Operation],
    target: Target,
    tokens: Tokens,
    folder: Path,
    phases: Sequence[str],
    spacing: float,
) -> BaseProcess:
    url = {"id": target.id_url, "api": target.api_url}[owner.name]
    workplace = folder / "workplace"
    workplace.mkdir()
    environment = {
        "KICKWIRE_SUITE_USER_TOKEN": tokens.user,
        "KICKWIRE_SUITE_APP_TOKEN": tokens.app,
        "KICKWIRE_SUITE_OFFLINE_TOKEN": tokens.offline,
        "KICKWIRE_SUITE_OFFLINE": " ".join(OFFLINE),
        "KICKWIRE_SUITE_URL": url,
        "KICKWIRE_SUITE_CONTROL": target.control_url or "",
        "KICKWIRE_SUITE_SPACING": str(spacing if target.control_url else 0.0),
        "KICKWIRE_SUITE_HOOKS": str(HERE / "hooks.py"),
        "KICKWIRE_SUITE_ANSWERS": str(folder / "answers"),
        "NO_COLOR": "1",
    }
    arguments = [
        *("--config-file", str(HERE / "schemathesis.toml")),
        *("run", str(owner.path), "--url", url),
        *phases,
        *("--report", "json", "--report-json-path", str(folder / "report.json")),
        *(f"--include-operation-id={one.id}" for one in operations),
    ]
    return started(arguments, environment, workplace, folder / _SAID)


def finish(
    owner: Document,
    operations: Sequence[Operation],
    process: BaseProcess,
    folder: Path,
    log: Log,
) -> DocumentRun:
    """Wait for schemathesis and read its report.

    Raises:
        SuiteError: there is none, it is not complete, or it is not about all operations.
    """
    said = log.masked(_said(owner, process, folder))
    try:
        content = cast("dict[str, Any]", json.loads((folder / "report.json").read_text("utf-8")))
    except (OSError, ValueError):
        words = " ".join(said.split())[-_LONGEST_SAID:]
        raise SuiteError(f"{owner.name}: schemathesis gave no report: {words}") from None
    if not content["complete"] or content["errors"]:
        words = f"{content['errors']}"[:_LONGEST_SAID]
        raise SuiteError(f"{owner.name}: schemathesis did not finish: {words}")
    answers = _answers(folder / "answers")
    if silent := [one.id for one in operations if not answers.get(label(one))]:
        raise SuiteError(f"{owner.name}: nothing was sent to {', '.join(silent)}")
    findings, told = _Split(owner, operations), sections(said)
    for failure in content["failures"]:
        for where in failure["operations"]:
            if where != _IN_A_ROW:
                findings.add(where, str(failure["type"]), told.get(where, ""))
    checks = {str(one.get("code")): str(one["type"]) for one in content["failures"]}
    in_row = [one for one in content["failures"] if _IN_A_ROW in one["operations"]]
    rows = list(in_a_row(operations, told.get(_IN_A_ROW, "")))
    for where, code, call in rows or [(_IN_A_ROW, str(one["code"]), "") for one in in_row]:
        findings.add(where, checks[code], call)
    return DocumentRun(answers, findings.checks(), findings.said())


def in_a_row(operations: Sequence[Operation], said: str) -> Iterator[tuple[str, str, str]]:
    """What calls in a row found, which is told without the operation: that, the code, the call."""
    codes: list[str] = []
    for line in said.splitlines():
        if (found := _CODE.match(line)) is not None:
            codes.append(found[1])
        elif (sent := _SENT.search(line)) is not None:
            where = [label(one) for one in operations if _called(one, sent[1], sent[2])]
            yield from ((where[0] if where else _IN_A_ROW, code, line.strip()) for code in codes)
            codes.clear()


def _called(operation: Operation, method: str, path: str) -> bool:
    template = re.sub(r"\\{.*?\\}", "[^/]+", re.escape(operation.path))
    return operation.method == method and re.fullmatch(template, path) is not None


class _Split:
    """Findings by operation; one about a method that a path does not have is the path's own."""

    def __init__(self, owner: Document, operations: Sequence[Operation]) -> None:
        self._owner = owner
        self._operations = operations
        self._checks: dict[str, set[str]] = {}
        self._said: dict[str, dict[str, str]] = {}

    def add(self, where: str, check: str, said: str) -> None:
        """Note a finding, under the label that schemathesis has for it.

        Raises:
            SuiteError: it is about none of the operations.
        """
        path = where.partition(" ")[2]
        exact = [label(one) for one in self._operations if label(one) == where]
        names = exact or [label(one) for one in self._operations if one.path == path]
        if not names:
            raise SuiteError(f"{self._owner.name}: {check} is about {where}, which was not asked")
        for name in names:
            self._checks.setdefault(name, set()).add(check)
            self._said.setdefault(name, {})[where] = said

    def checks(self) -> dict[str, list[str]]:
        """The checks that did not hold."""
        return {name: sorted(checks) for name, checks in self._checks.items()}

    def said(self) -> dict[str, str]:
        """How to reproduce that."""
        return {name: "\n\n".join(said.values()) for name, said in self._said.items()}


def _said(owner: Document, process: BaseProcess, folder: Path) -> str:
    process.join(_PATIENCE)
    if process.is_alive():
        raise SuiteError(f"{owner.name}: schemathesis took more than {_PATIENCE} s")
    path = folder / _SAID
    return path.read_text("utf-8") if path.exists() else ""


def _answers(path: Path) -> dict[str, Counter[str]]:
    counted: dict[str, Counter[str]] = {}
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    for line in lines:
        operation, _, status = line.partition("\t")
        counted.setdefault(operation, Counter())[status] += 1
    return counted


def sections(said: str) -> dict[str, str]:
    """What was printed about each operation that failed, without what differs between runs."""
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in _PASSING.sub("", said).splitlines():
        if (begins := _SECTION.fullmatch(line)) is not None:
            current = found.setdefault(begins[1], [])
        elif _END.fullmatch(line) is not None:
            current = None
        elif current is not None:
            current.append(line)
    return {
        operation: re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
        for operation, lines in found.items()
    }
