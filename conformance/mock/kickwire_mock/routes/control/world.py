"""People, apps, their consents and tokens."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kickwire_mock.routes.control.call import Call
from kickwire_mock.routes.control.controlled import Controlled


def users(mock: Controlled, _call: Call) -> dict[str, Any]:
    """The people."""
    return {"users": [asdict(user) for user in mock.users()]}


def add_user(mock: Controlled, call: Call) -> dict[str, Any]:
    """Add a person."""
    return asdict(mock.add_user(**call.body))


def set_channel(mock: Controlled, call: Call) -> dict[str, Any]:
    """Change a person's channel."""
    shown = asdict(mock.set_channel(call.path["name"], **call.body))
    owner = shown.pop("owner")
    return {"name": owner["name"], "user_id": owner["user_id"], **shown}


def apps(mock: Controlled, _call: Call) -> dict[str, Any]:
    """The apps, with their secrets."""
    return {"apps": [asdict(app) for app in mock.apps()]}


def add_app(mock: Controlled, call: Call) -> dict[str, Any]:
    """Register an app."""
    return asdict(mock.add_app(**call.body))


def change_app(mock: Controlled, call: Call) -> dict[str, Any]:
    """Change an app."""
    return asdict(mock.change_app(call.path["client_id"], **call.body))


def decide(mock: Controlled, call: Call) -> dict[str, Any]:
    """Decide in a person's place."""
    return {"redirect": mock.consent(**call.body)}


def tokens(mock: Controlled, call: Call) -> dict[str, Any]:
    """The newest tokens, masked."""
    return {"tokens": [asdict(each) for each in mock.tokens(**call.query)]}


def end_tokens(mock: Controlled, call: Call) -> dict[str, Any]:
    """End tokens on Kick's side."""
    return {"ended": mock.end_tokens(**call.body)}
