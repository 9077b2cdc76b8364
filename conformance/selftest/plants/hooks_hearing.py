# What stands in a place, and what is put there instead, has no type here:
# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Bugs of who hears of what: what happens, what was refused, subscriptions and addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.selftest.ground import Ground
from conformance.selftest.plant import plant

_CHAT = "chat.message.sent"
_ANNOUNCING = "kickwire_mock.delivery.announcing"
_PAYLOADS = "kickwire_mock.events.payloads"
_SUBSCRIPTIONS = "kickwire_mock.world.subscriptions:Subscriptions"
_EVENTS = "kickwire_mock.routes.api.events"


def _telling(ground: Ground, name: str, change: Callable[[Any], object]) -> None:
    """Change what is told of something, which is made by this function of the payloads."""

    def make(tell: Any) -> Any:
        def wrong(*args: Any) -> Any:
            news = tell(*args)
            change(news.payload)
            return news

        return wrong

    ground.swap(f"{_PAYLOADS}:{name}", make)


def _also_told(ground: Ground, operation: str, news: Callable[[Any], Any]) -> None:
    """Let subscribers hear of what was refused."""

    def make(handler: Any) -> Any:
        def loud(visit: Any) -> Any:
            from kickwire_mock.errors import RequestError

            try:
                return handler(visit)
            except RequestError:
                visit.world.news.append(news(visit))
                raise

        return loud

    ground.handler(operation, make)


def _drafted(event: str) -> Callable[[Any], Any]:
    """An event on the channel of the first person."""

    def made(visit: Any) -> Any:
        from kickwire_mock.events.drafts import draft

        owner = next(iter(visit.world.users))
        return draft(visit.world, event, owner, owner)

    return made


@plant("no-echo", "mock", "hooks/chat/echo")
def no_echo(ground: Ground) -> None:
    """An app does not hear of messages, which only others hear of."""
    ground.swap(
        f"{_ANNOUNCING}:_subscribers",
        lambda found: (
            lambda world, news: [
                each for each in found(world, news) if each[0] != next(iter(world.apps))
            ]
        ),
    )


@plant("echo-of-nobody", "mock", "hooks/chat/echo")
def echo_of_nobody(ground: Ground) -> None:
    """A message is told as if somebody else had sent it."""
    _telling(ground, "chat", lambda payload: payload["sender"].update(user_id=456))


@plant("reply-answers-itself", "mock", "hooks/chat/reply")
def reply_answers_itself(ground: Ground) -> None:
    """A reply tells its own text for that which it answers."""

    def change(payload: Any) -> None:
        if payload["replies_to"] is not None:
            payload["replies_to"]["content"] = payload["content"]

    _telling(ground, "chat", change)


@plant("refused-message-told", "mock", "hooks/chat/refused")
def refused_message_told(ground: Ground) -> None:
    """A message that was refused is told like one that was sent."""
    _also_told(ground, "sendChatMessage", _drafted(_CHAT))


@plant("ban-by-the-banned", "mock", "hooks/moderation/banned")
def ban_by_the_banned(ground: Ground) -> None:
    """A ban is told as if the banned had done it."""
    _telling(ground, "banned", lambda payload: payload.update(moderator=payload["banned_user"]))


@plant("timeout-told-as-a-ban", "mock", "hooks/moderation/banned")
def timeout_told_as_a_ban(ground: Ground) -> None:
    """A timeout is told without its end."""
    _telling(ground, "banned", lambda payload: payload["metadata"].update(expires_at=None))


@plant("refused-ban-told", "mock", "hooks/moderation/refused")
def refused_ban_told(ground: Ground) -> None:
    """A ban that was refused is told."""
    _also_told(ground, "banUser", _drafted("moderation.banned"))


@plant("pardon-told-as-a-ban", "mock", "hooks/moderation/refused")
def pardon_told_as_a_ban(ground: Ground) -> None:
    """Who is let in again is told as banned."""

    def make(handler: Any) -> Any:
        def loud(visit: Any) -> Any:
            visit.world.news.append(_drafted("moderation.banned")(visit))
            return handler(visit)

        return loud

    ground.handler("unbanUser", make)


@plant("decision-told-as-it-was", "mock", "hooks/redemptions/decided")
def decision_told_as_it_was(ground: Ground) -> None:
    """A redemption that was decided on is told as pending."""
    _telling(ground, "redemption", lambda payload: payload.update(status="pending"))


@plant("rejected-told-as-accepted", "mock", "hooks/redemptions/decided")
def rejected_told_as_accepted(ground: Ground) -> None:
    """Whatever is decided is told as accepted."""
    _telling(ground, "redemption", lambda payload: payload.update(status="accepted"))


