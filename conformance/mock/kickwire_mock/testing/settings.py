"""What a client is made with so that it speaks to a mock, and goes by the mock's time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from typing import TypedDict

from kickwire_mock.core import Mock
from kickwire_mock.errors import NotFoundError
from kickwire_mock.world.people import App


class ClientSettings(TypedDict):
    """Plain values, and functions that make a test repeat exactly: nothing waits or is random."""

    client_id: str
    client_secret: str
    redirect_uri: str
    id_url: str
    api_url: str
    clock: Callable[[], float]
    """The mock's time in Unix seconds."""
    sleep: Callable[[float], Awaitable[None]]
    """Moves the mock's clock by so many seconds and returns at once, whether awaited or not."""
    random: Callable[[], float]
    """Always one half."""


def client_settings(
    mock: Mock, id_url: str, api_url: str, client_id: str | None = None
) -> ClientSettings:
    """The settings of a client.

    Args:
        mock: that it speaks to.
        id_url, api_url: where the mock is.
        client_id: of the app; None: the first one.

    Raises:
        NotFoundError: there is no such app.
    """
    app = app_of(mock, client_id)

    def sleep(seconds: float) -> Awaitable[None]:
        """Let the mock's time pass instead of ours."""
        mock.clock.advance(seconds)
        return _Passed()

    return ClientSettings(
        client_id=app.client_id,
        client_secret=app.client_secret,
        redirect_uri=app.redirect_uris[0],
        id_url=id_url,
        api_url=api_url,
        clock=mock.clock.now,
        sleep=sleep,
        random=_half,
    )


def app_of(mock: Mock, client_id: str | None) -> App:
    """The app with this client id; for None the first one.

    Raises:
        NotFoundError: there is none.
    """
    for app in mock.apps():
        if client_id in (None, app.client_id):
            return app
    raise NotFoundError("no app has this client id")


class _Passed:
    """Time that has passed. To await it lets other tasks of the event loop run, and no more."""

    def __await__(self) -> Generator[None, None, None]:
        yield


def _half() -> float:
    return 0.5
