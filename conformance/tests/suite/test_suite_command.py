"""``make conformance``: what its options choose, what its exit codes mean, what its files hold."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from kickwire_mock import RunningServer
from kickwire_mock.ids import Ids
from kickwire_mock.world.vault import Vault

from conformance.suite import __main__ as command
from conformance.suite import documents
from conformance.suite.cases import Failed
from conformance.suite.choice import ChoiceError, chosen
from conformance.suite.session import run
from conformance.suite.ways import Way
from conformance.tests.suite.suite_server import CONTROLLED, line_of, target_of

FEW = ["id/token/refresh/2", "id/introspect/4", "id/authorize/wrong/plain"]


def never_used(self: Vault, value: str, token: object) -> None:
    """A refresh that does not invalidate the token it was made with."""


def ids(*patterns: str) -> list[str]:
    """The ids that patterns choose."""
    return [each.id for each in chosen(command.every_case(), patterns)]


def options(server: RunningServer, folder: Path, *more: str) -> list[str]:
    """The options of a small run under profiles alone on a mock that is there already."""
    files = ["--junit", str(folder / "deep" / "junit.xml"), "--html", str(folder / "index.html")]
    only = [word for each in FEW for word in ("--only", each)]
    return ["--target", line_of(server), *only, *files, "--moved", "none", *more]


def test_only_takes_an_id_a_beginning_and_a_pattern() -> None:
    """Whole parts of ids count, so that `id/token/refresh/1` is not `id/token/refresh/10`."""
    assert ids("id/token/refresh/1") == ["id/token/refresh/1"]
    assert ids("id/edge/") == ids("id/edge")
    assert all(each.startswith("id/edge/") for each in ids("id/edge"))
    assert ids("doc/*/authorize") == ["doc/id/authorize"]
    assert set(ids("id/edge", "id/revoke/1")) == {*ids("id/edge"), "id/revoke/1"}
    assert len(ids()) == len(command.every_case())


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("id/tokn", "did you mean id/token"),
        ("doc/api/getChanels", "did you mean doc/api/getChannels"),
        ("zzz", "--list shows them all"),
    ],
)
def test_an_unknown_case_is_told_with_others_like_it(pattern: str, said: str) -> None:
    """A pattern that names nothing is refused with what was perhaps meant."""
    with pytest.raises(ChoiceError, match=f"no case is named by {pattern}.*{said}"):
        ids("id/edge", pattern)


def test_an_unknown_case_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is run, and one line says why."""
    assert command.main(["--only", "id/tokn"]) == 2
    assert capsys.readouterr().err.startswith("make conformance: no case is named by id/tokn")


def test_a_bad_target_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    """`make conformance TARGET=nonsense` is told in one line."""
    assert command.main(["--target", "nonsense"]) == 2
    assert capsys.readouterr().err == "make conformance: the ready line is not JSON\n"


def test_a_server_that_is_away_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    """A document run on a server that does not answer could not be run."""
    away = "http://127.0.0.1:1"
    keys = ("id_url", "api_url", "control_url", "token")
    line = json.dumps(dict.fromkeys(keys, away))

    code = command.main(["--target", line, "--only", "doc/id/authorize", "--no-reports"])

    assert code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_an_unknown_profile_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """The profiles of the ledger are the only ones."""
    with pytest.raises(SystemExit) as ended:
        command.main(["--profile", "lenient"])

    assert ended.value.code == 2
    assert "strict" in capsys.readouterr().err


