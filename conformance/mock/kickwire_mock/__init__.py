"""A mock of Kick.com's official API: both hosts, in process or over sockets.

In process, for any httpx client::

    transport = kickwire_mock.InProcessTransport(kickwire_mock.Mock())

Over real sockets, for clients in any language::

    with kickwire_mock.start_server() as server:
        print(server.id_url, server.api_url, server.token)

or ``kickwire-mock serve --json`` on the command line. Names are imported on first use, so
``import kickwire_mock`` costs nothing; using them needs ``kickwire[mock]``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kickwire_mock.bearer import DEFAULT_TOKEN
    from kickwire_mock.carriers.inprocess import InProcessTransport
    from kickwire_mock.carriers.server import RunningServer, start_server
    from kickwire_mock.core import Mock
    from kickwire_mock.documents import Documents
    from kickwire_mock.errors import DocumentError, ServerError
    from kickwire_mock.messages import Headers, HostKind, Reply, Request

__all__ = [
    "DEFAULT_TOKEN",
    "DocumentError",
    "Documents",
    "Headers",
    "HostKind",
    "InProcessTransport",
    "Mock",
    "Reply",
    "Request",
    "RunningServer",
    "ServerError",
    "start_server",
]

_HOMES = {
    "DEFAULT_TOKEN": "bearer",
    "DocumentError": "errors",
    "Documents": "documents",
    "Headers": "messages",
    "HostKind": "messages",
    "InProcessTransport": "carriers.inprocess",
    "Mock": "core",
    "Reply": "messages",
    "Request": "messages",
    "RunningServer": "carriers.server",
    "ServerError": "errors",
    "start_server": "carriers.server",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
