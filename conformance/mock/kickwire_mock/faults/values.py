"""What a fault is, as plain values: whom it is meant for, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

from kickwire_mock.faults.words import described
from kickwire_mock.messages import NO_EFFECTS, Effects, Headers, HostKind, Reply
from kickwire_mock.values import value_class


@value_class(frozen=True, slots=True)
class Caller:
    """Who sends a request, as far as it tells: known grant types, apps and users only."""

    grant_type: str | None = None
    client_id: str | None = None
    user: str | None = None
    events: frozenset[str] = frozenset()
    """Names of the events that it subscribes to."""


NOBODY = Caller()
SUBSCRIBE = "subscribeToEvents"
"""Id of the operation that subscribes to events."""


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
        return f"a fault struck: it {self.description}" if self.loses_the_answer else ""

    @property
    def description(self) -> str:
        """What it does, in words that follow its name."""
        return described(self)

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
