"""An app with its users on the mock's API; every answer has to fit the document."""

from __future__ import annotations

from typing import Any, TypeAlias
from urllib.parse import parse_qs

from kickwire_mock import Fault, Reply

from conformance.tests.mock import mock_caller
from conformance.tests.mock.mock_client import CALLBACK, Client, json_of

Error: TypeAlias = tuple[int, object, str]
"""Status, ``data`` and ``message``."""


class Api(Client):
    """Speaks to the Public API, as alice where nothing else is said."""

    def call(
        self, line: str, body: object = None, *, token: str | None = None, documented: bool = True
    ) -> Reply:
        """Send a request.

        Args:
            line: method and target.
            body: sent as JSON; None sends none.
            token: None takes the mock's own.
            documented: whether the answer has to be one that the document shows.
        """
        method, _, target = line.partition(" ")
        path, _, query = target.partition("?")
        caller = mock_caller.Api(self.mock, token)
        return caller.ask(method, path, parse_qs(query), body, documented=documented)

    def data(self, line: str, body: object = None, *, token: str | None = None) -> Any:
        """What a request is answered with that has to succeed."""
        reply = self.call(line, body, token=token)
        assert reply.status == 200, reply.reason
        return json_of(reply)["data"]

    def login(self, user: str = "alice", scope: str = "") -> str:
        """An access token of a user, with every scope where none is named."""
        scopes = scope or " ".join(self.app.scopes)
        return str(self.pair(user, scope=scopes)["access_token"])

    def another(self) -> Api:
        """The same mock, spoken to by another app."""
        client = Api(self.mock)
        client.app = self.mock.add_app("Another app", redirect_uris=[CALLBACK])
        return client

    def arm(self, quirk: str, variant: str | None = None) -> Fault:
        """Arm a fault of the ledger."""
        return self.mock.faults.arm(self.mock.faults.preset(quirk, variant))


def error_of(reply: Reply) -> Error:
    """What a refusal says."""
    body = json_of(reply)
    return int(reply.status), body["data"], body["message"]
