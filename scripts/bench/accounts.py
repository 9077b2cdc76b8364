"""Whether it matters how many accounts there are."""

from __future__ import annotations

import itertools
import random
import sqlite3
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TypeVar

from cryptography.fernet import Fernet
from kickwire import Kick, MemoryStore, SQLiteStore
from kickwire.stores import Key, Record
from kickwire.stores.naming import digest
from kickwire.stores.sealing import Sealer

from scripts.bench.measuring import Case, Sample, computed
from scripts.bench.tokens import APP, CLIENT_ID, pair

NUMBERS = (100, 10_000, 100_000)
_TRACED = 10_000
"""Accounts that memory is measured with."""
_TIMES = 1000
_STORE_KEY = Fernet.generate_key().decode()
_INSERT = "INSERT INTO records (id, version, sealed) VALUES (?, ?, ?)"

T = TypeVar("T")


@contextmanager
def cases() -> Generator[Iterator[Case]]:
    """The subject."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        yield itertools.chain(_in_process(stack), _in_store(stack, folder), [_memory(stack)])


def _in_process(stack: ExitStack) -> Iterator[Case]:
    alone = _used(stack, 1)
    for number in NUMBERS:
        yield Case(
            f"kick.tokens(name), {number:,} in use",
            _each(_used(stack, number).tokens, _names(number)),
            "with one in use",
            _each(alone.tokens, _names(1)),
        )


def _in_store(stack: ExitStack, folder: Path) -> Iterator[Case]:
    alone = _stored(stack, folder, 1)
    for number in NUMBERS:
        store = _stored(stack, folder, number)
        yield Case(
            f"SQLiteStore: load, {number:,} in it",
            _each(store.load, [_key(name) for name in _names(number)]),
            "with one in it",
            _each(alone.load, [_key(name) for name in _names(1)]),
        )


def _memory(stack: ExitStack) -> Case:
    used, kept = MemoryStore(), MemoryStore()
    kick = stack.enter_context(Kick(APP, used))
    return Case(
        "memory of an account in use",
        _bytes_each(lambda name: _use(kick, used, name)),
        "of its record in MemoryStore",
        _bytes_each(lambda name: kept.put(_key(name), _text())),
        rounds=1,
        show=lambda size: f"{size:,.0f} B",
    )


def _used(stack: ExitStack, number: int) -> Kick:
    """A client that has called as each of so many accounts."""
    store = MemoryStore()
    kick = stack.enter_context(Kick(APP, store))
    for name in _names(number):
        _use(kick, store, name)
    return kick


def _use(kick: Kick, store: MemoryStore, name: str) -> None:
    store.put(_key(name), _text())
    kick.tokens(name)


def _stored(stack: ExitStack, folder: Path, number: int) -> SQLiteStore:
    """A store of so many accounts, filled in one transaction."""
    path = folder / f"{number}.db"
    store = stack.enter_context(SQLiteStore(path, keys=_STORE_KEY))
    sealer, text = Sealer(_STORE_KEY), _text()

    def row(name: str) -> tuple[bytes, str, bytes]:
        record = Record(version=f"version-of-{name}", text=text)
        return digest(_key(name)), record.version, sealer.seal(_key(name), record)

    with closing(sqlite3.connect(path)) as raw, raw:
        raw.executemany(_INSERT, map(row, _names(number)))
    return store


def _each(work: Callable[[T], object], of: list[T]) -> Sample:
    """Do it for one after the other, in no order, round and round."""
    order = itertools.cycle(random.Random(0).sample(of, len(of)))  # noqa: S311
    return computed(lambda: work(next(order)), _TIMES)


def _bytes_each(make: Callable[[str], object]) -> Sample:
    """Bytes that Python allocates for each of many new accounts."""
    numbers = itertools.count()

    def sample() -> float:
        names = [f"round {next(numbers)}, {name}" for name in _names(_TRACED)]
        tracemalloc.start()
        try:
            for name in names:
                make(name)
            return tracemalloc.get_traced_memory()[0] / len(names)
        finally:
            tracemalloc.stop()

    return sample


def _names(number: int) -> list[str]:
    return [f"user-{place}" for place in range(number)]


def _key(name: str) -> Key:
    return Key(CLIENT_ID, "user", name)


def _text() -> str:
    return pair(time.time()).to_text()
