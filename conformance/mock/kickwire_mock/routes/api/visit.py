"""What a handler of the API host is given, and what it can say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field
from http import HTTPStatus
from typing import Any, TypeAlias

from kickwire_mock.answers import JSON
from kickwire_mock.errors import RequestError
from kickwire_mock.faults import Fault
from kickwire_mock.messages import Headers, Reply, Request
from kickwire_mock.operations import Arguments, Operation
from kickwire_mock.values import value_class
from kickwire_mock.wire import json_bytes
from kickwire_mock.world.grants import Grant
from kickwire_mock.world.people import User
from kickwire_mock.world.state import World

_JSON_HEADERS = Headers([("Content-Type", JSON)])


@value_class(frozen=True, slots=True)
class Visit:
    """A request that may pass: authenticated, authorised, valid."""

    world: World
    request: Request
    operation: Operation
    arguments: Arguments
    grant: Grant | None = field(repr=False)
    """Behind the token; None where no token is needed."""
    fault: Fault | None = None
    """The fault that struck, if the handler has to know of it."""

    def setting(self, id: str) -> str:
        """The value of a setting for the app that asks."""
        return self.world.settings.get(id, None if self.grant is None else self.grant.client_id)

    def client_id(self) -> str:
        """The app that asks, for operations that take tokens only.

        Raises:
            NotAllowed: there is none.
        """
        if self.grant is None:
            raise NotAllowed("this takes a token")
        return self.grant.client_id

    def user_or_none(self) -> User | None:
        """The token's own user; None for an app token, and where no token is needed."""
        name = None if self.grant is None else self.grant.user
        return None if name is None else self.world.users.get(name)

    def user(self) -> User:
        """The token's own user, for operations that take user tokens only.

        Raises:
            NotAllowed: there is none.
        """
        user = self.user_or_none()
        if user is None:
            raise NotAllowed("the token belongs to no user")
        return user


Handler: TypeAlias = Callable[[Visit], Reply]
"""Does what a valid request says, or raises `RequestError`, `Refusal` or `NotAllowed`."""


class Refusal(RequestError):
    """An error of the API host whose body is known.

    A plain `RequestError` is 400 with its reason in ``data``; this one has words of its own.
    """

    def __init__(
        self, status: int, data: Any, message: str, reason: str, *quirks: str, **more: Any
    ) -> None:
        """Word it.

        Args:
            status: of the answer.
            data: of the envelope.
            message: of the envelope.
            reason: for the journal; never a value that was sent.
            quirks: ledger ids that explain it.
            more: further fields of the body, for instance ``code``.
        """
        super().__init__(reason, *quirks)
        self.status = status
        self.data = data
        self.message = message
        self.more = more


def not_found(reason: str) -> Refusal:
    """404; inferred from SDKs, which are prepared for it, in the shape of other errors."""
    return Refusal(HTTPStatus.NOT_FOUND, {}, "Not found", reason)


class NotAllowed(RequestError):
    """The token lives, but may not do this (ledger ``api_401_overloaded``)."""


def ok(data: Any, *, next_cursor: str | None = None, quirks: tuple[str, ...] = ()) -> Reply:
    """200 with the envelope of a success.

    Args:
        data: the payload.
        next_cursor: of a paged answer; empty on the last page. None: the answer is not paged.
        quirks: ledger ids that shaped it.
    """
    body: dict[str, Any] = {"data": data, "message": "OK"}
    if next_cursor is not None:
        body["pagination"] = {"next_cursor": next_cursor}
    return Reply(200, _JSON_HEADERS, json_bytes(body), quirks)


def listed(
    items: Iterable[bytes], *, next_cursor: str | None = None, quirks: tuple[str, ...] = ()
) -> Reply:
    """`ok` with a list whose items are written as JSON already."""
    ending = b'],"message":"OK"}'
    if next_cursor is not None:
        ending = b'],"message":"OK","pagination":{"next_cursor":"%b"}}' % next_cursor.encode()
    body = b'{"data":[' + b",".join(items) + ending
    return Reply(200, _JSON_HEADERS, body, quirks)


def nothing(quirks: tuple[str, ...] = ()) -> Reply:
    """204, empty."""
    return Reply(status=HTTPStatus.NO_CONTENT, quirks=quirks)
