"""The document conformance finds what is wrong, and `allowed.toml` cannot rot."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Generator
from pathlib import Path

import pytest

from conformance.suite import __main__ as command
from conformance.suite import documents
from conformance.suite.documents import Allowed, DocumentRun, Finding
from conformance.suite.target import Target, TargetError, from_ready_line

FINDING = Finding("id", "POST /oauth/token", "ServerError")
ENTRY = Allowed("id", "POST /oauth/token", "ServerError", "token_error_shape")


class _Careless(http.server.BaseHTTPRequestHandler):
    """A server that asks for no token and answers everything alike."""

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.dumps({"data": {"active": "yes"}, "message": "OK"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = _answer  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def careless() -> Generator[str]:
    """The URL of a server with several planted faults."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Careless)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_planted_faults_are_found(careless: str) -> None:
    """Missing authentication, wrong answers and accepted nonsense each become a finding."""
    target = Target(careless, careless, "worthless")

    (run,) = documents.run(target, ["id"])

    found = {(finding.check, finding.operation) for finding in run.findings}
    assert run.operations == 4
    assert ("IgnoredAuth", "POST /oauth/token/introspect") in found
    assert ("JsonSchemaError", "POST /oauth/token/introspect") in found
    assert ("AcceptedNegativeData", "POST /oauth/token") in found
    assert "worthless" not in run.report


def test_a_finding_that_nothing_explains_fails() -> None:
    """An unexplained finding is a failure and is told with document, operation and check."""
    run = DocumentRun("id", 4, 10, (FINDING,), "how to reproduce")

    verdict = documents.judge([FINDING], [], set())

    assert not verdict.passed
    told = list(command.told([run], verdict))
    assert "NOT ALLOWED: id POST /oauth/token: ServerError" in told
    assert "how to reproduce" in told


def test_a_finding_that_the_ledger_explains_passes() -> None:
    """A finding with an entry that names a quirk is Kick's way."""
    verdict = documents.judge([FINDING], [ENTRY], {"token_error_shape"})

    assert verdict.passed
    assert verdict.explained == (FINDING,)


def test_an_entry_that_no_longer_occurs_fails() -> None:
    """What is allowed and does not happen any more has to be taken out."""
    verdict = documents.judge([], [ENTRY], {"token_error_shape"})

    assert not verdict.passed
    assert verdict.stale == (ENTRY,)


def test_an_entry_must_name_a_quirk_of_the_ledger() -> None:
    """Nothing is allowed on the word of an id that does not exist."""
    with pytest.raises(documents.SuiteError, match="token_error_shape is no entry"):
        documents.judge([FINDING], [ENTRY], {"other"})


@pytest.mark.parametrize(
    "text", ["allowed = [", "", "[[allowed]]\ndocument = 'id'\n", "allowed = [{reason = 'x'}]"]
)
def test_a_broken_allowed_file_is_told_in_one_line(tmp_path: Path, text: str) -> None:
    """A file that is not TOML, or an entry with a wrong key, names the file."""
    path = tmp_path / "allowed.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(documents.SuiteError, match=r"^allowed\.toml: [^\n]+$"):
        documents.read_allowed(path)


def test_the_allowed_file_of_the_project_can_be_read() -> None:
    """Every entry of the project's file names a quirk of its ledger."""
    documents.judge([], documents.read_allowed(), command.ledger_ids())


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("", "not JSON"),
        ("[]", "not a JSON object"),
        ('{"id_url": "x", "api_url": 3}', "has no api_url, token"),
    ],
)
def test_a_ready_line_that_cannot_be_used_says_why(line: str, complaint: str) -> None:
    """A target is refused with the name of what it lacks."""
    with pytest.raises(TargetError, match=complaint):
        from_ready_line(line)


def test_a_target_does_not_show_its_token() -> None:
    """The token of a target is not in its repr."""
    assert "secret" not in repr(Target("http://id", "http://api", "secret"))


def test_the_command_tells_a_bad_target_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """`make conformance TARGET=nonsense` ends with exit code 2 and one line."""
    code = command.main(["--target", "nonsense"])

    assert code == 2
    assert capsys.readouterr().err == "make conformance: the ready line is not JSON\n"
