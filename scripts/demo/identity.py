"""One call of every operation of the id host, through the generated endpoint modules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kickwire_id import Client
from kickwire_id.api.oauth import authorize, exchange_token, introspect_token, revoke_token
from kickwire_id.models import ClientCredentialsGrant

from conformance.suite.target import Target

FRESH = {"authorize", "exchangeToken"}
"""Their answers hold what is made anew each time: a nonce, a token."""


class Calls:
    """The calls as the app of a mock, by operation; the same names serve both faces."""

    def __init__(self, target: Target) -> None:
        self._unknown = "worthless-token-of-the-demo"
        self._grant = ClientCredentialsGrant(
            client_id=target.client_id or "", client_secret=target.client_secret or ""
        )
        self._request: dict[str, Any] = {
            "client_id": target.client_id,
            "redirect_uri": target.redirect_uri,
            "scope": "user:read channel:read",
            "state": "k3wQm1zXh0uV8yTn",
            "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        }

    def sync(self) -> dict[str, Callable[[Client], Any]]:
        """Each gives its answer."""
        return {
            "authorize": lambda client: authorize.sync(client=client, **self._request),
            "exchangeToken": lambda client: exchange_token.sync(client=client, body=self._grant),
            "introspectToken": lambda client: introspect_token.sync(client=client),
            "revokeToken": lambda client: revoke_token.sync(client=client, token=self._unknown),
        }

    def asyncio(self) -> dict[str, Callable[[Client], Any]]:
        """Each gives its answer, awaited."""
        return {
            "authorize": lambda client: authorize.asyncio(client=client, **self._request),
            "exchangeToken": lambda client: exchange_token.asyncio(client=client, body=self._grant),
            "introspectToken": lambda client: introspect_token.asyncio(client=client),
            "revokeToken": lambda client: revoke_token.asyncio(client=client, token=self._unknown),
        }
