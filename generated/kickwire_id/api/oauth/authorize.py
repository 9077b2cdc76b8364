"""``GET /oauth/authorize``: Open the consent page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import httpx

from ..._checking import Values, member, refuse, text
from ..._requests import Query, read_error, read_text, request, require_success
from ...operations import Operation
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...client import Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.o_auth_error import OAuthError

OPERATION = Operation(
    id="authorize", name="", method="GET", path="/oauth/authorize", idempotent=True
)

_ARGUMENTS = Values(
    required={
        "response_type": member("code"),
        "client_id": text(least=1),
        "redirect_uri": text(least=1),
        "scope": text(least=1),
        "state": text(least=1),
        "code_challenge": text(least=1),
        "code_challenge_method": member("S256"),
    },
    optional={"redirect": text()},
)


def build(
    base_url: str,
    /,
    *,
    response_type: Literal["code"] = "code",
    client_id: str,
    redirect: str | Unset = UNSET,
    redirect_uri: str,
    scope: str,
    state: str,
    code_challenge: str,
    code_challenge_method: Literal["S256"] = "S256",
) -> httpx.Request:
    """Open the consent page.

    The address a browser is sent to. A signed-in user sees the consent page (200);
    after the user has decided, the browser travels through
    `https://api.kick.com/oauth/authorize` and ends at `redirect_uri` with either `code`
    and `state` or `error` and `state`. This document draws the whole journey as one
    operation, so its 302 is the last step as the app sees it.

    Parameters are written in the order in which they should be sent: the decoy
    `redirect` works only in front of `redirect_uri`.

    A wrong parameter is rarely explained. The browser is bounced to Kick's front page,
    which is a 404, and the app hears nothing, so check every parameter before opening
    the page and give up waiting after a while.

    Args:
        base_url: origin of the server.
        response_type: Asks for an authorization code; nothing else is offered.
        client_id: Identifier of the app, a ULID shown in the developer settings.
        redirect: Decoy without a meaning of its own, suggested by Kick. The site's
            framework turns the first `127.0.0.1` of the address into `localhost`; an
            app whose registered URL has `127.0.0.1` sends that text here, before
            `redirect_uri`, so that the decoy is what gets rewritten. Leave it out in
            every other case.
        redirect_uri: Where the browser is sent afterwards. Compared byte for byte with
            the URL registered for the app: scheme, host, port, path and trailing slash.
            The same value goes into the code exchange.
        scope: Wanted scopes, separated by single spaces. Scopes that the app has not
            enabled in its developer settings vanish without an error, so compare with
            `scope` of the token answer. How Kick treats a name that does not exist is
            not recorded. A grant cannot be widened later; send the user here again.
        state: Opaque value that comes back unchanged. Required by Kick and not allowed
            to be empty; no longest length is published. Make it random for each attempt
            and compare it first on return.
        code_challenge: Unpadded base64url of the SHA-256 of the code verifier: 43
            characters with S256, and 43 to 128 is the length the protocol allows.
            Trailing `=` seems to be tolerated; do not send it.
        code_challenge_method: How the challenge was made. Only S256 is accepted, and
            leaving it out counts as plain, which is refused.

    Token:
        none is needed.

    Quirks:
        authorize_bad_params_bounce_404, authorize_two_hop, authorize_denied,
        authorize_social_login_return_broken, authorize_new_app_or_outage_lookalikes,
        mobile_universal_link_hijack
    """
    refuse(
        _ARGUMENTS.given(
            {
                "response_type": response_type,
                "client_id": client_id,
                "redirect": redirect,
                "redirect_uri": redirect_uri,
                "scope": scope,
                "state": state,
                "code_challenge": code_challenge,
                "code_challenge_method": code_challenge_method,
            }
        )
    )
    query = Query()
    query.one("response_type", response_type)
    query.one("client_id", client_id)
    query.one("redirect", redirect)
    query.one("redirect_uri", redirect_uri)
    query.one("scope", scope)
    query.one("state", state)
    query.one("code_challenge", code_challenge)
    query.one("code_challenge_method", code_challenge_method)
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


def parse_error(response: httpx.Response) -> ErrorEnvelope | OAuthError | None:
    """The typed error answer, or None where the body is not one. Never raises."""
    from ...models.error_envelope import ErrorEnvelope
    from ...models.o_auth_error import OAuthError

    readers: dict[int, Callable[[Any], ErrorEnvelope | OAuthError]] = {
        400: OAuthError.from_dict,
        500: ErrorEnvelope.from_dict,
    }
    return read_error(response, readers)


def sync(
    *,
    client: Client,
    response_type: Literal["code"] = "code",
    client_id: str,
    redirect: str | Unset = UNSET,
    redirect_uri: str,
    scope: str,
    state: str,
    code_challenge: str,
    code_challenge_method: Literal["S256"] = "S256",
) -> str:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        response_type=response_type,
        client_id=client_id,
        redirect=redirect,
        redirect_uri=redirect_uri,
        scope=scope,
        state=state,
        code_challenge=code_challenge,
        code_challenge_method=code_challenge_method,
    )
    return parse(client.send(built))


async def asyncio(
    *,
    client: Client,
    response_type: Literal["code"] = "code",
    client_id: str,
    redirect: str | Unset = UNSET,
    redirect_uri: str,
    scope: str,
    state: str,
    code_challenge: str,
    code_challenge_method: Literal["S256"] = "S256",
) -> str:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        response_type=response_type,
        client_id=client_id,
        redirect=redirect,
        redirect_uri=redirect_uri,
        scope=scope,
        state=state,
        code_challenge=code_challenge,
        code_challenge_method=code_challenge_method,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
