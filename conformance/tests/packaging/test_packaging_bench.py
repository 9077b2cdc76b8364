"""What `make bench` does where it cannot measure, and where a promise is broken."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scripts.bench import __main__ as bench
from scripts.bench.__main__ import main
from scripts.bench.measuring import Case, shown
from scripts.bench.promises import Promise, below, more, times


def test_without_node_prism_is_skipped_with_the_reason(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A machine without Node measures everything else, and is told what is missing."""
    monkeypatch.setenv("PATH", str(tmp_path))

    assert main(["prism"]) == 0
    assert "skipped: node is not installed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("promise", "held"),
    [
        (times(2), True),
        (times(1.5), False),
        (below(3, shown), True),
        (below(2, shown), False),
        (more(1.5, shown), True),
        (more(1, shown), False),
    ],
)
def test_a_broken_promise_fails_the_bench(
    promise: Promise,
    held: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It is told in the table and in a line of its own, for the work that takes 2 s against 1 s."""

    @contextmanager
    def cases() -> Generator[Iterator[Case]]:
        yield iter([Case("work", lambda: 2.0, "rest", lambda: 1.0, promises=(promise,))])

    monkeypatch.setattr(bench, "SUBJECTS", {"subject": ("A subject", cases)})

    assert main([]) == (0 if held else 1)
    told = capsys.readouterr().out
    assert f"{promise.text}: {'held' if held else 'BROKEN'}" in told
    assert (f"a promise is broken: work: {promise.text}" in told) is not held
