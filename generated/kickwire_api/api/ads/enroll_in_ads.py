"""``POST /public/v1/ads/enroll``: Enrol in ads."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._requests import read_error, request, require_success
from ...operations import Operation, TokenRequirement

if TYPE_CHECKING:
    from ...client import Client
    from ...models.ads_error import AdsError
    from ...models.error_envelope import ErrorEnvelope

OPERATION = Operation(
    id="enrollInAds",
    name="ads.enroll",
    method="POST",
    path="/public/v1/ads/enroll",
    tokens=(TokenRequirement("user", ("ads:write",)),),
)


def build(
    base_url: str,
    /,
) -> httpx.Request:
    """Enrol in ads.

    Signs the token's own channel up for ads. The channel has to be offline and must
    have streamed at least once. There is no request body. Success is known only as a
    2xx without body; 204 is a guess. What a second enrolment is answered with is not
    known.

    Args:
        base_url: origin of the server.

    Token:
        user token with `ads:write`.

    Quirks:
        scope_names_that_do_not_exist
    """
    return request(
        OPERATION,
        base_url,
    )


def parse(response: httpx.Response) -> None:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
    """
    require_success(OPERATION, response, parse_error)


def parse_error(response: httpx.Response) -> AdsError | ErrorEnvelope | None:
    """The typed error answer, or None where the body is not one. Never raises."""
    from ...models.ads_error import AdsError
    from ...models.error_envelope import ErrorEnvelope

    readers: dict[int, Callable[[Any], AdsError | ErrorEnvelope]] = {
        400: AdsError.from_dict,
        401: ErrorEnvelope.from_dict,
        403: ErrorEnvelope.from_dict,
        404: AdsError.from_dict,
        500: ErrorEnvelope.from_dict,
    }
    return read_error(response, readers)


def sync(
    *,
    client: Client,
) -> None:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
    )
    parse(client.send(built))


async def asyncio(
    *,
    client: Client,
) -> None:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
    )
    parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
