"""Which faults can be: what does not go together, and what nothing would come of."""

from __future__ import annotations

import math
from dataclasses import replace
from http import HTTPStatus

from kickwire_mock.errors import MockError
from kickwire_mock.faults.values import NO_TROUBLE, SUBSCRIBE, Fault, Trouble
from kickwire_mock.ledger import entries
from kickwire_mock.messages import NO_EFFECTS

_HOSTS = (None, "id", "api")
_ENTRY_BY_ENTRY = (SUBSCRIBE, "acceptRedemptions", "rejectRedemptions")
"""The operations whose entries can fail inside a success."""
_BODIES = "webhook_raw_body"
_RETRY_AFTER = "ratelimit_retry_after"


def examine(fault: Fault) -> None:
    """Let a fault pass that can be.

    Raises:
        MockError: it would do nothing, or what it should do cannot be.
    """
    _examine_words(fault)
    _examine_answer(fault)
    effects = fault.effects
    if not (_touches_requests(fault) or fault.acts_at_once or fault.trouble is not None):
        raise MockError("the fault does nothing; give it a status, an effect, a hold or a trouble")
    if fault.trouble is not None:
        _examine_trouble(fault, fault.trouble)
    if fault.host not in _HOSTS:
        raise MockError("faults strike requests to one of two hosts; give host id, api or None")
    if fault.forbidden and fault.host != "api":
        raise MockError("only the api host forbids; give the fault host api")
    if fault.vanishes and fault.operation != SUBSCRIBE:
        raise MockError(f"only a subscription vanishes; give the fault operation {SUBSCRIBE}")
    if fault.entry_error is not None and fault.operation not in _ENTRY_BY_ENTRY:
        possible = ", ".join(_ENTRY_BY_ENTRY)
        raise MockError(f"only these fail entry by entry; give the fault operation {possible}")
    if fault.hold and _touches_requests(replace(fault, hold=False)):
        raise MockError("a hold lets the request through unchanged in the end; arm a second fault")
    if fault.status is not None and not 200 <= fault.status <= 599:
        raise MockError("a status is between 200 and 599")
    if fault.skip < 0 or (fault.count is not None and fault.count < 1):
        raise MockError("count is at least 1, skip at least 0")
    if effects.delay < 0 or (effects.cut or 0) < 0:
        raise MockError("delay and cut are not negative")


def _examine_trouble(fault: Fault, trouble: Trouble) -> None:
    if trouble == NO_TROUBLE:
        raise MockError("the trouble does nothing; give it a delay, drop, copies or the like")
    if _touches_requests(fault):
        raise MockError("a trouble strikes deliveries; arm a second fault for requests")
    aimed = (fault.operation, fault.host, fault.grant_type, fault.user)
    if any(aim is not None for aim in aimed):
        raise MockError("a trouble strikes deliveries; choose them by event and client_id alone")
    if trouble.gather and fault.count is None:
        raise MockError("what is gathered leaves when the fault is spent; give it a count")
    if trouble.reverse and not trouble.gather:
        raise MockError("only what is gathered can be reversed; add gather")
    if trouble.gather and (trouble.delay or trouble.copies):
        raise MockError("what is gathered leaves once, and at once when the fault is spent")
    require_possible(trouble)


def require_possible(trouble: Trouble) -> None:
    """Let a trouble pass that can befall a delivery.

    Raises:
        MockError: it names no form of a body, or a number is negative or endless.
    """
    forms = entries()[_BODIES].values
    if trouble.form is not None and trouble.form not in forms:
        raise MockError(f"a body has no such form; possible: {', '.join(forms)}")
    if not all(0 <= each < math.inf for each in (trouble.delay, trouble.copies, trouble.age)):
        raise MockError("delay, copies and age are finite and not negative")


def _examine_words(fault: Fault) -> None:
    """What somebody else is to say, the host or the edge."""
    if fault.worded and fault.edge:
        raise MockError("either the host words the answer or the edge does")
    if (fault.worded or fault.edge) and (fault.body or fault.content_type is not None):
        raise MockError("a worded answer, and one of the edge, brings its own body")
    if fault.worded and (fault.status or 0) < HTTPStatus.MULTIPLE_CHOICES:
        raise MockError("a worded answer is a refusal; give it a status from 300 on")
    if fault.edge and (fault.status or 0) < HTTPStatus.BAD_REQUEST:
        raise MockError("the edge answers with errors; give it a status from 400 on")
    if fault.retry_after is not None and not (
        fault.worded and fault.status == HTTPStatus.TOO_MANY_REQUESTS
    ):
        raise MockError("retry_after belongs to a worded answer with status 429")
    forms = entries()[_RETRY_AFTER].values
    if fault.retry_after is not None and fault.retry_after not in forms:
        raise MockError(f"retry_after has no such value; possible: {', '.join(forms)}")
    names = {name.lower() for name, _ in fault.headers}
    if fault.retry_after is not None and "retry-after" in names:
        raise MockError("either retry_after says how long to wait or a Retry-After header does")


def _examine_answer(fault: Fault) -> None:
    """What comes of the answer; all of it has to be possible at once."""
    effects, another = fault.effects, fault.status is not None or fault.forbidden
    if effects.reset and effects.never:
        raise MockError("a connection is either reset or stays open without an answer")
    if effects.silent and (another or effects.cut is not None):
        raise MockError("reset and never let no answer come; leave status, forbidden and cut out")
    if fault.status is not None and fault.forbidden:
        raise MockError("either a status says what is answered or forbidden does")
    if fault.status is None and (fault.body or fault.headers or fault.content_type is not None):
        raise MockError("content_type, body and headers are of another answer; give it a status")
    if fault.steers and fault.loses_the_answer:
        raise MockError("what an answer says of its entries is lost with it; arm a second fault")
    if fault.acts_at_once:
        _examine_act(fault)


def _examine_act(fault: Fault) -> None:
    """What is done when it is armed, and once."""
    if _touches_requests(fault) or fault.trouble is not None:
        raise MockError("a fault that acts when it is armed does nothing else; arm a second one")
    aims = (fault.operation, fault.host, fault.grant_type, fault.event)
    if any(aims) or (fault.rotates_key and (fault.user or fault.client_id)):
        raise MockError(
            "a fault that acts when it is armed meets no request: ends goes by user and client_id "
            "alone, rotates_key by neither"
        )
    if fault.skip or fault.count != 1:
        raise MockError("a fault that acts when it is armed acts once; leave count and skip out")


def _touches_requests(fault: Fault) -> bool:
    """Whether something becomes of the requests that it strikes."""
    flags = (fault.forbidden, fault.alter, fault.hold, fault.steers, fault.effects != NO_EFFECTS)
    return fault.status is not None or any(flags)
