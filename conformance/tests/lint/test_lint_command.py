"""``python -m scripts.lint``: exit codes, the lines it prints, and the tools it asks."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from scripts.documents import ROOT, VOCABULARY, load
from scripts.lint import tools
from scripts.lint.__main__ import main
from scripts.lint.registry import Finding
from scripts.lint.rules import RULES
from scripts.lint.sources import Document, Spec, Vocabulary

MINIMAL = Path(__file__).parent / "minimal"
SUMMARY = f"document lint: 2 documents, 3 operations, 1 webhooks, 2 quirks, {len(RULES)} rules: "


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the minimal documents."""
    return Path(shutil.copytree(MINIMAL, tmp_path / "spec"))


@pytest.fixture
def no_node(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without Node, outside CI."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CI", raising=False)


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that stands in a file once."""
    content = path.read_text(encoding="utf-8")
    assert content.count(old) == 1
    path.write_text(content.replace(old, new), encoding="utf-8")


def documents(folder: Path) -> Sequence[Document]:
    """The OpenAPI documents of a folder."""
    return Spec.read(folder, Vocabulary.read()).documents


@pytest.mark.usefixtures("no_node")
def test_clean_documents_exit_0_with_one_summary(capsys: pytest.CaptureFixture[str]) -> None:
    """Clean documents end with 0 and one line of numbers; without Node the lint goes on."""
    assert main(["--spec", str(MINIMAL)]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines == ["document lint: Redocly skipped: Node is not installed", f"{SUMMARY}clean"]


@pytest.mark.usefixtures("no_node")
def test_findings_exit_1_with_a_line_each(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A finding ends with 1 and is one line: file, line, pointer, rule, message."""
    edit(folder / "api.openapi.yaml", "x-kick-shared: true", "x-kick-shard: true")

    assert main(["--spec", str(folder)]) == 1

    lines = capsys.readouterr().out.splitlines()
    place = "/paths/~1things/get/x-kick-shard: unknown-word: x-kick-shard is none of our words"
    assert lines[0] == f"{folder}/api.openapi.yaml:22: {place}"
    assert lines[-1] == f"{SUMMARY}1 finding"


def test_broken_document_exits_2_with_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A document that cannot be read ends with 2 and one line on standard error."""
    edit(folder / "quirks.yaml", "version: 1", "version: [1")

    assert main(["--spec", str(folder)]) == 2

    output = capsys.readouterr()
    assert output.out == ""
    place = r"document lint: .*quirks\.yaml:2:\d+: not readable as YAML: .*\n"
    assert re.fullmatch(place, output.err)


def test_missing_folder_exits_2_with_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder without documents ends with 2 and names the first file that is missing."""
    assert main(["--spec", str(tmp_path)]) == 2

    assert capsys.readouterr().err == (
        f"document lint: {tmp_path}/id.openapi.yaml: cannot be read: No such file or directory\n"
    )


def test_rules_are_listed_with_their_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    """``--rules`` prints every rule with the sentence that says what it refuses."""
    assert main(["--rules"]) == 0

    assert len(capsys.readouterr().out.splitlines()) == len(RULES)


def test_module_runs_as_a_command() -> None:
    """``python -m scripts.lint`` is the command that make and CI use."""
    command = [sys.executable, "-m", "scripts.lint", "--rules"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)

    assert "nullable: " in answer.stdout


def test_openapi_spec_validator_is_always_asked(folder: Path) -> None:
    """What only the OpenAPI schema knows is found too, with the place."""
    edit(folder / "api.openapi.yaml", '  version: "1"\n', "")

    (found,) = tools.openapi_spec(documents(folder))

    assert (found.rule, found.pointer, found.line) == ("openapi-spec", "/info", 2)
    assert "version" in found.message


