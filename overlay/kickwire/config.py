"""Settings as values: what is given is checked once, here, before anything is sent."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

import httpx

from .errors import ConfigurationError

API_URL = "https://api.kick.com"
"""The Public API. Nothing else is used unless it is given explicitly."""


def checked_base_url(name: str, url: str) -> str:
    """An origin that tokens may be sent to, without a trailing slash.

    Args:
        name: what the setting is called, for the error.
        url: ``https://host[:port]``; ``http`` only for loopback, which is where a mock listens.

    Raises:
        ConfigurationError: it is anything else, or a host of Kick that is not the API (ledger
            ``wrong_host_blocked``).
    """
    try:
        parts = httpx.URL(_plain_text(url))
        host = parts.host.rstrip(".")
    except (httpx.InvalidURL, TypeError, ValueError):
        raise ConfigurationError(f"{name}: not a URL") from None
    if parts.scheme not in ("http", "https") or not host:
        raise ConfigurationError(f"{name}: https://host is expected, as in {API_URL}")
    if parts.userinfo:
        raise ConfigurationError(f"{name}: a user name or password in the URL is not used")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ConfigurationError(f"{name}: only an origin is expected, as in {API_URL}")
    if parts.scheme == "http" and not _is_loopback(host):
        raise ConfigurationError(f"{name}: plain http is accepted for loopback only; use https")
    if host in ("kick.com", "www.kick.com", "id.kick.com"):
        raise ConfigurationError(f"{name}: {host} answers no API calls; use {API_URL}")
    return f"{parts.scheme}://{parts.netloc.decode('ascii')}"


def token_problem(token: object) -> str:
    """Why a bearer token cannot stand in a header, without showing it; empty if it can."""
    if not isinstance(token, str):
        return f"token: a string is expected, not {type(token).__name__}"
    if not token:
        return "token: it is empty"
    if token.startswith("Bearer "):
        return "token: leave out the word Bearer"
    if not (token.isascii() and token.isprintable()) or " " in token:
        return "token: only printable ASCII without spaces can be sent; is a line end with it?"
    return ""


def checked_timeout(timeout: object) -> float:
    """Seconds, more than none.

    Raises:
        ConfigurationError: it is something else.
    """
    if isinstance(timeout, bool) or not isinstance(timeout, int | float) or not timeout > 0:
        raise ConfigurationError(
            f"timeout: a number of seconds above 0 is expected, not {timeout!r}"
        )
    return timeout


def _plain_text(url: object) -> str:
    """A URL as text without what parsers read differently: other letters, spaces, backslashes."""
    if not isinstance(url, str) or not (url.isascii() and url.isprintable()):
        raise TypeError
    if " " in url or "\\" in url:
        raise ValueError
    _ = urlsplit(url).port  # raises for brackets and ports that httpx lets pass
    return url


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