@plant("failed-decision-told", "mock", "hooks/redemptions/refused")
def failed_decision_told(ground: Ground) -> None:
    """A redemption that could not be decided on is told like the others."""

    def make(why_not: Any) -> Any:
        def loud(visit: Any, redemption: Any, reward: Any) -> Any:
            why = why_not(visit, redemption, reward)
            if why and redemption is not None:
                from kickwire_mock.events import payloads

                visit.world.news.append(payloads.redemption(visit.world, redemption, reward))
            return why

        return loud

    ground.swap("kickwire_mock.routes.api.redemptions:_why_not", make)


@plant("title-of-before", "mock", "hooks/channel/updated")
def title_of_before(ground: Ground) -> None:
    """A change of a channel is told as it was before."""
    ground.swap(
        f"{_PAYLOADS}:changes",
        lambda changes: (
            lambda before, after, now: [
                replace(each, payload=_metadata(before)) for each in changes(before, after, now)
            ]
        ),
    )


def _metadata(channel: Any) -> Any:
    from kickwire_mock.events import payloads

    return payloads.metadata(channel).payload


@plant("refused-change-told", "mock", "hooks/channel/refused")
def refused_change_told(ground: Ground) -> None:
    """A change of a channel that was refused is told."""
    _also_told(ground, "updateChannel", _drafted("livestream.metadata.updated"))


@plant("live-with-an-end", "mock", "hooks/live/turns")
def live_with_an_end(ground: Ground) -> None:
    """A stream that begins is told with an end."""
    _telling(ground, "status", lambda payload: payload.update(ended_at=payload["started_at"]))


@plant("beginning-forgotten", "mock", "hooks/live/turns")
def beginning_forgotten(ground: Ground) -> None:
    """A stream that ends is told as if it had begun just now."""

    def change(payload: Any) -> None:
        payload["started_at"] = payload["ended_at"] or payload["started_at"]

    _telling(ground, "status", change)


@plant("nothing-has-happened", "mock", "hooks/trigger/world")
def nothing_has_happened(ground: Ground) -> None:
    """What is triggered is told and has not happened."""
    ground.swap("kickwire_mock.delivery.desk:happen", lambda _: lambda world, news: None)


def _hear_also(ground: Ground, wanted: Callable[[Any, Any], bool]) -> None:
    """Let subscriptions hear of more than they are for."""

    def make(_: Any) -> Any:
        def found(world: Any, news: Any) -> Any:
            apps = {each.client_id: each for each in world.apps}
            every = world.subscriptions.of(None)
            return [(apps[each.app], each.id) for each in every if wanted(each, news)]

        return found

    ground.swap(f"{_ANNOUNCING}:_subscribers", make)


@plant("every-channel-told", "mock", "hooks/who/subscribed")
def every_channel_told(ground: Ground) -> None:
    """Who subscribed to an event on one channel hears of it on all channels."""
    _hear_also(ground, lambda one, news: one.event == news.event)


@plant("every-event-told", "mock", "hooks/who/subscribed")
def every_event_told(ground: Ground) -> None:
    """Who subscribed to one event of a channel hears of all of them."""
    _hear_also(ground, lambda one, news: one.channel == news.channel)


@plant("told-to-other-apps", "mock", "hooks/who/apps")
def told_to_other_apps(ground: Ground) -> None:
    """What one app subscribed to is sent to every app."""
    ground.swap(
        f"{_ANNOUNCING}:_subscribers",
        lambda found: (
            lambda world, news: [
                (app, subscription) for _, subscription in found(world, news) for app in world.apps
            ]
        ),
    )


@plant("one-message-id-for-all", "mock", "hooks/who/apps")
def one_message_id_for_all(ground: Ground) -> None:
    """All who hear of an event get the same message id."""

    def make(signed: Any) -> Any:
        known: dict[int, str] = {}

        def same(world: Any, news: Any, *args: Any) -> Any:
            made = signed(world, news, *args)
            first = known.setdefault(id(news), made.id)
            made.headers = tuple(
                (name, first if value == made.id else value) for name, value in made.headers
            )
            return made

        return same

    ground.swap(f"{_ANNOUNCING}:signed", make)


@plant("first-subscription-of-the-app", "mock", "hooks/who/channels")
def first_subscription_of_the_app(ground: Ground) -> None:
    """Every delivery names the first subscription of its app."""
    ground.swap(
        f"{_ANNOUNCING}:_subscribers",
        lambda found: (
            lambda world, news: [
                (app, world.subscriptions.of_app(app.client_id)[0].id)
                for app, _ in found(world, news)
            ]
        ),
    )


@plant("duplicates-told-once", "mock", "hooks/who/twice")
def duplicates_told_once(ground: Ground) -> None:
    """Of two subscriptions to the same only one delivers."""
    ground.swap(
        f"{_ANNOUNCING}:_subscribers",
        lambda found: (
            lambda world, news: list(
                {app.client_id: (app, each) for app, each in found(world, news)}.values()
            )
        ),
    )


