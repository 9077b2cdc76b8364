"""The project speaks of itself alone, and its pieces fit together."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from scripts.documents import ROOT
from scripts.generate.formatting import RUFF

MADE = {".git", ".venv", "build", "dist", "node_modules", "__pycache__", ".hypothesis"} | {
    f".{tool}_cache" for tool in ("mypy", "pytest", "ruff", "import_linter")
}


def files() -> Iterator[Path]:
    """The files of the project, whether or not it is a checkout."""
    for folder, subfolders, names in os.walk(ROOT):
        subfolders[:] = [name for name in subfolders if name not in MADE]
        yield from (Path(folder, name) for name in names)


def test_no_file_names_the_machine_it_was_written_on() -> None:
    """No path of this checkout, nor of the user's home, is in any file."""
    here = (str(ROOT), str(Path.home()))
    guilty = [
        path.relative_to(ROOT).as_posix()
        for path in files()
        if any(place in path.read_text("utf-8", "ignore") for place in here)
    ]

    assert guilty == []


def test_locks_name_no_address() -> None:
    """What is pinned comes from whichever index the user has: names and hashes, no hosts."""
    python = (ROOT / "requirements.lock").read_text("utf-8")
    locks = [path for path in files() if path.name == "package-lock.json"]
    packages = [
        (name, package)
        for lock in locks
        for name, package in json.loads(lock.read_text("utf-8"))["packages"].items()
        if name
    ]

    assert "://" not in python
    assert len(locks) == 2
    assert [name for name, package in packages if "resolved" in package] == []
    assert [name for name, package in packages if "integrity" not in package] == []


def test_every_locked_requirement_has_a_hash() -> None:
    """Whatever is installed is what was pinned, byte for byte."""
    blocks = re.split(r"\n(?=[a-z0-9])", (ROOT / "requirements.lock").read_text(encoding="utf-8"))

    assert len(blocks) > 40
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_pinned_ruff_is_the_one_generation_asks_for() -> None:
    """The lock and the generator agree on the formatter, since it shapes the bytes."""
    assert f"ruff=={RUFF} " in (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_every_make_target_of_ci_exists() -> None:
    """Continuous integration calls nothing that the Makefile does not have."""
    called = set(re.findall(r"make ([a-z-]+)", (ROOT / ".ci" / "run").read_text(encoding="utf-8")))
    there = set(
        re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )

    assert called
    assert called <= there


def test_every_runtime_dependency_is_explained() -> None:
    """Each dependency earns its place in one line of the docs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    names = [re.split(r"[\[><=;]", line)[0] for group in groups for line in group]
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")

    assert [name for name in names if f"`{name}`" not in page] == []
