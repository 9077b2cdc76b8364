"""The command: what is found, missed or broken, and how that is told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

import pytest

from conformance.selftest import __main__ as command
from conformance.selftest import trials
from conformance.selftest.ground import Ground, PlantError
from conformance.selftest.plant import Plant, load
from conformance.selftest.trial import Outcome
from conformance.suite.ways import Way

HEALTHY = "client/login/request"


def harmless(ground: Ground) -> None:
    """A bug that is none."""


def impossible(ground: Ground) -> None:
    """A bug whose place is gone."""
    ground.swap("kickwire.nowhere:Nobody", lambda nobody: nobody)


def accident(ground: Ground) -> None:
    """A bug that breaks the trial itself."""
    raise SystemError("of the trial")


def endless(ground: Ground) -> None:
    """A bug that nobody comes back from."""
    threading.Event().wait()


def planted(name: str, apply: Callable[[Ground], None], case: str = HEALTHY) -> Plant:
    """A plant of the client."""
    return Plant(name, "client", "Something is wrong.", case, apply, Way("strict"))


def run(monkeypatch: pytest.MonkeyPatch, plants: Mapping[str, Plant], *arguments: str) -> int:
    """The exit code of the command if these were the plants."""
    monkeypatch.setattr(command, "load", lambda: plants)
    return command.main(list(arguments))


def test_a_bug_that_is_found_holds(capsys: pytest.CaptureFixture[str]) -> None:
    """A real bug is found by its case, in the table and in the last line, with exit code 0."""
    assert command.main(["--only", "no-envelope"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:2] == ["found", "no-envelope"]
    assert lines[-1].startswith("selftest: held: 1 of 1 plants found in ")


@pytest.mark.parametrize(
    ("apply", "case", "code", "told"),
    [
        (harmless, HEALTHY, 1, "missed"),
        (impossible, HEALTHY, 2, "No module named"),
        (harmless, "client/no/such/case", 2, "there is no case client/no/such/case"),
    ],
)
def test_a_bug_that_is_not_found_fails(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    apply: Callable[[Ground], None],
    case: str,
    code: int,
    told: str,
) -> None:
    """A bug that its case does not find gives 1; one that cannot be tried gives 2, and says why."""
    plants = {"a-bug": planted("a-bug", apply, case)}

    assert run(monkeypatch, plants) == code
    out = capsys.readouterr().out
    assert told in out
    assert "--only a-bug" in out
    assert out.splitlines()[-1].startswith("selftest: did not hold: 0 of 1 plants found")


def test_a_case_that_is_ill_has_found_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A case that fails with nothing planted finds no plant, whatever it says of it."""

    def ill(*_: object) -> list[Outcome]:
        return [Outcome("a-bug", "broken", "ill"), Outcome("a-bug", "found", "ill")]

    monkeypatch.setattr(trials, "run", ill)

    assert run(monkeypatch, {"a-bug": planted("a-bug", harmless)}) == 2
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("selftest: did not hold: 0 of 1 plants found, 1 broken in ")


def test_who_hangs_or_dies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A trial that does not come back is ended when its time is up, and one that dies is told."""
    (died,) = trials.run([planted("dies", accident)], 2)
    monkeypatch.setattr(trials, "PATIENCE", 2.0)
    (hung,) = trials.run([planted("hangs", endless)], 2)

    assert hung.told == "no verdict after 2 s"
    assert died.told == "its process died"
    assert {hung.verdict, died.verdict} == {"broken"}


def test_unknown_names_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A name that no plant has gives exit code 2 and is told."""
    assert command.main(["--only", "no-such-bug"]) == 2
    assert "no such plant: no-such-bug" in capsys.readouterr().err


def test_the_list_has_every_plant(capsys: pytest.CaptureFixture[str]) -> None:
    """The list names each plant with its case and what is wrong, and runs nothing."""
    assert command.main(["--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == [*load()]
    assert lines[-1] == f"{len(load())} plants"


def test_a_broken_plant_is_no_accident() -> None:
    """What cannot be planted is an error of its own."""
    with Ground() as ground, pytest.raises(PlantError):
        impossible(ground)
