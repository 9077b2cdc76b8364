"""``PATCH /public/v1/channels/rewards/{id}``: Change a reward."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._checking import Values, boolean, integer, refuse, text
from ..._requests import read_error, read_json, request, segment
from ...operations import Operation, TokenRequirement

if TYPE_CHECKING:
    from ...client import Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.reward_answer import RewardAnswer
    from ...models.reward_update import RewardUpdate

OPERATION = Operation(
    id="updateReward",
    name="rewards.update",
    method="PATCH",
    path="/public/v1/channels/rewards/{id}",
    tokens=(TokenRequirement("user", ("channel:rewards:write",)),),
    idempotent=True,
)

_ARGUMENTS = Values(required={"id": text()})

_BODY = Values(
    optional={
        "title": text(least=1, most=50),
        "cost": integer(least=1),
        "description": text(most=200),
        "background_color": text(pattern="^#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$"),
        "is_enabled": boolean,
        "is_paused": boolean,
        "is_user_input_required": boolean,
        "should_redemptions_skip_request_queue": boolean,
    },
    least=1,
)


def build(
    base_url: str,
    /,
    *,
    id: str,
    body: RewardUpdate,
) -> httpx.Request:
    """Change a reward.

    Changes the fields that are sent and leaves the others. Only the app that made the
    reward may do this; SDKs expect 403 for somebody else's reward and 404 for an
    unknown one, but neither body was captured.

    Args:
        base_url: origin of the server.
        id: Id of the reward (a ULID).
        body: What to change; at least one field.

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
    refuse(_BODY(body))
    return request(
        OPERATION,
        base_url,
        path=f"/public/v1/channels/rewards/{segment('id', id)}",
        json_body=body.to_dict(),
    )


def parse(response: httpx.Response) -> RewardAnswer:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not what the document says.
    """
    from ...models.reward_answer import RewardAnswer

    return read_json(OPERATION, response, RewardAnswer.from_dict, parse_error)


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
    body: RewardUpdate,
) -> RewardAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        id=id,
        body=body,
    )
    return parse(client.send(built))


async def asyncio(
    *,
    client: Client,
    id: str,
    body: RewardUpdate,
) -> RewardAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        id=id,
        body=body,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
