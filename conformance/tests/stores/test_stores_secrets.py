"""Keys and tokens: where they come from, and where they are never seen."""

from __future__ import annotations

import logging
import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from kickwire.errors import ConfigurationError, StoreError
from kickwire.stores import Key, MemoryStore, Record, SQLiteStore
from kickwire.stores.sealing import KEYS_VARIABLE, HiddenKeys, Sealer, new_key

from conformance.tests.stores.stores_backends import (
    OTHER_KEY,
    OTHER_USER,
    STORE_KEY,
    TOKEN,
    USER,
    is_clean,
)

RECORD = Record("v1", TOKEN)
MALFORMED = [
    OTHER_KEY[:-2],
    OTHER_KEY[:-1],
    OTHER_KEY + "A",
    OTHER_KEY[:20] + "!" + OTHER_KEY[21:],
    OTHER_KEY[:20] + "\n" + OTHER_KEY[20:],
    OTHER_KEY[:20] + " " + OTHER_KEY[21:],
    OTHER_KEY[:20] + "/" + OTHER_KEY[21:],
    "\u0430" + OTHER_KEY[1:],
    "kickwire keygen",
]


def opened_sqlite(path: Path) -> Callable[[object], object]:
    """A call that gives keys to a SQLite store."""
    return lambda keys: SQLiteStore(path, keys=keys)  # type: ignore[arg-type]


@pytest.mark.parametrize("malformed", MALFORMED)
def test_a_malformed_key_is_told_by_its_place(path: Path, malformed: str) -> None:
    """Which one, what a key looks like and how to make one; never the key, nor its neighbours."""
    for make in (Sealer, opened_sqlite(path)):
        with pytest.raises(ConfigurationError, match="keys: key 2 of 2 is malformed") as caught:
            make([STORE_KEY, malformed])
        assert "kickwire keygen" in str(caught.value)
        assert malformed not in str(caught.value).replace("kickwire keygen", "", 1)
        assert is_clean(caught.value)
    assert not path.exists()


@pytest.mark.parametrize("keys", [5, [5], STORE_KEY.encode(), [STORE_KEY.encode()], [None]])
def test_a_key_that_is_no_text_is_told(path: Path, keys: object) -> None:
    """Bytes, numbers and nothing are no keys, and are not shown."""
    with pytest.raises(ConfigurationError, match=r"no text|no key") as caught:
        opened_sqlite(path)(keys)
    assert is_clean(caught.value)


@pytest.mark.parametrize("keys", ["", [], " ", ["", ""]])
def test_without_a_key_nothing_is_stored(
    path: Path, monkeypatch: pytest.MonkeyPatch, keys: str | list[str]
) -> None:
    """There is no way to store in the clear; the line that makes a key is told."""
    with pytest.raises(ConfigurationError, match=r"keys: there is no key.*kickwire keygen"):
        SQLiteStore(path, keys=keys)
    monkeypatch.delenv(KEYS_VARIABLE, raising=False)
    with pytest.raises(ConfigurationError, match=rf"{KEYS_VARIABLE}: there is no key"):
        SQLiteStore(path)
    assert not path.exists()


