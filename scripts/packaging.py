"""The wheel and clean environments to install it into, for tests and measurements."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from scripts.documents import ROOT

_SOURCES = ("generated", "overlay", "conformance/mock")
_FILES = ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md")


class PackagingError(Exception):
    """Something cannot be built or installed here. The text is one line."""


def built_wheel(folder: Path) -> Path:
    """Build the wheel from a copy of the sources.

    Args:
        folder: an empty one; the copy and the wheel lie in it.

    Raises:
        PackagingError: it cannot be built.
    """
    copy = folder / "source"
    kept = shutil.ignore_patterns("__pycache__", "node_modules")
    for part in _SOURCES:
        shutil.copytree(ROOT / part, copy / part, ignore=kept)
    for name in _FILES:
        shutil.copy(ROOT / name, copy / name)
    here = ("--python", sys.executable, "--no-build-isolation")
    _uv("build", "--wheel", *here, "--out-dir", str(folder), str(copy))
    return next(folder.glob("*.whl"))


def environment(folder: Path, wheel: Path, extra: str = "") -> Path:
    """An environment that holds the wheel and the dependencies that it asks for, nothing else.

    Args:
        folder: where; it does not exist yet.
        wheel: what `built_wheel` gave.
        extra: name of an extra to install with it.

    Returns:
        Its interpreter.

    Raises:
        PackagingError: it cannot be made, for instance because no package index can be reached.
    """
    _uv("venv", "--python", sys.executable, str(folder))
    python = folder / "bin" / "python"
    locked = ("--constraint", str(ROOT / "requirements.lock"))
    wanted = f"{wheel}[{extra}]" if extra else str(wheel)
    _uv("pip", "install", "--python", str(python), *locked, wanted)
    return python


def _uv(*arguments: str) -> None:
    command = [str(Path(sys.executable).parent / "uv"), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise PackagingError(f"uv cannot be run: {error.strerror}") from None
    if done.returncode:
        raise PackagingError(f"uv {arguments[0]}: {' '.join(done.stderr.split())}")
