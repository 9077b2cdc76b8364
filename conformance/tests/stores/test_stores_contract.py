"""What every store promises, whatever it is made of."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager
from pathlib import Path
from typing import get_args

import pytest
from kickwire.errors import ConfigurationError, StoreBusy, StoreError
from kickwire.stores import Key, Kind, MemoryStore, Record, SQLiteStore, Store
from kickwire.stores.locks import ThreadLocks

from conformance.tests.stores.stores_backends import (
    OTHER_USER,
    STORE_KEY,
    TOKEN,
    USER,
    Backend,
    is_clean,
)

HOSTILE = [
    "",
    "日本語 \U0001f600",
    "x" * 10_000,
    "two\nlines\r",
    "../../etc/passwd",
    "C:\\con",
    "a\0b",
    "\ud800",
    "'; DROP TABLE records; --",
    ".",
    "Alice",
]


def tried(lock: AbstractContextManager[None]) -> bool:
    """Whether another thread gets a lock."""
    got: list[bool] = []

    def attempt() -> None:
        try:
            with lock:
                got.append(True)
        except StoreBusy:
            got.append(False)

    thread = threading.Thread(target=attempt)
    thread.start()
    thread.join()
    return got[0]


def test_there_is_nothing_at_first(store: Store) -> None:
    """An unknown key has no record, and every method says so without making one."""
    assert store.load(USER) is None
    assert not store.begin(USER, "v", "a")
    assert store.replace(USER, "v", TOKEN) is None
    assert store.take(USER) is None
    assert not store.forget(USER)
    assert store.purge(1e12) == 0
    assert store.load(USER) is None


def test_what_is_put_is_loaded(store: Store) -> None:
    """A record comes back as it was, with the version that putting it told."""
    record = store.put(USER, TOKEN)

    assert (record.text, record.attempt) == (TOKEN, None)
    assert store.load(USER) == record


@pytest.mark.parametrize("text", ["", "\ud800\0\n", "\U0001f600" * 3, "x" * 1_000_000])
def test_any_text_is_kept(store: Store, text: str) -> None:
    """No text is refused or changed: a store does not look into it."""
    store.put(USER, text)

    record = store.load(USER)
    assert record is not None
    assert record.text == text


def test_every_change_has_a_version_of_its_own(store: Store) -> None:
    """Equal texts have different versions, also when a record was away in between."""
    records = [store.put(USER, TOKEN) for _ in range(3)]
    store.forget(USER)
    records.append(store.put(USER, TOKEN))
    replaced = store.replace(USER, records[-1].version, TOKEN)
    assert replaced is not None

    assert len({record.version for record in [*records, replaced]}) == 5


def test_replace_stores_under_a_new_version(store: Store) -> None:
    """With the stored version, the text is changed and the new record told."""
    old = store.put(USER, "old")

    new = store.replace(USER, old.version, TOKEN)

    assert new is not None
    assert new.text == TOKEN
    assert new.version != old.version
    assert store.load(USER) == new


def test_replace_never_overwrites_a_newer_login(store: Store) -> None:
    """With a version that is gone, nothing changes, and what is stored is told."""
    old = store.put(USER, "old")
    login = store.put(USER, "a new login")
    assert store.begin(USER, login.version, "a1")

    kept = store.replace(USER, old.version, TOKEN)

    assert kept == Record(login.version, "a new login", "a1")
    assert store.load(USER) == kept


def test_replace_never_brings_back_what_was_forgotten(store: Store) -> None:
    """A record that was forgotten meanwhile stays forgotten."""
    old = store.put(USER, "old")
    store.forget(USER)

    assert store.replace(USER, old.version, TOKEN) is None
    assert store.load(USER) is None


def test_begin_notes_an_attempt_until_the_next_version(store: Store) -> None:
    """An attempt is noted with the version it began from, the last one stands, and it ends."""
    record = store.put(USER, TOKEN)

    assert store.begin(USER, record.version, "a1")
    assert store.load(USER) == Record(record.version, TOKEN, "a1")
    assert store.begin(USER, record.version, "a2")
    assert store.load(USER) == Record(record.version, TOKEN, "a2")
    new = store.replace(USER, record.version, TOKEN)
    assert new is not None
    assert new.attempt is None
    assert store.begin(USER, new.version, "a3")
    assert store.put(USER, TOKEN).attempt is None
    assert not store.begin(USER, new.version, "a4")


def test_take_empties_the_place(store: Store) -> None:
    """What is taken is told with its attempt and is gone."""
    record = store.put(USER, TOKEN)
    store.begin(USER, record.version, "a1")

    assert store.take(USER) == Record(record.version, TOKEN, "a1")
    assert store.take(USER) is None
    assert store.load(USER) is None


def test_forget_says_whether_there_was_something(store: Store) -> None:
    """The second one finds nothing."""
    store.put(USER, TOKEN)

    assert store.forget(USER)
    assert not store.forget(USER)
    assert store.load(USER) is None


def test_purge_drops_what_has_expired_and_nothing_else(store: Store) -> None:
    """From its second on a record goes; one without a time stays for ever."""
    store.put(USER, TOKEN, expires_at=100.5)
    store.put(OTHER_USER, TOKEN)

    assert store.purge(100.4) == 0
    assert store.load(USER) is not None
    assert store.purge(100.5) == 1
    assert store.load(USER) is None
    assert store.purge(1e300) == 0
    assert store.load(OTHER_USER) is not None


def test_a_renewed_record_expires_no_more(store: Store) -> None:
    """Neither a replaced text nor one that is put without a time inherits the old time."""
    old = store.put(USER, TOKEN, expires_at=1.0)
    store.replace(USER, old.version, TOKEN)
    store.put(OTHER_USER, TOKEN, expires_at=1.0)
    store.put(OTHER_USER, TOKEN)

    assert store.purge(2.0) == 0


def test_an_attempt_does_not_keep_a_record_from_expiring(store: Store) -> None:
    """Noting an attempt leaves the time as it is."""
    record = store.put(USER, TOKEN, expires_at=1.0)
    store.begin(USER, record.version, "a1")

    assert store.purge(1.0) == 1


def test_records_of_other_keys_never_meet(store: Store) -> None:
    """App, kind and name tell records apart, also where one looks like two others joined."""
    kinds: tuple[Kind, ...] = get_args(Kind)
    keys = [Key(app, kind, name) for app in ("a", "ab") for kind in kinds for name in ("", "b")]
    keys += [Key('a", "user', "user", "b"), Key("a", "user", 'user", "b')]
    for number, key in enumerate(keys):
        store.put(key, str(number))

    texts = [record.text for key in keys if (record := store.load(key))]
    assert texts == [str(number) for number in range(len(keys))]
    assert store.forget(keys[0])
    assert [store.load(key) is None for key in keys] == [True] + [False] * (len(keys) - 1)


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_is_a_key(store: Store, name: str) -> None:
    """Names come from users: none is refused, cut, or taken for another one."""
    key = Key("app-1", "user", name)
    store.put(Key("app-1", "user", "alice"), "of alice")
    record = store.put(key, TOKEN)

    assert store.begin(key, record.version, "a1")
    with store.lock(key):
        assert store.replace(key, record.version, "new") == store.load(key)
    assert store.forget(key)
    other = store.load(USER)
    assert other is not None
    assert other.text == "of alice"


def test_a_lock_excludes_other_threads(backend: Backend) -> None:
    """One thread has the lock of a key; another one gets it as soon as it is free."""
    store = backend.open(lock_timeout=0)

    with store.lock(USER):
        assert not tried(store.lock(USER))
    assert tried(store.lock(USER))


def test_a_lock_is_not_reentrant(backend: Backend) -> None:
    """The thread that has it does not get it again, and still has it then."""
    store = backend.open(lock_timeout=0)

    with store.lock(USER):
        with pytest.raises(StoreBusy), store.lock(USER):
            pytest.fail("the lock was given twice")
        assert not tried(store.lock(USER))


def test_locks_of_other_keys_are_free(backend: Backend) -> None:
    """A slow renewal of one account holds up nobody else, and one thread may hold two locks."""
    store = backend.open(lock_timeout=0)

    with store.lock(USER), store.lock(OTHER_USER):
        assert tried(store.lock(Key("app-2", "user", "alice")))
        assert tried(store.lock(Key("app-1", "pending", "alice")))


def test_a_lock_is_free_after_an_error(backend: Backend) -> None:
    """Whatever is raised under a lock passes, and the lock is freed."""
    store = backend.open(lock_timeout=0)

    with pytest.raises(KeyboardInterrupt), store.lock(USER):
        raise KeyboardInterrupt
    assert tried(store.lock(USER))


def test_a_lock_stops_no_other_method(store: Store) -> None:
    """A new login, a load and a logout pass while a renewal has the lock."""
    with store.lock(USER):
        record = store.put(USER, TOKEN)
        assert store.load(USER) == record
        assert store.begin(USER, record.version, "a1")
        assert store.replace(USER, record.version, TOKEN) is not None
        assert store.take(USER) is not None
        assert not store.forget(USER)
        assert store.purge(0) == 0


def test_a_busy_lock_says_whose_it_is(backend: Backend) -> None:
    """The error names the account and the waiting time, and that calling again may help."""
    store = backend.open(lock_timeout=0)

    with (
        store.lock(USER),
        pytest.raises(StoreBusy, match=r"account 'alice' of app 'app-1'.* 0 s.*call again") as busy,
        store.lock(USER),
    ):
        pytest.fail("the lock was given twice")
    assert is_clean(busy.value)


def test_an_error_shows_no_endless_name(backend: Backend) -> None:
    """A name of ten thousand letters and line ends is cut and escaped."""
    store = backend.open(lock_timeout=0)
    key = Key("app-1", "user", "\n\x1b[31m" + "x" * 10_000)

    with store.lock(key), pytest.raises(StoreBusy) as busy, store.lock(key):
        pytest.fail("the lock was given twice")
    assert len(str(busy.value)) < 300
    assert str(busy.value).isprintable()


def test_the_name_of_a_login_is_in_no_error(backend: Backend) -> None:
    """Logins are stored under their states, which are secrets while they last."""
    store = backend.open(lock_timeout=0)
    key = Key("app-1", "login", TOKEN)

    with (
        store.lock(key),
        pytest.raises(StoreBusy, match="a login record of app 'app-1'") as busy,
        store.lock(key),
    ):
        pytest.fail("the lock was given twice")
    assert TOKEN not in str(busy.value)


def test_a_lock_proves_that_its_last_holder_is_done(store: Store) -> None:
    """These stores have locks that end with the process, and say so."""
    assert store.lock_proves_end


@pytest.mark.parametrize("wait", [-1, float("nan"), float("inf"), True, "60", None])
def test_a_waiting_time_that_is_none_is_refused(backend: Backend, wait: float) -> None:
    """Only a number of seconds from 0 on is taken."""
    with pytest.raises(ConfigurationError, match="lock_timeout"):
        backend.open(lock_timeout=wait)


def test_a_record_does_not_show_its_text(store: Store) -> None:
    """Neither a record nor a store has tokens in its repr."""
    record = store.put(USER, TOKEN)

    assert TOKEN not in repr(record) + repr(store) + repr(vars(store))


def test_another_store_has_the_same_records(shared: Backend) -> None:
    """What one store has written another one reads, changes and deletes."""
    first, second = shared.open(), shared.open()

    record = first.put(USER, TOKEN)
    assert second.load(USER) == record
    assert second.begin(USER, record.version, "a1")
    new = second.replace(USER, record.version, "new")
    assert first.load(USER) == new
    assert first.replace(USER, record.version, "late") == new
    assert first.take(USER) == new
    assert second.load(USER) is None


def test_locks_of_two_stores_exclude_each_other(shared: Backend) -> None:
    """It is the key that is locked, not the object."""
    first, second = shared.open(lock_timeout=0), shared.open(lock_timeout=0)

    with first.lock(USER):
        with pytest.raises(StoreBusy), second.lock(USER):
            pytest.fail("the lock was given twice")
        assert not tried(second.lock(USER))
    with second.lock(USER):
        assert not tried(first.lock(USER))


def test_locks_leave_nothing_behind(sqlite: SQLiteStore, path: Path) -> None:
    """However many accounts there are, no lock stays in memory or on the disk."""
    memory = MemoryStore()
    held: list[ThreadLocks] = [vars(memory)["_locks"], vars(sqlite)["_thread_locks"]]
    for number in range(200):
        key = Key("app-1", "user", str(number))
        with memory.lock(key), sqlite.lock(key):
            assert [len(locks) for locks in held] == [1, 1]

    assert [len(locks) for locks in held] == [0, 0]
    assert list(path.with_name("tokens.db.locks").iterdir()) == []


def test_a_closed_store_says_so(sqlite: SQLiteStore) -> None:
    """After `close` every method raises, and closing again is no error."""
    sqlite.close()
    sqlite.close()

    for call in (sqlite.load, sqlite.take, sqlite.forget):
        with pytest.raises(StoreError, match="was closed"):
            call(USER)
    with pytest.raises(StoreError, match="was closed"), sqlite.lock(USER):
        pytest.fail("a closed store gave a lock")
    for raised in ("put", "replace"):
        with pytest.raises(StoreError, match="was closed") as caught:
            sqlite.put(USER, TOKEN) if raised == "put" else sqlite.replace(USER, "v", TOKEN)
        assert is_clean(caught.value)


def test_the_stores_are_stores(sqlite: SQLiteStore) -> None:
    """Both keep to the protocol, as the type checkers confirm here."""
    stores: list[Store] = [sqlite, MemoryStore()]

    assert STORE_KEY not in repr(stores)
