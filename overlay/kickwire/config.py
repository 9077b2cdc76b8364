"""Settings as values: what is given is checked once, here, before anything is sent."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from importlib.util import find_spec
from typing import cast
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
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}", re.ASCII | re.IGNORECASE)

MOST_SECONDS = 86_400.0
"""A day. Operating systems refuse far longer timeouts, and only once they are used."""

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
    """The first problem with its name; empty if there is none."""
    problems = {
        "client_id": client_id_problem(client_id),
        "client_secret": client_secret_problem(client_secret),
        "redirect_uri": "" if redirect_uri is None else redirect_uri_problem(redirect_uri),
    }
    return next((f"{name}: {problem}" for name, problem in problems.items() if problem), "")


def checked_app(app: object) -> App:
    """An app, and not what one is made of.

    Raises:
        ConfigurationError: it is something else.
    """
    if not isinstance(app, App):
        raise ConfigurationError("app: an App is expected, as in App(client_id, client_secret)")
    return app


def client_id_problem(client_id: object) -> str:
    """Why this is no client id; empty if it can be one."""
    if not isinstance(client_id, str) or _ULID.fullmatch(client_id) is None:
        return "the 26 characters of the developer settings are expected"
    return ""


def client_secret_problem(secret: object) -> str:
    """Why this is no client secret, without showing it; empty if it can be one."""
    if not isinstance(secret, str) or not secret:
        return "it is missing; the developer settings show it"
    if not (secret.isascii() and secret.isprintable()) or " " in secret:
        return "printable ASCII without spaces is expected; is a line end with it?"
    return ""


def redirect_uri_problem(redirect_uri: object) -> str:
    """Why this is no redirect URI; empty if it can be one."""
    if not isinstance(redirect_uri, str) or _REDIRECT_URI.fullmatch(redirect_uri) is None:
        return "the registered URL is expected, without a fragment (#...)"
    if not (redirect_uri.isascii() and redirect_uri.isprintable()):
        return "printable ASCII is expected, as registered"
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


def checked_seconds(name: str, seconds: object) -> float:
    """Seconds, more than none and at most a day.

    Args:
        name: what the setting is called, for the error.
        seconds: what was given for it.

    Raises:
        ConfigurationError: it is something else.
    """
    number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
    if not number or not 0 < cast("float", seconds) <= MOST_SECONDS:
        raise ConfigurationError(
            f"{name}: a number of seconds above 0, a day at most, is expected, not {seconds!r}"
        )
    return cast("float", seconds)


def proxy_problem(proxy: object) -> str:
    """Why a proxy cannot be used, without showing its address; empty if it can.

    The address may hold a password.
    """
    try:
        parts = httpx.URL(_plain_text(proxy))
        host = parts.host
    except (httpx.InvalidURL, TypeError, ValueError):
        return "a URL is expected, as in http://proxy.example:3128"
    if parts.scheme not in ("http", "https", "socks5", "socks5h") or not host:
        return "http://, https:// or socks5://, then host:port, is expected"
    if parts.path.strip("/") or parts.query or parts.fragment:
        return "nothing is expected behind host and port"
    if parts.scheme.startswith("socks5") and find_spec("socksio") is None:
        return "SOCKS needs a package that is missing; install it with: pip install socksio"
    return ""


def shown_proxy(proxy: str) -> str:
    """The address of a proxy that `proxy_problem` has let pass, without user name and password."""
    parts = httpx.URL(proxy)
    return f"{parts.scheme}://{'***@' if parts.userinfo else ''}{parts.netloc.decode('ascii')}"


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
