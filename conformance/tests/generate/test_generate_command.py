"""`make generate` as a command: deterministic, and with bad input one clear line and no harm."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.documents import ROOT

PARTS = ("spec", "scripts", "generated", "docs", "conformance/mock/kickwire_mock/_data")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of all that generation reads and writes."""
    for part in PARTS:
        ignored = shutil.ignore_patterns("node_modules", "__pycache__")
        shutil.copytree(ROOT / part, tmp_path / part, ignore=ignored)
    return tmp_path


def generate(
    project: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in a project."""
    return subprocess.run(
        [sys.executable, "-m", "scripts.generate", *arguments],
        cwd=project,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def snapshot(project: Path) -> dict[str, bytes]:
    """Every generated file with its bytes."""
    places = [project / part for part in PARTS[2:]]
    files = [file for place in places for file in place.rglob("*") if file.is_file()]
    return {
        str(f.relative_to(project)): f.read_bytes() for f in files if "__pycache__" not in f.parts
    }


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_the_bytes_do_not_depend_on_the_hash_seed(project: Path, seed: str) -> None:
    """Whatever PYTHONHASHSEED is, generation gives what is committed."""
    done = generate(project, "--check", PYTHONHASHSEED=seed)

    assert (done.returncode, done.stderr) == (0, "")


def test_an_edited_document_changes_the_output_and_the_check_says_so_first(project: Path) -> None:
    """After an edit the check fails and names files; after generation it passes."""
    document = project / "spec" / "id.openapi.yaml"
    document.write_text(document.read_text().replace("Kick.com identity host", "Another title"))

    before = generate(project, "--check")
    written = generate(project)
    after = generate(project, "--check")

    assert before.returncode == 1
    assert "generated/STAMP.toml: differs" in before.stderr
    assert "run: make generate" in before.stderr
    assert (written.returncode, after.returncode) == (0, 0)


def _broken_yaml(project: Path) -> str:
    (project / "spec" / "api.openapi.yaml").write_text("openapi: 3.1.0\npaths: [unclosed\n")
    return "spec/api.openapi.yaml:3:1"


def _repeated_key(project: Path) -> str:
    path = project / "spec" / "id.openapi.yaml"
    path.write_text(path.read_text() + "\ninfo: {}\n")
    return "key 'info' stands twice"


def _missing_document(project: Path) -> str:
    (project / "spec" / "quirks.yaml").unlink()
    return "spec/quirks.yaml: cannot be read"


def _dangling_reference(project: Path) -> str:
    path = project / "spec" / "id.openapi.yaml"
    path.write_text(path.read_text().replace("#/components/schemas/OAuthError'", "#/nowhere'"))
    return "spec/id.openapi.yaml"


def _unknown_scheme(project: Path) -> str:
    path = project / "spec" / "api.openapi.yaml"
    path.write_text(path.read_text().replace("- AppAccessToken: []", "- Other: []", 1))
    return "security names exactly one of"


@pytest.mark.parametrize(
    "spoil", [_broken_yaml, _repeated_key, _missing_document, _dangling_reference, _unknown_scheme]
)
def test_a_document_that_cannot_be_used_ends_with_one_line_and_no_change(
    project: Path, spoil: Callable[[Path], str]
) -> None:
    """A bad document is told in one line that names file and place; every output stays."""
    expected = spoil(project)
    before = snapshot(project)

    done = generate(project)

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert expected in done.stderr
    assert snapshot(project) == before


def test_without_ruff_generation_says_so_and_changes_nothing(project: Path) -> None:
    """The formatter shapes the bytes: without it there is no generation at all."""
    before = snapshot(project)
    program = (
        "import shutil, sys; shutil.which = lambda *a, **k: None;"
        "from scripts.generate.__main__ import main; sys.exit(main([]))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=project, capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "ruff" in done.stderr
    assert "make setup" in done.stderr
    assert snapshot(project) == before


def test_a_half_written_tree_is_named_by_the_check_and_mended_by_generation(project: Path) -> None:
    """Files lost from generated/ are named; generation brings them back."""
    shutil.rmtree(project / "generated" / "kickwire_api" / "models")

    checked = generate(project, "--check")
    mended = generate(project)

    assert checked.returncode == 1
    assert "generated/kickwire_api/models/__init__.py: is missing" in checked.stderr
    assert mended.returncode == 0
    assert generate(project, "--check").returncode == 0
