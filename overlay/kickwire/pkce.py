"""Proof Key for Code Exchange, RFC 7636. S256 only (ledger ``pkce_mandatory_s256``)."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Callable

from .errors import ConfigurationError

_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


def new_verifier(token_urlsafe: Callable[[int], str] = secrets.token_urlsafe) -> str:
    """A fresh code verifier: 32 random octets as 43 characters (RFC 7636 section 4.1)."""
    return token_urlsafe(32)


def challenge(verifier: str) -> str:
    """The S256 code challenge of a verifier, without padding (RFC 7636 section 4.2).

    Raises:
        ConfigurationError: the verifier is not 43 to 128 unreserved characters.
    """
    if _VERIFIER.fullmatch(verifier) is None:
        del verifier  # so that no traceback with locals shows it
        raise ConfigurationError(
            "code_verifier: 43 to 128 letters, digits and -._~ are expected; use new_verifier()"
        )
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


__all__ = ["challenge", "new_verifier"]
