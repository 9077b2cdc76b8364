"""Every answer of the id host is read: each profile, each setting moved, granted and refused."""

from __future__ import annotations

from typing import Any

import pytest
from kickwire_id import Client
from kickwire_id.api.oauth import authorize, exchange_token, introspect_token, revoke_token
from kickwire_id.errors import StatusError
from kickwire_id.models import (
    AuthorizationCodeGrant,
    ClientCredentialsGrant,
    RefreshTokenGrant,
    TokenAnswer,
)
from kickwire_mock import InProcessTransport

from conformance.tests.mock import mock_client
from conformance.tests.operations.operations_moves import moves

MOVES = moves()
WRONG = "x" * 40


class Id:
    """An app on a new mock, speaking through the generated functions."""

    def __init__(self, move: str) -> None:
        self.mock = MOVES[move]()
        self.app = self.mock.apps()[0]
        self.client = Client(transport=InProcessTransport(self.mock))
        self._id: dict[str, Any] = {
            "client_id": self.app.client_id,
            "client_secret": self.app.client_secret,
        }

    def code(self) -> str:
        """Of alice, who agrees."""
        return mock_client.Client(self.mock).code()

    def redeem(self, code: str) -> TokenAnswer:
        """The first pair for a code."""
        return self._traded(
            AuthorizationCodeGrant(
                code=code,
                redirect_uri=mock_client.CALLBACK,
                code_verifier=mock_client.VERIFIER,
                **self._id,
            )
        )

    def refresh(self, token: str) -> TokenAnswer:
        """The next pair."""
        return self._traded(RefreshTokenGrant(refresh_token=token, **self._id))

    def mint(self, secret: str = "") -> TokenAnswer:
        """A token of the app."""
        if secret:
            self._id["client_secret"] = secret
        return self._traded(ClientCredentialsGrant(**self._id))

    def _traded(
        self, grant: AuthorizationCodeGrant | RefreshTokenGrant | ClientCredentialsGrant
    ) -> TokenAnswer:
        return exchange_token.sync(client=self.client, body=grant)


@pytest.mark.quirk("expires_in_is_a_number")
@pytest.mark.parametrize("move", MOVES)
def test_every_grant_is_read(move: str) -> None:
    """A login, a renewal, a token of the app; then both are examined and withdrawn."""
    alice = Id(move)

    first = alice.redeem(alice.code())
    second = alice.refresh(str(first.refresh_token))
    minted = alice.mint()

    assert {type(each.expires_in) for each in (first, second, minted)} <= {int, str}
    for each in (second, minted):
        with Client(token=each.access_token, transport=InProcessTransport(alice.mock)) as client:
            assert introspect_token.sync(client=client).data.active
        assert revoke_token.sync(client=alice.client, token=each.access_token) == "OK"


@pytest.mark.quirk("token_error_shape")
@pytest.mark.parametrize("move", MOVES)
def test_every_refusal_is_read(move: str) -> None:
    """A wrong code, refresh token or secret: an OAuth error, or no words at all."""
    alice = Id(move)

    for ask in (alice.redeem, alice.refresh, alice.mint):
        with pytest.raises(StatusError) as caught:
            ask(WRONG)
        assert caught.value.status in (400, 401)
        assert (caught.value.error is None) == (move == "token_error_shape=empty")


@pytest.mark.quirk("authorize_bad_params_bounce_404")
@pytest.mark.parametrize("move", MOVES)
def test_the_consent_page_is_read(move: str) -> None:
    """A page for people, or a bounce to the front page if something is wrong with the request."""
    alice = Id(move)
    request: dict[str, Any] = {
        "client_id": alice.app.client_id,
        "redirect_uri": mock_client.CALLBACK,
        "scope": "user:read",
        "state": "opaque-state",
        "code_challenge": mock_client.challenge_of(mock_client.VERIFIER),
    }

    assert "<html" in authorize.sync(client=alice.client, **request)
    request["client_id"] = "unknown"
    with pytest.raises(StatusError) as caught:
        authorize.sync(client=alice.client, **request)
    assert caught.value.status in (307, 400)
