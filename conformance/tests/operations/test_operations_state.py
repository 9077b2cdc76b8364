"""What a call changes, another one shows: stories over sockets, told through both faces."""

from __future__ import annotations

from typing import Any

import pytest
from kickwire import errors
from kickwire_api.models import DropClaimUpdate, EventToSubscribe
from kickwire_api.types import UNSET

from conformance.tests.operations.operations_world import Face, refused
from scripts.demo.calls import FOLLOWED, FULFILLED, REDEMPTIONS, REWARD

NOT_THERE = "0" * 26
BOB = {"broadcaster_user_id": 123, "user_id": 456}


def test_a_channel_shows_its_update(alice: Face) -> None:
    """Title, category and tags; what was not sent stays."""
    alice.ask(
        lambda api: api.channels.update(stream_title="Evening", category_id=13, custom_tags=["a"])
    )
    assert alice.ask(lambda api: api.channels.update(custom_tags=[])) is None

    (channel,) = alice.ask(lambda api: api.channels.get())
    (stream,) = alice.ask(lambda api: api.users.livestreams(user_id=[123]))

    assert (channel.stream_title, channel.category.name) == ("Evening", "Rust")
    assert channel.stream.custom_tags == []
    assert stream.title == "Evening"


@pytest.mark.quirk("channels_offline_zero_values")
def test_a_channel_that_ends_its_stream_shows_nothing_of_it(alice: Face) -> None:
    """Kick's zero values are None here, and the lists of streams lack it."""
    before = alice.ask(lambda api: api.livestreams.stats()).total_count
    alice.world.control.set_channel("alice", live=False)

    (channel,) = alice.ask(lambda api: api.channels.get())
    found = alice.ask(lambda api: api.users.livestreams(user_id=[123]))

    assert (channel.category, channel.stream.start_time) == (None, None)
    assert channel.stream.is_live is False
    assert (found, found.missing) == ([], (123,))
    assert alice.ask(lambda api: api.livestreams.stats()).total_count == before - 1


def test_a_reward_is_made_changed_and_deleted(alice: Face) -> None:
    """The list shows each step."""

    def listed() -> list[Any]:
        """The rewards of the channel."""
        found: list[Any] = alice.ask(lambda api: api.rewards.list())
        return found

    made = alice.ask(lambda api: api.rewards.create(title="Hydrate", cost=50))
    assert listed()[-1] == made
    changed = alice.ask(lambda api: api.rewards.update(made.id, cost=60, is_enabled=False))
    assert (changed.title, changed.cost, changed.is_enabled) == ("Hydrate", 60, False)
    assert listed()[-1] == changed
    assert alice.ask(lambda api: api.rewards.delete(made.id)) is None
    assert [reward.id for reward in listed()] == [REWARD]
    assert isinstance(refused(alice, lambda api: api.rewards.delete(made.id)), errors.NotFound)


@pytest.mark.parametrize(("way", "status"), [("accept", "accepted"), ("reject", "rejected")])
def test_a_decided_redemption_is_no_longer_pending(alice: Face, way: str, status: str) -> None:
    """It moves from one list to the other; what cannot be decided is answered with the reason."""
    first, second = REDEMPTIONS

    def decide(*ids: str) -> Any:
        """Decide, and give what failed."""
        return alice.ask(lambda api: getattr(api.redemptions, way)(ids=list(ids)))

    assert decide(first) == []
    failed = decide(first, NOT_THERE, second)

    assert [(each.id, each.reason) for each in failed] == [
        (first, "NOT_PENDING"),
        (NOT_THERE, "NOT_FOUND"),
    ]
    assert {first, second} <= redemptions(alice, status)
    assert not {first, second} & redemptions(alice, "pending")


def redemptions(face: Face, status: str) -> set[str]:
    """The ids of what is in a state."""
    groups = face.ask(lambda api: api.redemptions.iter(status=status))
    return {each.id for group in groups for each in group.redemptions}


def test_a_message_can_be_answered_until_it_is_deleted(alice: Face) -> None:
    """Then it is gone, to answer as well as to delete."""
    said = alice.ask(lambda api: api.chat.send(content="Hello", type="bot"))
    message = str(said.message_id)

    def answer(api: Any) -> Any:
        """Answer it."""
        return api.chat.send(
            content="Hi", type="user", broadcaster_user_id=123, reply_to_message_id=message
        )

    assert alice.ask(answer).is_sent
    assert alice.ask(lambda api: api.chat.delete(message)) is None
    assert isinstance(refused(alice, answer), errors.BadRequest)
    assert isinstance(refused(alice, lambda api: api.chat.delete(message)), errors.NotFound)


@pytest.mark.quirk("moderation_duration_minutes")
def test_a_banned_user_is_silent_until_let_in_again(alice: Face) -> None:
    """By a call, or by the end of the timeout, in this one channel."""
    alice.world.log_in("bob")

    def write(channel: int = 123) -> Any:
        """Bob writes."""
        return alice.ask(
            lambda api: api.chat.send(content="?", type="user", broadcaster_user_id=channel), "bob"
        )

    alice.ask(lambda api: api.moderation.ban(**BOB))
    with pytest.raises(errors.Forbidden):
        write()
    assert write(456).is_sent
    alice.ask(lambda api: api.moderation.unban(**BOB))
    assert write().is_sent
    alice.ask(lambda api: api.moderation.ban(**BOB, duration=10))
    alice.world.advance(599)
    with pytest.raises(errors.Forbidden):
        write()
    alice.world.advance(1)
    assert write().is_sent


