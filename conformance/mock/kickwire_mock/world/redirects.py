"""Where an app may have people sent back to."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from kickwire_mock.errors import MockError

_WEB = ("http", "https")
_NO_WAY_BACK = frozenset({"about", "blob", "data", "file", "javascript", "localhost", "vbscript"})
"""Schemes that no app is found by; `localhost` is an address whose http:// was forgotten."""


def checked(uris: Sequence[str]) -> tuple[str, ...]:
    """The redirect URIs of an app: absolute, without a fragment (RFC 6749 section 3.1.2), of the
    web or of a scheme of the app's own (RFC 8252 section 7.1).

    Raises:
        MockError: there is none, or one is something else.
    """
    if not uris:
        raise MockError("an app needs a redirect URI")
    for uri in uris:
        if not is_absolute(uri):
            raise MockError("a redirect URI is an absolute address of ASCII without a fragment")
        if not _leads_back(uri):
            raise MockError(
                "a redirect URI begins with http:// or https:// and a host, or with a scheme of "
                "the app's own, as com.example.app:/callback"
            )
    return tuple(uris)


def is_absolute(uri: str) -> bool:
    """Whether a text is an absolute address of ASCII without a fragment."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return False
    clean = uri.isascii() and uri.isprintable() and " " not in uri
    return clean and bool(parts.scheme) and bool(parts.netloc or parts.path) and "#" not in uri


def _leads_back(uri: str) -> bool:
    """Whether an absolute address leads to an app, and is no script or the like."""
    parts = urlsplit(uri)
    return bool(parts.hostname) if parts.scheme in _WEB else parts.scheme not in _NO_WAY_BACK