def test_keys_come_from_the_environment(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With commas between them, newest first; spaces and line ends around them do not matter."""
    with SQLiteStore(path, keys=STORE_KEY) as store:
        record = store.put(USER, TOKEN)
    monkeypatch.setenv(KEYS_VARIABLE, f" {OTHER_KEY}, {STORE_KEY}\n")
    with SQLiteStore(path) as store:
        assert store.load(USER) == record

    monkeypatch.setenv(KEYS_VARIABLE, f"{OTHER_KEY},")
    with pytest.raises(ConfigurationError, match=f"{KEYS_VARIABLE}: key 2 of 2") as caught:
        SQLiteStore(path)
    assert is_clean(caught.value)


def test_a_given_key_comes_before_the_environment(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the caller gives is used alone."""
    monkeypatch.setenv(KEYS_VARIABLE, "malformed")

    SQLiteStore(path, keys=STORE_KEY).close()


def test_a_new_key_is_a_key_and_another_one_each_time() -> None:
    """What keygen prints is what a store takes."""
    first, second = new_key(), new_key()

    assert first != second
    assert Sealer(first).unseal(USER, "v1", Sealer(first).seal(USER, RECORD)) == RECORD


def test_a_sealed_record_is_bound_to_its_place() -> None:
    """Only for the same app, kind, name and version it opens."""
    sealer = Sealer(STORE_KEY)
    sealed = sealer.seal(USER, RECORD)

    assert sealer.unseal(USER, "v1", sealed, "a1") == Record("v1", TOKEN, "a1")
    others = [
        (Key("app-2", "user", "alice"), "v1"),
        (Key("app-1", "login", "alice"), "v1"),
        (OTHER_USER, "v1"),
        (USER, "v2"),
    ]
    for key, version in others:
        with pytest.raises(StoreError, match="cannot be trusted") as caught:
            sealer.unseal(key, version, sealed)
        assert is_clean(caught.value)


@pytest.mark.parametrize("plain", [b"", b"x", b"[]", b"{}", b"\xff", b'["a","user","b","v1"]'])
def test_another_use_of_the_same_key_is_found_out(plain: bytes) -> None:
    """What was encrypted with the key, but not by kickwire, is no record."""
    with pytest.raises(StoreError, match="cannot be trusted"):
        Sealer(STORE_KEY).unseal(USER, "v1", Fernet(STORE_KEY).encrypt(plain))


def test_equal_texts_are_sealed_differently() -> None:
    """Nobody sees from the file whether two accounts have one token."""
    sealer = Sealer(STORE_KEY)

    assert sealer.seal(USER, RECORD) != sealer.seal(USER, RECORD)


def test_nothing_shows_a_key() -> None:
    """Neither a sealer nor keys on their way to one."""
    shown = repr(Sealer([STORE_KEY, OTHER_KEY])) + repr(HiddenKeys(STORE_KEY))

    assert STORE_KEY not in shown
    assert shown.startswith("<Sealer keys=2>")


def test_a_store_is_not_pickled(sqlite: SQLiteStore) -> None:
    """No store goes into a pickle with its keys or records."""
    for store in (sqlite, MemoryStore()):
        with pytest.raises(TypeError):
            pickle.dumps(store)


def test_no_secret_is_in_any_file(
    sqlite: SQLiteStore, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Tokens, keys, names and client ids are in no byte of any file, and in no log line."""
    caplog.set_level(logging.DEBUG)
    secrets = [TOKEN, STORE_KEY, "alice-in-the-file", "app-in-the-file"]
    key = Key("app-in-the-file", "user", "alice-in-the-file")
    record = sqlite.put(key, TOKEN)
    sqlite.begin(key, record.version, "a1")
    sqlite.replace(key, record.version, TOKEN * 1000)
    sqlite.put(Key("app-in-the-file", "login", TOKEN), TOKEN)

    def clean() -> bool:
        files = [item for item in path.parent.rglob("*") if item.is_file()]
        found = b"".join(item.read_bytes() + os.fsencode(item) for item in files)
        assert len(found) > 8192
        return not any(secret.encode() in found for secret in secrets)

    with sqlite.lock(key):
        assert clean()
    sqlite.close()
    assert clean()
    assert not any(secret in caplog.text for secret in secrets)


def test_a_memory_store_in_a_child_shows_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """The text that could not be stored is in no frame of the error."""
    store = MemoryStore()
    with monkeypatch.context() as patch:
        patch.setattr(os, "getpid", lambda: 1)
        with pytest.raises(StoreError) as put:
            store.put(USER, TOKEN)
        with pytest.raises(StoreError) as replaced:
            store.replace(USER, "v", TOKEN)

    assert is_clean(put.value)
    assert is_clean(replaced.value)
