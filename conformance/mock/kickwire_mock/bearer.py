"""The Authorization header of a request to a protected operation (RFC 6750 section 2.1)."""

from __future__ import annotations

from kickwire_mock.errors import RequestError
from kickwire_mock.messages import Request


def credentials(request: Request) -> str:
    """The Bearer token as it was sent.

    Raises:
        RequestError: no Authorization header, more than one, or another scheme.
    """
    values = request.headers.all("authorization")
    if len(values) != 1:
        raise RequestError("one Authorization header is required")
    # The scheme is compared without case (RFC 9110 section 11.1).
    scheme, _, token = values[0].partition(" ")
    if scheme.lower() != "bearer":
        raise RequestError("the Authorization header does not start with Bearer")
    return token.strip(" ")
