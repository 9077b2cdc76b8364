"""Every operation over sockets, refused with every status: the right error, and what it tells."""

from __future__ import annotations

import pytest
from kickwire import errors

from conformance.tests.operations.operations_told import (
    KINDS,
    NAMES,
    PLACES,
    Told,
    account_for,
    statuses,
    told,
    words,
)
from conformance.tests.operations.operations_world import Face, refused
from scripts.demo.calls import CALLS

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

PAGE = "<!doctype html><title>Just a moment...</title>"
HTML = "an HTML page, from an edge, a proxy or a wrong host"
TO_THE_MINUTE = 60.0


@pytest.mark.parametrize("name", NAMES)
def test_each_status_is_its_error(alice: Face, name: str) -> None:
    """Documented or not: class, group, operation, status, Kick's words and code, and the wait."""
    expected: list[Told] = []
    found: list[Told] = []
    for status in statuses(name):
        alice.world.control.arm(operation=PLACES[name].id, status=status, worded=True)
        found.append(told(refused(alice, CALLS[name], account_for(name))))
        wait = TO_THE_MINUTE if status == 429 else None
        expected.append(Told(KINDS[status], name, status, *words(name, status), wait))

    assert found == expected
    assert alice.world.waits == []


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_of_the_edge_is_told_as_such(alice: Face, name: str) -> None:
    """A page in place of an answer: 403 and 502 by their status, with the id that the edge gave."""
    for status in (403, 502):
        alice.world.control.arm(
            operation=PLACES[name].id,
            status=status,
            content_type="text/html; charset=utf-8",
            body=PAGE,
            headers={"CF-Ray": "8f2c1d-AMS"},
        )
        error = refused(alice, CALLS[name], account_for(name))
        assert told(error) == Told(KINDS[status], name, status, HTML)
        assert isinstance(error, errors.Refused)
        assert error.request_id == "8f2c1d-AMS"
        assert "Just a moment" not in str(error)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_in_place_of_a_success_is_reported(alice: Face, name: str) -> None:
    """200 with HTML is no answer of Kick's; what has no content to read passes."""
    alice.world.control.arm(
        operation=PLACES[name].id, status=200, content_type="text/html", body=PAGE
    )
    if "204" in PLACES[name].node["responses"]:
        assert alice.ask(CALLS[name], account_for(name)) is None
        return

    error = refused(alice, CALLS[name], account_for(name))

    assert isinstance(error, errors.UnexpectedAnswer)
    assert isinstance(error, errors.ReportToKick)
    assert (error.operation, error.pointer) == (name, "")
    assert HTML in str(error)


@pytest.mark.parametrize("name", NAMES)
def test_a_reset_is_no_answer(alice: Face, name: str) -> None:
    """The connection breaks before the answer: unreachable, and the cause is named."""
    alice.world.control.arm(operation=PLACES[name].id, reset=True)

    error = refused(alice, CALLS[name], account_for(name))

    assert isinstance(error, errors.Unreachable)
    assert isinstance(error, errors.Wait)
    assert (error.operation, error.cause) == (name, "ReadError")
