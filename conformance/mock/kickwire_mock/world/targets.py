"""Where webhook deliveries may go: to this computer, and to hosts that were named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from kickwire_mock.errors import MockError
from kickwire_mock.wire import is_loopback

_LONGEST = 2000
_HOST_AND_PORT = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{0,5})?")
"""Stricter than `urlsplit`, which finds a host in what no client can send to."""


class Targets:
    """Judges the addresses of webhooks, when they are set and again before anything is sent."""

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        """Take hosts that deliveries may go to besides loopback ones: names without a port."""
        self._allowed = frozenset(host.lower().rstrip(".") for host in allowed)

    def require(self, url: str) -> None:
        """Let an address pass.

        Raises:
            MockError: it is no http(s) URL, holds a user or password, or leads elsewhere.
        """
        if not url.isascii() or not url.isprintable() or " " in url:
            raise MockError("a webhook URL is ASCII without spaces")
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname or "", parts.port
        except ValueError:
            raise MockError("the webhook URL cannot be read") from None
        if parts.scheme not in ("http", "https") or not host:
            raise MockError("a webhook URL starts with http:// or https:// and a host")
        if parts.username is not None or parts.fragment:
            raise MockError("a webhook URL has no user, password or fragment")
        if _HOST_AND_PORT.fullmatch(parts.netloc) is None or len(url) > _LONGEST:
            raise MockError(f"a webhook URL has a plain host, and at most {_LONGEST} characters")
        if not self._reachable(host.rstrip(".")):
            raise MockError(
                "deliveries go to loopback addresses only; allow another host with "
                "--allow-webhook HOST or Mock(allow_webhooks=[HOST])"
            )

    def _reachable(self, host: str) -> bool:
        return host in self._allowed or is_loopback(host)
