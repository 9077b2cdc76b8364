"""Rules that keep the parts apart."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from scripts.documents import ROOT

MOST_FILES_WITH_HTTPX = 4


def imports_of(path: Path) -> set[str]:
    """The top-level packages that a module imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def test_the_import_contracts_are_kept() -> None:
    """Nobody imports whom the architecture forbids."""
    linter = Path(sys.executable).parent / "lint-imports"

    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_httpx_stays_behind_a_narrow_seam() -> None:
    """Few files of the overlay know the HTTP library; its core knows two values of it, no more."""
    overlay = ROOT / "overlay" / "kickwire"
    rooms = [path for path in overlay.rglob("*.py") if "_core" not in path.parts]

    knowing = [path.name for path in rooms if "httpx" in imports_of(path)]

    assert len(knowing) <= MOST_FILES_WITH_HTTPX, knowing


def test_generation_and_lint_import_nothing_of_ours() -> None:
    """What makes and judges the packages does not depend on them."""
    ours = {"kickwire", "kickwire_api", "kickwire_id", "kickwire_mock"}
    folders = [ROOT / "scripts" / "generate", ROOT / "scripts" / "lint"]

    guilty = [p.name for f in folders for p in f.rglob("*.py") if imports_of(p) & ours]

    assert guilty == []
