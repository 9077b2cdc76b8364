"""The processes of the suite: each is waited for, none can hang it, and none passes untested."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from conformance.suite import documents, target
from conformance.suite.documents import DocumentRun, SuiteError
from conformance.suite.target import Target, TargetError, started_mock

SERVER = Target("http://id.invalid", "http://api.invalid", "worthless")
READY = '{"id_url": "http://i", "api_url": "http://a", "token": "t"}'


def says(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Let this program be the mock."""
    monkeypatch.setattr(target, "COMMAND", [sys.executable, "-c", program])


def report(tmp_path: Path, **changes: Any) -> Path:
    """The report of a run over the four operations of the id document."""
    path = tmp_path / "report.json"
    content: dict[str, Any] = {
        "complete": True,
        "errors": [],
        "failures": [],
        "operations": {"tested": 4},
        "test_cases": {"generated": 90},
    }
    path.write_text(json.dumps({**content, **changes}), encoding="utf-8")
    return path


def finish(path: Path) -> DocumentRun:
    """Judge the report of a process that has printed a word."""
    command = [sys.executable, "-c", "print('word')"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        return documents.finish("id", process, path)


def test_a_failing_document_leaves_no_process_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """When one document cannot be run, the other's process is ended and waited for."""
    started: list[subprocess.Popen[str]] = []

    def start(document: str, url: str, token: str, folder: Path) -> Any:
        program = "" if document == "id" else "import time; time.sleep(60)"
        process = subprocess.Popen(
            [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        started.append(process)
        return process, folder / "none.json"

    monkeypatch.setattr(documents, "_start", start)
    with pytest.raises(SuiteError, match=r"^id: schemathesis gave no report"):
        documents.run(SERVER)

    assert len(started) == 2
    assert [process.returncode is None for process in started] == [False, False]
    assert all(process.stdout is not None and process.stdout.closed for process in started)


def test_a_whole_report_becomes_a_run(tmp_path: Path) -> None:
    """A report over all operations is taken as it is, with what was printed."""
    assert finish(report(tmp_path)) == DocumentRun("id", 4, 90, (), "word\n")


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"operations": {"tested": 3}}, "^id: 3 of 4 operations were tested$"),
        ({"operations": {"tested": 0}}, "^id: 0 of 4 operations were tested$"),
        ({"test_cases": {"generated": 0}}, "^id: 0 cases for 4 operations$"),
        ({"complete": False}, "^id: schemathesis did not finish"),
    ],
)
def test_what_was_not_tested_does_not_pass(
    tmp_path: Path, changes: dict[str, Any], complaint: str
) -> None:
    """A run that left out an operation, or sent nothing, is no success."""
    with pytest.raises(SuiteError, match=complaint):
        finish(report(tmp_path, **changes))


def test_a_broken_report_is_none(tmp_path: Path) -> None:
    """A report cut short is told with what schemathesis printed."""
    path = tmp_path / "report.json"
    path.write_text('{"complete": tr', encoding="utf-8")

    with pytest.raises(SuiteError, match=r"^id: schemathesis gave no report: word$"):
        finish(path)


def test_the_declared_operations_are_counted() -> None:
    """The documents declare 4 and 32 operations."""
    assert [documents.declared_operations(name) for name in ("id", "api")] == [4, 32]


def test_a_mock_that_never_gets_ready_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that prints nothing does not hang the suite; its own words are told."""
    program = "import sys, time; print('still at it', file=sys.stderr, flush=True); time.sleep(60)"
    says(monkeypatch, program)
    monkeypatch.setattr(target, "_PATIENCE", 1)
    began = time.monotonic()

    with pytest.raises(TargetError, match=r"^the mock did not start in 1 s: still at it$"):
        started_mock().__enter__()

    assert time.monotonic() - began < 20


def test_a_mock_that_dies_is_told_with_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that ends before it is ready is told in one line."""
    says(monkeypatch, "import sys; sys.exit('no port\\nis free')")

    with pytest.raises(TargetError, match=r"^the mock did not start: no port is free$"):
        started_mock().__enter__()


def test_a_talkative_mock_is_not_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What the mock writes beside its ready line, however much, never blocks it."""
    program = (
        f"import sys, pathlib, time; print('''{READY}''', flush=True);"
        " sys.stderr.write('x' * 300_000); sys.stdout.write('y\\n' * 300_000); sys.stdout.flush();"
        f" pathlib.Path({str(tmp_path / 'done')!r}).touch(); time.sleep(60)"
    )
    says(monkeypatch, program)

    with started_mock() as found:
        deadline = time.monotonic() + 20
        while not (tmp_path / "done").exists() and time.monotonic() < deadline:
            time.sleep(0.01)

    assert found.id_url == "http://i"
    assert (tmp_path / "done").exists()
