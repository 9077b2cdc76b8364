"""One call of every operation of the id host, through the generated endpoint modules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kickwire_id import Client
from kickwire_id.api.oauth import authorize, exchange_token, introspect_token, revoke_token
from kickwire_id.models import ClientCredentialsGrant

WORTHLESS = "worthless-secret-of-the-demo"
_GRANT = ClientCredentialsGrant(client_id="01JEXAMP0E0000000000000001", client_secret=WORTHLESS)

_AUTHORIZE: dict[str, Any] = {
    "client_id": "01JEXAMP0E0000000000000001",
    "redirect": "127.0.0.1",
    "redirect_uri": "http://127.0.0.1:8080/callback",
    "scope": "user:read channel:read",
    "state": "k3wQm1zXh0uV8yTn",
    "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
}

SYNC: dict[str, Callable[[Client], Any]] = {
    "authorize": lambda client: authorize.sync(client=client, **_AUTHORIZE),
    "exchangeToken": lambda client: exchange_token.sync(client=client, body=_GRANT),
    "introspectToken": lambda client: introspect_token.sync(client=client),
    "revokeToken": lambda client: revoke_token.sync(client=client, token=WORTHLESS),
}

ASYNC: dict[str, Callable[[Client], Any]] = {
    "authorize": lambda client: authorize.asyncio(client=client, **_AUTHORIZE),
    "exchangeToken": lambda client: exchange_token.asyncio(client=client, body=_GRANT),
    "introspectToken": lambda client: introspect_token.asyncio(client=client),
    "revokeToken": lambda client: revoke_token.asyncio(client=client, token=WORTHLESS),
}
