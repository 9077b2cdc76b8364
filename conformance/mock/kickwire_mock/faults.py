"""Faults: armed by whoever drives the mock, they strike requests that fit, once or more often.

A fault strikes before the request is processed, so that nothing changes, or after it
(``after_commit``), so that the request takes effect and its answer does not arrive as it should.
One that only delays or cuts the answer always lets the request through.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from kickwire_mock.errors import MockError, NotFoundError
from kickwire_mock.ledger import entries
from kickwire_mock.messages import NO_EFFECTS, Effects, Headers, HostKind, Reply
from kickwire_mock.values import value_class


@value_class(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who sends a request, as far as it tells: known grant types, apps and users only."""

    grant_type: str | None = None
    client_id: str | None = None
    user: str | None = None
    events: frozenset[str] = frozenset()
    """Names of the events that it subscribes to."""


NOBODY = Caller()
SUBSCRIBE = "subscribeToEvents"
_HOSTS = (None, "id", "api")
_ENTRY_BY_ENTRY = (SUBSCRIBE, "acceptRedemptions", "rejectRedemptions")
"""The operations whose entries can fail inside a success."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What goes wrong with a webhook delivery."""

    delay: float = 0.0
    """Seconds by the mock's clock before it is sent first."""
    drop: bool = False
    """It is never sent."""
    gather: bool = False
    """It waits until its fault has struck as often as it should; then all leave in a burst."""
    reverse: bool = False
    """Those that were gathered leave last first."""
    copies: int = 0
    """How often it is sent again with the same message id, whatever is answered."""
    age: float = 0.0
    """Seconds that its timestamp lies in the past; the signature is valid."""
    bad_signature: bool = False
    """The signature is well-formed, and of something else."""
    form: str | None = None
    """How its body is written: a variant of ``webhook_raw_body``. None leaves it to the setting."""


NO_TROUBLE = Trouble()
_BODIES = "webhook_raw_body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong, and for which requests or deliveries. None means any."""

    id: str = ""
    """Given when it is armed."""
    operation: str | None = None
    host: HostKind | None = None
    grant_type: str | None = None
    client_id: str | None = None
    user: str | None = None
    """Name of the user whose code or token is sent."""
    event: str | None = None
    """Name of an event that the request subscribes to."""
    count: int | None = 1
    """How many requests it strikes; None: until it is disarmed."""
    skip: int = 0
    """So many fitting requests pass first."""
    after_commit: bool = False
    """Whether the request takes effect before the fault strikes."""
    status: int | None = None
    """Status of another answer, made of this and `content_type`, `body` and `headers`, unless
    somebody words it; None keeps the real one."""
    worded: bool = False
    """The host itself words the answer, a refusal with this status, for every operation: as its
    document shows it, else in the shape of its other refusals."""
    retry_after: str | None = None
    """How a worded 429 says how long to wait: a value of the setting ``ratelimit_retry_after``, or
    None for the one that holds."""
    edge: bool = False
    """The edge answers in the host's place, with this status and a page of HTML."""
    content_type: str | None = None
    body: bytes = field(default=b"", repr=False)
    headers: tuple[tuple[str, str], ...] = ()
    forbidden: bool = False
    """The api host answers as to a caller who lacks the permission (``api_401_overloaded``)."""
    entry_error: str | None = None
    """What the answer says of an entry instead of doing it: of a new subscription to the event, or
    to any, or of each redemption."""
    vanishes: bool = False
    """The answer to a new subscription says that it was made, and nothing was."""
    alter: Callable[[Reply], Reply] | None = field(default=None, repr=False)
    """What becomes of the request's own answer; one that it gives back as it is was not struck. For
    presets and tests in process."""
    effects: Effects = NO_EFFECTS
    hold: bool = False
    """Stop the request, before or after it takes effect, until it is released."""
    trouble: Trouble | None = None
    """It strikes webhook deliveries of its event and app, not requests."""
    rotates_key: bool = False
    """The signing key rotates when the fault is armed, and that is all it does."""
    ends: str | None = None
    """Kind of tokens that die when the fault is armed, and that is all it does. See
    `kickwire_mock.core.Mock.end_tokens`."""
    quirk: str | None = None
    """The entry of the ledger that it is a preset of."""

    @property
    def spares_the_request(self) -> bool:
        """Whether the request is processed although the fault strikes."""
        return self.after_commit or not self.loses_the_answer

    @property
    def steers(self) -> bool:
        """Whether the handler of the request has to know of it."""
        return self.entry_error is not None or self.vanishes

    @property
    def acts_at_once(self) -> bool:
        """Whether it does all it does when it is armed."""
        return self.ends is not None or self.rotates_key

    @property
    def loses_the_answer(self) -> bool:
        """Whether the request's own answer never arrives."""
        return self.status is not None or self.forbidden or self.effects.silent

    @property
    def quirks(self) -> tuple[str, ...]:
        """What to name in the answer."""
        return () if self.quirk is None else (self.quirk,)

    @property
    def reason(self) -> str:
        """What the journal says of it; empty where the request's own answer arrives."""
        if not self.loses_the_answer:
            return ""
        if self.effects.silent:
            lost = "the connection was reset" if self.effects.reset else "no answer came"
            when = "after" if self.after_commit else "before"
            return f"a fault struck: {self.quirk or self.id}; {lost} {when} the request took effect"
        return f"a fault struck: {self.quirk or self.id}"

    def answer(self) -> Reply:
        """The other answer; a 503 nobody sees where there is none to be seen."""
        status = self.status or HTTPStatus.SERVICE_UNAVAILABLE
        media = () if self.content_type is None else (("Content-Type", self.content_type),)
        return Reply(status=status, headers=Headers([*media, *self.headers]), body=self.body)

    def fits(self, host: HostKind, operation: str | None, caller: Caller) -> bool:
        """Whether it is meant for such a request."""
        return (
            self.trouble is None
            and self.host in (None, host)
            and self.operation in (None, operation)
            and self.grant_type in (None, caller.grant_type)
            and self.client_id in (None, caller.client_id)
            and self.user in (None, caller.user)
            and (self.event is None or self.event in caller.events)
        )

    def troubles(self, event: str, client_id: str) -> bool:
        """Whether it is meant for a delivery of this event to this app."""
        meant = self.event in (None, event) and self.client_id in (None, client_id)
        return self.trouble is not None and meant


