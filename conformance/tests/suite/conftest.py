"""One mock over sockets for the tests of a module; every case begins with a reset."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from kickwire_mock import RunningServer, start_server


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    """A mock that listens."""
    with start_server() as running:
        yield running


@pytest.fixture(autouse=True)
def fresh(request: pytest.FixtureRequest) -> None:
    """What an earlier test has left in the mock is gone, as its profile."""
    if "server" in request.fixturenames:
        running: RunningServer = request.getfixturevalue("server")
        running.mock.reset()
