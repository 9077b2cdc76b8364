"""What a question names has to exist: an empty answer would say that nothing has happened."""

from __future__ import annotations

from kickwire_mock.routes.control.controlled import Controlled
from kickwire_mock.unknown import no_app, unknown


def require_app(mock: Controlled, client_id: str | None) -> None:
    """Let the client id of an app pass, and None.

    Raises:
        NotFoundError: no app has it.
    """
    known = [app.client_id for app in mock.apps()]
    if client_id is not None and client_id not in known:
        raise no_app(known)


def require_operation(mock: Controlled, operation: str | None) -> None:
    """Let the id of an operation pass, and None.

    Raises:
        NotFoundError: there is no such operation.
    """
    if operation is not None and operation not in mock.operations():
        raise unknown("no such operation", operation, mock.operations())


def require_event(mock: Controlled, event: str | None) -> None:
    """Let the name of an event pass, and None.

    Raises:
        NotFoundError: there is no such event.
    """
    if event is not None and event not in mock.webhooks.events():
        raise unknown("no such event", event, mock.webhooks.events())
