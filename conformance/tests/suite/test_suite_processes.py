"""The processes of the suite: each is waited for, none can hang it, and none passes untested."""

from __future__ import annotations

import importlib
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import IO, Any

import pytest

from conformance.suite import schemathesis_process, schemathesis_run, target
from conformance.suite.probes import Log
from conformance.suite.schemathesis_run import DocumentRun, SuiteError, Tokens, label, send
from conformance.suite.spec import document
from conformance.suite.target import Target, TargetError, started_mock

SERVER = Target("http://id.invalid", "http://api.invalid", "worthless")
ID = document("id")
READY = '{"id_url": "http://i", "api_url": "http://a", "token": "t"}'


def says(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Let this program be the mock."""
    monkeypatch.setattr(target, "COMMAND", [sys.executable, "-c", program])


def report(folder: Path, silent: str = "", **changes: Any) -> None:
    """What schemathesis leaves behind after the four operations of the id document."""
    content: dict[str, Any] = {"complete": True, "errors": [], "failures": []}
    (folder / "report.json").write_text(json.dumps({**content, **changes}), encoding="utf-8")
    lines = [f"{label(one)}\t200\n" for one in ID.operations if one.id != silent]
    (folder / "answers").write_text("".join(lines), encoding="utf-8")


class Ended(BaseProcess):
    """A process that is over."""

    def join(self, timeout: float | None = None) -> None:
        """Wait for nothing."""

    def is_alive(self) -> bool:
        """It does not."""
        return False


def finish(folder: Path) -> DocumentRun:
    """Judge the report of a process that has printed a word."""
    (folder / "said").write_text("word\n", encoding="utf-8")
    return schemathesis_run.finish(ID, ID.operations, Ended(), folder, Log())


def test_a_failing_run_leaves_no_process_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that takes too long is ended and waited for."""
    started: list[BaseProcess] = []

    def start(*_: object) -> BaseProcess:
        process = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(60,))
        process.start()
        started.append(process)
        return process

    monkeypatch.setattr(schemathesis_run, "_start", start)
    monkeypatch.setattr(schemathesis_run, "_PATIENCE", 0.1)
    with pytest.raises(SuiteError, match=r"^id: schemathesis took more than"):
        send(ID, ID.operations, SERVER, Tokens("", "", ""), Log())

    (process,) = started
    assert process.exitcode is not None


def test_what_is_loaded_once_is_there() -> None:
    """Each module that is loaded before its time is one of schemathesis as it is installed."""
    for name in schemathesis_process.PRELOADED:
        assert importlib.import_module(name)


def test_a_whole_report_becomes_a_run(tmp_path: Path) -> None:
    """What each operation was answered is counted, and findings go with their operations."""
    failure = {"type": "ServerError", "operations": ["POST /oauth/token", "POST /oauth/revoke"]}
    report(tmp_path, failures=[failure])

    run = finish(tmp_path)

    assert run.answers["POST /oauth/token"] == {"200": 1}
    assert run.findings == {one: ["ServerError"] for one in failure["operations"]}


def test_a_method_that_nobody_declares_is_a_finding_of_its_path(tmp_path: Path) -> None:
    """What is found about TRACE counts for the operations of the path, and is not lost."""
    report(tmp_path, failures=[{"type": "Wrong", "operations": ["TRACE /oauth/token"]}])

    assert finish(tmp_path).findings == {"POST /oauth/token": ["Wrong"]}


def test_a_finding_of_nobody_does_not_pass(tmp_path: Path) -> None:
    """A finding that belongs to no operation of the run ends it."""
    report(tmp_path, failures=[{"type": "Wrong", "operations": ["GET /elsewhere"]}])

    with pytest.raises(SuiteError, match="Wrong is about GET /elsewhere"):
        finish(tmp_path)


@pytest.mark.parametrize("changes", [{"complete": False}, {"errors": ["it broke"]}])
def test_what_was_not_finished_does_not_pass(tmp_path: Path, changes: dict[str, Any]) -> None:
    """A run that broke off is no success."""
    report(tmp_path, **changes)

    with pytest.raises(SuiteError, match=r"^id: schemathesis did not finish"):
        finish(tmp_path)


def test_an_operation_that_was_not_tested_does_not_pass(tmp_path: Path) -> None:
    """A run that sent nothing to an operation is no success."""
    report(tmp_path, silent="authorize")

    with pytest.raises(SuiteError, match=r"^id: nothing was sent to authorize$"):
        finish(tmp_path)


def test_a_broken_report_is_none(tmp_path: Path) -> None:
    """A report cut short is told with what schemathesis printed."""
    (tmp_path / "report.json").write_text('{"complete": tr', encoding="utf-8")

    with pytest.raises(SuiteError, match=r"^id: schemathesis gave no report: word$"):
        finish(tmp_path)


def test_a_mock_that_never_gets_ready_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that prints nothing does not hang the suite; its own words are told."""
    program = "import sys, time; print('still at it', file=sys.stderr, flush=True); time.sleep(60)"
    says(monkeypatch, program)
    process = vars(target)["_process"]

    @contextmanager
    def talking(command: Sequence[str], errors: IO[bytes]) -> Generator[Any]:
        with process(command, errors) as lines:
            while not os.fstat(errors.fileno()).st_size:
                pass  # a slow machine has all the time it needs to get there
            yield lines

    monkeypatch.setattr(target, "_process", talking)
    monkeypatch.setattr(target, "_PATIENCE", 0.1)
    began = time.monotonic()

    with pytest.raises(TargetError, match=r"^the mock did not start in 0\.1 s: still at it$"):
        started_mock().__enter__()

    assert time.monotonic() - began < 60


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
