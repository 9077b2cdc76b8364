"""What the mock keeps sorted or counted, so that no request has to look at everybody."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kickwire_mock import Clock
from kickwire_mock.ids import Ids
from kickwire_mock.world.categories import categories
from kickwire_mock.world.channels import Channel, ChannelChange, Channels, Order, oldest
from kickwire_mock.world.people import User
from kickwire_mock.world.subscriptions import Subscription, Subscriptions

PEOPLE = [User(name=name, user_id=number, email="") for number, name in enumerate("abcde", 1)]


def most_viewers(channel: Channel) -> tuple[int, int]:
    """Another order."""
    return -channel.viewers, channel.owner.user_id


ORDERS: Sequence[Order] = (oldest, most_viewers)
changes = st.fixed_dictionaries(
    {},
    optional={
        "live": st.booleans(),
        "viewers": st.integers(0, 3),
        "category_id": st.sampled_from([0, 1, 15]),
        "title": st.just("Hello"),
    },
)


@given(st.lists(st.tuples(st.sampled_from(PEOPLE), changes)), st.booleans())
def test_who_is_live_stays_sorted_and_counted(
    said: list[tuple[User, ChannelChange]], asked_before: bool
) -> None:
    """After any changes, asked for in between or not, it is what counting anew would give."""
    clock = Clock()
    channels = Channels(0, clock, clock.now(), [])
    for user, change in [(PEOPLE[0], ChannelChange(live=True)), *said] if asked_before else said:
        clock.advance(1)
        channels.set(user, change)
        channels.update(user, title="Hello again")
        if asked_before:
            agree(channels)
    agree(channels)


def agree(channels: Channels) -> None:
    """The lists are sorted, hold the same, and the viewers of all categories are theirs."""
    for by in ORDERS:
        assert list(channels.live(by)) == sorted(channels.live(oldest), key=by)
    assert {each.owner.name for each in channels.live(oldest)} >= {
        user.name for user in PEOPLE if channels.of(user).live
    }
    assert all(channels.of(each.owner) is each for each in channels.live(oldest))
    for category in categories().values():
        live = [each for each in channels.live(oldest) if each.category_id == category.id]
        assert channels.viewers_of(category) == sum(each.viewers for each in live)


places = st.tuples(
    st.sampled_from("AB"), st.sampled_from([1, 2]), st.sampled_from("xy"), st.booleans()
)


@given(st.lists(places))
def test_subscriptions_are_found_by_app_channel_and_event(
    said: list[tuple[str, int, str, bool]],
) -> None:
    """Each index holds what is subscribed to and nothing else, however much came and went."""
    kept: list[Subscription] = []
    subscriptions = Subscriptions(Ids(0, Clock()))
    for app, channel, event, comes in said:
        if comes or not kept:
            kept.append(subscription(subscriptions, app, channel, event))
            subscriptions.add(kept[-1])
        else:
            subscriptions.remove(kept.pop(0))
    assert subscriptions.sound()
    for app in "AB":
        of_app = [each for each in kept if each.app == app]
        assert subscriptions.of_app(app) == of_app
        for channel in (1, 2):
            there = [each for each in of_app if each.channel == channel]
            assert subscriptions.of_app(app, channel) == there


@pytest.mark.parametrize("index", ["_by_channel", "_by_event", "_same"])
def test_what_has_ended_leaves_nothing_behind(index: str) -> None:
    """Memory does not grow with subscriptions that came and went."""
    subscriptions = Subscriptions(Ids(0, Clock()))
    for channel in range(3):
        one = subscription(subscriptions, "A", channel, "x")
        subscriptions.add(one)
        subscriptions.remove(one)
    assert not getattr(subscriptions, index)


def subscription(subscriptions: Subscriptions, app: str, channel: int, event: str) -> Subscription:
    """A new one."""
    return Subscription(
        id=subscriptions.new_id(), app=app, channel=channel, event=event, version=1, since=0.0
    )
