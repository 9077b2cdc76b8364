"""Ruff over everything generated, with settings of its own: the repository's must not leak in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

RUFF = "0.17.6"
_SETTINGS = ["--isolated", "--no-cache", "--target-version", "py311", "--line-length", "100"]


class MissingToolError(Exception):
    """A tool that generation needs is not there. The text is one line."""


def ruff() -> str:
    """The pinned ruff, from this environment first.

    Raises:
        MissingToolError: there is none, or another version, whose output would differ.
    """
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    found = shutil.which("ruff", path=path)
    if found is None:
        raise MissingToolError(f"ruff {RUFF} is needed and not installed; run: make setup")
    answer = subprocess.run([found, "--version"], capture_output=True, text=True, check=True)
    version = answer.stdout.split()[-1]
    if version != RUFF:
        raise MissingToolError(
            f"ruff {RUFF} is needed, {version} was found at {found}; run: make setup"
        )
    return found


def tidy(folder: Path, executable: str) -> None:
    """Sort imports, drop unused ones, format."""
    for arguments in (["check", "--select", "I,F401", "--fix", "--quiet"], ["format", "--quiet"]):
        done = subprocess.run(
            [executable, *arguments, *_SETTINGS, "."], cwd=folder, capture_output=True, text=True
        )
        if done.returncode != 0:
            complaint = " ".join((done.stdout + done.stderr).split())[:500]
            raise MissingToolError(f"ruff {arguments[0]} refused the generated code: {complaint}")