def test_a_subscription_is_listed_until_it_is_ended(alice: Face) -> None:
    """By the user as by the app; an event that Kick lacks fails by itself."""
    unknown = EventToSubscribe(name="channel.unheard_of", version=1)
    made, failed = alice.ask(lambda api: api.events.subscribe(events=[FOLLOWED, unknown]))
    (of_user,) = alice.ask(lambda api: api.events.list())
    (of_app,) = alice.ask(lambda api: api.events.list(broadcaster_user_id=123), None)

    assert (made.error, of_user.id, of_user.event) == (UNSET, made.subscription_id, FOLLOWED.name)
    assert of_app == of_user
    assert failed.error
    assert failed.subscription_id is UNSET
    assert alice.ask(lambda api: api.events.unsubscribe(id=[made.subscription_id])) is None
    assert alice.ask(lambda api: api.events.list()) == []


@pytest.mark.quirk("subscription_partial_errors")
def test_a_subscription_can_fail_inside_a_success(alice: Face) -> None:
    """The call succeeds, the entry tells why it did not."""
    alice.world.control.arm(quirk="subscription_partial_errors")

    (result,) = alice.ask(lambda api: api.events.subscribe(events=[FOLLOWED]))

    assert "retry quota exceeded" in result.error
    assert alice.ask(lambda api: api.events.list()) == []


@pytest.mark.quirk("subscription_delete")
def test_many_subscriptions_are_ended_in_portions(alice: Face) -> None:
    """Kick takes fifty ids at once; seventy are two requests."""
    made = alice.ask(lambda api: api.events.subscribe(events=[FOLLOWED] * 70))

    alice.ask(lambda api: api.events.unsubscribe(id=[each.subscription_id for each in made]))

    assert alice.ask(lambda api: api.events.list()) == []
    assert alice.world.control.count("unsubscribeFromEvents", status=204) == 2


def test_a_claim_shows_its_new_state(face: Face) -> None:
    """With the time of the change; the others stay as they were."""
    face.world.advance(3600)
    changes = [FULFILLED, DropClaimUpdate(claim_id=NOT_THERE, external_status="fulfilled")]

    assert face.ask(lambda api: api.drops.update_claims(claims=changes), None) is None

    (claim,) = face.ask(lambda api: api.drops.claims(external_status="fulfilled"), None).claims
    assert claim.claim_id == FULFILLED.claim_id
    assert claim.updated_at.timestamp() == face.world.now
    assert len(face.ask(lambda api: api.drops.iter_claims(), None)) == 12


def test_an_ad_break_is_counted(alice: Face) -> None:
    """The state shows it, first as running; sent again with its id it is the same one."""
    chosen = "c0a80121-7ac0-4e1c-9d57-1f2e3d4c5b6a"

    def start(api: Any) -> Any:
        """Start it."""
        return api.ads.start(id=chosen, break_duration_seconds=30)

    started = alice.ask(start)
    assert alice.ask(start) == started
    running = alice.ask(lambda api: api.ads.status())
    alice.world.advance(30)
    over = alice.ask(lambda api: api.ads.status())

    assert (str(started.id), started.remaining_ad_breaks) == (chosen, 1)
    assert running.remaining_ad_breaks == over.remaining_ad_breaks == 1
    assert (running.ad_breaks[-1].status, over.ad_breaks[-1].status) == ("active", "completed")


def test_a_channel_that_enrols_is_enrolled(face: Face) -> None:
    """Bob has streamed once and is offline; before, there is nothing to show of his ads."""
    face.world.log_in("bob")

    before = face.ask(lambda api: api.ads.status(), "bob")
    face.ask(lambda api: api.ads.enroll(), "bob")
    after = face.ask(lambda api: api.ads.status(), "bob")

    assert (before.opted_in, before.limits, before.ad_breaks) == (False, None, None)
    assert (after.opted_in, after.limits.max_, after.ad_breaks) == (True, 3, [])


@pytest.mark.quirk("channel_unknown_is_200_empty")
@pytest.mark.parametrize("setting", ["error", "empty"])
def test_what_is_unknown_is_listed_as_missing(alice: Face, setting: str) -> None:
    """Of many, and in whichever way Kick puts it; those that exist are found."""
    alice.world.control.set(channel_unknown_is_200_empty=setting)
    streams = alice.ask(lambda api: api.livestreams.list(limit=100))
    slugs = [each.channel.slug for each in streams][:30]

    channels = alice.ask(lambda api: api.channels.get(slug=[*slugs, "no-one", *slugs]))
    users = alice.ask(lambda api: api.users.get(id=[123, 1, 456]))

    assert [each.slug for each in channels] == slugs
    assert channels.missing == ("no-one",)
    assert ([each.name for each in users], users.missing) == (["alice", "bob"], (1,))
