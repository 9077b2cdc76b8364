"""The formatter: what it needs, what it refuses, and the bytes that it leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.generate import formatting
from scripts.generate.formatting import MissingToolError, RefusedCodeError


def test_lines_end_alike_on_every_system(tmp_path: Path) -> None:
    """The library's own files end their lines as the system does; the outcome does not."""
    (tmp_path / "one.py").write_bytes(b"a = 1\r\nb = 2\r\n")
    (tmp_path / "notes.txt").write_bytes(b"a\r\nb\n")

    formatting.tidy(tmp_path, formatting.ruff())

    assert (tmp_path / "one.py").read_bytes() == b"a = 1\nb = 2\n"
    assert (tmp_path / "notes.txt").read_bytes() == b"a\nb\n"


def test_refused_code_is_no_missing_tool(tmp_path: Path) -> None:
    """Code that cannot be parsed is told as that, in one line with its file."""
    (tmp_path / "wrong.py").write_text("def (\n", encoding="utf-8")

    with pytest.raises(RefusedCodeError, match=r"^ruff check refused .*wrong\.py[^\n]*$"):
        formatting.tidy(tmp_path, formatting.ruff())


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ("#!/bin/sh\necho ruff 0.0.1\n", "0.0.1 was found at"),
        ("#!/bin/sh\nexit 1\n", "none was found at"),
        ("#!/nowhere/sh\n", "cannot be run: No such file"),
    ],
)
def test_a_ruff_that_is_not_the_pinned_one_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, complaint: str
) -> None:
    """Another version, or a program that does not run, is told with what to do."""
    program = tmp_path / "ruff"
    program.write_text(script, encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))

    with pytest.raises(MissingToolError, match=f"{complaint}.*make setup$"):
        formatting.ruff()
