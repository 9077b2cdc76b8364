"""Document conformance: schemathesis sends what the documents allow and what they forbid.

Every finding must be explained by an entry of ``allowed.toml``, and every entry must be needed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

from conformance.suite.target import Target

HERE = Path(__file__).resolve().parent
SPEC = HERE.parent.parent / "spec"
ALLOWED = HERE.parent / "allowed.toml"
_METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


class SuiteError(Exception):
    """The suite itself could not do its work. The text is one line."""


@dataclass(frozen=True, order=True)
class Finding:
    """One check that one operation did not pass."""

    document: str
    operation: str
    check: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.document, self.operation, self.check


@dataclass(frozen=True)
class Allowed:
    """A finding that an entry of the ledger explains."""

    document: str
    operation: str
    check: str
    quirk: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.document, self.operation, self.check


@dataclass(frozen=True)
class DocumentRun:
    """What came of one document."""

    document: str
    operations: int
    cases: int
    findings: tuple[Finding, ...]
    report: str
    """Schemathesis' own words, tokens masked: how to reproduce each finding."""


@dataclass(frozen=True)
class Verdict:
    """The findings of a run against what is allowed."""

    unexplained: tuple[Finding, ...]
    explained: tuple[Finding, ...]
    stale: tuple[Allowed, ...]

    @property
    def passed(self) -> bool:
        return not self.unexplained and not self.stale


def run(target: Target, documents: Sequence[str] = ("id", "api")) -> list[DocumentRun]:
    """Send the coverage cases of the documents to a server, both documents at a time.

    Raises:
        SuiteError: schemathesis ended without a report, or left operations out.
    """
    urls = {"id": target.id_url, "api": target.api_url}
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="kickwire-suite-"))
        started: list[tuple[str, subprocess.Popen[str], Path]] = []
        for document in documents:
            process, report = _start(document, urls[document], target.token, Path(folder))
            stack.enter_context(process)  # waits for it in the end
            stack.callback(process.kill)  # before that, and of no effect on one that has ended
            started.append((document, process, report))
        return [finish(document, process, report) for document, process, report in started]


def read_allowed(path: Path = ALLOWED) -> list[Allowed]:
    """The entries of ``allowed.toml``.

    Raises:
        SuiteError: the file is not TOML, or an entry lacks a key, or has one too many.
    """
    try:
        entries = cast("list[dict[str, str]]", tomllib.loads(path.read_text("utf-8"))["allowed"])
        return [Allowed(**entry) for entry in entries]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise SuiteError(f"{path.name}: {error}") from None


def judge(findings: Sequence[Finding], allowed: Sequence[Allowed], ledger: set[str]) -> Verdict:
    """Tell the explained from the unexplained, and name entries that explain nothing any more.

    Raises:
        SuiteError: an entry names no quirk of the ledger.
    """
    for entry in allowed:
        if entry.quirk not in ledger:
            raise SuiteError(f"allowed.toml: {entry.quirk} is no entry of the ledger")
    known = {entry.key for entry in allowed}
    found = {finding.key for finding in findings}
    return Verdict(
        unexplained=tuple(sorted(f for f in findings if f.key not in known)),
        explained=tuple(sorted(f for f in findings if f.key in known)),
        stale=tuple(entry for entry in allowed if entry.key not in found),
    )


def _start(document: str, url: str, token: str, folder: Path) -> tuple[subprocess.Popen[str], Path]:
    report = folder / f"{document}.json"
    workplace = folder / document
    workplace.mkdir()
    environment = {
        **os.environ,
        "KICKWIRE_SUITE_TOKEN": token,
        "KICKWIRE_SUITE_HOOKS": str(HERE / "hooks.py"),
        "NO_COLOR": "1",
        "PYTHONUTF8": "1",
    }
    command = [
        *(sys.executable, "-m", "schemathesis.cli"),
        *("--config-file", str(HERE / "schemathesis.toml")),
        *("run", str(SPEC / f"{document}.openapi.yaml"), "--url", url),
        *("--report", "json", "--report-json-path", str(report)),
    ]
    process = subprocess.Popen(
        command,
        cwd=workplace,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    return process, report


def finish(document: str, process: subprocess.Popen[str], report: Path) -> DocumentRun:
    """Wait for schemathesis and read its report.

    Raises:
        SuiteError: there is none, it is not complete, or it is not about all operations.
    """
    said, _ = process.communicate()
    try:
        content = cast("dict[str, Any]", json.loads(report.read_text("utf-8")))
    except (OSError, ValueError):
        raise SuiteError(
            f"{document}: schemathesis gave no report: {' '.join(said.split())[-400:]}"
        ) from None
    if not content["complete"] or content["errors"]:
        raise SuiteError(f"{document}: schemathesis did not finish: {content['errors']}"[:600])
    findings = [
        Finding(document, operation, failure["type"])
        for failure in content["failures"]
        for operation in failure["operations"]
    ]
    run = DocumentRun(
        document=document,
        operations=content["operations"]["tested"],
        cases=content["test_cases"]["generated"],
        findings=tuple(findings),
        report=said,
    )
    _demand_all(run, declared_operations(document))
    return run


def declared_operations(document: str) -> int:
    """How many operations a document declares."""
    content = yaml.safe_load((SPEC / f"{document}.openapi.yaml").read_text("utf-8"))
    return sum(len(_METHODS & item.keys()) for item in content["paths"].values())


def _demand_all(run: DocumentRun, declared: int) -> None:
    """A run that leaves something out finds nothing there, and must not pass for that."""
    if run.operations != declared:
        raise SuiteError(f"{run.document}: {run.operations} of {declared} operations were tested")
    if run.cases < declared:
        raise SuiteError(f"{run.document}: {run.cases} cases for {declared} operations")
