"""A copy of the project to generate in, and the command run there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.documents import CONTROL_DOCUMENT, ROOT

OUTPUTS = ("generated", "docs", "conformance/mock/kickwire_mock/_data")
PARTS = ("spec", "scripts", *OUTPUTS)


def copy_project(folder: Path) -> Path:
    """Copy all that generation reads and writes."""
    for part in PARTS:
        ignored = shutil.ignore_patterns("node_modules", "__pycache__")
        shutil.copytree(ROOT / part, folder / part, ignore=ignored)
    shutil.copy(CONTROL_DOCUMENT, folder / CONTROL_DOCUMENT.relative_to(ROOT))
    return folder


def generate(
    project: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in a project."""
    return run_python(project, "-m", "scripts.generate", *arguments, **environment)


def generate_after(
    project: Path, statement: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in a project, after a statement that makes something go wrong."""
    program = (
        f"import sys; from scripts.generate import __main__ as command; {statement};"
        " sys.exit(command.main([]))"
    )
    return run_python(project, "-c", program, **environment)


def run_python(
    project: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run Python in a project."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=project,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def snapshot(project: Path) -> dict[str, bytes]:
    """Every generated file with its bytes."""
    places = [project / part for part in OUTPUTS]
    files = [file for place in places for file in place.rglob("*") if file.is_file()]
    return {
        file.relative_to(project).as_posix(): file.read_bytes()
        for file in files
        if "__pycache__" not in file.parts
    }


def edit(path: Path, old: str, new: str) -> None:
    """Replace the first occurrence of a text in a file."""
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")
