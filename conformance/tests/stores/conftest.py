"""What the tests of the stores share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from kickwire.stores import SQLiteStore, Store

from conformance.tests.stores.stores_backends import BACKENDS, STORE_KEY, Backend


@pytest.fixture(params=sorted(BACKENDS))
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Backend]:
    """Each kind of store in turn."""
    name: str = request.param
    found = BACKENDS[name](tmp_path)
    yield found
    found.close()


@pytest.fixture
def store(backend: Backend) -> Store:
    """A store without records."""
    return backend.open()


@pytest.fixture(params=sorted(name for name, kind in BACKENDS.items() if kind.shared))
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Backend]:
    """Each kind of store whose records several stores share, in turn."""
    name: str = request.param
    found = BACKENDS[name](tmp_path)
    yield found
    found.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a test has its SQLite file."""
    return tmp_path / "tokens.db"


@pytest.fixture
def sqlite(path: Path) -> Iterator[SQLiteStore]:
    """A SQLite store without records."""
    with SQLiteStore(path, keys=STORE_KEY) as store:
        yield store
