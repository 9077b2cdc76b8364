"""Settings as values: what is given is checked once, here, before anything is sent."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from .errors import ConfigurationError

API_URL = "https://api.kick.com"
"""The Public API. Nothing else is used unless it is given explicitly."""

ID_URL = "https://id.kick.com"
"""Kick's identity host. Nothing else is used unless it is given explicitly."""

_HOSTS_OF_KICK = ("kick.com", "www.kick.com", "id.kick.com", "api.kick.com")

# Crockford's base 32, which a ULID is written in. Kick answers 500 to anything else (ledger
# `client_id_malformed_500`).
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}", re.IGNORECASE)

# RFC 3986: a scheme, then something that is no fragment (RFC 6749 section 3.1.2).
_REDIRECT_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^#\s]+")


class App:
    """An app as Kick's developer settings show it.

    Args:
        client_id: 26 characters, a ULID.
        client_secret: never shown; Kick wants it in spite of PKCE (ledger
            ``client_secret_required``).
        redirect_uri: the registered URL, byte for byte; needed for logins only.

    Raises:
        ConfigurationError: one of them cannot be used.
    """

    __slots__ = ("client_id", "client_secret", "redirect_uri")

    def __init__(self, client_id: str, client_secret: str, redirect_uri: str | None = None) -> None:
        problem = _app_problem(client_id, client_secret, redirect_uri)
        if problem:
            # So that no traceback with locals shows the secret, also if the two are swapped.
            del client_id, client_secret
            raise ConfigurationError(problem)
        self.client_id = client_id
        self.client_secret = client_secret
        self.redirect_uri = redirect_uri

    def __repr__(self) -> str:
        if not hasattr(self, "redirect_uri"):  # refused half way, and shown by a traceback
            return "<App>"
        return f"App({self.client_id!r}, redirect_uri={self.redirect_uri!r})"


def _app_problem(client_id: object, client_secret: object, redirect_uri: object) -> str:
    if not isinstance(client_id, str) or _ULID.fullmatch(client_id) is None:
        return "client_id: the 26 characters of the developer settings are expected"
    if not isinstance(client_secret, str) or not client_secret:
        return "client_secret: it is missing; the developer settings show it"
    if not (client_secret.isascii() and client_secret.isprintable()) or " " in client_secret:
        return "client_secret: printable ASCII without spaces is expected; is a line end with it?"
    if redirect_uri is None:
        return ""
    if not isinstance(redirect_uri, str) or _REDIRECT_URI.fullmatch(redirect_uri) is None:
        return "redirect_uri: the registered URL is expected, without a fragment (#...)"
    if not (redirect_uri.isascii() and redirect_uri.isprintable()):
        return "redirect_uri: printable ASCII is expected, as registered"
    return ""


@dataclass(frozen=True, slots=True)
class Hosts:
    """The two origins that belong together.

    Attributes:
        id_url: where tokens come from.
        api_url: where tokens go.
    """

    id_url: str
    api_url: str


def checked_hosts(id_url: str | None, api_url: str | None) -> Hosts:
    """Kick's two hosts, or two others; never one of each, which would mix up their secrets.

    Raises:
        ConfigurationError: only one is given, or one cannot be used.
    """
    if (id_url is None) != (api_url is None):
        raise ConfigurationError(
            "id_url and api_url: give both or none; with one of them secrets of one server would "
            "go to another"
        )
    return Hosts(
        checked_base_url("id_url", ID_URL if id_url is None else id_url, ID_URL),
        checked_base_url("api_url", API_URL if api_url is None else api_url),
    )


def checked_base_url(name: str, url: str, usual: str = API_URL) -> str:
    """An origin that secrets may be sent to, without a trailing slash.

    Args:
        name: what the setting is called, for the error.
        url: ``https://host[:port]``; ``http`` only for loopback, which is where a mock listens.
        usual: Kick's own; no other host of Kick is accepted in its place.

    Raises:
        ConfigurationError: it is anything else, or another host of Kick (ledger
            ``wrong_host_blocked``).
    """
    try:
        parts = httpx.URL(_plain_text(url))
        host = parts.host.rstrip(".")
    except (httpx.InvalidURL, TypeError, ValueError):
        raise ConfigurationError(f"{name}: not a URL") from None
    if parts.scheme not in ("http", "https") or not host:
        raise ConfigurationError(f"{name}: https://host is expected, as in {usual}")
    if parts.userinfo:
        raise ConfigurationError(f"{name}: a user name or password in the URL is not used")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ConfigurationError(f"{name}: only an origin is expected, as in {usual}")
    if parts.scheme == "http" and not _is_loopback(host):
        raise ConfigurationError(f"{name}: plain http is accepted for loopback only; use https")
    if host in _HOSTS_OF_KICK and host != urlsplit(usual).hostname:
        raise ConfigurationError(f"{name}: {host} does not answer these calls; use {usual}")
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
