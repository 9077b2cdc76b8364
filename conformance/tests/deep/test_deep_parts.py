"""The longer runs begin, count and end; what does not hold is told and fails them."""

from __future__ import annotations

import math
import re
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

from conformance.suite.__main__ import every_case
from conformance.suite.choice import chosen
from scripts.deep import __main__ as deep
from scripts.deep import fuzz, kills, machine, races, soak, wire
from scripts.deep import settings as moving
from scripts.deep.rounds import Round, run_tests

FAILING = """
from hypothesis import given, settings, strategies

@settings(deadline=None, derandomize=True, database=None)
@given(strategies.integers(0, 2**30))
def test_drawn(number):
    print("drawn", number)
    assert number < 0
"""


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Rounds of a second, and files of failures elsewhere."""
    some = chosen(every_case(), ["id/revoke/1", "doc/id/revokeToken"])
    monkeypatch.setattr(moving, "chosen", lambda: some)
    monkeypatch.setattr(fuzz, "EXAMPLES", 1)
    monkeypatch.setattr(fuzz, "NAMES", ("id",))
    monkeypatch.setattr(wire, "CASES", 20)
    monkeypatch.setattr(machine, "DRAWN", settings(machine.DRAWN, max_examples=2))
    monkeypatch.setattr(races, "RACES", 2)
    monkeypatch.setattr(kills, "KILLS", 2)
    monkeypatch.setattr(soak, "STEP", 400)
    monkeypatch.setattr(deep, "FOLDER", tmp_path)


@pytest.mark.parametrize(
    ("part", "counted"),
    [
        ("settings", "2 cases, 1 moves"),
        ("fuzz", "requests"),
        ("wire", "20 cases"),
        ("machine", "2 sessions"),
        ("races", "2 races"),
        ("kills", "2 kills"),
        ("soak", "400 requests"),
    ],
)
def test_a_part_does_one_round_at_least(
    part: str, counted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """However little time there is, a part does a round, and says how much that was."""
    assert deep.main([part, "--minutes", "0", "--seed", "1"]) == 0

    told = capsys.readouterr().out
    assert counted in told
    assert "held" in told


def test_what_does_not_hold_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A failure is told with the seed that shows it again, and at length in a file."""

    def rounds(seed: int) -> Generator[Round]:
        yield Round("a round", seed, {"things": 1}, ["it broke"], "at length")

    monkeypatch.setattr(deep, "PARTS", {"fuzz": rounds})
    assert deep.main(["--minutes", "0", "--seed", "7"]) == 1

    told = capsys.readouterr().out
    assert "did not hold: it broke" in told
    assert "make deep ARGS='fuzz --seed 7'" in told
    assert (tmp_path / "fuzz-1.txt").read_text() == "at length"


def test_a_part_that_breaks_off_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A part that cannot go on is told as such, and the parts after it are run."""

    def broken(_seed: int) -> Generator[Round]:
        raise RuntimeError("no server")
        yield

    def good(seed: int) -> Generator[Round]:
        yield Round("a round", seed, {"things": 1})

    monkeypatch.setattr(deep, "PARTS", {"fuzz": broken, "soak": good})

    assert deep.main(["--seed", "7"]) == 1
    told = capsys.readouterr().out
    assert "did not hold: broke off: RuntimeError: no server" in told
    assert "1 things" in told


def test_properties_draw_by_the_seed(tmp_path: Path) -> None:
    """Tests that draw the same every day draw anew with each seed, and the same with the same."""
    path = tmp_path / "test_drawn.py"
    path.write_text(FAILING)
    first, other, again = (run_tests([str(path)], seed) for seed in (1, 2, 1))

    assert first.failures
    drawn = [re.findall("drawn [0-9]+", one.said) for one in (first, other, again)]
    assert drawn[0] == drawn[2] != drawn[1]


@pytest.mark.parametrize(
    ("policy", "told", "broken"),
    [
        ("grace", ["answered", "answered"], False),
        ("grace", ["GrantLost", "LoginRequired"], True),
        ("strict", ["LoginRequired", "GrantLost", "LoginRequired"], False),
        ("strict", ["GrantLost", "answered"], True),
        ("strict", ["GrantLost", "GrantLost"], True),
        ("strict", ["ServerFault", "answered"], True),
    ],
)
def test_a_kill_costs_a_login_only_where_it_must(
    policy: str, told: list[str], broken: bool
) -> None:
    """With grace nobody notices; without it, a loss is told once."""
    assert bool(kills.broken(policy, told)) == broken


@pytest.mark.parametrize(
    ("added", "limit", "fails"), [(0, 51e6, False), (16 * 10_000, math.inf, True), (0, 50e6, True)]
)
def test_growth_and_size_fail_the_soak(added: int, limit: float, fails: bool) -> None:
    """A process that keeps a small object for each request is found out, and one that is large."""
    growth = soak.Growth("mock", 10_000, [50_000_000 + added * step for step in range(12)], limit)

    assert bool(growth.round(1, {}).failures) == fails
