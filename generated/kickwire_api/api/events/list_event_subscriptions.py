"""``GET /public/v1/events/subscriptions``: List event subscriptions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._checking import Values, integer, refuse
from ..._requests import Query, read_error, read_json, request
from ...operations import Operation, TokenRequirement
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...client import Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.event_subscriptions_answer import EventSubscriptionsAnswer

OPERATION = Operation(
    id="listEventSubscriptions",
    name="events.list",
    method="GET",
    path="/public/v1/events/subscriptions",
    tokens=(
        TokenRequirement("app"),
        TokenRequirement("user"),
    ),
    idempotent=True,
)

_ARGUMENTS = Values(optional={"broadcaster_user_id": integer(least=1, most=9223372036854775807)})


def build(
    base_url: str,
    /,
    *,
    broadcaster_user_id: int | Unset = UNSET,
) -> httpx.Request:
    """List event subscriptions.

    The subscriptions that belong to the token: a user token sees those of its own
    channel, an app token sees the app's. Subscriptions disappear without notice: when
    deliveries of an event fail for over a day, when webhooks are switched off in the
    app's settings, and sometimes for no visible reason soon after they were made. Look
    here from time to time and make them again.

    Args:
        base_url: origin of the server.
        broadcaster_user_id: Only subscriptions for the channel of this user; of use
            with an app token.

    Token:
        app token, or user token.

    Quirks:
        webhook_auto_unsubscribe, webhook_toggle_unsubscribes, subscription_vanishes,
        subscription_limit
    """
    refuse(
        _ARGUMENTS.given(
            {
                "broadcaster_user_id": broadcaster_user_id,
            }
        )
    )
    query = Query()
    query.one("broadcaster_user_id", broadcaster_user_id)
    return request(
        OPERATION,
        base_url,
        query=query,
    )


def parse(response: httpx.Response) -> EventSubscriptionsAnswer:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not what the document says.
    """
    from ...models.event_subscriptions_answer import EventSubscriptionsAnswer

    return read_json(OPERATION, response, EventSubscriptionsAnswer.from_dict, parse_error)


def parse_error(response: httpx.Response) -> ErrorEnvelope | None:
    """The typed error answer, or None where the body is not one. Never raises."""
    from ...models.error_envelope import ErrorEnvelope

    readers: dict[int, Callable[[Any], ErrorEnvelope]] = {
        400: ErrorEnvelope.from_dict,
        401: ErrorEnvelope.from_dict,
        403: ErrorEnvelope.from_dict,
        500: ErrorEnvelope.from_dict,
    }
    return read_error(response, readers)


def sync(
    *,
    client: Client,
    broadcaster_user_id: int | Unset = UNSET,
) -> EventSubscriptionsAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        broadcaster_user_id=broadcaster_user_id,
    )
    return parse(client.send(built))


async def asyncio(
    *,
    client: Client,
    broadcaster_user_id: int | Unset = UNSET,
) -> EventSubscriptionsAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        broadcaster_user_id=broadcaster_user_id,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