@pytest.mark.usefixtures("no_node")
def test_validator_that_breaks_down_hides_no_finding(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Over a tag without a name the validator crashes: our finding stands, the crash is one too."""
    edit(folder / "api.openapi.yaml", "  - name: things\n", "  - nmae: things\n")

    assert main(["--spec", str(folder)]) == 1

    lines = capsys.readouterr().out.splitlines()
    assert any("api.openapi.yaml:10: /tags/0/nmae: unknown-field: nmae" in line for line in lines)
    crash = "api.openapi.yaml:1: (root): openapi-spec: the validator broke down: KeyError: 'name'"
    assert any(line.endswith(crash) for line in lines)


def test_our_findings_are_told_even_if_a_tool_is_missing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the lint knows is printed before it asks a tool that may not be there."""
    edit(folder / "api.openapi.yaml", "x-kick-shared: true", "x-kick-shard: true")
    monkeypatch.setitem(sys.modules, "openapi_spec_validator", None)

    assert main(["--spec", str(folder)]) == 2

    assert "unknown-word: x-kick-shard" in capsys.readouterr().out


@pytest.mark.usefixtures("no_node")
def test_missing_validator_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without openapi-spec-validator the lint ends with 2 and says how to get it."""
    monkeypatch.setitem(sys.modules, "openapi_spec_validator", None)

    assert main(["--spec", str(MINIMAL)]) == 2

    expected = "document lint: openapi-spec-validator is not installed: run make setup\n"
    assert capsys.readouterr().err == expected


def test_tools_are_not_let_out_of_the_document(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a reference that leaves the document no tool is asked, as it would follow it."""
    edit(folder / "api.openapi.yaml", "'#/components/schemas/EdgeError'", "http://localhost:9/x")
    monkeypatch.setattr(tools, "openapi_spec", None)
    monkeypatch.setattr(tools, "redocly", None)

    assert main(["--spec", str(folder)]) == 1


class Machine:
    """A machine with a Node, an npm and a Redocly that are shell scripts."""

    def __init__(self, tmp_path: Path) -> None:
        self.bin = tmp_path / "bin"
        self.bin.mkdir()
        self.folder = tmp_path / "redocly"
        self.package = self.folder / "node_modules" / "@redocly" / "cli" / "package.json"
        self.package.parent.mkdir(parents=True)
        self.pin = self.folder / "package.json"
        self.pin.write_text('{"dependencies": {"@redocly/cli": "2.0.0"}}', encoding="utf-8")
        self.package.write_text('{"version": "2.0.0"}', encoding="utf-8")
        self.report = tmp_path / "report.json"
        self.script("node", f'case "$1" in --version) echo v20.20.0;; *) cat {self.report};; esac')
        self.say({"problems": []})

    def script(self, name: str, body: str) -> None:
        """Install a program."""
        program = self.bin / name
        program.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{body}\n", encoding="utf-8")
        program.chmod(0o755)

    def say(self, *reports: Any) -> None:
        """Let Redocly print these reports."""
        self.report.write_text(
            "\n".join(json.dumps(report) for report in reports), encoding="utf-8"
        )

    def redocly(self, folder: Path = MINIMAL, **environment: str) -> list[Finding] | str:
        """Ask Redocly on this machine."""
        return tools.redocly(documents(folder), {"PATH": str(self.bin), **environment}, self.folder)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine on which everything is in order."""
    return Machine(tmp_path)


def test_problems_of_redocly_are_findings(machine: Machine) -> None:
    """Redocly's problems, errors and warnings alike, become findings with file, line and rule."""
    source = {"ref": str(MINIMAL / "id.openapi.yaml")}
    location = {"source": source, "pointer": "#/info/version"}
    problem = {"ruleId": "info-x", "severity": "warn", "message": "No.", "location": [location]}
    machine.say({"problems": []}, {"problems": [problem]})

    (found,) = map(str, machine.redocly())

    assert found.endswith("id.openapi.yaml:4: /info/version: redocly: info-x: No.")


def test_problem_in_another_file_keeps_its_line(machine: Machine) -> None:
    """A problem in another file, such as Redocly's settings, is shown too."""
    location = {"source": {"ref": "spec/redocly.yaml"}, "pointer": "#/", "start": {"line": 3}}
    machine.say({"problems": [{"ruleId": "r", "message": "m", "location": [location]}]})

    assert [str(found) for found in machine.redocly()] == [
        "spec/redocly.yaml:3: (root): redocly: r: m"
    ]


UNAVAILABLE = {
    "no Node": ("rm bin/node", "Node is not installed"),
    "old Node": ("echo 'echo v18.20.1' > bin/node", "Node is 18.20.1, older than 20.19"),
    "strange Node": ("echo 'exit 1' > bin/node", "Node is of unknown version, older than 20.19"),
    "no npm": ("rm redocly/node_modules/@redocly/cli/package.json", "npm is not installed"),
    "broken npm": (
        """
        echo {} > redocly/node_modules/@redocly/cli/package.json
        echo 'echo no network >&2; exit 1' > bin/npm
        chmod +x bin/npm
        """,
        "npm could not install it: no network",
    ),
}


@pytest.mark.parametrize("case", UNAVAILABLE)
def test_unavailable_redocly_is_skipped_here_and_an_error_in_ci(
    case: str, machine: Machine, tmp_path: Path
) -> None:
    """Where Redocly cannot run the lint says why and goes on; with CI=true that is an error."""
    break_it, reason = UNAVAILABLE[case]
    subprocess.run(["/bin/sh", "-c", break_it], cwd=tmp_path, check=True)
    for program in machine.bin.iterdir():
        body = program.read_text(encoding="utf-8")
        program.write_text(
            body if body.startswith("#!") else f"#!/bin/sh\n{body}", encoding="utf-8"
        )

    assert machine.redocly() == reason
    with pytest.raises(tools.ToolError, match=f"^Redocly is required when CI=true, but {reason}$"):
        machine.redocly(CI="true")


def test_missing_redocly_is_installed_as_pinned(machine: Machine) -> None:
    """A version that is missing or not the pinned one is installed from the lock file."""
    machine.package.write_text('{"version": "1.0.0"}', encoding="utf-8")
    machine.script("npm", f'echo "$@" > {machine.folder}/asked')

    assert machine.redocly() == []

    asked = (machine.folder / "asked").read_text(encoding="utf-8")
    assert asked == f"ci --prefix {machine.folder} --loglevel=error\n"


def test_redocly_that_breaks_down_is_one_clear_line(machine: Machine) -> None:
    """Output that is no report is an error with Redocly's own first line."""
    version = 'case "$1" in --version) echo v22.12.0;;'
    machine.script("node", f"{version} *) echo Oops; echo 'Bad settings' >&2;; esac")

    with pytest.raises(tools.ToolError, match=r"^Redocly did not work: Bad settings$"):
        machine.redocly()


def test_node_that_is_no_program_is_one_clear_line(machine: Machine) -> None:
    """A Node that the system cannot start is told with its path."""
    (machine.bin / "node").write_text("#!/nowhere/sh\n", encoding="utf-8")

    with pytest.raises(tools.ToolError, match=r"^Redocly: .*/node cannot be run: No such file"):
        machine.redocly()


def test_redocly_that_hangs_is_given_up(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tool that never answers does not hang the lint."""
    machine.script("node", "exec sleep 30")
    monkeypatch.setattr(tools, "_PATIENCE", 0.05)

    with pytest.raises(tools.ToolError, match=r"^Redocly: node gave no answer within 0\.05 s$"):
        machine.redocly()


@pytest.mark.skipif(shutil.which("npm") is None, reason="Node is not installed")
def test_redocly_itself_is_asked_where_node_is(folder: Path) -> None:
    """Where Node is present the pinned Redocly runs with our settings and reports what it finds."""
    edit(
        folder / "api.openapi.yaml",
        "  - url: https://api.kick.com\n",
        "  - url: https://api.kick.com/\n",
    )

    (found,) = map(str, tools.redocly(documents(folder)))

    assert "no-server-trailing-slash" in found


def test_redocly_is_pinned_without_naming_a_registry() -> None:
    """The lock pins the version that package.json asks for, and no host to fetch it from."""
    package = json.loads((tools.REDOCLY_FOLDER / "package.json").read_text(encoding="utf-8"))
    lock = (tools.REDOCLY_FOLDER / "package-lock.json").read_text(encoding="utf-8")

    pinned = json.loads(lock)["packages"]["node_modules/@redocly/cli"]
    assert pinned["version"] == package["dependencies"]["@redocly/cli"]
    assert pinned["integrity"].startswith("sha512-")
    assert "://" not in lock


def test_rules_switched_off_in_redocly_have_a_reason() -> None:
    """Above every rule that Redocly's settings change stands a comment."""
    lines = tools.REDOCLY_RULES.read_text(encoding="utf-8").splitlines()
    rules = load(tools.REDOCLY_RULES)["rules"]

    for rule in rules:
        (at,) = (index for index, line in enumerate(lines) if line.startswith(f"  {rule}:"))
        assert lines[at - 1].startswith("  # "), rule


def test_vocabulary_is_a_valid_schema() -> None:
    """The schema of our words obeys JSON Schema, and every place allows only words that exist."""
    vocabulary = Vocabulary.read()
    places = [name for name in vocabulary.definitions if name.startswith("place:")]

    assert json.loads(VOCABULARY.read_text(encoding="utf-8"))["$schema"].endswith("2020-12/schema")
    assert set().union(*(vocabulary.allowed(name[6:]) for name in places)) == vocabulary.words
