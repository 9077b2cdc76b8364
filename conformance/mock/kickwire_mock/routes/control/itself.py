"""The mock itself: whether it answers, its control document, beginning anew."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from kickwire_mock.documents import CONTROL_PATH, control
from kickwire_mock.errors import NotFoundError
from kickwire_mock.messages import Headers, Reply
from kickwire_mock.routes.control.call import Call
from kickwire_mock.routes.control.controlled import Controlled
from kickwire_mock.version import version

PEM = "application/pem-certificate-chain"
"""RFC 8555 section 9.1."""
PREFIX = CONTROL_PATH
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


def state(mock: Controlled, _call: Call) -> dict[str, Any]:
    """Everything that can be restored."""
    return mock.state()


def restore(mock: Controlled, call: Call) -> dict[str, Any]:
    """Go on from a state."""
    mock.restore(call.body)
    return {"status": "ok"}


def save(mock: Controlled, _call: Call) -> dict[str, Any]:
    """Write the state to the mock's file."""
    mock.save()
    return {"status": "ok"}