def test_the_list_runs_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """`--list` tells what would be run."""
    assert command.main(["--list", "--only", "id/token/refresh", "--target", "nonsense"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:3] == ["id/token/refresh/1", "QUIRK", "strict,observed,docs"]
    assert len(lines) == len(ids("id/token/refresh"))


def test_a_run_that_holds_ends_with_0(
    server: RunningServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both files are written, into folders that need not exist, and the summary names them."""
    assert command.main(options(server, tmp_path)) == 0

    said = capsys.readouterr().out
    assert "9 held (3 profiles" in said
    assert "conformance: held" in said
    report = ET.parse(tmp_path / "deep" / "junit.xml")
    assert [suite.attrib["name"] for suite in report.getroot()] == ["strict", "observed", "docs"]
    assert "<!doctype html>" in (tmp_path / "index.html").read_text("utf-8")


def test_a_run_that_does_not_hold_ends_with_1(
    server: RunningServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One MUST or QUIRK that fails is enough."""
    monkeypatch.setattr(Vault, "use", never_used)

    assert command.main(options(server, tmp_path, "--profile", "strict")) == 1


def test_two_runs_are_alike(server: RunningServer) -> None:
    """Ids, verdicts, reasons and evidence of two runs with one seed are the same."""
    cases = chosen(command.every_case(), [*FEW, "doc/id/revokeToken"])

    first, second = (run(cases, [Way("docs")], target=target_of(server), seed=7) for _ in range(2))

    assert first == second
    assert len(first) == len(cases)
    assert {one.verdict for one in first} == {"held"}


def test_no_secret_is_in_the_files(
    server: RunningServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was handed out or sent during a run, failures included, is not in its reports."""
    handed_out: set[str] = set()
    original = Ids.opaque

    def watched(self: Ids) -> str:
        value = original(self)
        handed_out.add(value)
        return value

    monkeypatch.setattr(Ids, "opaque", watched)
    monkeypatch.setattr(Vault, "use", never_used)
    monkeypatch.setattr(documents, "read_allowed", list[object])
    more = ["--only", "id/token/refresh", "--only", "doc/id/exchangeToken", "--profile", "strict"]
    assert command.main(options(server, tmp_path, *more)) == 1

    app = server.mock.apps()[0]
    secrets = {*handed_out, server.mock.token, app.client_secret}
    files = [tmp_path / "index.html", tmp_path / "deep" / "junit.xml"]
    for text in (path.read_text("utf-8") for path in files):
        assert "failed" in text or "failure" in text
        assert [each for each in secrets if each in text] == []
    assert len(handed_out) > 5


def test_a_server_without_control_is_run_too(server: RunningServer) -> None:
    """Cases that need control are skipped with the reason, and the others and documents hold."""
    target = target_of(server, without=CONTROLLED)
    cases = chosen(command.every_case(), [*FEW, "id/token/code/17", "doc/id/revokeToken"])

    results = run(cases, [Way("strict")], target=target)

    assert [(one.case.id, one.profile, one.verdict) for one in results] == [
        ("doc/id/revokeToken", "strict", "held"),
        ("id/authorize/wrong/plain", "strict", "held"),
        ("id/introspect/4", "strict", "held"),
        ("id/token/code/17", "strict", "skipped"),
        ("id/token/refresh/2", "strict", "held"),
    ]


def test_a_server_without_tokens_fails_its_documents(
    server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If no token can be had, the documents of that host fail and say why."""

    def refused(*_: object) -> None:
        raise Failed("expected 200, got 500")

    monkeypatch.setattr(documents, "tokens_for", refused)
    cases = chosen(command.every_case(), ["doc/id/revokeToken"])

    (result,) = run(cases, [Way("strict")], target=target_of(server))

    assert result.verdict == "failed"
    assert result.reason == "no tokens to send: expected 200, got 500"


def test_a_seed_draws_its_own(server: RunningServer) -> None:
    """The state machine takes other ways with another seed, and says with which."""
    cases = chosen(command.every_case(), ["id/machine/1"])

    lines = [
        run(cases, [Way("strict")], target=target_of(server), seed=seed)[0].evidence
        for seed in (0, 7)
    ]

    assert [line[-1].rpartition(", ")[2] for line in lines] == [
        "drawn with seed 0",
        "drawn with seed 7",
    ]


def test_profiles_need_control(server: RunningServer, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a server that cannot change its profile one only can be asked for."""
    line = line_of(server, without=CONTROLLED)

    code = command.main(["--target", line, "--profile", "strict", "--profile", "docs"])

    assert code == 2
    assert "without control_url the profile cannot be changed" in capsys.readouterr().err
