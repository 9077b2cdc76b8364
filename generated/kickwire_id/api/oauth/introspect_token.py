"""``POST /oauth/token/introspect``: Examine the token that makes the call."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._requests import read_error, read_json, request
from ...operations import Operation, TokenRequirement

if TYPE_CHECKING:
    from ...client import Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.introspection_answer import IntrospectionAnswer

OPERATION = Operation(
    id="introspectToken",
    name="",
    method="POST",
    path="/oauth/token/introspect",
    tokens=(
        TokenRequirement("user"),
        TokenRequirement("app"),
    ),
    idempotent=True,
)


def build(
    base_url: str,
    /,
) -> httpx.Request:
    """Examine the token that makes the call.

    Tells whether a token is good, what kind it is, what it may do and when it ends. The
    token under examination is the one in the Authorization header; there is no body and
    no other credential. Asking renews nothing and costs nothing, which makes this the
    right question after an unexplained 401 from the API.

    A dead token is either refused with 401 or described as inactive with 200; take both
    as a no.

    Args:
        base_url: origin of the server.

    Token:
        user token, or app token.

    Quirks:
        introspect_moved, introspect_self_bearer_wrapped, introspect_invalid_token,
        introspect_exp_is_unix_time
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


def sync(
    *,
    client: Client,
) -> IntrospectionAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
    )
    return parse(client.send(built))


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
