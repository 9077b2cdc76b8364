"""Every operation over sockets, refused for a while: what is sent again, and after how long."""

from __future__ import annotations

import pytest
from kickwire import Retries, errors

from conformance.tests.operations.operations_told import (
    NAMES,
    PLACES,
    account_for,
    repeatable,
    success_status,
)
from conformance.tests.operations.operations_world import Face, ready, refused
from scripts.demo.calls import CALLS

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

PATIENT = Retries()
"""What a client does if nothing else is said."""
RETRY_AFTER = 2.0
SECOND_PAUSE = 0.5
"""The least of what a client waits before it tries for the third time."""

once = [name for name in NAMES if not repeatable(PLACES[name])]
twice = [name for name in NAMES if repeatable(PLACES[name])]


@pytest.fixture
def alice(alice: Face) -> Face:
    """Both ways to call, with alice logged in for everything; too many calls just now."""
    alice.world.control.arm(
        status=429, host="api", worded=True, headers={"Retry-After": f"{RETRY_AFTER:.0f}"}
    )
    return alice


@pytest.mark.parametrize("name", twice)
def test_what_may_be_sent_twice_is_sent_again(alice: Face, name: str) -> None:
    """After a 429 and a 503 the call succeeds; it waited as asked, then by itself."""
    ready(alice, name)
    alice.world.control.arm(operation=PLACES[name].id, status=503, worded=True)

    alice.ask(CALLS[name], account_for(name), PATIENT)

    assert answers(alice, name) == [429, 503, success_status(name)]
    assert alice.world.waits == [RETRY_AFTER, SECOND_PAUSE]


@pytest.mark.parametrize("name", once)
def test_what_may_have_happened_is_not_sent_again(alice: Face, name: str) -> None:
    """After a 429 nothing was done, so the call is repeated; after a 503 nobody knows."""
    ready(alice, name)
    alice.world.control.arm(operation=PLACES[name].id, status=503, worded=True)

    error = refused(alice, CALLS[name], account_for(name), PATIENT)

    assert isinstance(error, errors.ServerFault)
    assert "after 2 attempts" in str(error)
    assert answers(alice, name) == [429, 503]
    assert alice.world.waits == [RETRY_AFTER]


@pytest.mark.parametrize("name", once)
def test_a_limit_is_waited_for_by_every_operation(alice: Face, name: str) -> None:
    """Also by what must not be done twice."""
    ready(alice, name)

    alice.ask(CALLS[name], account_for(name), PATIENT)

    assert answers(alice, name) == [429, success_status(name)]
    assert alice.world.waits == [RETRY_AFTER]


def answers(face: Face, name: str) -> list[int]:
    """How each request of a call was answered."""
    entries = face.world.control.journal(operation=PLACES[name].id)
    return [int(entry["status"]) for entry in entries]
