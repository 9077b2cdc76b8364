"""The key that proves that a webhook delivery came from Kick; here: from this mock."""

from __future__ import annotations

from collections.abc import Mapping

from kickwire_mock.messages import Reply
from kickwire_mock.routes.api.visit import Handler, Visit, ok


def public_key(visit: Visit) -> Reply:
    """The public half of the key that signs now."""
    return ok({"public_key": visit.world.keys.public(visit.world.signing_key)})


HANDLERS: Mapping[str, Handler] = {"getPublicKey": public_key}
"""By operationId."""
