"""``POST /public/v1/events/subscriptions``: Subscribe to events."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._checking import Values, array, integer, member, refuse, text
from ..._requests import read_error, read_json, request
from ...operations import Operation, TokenRequirement

if TYPE_CHECKING:
    from ...client import Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.event_subscription_request import EventSubscriptionRequest
    from ...models.event_subscription_results_answer import EventSubscriptionResultsAnswer

OPERATION = Operation(
    id="subscribeToEvents",
    name="events.subscribe",
    method="POST",
    path="/public/v1/events/subscriptions",
    tokens=(
        TokenRequirement("app"),
        TokenRequirement("user", ("events:subscribe",)),
    ),
)

_BODY = Values(
    required={
        "events": array(Values(required={"name": text(), "version": integer(least=1)}), least=1)
    },
    optional={
        "broadcaster_user_id": integer(least=0, most=9223372036854775807),
        "method": member("webhook"),
    },
)


def build(
    base_url: str,
    /,
    *,
    body: EventSubscriptionRequest,
) -> httpx.Request:
    """Subscribe to events.

    Asks for events to be delivered to the app's webhook address, which is set in the
    app's settings and nowhere else. A user token always subscribes to its own channel;
    an app token names the channel and needs nobody's consent.

    Success has to be read entry by entry: each event has its own result, and a failed
    one carries `error` in an answer that is 200 as a whole. Nothing is verified by a
    handshake, and duplicates have been accepted: two subscriptions to one event deliver
    everything twice under different message ids.

    Per app and event type 10,000 subscriptions are allowed; `chat.message.sent` is held
    at 1,000 until Kick has verified the app. 201 was seen as the success code in
    February 2025.

    Args:
        base_url: origin of the server.
        body: Which events to deliver, and for which channel.

    Token:
        app token, or user token with `events:subscribe`.

    Quirks:
        events_user_token_ignores_broadcaster, events_app_token_needs_broadcaster,
        subscription_duplicates, subscription_partial_errors,
        subscription_status_200_or_201, subscription_vanishes, subscription_limit,
        webhook_needs_bot, webhook_no_challenge, webhook_url_rules
    """
    refuse(_BODY(body))
    return request(
        OPERATION,
        base_url,
        json_body=body.to_dict(),
    )


def parse(response: httpx.Response) -> EventSubscriptionResultsAnswer:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not what the document says.
    """
    from ...models.event_subscription_results_answer import EventSubscriptionResultsAnswer

    return read_json(OPERATION, response, EventSubscriptionResultsAnswer.from_dict, parse_error)


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
    body: EventSubscriptionRequest,
) -> EventSubscriptionResultsAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        body=body,
    )
    return parse(client.send(built))


async def asyncio(
    *,
    client: Client,
    body: EventSubscriptionRequest,
) -> EventSubscriptionResultsAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        body=body,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
