"""Webhook deliveries: what is to be sent, when, and what became of it."""

from __future__ import annotations

import heapq
from collections import OrderedDict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

LENGTH = 10_000
"""Deliveries kept; older ones give way."""
_ANSWERS = 4 * 1024 * 1024
"""Characters of answers kept, of all deliveries together; older answers give way."""

_TINY = 1e-6
"""Seconds by which a sum of steps of the clock may fall short of the time that is meant."""

Status: TypeAlias = Literal["waiting", "delivered", "failed", "lost", "unsent"]


@dataclass(slots=True, eq=False, kw_only=True)
class Attempt:
    """One time that a delivery is sent, or is going to be."""

    due: float
    """Unix seconds by the mock's clock."""
    copy: bool = False
    """Whether it is sent although an earlier one was acknowledged."""
    sent: float | None = None
    """When it was sent."""
    ended: bool = False
    """Whether it is known what became of it."""
    status: int | None = None
    """Of the receiver's answer; None: there was none."""
    error: str = ""
    """Why there was no answer, in plain words."""
    answer: str = ""
    """The beginning of the answer's body."""


@dataclass(slots=True, eq=False, kw_only=True)
class Delivery:
    """One event for one subscription, signed."""

    number: int = 0
    """Counts from 1, without gaps."""
    id: str
    """Message id, a ULID: the idempotency key."""
    event: str
    app: str
    """Client id of the app that it is for."""
    subscription: str
    """Id of the subscription; empty for what needs none."""
    channel: int
    """Id of the user on whose channel it happened; 0 for none."""
    url: str | None
    """Where it is sent; None: nowhere."""
    headers: tuple[tuple[str, str], ...]
    """Everything that Kick sends, the signature included; Host and Content-Length come with the
    connection."""
    body: bytes = field(repr=False)
    created: float
    """Unix seconds."""
    status: Status = "waiting"
    """``delivered`` once acknowledged, ``failed`` after the last attempt, ``lost`` if a fault lost
    it, ``unsent`` if there is nowhere to send it."""
    reason: str = ""
    """Why it was not delivered, in plain words."""
    quirks: tuple[str, ...] = ()
    """Entries of the ledger that shaped it."""
    attempts: list[Attempt] = field(default_factory=list[Attempt])


@dataclass(slots=True, eq=False)
class Failing:
    """A row of failures of one event's deliveries to one app, without a success between."""

    since: float
    """Unix seconds of the first one."""
    attempts: int = 0


class Outbox:
    """The latest deliveries by message id, and a queue of attempts by the time they are due."""

    _kept: OrderedDict[str, Delivery]
    _queue: list[tuple[float, int, Delivery, Attempt]]
    """A heap; the number, which tells apart what is due at the same time, is another each time."""
    _gathered: dict[str, list[Delivery]]
    failing: dict[tuple[str, str], Failing]
    """Rows of failures by client id and event."""
    _answers: deque[Attempt]
    """Attempts whose answers are kept, oldest first."""
    _characters: int
    """Of the answers that are kept."""
    _numbered: int
    _queued: int

    def __init__(self) -> None:
        self._kept = OrderedDict()
        self._queue = []
        self._gathered = {}
        self.failing = {}
        self._answers = deque()
        self._characters = 0
        self._numbered = 0
        self._queued = 0

    def put(self, delivery: Delivery) -> None:
        """Keep a delivery; its number is given here."""
        self._numbered += 1
        delivery.number = self._numbered
        self._kept[delivery.id] = delivery
        if len(self._kept) > LENGTH:
            _, oldest = self._kept.popitem(last=False)
            if oldest.status == "waiting":
                oldest.status, oldest.reason = "lost", "too many deliveries came after it"
                self._sweep()

    def schedule(self, delivery: Delivery, due: float, *, copy: bool = False) -> None:
        """Have a delivery sent at a Unix time."""
        attempt = Attempt(due=due, copy=copy)
        delivery.attempts.append(attempt)
        self._queued += 1
        heapq.heappush(self._queue, (due, self._queued, delivery, attempt))

    def take(self, now: float) -> Iterator[tuple[Delivery, Attempt]]:
        """What is due, earliest first; each is handed out once."""
        until = now + _TINY
        while self._queue and self._queue[0][0] <= until:
            _, _, delivery, attempt = heapq.heappop(self._queue)
            if delivery.status == "waiting" or attempt.copy:
                attempt.sent = now
                yield delivery, attempt
            else:
                delivery.attempts.remove(attempt)

    def _sweep(self) -> None:
        # What is due in a far future would stay in the queue although its delivery has given way.
        if len(self._queue) > 2 * LENGTH:
            self._queue = [each for each in self._queue if each[2].status == "waiting"]
            heapq.heapify(self._queue)

    def next_due(self) -> float | None:
        """Unix time of the earliest attempt that waits, or None."""
        return self._queue[0][0] if self._queue else None

    def gather(self, key: str, delivery: Delivery, *, last_first: bool) -> None:
        """Hold a delivery back, together with others; it leaves before or after them."""
        held = self._gathered.setdefault(key, [])
        held.insert(0 if last_first else len(held), delivery)

    def gathered(self) -> list[str]:
        """The keys under which deliveries are held back."""
        return list(self._gathered)

    def ungather(self, key: str) -> list[Delivery]:
        """Let go what is held back under a key, in the order in which it leaves."""
        return self._gathered.pop(key, [])

    def keep_answer(self, attempt: Attempt, text: str) -> None:
        """Remember what a receiver said; the oldest words give way to new ones."""
        attempt.answer = text
        self._answers.append(attempt)
        self._characters += len(text)
        while self._characters > _ANSWERS:
            oldest = self._answers.popleft()
            self._characters -= len(oldest.answer)
            oldest.answer = ""

    def take_up(self) -> None:
        """Have sent again what was under way when a state was taken; its end was heard nowhere."""
        known = {id(attempt) for *_, attempt in self._queue}
        for delivery in self._kept.values():
            for attempt in delivery.attempts:
                if attempt.sent is not None and not attempt.ended and id(attempt) not in known:
                    attempt.sent = None
                    self._queued += 1
                    heapq.heappush(self._queue, (attempt.due, self._queued, delivery, attempt))

    def sound(self) -> bool:
        """Whether its parts agree; asked of one that was read from a state."""
        numbers = [number for _, number, _, _ in self._queue]
        fields = (text for each in self._kept.values() for pair in each.headers for text in pair)
        return (
            list(self._kept) == [each.id for each in self._kept.values()]
            and len(set(numbers)) == len(numbers)
            and max(numbers, default=0) <= self._queued
            and all(attempt in delivery.attempts for _, _, delivery, attempt in self._queue)
            and self._characters == sum(len(each.answer) for each in self._answers)
            and all(text.isascii() and text.isprintable() for text in fields)
        )

    def get(self, id: str) -> Delivery | None:
        """The delivery with this message id, or None."""
        return self._kept.get(id)

    def __iter__(self) -> Iterator[Delivery]:
        """The kept deliveries, oldest first."""
        return iter(self._kept.values())

    def __reversed__(self) -> Iterator[Delivery]:
        """The same, newest first."""
        return reversed(self._kept.values())

    def __len__(self) -> int:
        return len(self._kept)

    def __repr__(self) -> str:
        return f"Outbox({self._numbered} deliveries, {len(self._queue)} attempts wait)"
