"""What the core needs to know of a host of Kick, and what a host is told of a request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from kickwire_mock.bearer import credentials
from kickwire_mock.bodies import sent_form
from kickwire_mock.errors import RequestError
from kickwire_mock.faults import Fault
from kickwire_mock.ledger import setting
from kickwire_mock.messages import Reply, Request
from kickwire_mock.operations import Arguments, Operation
from kickwire_mock.router import Router
from kickwire_mock.world.grants import AccessToken
from kickwire_mock.world.state import World
from kickwire_mock.world.vault import REPLACED

KILLS_OLD = setting("refresh_kills_old_access_token")


@dataclass(slots=True, eq=False)
class Call:
    """One request on its way: matched to an operation, and read as far as anybody asked.

    Who calls is looked up before a request is processed, so its parts are kept once they were read.
    `functools.cached_property` would do that, but takes a lock on Python 3.11.
    """

    world: World
    request: Request
    operation: Operation
    segments: tuple[str, ...]
    """The path segments that stand for parameters, still encoded."""
    fault: Fault | None = None
    """The fault that struck, if its handler has to know of it."""
    _arguments: Arguments | None = field(default=None, init=False, repr=False)
    _form: dict[str, list[str]] | None = field(default=None, init=False, repr=False)
    _access_token: AccessToken | None = field(default=None, init=False, repr=False)

    @property
    def arguments(self) -> Arguments:
        """What it says, checked against the document.

        Raises:
            RequestError: the first thing found wrong.
        """
        if self._arguments is None:
            self._arguments = self.operation.read(self.request, self.segments)
        return self._arguments

    @property
    def form(self) -> dict[str, list[str]]:
        """Its form; see `kickwire_mock.bodies.sent_form`.

        Raises:
            RequestError: the form is malformed.
        """
        if self._form is None:
            self._form = sent_form(self.request)
        return self._form

    @property
    def access_token(self) -> AccessToken:
        """The living token that it carries.

        Raises:
            RequestError: it carries none, or a dead one; the reason says why that is dead.
        """
        if self._access_token is None:
            self._access_token = self._found()
        return self._access_token

    def _found(self) -> AccessToken:
        value = credentials(self.request)
        shelf = self.world.vault.access_tokens
        found = shelf.get(value)
        if found is None:
            why = shelf.why_not(value)
            raise RequestError(f"the access token {why}", *_WHY.get(why, ()))
        return found


_WHY = {REPLACED: (KILLS_OLD,)}
"""Entries of the ledger that explain the end of a token, by its words."""


class Host(Protocol):
    """A host of Kick: its paths, and its own way to put a refusal into words.

    Hosts are immutable and know no world, so that mocks may share them.
    """

    @property
    def router(self) -> Router:
        """The operations of the host."""
        ...

    def unknown_path(self, request: Request) -> Reply:
        """No operation has the path."""
        ...

    def wrong_method(self, allow: str) -> Reply:
        """The path exists, but only with the methods listed in ``allow``."""
        ...

    def answer(self, call: Call) -> Reply:
        """The request belongs to an operation."""
        ...

    def too_large(self, reason: str) -> Reply:
        """The body is larger than the mock takes."""
        ...

    def worded(self, operation: Operation | None, status: int, reason: str) -> Reply:
        """What the host says with this status, to whatever operation was asked, if any."""
        ...
