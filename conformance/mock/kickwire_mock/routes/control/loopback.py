"""Who may speak to the control host, judged by the Host header."""

from __future__ import annotations

import ipaddress

from kickwire_mock.messages import Headers


def named(headers: Headers) -> bool:
    """Whether the one Host header is a loopback name.

    A web page that rebinds its own name to 127.0.0.1 still sends its own name.
    """
    values = headers.all("host")
    if len(values) != 1:
        return False
    name = _without_port(values[0]).lower()
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _without_port(authority: str) -> str:
    if authority.startswith("["):
        return authority[1:].partition("]")[0]
    return authority.partition(":")[0]
