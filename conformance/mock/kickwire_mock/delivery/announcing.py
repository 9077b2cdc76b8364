"""From what happened to deliveries: one for each subscription to it."""

from __future__ import annotations

from collections.abc import Callable

from kickwire_mock.delivery import attempts
from kickwire_mock.delivery.signing import signed
from kickwire_mock.faults import NO_TROUBLE, Fault, Faults, Trouble
from kickwire_mock.ledger import quirk, setting
from kickwire_mock.world.news import DROPS, News
from kickwire_mock.world.outbox import Delivery
from kickwire_mock.world.people import App
from kickwire_mock.world.state import World

NEEDS_BOT = setting("webhook_needs_bot")
URL_RULES = quirk("webhook_url_rules")  # one URL for each app, checked when it is set
TOGGLE = quirk("webhook_toggle_unsubscribes")  # see `kickwire_mock.core.Mock.change_app`


def announce(
    world: World,
    faults: Faults,
    news: News,
    only: str | None = None,
    trouble: Trouble | None = None,
) -> list[Delivery]:
    """Tell everybody who subscribed.

    Args:
        world: in which it happened.
        faults: what may go wrong.
        news: what happened.
        only: client id of the one app that is told; None tells all.
        trouble: what goes wrong; None leaves it to the faults.

    Returns:
        The deliveries, each for one subscription.
    """
    told = _drops(world) if news.event == DROPS else _subscribers(world, news)
    return [
        post(world, faults, news, app, subscription, trouble=trouble)
        for app, subscription in told
        if only in (None, app.client_id)
    ]


def post(
    world: World,
    faults: Faults,
    news: News,
    app: App,
    subscription: str,
    *,
    url: str | None = None,
    trouble: Trouble | None = None,
) -> Delivery:
    """Make a delivery and have it sent, unless there is nowhere to send it.

    Args:
        world: in which it happened.
        faults: what may go wrong.
        news: what happened.
        app: whom it is for.
        subscription: id of the subscription; empty for none.
        url: where it goes; None: to the app.
        trouble: what goes wrong; None leaves it to the faults.
    """
    fault: Fault | None = None
    if trouble is None:
        fault = faults.strike_delivery(news.event, app.client_id)
        trouble = NO_TROUBLE if fault is None or fault.trouble is None else fault.trouble
    to = url or (app.drops_url if news.event == DROPS else app.webhook_url)
    delivery = signed(world, news, app, subscription, to, trouble)
    if fault is not None and fault.quirk is not None:
        delivery.quirks = tuple(dict.fromkeys((*delivery.quirks, fault.quirk)))
    world.outbox.put(delivery)
    _send(world, delivery, trouble, fault, bot_missing=url is None and _lacks_bot(world, app))
    return delivery


def let_go(world: World, is_armed: Callable[[str], bool]) -> None:
    """Send what faults have gathered that can strike no more."""
    for key in world.outbox.gathered():
        if not is_armed(key):
            for each in world.outbox.ungather(key):
                attempts.begin(world, each)


def _send(
    world: World, delivery: Delivery, trouble: Trouble, fault: Fault | None, *, bot_missing: bool
) -> None:
    if bot_missing:
        delivery.status, delivery.reason = "unsent", "the app has no bot"
        delivery.quirks = (*delivery.quirks, NEEDS_BOT)
    elif delivery.url is None:
        delivery.status, delivery.reason = "unsent", "the app has no URL for it"
    elif trouble.drop:
        delivery.status, delivery.reason = "lost", "a fault lost it"
    elif trouble.gather and fault is not None:  # without a fault nothing could let it go
        world.outbox.gather(fault.id, delivery, last_first=trouble.reverse)
    else:
        attempts.begin(world, delivery, delay=trouble.delay, copies=trouble.copies)


def _subscribers(world: World, news: News) -> list[tuple[App, str]]:
    found = world.subscriptions.to(news.channel, news.event)
    apps = ((world.apps.get(each.app), each.id) for each in found)
    return [(app, subscription) for app, subscription in apps if app is not None]


def _drops(world: World) -> list[tuple[App, str]]:
    """Apps that act for the organisation and have an address for claims."""
    apps = map(world.apps.get, world.claims.apps())
    return [(app, "") for app in apps if app is not None and app.drops_url is not None]


def _lacks_bot(world: World, app: App) -> bool:
    return not app.bot and world.settings.get(NEEDS_BOT, app.client_id) == "required"
