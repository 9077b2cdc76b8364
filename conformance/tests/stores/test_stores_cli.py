"""``kickwire``, the command, and what it costs to import the stores."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import kickwire
import pytest
from kickwire import stores
from kickwire.cli import main
from kickwire.stores import SQLiteStore

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(kickwire.__file__).parents[1])}


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """The interpreter, run as a user does."""
    return subprocess.run(
        [sys.executable, *command], capture_output=True, text=True, env=ENVIRONMENT, check=False
    )


def test_keygen_prints_a_key_and_nothing_else(path: Path) -> None:
    """Its output can be given to a store as it is."""
    done = run("-m", "kickwire", "keygen")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    SQLiteStore(path, keys=done.stdout).close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminal")
def test_keygen_tells_a_person_what_to_do() -> None:
    """On a terminal a hint goes to stderr, and the key is still alone on stdout."""
    ours, terminal = os.openpty()
    with os.fdopen(ours, "rb", buffering=0) as screen:
        done = subprocess.run(
            [sys.executable, "-m", "kickwire", "keygen"],
            stdout=terminal,
            stderr=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT,
            check=True,
        )
        os.close(terminal)
        shown = screen.read(1000).decode()

    assert "export KICKWIRE_STORE_KEYS=" in done.stderr
    assert len(shown.strip()) == 44
    assert shown.strip() not in done.stderr


@pytest.mark.parametrize("arguments", [["nonsense"], [], ["keygen", "x"], ["keygen", "--x"]])
def test_a_mistake_is_one_line_and_status_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    """Every mistake of the caller is told in words, never as a traceback."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (2, "")
    assert err.startswith("kickwire: ")
    assert err.count("\n") == 1


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """``kickwire --version`` names itself."""
    with pytest.raises(SystemExit) as ended:
        main(["--version"])

    assert (ended.value.code, capsys.readouterr().out) == (0, f"kickwire {kickwire.__version__}\n")


def test_without_the_extra_the_line_to_install_is_told() -> None:
    """A plain installation has the command, but not what it needs."""
    done = run(
        "-c",
        "import sys; sys.modules['click'] = None; from kickwire.cli import main; main(['keygen'])",
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "kickwire: click is missing; install kickwire[cli]\n"


@pytest.mark.parametrize("statement", ["import kickwire.stores", "kickwire.stores.MemoryStore()"])
def test_stores_are_imported_when_used(statement: str) -> None:
    """Neither the package nor a memory store loads what only a durable store needs."""
    done = run(
        "-c",
        f"import sys, kickwire.stores; {statement};"
        "print([n for n in ('sqlite3', 'cryptography', 'filelock', 'click') if n in sys.modules])",
    )

    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_the_package_lists_what_it_has() -> None:
    """Every name of the package is there, and no other."""
    assert set(stores.__all__) <= set(dir(stores))
    assert all(getattr(stores, name) for name in stores.__all__)
    with pytest.raises(AttributeError, match="nonsense"):
        _ = stores.nonsense
