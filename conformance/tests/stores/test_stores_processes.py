"""Several processes on one store: what is written, locked, killed and forked."""

from __future__ import annotations

import os
import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest
from kickwire.errors import StoreBusy, StoreError
from kickwire.stores import Key, Record, SQLiteStore

from conformance.tests.stores.stores_backends import (
    OTHER_USER,
    STORE_KEY,
    TOKEN,
    USER,
    Child,
    is_clean,
)

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")


def children(number: int, script: str, path: Path) -> list[str]:
    """The one line that each of several children tells; they begin together."""
    with ExitStack() as stack:
        ready = "store = SQLiteStore(path); tell('ready'); wait()\n"
        started = [stack.enter_context(Child(ready + script, path)) for _ in range(number)]
        assert [child.told() for child in started] == ["ready"] * number
        for child in started:
            child.go()
        return [child.told() for child in started]


def test_of_many_processes_one_replaces(sqlite: SQLiteStore, path: Path) -> None:
    """All begin from one version; one stores its text, and all are told that record."""
    old = sqlite.put(USER, "old")

    told = children(
        6, f"tell(store.replace(USER, {old.version!r}, str(os.getpid())).version)", path
    )

    record = sqlite.load(USER)
    assert record is not None
    assert told == [record.version] * 6


def test_of_many_processes_one_takes(sqlite: SQLiteStore, path: Path) -> None:
    """A login in flight is used once, whichever process its callback reaches."""
    record = sqlite.put(USER, TOKEN)

    told = children(6, "record = store.take(USER)\ntell(record and record.version)", path)

    assert Counter(told) == {record.version: 1, "None": 5}


def test_a_lock_lets_one_process_in_at_a_time(sqlite: SQLiteStore, path: Path) -> None:
    """What is read and then written under a lock is never overtaken."""
    sqlite.put(USER, "0")
    script = (
        "for _ in range(20):\n"
        "    with store.lock(USER):\n"
        "        store.put(USER, str(int(store.load(USER).text) + 1))\n"
        "tell('done')"
    )

    assert children(4, script, path) == ["done"] * 4
    record = sqlite.load(USER)
    assert record is not None
    assert record.text == "80"


def test_processes_open_one_new_file_together(path: Path) -> None:
    """Of many that find no file, all get a store, and the same one."""
    script = "tell('ready'); wait(); store = SQLiteStore(path)\ntell(store.put(USER, 'x').version)"
    with ExitStack() as stack:
        started = [stack.enter_context(Child(script, path)) for _ in range(6)]
        assert [child.told() for child in started] == ["ready"] * 6
        for child in started:
            child.go()
        told = [child.told() for child in started]

    with SQLiteStore(path, keys=STORE_KEY) as store:
        record = store.load(USER)
    assert record is not None
    assert record.version in told
    assert len(set(told)) == 6


def test_a_killed_process_leaves_its_lock(path: Path) -> None:
    """The system frees the lock of a process that dies, whatever it dies of."""
    script = "with SQLiteStore(path).lock(USER): tell('locked'); wait()"
    with SQLiteStore(path, keys=STORE_KEY, lock_timeout=0) as store:
        with Child(script, path) as child:
            assert child.told() == "locked"
            with pytest.raises(StoreBusy), store.lock(USER):
                pytest.fail("another process has this lock")
            with store.lock(OTHER_USER):
                pass
        with store.lock(USER):
            pass


@pytest.mark.parametrize("moment", ["BEGIN", "UPDATE", "COMMIT"])
def test_a_process_killed_before_its_commit_has_changed_nothing(path: Path, moment: str) -> None:
    """Killed at any step of a write, it leaves the old record, and a store that works."""
    script = (
        "store = SQLiteStore(path); old = store.put(USER, 'old'); tell(old.version)\n"
        "def trace(statement):\n"
        f"    if statement.startswith({moment!r}): tell('there'); wait()\n"
        "vars(vars(store)['_writer'])['_raw'].set_trace_callback(trace)\n"
        "store.replace(USER, old.version, 'new')"
    )
    with Child(script, path) as child:
        version = child.told()
        assert child.told() == "there"

    with SQLiteStore(path, keys=STORE_KEY) as store:
        assert store.load(USER) == Record(version, "old")
        new = store.replace(USER, version, "new")
        assert store.load(USER) == new


def test_a_process_killed_after_its_call_has_written(path: Path) -> None:
    """What a method returned is there, although nothing was closed."""
    script = (
        "store = SQLiteStore(path); old = store.put(USER, 'old')\n"
        "tell(store.replace(USER, old.version, 'new').version); wait()"
    )
    with Child(script, path) as child:
        version = child.told()

    with SQLiteStore(path, keys=STORE_KEY) as store:
        assert store.load(USER) == Record(version, "new")


def test_a_process_killed_while_it_makes_the_store_leaves_none(path: Path) -> None:
    """The next one makes it."""
    script = (
        "from kickwire.stores import sqlite\n"
        "sqlite.in_transaction = lambda *_: (tell('there'), wait())\n"
        "SQLiteStore(path)"
    )
    with Child(script, path) as child:
        assert child.told() == "there"

    with SQLiteStore(path, keys=STORE_KEY) as store:
        assert store.put(USER, TOKEN) == store.load(USER)


