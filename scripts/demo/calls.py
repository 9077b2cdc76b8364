"""One call of every operation, as a user would write it. The same lines serve both faces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kickwire_api.models import DropClaimUpdate, EventToSubscribe

MESSAGE = "5138d04d-68f8-4eca-aa65-93123f6f97fe"
REWARD = "01HZ8X9K2M4N6P8Q0R2S4T6V8W"
REDEMPTIONS = ["01KEWZ2RKYZZFGD154K50Y3F8D", "01KEWZ2YC27070XWMHKFJR6C87"]
FOLLOWED = EventToSubscribe(name="channel.followed", version=1)
FULFILLED = DropClaimUpdate(claim_id="01JXB3R5T6V7W8X9Y0Z1A2B3C4", external_status="fulfilled")

WALKS: dict[str, Callable[[Any], Any]] = {
    "categories.pages": lambda kick: kick.categories.pages(limit=25),
    "redemptions.pages": lambda kick: kick.redemptions.pages(),
    "livestreams.pages": lambda kick: kick.livestreams.pages(limit=25),
    "drops.pages_claims": lambda kick: kick.drops.pages_claims(limit=10),
}

AS_APP = {"drops.claims", "drops.pages_claims", "drops.update_claims"}
"""These take an app token, all others that of a user."""

OFFLINE = {"ads.enroll"}
"""These need a channel that is offline."""

# `kick` is a PublicApi or an AsyncPublicApi; what comes back is a value or something to await.
CALLS: dict[str, Callable[[Any], Any]] = {
    "categories.list": lambda kick: kick.categories.list(tag=["FPS", "Shooter"], limit=25),
    "categories.search": lambda kick: kick.categories.search(q="rust"),
    "categories.get": lambda kick: kick.categories.get(101),
    "users.get": lambda kick: kick.users.get(id=[123, 456]),
    "users.livestreams": lambda kick: kick.users.livestreams(user_id=[123]),
    "token.introspect": lambda kick: kick.token.introspect(),
    "channels.get": lambda kick: kick.channels.get(slug=["john-doe"]),
    "channels.update": lambda kick: kick.channels.update(stream_title="Good evening"),
    "rewards.list": lambda kick: kick.rewards.list(),
    "rewards.create": lambda kick: kick.rewards.create(title="Song Request", cost=100),
    "rewards.update": lambda kick: kick.rewards.update(REWARD, is_paused=True),
    "rewards.delete": lambda kick: kick.rewards.delete(REWARD),
    "redemptions.list": lambda kick: kick.redemptions.list(status="pending"),
    "redemptions.accept": lambda kick: kick.redemptions.accept(ids=REDEMPTIONS),
    "redemptions.reject": lambda kick: kick.redemptions.reject(ids=REDEMPTIONS),
    "chat.send": lambda kick: kick.chat.send(content="Hello", type="bot"),
    "chat.delete": lambda kick: kick.chat.delete(MESSAGE),
    "moderation.ban": lambda kick: kick.moderation.ban(
        broadcaster_user_id=123, user_id=456, duration=10, reason="spam"
    ),
    "moderation.unban": lambda kick: kick.moderation.unban(broadcaster_user_id=123, user_id=456),
    "livestreams.list": lambda kick: kick.livestreams.list(language_code=["en"], limit=100),
    "livestreams.list_v1": lambda kick: kick.livestreams.list_v1(sort="started_at"),
    "livestreams.stats": lambda kick: kick.livestreams.stats(),
    "public_key.get": lambda kick: kick.public_key.get(),
    "kicks.leaderboard": lambda kick: kick.kicks.leaderboard(top=10),
    "events.list": lambda kick: kick.events.list(broadcaster_user_id=123),
    "events.subscribe": lambda kick: kick.events.subscribe(events=[FOLLOWED]),
    "events.unsubscribe": lambda kick: kick.events.unsubscribe(id=[REDEMPTIONS[0]]),
    "drops.claims": lambda kick: kick.drops.claims(limit=10),
    "drops.update_claims": lambda kick: kick.drops.update_claims(claims=[FULFILLED]),
    "ads.status": lambda kick: kick.ads.status(),
    "ads.start": lambda kick: kick.ads.start(id=MESSAGE, break_duration_seconds=30),
    "ads.enroll": lambda kick: kick.ads.enroll(),
}
