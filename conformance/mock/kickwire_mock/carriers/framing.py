"""What a carrier adds to a reply: its length."""

from __future__ import annotations

from kickwire_mock.messages import Reply

_BODILESS = frozenset({204, 304})


def fields(reply: Reply, *, length: int | None = None) -> list[tuple[bytes, bytes]]:
    """The header fields of a reply as they are sent.

    Args:
        reply: the reply.
        length: what ``Content-Length`` claims; None for the truth.
    """
    if reply.status in _BODILESS:  # RFC 9110 section 8.6 forbids it there
        return list(reply.headers.raw)
    claimed = len(reply.body) if length is None else length
    return [*reply.headers.raw, (b"Content-Length", b"%d" % claimed)]


def body(reply: Reply) -> bytes:
    """The body as it is sent: none where the status forbids one."""
    return b"" if reply.status in _BODILESS else reply.body


def has_body(method: str, status: int) -> bool:
    """Whether the answer to a request may have a body, so that one can be cut off."""
    return method != "HEAD" and status not in _BODILESS


def cut_body(reply: Reply, size: int) -> tuple[bytes, int]:
    """The part of a body that arrives, and the larger length that was claimed for it."""
    part = reply.body[:size]
    return part, max(len(reply.body), len(part) + 1)
