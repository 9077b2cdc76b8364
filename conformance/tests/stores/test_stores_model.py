"""Each store against a dict: any order of calls gives what the dict gives."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from kickwire.stores import Key, Record, Store

from conformance.tests.stores.stores_backends import BACKENDS, MemoryBackend, SQLiteBackend

KEYS = [Key("a", "user", "x"), Key("a", "user", "y"), Key("b", "user", "x"), Key("a", "app")]
keys = st.sampled_from(KEYS)
texts = st.text(st.characters(exclude_categories=[]), max_size=20)
times = st.one_of(st.none(), st.integers(0, 5), st.floats(0, 5))


class StoreMachine(RuleBasedStateMachine):
    """A store and a dict that must agree after every step."""

    kind: ClassVar[type[MemoryBackend] | type[SQLiteBackend]]
    versions: Bundle[str] = Bundle("versions")

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.backend = self.kind(Path(self._folder.name))
        self.store: Store = self.backend.open()
        self.records: dict[Key, Record] = {}
        self.expiries: dict[Key, float] = {}

    def teardown(self) -> None:
        """Close what is open."""
        self.backend.close()
        self._folder.cleanup()

    @initialize(target=versions)
    def unknown_version(self) -> str:
        """A version that no record ever has."""
        return "unknown"

    @rule(target=versions, key=keys, text=texts, expires_at=times)
    def put(self, key: Key, text: str, expires_at: float | None) -> str:
        """Anything may be put over anything."""
        record = self.store.put(key, text, expires_at=expires_at)
        assert record == Record(record.version, text)
        self._set(key, record, expires_at)
        return record.version

    @rule(target=versions, key=keys, version=versions, text=texts)
    def replace(self, key: Key, version: str, text: str) -> str:
        """A stale version changes nothing."""
        told = self.store.replace(key, version, text)
        known = self.records.get(key)
        if known is None or known.version != version:
            assert told == known
            return version
        assert told is not None
        assert told == Record(told.version, text)
        assert told.version != version
        self._set(key, told, None)
        return told.version

    @rule(key=keys, version=versions, attempt=st.sampled_from(["a1", "a2"]))
    def begin(self, key: Key, version: str, attempt: str) -> None:
        """An attempt is noted for the stored version only."""
        known = self.records.get(key)
        current = known is not None and known.version == version
        assert self.store.begin(key, version, attempt) is current
        if known is not None and current:
            self.records[key] = replace(known, attempt=attempt)

    @rule(key=keys)
    def take(self, key: Key) -> None:
        """What is stored is told and gone."""
        self.expiries.pop(key, None)
        assert self.store.take(key) == self.records.pop(key, None)

    @rule(key=keys)
    def forget(self, key: Key) -> None:
        """Whether there was something is told."""
        self.expiries.pop(key, None)
        assert self.store.forget(key) is (self.records.pop(key, None) is not None)

    @rule(now=st.floats(0, 6))
    def purge(self, now: float) -> None:
        """What has expired goes, and is counted."""
        expired = [key for key, at in self.expiries.items() if at <= now]
        assert self.store.purge(now) == len(expired)
        for key in expired:
            del self.records[key], self.expiries[key]

    @rule(key=keys)
    def lock(self, key: Key) -> None:
        """A lock changes nothing."""
        with self.store.lock(key):
            assert self.store.load(key) == self.records.get(key)

    @rule()
    def reopen(self) -> None:
        """Records outlive the store that wrote them, if they are shared."""
        if self.backend.shared:
            self.backend.close()
            self.store = self.backend.open()

    @invariant()
    def agrees(self) -> None:
        """Every record is what the dict has."""
        assert {key: self.store.load(key) for key in KEYS} == {
            key: self.records.get(key) for key in KEYS
        }

    def _set(self, key: Key, record: Record, expires_at: float | None) -> None:
        self.records[key] = record
        self.expiries.pop(key, None)
        if expires_at is not None:
            self.expiries[key] = expires_at


@pytest.mark.parametrize("name", sorted(BACKENDS))
def test_a_store_is_a_dict(name: str) -> None:
    """Whatever is called in whatever order, the store does what a dict does."""
    run_state_machine_as_test(
        type(name, (StoreMachine,), {"kind": BACKENDS[name]}),
        settings=settings(max_examples=60, stateful_step_count=30),
    )
