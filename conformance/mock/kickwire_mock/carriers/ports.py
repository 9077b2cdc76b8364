"""Listening sockets of the server carrier: on loopback only, and bound before anything runs."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
from dataclasses import dataclass, field

from kickwire_mock.errors import ServerError
from kickwire_mock.messages import HostKind, Origins

_BACKLOG = 2048


@dataclass(frozen=True, slots=True)
class Listeners:
    """One bound and listening socket per host. Clients may connect at once; they wait in line."""

    sockets: dict[HostKind, socket.socket] = field(repr=False)

    def port(self, kind: HostKind) -> int:
        """The port a host is reached at."""
        return int(self.sockets[kind].getsockname()[1])

    def origin(self, kind: HostKind) -> str:
        """The URL a host is reached at, without a slash at the end."""
        address = str(self.sockets[kind].getsockname()[0])
        shown = f"[{address}]" if ":" in address else address
        return f"http://{shown}:{self.port(kind)}"

    def origins(self) -> Origins:
        """The URLs of all three hosts."""
        return Origins(id=self.origin("id"), api=self.origin("api"), control=self.origin("control"))

    def close(self) -> None:
        """Stop listening; allowed at any time, and again."""
        for each in self.sockets.values():
            each.close()


def listen(host: str, ports: dict[HostKind, int]) -> Listeners:
    """Bind one port per host; 0 takes a free one.

    Raises:
        ServerError: the address is not a loopback one, or a port cannot be had.
    """
    address = _loopback(host)
    listeners = Listeners({})
    try:
        for kind, port in ports.items():
            listeners.sockets[kind] = _bound(address, port, kind)
    except ServerError:
        listeners.close()
        raise
    return listeners


def _loopback(host: str) -> str:
    if host == "localhost":
        return "127.0.0.1"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        raise ServerError(
            f"{host!r} is not an IP address; use 127.0.0.1, ::1 or localhost"
        ) from None
    if not address.is_loopback:
        # The control host has no key yet, so nobody else may reach it.
        raise ServerError(f"{host} is not a loopback address; the mock listens on loopback only")
    return host


def _bound(address: str, port: int, kind: HostKind) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    try:
        if os.name == "posix":
            # Lets a restarted mock have its old port back; on Windows it would allow stealing it.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, port))
        listener.listen(_BACKLOG)
    except (OSError, OverflowError) as error:
        listener.close()
        raise ServerError(f"{kind} port {port} on {address}: {_explained(error)}") from None
    return listener


def _explained(error: OSError | OverflowError) -> str:
    if isinstance(error, OverflowError):
        return "no such port, the highest is 65535"
    if error.errno == errno.EADDRINUSE:
        return "already in use; choose another, or 0 for a free one"
    if error.errno == errno.EACCES:
        return "not permitted; choose one above 1023, or 0 for a free one"
    return error.strerror or str(error)
