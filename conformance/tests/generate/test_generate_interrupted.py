"""A run that was killed, that fails half-way, or that meets another: nothing is lost or mixed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from conformance.tests.generate.generate_project import (
    edit,
    generate,
    generate_after,
    run_python,
    snapshot,
)
from scripts.generate.swapping import Swap

DATA = "conformance/mock/kickwire_mock/_data"
UNDONE = "make generate: an interrupted run was undone first\n"


def killed_while_moving(project: Path) -> dict[str, bytes]:
    """Leave what a run leaves that is killed between its moves; returns what was there before.

    ``generated`` is kept and half of a new one stands in its place, ``_data`` is untouched, and
    ``docs/quirks.md`` is new: it had no predecessor.
    """
    (project / "docs" / "quirks.md").unlink()
    before = snapshot(project)
    backup = project / "build" / "generate-backup"
    backup.mkdir(parents=True)
    (backup / "fresh.json").write_text(json.dumps(["docs/quirks.md"]), encoding="utf-8")
    (project / "generated").replace(backup / "generated")
    (project / "generated").mkdir()
    (project / "generated" / "half.py").touch()
    (project / "docs" / "quirks.md").write_text("new\n", encoding="utf-8")
    return before


def leftovers(project: Path) -> list[str]:
    """What stands in the folder that generation works in, the lock aside."""
    return sorted(path.name for path in (project / "build").iterdir() if path.suffix != ".lock")


def test_the_next_run_undoes_what_a_killed_one_had_moved(project: Path) -> None:
    """Outputs come back, new ones without a predecessor go, even if the next run fails itself."""
    before = killed_while_moving(project)
    edit(project / "spec" / "id.openapi.yaml", "servers:", "serves:")

    done = generate(project)

    assert done.returncode == 2
    assert done.stderr.startswith(UNDONE)
    assert snapshot(project) == before
    assert leftovers(project) == []


def test_the_next_run_then_does_its_own_work(project: Path) -> None:
    """After the undoing everything is generated as ever."""
    wanted = snapshot(project)
    killed_while_moving(project)

    done = generate(project)

    assert (done.returncode, done.stderr) == (0, UNDONE)
    assert snapshot(project) == wanted


def test_the_check_never_undoes(project: Path) -> None:
    """With an interrupted run before it the check says who can undo it, and writes nothing."""
    killed_while_moving(project)
    before, kept = snapshot(project), leftovers(project)

    done = generate(project, "--check")

    assert done.returncode == 2
    assert done.stderr == (
        "make generate: an earlier run was interrupted; undo it with: make generate\n"
    )
    assert (snapshot(project), leftovers(project)) == (before, kept)


@pytest.mark.parametrize("arguments", [["--check"], []])
def test_a_half_deleted_backup_is_never_brought_back(project: Path, arguments: list[str]) -> None:
    """A run killed while it deletes the old outputs has put the new ones in place: they stay."""
    before = snapshot(project)
    spent = project / "build" / "generate-backup-done" / "generated"
    spent.mkdir(parents=True)
    (spent / "STAMP.toml").write_text("old\n", encoding="utf-8")

    done = generate(project, *arguments)

    assert (done.returncode, done.stderr) == (0, "")
    assert snapshot(project) == before


def test_what_cannot_be_moved_in_is_told_and_all_is_as_it_was(project: Path) -> None:
    """One output that cannot be placed takes back the others, those without predecessor too."""
    shutil.rmtree(project / DATA)
    shutil.rmtree(project / "docs")
    (project / "docs").touch()
    (project / "generated" / "STAMP.toml").unlink()
    before = snapshot(project)

    done = generate(project)

    assert done.returncode == 2
    assert done.stderr == f"make generate: {project}/docs: File exists\n"
    assert snapshot(project) == before
    assert not (project / DATA).exists()
    assert leftovers(project) == []


OLD = {"a/x": "old", "b": "old"}
NEW = {"a/x": "new", "a/y": "new", "b": "new", "c": "new"}
KILLED = """
import os, sys
from pathlib import Path
from scripts.generate.swapping import Swap

def call(path, target, moves=iter(range(99)), move=Path.replace):
    if next(moves) == {moves}:
        os._exit(9)
    return move(path, target)

Path.replace = call
swap = Swap(Path("root"), Path("build/backup"), ("a", "b", "c"))
swap.undo() if swap.interrupted else swap.run(Path("aside"))
"""


def plant(folder: Path, files: dict[str, str]) -> None:
    """Write files."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def planted(folder: Path) -> dict[str, str]:
    """Read files."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}


@pytest.mark.parametrize("moves", range(7))
@pytest.mark.parametrize("more", [0, 1, 2])
def test_killed_before_any_move_it_is_all_old_or_all_new(
    tmp_path: Path, moves: int, more: int
) -> None:
    """Wherever a run is killed, and the one that undoes it too, nothing is lost or mixed."""
    plant(tmp_path / "root", OLD)
    plant(tmp_path / "aside", NEW)
    swap = Swap(tmp_path / "root", tmp_path / "build" / "backup", ("a", "b", "c"))
    path = os.pathsep.join(sys.path)

    program = KILLED.format(moves=moves)
    assert run_python(tmp_path, "-c", program, PYTHONPATH=path).returncode == 9
    if swap.interrupted:
        program = KILLED.format(moves=more)
        assert run_python(tmp_path, "-c", program, PYTHONPATH=path).returncode in (0, 9)
    if swap.interrupted:
        swap.undo()

    assert planted(tmp_path / "root") in (OLD, NEW)


def test_a_second_run_waits_for_the_first(project: Path) -> None:
    """Two runs do not fight: the second says that it waits, and goes on when the first ends."""
    (project / "build").mkdir()
    command = [sys.executable, "-m", "scripts.generate", "--check"]
    with FileLock(project / "build" / "generate.lock"):
        second = subprocess.Popen(
            command, cwd=project, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )
        assert second.stderr is not None
        said = second.stderr.readline()
    second.communicate()

    assert said == "make generate: waiting for another run to end\n"
    assert second.returncode == 0


def test_a_run_that_waits_in_vain_says_so(project: Path) -> None:
    """When the other run does not end, the second gives up with one line and changes nothing."""
    (project / "build").mkdir()
    before = snapshot(project)
    with FileLock(project / "build" / "generate.lock"):
        done = generate_after(project, "command._PATIENCE = 0.05")

    assert done.returncode == 2
    last = done.stderr.splitlines()[-1]
    assert last.startswith("make generate: another run still holds ")
    assert snapshot(project) == before
