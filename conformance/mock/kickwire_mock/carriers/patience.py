"""How long, and how much, the server waits for."""

from __future__ import annotations

from kickwire_mock.values import value_class

MAX_HEADER = 1024 * 1024
"""So many bytes of one header are read at least. Ours: Kick's edge, like others, takes far less."""
MAX_THROWN_AWAY = 64 * 1024 * 1024
"""A client that goes on sending a body which was refused is cut off after about so many bytes."""


@value_class(frozen=True, slots=True)
class Patience:
    """Seconds that a client has to send the parts of a request."""

    header: float = 30.0
    """From the opening of the connection, on a kept one from the request's first byte, to the end
    of its header."""
    body: float = 300.0
    """From there to the end of its body."""
