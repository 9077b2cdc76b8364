"""``GET /public/v1/drops/claims``: List drops claims."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._checking import Values, integer, refuse, text
from ..._requests import Query, read_error, read_json, request
from ...operations import Operation, Paging, TokenRequirement
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...client import Client
    from ...models.drop_claims_answer import DropClaimsAnswer
    from ...models.error_envelope import ErrorEnvelope

OPERATION = Operation(
    id="listDropClaims",
    name="drops.claims",
    method="GET",
    path="/public/v1/drops/claims",
    tokens=(TokenRequirement("app"),),
    paging=Paging(
        parameter="cursor", next=("data", "cursor"), items=("data", "claims"), end=("", None)
    ),
    idempotent=True,
)

_ARGUMENTS = Values(
    optional={
        "campaign_id": text(),
        "limit": integer(most=1000),
        "cursor": text(),
        "user_id": integer(least=1, most=9223372036854775807),
        "claim_id": text(),
        "external_status": text(),
    }
)


def build(
    base_url: str,
    /,
    *,
    campaign_id: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    user_id: int | Unset = UNSET,
    claim_id: str | Unset = UNSET,
    external_status: str | Unset = UNSET,
) -> httpx.Request:
    """List drops claims.

    Pages through what viewers have claimed in the campaigns of an organisation. Needs
    an app token of an OAuth app that is tied to that organisation. The cursor sits
    inside `data` here, and is the id of a claim.

    Args:
        base_url: origin of the server.
        campaign_id: Only claims of the campaign with this id (a ULID).
        limit: How many claims a page holds at most, up to 1000. The smallest value is
            not known. Kick's default is 10.
        cursor: Where to go on, taken from `data.cursor` of the page before (the id of a
            claim).
        user_id: Only claims of this user. Kick calls it an unsigned 64-bit number.
        claim_id: Only the claim with this id (a ULID).
        external_status: Only claims in this state, a word that the organisation itself
            set, or `initiated`.

    Token:
        app token.
    """
    refuse(
        _ARGUMENTS.given(
            {
                "campaign_id": campaign_id,
                "limit": limit,
                "cursor": cursor,
                "user_id": user_id,
                "claim_id": claim_id,
                "external_status": external_status,
            }
        )
    )
    query = Query()
    query.one("campaign_id", campaign_id)
    query.one("limit", limit)
    query.one("cursor", cursor)
    query.one("user_id", user_id)
    query.one("claim_id", claim_id)
    query.one("external_status", external_status)
    return request(
        OPERATION,
        base_url,
        query=query,
    )


def parse(response: httpx.Response) -> DropClaimsAnswer:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not what the document says.
    """
    from ...models.drop_claims_answer import DropClaimsAnswer

    return read_json(OPERATION, response, DropClaimsAnswer.from_dict, parse_error)


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
    campaign_id: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    user_id: int | Unset = UNSET,
    claim_id: str | Unset = UNSET,
    external_status: str | Unset = UNSET,
) -> DropClaimsAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        campaign_id=campaign_id,
        limit=limit,
        cursor=cursor,
        user_id=user_id,
        claim_id=claim_id,
        external_status=external_status,
    )
    return parse(client.send(built))


async def asyncio(
    *,
    client: Client,
    campaign_id: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    user_id: int | Unset = UNSET,
    claim_id: str | Unset = UNSET,
    external_status: str | Unset = UNSET,
) -> DropClaimsAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        campaign_id=campaign_id,
        limit=limit,
        cursor=cursor,
        user_id=user_id,
        claim_id=claim_id,
        external_status=external_status,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