@posix
def test_a_forked_child_may_not_use_a_memory_store(path: Path) -> None:
    """Two processes with copies of one refresh token would lose it: each method says so."""
    script = """
store = MemoryStore()
record = store.put(USER, "x")
def tried(name, call):
    try:
        call()
    except KickError as error:
        tell(name, error.code, "forked" in str(error))
def entered():
    with store.lock(USER): pass
if os.fork() == 0:
    tried("load", lambda: store.load(USER))
    tried("lock", entered)
    tried("begin", lambda: store.begin(USER, record.version, "a"))
    tried("replace", lambda: store.replace(USER, record.version, "y"))
    tried("put", lambda: store.put(USER, "y"))
    tried("take", lambda: store.take(USER))
    tried("forget", lambda: store.forget(USER))
    tried("purge", lambda: store.purge(0))
    os._exit(0)
os.wait()
tell(store.load(USER) == record)
"""
    methods = ["load", "lock", "begin", "replace", "put", "take", "forget", "purge"]
    with Child(script, path) as child:
        assert child.rest() == [*(f"{name} store True" for name in methods), "True"]


@posix
def test_what_a_forked_child_writes_outlives_its_parent(path: Path) -> None:
    """The parent closes its side, which must not remove the log that the child writes into."""
    script = """
store = SQLiteStore(path)
store.put(USER, "parent")
go, ready = os.pipe(), os.pipe()
if os.fork() == 0:
    first = store.load(USER)
    store.put(USER, "child")
    os.write(ready[1], b"1"); os.read(go[0], 1)
    store.put(USER, "child again")
    tell(first.text)
    os._exit(0)
os.read(ready[0], 1)
tell(store.load(USER).text)
store.close()
os.write(go[1], b"1")
os.wait()
"""
    with Child(script, path) as child:
        assert child.rest() == ["child", "parent"]

    with SQLiteStore(path, keys=STORE_KEY) as store:
        record = store.load(USER)
    assert record is not None
    assert record.text == "child again"


@posix
def test_a_forked_child_does_not_have_the_lock_of_its_parent(path: Path) -> None:
    """It is busy for the child, and leaving the child's copy of the block frees nothing."""
    script = """
from kickwire.errors import StoreBusy
store = SQLiteStore(path, lock_timeout=0)
def tried():
    try:
        with store.lock(USER): return "free"
    except StoreBusy:
        return "busy"
with store.lock(USER):
    child = os.fork()
    if child == 0:
        tell("child", tried())
    else:
        os.waitpid(child, 0)
        tell("parent", tried())
if child == 0:
    tell("child left", tried())
    os._exit(0)
tell("parent left", tried())
"""
    with Child(script, path) as child:
        told = child.rest()

    assert told == ["child busy", "child left busy", "parent busy", "parent left free"]


@posix
def test_a_lock_ends_with_its_process_though_a_forked_child_lives(path: Path) -> None:
    """A child that inherits descriptors does not keep its dead parent's lock."""
    script = """
store = SQLiteStore(path)
reading, writing = os.pipe()
with store.lock(USER):
    child = os.fork()
    if child == 0:
        os.close(1)
        os.write(writing, b"it runs")
        wait()
        os._exit(0)
    os.read(reading, 7); tell("forked"); wait()
"""
    with Child(script, path) as parent:
        assert parent.told() == "forked"
        parent.process.kill()
        parent.process.wait()
        with SQLiteStore(path, keys=STORE_KEY, lock_timeout=0) as store, store.lock(USER):
            pass


@posix
def test_forks_in_the_middle_of_writes_harm_nothing(path: Path) -> None:
    """With threads that write and lock all the time, every forked child can write and lock."""
    script = """
import threading, warnings
warnings.simplefilter("ignore")  # Python 3.12 warns of forks among threads
store = SQLiteStore(path)
end = threading.Event()
def write(name):
    key = Key("app-1", "user", name)
    while not end.is_set():
        with store.lock(key):
            store.put(key, name)
threads = [threading.Thread(target=write, args=(str(n),)) for n in range(4)]
for thread in threads: thread.start()
ended = []
for number in range(20):
    if os.fork() == 0:
        key = Key("app-1", "child", str(number))
        with store.lock(key), store.lock(Key("app-1", "user", "0")):
            store.put(key, "child")
        os._exit(0)
    ended.append(os.wait()[1])
end.set()
for thread in threads: thread.join()
tell(ended == [0] * 20)
tell(sum(store.load(Key("app-1", "child", str(number))) is not None for number in range(20)))
"""
    with Child(script, path) as child:
        assert child.rest() == ["True", "20"]


def test_a_connection_that_another_process_opened_is_never_used(
    sqlite: SQLiteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fork that Python does not know of is found out by the process id, and refused."""
    record = sqlite.put(USER, TOKEN)
    with monkeypatch.context() as patch:
        patch.setattr(os, "getpid", lambda: 1)
        with pytest.raises(StoreError, match="forked") as caught:
            sqlite.put(USER, TOKEN)
        with pytest.raises(StoreError, match="open the store in the child"):
            sqlite.load(USER)
        assert is_clean(caught.value)

    assert sqlite.load(USER) == record


def test_a_child_that_is_no_fork_has_a_store_of_its_own(sqlite: SQLiteStore, path: Path) -> None:
    """What one process writes another one reads at once."""
    with Child("store = SQLiteStore(path); wait(); tell(store.load(USER).text)", path) as child:
        sqlite.put(USER, "written meanwhile")
        child.go()
        assert child.told() == "written meanwhile"
    assert sqlite.load(Key("app-1", "user", "nobody")) is None
