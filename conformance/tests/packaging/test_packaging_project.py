"""The project speaks of itself alone, and its pieces fit together."""

from __future__ import annotations

import re
import subprocess
import tomllib

from scripts.documents import ROOT
from scripts.generate.formatting import RUFF

HOSTS = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs|crates\.io|/work/|/root/")


def tracked() -> list[str]:
    """The files of the project, those not yet committed included."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_no_file_names_a_registry_or_a_machine() -> None:
    """No registry host and no path of a machine is in any file, locks included."""
    this = "conformance/tests/packaging/test_packaging_project.py"
    guilty: list[str] = []
    for name in tracked():
        path = ROOT / name
        if name != this and path.is_file() and HOSTS.search(path.read_text("utf-8", "ignore")):
            guilty.append(name)

    assert guilty == []


def test_every_locked_requirement_has_a_hash() -> None:
    """Whatever is installed is what was pinned, byte for byte."""
    blocks = re.split(r"\n(?=[a-z0-9])", (ROOT / "requirements.lock").read_text())

    assert len(blocks) > 40
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_pinned_ruff_is_the_one_generation_asks_for() -> None:
    """The lock and the generator agree on the formatter, since it shapes the bytes."""
    assert f"ruff=={RUFF} " in (ROOT / "requirements.lock").read_text()


def test_every_make_target_of_ci_exists() -> None:
    """Continuous integration calls nothing that the Makefile does not have."""
    called = set(re.findall(r"make ([a-z-]+)", (ROOT / ".ci" / "run").read_text()))
    there = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert called
    assert called <= there


def test_every_runtime_dependency_is_explained() -> None:
    """Each dependency earns its place in one line of the docs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    names = [re.split(r"[\[><=;]", line)[0] for group in groups for line in group]
    page = (ROOT / "docs" / "dependencies.md").read_text()

    assert [name for name in names if f"`{name}`" not in page] == []
