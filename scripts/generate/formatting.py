"""Ruff over everything generated, with settings of its own: the repository's must not leak in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

RUFF = "0.17.6"
_SETTINGS = ["--isolated", "--no-cache", "--target-version", "py311", "--line-length", "100"]


class ToolError(Exception):
    """A tool did not do what generation needs. The text is one line."""


class MissingToolError(ToolError):
    """A tool that generation needs is not there, or not in the version that shapes the bytes."""


class RefusedCodeError(ToolError):
    """The formatter refused the generated code: a template or a document made it wrong."""


def ruff() -> str:
    """The pinned ruff, from this environment first.

    Raises:
        MissingToolError: there is none that runs, or another version, whose output would differ.
    """
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    found = shutil.which("ruff", path=path)
    if found is None:
        raise MissingToolError(f"ruff {RUFF} is needed and not installed; run: make setup")
    try:
        answer = _run([found, "--version"])
    except OSError as error:
        raise MissingToolError(
            f"{found} cannot be run: {error.strerror}; run: make setup"
        ) from None
    version = (answer.stdout.split() or ["none"])[-1]
    if answer.returncode != 0 or version != RUFF:
        raise MissingToolError(
            f"ruff {RUFF} is needed, {version} was found at {found}; run: make setup"
        )
    return found


def tidy(folder: Path, executable: str) -> None:
    """Sort imports, drop unused ones, format, end every line alike.

    Raises:
        RefusedCodeError: ruff cannot read what was generated.
    """
    for arguments in (["check", "--select", "I,F401", "--fix", "--quiet"], ["format", "--quiet"]):
        done = _run([executable, *arguments, *_SETTINGS, "."], folder)
        if done.returncode != 0:
            complaint = " ".join((done.stdout + done.stderr).split())[:500]
            raise RefusedCodeError(f"ruff {arguments[0]} refused the generated code: {complaint}")
    for file in folder.rglob("*"):
        if file.is_file():
            _end_lines_alike(file)


def _end_lines_alike(file: Path) -> None:
    """The generator's library ends lines as the system does; the bytes must not depend on it."""
    content = file.read_bytes()
    if b"\r\n" in content:
        file.write_bytes(content.replace(b"\r\n", b"\n"))


def _run(command: list[str], folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )
