"""``GET /public/v1/public-key``: Get the key that signs webhook deliveries."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._requests import read_error, read_json, request
from ...operations import Operation

if TYPE_CHECKING:
    from ...client import Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.public_key_answer import PublicKeyAnswer

OPERATION = Operation(
    id="getPublicKey",
    name="public_key.get",
    method="GET",
    path="/public/v1/public-key",
    idempotent=True,
    shared=True,
)


def build(
    base_url: str,
    /,
) -> httpx.Request:
    """Get the key that signs webhook deliveries.

    The RSA key to check `Kick-Event-Signature` with: PKCS#1 v1.5 with SHA-256 over
    message id, timestamp and raw body, joined by dots. No token is needed, although
    Kick's documents list a 401. The key has not changed since February 2025 and no rule
    for changing it is published, so fetch it rather than copying it.

    Args:
        base_url: origin of the server.

    Token:
        none is needed.

    Quirks:
        webhook_rsa_not_hmac, webhook_key_rotation
    """
    return request(
        OPERATION,
        base_url,
    )


def parse(response: httpx.Response) -> PublicKeyAnswer:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not what the document says.
    """
    from ...models.public_key_answer import PublicKeyAnswer

    return read_json(OPERATION, response, PublicKeyAnswer.from_dict, parse_error)


def parse_error(response: httpx.Response) -> ErrorEnvelope | None:
    """The typed error answer, or None where the body is not one. Never raises."""
    from ...models.error_envelope import ErrorEnvelope

    readers: dict[int, Callable[[Any], ErrorEnvelope]] = {
        401: ErrorEnvelope.from_dict,
        500: ErrorEnvelope.from_dict,
    }
    return read_error(response, readers)


def sync(
    *,
    client: Client,
) -> PublicKeyAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
    )
    return parse(client.send(built))


async def asyncio(
    *,
    client: Client,
) -> PublicKeyAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
