"""Secret query parameters go on the wire below httpx's log, which writes every URL at INFO."""

from __future__ import annotations

import urllib.request
from urllib.parse import urlsplit

import httpx

from ._requests import SECRET_QUERY, Sealed


def environment_proxy(base_url: str) -> str | None:
    """The proxy that ``HTTPS_PROXY`` and its kin name for an origin.

    httpx reads them only where it makes the transport itself.
    """
    parts = urlsplit(base_url)
    # ``NO_PROXY`` may name a host alone or with its port.
    if any(map(urllib.request.proxy_bypass, (parts.hostname or "", parts.netloc))):
        return None
    proxies = urllib.request.getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    return f"http://{proxy}" if proxy and "://" not in proxy else proxy


def _with_secrets(request: httpx.Request) -> httpx.Request:
    """The request as it goes over the wire: the secret parameters come first in its query."""
    secrets = request.extensions.get(SECRET_QUERY)
    if not secrets:
        return request
    stream = request.stream
    extensions = {key: value for key, value in request.extensions.items() if key != SECRET_QUERY}
    return httpx.Request(
        request.method,
        request.url.copy_with(params=[*secrets, *request.url.params.multi_items()]),
        headers=request.headers,
        stream=httpx.ByteStream(stream.content) if isinstance(stream, Sealed) else stream,
        extensions=extensions,
    )


class SecretQueryTransport(httpx.BaseTransport):
    """Merges the secret query parameters that ``build`` kept out of the URL.

    Args:
        transport: what sends the request; closed with this one.
    """

    def __init__(self, transport: httpx.BaseTransport) -> None:
        self._transport = transport

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send with the secret parameters merged in."""
        try:
            return self._transport.handle_request(_with_secrets(request))
        except httpx.TransportError as error:
            failure = type(error)(str(error))
        raise failure  # outside of the handler: frames further down hold the whole URL

    def close(self) -> None:
        """Close what sends."""
        self._transport.close()


class AsyncSecretQueryTransport(httpx.AsyncBaseTransport):
    """`SecretQueryTransport` for asynchronous clients."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send with the secret parameters merged in."""
        try:
            return await self._transport.handle_async_request(_with_secrets(request))
        except httpx.TransportError as error:
            failure = type(error)(str(error))
        raise failure  # outside of the handler: frames further down hold the whole URL

    async def aclose(self) -> None:
        """Close what sends."""
        await self._transport.aclose()


__all__ = ["AsyncSecretQueryTransport", "SecretQueryTransport", "environment_proxy"]
