"""Settings as values: what is given is checked once, here, before anything is sent."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from .errors import ConfigurationError

API_URL = "https://api.kick.com"
"""The Public API. Nothing else is used unless it is given explicitly."""


def checked_base_url(name: str, url: str) -> str:
    """An origin that tokens may be sent to, without a trailing slash.

    Args:
        name: what the setting is called, for the error.
        url: ``https://host[:port]``; ``http`` only for loopback, which is where a mock listens.

    Raises:
        ConfigurationError: it is anything else, or the website, whose paths are not the API
            (ledger ``wrong_host_blocked``).
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ConfigurationError(f"{name}: not a URL") from None
    if parts.scheme not in ("http", "https") or not host:
        raise ConfigurationError(f"{name}: https://host is expected, as in {API_URL}")
    if parts.username or parts.password:
        raise ConfigurationError(f"{name}: a user name or password in the URL is not used")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ConfigurationError(f"{name}: only an origin is expected, as in {API_URL}")
    if parts.scheme == "http" and not _is_loopback(host):
        raise ConfigurationError(f"{name}: plain http is accepted for loopback only; use https")
    if host in ("kick.com", "www.kick.com"):
        raise ConfigurationError(f"{name}: the website answers no API calls; use {API_URL}")
    return f"{parts.scheme}://{parts.netloc}"


def checked_token(token: str) -> str:
    """A bearer token that can stand in a header.

    Raises:
        ConfigurationError: it is empty, or holds white space or something outside of ASCII. The
            token is not shown.
    """
    if not token:
        raise ConfigurationError("token: it is empty")
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise ConfigurationError(
            "token: only printable ASCII without spaces can be sent; was a line end pasted with it?"
        )
    return token


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
