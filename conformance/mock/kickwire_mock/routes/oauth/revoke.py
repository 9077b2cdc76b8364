"""``POST /oauth/revoke`` (RFC 7009, but for its parameters and its indifference)."""

from __future__ import annotations

from dataclasses import replace

from kickwire_mock.errors import RequestError
from kickwire_mock.ledger import quirk, setting
from kickwire_mock.messages import Reply
from kickwire_mock.operations import Operation
from kickwire_mock.routes.host import Call
from kickwire_mock.routes.oauth.refresh import lives
from kickwire_mock.wire import pairs
from kickwire_mock.world.state import World

ALWAYS_200 = setting("revoke_always_200")
CASCADE = setting("revoke_cascade_unknown")
quirk("revoke_query_params")  # see `sent_token`


class Revoke:
    """Answers revoke requests. Hints are not needed: a token is found whatever its kind."""

    def __init__(self, operation: Operation) -> None:
        """Prepare the answers.

        Raises:
            DocumentError: the document does not show one of them.
        """
        self._done = operation.success
        self._documented = operation.documented(400, "documented")

    def answer(self, call: Call) -> Reply:
        """``OK``; for a token that does not live, what the setting ``ALWAYS_200`` asks for."""
        try:
            _revoke(call.world, sent_token(call))
        except RequestError as refusal:
            documented = call.world.settings.get(ALWAYS_200) == "bad_request_400"
            reply = self._documented if documented else self._done
            return replace(reply, reason=refusal.reason, quirks=(ALWAYS_200,))
        return self._done


def _revoke(world: World, token: str) -> None:
    grant = world.vault.grant_of(token)
    refresh_token = world.vault.refresh_tokens.get(token)
    if grant is None or (refresh_token is not None and not lives(world, refresh_token)):
        raise RequestError("no living token has this value")
    cascade = world.settings.get(CASCADE, grant.client_id) == "cascade"
    world.vault.revoke(token, cascade=cascade)


def sent_token(call: Call) -> str:
    """The token of the query, else of the form.

    Raises:
        RequestError: there is none, or query or form cannot be read.
    """
    for fields in (pairs(call.request.query, "the query"), call.form):
        for token in fields.get("token", ()):
            if token:
                return token
    raise RequestError("no token was sent, neither in the query nor in a form")
