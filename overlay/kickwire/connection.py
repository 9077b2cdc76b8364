"""How requests travel, as a value: timeouts, proxy, trust, HTTP/2, how many at once."""

from __future__ import annotations

import os
import ssl
from importlib.util import find_spec
from typing import cast

from .config import checked_seconds, proxy_problem, shown_proxy
from .errors import ConfigurationError

DEFAULT_TIMEOUT = 10.0
"""Seconds to connect, to write, to wait for an answer, and for a connection of the pool."""

AT_ONCE = 32
"""Requests of one client to one host that are under way at once; the others wait here. In httpx's
own queue each step of a request looks at every other one and at every connection, minutes for a
thousand, and who waits there fails after the timeout."""

KEEP_ALIVE = 5.0
"""Seconds that a connection stays open without a request."""


class Connection:
    """How requests travel to both hosts of Kick.

    Args:
        timeout: seconds, for each of connect, read, write and pool that is not given by itself.
        connect_timeout: seconds until a connection stands, TLS included.
        read_timeout: seconds without a byte of the answer.
        write_timeout: seconds without a byte of the request going out.
        pool_timeout: seconds until one of the open connections is free.
        proxy: what to send through, ``http://[user:password@]host:port``, ``https://`` or
            ``socks5://``; None takes that of the environment (``HTTPS_PROXY``, ``NO_PROXY``). Its
            password is never shown.
        ca_bundle: a file of certificates (PEM) that are trusted instead of the usual ones.
        ssl_context: instead of `ca_bundle`, e.g. with a client certificate. Without both, the
            authorities of the package certifi are trusted, or those of ``SSL_CERT_FILE``.
        http2: speak HTTP/2 where the server does; needs ``pip install 'kickwire[http2]'``.
        max_connections: for each host; the requests beyond wait for their turn.
        keep_alive: seconds that a connection stays open without a request.
        trust_env: whether the environment names a proxy and certificates.

    Raises:
        ConfigurationError: one of them cannot be used.
    """

    __slots__ = (
        "__weakref__",
        "_proxy",
        "connect_timeout",
        "http2",
        "keep_alive",
        "max_connections",
        "pool_timeout",
        "read_timeout",
        "ssl_context",
        "trust_env",
        "write_timeout",
    )

    def __init__(
        self,
        *,
        timeout: float = DEFAULT_TIMEOUT,
        connect_timeout: float | None = None,
        read_timeout: float | None = None,
        write_timeout: float | None = None,
        pool_timeout: float | None = None,
        proxy: str | None = None,
        ca_bundle: str | os.PathLike[str] | None = None,
        ssl_context: ssl.SSLContext | None = None,
        http2: bool = False,
        max_connections: int = AT_ONCE,
        keep_alive: float = KEEP_ALIVE,
        trust_env: bool = True,
    ) -> None:
        self._proxy = proxy
        del proxy  # so that no traceback with locals shows its password
        problem = "" if self._proxy is None else proxy_problem(self._proxy)
        if problem:
            raise ConfigurationError(f"proxy: {problem}")
        self.connect_timeout = _seconds("connect_timeout", connect_timeout, timeout)
        self.read_timeout = _seconds("read_timeout", read_timeout, timeout)
        self.write_timeout = _seconds("write_timeout", write_timeout, timeout)
        self.pool_timeout = _seconds("pool_timeout", pool_timeout, timeout)
        self.keep_alive = checked_seconds("keep_alive", keep_alive)
        self.max_connections = _checked_number(max_connections)
        self.http2 = _checked_http2(http2)
        self.trust_env = _checked_switch("trust_env", trust_env)
        self.ssl_context = _checked_trust(ca_bundle, ssl_context)

    def __repr__(self) -> str:
        if not hasattr(self, "ssl_context"):  # refused half way, and shown by a traceback
            return "<Connection>"
        proxy = "" if self._proxy is None else f", proxy={shown_proxy(self._proxy)!r}"
        return (
            f"Connection(connect_timeout={self.connect_timeout!r}, "
            f"read_timeout={self.read_timeout!r}, write_timeout={self.write_timeout!r}, "
            f"pool_timeout={self.pool_timeout!r}{proxy}, http2={self.http2!r}, "
            f"max_connections={self.max_connections!r})"
        )

    @property
    def proxy(self) -> str | None:
        """What requests go through, with its password; None leaves it to the environment."""
        return self._proxy

    @property
    def longest(self) -> float:
        """Seconds of the longest of the timeouts."""
        return max(self.connect_timeout, self.read_timeout, self.write_timeout, self.pool_timeout)

    def check_beside(self, transport: object) -> None:
        """What only a transport of ours can do is not given beside one of the caller's.

        Raises:
            ConfigurationError: it is.
        """
        if transport is None:
            return
        given = {"proxy": self._proxy, "ca_bundle, ssl_context": self.ssl_context}
        names = [name for name, value in given.items() if value is not None]
        names += ["http2"] if self.http2 else []
        if names:
            raise ConfigurationError(
                f"{', '.join(names)}: a given transport decides that by itself; set it up there, "
                "or give no transport"
            )


