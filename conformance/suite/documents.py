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
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from conformance.suite.target import Target

HERE = Path(__file__).resolve().parent
SPEC = HERE.parent.parent / "spec"
ALLOWED = HERE.parent / "allowed.toml"


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
        SuiteError: schemathesis ended without a report.
    """
    with tempfile.TemporaryDirectory(prefix="kickwire-suite-") as folder:
        urls = {"id": target.id_url, "api": target.api_url}
        started = [(d, *_start(d, urls[d], target.token, Path(folder))) for d in documents]
        return [_finish(document, process, report) for document, process, report in started]


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


def _finish(document: str, process: subprocess.Popen[str], report: Path) -> DocumentRun:
    said, _ = process.communicate()
    if not report.exists():
        raise SuiteError(
            f"{document}: schemathesis gave no report: {' '.join(said.split())[-400:]}"
        )
    content = cast("dict[str, Any]", json.loads(report.read_text("utf-8")))
    if not content["complete"] or content["errors"]:
        raise SuiteError(f"{document}: schemathesis did not finish: {content['errors']}"[:600])
    findings = [
        Finding(document, operation, failure["type"])
        for failure in content["failures"]
        for operation in failure["operations"]
    ]
    return DocumentRun(
        document=document,
        operations=content["operations"]["tested"],
        cases=content["test_cases"]["generated"],
        findings=tuple(findings),
        report=said,
    )
