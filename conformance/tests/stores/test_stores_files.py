"""The files of a store: for their owner alone, and put there by nobody else."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from kickwire.errors import StoreError
from kickwire.stores import SQLiteStore

from conformance.tests.stores.stores_backends import STORE_KEY, TOKEN, USER, Child, is_clean

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
root = pytest.mark.skipif(
    sys.platform != "win32" and os.geteuid() != 0, reason="only root can give files away"
)


def refused(path: Path) -> str:
    """Why a store does not open."""
    with pytest.raises(StoreError) as caught:
        SQLiteStore(path, keys=STORE_KEY)
    assert is_clean(caught.value)
    return str(caught.value)


def modes(folder: Path) -> dict[str, int]:
    """The permissions of everything in a folder."""
    return {item.name: stat.S_IMODE(item.stat().st_mode) for item in folder.rglob("*")}


def obedient() -> list[str]:
    """What to start a process with that permissions stop, as they do not stop root."""
    if os.geteuid() != 0:
        return []
    without = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]
    if not shutil.which("setpriv") or subprocess.run([*without, "true"], check=False).returncode:
        pytest.skip("root, without a setpriv that could give up its rights")
    return without


def test_everything_is_for_the_owner_alone(tmp_path: Path) -> None:
    """Folders are made 0700 and files 0600, the files beside the database too."""
    folder = tmp_path / "new" / "store"
    with SQLiteStore(folder / "tokens.db", keys=STORE_KEY) as store:
        store.put(USER, TOKEN)
        with store.lock(USER):
            found = modes(folder)

    assert len(found) == 5
    assert found.pop("tokens.db.locks") == 0o700
    assert set(found.values()) == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_an_open_umask_opens_nothing(path: Path) -> None:
    """Files are closed to others even if a program makes its files open."""
    with Child("os.umask(0); SQLiteStore(path).put(USER, 'x')", path) as child:
        assert child.rest() == []

    found = modes(path.parent)
    assert found.pop("tokens.db.locks") == 0o700
    assert set(found.values()) == {0o600}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o606, 0o644])
def test_a_file_that_others_can_open_is_refused(path: Path, mode: int) -> None:
    """The line that closes it is told; it is not closed in silence."""
    path.touch()
    path.chmod(mode)

    assert f"run: chmod 600 {path}" in refused(path)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.parametrize("side", ["-wal", "-shm", "-journal"])
def test_files_beside_the_database_are_checked_too(path: Path, side: str) -> None:
    """Whoever can write the log writes the database."""
    SQLiteStore(path, keys=STORE_KEY).close()
    beside = path.with_name(path.name + side)
    beside.touch(0o600)
    beside.chmod(0o666)

    assert f"run: chmod 600 {beside}" in refused(path)


@pytest.mark.parametrize("mode", [0o770, 0o777, 0o1777, 0o702])
def test_a_folder_that_others_can_write_is_refused(tmp_path: Path, mode: int) -> None:
    """Others could exchange the files in it; the line that closes it is told."""
    folder = tmp_path / "open"
    folder.mkdir()
    folder.chmod(mode)

    assert f"run: chmod go-w {folder}" in refused(folder / "tokens.db")
    assert list(folder.iterdir()) == []
    with SQLiteStore(folder / "own" / "tokens.db", keys=STORE_KEY) as store:
        store.put(USER, TOKEN)


def test_a_folder_that_others_can_read_is_taken(tmp_path: Path) -> None:
    """The files in it are closed to them."""
    folder = tmp_path / "readable"
    folder.mkdir()
    folder.chmod(0o755)

    SQLiteStore(folder / "tokens.db", keys=STORE_KEY).close()


@pytest.mark.parametrize("target", ["real.db", "nowhere.db"])
def test_a_linked_file_is_refused(path: Path, target: str) -> None:
    """A link is not followed, wherever it leads, and nothing is made there."""
    real = path.with_name("real.db")
    real.touch(0o600)
    path.symlink_to(path.with_name(target))

    assert "a symbolic link is not followed" in refused(path)
    assert real.read_bytes() == b""
    assert not path.with_name("nowhere.db").exists()


def test_a_linked_folder_is_refused(tmp_path: Path) -> None:
    """Neither is the link of a folder."""
    (tmp_path / "real").mkdir(0o700)
    (tmp_path / "link").symlink_to(tmp_path / "real")

    assert "a symbolic link is not followed" in refused(tmp_path / "link" / "tokens.db")
    assert list((tmp_path / "real").iterdir()) == []


def test_a_linked_log_is_refused(path: Path) -> None:
    """Nor a link in the place of a file beside the database."""
    SQLiteStore(path, keys=STORE_KEY).close()
    path.with_name("tokens.db-wal").symlink_to(path.with_name("elsewhere"))

    assert "a symbolic link is not followed" in refused(path)
    assert not path.with_name("elsewhere").exists()


def test_a_linked_lock_is_refused(path: Path) -> None:
    """A lock file is not made through a link, which would lock something else."""
    SQLiteStore(path, keys=STORE_KEY).close()
    path.with_name("tokens.db.locks").joinpath("opening").symlink_to(path.with_name("elsewhere"))

    assert "a symbolic link is not followed" in refused(path)
    assert not path.with_name("elsewhere").exists()


def test_a_file_with_a_second_name_is_refused(path: Path) -> None:
    """SQLite would keep a log for each name, and lose one of them."""
    SQLiteStore(path, keys=STORE_KEY).close()
    path.with_name("second.db").hardlink_to(path)

    assert "2 names" in refused(path)


def test_a_pipe_is_refused(path: Path) -> None:
    """What is no regular file is refused at once, without waiting for its other end."""
    os.mkfifo(path, 0o600)

    assert "no regular file" in refused(path)


def test_a_file_in_the_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    """The folder of the store, and that of its locks."""
    (tmp_path / "file").touch()
    (tmp_path / "tokens.db.locks").touch()

    assert "a folder is expected" in refused(tmp_path / "file" / "tokens.db")
    assert "a folder is expected" in refused(tmp_path / "tokens.db")


@root
def test_a_file_of_somebody_else_is_refused(path: Path) -> None:
    """Root is refused too: it would leave files that the owner cannot open."""
    SQLiteStore(path, keys=STORE_KEY).close()
    os.chown(path, 65534, 65534)

    assert "belongs to another user (uid 65534" in refused(path)


@root
def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    """Its owner could exchange the files in it."""
    folder = tmp_path / "theirs"
    folder.mkdir(0o755)
    os.chown(folder, 65534, 65534)

    assert "belongs to another user" in refused(folder / "tokens.db")


def test_a_folder_that_cannot_be_written_is_told_at_once(path: Path) -> None:
    """A program hears of it when it starts, and not when it has a new pair to save."""
    SQLiteStore(path, keys=STORE_KEY).close()
    script = "try: SQLiteStore(path)\nexcept KickError as error: tell(error.code, error)"
    for folder in (path.parent, path.with_name("tokens.db.locks")):
        folder.chmod(0o500)
        try:
            with Child(script, path, *obedient()) as child:
                (told,) = child.rest()
        finally:
            folder.chmod(0o700)
        assert told.startswith("store ")
        assert "Permission denied" in told or "read-only" in told


def test_a_file_that_cannot_be_written_is_told_at_once(path: Path) -> None:
    """So is a file that is read-only."""
    SQLiteStore(path, keys=STORE_KEY).close()
    path.chmod(0o400)

    script = "try: SQLiteStore(path)\nexcept KickError as error: tell(error.code, error)"
    with Child(script, path, *obedient()) as child:
        (told,) = child.rest()
    assert told.startswith("store ")
    assert "read-only" in told


def test_the_locks_come_back_when_their_folder_was_removed(path: Path) -> None:
    """Tidying up stops nobody."""
    with SQLiteStore(path, keys=STORE_KEY) as store:
        path.with_name("tokens.db.locks").rmdir()
        with store.lock(USER):
            assert modes(path.parent)["tokens.db.locks"] == 0o700


def test_the_place_stays_the_same_when_the_folder_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relative path means the folder of the process at the time the store was opened."""
    monkeypatch.chdir(tmp_path)
    with SQLiteStore("tokens.db", keys=STORE_KEY) as store:
        monkeypatch.chdir("/")
        record = store.put(USER, TOKEN)
        with store.lock(USER):
            assert store.load(USER) == record
