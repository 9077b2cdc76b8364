"""What `make bench` does where it cannot measure."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.bench.__main__ import main


def test_without_node_prism_is_skipped_with_the_reason(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A machine without Node measures everything else, and is told what is missing."""
    monkeypatch.setenv("PATH", str(tmp_path))

    assert main(["prism"]) == 0
    assert "skipped: node is not installed" in capsys.readouterr().out
