"""Event subscriptions: listing, making and ending them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus

from kickwire_mock.clock import rfc3339
from kickwire_mock.delivery.announcing import TOGGLE
from kickwire_mock.errors import RequestError
from kickwire_mock.events.drafts import EVENT_NAMES
from kickwire_mock.faults import Fault
from kickwire_mock.ledger import quirk, setting
from kickwire_mock.messages import Reply
from kickwire_mock.routes.api.visit import Handler, Refusal, Visit, nothing, ok
from kickwire_mock.values import value_class
from kickwire_mock.world.subscriptions import Subscription

OWN_CHANNEL = quirk("events_user_token_ignores_broadcaster")
NAMED_CHANNEL = quirk("events_app_token_needs_broadcaster")
DUPLICATES = setting("subscription_duplicates")
STATUS = setting("subscription_status_200_or_201")
LIMIT = setting("subscription_limit")
DELETE = quirk("subscription_delete")

_NAMES = (
    *("requestBody", "content", "application/json", "schema", "properties", "events"),
    *("items", "properties", "name", "anyOf", 0, "enum"),
)
"""Where the document lists the events, from the operation on."""
_CHAT = "chat.message.sent"
_CHAT_UNVERIFIED = 1_000
_VERSION = 1


def listing(visit: Visit) -> Reply:
    """What the app subscribed to; under a user token only for the channel of that user."""
    own, wanted = visit.user_or_none(), visit.arguments.query.get("broadcaster_user_id")
    channel = wanted if own is None else own.user_id
    found = visit.world.subscriptions.of_app(visit.client_id(), channel)
    return ok([_shown(each) for each in found if wanted in (None, each.channel)])


def subscribe(visit: Visit) -> Reply:
    """A result for each event that was asked for; or a refusal of all, if they are too many."""
    order = _order(visit)
    _require_room(visit, order)
    shaped = {
        DUPLICATES: _repeats(visit, order),
        EVENT_NAMES: any(event not in order.known for event, _ in order.events),
        TOGGLE: not _takes_webhooks(visit),
        STATUS: visit.setting(STATUS) == "created_201",
    }
    results = [_result(visit, order, *each) for each in order.events]
    quirks = (*order.quirks, *(entry for entry, meant in shaped.items() if meant))
    return replace(
        ok(results, quirks=quirks),
        status=HTTPStatus.CREATED if shaped[STATUS] else HTTPStatus.OK,
        reason=_not_made(results),
    )


def unsubscribe(visit: Visit) -> Reply:
    """Ends what belongs to the token; other ids do nothing."""
    own, subscriptions = visit.user_or_none(), visit.world.subscriptions
    ids: list[str] = visit.arguments.query["id"]
    ended = 0
    for wanted in ids:
        found = subscriptions.get(visit.client_id(), wanted)
        if found is not None and (own is None or own.user_id == found.channel):
            subscriptions.remove(found)
            ended += 1
    if ended == len(ids):
        return nothing()
    reason = f"{len(ids) - ended} of {len(ids)} ids belong to no subscription of this token"
    return replace(nothing(), reason=reason)


@value_class(frozen=True, slots=True)
class _Order:
    """What is to be subscribed to."""

    channel: int
    """Id of the user who owns the channel."""
    events: tuple[tuple[str, int], ...]
    """Names with versions."""
    known: frozenset[str]
    """The names of the document."""
    quirks: tuple[str, ...]

    def offers(self, event: str, version: int) -> bool:
        """Whether there is such an event."""
        return event in self.known and version == _VERSION


def _order(visit: Visit) -> _Order:
    """Read what is asked for.

    Raises:
        RequestError: an app token comes without a channel.
    """
    body, own = visit.arguments.body, visit.user_or_none()
    named = body.get("broadcaster_user_id")
    quirks: tuple[str, ...] = ()
    if own is None and not named:
        raise RequestError("broadcaster_user_id is required for app tokens", NAMED_CHANNEL)
    if own is not None:
        quirks = () if named in (None, 0, own.user_id) else (OWN_CHANNEL,)
        named = own.user_id
    events = tuple((each["name"], each["version"]) for each in body["events"])
    return _Order(named, events, frozenset(visit.operation.place.at(*_NAMES).node), quirks)


def _require_room(visit: Visit, order: _Order) -> None:
    """Let a request pass that leaves every type of event below its cap.

    Raises:
        Refusal: one would be above it.
    """
    for event, more in Counter(event for event, _ in order.events).items():
        held = visit.world.subscriptions.count(visit.client_id(), event)
        if held + more > _cap(visit, event):
            raise Refusal(
                HTTPStatus.BAD_REQUEST,
                "event subscription limit reached",
                "Bad request",
                "the app would hold more subscriptions of one type than it may",
                LIMIT,
            )


def _cap(visit: Visit, event: str) -> int:
    app, cap = visit.world.apps.get(visit.client_id()), int(visit.setting(LIMIT))
    verified = app is not None and app.verified
    return cap if verified or event != _CHAT else min(cap, _CHAT_UNVERIFIED)


def _takes_webhooks(visit: Visit) -> bool:
    app = visit.world.apps.get(visit.client_id())
    return app is None or app.webhooks


def _repeats(visit: Visit, order: _Order) -> bool:
    """Whether one of the events is subscribed to already, or asked for twice."""
    held = visit.world.subscriptions.has
    events = [each for each in order.events if order.offers(*each)]
    twice = len(set(events)) < len(events)
    return twice or any(held(visit.client_id(), order.channel, *each) for each in events)


def _result(visit: Visit, order: _Order, event: str, version: int) -> dict[str, object]:
    error = _error(visit, order, event, version)
    if error is not None:
        return {"name": event, "version": version, "error": error}
    subscriptions = visit.world.subscriptions
    new = Subscription(
        id=subscriptions.new_id(),
        app=visit.client_id(),
        channel=order.channel,
        event=event,
        version=version,
        since=visit.world.clock.now(),
    )
    fault = _fault(visit, event)
    if fault is None or not fault.vanishes:
        subscriptions.add(new)
    return {"name": event, "version": version, "subscription_id": new.id}


def _not_made(results: Sequence[Mapping[str, object]]) -> str:
    """For the journal, since the answer is a success nevertheless."""
    errors = [str(each["error"]) for each in results if "error" in each]
    if not errors:
        return ""
    what = ", ".join(dict.fromkeys(errors))
    return f"{len(errors)} of {len(results)} events were not subscribed to: {what}"


def _error(visit: Visit, order: _Order, event: str, version: int) -> str | None:
    """Why an event is not subscribed to; Kick's own words are known of faults only."""
    fault = _fault(visit, event)
    if fault is not None and fault.entry_error is not None:
        return fault.entry_error
    if not _takes_webhooks(visit):
        return "webhooks are not enabled for app"
    if visit.world.users.by_id(order.channel) is None:
        return "broadcaster not found"
    if not order.offers(event, version):
        return "no such version" if event in order.known else "no such event"
    held = visit.world.subscriptions.has(visit.client_id(), order.channel, event, version)
    return "already exists" if held and visit.setting(DUPLICATES) == "refused" else None


def _fault(visit: Visit, event: str) -> Fault | None:
    """The fault that strikes this event."""
    fault = visit.fault
    return fault if fault is not None and fault.event in (None, event) else None


def _shown(one: Subscription) -> dict[str, object]:
    return {
        "id": one.id,
        "app_id": one.app,
        "broadcaster_user_id": one.channel,
        "event": one.event,
        "version": one.version,
        "method": "webhook",
        "created_at": rfc3339(one.since),
        "updated_at": rfc3339(one.since),
    }


def _wrong_ids(refusal: RequestError) -> RequestError:
    """The ids, repeated, are all that can be wrong."""
    return RequestError(refusal.reason, DELETE)


HANDLERS: Mapping[str, Handler] = {
    "listEventSubscriptions": listing,
    "subscribeToEvents": subscribe,
    "unsubscribeFromEvents": unsubscribe,
}
"""By operationId."""

REWORDED: Mapping[str, Callable[[RequestError], RequestError]] = {
    "unsubscribeFromEvents": _wrong_ids
}
"""By operationId; see `kickwire_mock.routes.api.handlers`."""
