"""What can go wrong in the mock, by who must act.

::

    DocumentError            whoever edits the documents: they cannot drive the mock
    ServerError              whoever starts the server: address or port cannot be had
    RequestError             whoever calls the mock: the request breaks the document
      UnknownVariantError    ... and names no known variant of a form
"""

from __future__ import annotations


class DocumentError(ValueError):
    """A document cannot drive the mock. The text names the place in it."""


class ServerError(Exception):
    """The server cannot start. The text is one line that says what to change."""


class RequestError(Exception):
    """A request is found wanting; the host it went to puts that into its own words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        """How, in words for people. Never quotes a value that was sent."""


class UnknownVariantError(RequestError):
    """A form names none of the variants its union has, for instance no known ``grant_type``."""