@dataclass(frozen=True, slots=True)
class Preset:
    """A fault of the ledger, ready to be armed."""

    variant: str
    fault: Fault

    @property
    def quirk(self) -> str | None:
        """The entry."""
        return self.fault.quirk


class Faults:
    """The armed faults. Of several that fit a request, the one armed first strikes."""

    def __init__(
        self,
        lock: AbstractContextManager[object],
        operations: Collection[str],
        act: Callable[[Fault], object],
        disarmed: Callable[[], object],
        presets: Sequence[Preset],
    ) -> None:
        """Get ready.

        Args:
            lock: guards the mock.
            operations: ids that a fault may name.
            act: carries out a fault that acts at once.
            disarmed: called when faults were disarmed.
            presets: the faults of the ledger.
        """
        self._lock = lock
        self._operations = sorted(operations)
        self._act = act
        self._disarmed = disarmed
        self._presets = tuple(presets)
        self._armed: list[Fault] = []
        self._numbered = 0

    def arm(self, fault: Fault) -> Fault:
        """Arm a fault; returns it with its id.

        Raises:
            NotFoundError: it names no operation of the mock.
            MockError: it would do nothing, or what it should do cannot be.
        """
        _examine(fault)
        if fault.operation is not None and fault.operation not in self._operations:
            raise NotFoundError(f"no such operation; possible: {', '.join(self._operations)}")
        with self._lock:
            self._numbered += 1
            fault = replace(fault, id=f"fault-{self._numbered}")
            if fault.acts_at_once:
                self._act(fault)
            else:
                self._armed.append(fault)
        return fault

    def armed(self) -> list[Fault]:
        """The armed faults with what is left of `Fault.skip` and `Fault.count`, oldest first."""
        with self._lock:
            return list(self._armed)

    def disarm(self, id: str | None = None) -> int:
        """Take one fault away, or all of them; returns how many there were."""
        with self._lock:
            before = len(self._armed)
            self._armed = [fault for fault in self._armed if id not in (None, fault.id)]
        self._disarmed()
        return before - len(self._armed)

    def strike(self, host: HostKind, operation: str | None, caller: Caller) -> Fault | None:
        """The fault that strikes this request, if one does; once it did, `spend` counts it."""
        return self._next(lambda fault: fault.fits(host, operation, caller))

    def strike_delivery(self, event: str, client_id: str) -> Fault | None:
        """The fault that strikes this webhook delivery, if one does; counts it."""
        fault = self._next(lambda fault: fault.troubles(event, client_id))
        if fault is not None:
            self.spend(fault)
        return fault

    def spend(self, fault: Fault) -> None:
        """Count a strike of a fault that `strike` gave."""
        place = self._armed.index(fault)
        if fault.count == 1:
            del self._armed[place]
        elif fault.count is not None:
            self._armed[place] = replace(fault, count=fault.count - 1)

    def is_armed(self, id: str) -> bool:
        """Whether the fault with this id can still strike."""
        return any(fault.id == id for fault in self._armed)

    def _next(self, meant: Callable[[Fault], bool]) -> Fault | None:
        for place, fault in enumerate(self._armed):
            if not meant(fault):
                continue
            if not fault.skip:
                return fault
            self._armed[place] = replace(fault, skip=fault.skip - 1)
        return None

    def presets(self) -> list[Preset]:
        """The faults of the ledger, ready to be armed."""
        return list(self._presets)

    def preset(self, quirk: str, variant: str | None = None) -> Fault:
        """One of them; without a variant the first of its quirk.

        Raises:
            NotFoundError: there is none; the text lists the possible ones.
        """
        for each in self._presets:
            if each.quirk == quirk and variant in (None, each.variant):
                return each.fault
        known = ", ".join(f"{each.quirk}/{each.variant}" for each in self._presets)
        raise NotFoundError(f"no such fault; possible: {known}")

    def __repr__(self) -> str:
        return f"Faults({len(self._armed)} armed)"


def _examine(fault: Fault) -> None:
    _examine_words(fault)
    changes = (fault.status, fault.ends, fault.effects.cut, fault.trouble)
    effects = fault.effects
    flags = (fault.forbidden, fault.alter, fault.hold, fault.steers, effects.reset, effects.never)
    does = any(flags) or fault.rotates_key or effects.delay
    if not does and all(change is None for change in changes):
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
    others = (fault.status, fault.forbidden, fault.alter, fault.steers, effects != NO_EFFECTS)
    if fault.hold and any(others):
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
