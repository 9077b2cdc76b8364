"""Every operation over sockets, granted: the typed value, the whole answer, both faces alike."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, cast

import pytest
from kickwire_api import models

from conformance.tests.operations.operations_told import (
    NAMES,
    PLACES,
    account_for,
    alternatives,
    success_status,
)
from conformance.tests.operations.operations_world import (
    AsyncFace,
    Call,
    Face,
    SyncFace,
    World,
    raw,
    ready,
)
from scripts.demo.calls import AS_APP, CALLS, FOLLOWED, MESSAGE, REWARD, WALKS

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

VALUES: dict[str, tuple[type[Any] | None, Callable[[Any], object], object]] = {
    "ads.enroll": (None, lambda found: found, None),
    "ads.start": (models.StartedAdBreak, lambda found: str(found.id), MESSAGE),
    "ads.status": (models.AdBreakStatus, lambda found: found.limits.max_, 3),
    "categories.get": (models.CategoryDetail, lambda found: found.name, "Old School Runescape"),
    "categories.list": (models.CategoryWithTags, lambda found: found[0].name, "Counter-Strike 2"),
    "categories.search": (models.Category, lambda found: [one.id for one in found], [13]),
    "channels.get": (models.Channel, lambda found: [one.slug for one in found], ["john-doe"]),
    "channels.update": (None, lambda found: found, None),
    "chat.delete": (None, lambda found: found, None),
    "chat.send": (models.SentChatMessage, lambda found: found.is_sent, True),
    "drops.claims": (models.DropClaimsPage, lambda found: len(found.claims), 10),
    "drops.update_claims": (None, lambda found: found, None),
    "events.list": (models.EventSubscription, lambda found: found, []),
    "events.subscribe": (models.EventSubscriptionResult, lambda found: len(found), 1),
    "events.unsubscribe": (None, lambda found: found, None),
    "kicks.leaderboard": (models.KicksLeaderboard, lambda found: found.week[0].username, "carol"),
    "livestreams.list": (models.Livestream, lambda found: found[0].language_code, "en"),
    "livestreams.list_v1": (models.LivestreamV1, lambda found: len(found), 25),
    "livestreams.stats": (models.LivestreamStats, lambda found: found.total_count, 66),
    "moderation.ban": (models.ModerationResult, lambda found: found.additional_properties, {}),
    "moderation.unban": (models.ModerationResult, lambda found: found.additional_properties, {}),
    "public_key.get": (models.PublicKey, lambda found: found.public_key[:10], "-----BEGIN"),
    "redemptions.accept": (models.FailedRedemption, lambda found: found, []),
    "redemptions.list": (models.RewardRedemptions, lambda found: found[0].reward.id, REWARD),
    "redemptions.reject": (models.FailedRedemption, lambda found: found, []),
    "rewards.create": (
        models.Reward,
        lambda found: (found.title, found.cost),
        ("Song Request", 100),
    ),
    "rewards.delete": (None, lambda found: found, None),
    "rewards.list": (models.Reward, lambda found: [one.id for one in found], [REWARD]),
    "rewards.update": (models.Reward, lambda found: found.is_paused, True),
    "token.introspect": (models.TokenIntrospection, lambda found: found.active, True),
    "users.get": (models.User, lambda found: [one.name for one in found], ["alice", "bob"]),
    "users.livestreams": (models.Livestream, lambda found: found[0].title, "alice is here"),
}
"""What each call gives: the type of the value or of its items, and a fact."""

PAGES = {
    "categories.pages": 3,
    "drops.pages_claims": 2,
    "livestreams.pages": 3,
    "redemptions.pages": 2,
}
"""How many pages each walk has."""

NAMING_THE_CHANNEL: dict[str, Call] = {
    "events.subscribe": lambda api: api.events.subscribe(
        events=[FOLLOWED], broadcaster_user_id=123
    ),
}
"""What an app says that a user need not."""


def types_in(value: object) -> set[type]:
    """The type of a value, or those of its items."""
    items = cast("list[object]", value) if isinstance(value, list) else [value]
    return {type(item) for item in items}


def test_every_operation_of_the_document_is_here() -> None:
    """No operation is left out, in the calls and in what they give."""
    assert PLACES.keys() == CALLS.keys() == VALUES.keys()
    assert {name for name in NAMES if alternatives(name) == [("app", ())]} == AS_APP - set(WALKS)


@pytest.mark.parametrize("name", NAMES)
def test_each_call_gives_its_typed_value(alice: Face, name: str) -> None:
    """Its own, or a list of items, with what the mock knows."""
    ready(alice, name)
    kind, fact, expected = VALUES[name]

    value = alice.ask(CALLS[name], account_for(name))

    assert types_in(value) <= {kind or type(None)}
    assert fact(value) == expected


@pytest.mark.parametrize("name", NAMES)
def test_each_call_can_give_its_whole_answer(alice: Face, name: str) -> None:
    """The documented status, headers and the bytes, beside the value with its envelope."""
    ready(alice, name)

    answer = alice.ask(raw(CALLS[name]), account_for(name))

    assert answer.status == success_status(name)
    if answer.status == 204:
        assert (answer.value, answer.body) == (None, b"")
    else:
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.value.to_dict() == json.loads(answer.body)
        assert answer.value.message == "OK"


@pytest.mark.parametrize("name", [name for name in NAMES if ("app", ()) in alternatives(name)])
def test_the_app_may_call_what_the_document_opens_to_apps(face: Face, name: str) -> None:
    """Without a login, and with a value of the same type."""
    kind, _, _ = VALUES[name]

    value = face.ask(NAMING_THE_CHANNEL.get(name, CALLS[name]), None)

    assert types_in(value) <= {kind or type(None)}


@pytest.mark.parametrize("name", WALKS)
def test_a_walk_goes_to_the_last_page(alice: Face, name: str) -> None:
    """Cursors of both kinds are followed until there is none."""
    pages = alice.ask(WALKS[name], None if name in AS_APP else "alice")

    assert len(pages) == PAGES[name]


@pytest.mark.parametrize("name", NAMES)
def test_both_faces_give_the_same(world: World, runner: asyncio.Runner, name: str) -> None:
    """The same value and the same bytes, from a mock in the same state."""
    with ExitStack() as opened:
        found: list[object] = []
        for make in (
            lambda: SyncFace(World(world.target, world.control), opened),
            lambda: AsyncFace(World(world.target, world.control), opened, runner),
        ):
            world.control.reset()
            face: Face = make()
            face.world.log_in()
            ready(face, name)
            answer = face.ask(raw(CALLS[name]), account_for(name))
            found.append((answer.status, sorted(answer.headers), answer.body, answer.value))

    assert found[0] == found[1]
