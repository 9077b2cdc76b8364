"""One mock for all kills, back at its start before each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.suite.control import Control
from conformance.suite.target import Target, started_mock
from conformance.tests.kill.kill_scene import TWO_HOURS, Nursery, Scene


@pytest.fixture(scope="session")
def target() -> Iterator[Target]:
    """A mock in a process of its own."""
    with started_mock() as target:
        yield target


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Where the processes come from."""
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture(scope="session")
def control(target: Target) -> Iterator[Control]:
    """What drives the mock."""
    assert target.control_url
    with Control(target.control_url) as control:
        yield control


@pytest.fixture
def scene(target: Target, control: Control, nursery: Nursery, tmp_path: Path) -> Iterator[Scene]:
    """A user whose login is stored and whose access token has expired."""
    control.reset()
    scene = Scene(target, control, nursery, tmp_path / "tokens.db")
    scene.log_in(scene.user)
    scene.advance(TWO_HOURS)
    yield scene
    control.release()
