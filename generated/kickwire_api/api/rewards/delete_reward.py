"""``DELETE /public/v1/channels/rewards/{id}``: Delete a reward."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._checking import Values, refuse, text
from ..._requests import read_error, request, require_success, segment
from ...operations import Operation, TokenRequirement

if TYPE_CHECKING:
    from ...client import Client
    from ...models.error_envelope import ErrorEnvelope

OPERATION = Operation(
    id="deleteReward",
    name="rewards.delete",
    method="DELETE",
    path="/public/v1/channels/rewards/{id}",
    tokens=(TokenRequirement("user", ("channel:rewards:write",)),),
    idempotent=True,
)

_ARGUMENTS = Values(required={"id": text()})


def build(
    base_url: str,
    /,
    *,
    id: str,
) -> httpx.Request:
    """Delete a reward.

    Removes a reward for good. Only the app that made it may do this; what somebody
    else's or an unknown reward is answered with was never captured. Success is 204 in
    the tests of two SDKs, while one description of Kick's pages allows 200 as well.

    Args:
        base_url: origin of the server.
        id: Id of the reward (a ULID).

    Token:
        user token with `channel:rewards:write`.
    """
    refuse(
        _ARGUMENTS.given(
            {
                "id": id,
            }
        )
    )
    return request(
        OPERATION,
        base_url,
        path=f"/public/v1/channels/rewards/{segment('id', id)}",
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
        403: ErrorEnvelope.from_dict,
        404: ErrorEnvelope.from_dict,
        500: ErrorEnvelope.from_dict,
    }
    return read_error(response, readers)


def sync(
    *,
    client: Client,
    id: str,
) -> None:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        id=id,
    )
    parse(client.send(built))


async def asyncio(
    *,
    client: Client,
    id: str,
) -> None:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        id=id,
    )
    parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
