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
    from kickwire_mock.carriers.inprocess import InProcessTransport
    from kickwire_mock.carriers.server import RunningServer, start_server
    from kickwire_mock.clock import Clock, WallClock
    from kickwire_mock.core import Mock
    from kickwire_mock.documents import Documents
    from kickwire_mock.errors import (
        ConflictError,
        ConsentError,
        DocumentError,
        MockError,
        NotFoundError,
        ServerError,
        ServerNeededError,
    )
    from kickwire_mock.faults import Fault, Trouble
    from kickwire_mock.messages import Effects, Headers, HostKind, Origins, Reply, Request

__all__ = [
    "Clock",
    "ConflictError",
    "ConsentError",
    "DocumentError",
    "Documents",
    "Effects",
    "Fault",
    "Headers",
    "HostKind",
    "InProcessTransport",
    "Mock",
    "MockError",
    "NotFoundError",
    "Origins",
    "Reply",
    "Request",
    "RunningServer",
    "ServerError",
    "ServerNeededError",
    "Trouble",
    "WallClock",
    "start_server",
]

_HOMES = {
    "Clock": "clock",
    "ConflictError": "errors",
    "ConsentError": "errors",
    "DocumentError": "errors",
    "Documents": "documents",
    "Effects": "messages",
    "Fault": "faults",
    "Headers": "messages",
    "HostKind": "messages",
    "InProcessTransport": "carriers.inprocess",
    "Mock": "core",
    "MockError": "errors",
    "NotFoundError": "errors",
    "Origins": "messages",
    "Reply": "messages",
    "Request": "messages",
    "RunningServer": "carriers.server",
    "ServerError": "errors",
    "ServerNeededError": "errors",
    "Trouble": "faults",
    "WallClock": "clock",
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
