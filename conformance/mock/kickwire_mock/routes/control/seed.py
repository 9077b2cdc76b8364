"""What a mock begins with: enough to send the first request."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kickwire_mock.messages import Origins
from kickwire_mock.routes.control.call import Call
from kickwire_mock.routes.control.controlled import Controlled
from kickwire_mock.world.people import User


def seed(mock: Controlled, call: Call) -> dict[str, Any]:
    """Addresses, the seed's app and token, the people, and ids to try things with."""
    return seeded(mock, call.origins)


def seeded(mock: Controlled, origins: Origins) -> dict[str, Any]:
    """The same for a mock that may not listen anywhere; its addresses are empty then."""
    app = mock.apps()[0]
    return {
        "seed": mock.seed,
        "profile": mock.settings.profile,
        "id_url": origins.id,
        "api_url": origins.api,
        "token": mock.token,
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "redirect_uri": app.redirect_uris[0],
        "webhook_url": app.webhook_url,
        "drops_url": app.drops_url,
        "users": [_person(mock, user) for user in mock.users()],
        "samples": asdict(mock.samples()),
    }


def _person(mock: Controlled, user: User) -> dict[str, Any]:
    channel = mock.channel(user.name)
    return {**asdict(user), "live": channel.live, "title": channel.title}
