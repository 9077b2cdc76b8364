"""What a client needs to know of a mock that listens."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from kickwire_mock.carriers.ports import Listeners
from kickwire_mock.core import Mock
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
    tls_url: NotRequired[str]
    """Where TLS is spoken, if it is, for clients that name id.kick.com and api.kick.com there."""
    tls_ca: NotRequired[str]
    """The file with the certificate to trust, if one was written."""
    control_key: NotRequired[str]
    """What the control host asks for, if it was made up for this run."""


def ready(mock: Mock, listeners: Listeners) -> Ready:
    """The ready line as it is now."""
    app, origins = mock.apps()[0], listeners.origins()
    line = Ready(
        id_url=origins.id,
        api_url=origins.api,
        control_url=origins.control + PREFIX,
        token=mock.token,
        client_id=app.client_id,
        client_secret=app.client_secret,
        redirect_uri=app.redirect_uris[0],
        users=[user.name for user in mock.users()],
    )
    if listeners.tls is not None:
        line["tls_url"] = listeners.url("tls")
    if listeners.new_key is not None:
        line["control_key"] = listeners.new_key
    return line
