"""``POST /public/v1/token/introspect``: Examine the token (old place)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._requests import read_error, read_json, request
from ...operations import Operation, TokenRequirement

if sys.version_info >= (3, 13):
    from warnings import deprecated
else:
    from typing_extensions import deprecated

if TYPE_CHECKING:
    from ...client import Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.introspection_answer import IntrospectionAnswer

OPERATION = Operation(
    id="introspectTokenOnApi",
    name="token.introspect",
    method="POST",
    path="/public/v1/token/introspect",
    tokens=(
        TokenRequirement("app"),
        TokenRequirement("user"),
    ),
    idempotent=True,
    deprecated=True,
)


def build(
    base_url: str,
    /,
) -> httpx.Request:
    """Examine the token (old place).

    Tells what the Bearer token of this very request is. There is no body and no client
    authentication. Deprecated on 2026-01-15; the same question is now asked with `POST
    https://id.kick.com/oauth/token/introspect`. A dead token is expected to be a 401;
    some clients are written for 200 with `active` false instead.

    Args:
        base_url: origin of the server.

    Token:
        app token, or user token.

    Quirks:
        introspect_moved, introspect_self_bearer_wrapped, introspect_invalid_token
    """
    return request(
        OPERATION,
        base_url,
    )


def parse(response: httpx.Response) -> IntrospectionAnswer:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not what the document says.
    """
    from ...models.introspection_answer import IntrospectionAnswer

    return read_json(OPERATION, response, IntrospectionAnswer.from_dict, parse_error)


def parse_error(response: httpx.Response) -> ErrorEnvelope | None:
    """The typed error answer, or None where the body is not one. Never raises."""
    from ...models.error_envelope import ErrorEnvelope

    readers: dict[int, Callable[[Any], ErrorEnvelope]] = {
        401: ErrorEnvelope.from_dict,
        500: ErrorEnvelope.from_dict,
    }
    return read_error(response, readers)


@deprecated(
    "token.introspect: Deprecated on 2026-01-15; the same question is now asked with `POST https://id.kick.com/oauth/token/introspect`."
)
def sync(
    *,
    client: Client,
) -> IntrospectionAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
    )
    return parse(client.send(built))


@deprecated(
    "token.introspect: Deprecated on 2026-01-15; the same question is now asked with `POST https://id.kick.com/oauth/token/introspect`."
)
async def asyncio(
    *,
    client: Client,
) -> IntrospectionAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
