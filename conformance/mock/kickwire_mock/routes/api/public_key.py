"""The key that proves that a webhook delivery came from Kick; here: from this mock."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources

from kickwire_mock.messages import Reply
from kickwire_mock.routes.api.visit import Handler, Visit, ok


def public_key(_visit: Visit) -> Reply:
    """The public half of the key pair that every mock has."""
    return ok({"public_key": _pem()})


@functools.cache
def _pem() -> str:
    folder = resources.files("kickwire_mock").joinpath("worthless_keys")
    return folder.joinpath("webhook_public.pem").read_text("ascii")


HANDLERS: Mapping[str, Handler] = {"getPublicKey": public_key}
"""By operationId."""
