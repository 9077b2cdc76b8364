"""The mock's own host, below ``/_mock``: for tests and tools, never seen at Kick.

JSON in and out. The Host header must be a loopback name, so that a web page which rebinds its own
name to 127.0.0.1 cannot drive the mock from a browser; no CORS headers are sent.
"""

from __future__ import annotations

import functools
import ipaddress
from http import HTTPStatus

from kickwire_mock.answers import CONTENT_TOO_LARGE, json_reply, with_allow
from kickwire_mock.messages import Reply, Request

PREFIX = "/_mock"
"""Path under which everything of this host stands."""


def answer(request: Request) -> Reply:
    """Answer one request to the control host."""
    if not _is_loopback_name(request.headers.all("host")):
        return _error(HTTPStatus.FORBIDDEN, "the Host header is not a loopback name")
    if request.path != f"{PREFIX}/health":
        return _error(HTTPStatus.NOT_FOUND, "the control host has no such path")
    if request.method != "GET":
        refusal = _error(HTTPStatus.METHOD_NOT_ALLOWED, "this path answers GET only")
        return with_allow(refusal, "GET")
    return json_reply(HTTPStatus.OK, {"status": "ok", "version": version()})


def too_large(reason: str) -> Reply:
    """The body is larger than the mock takes."""
    return _error(CONTENT_TOO_LARGE, reason)


@functools.cache
def version() -> str:
    """Version of the installed distribution; ``unknown`` when run from a bare source tree."""
    from importlib import metadata  # slow to import, and rarely asked for

    try:
        return metadata.version("kickwire")
    except metadata.PackageNotFoundError:
        return "unknown"


def _error(status: int, reason: str) -> Reply:
    return json_reply(status, {"error": reason}, reason=reason)


def _is_loopback_name(values: list[str]) -> bool:
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