@plant("ended-subscription-goes-on", "mock", "hooks/who/ended")
def ended_subscription_goes_on(ground: Ground) -> None:
    """A subscription that was ended is gone from the list and delivers."""

    def make(remove: Any) -> Any:
        def half(self: Any, subscription: Any) -> None:
            remove(self, subscription)
            place = subscription.channel, subscription.event
            self._by_event.setdefault(place, {})[subscription.id] = subscription

        return half

    ground.swap(f"{_SUBSCRIPTIONS}.remove", make)


@plant("vanished-subscription-delivers", "mock", "hooks/who/vanished")
def vanished_subscription_delivers(ground: Ground) -> None:
    """A subscription that has vanished delivers."""
    ground.swap(
        f"{_EVENTS}:_fault",
        lambda fault: (
            lambda visit, event: (
                None if (found := fault(visit, event)) is None else replace(found, vanishes=False)
            )
        ),
    )


@plant("challenge-for-a-subscription", "mock", "hooks/url/no_challenge")
def challenge_for_a_subscription(ground: Ground) -> None:
    """A new subscription is tried out at once with an event that did not happen."""

    def make(handler: Any) -> Any:
        def trying(visit: Any) -> Any:
            reply = handler(visit)
            visit.world.news.append(_drafted(_CHAT)(visit))
            return reply

        return trying

    ground.handler("subscribeToEvents", make)


@plant("old-address-kept", "mock", "hooks/url/one")
def old_address_kept(ground: Ground) -> None:
    """What was subscribed to before a change of the address goes to the old one."""

    def make(signed: Any) -> Any:
        known: dict[str, str | None] = {}

        def old(world: Any, news: Any, app: Any, subscription: str, url: Any, *args: Any) -> Any:
            return signed(world, news, app, subscription, known.get(app.client_id, url), *args)

        def noting(change: Any) -> Any:
            def noted(self: Any, client_id: str, *args: Any, **named: Any) -> Any:
                made = change(self, client_id, *args, **named)
                known.setdefault(client_id, made.webhook_url)
                return made

            return noted

        ground.swap("kickwire_mock.world.people:Apps.change", noting)
        return old

    ground.swap(f"{_ANNOUNCING}:signed", make)


@plant("address-while-off", "mock", "hooks/url/off")
def address_while_off(ground: Ground) -> None:
    """An address is taken while webhooks are switched off."""
    ground.swap(
        "kickwire_mock.world.people:Apps._changed",
        lambda changed: (
            lambda self, app, change: replace(
                changed(self, replace(app, webhooks=True), change),
                webhooks=change.get("webhooks", app.webhooks),
            )
        ),
    )


@plant("any-address-allowed", "mock", "hooks/url/elsewhere")
def any_address_allowed(ground: Ground) -> None:
    """Deliveries may go anywhere."""
    ground.swap("kickwire_mock.world.targets:Targets._reachable", lambda _: lambda self, host: True)


@plant("loopback-by-its-beginning", "mock", "hooks/url/elsewhere")
def loopback_by_its_beginning(ground: Ground) -> None:
    """A host is taken for this computer by how its name begins."""
    ground.swap(
        "kickwire_mock.world.targets:Targets._reachable",
        lambda reachable: lambda self, host: host.startswith("127.") or reachable(self, host),
    )


@plant("switched-off-and-subscribed", "mock", "hooks/toggle/ends")
def switched_off_and_subscribed(ground: Ground) -> None:
    """Switching webhooks off ends no subscription."""
    ground.swap(
        f"{_SUBSCRIPTIONS}.end",
        lambda end: lambda self, app, event=None: 0 if event is None else end(self, app, event),
    )


@plant("subscribes-while-off", "mock", "hooks/toggle/refuses")
def subscribes_while_off(ground: Ground) -> None:
    """An app subscribes while its webhooks are switched off."""
    ground.swap(
        f"{_EVENTS}:_error",
        lambda error: lambda *args: None if (why := error(*args)) and "not enabled" in why else why,
    )


@plant("any-name-is-an-event", "mock", "hooks/names/unknown")
def any_name_is_an_event(ground: Ground) -> None:
    """Any name can be subscribed to."""
    ground.swap(f"{_EVENTS}:_Order.offers", lambda _: lambda self, event, version: True)


@plant("bot-never-needed", "mock", "hooks/bot/needed")
def bot_never_needed(ground: Ground) -> None:
    """An app without a bot gets deliveries whatever the mock is set to."""
    ground.swap(f"{_ANNOUNCING}:_lacks_bot", lambda _: lambda world, app: False)
