"""The mock itself: whether it answers, its control document, beginning anew."""

from __future__ import annotations

import functools
from http import HTTPStatus
from typing import Any

from kickwire_mock.documents import control
from kickwire_mock.errors import NotFoundError
from kickwire_mock.messages import Headers, Reply
from kickwire_mock.routes.control.call import Call
from kickwire_mock.routes.control.controlled import Controlled

PEM = "application/pem-certificate-chain"
"""RFC 8555 section 9.1."""
PREFIX = "/_mock"
"""Path under which everything of this host stands."""


def health(_mock: Controlled, _call: Call) -> dict[str, Any]:
    """That it answers, and its version."""
    return {"status": "ok", "version": version()}


def document(_mock: Controlled, call: Call) -> dict[str, Any]:
    """The control document, with the address at which it was asked for."""
    return {**control(), "servers": [{"url": call.origins.control + PREFIX}]}


def authority(_mock: Controlled, call: Call) -> Reply:
    """The certificate of who vouches for the TLS listener."""
    if not call.origins.authority:
        raise NotFoundError("this mock speaks no TLS; start it with --tls")
    return Reply(
        status=HTTPStatus.OK,
        headers=Headers([("Content-Type", PEM)]),
        body=call.origins.authority.encode("ascii"),
    )


def reset(mock: Controlled, _call: Call) -> dict[str, Any]:
    """Back to the seed."""
    mock.reset()
    return {"status": "ok"}


@functools.cache
def version() -> str:
    """Version of the installed distribution; ``unknown`` when run from a bare source tree."""
    from importlib import metadata  # slow to import, and rarely asked for

    try:
        return metadata.version("kickwire")
    except metadata.PackageNotFoundError:
        return "unknown"
