"""The HTTP library as the rest of the overlay sees it, and what makes its transports.

Each transport leads to one origin: that decides which proxy of the environment counts.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import TypeAlias, TypedDict, cast
from weakref import WeakKeyDictionary

import httpx

from .config import proxy_problem
from .connection import Connection
from .errors import ConfigurationError

Request: TypeAlias = httpx.Request
Response: TypeAlias = httpx.Response
Transport: TypeAlias = httpx.BaseTransport
AsyncTransport: TypeAlias = httpx.AsyncBaseTransport
Auth: TypeAlias = httpx.Auth
Client: TypeAlias = httpx.Client
AsyncClient: TypeAlias = httpx.AsyncClient
Timeout: TypeAlias = httpx.Timeout
NoAnswer: TypeAlias = httpx.RequestError

Make: TypeAlias = Callable[[Connection, Transport | None], Transport]
"""Makes a transport of ours, or puts around a given one what belongs there."""

AsyncMake: TypeAlias = Callable[[Connection, AsyncTransport | None], AsyncTransport]


# One for all transports of a connection: to read the usual certificates takes 50 ms.
_TRUST: WeakKeyDictionary[Connection, ssl.SSLContext] = WeakKeyDictionary()


class _Options(TypedDict):
    """What both kinds of httpx's own transports are made of."""

    verify: ssl.SSLContext | bool
    trust_env: bool
    http2: bool
    limits: httpx.Limits
    proxy: httpx.Proxy | None


def api_transport(origin: str, connection: Connection, given: Transport | None = None) -> Transport:
    """What sends to the Public API.

    Raises:
        ConfigurationError: the proxy or the certificates of the environment cannot be used.
    """
    return given or httpx.HTTPTransport(**_options(origin, connection))


def async_api_transport(
    origin: str, connection: Connection, given: AsyncTransport | None = None
) -> AsyncTransport:
    """`api_transport` for asyncio."""
    return given or httpx.AsyncHTTPTransport(**_options(origin, connection))


def id_transport(origin: str, connection: Connection, given: Transport | None = None) -> Transport:
    """What sends to the identity host: it puts revoke's token on the wire below every log."""
    from kickwire_id.transport import SecretQueryTransport

    return SecretQueryTransport(api_transport(origin, connection, given))


def async_id_transport(
    origin: str, connection: Connection, given: AsyncTransport | None = None
) -> AsyncTransport:
    """`id_transport` for asyncio."""
    from kickwire_id.transport import AsyncSecretQueryTransport

    return AsyncSecretQueryTransport(async_api_transport(origin, connection, given))


def client(connection: Connection, transport: Transport) -> Client:
    """An httpx client. It follows no redirects."""
    return httpx.Client(
        timeout=timeouts(connection),
        transport=transport,
        event_hooks={"response": [_forget_redirect]},
    )


def async_client(connection: Connection, transport: AsyncTransport) -> AsyncClient:
    """`client` for asyncio."""
    return httpx.AsyncClient(
        timeout=timeouts(connection),
        transport=transport,
        event_hooks={"response": [_forget_redirect_async]},
    )


def timeouts(connection: Connection) -> Timeout:
    """The timeouts as httpx takes them."""
    return httpx.Timeout(
        connect=connection.connect_timeout,
        read=connection.read_timeout,
        write=connection.write_timeout,
        pool=connection.pool_timeout,
    )


def read(response: Response) -> bool:
    """Read the body, and close. False if it is not encoded as its header says."""
    try:
        response.read()
    except httpx.DecodingError:
        return False
    finally:
        response.close()
    return True


async def aread(response: Response) -> bool:
    """`read`, awaited."""
    try:
        await response.aread()
    except httpx.DecodingError:
        return False
    finally:
        await response.aclose()
    return True


def gathered(response: Response) -> Response:
    """An answer of a transport with all its bytes, still encoded; its connection is free again."""
    try:
        content = b"".join(cast("httpx.SyncByteStream", response.stream))
    finally:
        response.close()
    return _with_bytes(response, content)


async def agathered(response: Response) -> Response:
    """`gathered`, awaited."""
    try:
        stream = cast("httpx.AsyncByteStream", response.stream)
        content = b"".join([part async for part in stream])
    finally:
        await response.aclose()
    return _with_bytes(response, content)


