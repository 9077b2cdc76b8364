"""``POST /oauth/token``: Obtain or renew a token."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._checking import Values, member, one_of, refuse, text
from ..._requests import read_error, read_json, request
from ...operations import Operation

if TYPE_CHECKING:
    from ...client import Client
    from ...models.authorization_code_grant import AuthorizationCodeGrant
    from ...models.client_credentials_grant import ClientCredentialsGrant
    from ...models.o_auth_error import OAuthError
    from ...models.refresh_token_grant import RefreshTokenGrant
    from ...models.token_answer import TokenAnswer

OPERATION = Operation(
    id="exchangeToken",
    name="",
    method="POST",
    path="/oauth/token",
    secret_fields=("access_token", "client_secret", "code", "code_verifier", "refresh_token"),
)

_BODY = one_of(
    "grant_type",
    {
        "authorization_code": Values(
            required={
                "grant_type": member("authorization_code"),
                "code": text(least=1),
                "client_id": text(least=1),
                "client_secret": text(least=1),
                "redirect_uri": text(least=1),
                "code_verifier": text(least=1),
            }
        ),
        "refresh_token": Values(
            required={
                "grant_type": member("refresh_token"),
                "refresh_token": text(least=1),
                "client_id": text(least=1),
                "client_secret": text(least=1),
            }
        ),
        "client_credentials": Values(
            required={
                "grant_type": member("client_credentials"),
                "client_id": text(least=1),
                "client_secret": text(least=1),
            }
        ),
    },
)


def build(
    base_url: str,
    /,
    *,
    body: AuthorizationCodeGrant | RefreshTokenGrant | ClientCredentialsGrant,
) -> httpx.Request:
    """Obtain or renew a token.

    One address for three grants, told apart by `grant_type`: a code for a user's pair,
    a refresh token for that user's next pair, or the app's own credentials for an app
    token. The body is a form; a JSON body is read as an empty one. Credentials belong
    in the form too, not in an Authorization header.

    Every refresh answers with a new access token **and** a new refresh token: store
    both before using either. Whether the old refresh token still works is disputed
    (Kick announced reusable ones on 2025-11-25; many apps report strict single use), so
    behave as if it were dead: never refresh one pair twice at a time and never repeat a
    refresh whose answer was lost without reading the store again. A chain that nobody
    renews ends after about 30 days, and grants made before mid-June 2026 ended 30 days
    after consent even when they were renewed all along.

    Decide by `error`, not by the status: a dead grant is `invalid_grant`, usually with
    401. Nothing else proves that a session is lost.

    Args:
        base_url: origin of the server.
        body: One of the three grants as a form.

    Token:
        none is needed.

    Quirks:
        token_form_only, client_auth_in_body, client_secret_required, token_error_shape,
        invalid_grant_is_401, token_redirect_mismatch_500, client_id_malformed_500,
        code_burned_before_pkce_check, code_single_use, token_edge_challenge,
        token_empty_400_episode, no_id_token, refresh_returns_new_pair,
        refresh_reuse_policy, refresh_concurrency_loser, refresh_lost_response_lockout,
        refresh_30_day_absolute_expiry, refresh_kills_old_access_token
    """
    refuse(_BODY(body))
    return request(
        OPERATION,
        base_url,
        form_body=body.to_dict(),
    )


def parse(response: httpx.Response) -> TokenAnswer:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not what the document says.
    """
    from ...models.token_answer import TokenAnswer

    return read_json(OPERATION, response, TokenAnswer.from_dict, parse_error)


def parse_error(response: httpx.Response) -> OAuthError | None:
    """The typed error answer, or None where the body is not one. Never raises."""
    from ...models.o_auth_error import OAuthError

    readers: dict[int, Callable[[Any], OAuthError]] = {
        400: OAuthError.from_dict,
        401: OAuthError.from_dict,
        403: OAuthError.from_dict,
        429: OAuthError.from_dict,
        500: OAuthError.from_dict,
    }
    return read_error(response, readers)


def sync(
    *,
    client: Client,
    body: AuthorizationCodeGrant | RefreshTokenGrant | ClientCredentialsGrant,
) -> TokenAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        body=body,
    )
    return parse(client.send(built))


async def asyncio(
    *,
    client: Client,
    body: AuthorizationCodeGrant | RefreshTokenGrant | ClientCredentialsGrant,
) -> TokenAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        body=body,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
