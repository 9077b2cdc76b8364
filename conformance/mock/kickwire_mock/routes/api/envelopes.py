"""The envelope ``{data, message}`` of refusals, in the form that the ledger's variants ask for."""

from __future__ import annotations

import json
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from kickwire_mock.answers import envelope
from kickwire_mock.ledger import setting
from kickwire_mock.messages import Reply
from kickwire_mock.operations import Operation
from kickwire_mock.wire import json_bytes

FORM = setting("api_envelope")
AS_SEEN = "as_seen"

_SERVER_ERROR = "internal server error"


def answer(operation: Operation | None, status: int, reason: str, bare: Any) -> Reply:
    """An answer of any status: as the document shows it, else a refusal in the usual form.

    Args:
        operation: that was asked; None: no operation was.
        status: of the answer.
        reason: for the journal.
        bare: ``data`` of an error that has nothing to tell there.

    Raises:
        DocumentError: the document shows the status without an example.
    """
    if operation is not None and operation.shows(status):
        return replace(operation.documented(status), reason=reason)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return envelope(status, None, _SERVER_ERROR, reason)
    return envelope(status, bare, phrase(status), reason)


def phrase(status: int) -> str:
    """The words of a status as Kick writes them, for instance ``Bad request``."""
    try:
        return HTTPStatus(status).phrase.capitalize()
    except ValueError:
        return "Error"


def formed(reply: Reply, form: str) -> Reply:
    """A refusal with ``data`` and ``message`` in one of the forms of ``FORM``.

    Args:
        reply: the refusal as it was seen or inferred.
        form: name of the variant.
    """
    if form == AS_SEEN or not reply.body:
        return reply
    body: dict[str, Any] = json.loads(reply.body)
    others: dict[str, object] = {"empty_object": {}, "reason_in_data": reply.reason}
    body["data"] = others.get(form)
    body["message"] = reply.reason if form == "reason_in_message" else phrase(reply.status)
    return reshaped(reply, body, FORM)


def reshaped(reply: Reply, body: Any, quirk: str) -> Reply:
    """The reply with another body, and the entry of the ledger named if that changes anything."""
    raw = json_bytes(body)
    return reply if raw == reply.body else replace(reply, body=raw, quirks=(*reply.quirks, quirk))
