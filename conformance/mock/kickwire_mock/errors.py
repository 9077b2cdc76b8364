"""What can go wrong in the mock, by who must act.

::

    DocumentError            whoever edits the documents: they cannot drive the mock
    ServerError              whoever starts the server: address or port cannot be had
    MockError                whoever drives the mock, from a test or over control
      NotFoundError          ... and names something that does not exist
      ConflictError          ... and makes something that exists already
      ConsentError           ... and asks for a consent that the mock refuses
      ServerNeededError      ... and wants in process what takes a connection
    RequestError             whoever calls the mock: the request breaks the document
      UnknownVariantError    ... and names no known variant of a form
      OAuthRefusal           ... or is refused with an error of OAuth
"""

from __future__ import annotations


class DocumentError(ValueError):
    """A document cannot drive the mock. The text names the place in it."""


class ServerError(Exception):
    """The server cannot start. The text is one line that says what to change."""


class MockError(ValueError):
    """The mock cannot do what it was told. The text is one line that says why."""


class NotFoundError(MockError):
    """What was named does not exist. The text lists what does, where that is a short list."""


class ConflictError(MockError):
    """What should be made exists already."""


class ConsentError(MockError):
    """No consent came about. The text is the reason that the journal holds."""


class ServerNeededError(MockError):
    """A fault was met in process that only the server carrier can carry out."""


class RequestError(Exception):
    """A request is found wanting; the host it went to puts that into its own words."""

    def __init__(self, reason: str, *quirks: str, at: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        """How, in words for people. Never quotes a value that was sent."""
        self.at = at
        """JSON pointer of what breaks a schema, inside the value that was checked; else empty."""
        self.quirks = quirks
        """Entries of the ledger that explain it, by their ids."""


class UnknownVariantError(RequestError):
    """A form names none of the variants its union has, for instance no known ``grant_type``."""


class OAuthRefusal(RequestError):
    """The token endpoint says no with one of OAuth's errors (RFC 6749 section 5.2)."""

    def __init__(self, error: str, reason: str, *quirks: str) -> None:
        super().__init__(reason, *quirks)
        self.error = error
        """Name of the document's example that is the answer; the error's code but for one."""
