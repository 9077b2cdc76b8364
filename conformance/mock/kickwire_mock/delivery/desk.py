"""What can be done with events and deliveries: made up, looked at, repeated, sent on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, cast

from kickwire_mock.delivery import announcing, attempts
from kickwire_mock.delivery.documented import DocumentedEvents
from kickwire_mock.delivery.signing import signed
from kickwire_mock.errors import MockError, NotFoundError
from kickwire_mock.events.drafts import DRAFTS, agreed, draft
from kickwire_mock.events.effects import happen
from kickwire_mock.events.times import require_readable
from kickwire_mock.faults import NO_TROUBLE, Faults, Trouble, require_possible
from kickwire_mock.ledger import quirk
from kickwire_mock.wire import json_bytes
from kickwire_mock.world.news import DROPS, News, Payload
from kickwire_mock.world.outbox import Attempt, Delivery
from kickwire_mock.world.people import App, User
from kickwire_mock.world.state import World

ROTATION = quirk("webhook_key_rotation")


@dataclass(frozen=True, slots=True)
class Triggered:
    """What came of an event that was made up."""

    event: str
    payload: Payload = field(repr=False)
    """Before the settings of the single apps vary it."""
    deliveries: tuple[Delivery, ...]
    """Empty: nobody has subscribed to it."""


class Webhooks:
    """Events and deliveries of one mock."""

    def __init__(
        self,
        lock: AbstractContextManager[object],
        world: Callable[[], World],
        faults: Faults,
        documented: DocumentedEvents,
    ) -> None:
        """Get ready.

        Args:
            lock: guards the mock.
            world: gives the present one.
            faults: those of the mock.
            documented: the events that there are.
        """
        self._lock = lock
        self._world = world
        self._faults = faults
        self._documented = documented
        self._listeners: list[Callable[[], object]] = []

    @property
    def public_key(self) -> str:
        """PEM of the key that proves deliveries now, as the API host shows it."""
        with self._lock:
            world = self._world()
            return world.keys.public(world.signing_key)

    def rotate_key(self) -> str:
        """Sign with the next key from now on (``webhook_key_rotation``).

        Returns:
            Its public half, as PEM.
        """
        with self._lock:
            self._world().signing_key += 1
            return self.public_key

    def events(self) -> list[str]:
        """The names of all events."""
        return [name for name in self._documented.names() if name in DRAFTS]

    def example(self, event: str) -> Payload:
        """The example that the document has of an event.

        Raises:
            NotFoundError: there is no such event.
        """
        return self._documented.example(event)

    def trigger(
        self,
        event: str,
        *,
        channel: str | None = None,
        user: str | None = None,
        fields: Mapping[str, Any] | None = None,
        client_id: str | None = None,
        to: str | None = None,
        trouble: Trouble | None = None,
    ) -> Triggered:
        """Let an event happen, and tell those who subscribed to it, or one address.

        The mock's world follows: a message can be answered, a redemption accepted, a stream is on.

        Args:
            event: one of Kick's ten, or ``drops.claim``.
            channel: name of the person on whose channel it happens; None: the first one.
            user: name of the person who does it, or to whom it is done; None: the second one.
            fields: put into the payload, objects into objects; the outcome has to fit the document.
            client_id: the one app that is told; None: all that subscribed.
            to: an address that is told in place of the app's own, without any subscription.
            trouble: what goes wrong with the deliveries; None leaves that to armed faults.

        Raises:
            NotFoundError: there is no such event, person or app.
            MockError: a field is not allowed, or deliveries may not go to the address.
        """
        with self._lock:
            world = self._world()
            app = self._app(client_id)
            if to is not None:
                world.targets.require(to)
            _require_single(trouble)
            news = self._made_up(event, channel, user, fields or {})
            happen(world, news)
            if to is None:
                told = announcing.announce(world, self._faults, news, client_id, trouble)
            else:
                made_up = _subscription(world, event)
                told = [
                    announcing.post(
                        world, self._faults, news, app, made_up, url=to, trouble=trouble
                    )
                ]
        self.wake()
        return Triggered(event, news.payload, tuple(told))

    def signed_delivery(
        self,
        event: str,
        *,
        channel: str | None = None,
        user: str | None = None,
        trouble: Trouble = NO_TROUBLE,
        **fields: Any,
    ) -> Delivery:
        """A delivery to the seed's app for a receiver's test; it is handed over, and not sent.

        What it tells has happened in the mock's world. Arguments and errors are those of `trigger`.
        """
        return self.sign(event, channel=channel, user=user, fields=fields, trouble=trouble)

    def sign(
        self,
        event: str,
        *,
        channel: str | None = None,
        user: str | None = None,
        fields: Mapping[str, Any] | None = None,
        trouble: Trouble = NO_TROUBLE,
        happens: bool = True,
    ) -> Delivery:
        """The same, with fields in one mapping.

        Args:
            event: as in `trigger`, like the three that follow.
            channel: on which it happens.
            user: who does it.
            fields: put into the payload.
            trouble: what is wrong with it; what is about sending has no effect.
            happens: False leaves the mock's world as it is.

        Raises:
            NotFoundError: there is no such event or person.
            MockError: a field is not allowed.
        """
        _require_single(trouble)
        with self._lock:
            world = self._world()
            news = self._made_up(event, channel, user, fields or {})
            if happens:
                happen(world, news)
            app, made_up = self._app(None), _subscription(world, event)
            delivery = signed(world, news, app, made_up, None, trouble)
        delivery.status, delivery.reason = "unsent", "it was handed over"
        return delivery

    def deliveries(
        self,
        after: int | None = None,
        event: str | None = None,
        client_id: str | None = None,
        limit: int = 1000,
    ) -> list[Delivery]:
        """The kept deliveries in order: the latest ones, or those that came next after one.

        Args:
            after: the number of that one; None: the latest are wanted.
            event: only those of this event.
            client_id: only those to this app.
            limit: no more than so many.
        """
        with self._lock:
            outbox = self._world().outbox
            found = (
                each
                for each in (reversed(outbox) if after is None else outbox)
                if (after is None or each.number > after)
                and event in (None, each.event)
                and client_id in (None, each.app)
            )
            chosen = list(islice(found, max(limit, 0)))
            return chosen[::-1] if after is None else chosen

    def newest(self, limit: int) -> list[Delivery]:
        """The latest deliveries, newest first, no more than so many."""
        with self._lock:
            return list(islice(reversed(self._world().outbox), limit))

    def delivery(self, id: str) -> Delivery:
        """The delivery with this message id.

        Raises:
            NotFoundError: there is none, or none any more.
        """
        with self._lock:
            found = self._world().outbox.get(id)
        if found is None:
            raise NotFoundError(
                "no delivery has this message id, or it has given way to newer ones"
            )
        return found

    def repeat(self, id: str) -> Delivery:
        """Send a delivery once more: the same message id, timestamp, body and signature.

        Raises:
            NotFoundError: there is no such delivery.
            MockError: it has nowhere to go.
        """
        with self._lock:
            world, delivery = self._world(), self.delivery(id)
            if delivery.url is None:
                app = self._app(delivery.app)
                delivery.url = app.drops_url if delivery.event == DROPS else app.webhook_url
            if delivery.url is None:
                raise MockError("the app has no URL for it; give it one first")
            world.outbox.schedule(delivery, world.clock.now(), copy=True)
        self.wake()
        return delivery

    def tell(self, world: World) -> None:
        """Announce what has happened in a world. Whoever calls it holds the mock's lock."""
        news, world.news = world.news, []
        for each in news:
            announcing.announce(world, self._faults, each)
        self.wake()

    def due(self) -> list[tuple[Delivery, Attempt]]:
        """What has to be sent now, for whoever carries deliveries; each is handed out once.

        A delivery whose address is not allowed (it can come from a saved state) is not sent.
        """
        with self._lock:
            world = self._world()
            announcing.let_go(world, self._faults.is_armed)
            taken = list(world.outbox.take(world.clock.now()))
            going = [each for each in taken if _may_go(world, *each)]
        if len(going) < len(taken):
            self.wake()
        return going

    def ended(
        self,
        delivery: Delivery,
        attempt: Attempt,
        *,
        status: int | None = None,
        error: str = "",
        answer: str = "",
    ) -> None:
        """Note what became of an attempt; see `kickwire_mock.delivery.attempts.end`."""
        with self._lock:
            attempts.end(
                self._world(), delivery, attempt, status=status, error=error, answer=answer
            )
        self.wake()

    def under_way(self) -> bool:
        """Whether anything is due by now and has not ended, with all that follows from its end."""
        with self._lock:
            world = self._world()
            now = world.clock.now()
            return any(
                not attempt.ended and attempt.due <= now
                for delivery in world.outbox
                for attempt in delivery.attempts
            )

    def next_due(self) -> float | None:
        """Seconds by the mock's clock until something is due; None: nothing waits."""
        with self._lock:
            world = self._world()
            due = world.outbox.next_due()
            return None if due is None else max(due - world.clock.now(), 0.0)

    def on_due(self, listener: Callable[[], object]) -> Callable[[], None]:
        """Call this whenever something may be due, in any thread; it must not wait.

        Returns:
            What ends it.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def wake(self) -> None:
        """Tell the listeners that something may be due."""
        for listener in tuple(self._listeners):
            listener()

    def _made_up(
        self, event: str, channel: str | None, user: str | None, fields: Mapping[str, Any]
    ) -> News:
        self._documented.require_known(event, fields)
        _require_json(fields)
        world = self._world()
        owner = self._person(channel)
        others = (each for each in world.users if each != owner)
        other = next(others, owner) if user is None else self._person(user)
        news = draft(world, event, owner, other, fields)
        _require_drafted(event, news.payload, fields)
        payload = _merged(news.payload, fields)
        self._documented.require(event, payload)
        require_readable(payload)
        payload = agreed(event, payload, fields, world.clock.now())
        return News(event, news.channel, payload)

    def _person(self, name: str | None) -> User:
        users = self._world().users
        if name is None:
            return next(iter(users))
        return users.by_slug(name) or users.require(name)

    def _app(self, client_id: str | None) -> App:
        apps = self._world().apps
        return next(iter(apps)) if client_id is None else apps.require(client_id)

    def __repr__(self) -> str:
        return f"Webhooks({self._world().outbox!r})"


def _may_go(world: World, delivery: Delivery, attempt: Attempt) -> bool:
    try:
        world.targets.require(delivery.url or "")
    except MockError as refusal:
        attempt.ended, attempt.error = True, str(refusal)
        delivery.status, delivery.reason = "unsent", str(refusal)
        return False
    return True


def _subscription(world: World, event: str) -> str:
    """An id for a delivery that comes of no subscription; claims of drops have none."""
    return "" if event == DROPS else world.subscriptions.new_id()


def _merged(payload: Payload, fields: Mapping[str, Any]) -> Payload:
    """The payload with these fields; objects are merged, everything else is replaced."""
    merged = dict(payload)
    for name, value in fields.items():
        before = merged.get(name)
        both = isinstance(before, dict) and isinstance(value, Mapping)
        merged[name] = _merged(cast("Payload", before), cast("Payload", value)) if both else value
    return merged


def _require_drafted(
    event: str, payload: Payload, fields: Mapping[str, Any], within: str = ""
) -> None:
    """Let fields pass that the objects of a payload have; see `DocumentedEvents.require_known`.

    Raises:
        MockError: an object has no such field.
    """
    for name, value in fields.items():
        there = payload.get(name)
        if within and name not in payload:
            known = ", ".join(payload)
            raise MockError(f"{event} has no field {f'{within}{name}'[:100]!r}; known: {known}")
        if isinstance(there, dict) and isinstance(value, Mapping):
            inner = cast("Mapping[str, Any]", value)
            _require_drafted(event, cast("Payload", there), inner, f"{within}{name}.")


def _require_json(fields: Mapping[str, Any]) -> None:
    """Let fields pass that JSON can hold.

    Raises:
        MockError: it cannot; a program may say what no request can.
    """
    try:
        json_bytes(dict(fields))
    except (TypeError, ValueError, RecursionError):
        raise MockError("the fields hold something that JSON cannot, such as a date") from None


def _require_single(trouble: Trouble | None) -> None:
    """Let the trouble of a single event pass.

    Raises:
        MockError: it cannot be, or only a fault can do it.
    """
    if trouble is None:
        return
    require_possible(trouble)
    if trouble.gather or trouble.reverse:
        raise MockError("one event has nothing to wait for; arm a fault with gather and a count")
