"""Fixtures: one mock for all tests of a process, as it starts for each of them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from conformance.suite.control import Control
from conformance.suite.target import Target, started_mock
from conformance.tests.operations.operations_world import AsyncFace, Face, SyncFace, World


@pytest.fixture(scope="session")
def target() -> Iterator[Target]:
    """A mock in a process of its own."""
    with started_mock() as target:
        yield target


@pytest.fixture(scope="session")
def control(target: Target) -> Iterator[Control]:
    """What drives that mock."""
    assert target.control_url
    with Control(target.control_url) as control:
        yield control


@pytest.fixture(scope="session")
def runner() -> Iterator[asyncio.Runner]:
    """The event loop of the asynchronous clients."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def world(target: Target, control: Control) -> World:
    """That mock as it starts, with nobody logged in."""
    control.reset()
    return World(target, control)


@pytest.fixture(params=["sync", "async"])
def face(request: pytest.FixtureRequest, world: World, runner: asyncio.Runner) -> Iterator[Face]:
    """Both ways to call."""
    with ExitStack() as opened:
        if request.param == "sync":
            yield SyncFace(world, opened)
        else:
            yield AsyncFace(world, opened, runner)


@pytest.fixture
def alice(face: Face) -> Face:
    """Both ways to call, with alice logged in for everything."""
    face.world.log_in()
    return face
