"""What importing the package costs, shows and depends on."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import kickwire_mock
import pytest

FOLDER = Path(kickwire_mock.__file__).parent
SOURCES = sorted(FOLDER.rglob("*.py"))
HEAVY = {"anyio", "click", "httpx", "jsonschema_rs", "starlette", "uvicorn"}


def loaded_after(statement: str) -> set[str]:
    """Top-level modules that a fresh interpreter has loaded after one statement."""
    script = f"{statement}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    environment = {**os.environ, "PYTHONPATH": str(FOLDER.parent)}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("statement", "needed"),
    [
        ("import kickwire_mock", set[str]()),
        ("from kickwire_mock import Mock, Request, Reply", set[str]()),
        ("from kickwire_mock import Mock; Mock()", {"jsonschema_rs"}),
        ("from kickwire_mock import InProcessTransport", {"httpx", "anyio", "click"}),
    ],
)
def test_only_what_is_used_is_imported(statement: str, needed: set[str]) -> None:
    """Servers and validators load when they are needed, not when the package is imported."""
    # httpx itself loads anyio, and its command line's click where that is installed.
    assert loaded_after(statement) & HEAVY <= needed


def test_the_public_names_are_complete_and_sorted() -> None:
    """`__all__` lists what can be had, in order, and each name is really there."""
    names = kickwire_mock.__all__
    assert names == sorted(names)
    assert set(names) == set(vars(kickwire_mock)["_HOMES"]) <= set(dir(kickwire_mock))
    for name in names:
        assert getattr(kickwire_mock, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    """Lazy names do not swallow typing mistakes."""
    with pytest.raises(AttributeError, match="has no attribute 'Mok'"):
        _ = kickwire_mock.Mok


def imports(source: Path) -> set[str]:
    """Top-level packages a module imports anywhere."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source.name} has a relative import"
            found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_the_judge_shares_no_code_with_the_judged(source: Path) -> None:
    """The mock imports neither the overlay nor the generated clients."""
    assert not imports(source) & {"kickwire", "kickwire_api", "kickwire_id"}


@pytest.mark.parametrize(
    "name",
    [
        "core.py",
        "passage.py",
        "router.py",
        "messages.py",
        "ids.py",
        "world/state.py",
        "world/vault.py",
        "routes/oauth/token.py",
    ],
)
def test_the_core_does_no_io(name: str) -> None:
    """Sockets, clocks, chance and event loops belong to carriers."""
    assert not imports(FOLDER / name) & {"asyncio", "random", "secrets", "socket", "time", "httpx"}


def test_the_types_are_shipped() -> None:
    """Type checkers read the package's own annotations."""
    assert (FOLDER / "py.typed").read_bytes() == b""
