"""``PATCH /public/v1/drops/claims``: Set the state of drops claims."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._checking import Values, array, refuse, text
from ..._requests import read_error, request, require_success
from ...operations import Operation, TokenRequirement

if TYPE_CHECKING:
    from ...client import Client
    from ...models.drop_claims_update import DropClaimsUpdate
    from ...models.error_envelope import ErrorEnvelope

OPERATION = Operation(
    id="updateDropClaims",
    name="drops.update_claims",
    method="PATCH",
    path="/public/v1/drops/claims",
    tokens=(TokenRequirement("app"),),
    idempotent=True,
)

_BODY = Values(
    required={
        "claims": array(
            Values(required={"claim_id": text(), "external_status": text()}, closed=True), most=100
        )
    }
)


def build(
    base_url: str,
    /,
    *,
    body: DropClaimsUpdate,
) -> httpx.Request:
    """Set the state of drops claims.

    Records how far the organisation has come with up to 100 claims. Needs an app token
    of an OAuth app that is tied to the organisation. Documented since June 2026. What
    becomes of an unknown claim is not known.

    Args:
        base_url: origin of the server.
        body: The claims and their new states.

    Token:
        app token.
    """
    refuse(_BODY(body))
    return request(
        OPERATION,
        base_url,
        json_body=body.to_dict(),
    )


def parse(response: httpx.Response) -> None:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
    """
    require_success(OPERATION, response, parse_error)


def parse_error(response: httpx.Response) -> ErrorEnvelope | None:
    """The typed error answer, or None where the body is not one. Never raises."""
    from ...models.error_envelope import ErrorEnvelope

    readers: dict[int, Callable[[Any], ErrorEnvelope]] = {
        400: ErrorEnvelope.from_dict,
        401: ErrorEnvelope.from_dict,
        500: ErrorEnvelope.from_dict,
    }
    return read_error(response, readers)


def sync(
    *,
    client: Client,
    body: DropClaimsUpdate,
) -> None:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        body=body,
    )
    parse(client.send(built))


async def asyncio(
    *,
    client: Client,
    body: DropClaimsUpdate,
) -> None:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        body=body,
    )
    parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
