"""What happened at a mock, in a few lines for whoever reads why a test failed.

Nothing here is secret: the journal holds no token, and no address of a webhook is told.
"""

from __future__ import annotations

from kickwire_mock.core import Mock
from kickwire_mock.journal import Entry
from kickwire_mock.world.outbox import Delivery

_LINES = 20


def requests(mock: Mock) -> str:
    """The last requests and why they were refused, one line for each."""
    lines = [_request(each) for each in reversed(mock.journal.newest(_LINES))]
    return "\n".join(lines) or "none: no request has reached the mock"


def deliveries(mock: Mock) -> str:
    """The last webhook deliveries and what became of them; empty if there were none."""
    return "\n".join(_delivery(each) for each in reversed(mock.webhooks.newest(_LINES)))


def _request(entry: Entry) -> str:
    who = ", ".join(filter(None, (entry.grant_type, entry.user)))
    parts = (
        f"{entry.number}. {entry.method} {entry.host} {entry.path or '(no such path)'}",
        f" ({who})" if who else "",
        f" -> {entry.status}",
        f": {entry.reason}" if entry.reason else "",
        f" [{', '.join(entry.quirks)}]" if entry.quirks else "",
        " (a fault struck)" if entry.fault else "",
    )
    return "".join(parts)


def _delivery(delivery: Delivery) -> str:
    sent = sum(each.sent is not None for each in delivery.attempts)
    why = delivery.reason or _refusal(delivery)
    parts = (
        f"{delivery.number}. {delivery.event} -> {delivery.status}",
        f": {why}" if why else "",
        f" [{', '.join(delivery.quirks)}]" if delivery.quirks else "",
        f" (sent {sent} times)" if sent > 1 else "",
    )
    return "".join(parts)


def _refusal(delivery: Delivery) -> str:
    """What the receiver said last, where it took nothing; empty where nobody was asked."""
    ended = [each for each in delivery.attempts if each.ended]
    if not ended or delivery.status == "delivered":
        return ""
    last = ended[-1]
    return last.error if last.status is None else f"the receiver answered {last.status}"
