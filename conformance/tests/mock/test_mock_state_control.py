"""The state over the control host."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from kickwire_mock import Mock

from conformance.tests.mock.mock_client import Client
from conformance.tests.mock.mock_control_host import ControlHost, users
from conformance.tests.mock.mock_walk import Walk


@pytest.fixture
def mock() -> Mock:
    """A mock that something has happened to."""
    mock = Mock(seed=2)
    Walk(2, mock).go(80)
    return mock


def test_a_state_goes_from_one_mock_to_another(mock: Mock) -> None:
    """What GET gives, PUT takes, with the same tokens in it."""
    token = Client(mock).pair()["access_token"]
    other = Mock()
    state = ControlHost(mock).ask("GET /state")
    assert ControlHost(other).ask("PUT /state", state) == {"status": "ok"}
    assert other.state() == mock.state()
    assert users(other, token) == users(mock, token)
    assert users(other, token).status == 200


def test_a_state_that_is_broken_changes_nothing(mock: Mock) -> None:
    """400 says where; a mock that was left as it was goes on."""
    control, before = ControlHost(mock), mock.state()
    state = control.ask("GET /state")
    del state["world"]["users"]["_by_name"]
    status, line = control.refused("PUT /state", state)
    assert (status, line) == (400, "the state is broken: world/users: _by_name is missing")
    for body, words in (
        ({}, "the body"),
        ({**state, "format": "x"}, "the body at /format"),
        ({**state, "more": 1}, "'more'"),
        ({**state, "version": 2}, "of another version"),
        ({**state, "clock": {"now": -1, "ahead": None}}, "the state is broken: "),
        ({**state, "settings": {**state["settings"], "changes": {"x": "y"}}}, "the state is br"),
        (b"[" * 5_000, "the body is nested too deeply"),
        (None, "a JSON body is required"),
    ):
        status, line = control.refused("PUT /state", body)
        assert (status, words in line) == (400, True), line
    assert mock.state() == before


def test_a_state_is_put_as_json_only(mock: Mock) -> None:
    """A web page cannot send it without being asked for leave."""
    body = json.dumps(mock.state()).encode()
    for content_type in (None, "text/plain"):
        status, line = ControlHost(mock).refused("PUT /state", body, content_type=content_type)
        assert (status, "send Content-Type: application/json" in line) == (415, True)


def test_the_state_is_saved_on_demand(mock: Mock, tmp_path: Path) -> None:
    """POST writes the file of the mock; without one it says how to have one."""
    control, file = ControlHost(mock), tmp_path / "state.json"
    status, line = control.refused("POST /state/save")
    assert (status, "start it with --state FILE" in line) == (409, True)
    mock.keep_in(file)
    assert control.ask("POST /state/save") == {"status": "ok"}
    assert json.loads(file.read_bytes()) == control.ask("GET /state")
