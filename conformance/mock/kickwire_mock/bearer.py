"""The one Bearer token this mock accepts."""

from __future__ import annotations

import hmac
import re

from kickwire_mock.errors import RequestError
from kickwire_mock.messages import Request

DEFAULT_TOKEN = "KICKWIREMOCKWORTHLESSACCESSTOKEN0000000000000001"  # noqa: S105  # opens nothing
"""Accepted unless another one is chosen. Public, opens nothing but a mock, and as long as Kick's
(48 upper-case characters; ledger ``tokens_are_opaque``)."""

# RFC 6750 section 2.1, b64token.
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")


class Bearer:
    """An access token, compared in constant time and absent from the `repr`."""

    __slots__ = ("_token",)

    def __init__(self, token: str) -> None:
        """Take the token.

        Raises:
            ValueError: it could not travel in an Authorization header (RFC 6750 section 2.1).
        """
        if not token:
            raise ValueError("the token is empty")
        if _TOKEN.fullmatch(token) is None:
            raise ValueError("the token may hold only letters, digits and -._~+/ (then =)")
        self._token = token.encode("ascii")

    def require(self, request: Request) -> None:
        """Let the request pass if it carries this token.

        Raises:
            RequestError: no Authorization header, more than one, another scheme, or another token.
        """
        values = request.headers.all("authorization")
        if len(values) != 1:
            raise RequestError("one Authorization header is required")
        # The scheme is compared without case (RFC 9110 section 11.1).
        scheme, _, credentials = values[0].partition(" ")
        if scheme.lower() != "bearer":
            raise RequestError("the Authorization header does not start with Bearer")
        sent = credentials.strip(" ").encode("utf-8", "surrogatepass")
        if not hmac.compare_digest(sent, self._token):
            raise RequestError("the token is not the one this mock accepts")

    def __repr__(self) -> str:
        return "Bearer(...)"
