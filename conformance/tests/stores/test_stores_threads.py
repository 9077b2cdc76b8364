"""Many threads at once, on one store and on several that share records."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from kickwire.stores import Key, Record, SQLiteStore, Store

from conformance.tests.stores.stores_backends import STORE_KEY, TOKEN, USER, Backend

T = TypeVar("T")


def at_once(number: int, work: Callable[[int], T]) -> list[T]:
    """What `number` threads give that begin together."""
    barrier = threading.Barrier(number)

    def begin(place: int) -> T:
        barrier.wait()
        return work(place)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(begin, range(number)))


def test_of_many_replacements_one_wins(store: Store) -> None:
    """All threads begin from one version; one stores its text, and all are told that record."""
    old = store.put(USER, "old")

    told = at_once(32, lambda place: store.replace(USER, old.version, str(place)))

    assert set(told) == {store.load(USER)}


def test_of_many_takers_one_gets_the_record(store: Store) -> None:
    """A login in flight is used once."""
    record = store.put(USER, TOKEN)

    told = at_once(32, lambda _: store.take(USER))

    assert [one for one in told if one] == [record]


def test_a_thousand_threads_load_at_once(store: Store) -> None:
    """Each gets the record, whatever the number of files that may be open."""
    record = store.put(USER, TOKEN)

    assert at_once(1000, lambda _: store.load(USER)) == [record] * 1000


def test_a_lock_lets_one_thread_in_at_a_time(store: Store) -> None:
    """What is read and then written under a lock is never overtaken."""
    store.put(USER, "0")

    def add(_: int) -> None:
        for _ in range(5):
            with store.lock(USER):
                record = store.load(USER)
                assert record is not None
                store.put(USER, str(int(record.text) + 1))

    at_once(16, add)

    record = store.load(USER)
    assert record is not None
    assert record.text == "80"


def test_a_thousand_threads_want_one_lock(store: Store) -> None:
    """Each gets its turn."""
    turns: list[int] = []

    def enter(place: int) -> None:
        with store.lock(USER):
            turns.append(place)

    at_once(1000, enter)

    assert sorted(turns) == list(range(1000))


def test_of_two_stores_one_wins(shared: Backend) -> None:
    """Stores that share records agree on the winner."""
    stores = [shared.open() for _ in range(8)]
    old = stores[0].put(USER, "old")

    told = at_once(8, lambda place: stores[place].replace(USER, old.version, str(place)))

    assert set(told) == {stores[0].load(USER)}


def test_locks_of_several_stores_let_one_thread_in_at_a_time(shared: Backend) -> None:
    """The same holds for stores that share records, each in a thread."""
    stores = [shared.open() for _ in range(8)]
    stores[0].put(USER, "0")

    def add(place: int) -> None:
        for _ in range(5):
            with stores[place].lock(USER):
                record = stores[place].load(USER)
                assert record is not None
                stores[place].put(USER, str(int(record.text) + 1))

    at_once(8, add)

    record = stores[0].load(USER)
    assert record is not None
    assert record.text == "40"


def test_many_accounts_are_written_at_once(store: Store) -> None:
    """No write is lost among others."""

    def write(place: int) -> list[Record]:
        return [store.put(Key("app-1", "user", f"{place}/{n}"), TOKEN) for n in range(20)]

    records = at_once(16, write)

    for place, written in enumerate(records):
        for number, record in enumerate(written):
            assert store.load(Key("app-1", "user", f"{place}/{number}")) == record


def test_stores_open_one_new_file_together(path: Path) -> None:
    """Of many that find no file, all get a store, and the same one."""

    def write(place: int) -> Record:
        with SQLiteStore(path, keys=STORE_KEY) as store:
            return store.put(Key("app-1", "user", str(place)), TOKEN)

    records = at_once(16, write)

    with SQLiteStore(path, keys=STORE_KEY) as store:
        assert [store.load(Key("app-1", "user", str(place))) for place in range(16)] == records