def _with_bytes(response: Response, content: bytes) -> Response:
    return httpx.Response(
        response.status_code,
        headers=response.headers,
        stream=httpx.ByteStream(content),
        extensions=response.extensions,
    )


def bare(response: Response) -> Response:
    """An answer without its body, and without the headers that describe one."""
    headers = response.headers.copy()
    for name in ("Content-Encoding", "Content-Length", "Transfer-Encoding"):
        headers.pop(name, None)
    return httpx.Response(
        response.status_code,
        headers=headers,
        request=response.request,
        extensions=response.extensions,
    )


def _options(origin: str, connection: Connection) -> _Options:
    return {
        "verify": _trusted(connection),
        "trust_env": connection.trust_env,
        "http2": connection.http2,
        "limits": limits(connection),
        "proxy": proxy(origin, connection),
    }


def limits(connection: Connection) -> httpx.Limits:
    """The limits as httpx takes them.

    With fewer idle connections than there may be at all, httpx closes idle ones while another
    thread or task is about to use them, whose request is then lost (`ReadError`).
    """
    return httpx.Limits(
        max_connections=connection.max_connections,
        max_keepalive_connections=connection.max_connections,
        keepalive_expiry=connection.keep_alive,
    )


def _trusted(connection: Connection) -> ssl.SSLContext:
    known = connection.ssl_context or _TRUST.get(connection)
    if known is not None:
        return known
    try:
        return _TRUST.setdefault(
            connection, httpx.create_ssl_context(trust_env=connection.trust_env)
        )
    except OSError as error:  # ssl.SSLError is one of them
        reason = type(error).__name__
    raise ConfigurationError(
        f"SSL_CERT_FILE: the certificates that the environment names cannot be read ({reason})"
    )


def proxy(origin: str, connection: Connection) -> httpx.Proxy | None:
    """What requests to an origin go through.

    Raises:
        ConfigurationError: the proxy that the environment names cannot be used.
    """
    from kickwire_id.transport import environment_proxy

    if connection.proxy is not None:
        return _authenticating(connection.proxy, connection)
    found = environment_proxy(origin) if connection.trust_env else None
    if found is None:
        return None
    problem = proxy_problem(found)
    if not problem:
        return _authenticating(found, connection)
    del found  # so that no traceback with locals shows its password
    raise ConfigurationError(f"the proxy that the environment names for {origin}: {problem}")


def _authenticating(url: str, connection: Connection) -> httpx.Proxy:
    """A proxy that is spoken to over TLS is trusted like the hosts behind it."""
    trust = connection.ssl_context if url.lower().startswith("https:") else None
    made = httpx.Proxy(url, ssl_context=trust)
    if made.auth is not None:
        made.auth = (_Unseen(made.auth[0]), _Unseen(made.auth[1]))
    return made


class _Unseen(str):
    """Part of a proxy's credentials: httpcore's log shows those for SOCKS at DEBUG."""

    __slots__ = ()

    def encode(self, encoding: str = "utf-8", errors: str = "strict") -> _UnseenBytes:
        """As it is sent."""
        return _UnseenBytes(super().encode(encoding, errors))

    def __repr__(self) -> str:
        return "'***'"


class _UnseenBytes(bytes):
    """`_Unseen`, encoded."""

    def __repr__(self) -> str:
        return "b'***'"


def _forget_redirect(response: Response) -> None:
    """httpx reads where a redirect leads, followed or not, and some hosts crash it (``xn--``)."""
    if response.has_redirect_location:
        del response.headers["Location"]


async def _forget_redirect_async(response: Response) -> None:
    _forget_redirect(response)


__all__ = [
    "AsyncClient",
    "AsyncMake",
    "AsyncTransport",
    "Auth",
    "Client",
    "Make",
    "NoAnswer",
    "Request",
    "Response",
    "Timeout",
    "Transport",
    "agathered",
    "api_transport",
    "aread",
    "async_api_transport",
    "async_client",
    "async_id_transport",
    "bare",
    "client",
    "gathered",
    "id_transport",
    "limits",
    "proxy",
    "read",
    "timeouts",
]
