"""Files that are not what they were: each is refused with a reason, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from kickwire.errors import StoreError
from kickwire.stores import Key, SQLiteStore, connections

from conformance.tests.stores.stores_backends import (
    OTHER_KEY,
    OTHER_USER,
    STORE_KEY,
    TOKEN,
    USER,
    Child,
    is_clean,
)

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither of these")
ACCOUNTS = 200


def edit(path: Path, *statements: str) -> None:
    """Change a store behind its back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        for statement in statements:
            raw.execute(statement)


def refused(path: Path) -> str:
    """Why a store does not open; the file is as it was."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError) as caught:
        SQLiteStore(path, keys=STORE_KEY)
    assert is_clean(caught.value)
    assert before is None or path.read_bytes() == before
    return str(caught.value)


def reading_refused(path: Path) -> str:
    """Why a store does not open, or cannot be read; until then it gives every record."""
    with pytest.raises(StoreError) as caught:
        read_all(path)
    assert is_clean(caught.value)
    return str(caught.value)


def read_all(path: Path) -> None:
    """Read every account of a store."""
    with SQLiteStore(path, keys=STORE_KEY) as store:
        assert all(store.load(account(number)) for number in range(ACCOUNTS))


def account(number: int) -> Key:
    """One of many accounts."""
    return Key("app-1", "user", str(number))


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with many accounts; copy it."""
    path = tmp_path_factory.mktemp("full") / "tokens.db"
    with SQLiteStore(path, keys=STORE_KEY) as store:
        for number in range(ACCOUNTS):
            store.put(account(number), TOKEN)
    return path


def test_a_key_that_opens_nothing_deletes_nothing(sqlite: SQLiteStore, path: Path) -> None:
    """With a wrong key every reader says so, and with the right one the record is there."""
    record = sqlite.put(USER, TOKEN)
    with SQLiteStore(path, keys=OTHER_KEY) as wrong:
        for call in (wrong.load, wrong.take):
            with pytest.raises(StoreError, match=r"none of the keys opens .*'alice'") as caught:
                call(USER)
            assert "Nothing was deleted" in str(caught.value)
            assert is_clean(caught.value)
        with pytest.raises(StoreError, match="none of the keys opens") as caught:
            wrong.replace(USER, "stale", TOKEN)
        assert is_clean(caught.value)

    assert sqlite.load(USER) == record


def test_an_account_can_be_forgotten_without_its_key(sqlite: SQLiteStore, path: Path) -> None:
    """Whoever lost a key can start anew, account by account."""
    sqlite.put(USER, TOKEN)
    with SQLiteStore(path, keys=OTHER_KEY) as other:
        assert other.forget(USER)
        new = other.put(USER, TOKEN)
        assert other.load(USER) == new


def test_keys_are_exchanged_without_a_pause(sqlite: SQLiteStore, path: Path) -> None:
    """The newest key seals, the old one opens until its records have changed."""
    old = sqlite.put(USER, TOKEN)
    with SQLiteStore(path, keys=[OTHER_KEY, STORE_KEY]) as both:
        assert both.load(USER) == old
        new = both.replace(USER, old.version, "new")
    with SQLiteStore(path, keys=OTHER_KEY) as newest:
        assert newest.load(USER) == new


@pytest.mark.parametrize("columns", [["sealed"], ["sealed", "version"]])
def test_rows_that_were_swapped_are_found_out(
    sqlite: SQLiteStore, path: Path, columns: list[str]
) -> None:
    """No account gets the session of another one; both records are still there."""
    sqlite.put(USER, TOKEN)
    sqlite.put(OTHER_USER, TOKEN)
    swap = ", ".join(
        f"{name} = (SELECT {name} FROM copied WHERE copied.id != records.id)" for name in columns
    )
    edit(path, "CREATE TEMP TABLE copied AS SELECT * FROM records", f"UPDATE records SET {swap}")

    for key, name in ((USER, "alice"), (OTHER_USER, "bob")):
        for call in (sqlite.load, sqlite.take):
            with pytest.raises(StoreError, match=f"'{name}'.* cannot be trusted") as caught:
                call(key)
            assert "Nothing was deleted" in str(caught.value)
            assert is_clean(caught.value)
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT count(*) FROM records").fetchone() == (2,)


def test_an_old_text_under_a_new_version_is_found_out(sqlite: SQLiteStore, path: Path) -> None:
    """Whoever puts an old sealed text back cannot make it look like the newest."""
    old = sqlite.put(USER, TOKEN)
    with closing(sqlite3.connect(path)) as raw:
        sealed: bytes = raw.execute("SELECT sealed FROM records").fetchone()[0]
    sqlite.replace(USER, old.version, "new")
    edit(path, f"UPDATE records SET sealed = x'{sealed.hex()}'")

    with pytest.raises(StoreError, match="cannot be trusted"):
        sqlite.load(USER)


@pytest.mark.parametrize("value", ["x'00'", "'text'", "5", "''", "x''"])
def test_a_damaged_record_is_refused(sqlite: SQLiteStore, path: Path, value: str) -> None:
    """Whatever stands in a row, there is one error and no other."""
    sqlite.put(USER, TOKEN)
    edit(path, f"UPDATE records SET sealed = {value}")

    with pytest.raises(StoreError, match="none of the keys opens"):
        sqlite.load(USER)


def test_a_version_that_is_no_text_is_refused(sqlite: SQLiteStore, path: Path) -> None:
    """SQLite's own complaint, which would quote the value, is not passed on."""
    sqlite.put(USER, TOKEN)
    edit(path, "UPDATE records SET version = CAST(x'ff6162' AS TEXT)")

    with pytest.raises(StoreError, match="SQLite failed with OperationalError") as caught:
        sqlite.load(USER)
    assert is_clean(caught.value)


