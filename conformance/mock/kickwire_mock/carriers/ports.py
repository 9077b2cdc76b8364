"""Listening sockets of the server carrier, bound before anything runs, and who may come in."""

from __future__ import annotations

import errno
import ipaddress
import os
import secrets
import socket
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Literal, TypeAlias

from kickwire_mock.carriers.patience import Patience
from kickwire_mock.errors import ServerError
from kickwire_mock.messages import LOOPBACK, Gate, Origins
from kickwire_mock.values import value_class
from kickwire_mock.wire import host_and_port

if TYPE_CHECKING:
    from kickwire_mock.carriers.tls import Tls

BACKLOG = 2048
SHORTEST_KEY = 16
"""Characters that the key of the control host has at least."""

Listener: TypeAlias = Literal["id", "api", "control", "tls"]
"""The hosts, each on a port of its own, and id and api once more on one port that speaks TLS."""

_WILDCARDS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # recognised, not bound here


@value_class(frozen=True, slots=True, kw_only=True)
class Listeners:
    """Bound and listening sockets. Clients may connect at once; they wait in line."""

    address: str
    """That they are bound to."""
    sockets: dict[Listener, socket.socket] = field(repr=False)
    ports: dict[Listener, int]
    gate: Gate = LOOPBACK
    """Who may speak to the control host."""
    new_key: str | None = field(default=None, repr=False)
    """The key of the control host if it was made up here, so that somebody has to be told."""
    tls: Tls | None = None
    """What the listener ``tls`` speaks with."""
    patience: Patience = field(default_factory=Patience)

    @property
    def local(self) -> bool:
        """Whether nobody from another machine can connect."""
        return ipaddress.ip_address(self.address).is_loopback

    def url(self, listener: Listener) -> str:
        """Where this machine reaches it, without a slash at the end."""
        address = _WILDCARDS.get(self.address, self.address)
        shown = f"[{address}]" if ":" in address else address
        return f"{'https' if listener == 'tls' else 'http'}://{shown}:{self.ports[listener]}"

    def origins(self) -> Origins:
        """The URLs of all three hosts, and who vouches for TLS."""
        return Origins(
            id=self.url("id"),
            api=self.url("api"),
            control=self.url("control"),
            authority="" if self.tls is None else self.tls.authority,
        )

    def close(self) -> None:
        """Stop listening; allowed at any time, and again."""
        for each in self.sockets.values():
            each.close()


def listen(
    host: str,
    ports: Mapping[Listener, int],
    *,
    key: str | None = None,
    names: Iterable[str] = (),
    patience: Patience | None = None,
) -> Listeners:
    """Bind one port per listener; 0 takes a free one.

    Args:
        host: an IP address, or localhost.
        ports: by listener; with ``tls`` among them there is a TLS listener too.
        key: what the control host asks for; None makes one up where others could reach it.
        names: names that the control host may be called, besides those of the loopback.
        patience: how long to wait for requests; None waits as `Patience` says.

    Raises:
        ServerError: the address, a port, the key, a name or TLS cannot be had.
    """
    address = _address(host)
    new_key = None
    if key is None and not ipaddress.ip_address(address).is_loopback:
        key = new_key = secrets.token_urlsafe(32)
    gate = Gate(names=frozenset(map(_name, names)), key=None if key is None else _usable(key))
    listeners = Listeners(
        address=address,
        sockets={},
        ports={},
        gate=gate,
        new_key=new_key,
        tls=_tls(ports),
        patience=patience or Patience(),
    )
    try:
        for listener, port in ports.items():
            bound = _bound(address, port, listener)
            listeners.sockets[listener] = bound
            listeners.ports[listener] = bound.getsockname()[1]
    except ServerError:
        listeners.close()
        raise
    return listeners


def _address(host: str) -> str:
    if host == "localhost":
        return "127.0.0.1"
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        raise ServerError(
            f"{host!r} is not an IP address; use 127.0.0.1, ::1 or localhost, "
            "or 0.0.0.0 to be reached from other machines"
        ) from None


def _usable(key: str) -> str:
    """The key, if it can stand in a header and is not soon guessed."""
    if len(key) < SHORTEST_KEY or not key.isascii() or not key.isprintable() or " " in key:
        raise ServerError(
            f"the key of the control host has to be {SHORTEST_KEY} or more visible ASCII "
            "characters without a space; leave it out to have one made"
        )
    return key


def _name(text: str) -> str:
    found = host_and_port(text)
    if found is None or found[1] is not None:
        raise ServerError(f"{text!r} is not a host name; give a name or an address without a port")
    return found[0]


def _tls(ports: Mapping[Listener, int]) -> Tls | None:
    if "tls" not in ports:
        return None
    try:
        from kickwire_mock.carriers.tls import Tls  # slow: brings cryptography
    except ModuleNotFoundError as error:
        raise ServerError(
            f"{error.name} is missing, which TLS needs; install kickwire[mock]"
        ) from None
    return Tls()


def _bound(address: str, port: int, listener: Listener) -> socket.socket:
    bound = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    try:
        if os.name == "posix":
            # Lets a restarted mock have its old port back; on Windows it would allow stealing it.
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((address, port))
        bound.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        bound.close()
        raise ServerError(f"{listener} port {port} on {address}: {_explained(error)}") from None
    return bound


def _explained(error: OSError | OverflowError) -> str:
    if isinstance(error, OverflowError):
        return "no such port, the highest is 65535"
    if error.errno == errno.EADDRINUSE:
        return "already in use; choose another, or 0 for a free one"
    if error.errno == errno.EACCES:
        return "not permitted; choose one above 1023, or 0 for a free one"
    if error.errno == errno.EADDRNOTAVAIL:
        return "this machine does not have the address; 0.0.0.0 takes all that it has"
    return error.strerror or str(error)
