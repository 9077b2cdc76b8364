"""Users of the Public API."""

from __future__ import annotations

import json
from dataclasses import replace

from kickwire_mock.messages import Reply
from kickwire_mock.routes.host import Call
from kickwire_mock.wire import json_bytes
from kickwire_mock.world.grants import AccessToken


def own(call: Call, token: AccessToken) -> Reply:
    """The user behind a token: the document's example with that user's id, name and address.

    An app token has no user; the example itself is the answer then.
    """
    user = call.world.users.get(token.grant.user or "")
    example = call.operation.success
    if user is None:
        return example
    answer = json.loads(example.body)
    answer["data"][0] |= {"user_id": user.user_id, "name": user.name, "email": user.email}
    return replace(example, body=json_bytes(answer))
