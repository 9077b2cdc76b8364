"""The wheel, as a user gets it: built, installed into an empty environment, imported, called."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from conformance.tests.packaging.packaging_programs import run
from scripts.documents import ROOT

PACKAGES = (
    ROOT / "overlay" / "kickwire",
    ROOT / "generated" / "kickwire_api",
    ROOT / "generated" / "kickwire_id",
    ROOT / "conformance" / "mock" / "kickwire_mock",
)
IMPORT_NAMES = tuple(package.name for package in PACKAGES)
DATA = {
    "_data/api.openapi.json",
    "_data/control.openapi.json",
    "_data/id.openapi.json",
    "_data/quirks.json",
    "pages/dashboard/dashboard.css",
    "pages/dashboard/dashboard.js",
    "worthless_keys/README.md",
    *(f"worthless_keys/webhook_{n}_{half}.pem" for n in range(4) for half in ("private", "public")),
}
"""Of the mock."""

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

IMPORT = """
import json, sys, httpx
before = set(sys.modules)
from kickwire import Kick
print(json.dumps(sorted(set(sys.modules) - before)))
"""


@pytest.fixture(scope="module")
def contents(wheel: Path) -> set[str]:
    """The names of the files in the wheel, its own description left out."""
    return {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}


def test_the_wheel_holds_the_files_of_the_four_packages_and_nothing_else(
    contents: set[str],
) -> None:
    """Whatever lies in one of the four packages is in the wheel, and nothing from elsewhere."""
    there = {
        path.relative_to(package.parent).as_posix()
        for package in PACKAGES
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert contents == there


def test_the_wheel_holds_typed_code_and_the_data_of_the_mock(contents: set[str]) -> None:
    """Each package has its py.typed; what is no code is the mock's data; no tests, no YAML."""
    no_code = {name for name in contents if not name.endswith(".py")}

    typed = {f"{name}/py.typed" for name in IMPORT_NAMES}
    assert no_code == typed | {f"kickwire_mock/{name}" for name in DATA}
    modules = [PurePosixPath(name) for name in contents]
    assert [path for path in modules if path.stem.startswith(("test_", "conftest"))] == []
    assert [path for path in modules if "tests" in path.parts] == []


def test_the_wheel_works_where_nothing_else_is(bare_python: Path) -> None:
    """In an empty environment the installed wheel imports and calls through a fake transport."""
    done = run(bare_python, "-I", "-W", "error", "-c", CALL)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"count": 3, "optional": []}


def test_importing_kick_loads_httpx_and_little_of_ours(bare_python: Path) -> None:
    """`from kickwire import Kick` waits for nothing that httpx can do without, such as asyncio."""
    done = run(bare_python, "-I", "-c", IMPORT)

    assert done.returncode == 0, done.stderr
    loaded = json.loads(done.stdout)
    beyond_httpx = {name.partition(".")[0] for name in loaded} - {"typing_extensions"}
    assert beyond_httpx == {"kickwire", "kickwire_api"}


@pytest.mark.parametrize("name", IMPORT_NAMES)
def test_every_import_name_imports_without_the_extras(bare_python: Path, name: str) -> None:
    """Runtime dependencies are enough to import each package."""
    done = run(bare_python, "-I", "-W", "error", "-c", f"import {name}")

    assert (done.returncode, done.stderr) == (0, "")


def test_the_mock_command_without_its_extra_says_what_to_install(bare_python: Path) -> None:
    """`kickwire-mock` without `kickwire[mock]` is one line that says how to get it."""
    done = run(bare_python.parent / "kickwire-mock", "serve")

    assert done.returncode != 0
    assert done.stderr.count("\n") == 1
    assert "kickwire[mock]" in done.stderr
