"""What the core needs to know of a host of Kick."""

from __future__ import annotations

from typing import Protocol

from kickwire_mock.errors import RequestError
from kickwire_mock.messages import Reply, Request
from kickwire_mock.operations import Arguments, Operation
from kickwire_mock.router import Router


class Host(Protocol):
    """A host of Kick: its paths, and its own way to put a refusal into words.

    Hosts are immutable and hold no token, so that mocks may share them.
    """

    @property
    def router(self) -> Router:
        """The operations of the host's document."""
        ...

    def unknown_path(self, request: Request) -> Reply:
        """No operation has the path."""
        ...

    def wrong_method(self, allow: str) -> Reply:
        """The path exists, but only with the methods listed in ``allow``."""
        ...

    def unauthorized(self, operation: Operation, reason: str) -> Reply:
        """The operation needs a Bearer token that is good, and did not get one."""
        ...

    def answer(self, operation: Operation, arguments: Arguments) -> Reply:
        """The request is good."""
        ...

    def refused(self, operation: Operation, refusal: RequestError, request: Request) -> Reply:
        """The request breaks the document."""
        ...

    def too_large(self, reason: str) -> Reply:
        """The body is larger than the mock takes."""
        ...
