"""Which host a request is for, and under which addresses it is answered.

The ports without TLS serve one host each, whatever path and Host header say. On the TLS listener
the Host header decides, as at Kick; the name that was asked for when the connection began must not
contradict it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus

from kickwire_mock.answers import json_reply
from kickwire_mock.carriers.connection import Connection
from kickwire_mock.carriers.ports import Listeners
from kickwire_mock.messages import Headers, HostKind, Origins, Reply
from kickwire_mock.values import value_class
from kickwire_mock.wire import host_and_port

NAMES: Mapping[str, HostKind] = {"id.kick.com": "id", "api.kick.com": "api"}
"""Kick's hosts."""
_HTTPS = 443


@value_class(frozen=True, slots=True)
class Place:
    """Where a request leads."""

    host: HostKind
    origins: Origins


class Hosts:
    """The hosts behind the listeners of one server."""

    def __init__(self, listeners: Listeners) -> None:
        """Look at the listeners, which are bound by now."""
        self._tls = listeners.tls
        self._local = listeners.local
        self._ports = listeners.ports
        self._origins = listeners.origins()

    def place(self, connection: Connection, headers: Headers) -> Place | Reply:
        """Where a request leads, or what it hears if it leads nowhere."""
        if connection.listener == "tls":
            return self._behind_tls(connection, headers)
        if self._local:
            return Place(connection.listener, self._origins)
        return Place(connection.listener, self._as_called(headers))

    def _behind_tls(self, connection: Connection, headers: Headers) -> Place | Reply:
        values = headers.all("host")
        found = host_and_port(values[0]) if len(values) == 1 else None
        kind = None if found is None else NAMES.get(found[0])
        if found is None or kind is None:
            return _misdirected(f"the Host header has to be {' or '.join(NAMES)} on this port")
        asked = None if self._tls is None else self._tls.asked_for(connection.transport)
        if asked in NAMES and asked != found[0]:
            return _misdirected("the connection was opened for another host (SNI) than Host names")
        port = found[1]
        suffix = "" if port in (None, _HTTPS) else f":{port}"
        id_url, api_url = (f"https://{name}{suffix}" for name in NAMES)
        return Place(kind, replace(self._origins, id=id_url, api=api_url))

    def _as_called(self, headers: Headers) -> Origins:
        """The addresses as a client on another machine has to write them."""
        found = host_and_port(headers.get("host") or "")
        if found is None:
            return self._origins
        name = f"[{found[0]}]" if ":" in found[0] else found[0]
        return replace(
            self._origins,
            id=f"http://{name}:{self._ports['id']}",
            api=f"http://{name}:{self._ports['api']}",
            control=f"http://{name}:{self._ports['control']}",
        )


def _misdirected(reason: str) -> Reply:
    # RFC 9110 section 15.5.20. What Kick's edge says here is unknown.
    return json_reply(HTTPStatus.MISDIRECTED_REQUEST, {"error": reason}, reason=reason)
