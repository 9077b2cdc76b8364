"""What a client needs to know of a mock that listens."""

from __future__ import annotations

from typing import TypedDict

from kickwire_mock.core import Mock
from kickwire_mock.messages import Origins
from kickwire_mock.routes.control import PREFIX


class Ready(TypedDict):
    """The ready line, key by key."""

    id_url: str
    api_url: str
    control_url: str
    """Ends in ``/_mock``."""
    token: str
    """A live access token of the seed: of its first person, for its app, with every scope."""
    client_id: str
    """The seed's app."""
    client_secret: str
    redirect_uri: str
    users: list[str]
    """The names of the people who can log in."""


def ready(mock: Mock, origins: Origins) -> Ready:
    """The ready line as it is now."""
    app = mock.apps()[0]
    return Ready(
        id_url=origins.id,
        api_url=origins.api,
        control_url=origins.control + PREFIX,
        token=mock.token,
        client_id=app.client_id,
        client_secret=app.client_secret,
        redirect_uri=app.redirect_uris[0],
        users=[user.name for user in mock.users()],
    )
