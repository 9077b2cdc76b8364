"""The wheel, as a user gets it: built, installed into an empty environment, imported, called."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from scripts.documents import ROOT

IMPORT_NAMES = ("kickwire", "kickwire_api", "kickwire_id", "kickwire_mock")

CALL = """
import httpx, json, sys
from kickwire import BearerCaller
from kickwire_api.facade import PublicApi

answer = {"data": {"total_count": 3}, "message": "OK"}
transport = httpx.MockTransport(lambda request: httpx.Response(200, json=answer))
with BearerCaller("worthless", transport=transport) as caller:
    count = PublicApi(caller).livestreams.stats().total_count
extras = ("starlette", "uvicorn", "jsonschema_rs", "click")
optional = [name for name in extras if name in sys.modules]
print(json.dumps({"count": count, "optional": optional}))
"""


def run(*command: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command that may fail."""
    arguments = [str(part) for part in command]
    return subprocess.run(arguments, cwd=cwd, capture_output=True, text=True, check=False)


def uv() -> str:
    """The uv of this environment."""
    return str(Path(sys.executable).parent / "uv")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the sources."""
    folder = tmp_path_factory.mktemp("wheel")
    copy = folder / "source"
    kept = shutil.ignore_patterns("__pycache__", "node_modules")
    for part in ("generated", "overlay", "conformance/mock"):
        shutil.copytree(ROOT / part, copy / part, ignore=kept)
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"):
        shutil.copy(ROOT / name, copy / name)
    here = ("--python", sys.executable, "--no-build-isolation")
    built = run(uv(), "build", "--wheel", *here, "--out-dir", folder, cwd=copy)
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment that holds the wheel and its runtime dependencies."""
    folder = tmp_path_factory.mktemp("empty") / "venv"
    assert run(uv(), "venv", "--python", sys.executable, folder).returncode == 0
    executable = folder / "bin" / "python"
    lock = ROOT / "requirements.lock"
    done = run(uv(), "pip", "install", "--python", executable, "--constraint", lock, wheel)
    assert done.returncode == 0, done.stderr
    return executable


def test_one_wheel_carries_the_four_import_names_typed(wheel: Path) -> None:
    """Each of the four packages is in the wheel with its py.typed, and nothing else is."""
    names = zipfile.ZipFile(wheel).namelist()

    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == set(IMPORT_NAMES)
    assert {f"{name}/py.typed" for name in IMPORT_NAMES} <= set(names)
    assert "kickwire_mock/_data/api.openapi.json" in names


def test_the_wheel_works_where_nothing_else_is(python: Path, tmp_path: Path) -> None:
    """In an empty environment the installed wheel imports and calls through a fake transport."""
    done = run(python, "-I", "-W", "error", "-c", CALL, cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"count": 3, "optional": []}


@pytest.mark.parametrize("name", IMPORT_NAMES)
def test_every_import_name_imports_without_the_extras(
    python: Path, tmp_path: Path, name: str
) -> None:
    """Runtime dependencies are enough to import each package."""
    done = run(python, "-I", "-W", "error", "-c", f"import {name}", cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")


def test_the_mock_command_without_its_extra_says_what_to_install(
    python: Path, tmp_path: Path
) -> None:
    """`kickwire-mock` without `kickwire[mock]` is one line that says how to get it."""
    done = run(python.parent / "kickwire-mock", "serve", cwd=tmp_path)

    assert done.returncode != 0
    assert done.stderr.count("\n") == 1
    assert "kickwire[mock]" in done.stderr
