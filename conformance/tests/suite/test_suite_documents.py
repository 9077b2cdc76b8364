"""The document conformance finds what is wrong, and `allowed.toml` cannot rot."""

from __future__ import annotations

import http.server
import json
import threading
from collections import Counter
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.suite import documents
from conformance.suite.allowed import Allowed, AllowedError, read_allowed
from conformance.suite.probes import Log
from conformance.suite.schemathesis_run import DocumentRun, Tokens, in_a_row, sections, send
from conformance.suite.spec import document
from conformance.suite.target import Target, TargetError, from_ready_line
from conformance.suite.ways import Way, moved

ID = document("id")
STRICT, DOCS = Way("strict"), Way("docs")
TOKEN = ID.operation("exchangeToken")
ENTRY = Allowed("id", "exchangeToken", "ServerError", "token_error_shape")
RUN = DocumentRun(
    {"POST /oauth/token": Counter({"200": 3, "500": 1})},
    {"POST /oauth/token": ["ServerError"]},
    {"POST /oauth/token": "how to reproduce"},
)


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
    log = Log()
    log.keep_secret("worthless")

    run = send(ID, ID.operations, target, Tokens("worthless", "worthless", "worthless"), log)

    assert len(run.answers) == 4
    assert "IgnoredAuth" in run.findings["POST /oauth/token/introspect"]
    assert "JsonSchemaError" in run.findings["POST /oauth/token/introspect"]
    assert "AcceptedNegativeData" in run.findings["POST /oauth/token"]
    assert "Reproduce with" in run.said["POST /oauth/token"]
    assert "worthless" not in "".join(run.said.values())


def test_a_finding_that_nothing_explains_fails() -> None:
    """An unexplained finding is told with its check and how to reproduce it."""
    judged = documents.judge(ID, TOKEN, RUN, STRICT, [])

    assert judged.reason == "expected no findings, got ServerError\n\nhow to reproduce"
    assert judged.evidence == ("4 requests: 200 x3, 500 x1",)


def test_a_finding_that_the_ledger_explains_passes() -> None:
    """A finding with an entry that names a quirk is Kick's way, and is told as such."""
    judged = documents.judge(ID, TOKEN, RUN, STRICT, [ENTRY], strictly=True)

    assert judged.reason == ""
    assert judged.evidence[1:] == ("ServerError: allowed by token_error_shape",)


def test_an_entry_explains_its_own_settings_only() -> None:
    """What is Kick's way where a setting has some value is a finding elsewhere."""
    entry = replace(ENTRY, settings=(("token_error_shape", ("docs", "empty")),))
    empty = moved("strict", {"token_error_shape": "empty"})

    assert documents.judge(ID, TOKEN, RUN, DOCS, [entry]).reason == ""
    assert documents.judge(ID, TOKEN, RUN, empty, [entry]).reason == ""
    assert "ServerError" in documents.judge(ID, TOKEN, RUN, STRICT, [entry]).reason


def test_an_entry_for_random_cases_explains_those_alone() -> None:
    """What only random cases meet is a finding in the other runs, and missed in none of them."""
    entry, quiet = replace(ENTRY, random=True), replace(RUN, findings={})

    assert documents.judge(ID, TOKEN, RUN, STRICT, [entry], random=True).reason == ""
    assert "ServerError" in documents.judge(ID, TOKEN, RUN, STRICT, [entry]).reason
    assert documents.judge(ID, TOKEN, quiet, STRICT, [entry], strictly=True).reason == ""


def test_an_entry_that_no_longer_occurs_fails() -> None:
    """What is allowed and does not happen any more has to be taken out, where the mock is ours."""
    quiet = replace(RUN, findings={})

    strictly = documents.judge(ID, TOKEN, quiet, STRICT, [ENTRY], strictly=True)

    assert strictly.reason == "allowed.toml: ServerError does not occur any more"
    assert documents.judge(ID, TOKEN, quiet, STRICT, [ENTRY]).reason == ""


def test_reports_are_cut_into_operations() -> None:
    """What is printed about an operation goes with it, without ids that differ between runs."""
    said = """
=================================== FAILURES ===================================
______________________________ POST /oauth/token _______________________________
1. Test Case ID: YIgfzJ

- ST101 Server error

    st replay YIgfzJ

________________________________ GET /other ____________________________________
words
=================================== SUMMARY ====================================
the end
"""

    assert sections(said) == {"POST /oauth/token": "- ST101 Server error", "GET /other": "words"}


def test_what_calls_in_a_row_find_goes_with_its_operation() -> None:
    """Their findings come without an operation; the call that is told has it."""
    call = "    curl -X PATCH -d '{}' {api_url}/public/v1/channels/rewards/0?x=1"
    said = f"- ST202 a\n\n- ST401 b\n\n{call}"
    name = "PATCH /public/v1/channels/rewards/{id}"

    found = list(in_a_row(document("api").operations, said))

    assert [(where, code) for where, code, _ in found] == [(name, "ST202"), (name, "ST401")]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("allowed = [", "."),
        ("other = 1", "not a list"),
        ("[[allowed]]\ndocument = 'id'\n", "an entry has document"),
        ("[[allowed]]\nreason = 'x'\n", "an entry has reason"),
        ("{entry}quirk = 'code_single_use'\nrandom = 'yes'", "an entry has"),
        ("{entry}quirk = 'other'", "other is no entry of the ledger"),
        ("{entry}quirk = 'code_single_use'\nprofiles = ['strict']", "an entry has"),
        ("{entry}quirk = 'code_single_use'\nsettings = 'docs'", "settings is no table"),
        ("{entry}quirk = 'code_single_use'\nsettings = {code_single_use = 'x'}", "code_single_use"),
        ("{entry}quirk = 'code_single_use'\nsettings = {token_error_shape = []}", "token_error"),
        ("{entry}quirk = 'code_single_use'\nsettings = {token_error_shape = 'x'}", "'x'"),
    ],
)
def test_a_broken_allowed_file_is_told_in_one_line(
    tmp_path: Path, text: str, complaint: str
) -> None:
    """A file that is not TOML, or an entry that names what does not exist, names the file."""
    path = tmp_path / "allowed.toml"
    entry = "[[allowed]]\ndocument = 'id'\noperation = 'authorize'\ncheck = 'X'\n"
    path.write_text(text.replace("{entry}", entry), encoding="utf-8")

    with pytest.raises(AllowedError, match=rf"^allowed\.toml: [^\n]*{complaint}[^\n]*$"):
        read_allowed(path)


def test_an_entry_names_an_operation(tmp_path: Path) -> None:
    """An entry about an operation that the documents do not have is refused."""
    path = tmp_path / "allowed.toml"
    entry = "[[allowed]]\ndocument = 'id'\noperation = 'x'\ncheck = 'X'\nquirk = 'authorize_denied'"
    path.write_text(entry, encoding="utf-8")

    with pytest.raises(AllowedError, match="id has no operation x"):
        read_allowed(path)


def test_the_allowed_file_of_the_project_can_be_read() -> None:
    """Every entry of the project's file names what exists, and none is there twice."""
    keys = [(one.document, one.operation, one.check, one.settings) for one in read_allowed()]

    assert len(set(keys)) == len(keys)


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
