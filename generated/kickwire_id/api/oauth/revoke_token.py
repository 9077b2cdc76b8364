"""``POST /oauth/revoke``: Withdraw a token."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._checking import Values, member, refuse, text
from ..._requests import Query, read_error, read_text, request, require_success
from ...operations import Operation
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...client import Client
    from ...models.o_auth_error import OAuthError
    from ...models.token_type_hint import TokenTypeHint

OPERATION = Operation(
    id="revokeToken",
    name="",
    method="POST",
    path="/oauth/revoke",
    idempotent=True,
    secret_fields=("token",),
)

_ARGUMENTS = Values(
    required={"token": text()},
    optional={
        "token_hint_type": member("access_token", "refresh_token"),
        "token_type_hint": member("access_token", "refresh_token"),
    },
)


def build(
    base_url: str,
    /,
    *,
    token: str,
    token_hint_type: TokenTypeHint | Unset = UNSET,
    token_type_hint: TokenTypeHint | Unset = UNSET,
) -> httpx.Request:
    """Withdraw a token.

    Ends one token. The parameters travel in the query and the body is empty; no client
    credentials are needed. Some SDKs put the same fields into a form body, and nobody
    has reported that this fails.

    The answer is 200 with the text `OK` for a live token, a dead one, an unknown one
    and even for none at all, so it proves nothing about the token. Whether revoking a
    refresh token ends its access tokens too is not settled: revoke both.

    Args:
        base_url: origin of the server.
        token: The access or refresh token to end. Required by the documentation; the
            server answers 200 without it as well, and has nothing to revoke then.
        token_hint_type: Which kind of token it is, under the name that Kick's pages
            print. Optional; no effect was ever seen.
        token_type_hint: The same hint under the name of Kick's own API description and
            of RFC 7009. Which of the two names the server reads is unknown, and as
            every call succeeds it hardly matters.

    Token:
        none is needed.

    Sending:
        the secret parameters are not in the URL of what is built, so that no log shows
            them; send it with this package's Client or through its
            SecretQueryTransport, anything else fails.

    Quirks:
        revoke_query_params, revoke_always_200, revoke_404_early, revoke_cascade_unknown
    """
    refuse(
        _ARGUMENTS.given(
            {
                "token": token,
                "token_hint_type": token_hint_type,
                "token_type_hint": token_type_hint,
            }
        )
    )
    query = Query()
    query.secret("token", token)
    query.one("token_hint_type", token_hint_type)
    query.one("token_type_hint", token_type_hint)
    return request(
        OPERATION,
        base_url,
        query=query,
    )


def parse(response: httpx.Response) -> str:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
    """
    require_success(OPERATION, response, parse_error)
    return read_text(response)


def parse_error(response: httpx.Response) -> OAuthError | None:
    """The typed error answer, or None where the body is not one. Never raises."""
    from ...models.o_auth_error import OAuthError

    readers: dict[int, Callable[[Any], OAuthError]] = {
        400: OAuthError.from_dict,
    }
    return read_error(response, readers)


def sync(
    *,
    client: Client,
    token: str,
    token_hint_type: TokenTypeHint | Unset = UNSET,
    token_type_hint: TokenTypeHint | Unset = UNSET,
) -> str:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        token=token,
        token_hint_type=token_hint_type,
        token_type_hint=token_type_hint,
    )
    del token  # so that no traceback with locals shows it
    return parse(client.send(built))


async def asyncio(
    *,
    client: Client,
    token: str,
    token_hint_type: TokenTypeHint | Unset = UNSET,
    token_type_hint: TokenTypeHint | Unset = UNSET,
) -> str:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        token=token,
        token_hint_type=token_hint_type,
        token_type_hint=token_type_hint,
    )
    del token  # so that no traceback with locals shows it
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