def settled(
    connection: Connection | None, timeout: float | None, *transports: object
) -> Connection:
    """The connection that is meant by `connection`, or by `timeout`, its short form.

    Args:
        connection: as given to a client.
        timeout: as given to a client.
        transports: those given to it.

    Raises:
        ConfigurationError: both are given, or one cannot be used.
    """
    if timeout is not None:
        if connection is not None:
            raise ConfigurationError("timeout: give it in connection, which is given as well")
        return Connection(timeout=timeout)
    if connection is None:
        return Connection()
    if not isinstance(cast("object", connection), Connection):
        raise ConfigurationError("connection: a kickwire.Connection is expected")
    for transport in transports:
        connection.check_beside(transport)
    return connection


def _seconds(name: str, given: object, otherwise: object) -> float:
    if given is None:
        return checked_seconds("timeout", otherwise)
    return checked_seconds(name, given)


def _checked_number(number: object) -> int:
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise ConfigurationError(
            f"max_connections: a whole number from 1 is expected, not {number!r}"
        )
    return number


def _checked_switch(name: str, switch: object) -> bool:
    if not isinstance(switch, bool):
        raise ConfigurationError(f"{name}: true or false is expected, not {switch!r}")
    return switch


def _checked_http2(http2: object) -> bool:
    if _checked_switch("http2", http2) and find_spec("h2") is None:
        raise ConfigurationError(
            "http2: a package for it is missing; install it with: pip install 'kickwire[http2]'"
        )
    return http2 is True


def _checked_trust(ca_bundle: object, context: object) -> ssl.SSLContext | None:
    if ca_bundle is None:
        if context is not None and not isinstance(context, ssl.SSLContext):
            raise ConfigurationError("ssl_context: an ssl.SSLContext is expected")
        return context
    if context is not None:
        raise ConfigurationError("ca_bundle, ssl_context: give one of them")
    if not isinstance(ca_bundle, str | os.PathLike):
        raise ConfigurationError("ca_bundle: the path of a file is expected")
    try:
        return ssl.create_default_context(cafile=cast("str", ca_bundle))
    except OSError as error:  # ssl.SSLError is one of them
        reason = "no certificate (PEM) in it" if isinstance(error, ssl.SSLError) else error.strerror
    except ValueError:  # a NUL, or a lone surrogate
        raise ConfigurationError("ca_bundle: the path of a file is expected") from None
    raise ConfigurationError(f"ca_bundle: {os.fspath(cast('str', ca_bundle))}: {reason}")


__all__ = ["AT_ONCE", "DEFAULT_TIMEOUT", "KEEP_ALIVE", "Connection", "settled"]