@pytest.mark.parametrize("content", [b"x", b"not a database\n" * 500, os.urandom(8192)])
def test_another_kind_of_file_is_refused(path: Path, content: bytes) -> None:
    """A file that is no database is named, and left as it is."""
    path.write_bytes(content)
    path.chmod(0o600)

    assert "no SQLite database" in refused(path)


def test_another_programs_database_is_refused(path: Path) -> None:
    """Tables that are not ours are left alone."""
    edit(path, "CREATE TABLE theirs (x)")
    path.chmod(0o600)

    assert "another program's database" in refused(path)


def test_a_newer_schema_is_refused(path: Path) -> None:
    """What a later kickwire wrote is not touched by this one."""
    SQLiteStore(path, keys=STORE_KEY).close()
    edit(path, "PRAGMA user_version = 2")

    assert "a newer kickwire" in refused(path)


def test_a_folder_is_refused(path: Path) -> None:
    """A folder in the place of the file is told as such."""
    path.mkdir()

    assert "this is a folder" in refused(path)


@pytest.mark.parametrize("name", ["", ":memory:", "a\0b", "x" * 300])
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    """What cannot be a file is one error."""
    place = str(tmp_path / name) if name not in ("", ":memory:") else name
    with pytest.raises(StoreError):
        SQLiteStore(place, keys=STORE_KEY)


@pytest.mark.parametrize("kept", [1, 50, 100, 512, 1000, 4096, 5000, 8192, 40_960, -4096, -1])
def test_a_truncated_file_is_refused(full: Path, path: Path, kept: int) -> None:
    """A file that lost its end is never taken for one with fewer accounts."""
    content = full.read_bytes()
    path.write_bytes(content[:kept])
    path.chmod(0o600)

    assert "damaged" in reading_refused(path)


def test_an_emptied_file_is_refused_while_its_log_is_there(path: Path) -> None:
    """SQLite alone would remove the log, with what is only there."""
    with Child("SQLiteStore(path).put(USER, 'x'); tell('put'); wait()", path) as child:
        assert child.told() == "put"
    log = path.with_name("tokens.db-wal")
    before = log.read_bytes()
    path.write_bytes(b"")

    assert "damaged" in refused(path)
    assert log.read_bytes() == before != b""


def test_damage_in_the_middle_is_refused(full: Path, path: Path) -> None:
    """Pages that were overwritten are found out by whoever reads them, as damage."""
    content = bytearray(full.read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(content)
    path.chmod(0o600)

    assert "damaged" in reading_refused(path)


def test_a_file_that_was_removed_is_not_written(sqlite: SQLiteStore, path: Path) -> None:
    """Nothing is written into a file that nobody will ever open again."""
    sqlite.put(USER, TOKEN)
    away = path.with_name("away.db")
    path.rename(away)

    with pytest.raises(StoreError, match="removed or exchanged") as caught:
        sqlite.put(USER, TOKEN)
    assert is_clean(caught.value)
    shutil.copy(away, path)
    with pytest.raises(StoreError, match="removed or exchanged"):
        sqlite.load(USER)
    away.replace(path)
    assert sqlite.load(USER) is not None


def test_a_full_database_keeps_what_it_has(sqlite: SQLiteStore) -> None:
    """When there is no room, a new pair is refused, and can be written once there is."""
    old = sqlite.put(USER, TOKEN)
    writer: connections.Connection = vars(sqlite)["_writer"]
    writer.run(lambda raw: raw.execute("PRAGMA max_page_count = 1"))

    with pytest.raises(StoreError, match="the disk is full") as put:
        sqlite.put(OTHER_USER, TOKEN * 10_000)
    with pytest.raises(StoreError, match="the disk is full") as replaced:
        sqlite.replace(USER, old.version, TOKEN * 10_000)
    assert is_clean(put.value)
    assert is_clean(replaced.value)
    assert sqlite.load(USER) == old
    writer.run(lambda raw: raw.execute("PRAGMA max_page_count = 1000000"))
    new = sqlite.replace(USER, old.version, TOKEN * 10_000)
    assert new is not None
    assert sqlite.load(USER) == new


@posix
def test_a_disk_that_takes_no_more_keeps_what_it_has(path: Path) -> None:
    """A write that the system refuses changes nothing; the same call passes later."""
    script = """
import resource
store = SQLiteStore(path)
old = store.put(USER, "old")
limit = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (os.path.getsize(path + "-wal"), limit[1]))
for _ in range(2):
    try:
        store.replace(USER, old.version, "x" * 10000)
    except KickError as error:
        tell(error)
tell(store.load(USER) == old)
resource.setrlimit(resource.RLIMIT_FSIZE, limit)
new = store.replace(USER, old.version, "x" * 10000)
tell(new == store.load(USER) != old)
"""
    with Child(script, path) as child:
        told = child.rest()

    assert len(told) == 4
    assert all("call again" in line and "nothing was changed" in line for line in told[:2])
    assert told[2:] == ["True", "True"]


def test_a_database_that_another_program_locks_is_one_error(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says who may be to blame; a load passes all the same, and the write does later."""
    monkeypatch.setattr(connections, "_BUSY_SECONDS", 0.0)
    with SQLiteStore(path, keys=STORE_KEY) as store:
        old = store.put(USER, TOKEN)
        with closing(sqlite3.connect(path, isolation_level=None)) as raw:
            raw.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match="another program keeps") as caught:
                store.replace(USER, old.version, TOKEN)
            assert is_clean(caught.value)
            assert store.load(USER) == old
            raw.execute("ROLLBACK")
        assert store.replace(USER, old.version, TOKEN) == store.load(USER)
