"""Time, settings and holds."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kickwire_mock.errors import MockError, NotFoundError
from kickwire_mock.routes.control.call import Call
from kickwire_mock.routes.control.controlled import Controlled
from kickwire_mock.routes.control.known import require_app


def time(mock: Controlled, _call: Call) -> dict[str, Any]:
    """The mock's time."""
    return {"now": mock.clock.now()}


def move_clock(mock: Controlled, call: Call) -> dict[str, Any]:
    """Move the mock's time, by or to."""
    if "set" in call.body:
        mock.clock.set(call.body["set"])
    else:
        mock.clock.advance(call.body["advance"])
    return time(mock, call)


def settings(mock: Controlled, call: Call) -> dict[str, Any]:
    """The settings as they stand, for one app if it is named."""
    return _shown(mock, call.query.get("client_id"))


def change_settings(mock: Controlled, call: Call) -> dict[str, Any]:
    """Change settings: all that were sent, or none."""
    changes = {
        name: None if value is None else str(value)
        for name, value in call.body.get("settings", {}).items()
    }
    profile, client_id = call.body.get("profile"), call.body.get("client_id")
    if client_id is not None:
        if profile is not None:
            raise MockError("a profile is for all apps; leave client_id out, or profile")
        require_app(mock, client_id)
        mock.settings.change_for_app(client_id, changes)
        return _shown(mock, client_id)
    mock.settings.change(changes)
    if profile is not None:
        mock.settings.use(profile)  # forgets all changes, also those that were just found good
        mock.settings.change(changes)
    return _shown(mock, None)


def holds(mock: Controlled, _call: Call) -> dict[str, Any]:
    """The requests that are held."""
    return {"holds": [asdict(hold) for hold in mock.holds.waiting()]}


def release(mock: Controlled, call: Call) -> dict[str, Any]:
    """Let one held request go, or all."""
    wanted = call.body.get("id")
    released = mock.holds.release(wanted)
    if wanted is not None and not released:
        raise NotFoundError("nothing is held under this id; GET /_mock/holds lists what is")
    return {"released": released}


def _shown(mock: Controlled, client_id: str | None) -> dict[str, Any]:
    if client_id is not None:
        require_app(mock, client_id)
    described = [
        {**each, "value": mock.settings.get(each["id"], client_id)}
        for each in mock.settings.describe()
    ]
    return {"profile": mock.settings.profile, "settings": described, "apps": mock.settings.own()}
