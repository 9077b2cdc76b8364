"""What control can do about bots and subscriptions."""

from __future__ import annotations

import pytest

from conformance.tests.mock.mock_api import Api
from conformance.tests.mock.mock_control_host import ControlHost

FOLLOW = {"name": "channel.followed", "version": 1}


def test_an_app_gets_a_bot_and_is_verified() -> None:
    """At its birth or later; neither happens by itself."""
    api = Api()
    control = ControlHost(api.mock)
    plain = {"name": "Second", "redirect_uris": ["http://localhost:9000/callback"]}
    born = control.ask("POST /apps", plain)
    made = control.ask("POST /apps", {**plain, "bot": True, "verified": True})
    changed = control.ask(f"PATCH /apps/{born['client_id']}", {"bot": True, "verified": True})

    assert (born["bot"], born["verified"]) == (False, False)
    assert (made["bot"], made["verified"]) == (True, True)
    assert (changed["bot"], changed["verified"]) == (True, True)


@pytest.mark.quirk("subscription_partial_errors")
def test_a_fault_for_one_event_is_armed() -> None:
    """By its name, with other words than those of the ledger."""
    api = Api()
    sent = {
        "quirk": "subscription_partial_errors",
        "event": "channel.followed",
        "entry_error": "Not today",
    }
    armed = ControlHost(api.mock).ask("POST /faults", sent)
    (result,) = api.data("POST /public/v1/events/subscriptions", {"events": [FOLLOW]})

    assert {name: armed[name] for name in sent} == sent
    assert result == {**FOLLOW, "error": "Not today"}
