"""What a fault does, in words: the dashboard, the control API and the journal use the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kickwire_mock.messages import Effects

if TYPE_CHECKING:
    from kickwire_mock.faults.values import Fault, Trouble

_RETRY_AFTER = {
    None: "",
    "seconds": " with Retry-After in seconds",
    "http_date": " with Retry-After as a date",
    "absent": " without Retry-After",
}


def described(fault: Fault) -> str:
    """What it does, in words that follow its name."""
    found = [*_at_once(fault), *_answer(fault), *_inside(fault), *_on_the_way(fault.effects)]
    if fault.trouble is not None:
        found += _delivery(fault.trouble)
    return ", ".join(found)


def _at_once(fault: Fault) -> Iterator[str]:
    if fault.ends is not None:
        kind = "token" if fault.ends == "all" else fault.ends
        whose = f" of {fault.user}" if fault.user is not None else ""
        yield f"ends every {kind}{whose}{' of one app' if fault.client_id is not None else ''}"
    if fault.rotates_key:
        yield "rotates the key that signs deliveries"


def _answer(fault: Fault) -> Iterator[str]:
    """What comes in place of the request's own answer."""
    if fault.hold:
        yield f"holds the {'answer' if fault.after_commit else 'request'} until it is released"
    if fault.loses_the_answer:
        when = "after" if fault.after_commit else "before"
        yield f"{_instead(fault)} {when} the request takes effect"


def _instead(fault: Fault) -> str:
    if fault.effects.silent:
        return "resets the connection" if fault.effects.reset else "never answers"
    if fault.forbidden:
        return "refuses for want of permission"
    if fault.worded:
        return f"answers {fault.status} in the host's words{_RETRY_AFTER[fault.retry_after]}"
    if fault.edge:
        return f"answers {fault.status} with a page of the edge"
    return f"answers {fault.status} with {'its own' if fault.body else 'an empty'} body"


def _inside(fault: Fault) -> Iterator[str]:
    """What is wrong inside an answer that looks good."""
    if fault.entry_error is not None:
        yield f"fails entries with: {fault.entry_error}"
    if fault.vanishes:
        yield "says that a subscription was made, and makes none"
    if fault.alter is not None:
        yield "alters the answer"


def _on_the_way(effects: Effects) -> Iterator[str]:
    if effects.delay:
        yield f"delays the answer by {effects.delay:g} s"
    if effects.cut is not None:
        yield f"cuts the answer after {effects.cut} byte{'' if effects.cut == 1 else 's'}"


def _delivery(trouble: Trouble) -> Iterator[str]:
    if trouble.delay:
        yield f"delays the delivery by {trouble.delay:g} s"
    if trouble.drop:
        yield "loses the delivery"
    if trouble.gather:
        order = ", last first" if trouble.reverse else ""
        yield f"gathers deliveries and lets them leave in a burst{order}"
    if trouble.copies:
        times = "once" if trouble.copies == 1 else f"{trouble.copies} times"
        yield f"sends the delivery {times} more"
    if trouble.age:
        yield f"dates the delivery back by {trouble.age:g} s"
    if trouble.bad_signature:
        yield "signs something else"
    if trouble.form is not None:
        yield f"writes the body {trouble.form}"
