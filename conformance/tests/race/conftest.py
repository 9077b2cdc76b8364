"""Fixtures of the races."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.suite.control import Control
from conformance.suite.target import Target, started_mock
from conformance.tests.race.race_callers import Face
from conformance.tests.race.race_world import Gate, World


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


@pytest.fixture
def world(target: Target, control: Control) -> Iterator[World]:
    """That mock as it starts, with an app, a store and a clock."""
    world = World(target, control)
    yield world
    world.close()


@pytest.fixture
def gate() -> Gate:
    """The way of `face` to the identity host."""
    return Gate()


@pytest.fixture(params=["threads", "tasks"])
def face(request: pytest.FixtureRequest, world: World, gate: Gate) -> Face:
    """A client called by threads, and one called by tasks."""
    return world.threads(gate) if request.param == "threads" else world.tasks(gate)
