"""Refusals that only Kick can give, over sockets, as errors."""

from __future__ import annotations

import pytest
from kickwire import errors

from conformance.tests.operations.operations_refusals import OF_ANOTHER_APP, REFUSALS
from conformance.tests.operations.operations_told import Told, told
from conformance.tests.operations.operations_world import Face, refused
from scripts.demo.calls import MESSAGE

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.mark.parametrize("case", REFUSALS)
def test_what_only_kick_knows_is_told(alice: Face, case: str) -> None:
    """Class, operation, status, Kick's own words, its code for programs, and when to try again."""
    refusal = REFUSALS[case]
    if refusal.account not in (None, "alice"):
        alice.world.log_in(refusal.account)
    refusal.before(alice)

    error = refused(alice, refusal.call, refusal.account)

    assert told(error) == Told(
        refusal.kind,
        refusal.operation,
        refusal.status,
        refusal.reason,
        refusal.code,
        refusal.wait,
    )


@pytest.mark.parametrize("case", OF_ANOTHER_APP)
def test_what_belongs_to_another_app_is_out_of_reach(face: Face, case: str) -> None:
    """Its rewards, the claims of its organisation, its bot."""
    refusal = OF_ANOTHER_APP[case]
    other = face.of(face.world.another())
    other.world.log_in()

    error = refused(other, refusal.call, refusal.account)

    expected = Told(refusal.kind, refusal.operation, refusal.status, refusal.reason)
    assert told(error) == expected


def test_an_active_token_is_said_to_be_active(alice: Face) -> None:
    """401 for what an account may not do is no reason to log in again, and the text says so."""
    alice.world.log_in("bob")

    error = refused(alice, lambda api: api.chat.delete(MESSAGE), "bob")

    assert not isinstance(error, errors.AskTheUser)
    assert "although the token is active" in str(error)
