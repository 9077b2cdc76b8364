"""Livestreams: both versions of the list, those of some users, and how many there are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from kickwire_mock.clock import rfc3339
from kickwire_mock.messages import Reply
from kickwire_mock.routes.api import cursors
from kickwire_mock.routes.api.categories import brief
from kickwire_mock.routes.api.visit import Handler, Visit, listed, ok
from kickwire_mock.wire import json_bytes
from kickwire_mock.world.channels import Channel, Channels, Order, oldest

_LIMIT_V1 = 25
_LIMIT_V2 = 100
_CHANNEL_IDS = 500_000
"""What a channel's own id, which only v1 livestreams tell, has over the id of its user. Ours."""

# Biggest and newest first; that the numbers fall is inferred, no source says it.
_SORTS: Mapping[str, Order] = {
    "viewer_count": lambda channel: (-channel.viewers, channel.owner.user_id),
    "started_at": lambda channel: (-(channel.started or 0.0), channel.owner.user_id),
}


def thumbnail(channel: Channel) -> str:
    """Address of a picture of the running stream."""
    number = channel.owner.user_id
    return f"https://images.kick.com/video_thumbnails/{number:x}/{number}/480.webp"


def page(visit: Visit) -> Reply:
    """The second version: oldest stream first, from the cursor on."""
    query = visit.arguments.query
    limit = query.get("limit", _LIMIT_V2)
    topics, languages = query.get("category_id"), query.get("language_code")
    live = visit.world.channels.live(oldest)
    start = bisect_right(live, _place(query["cursor"]), key=oldest) if query.get("cursor") else 0
    fitting = (
        each
        for each in islice(live, start, None)
        if (not topics or each.category_id in topics)
        and (not languages or each.language in languages)
    )
    found = list(islice(fitting, limit + 1))
    shown = found[:limit]
    return listed(
        _written(visit.world.channels, shown),
        next_cursor=_cursor(shown[-1]) if len(found) > limit else "",
    )


def first_version(visit: Visit) -> Reply:
    """The first version: no pages, so the rest is out of reach."""
    query = visit.arguments.query
    users, topic, language = (
        query.get(name) for name in ("broadcaster_user_id", "category_id", "language")
    )
    channels, by = visit.world.channels, _SORTS[query.get("sort", "viewer_count")]
    found = (
        each
        for each in (sorted(_live_ones(visit, users), key=by) if users else channels.live(by))
        if topic in (None, each.category_id) and language in (None, each.language)
    )
    shown = islice(found, query.get("limit", _LIMIT_V1))
    return listed(channels.made("v1", each, _shown_v1) for each in shown)


def of_users(visit: Visit) -> Reply:
    """Those of the named users who are live, each once."""
    found = _live_ones(visit, visit.arguments.query["user_id"])
    return listed(_written(visit.world.channels, found))


def stats(visit: Visit) -> Reply:
    """How many channels are live."""
    return ok({"total_count": len(visit.world.channels.live(oldest))})


def _live_ones(visit: Visit, ids: Iterable[int]) -> list[Channel]:
    """The channels of these users that are live, each once, in the order of the ids."""
    users = map(visit.world.users.by_id, dict.fromkeys(ids))
    found = (visit.world.channels.of(user) for user in users if user is not None)
    return [each for each in found if each.live]


def _cursor(channel: Channel) -> str:
    began, user_id = oldest(channel)
    return cursors.written({"started_at": began, "id": user_id})


def _place(cursor: str) -> tuple[int, int]:
    value = cursors.read(cursor)
    return cursors.number_in(value, "started_at"), cursors.number_in(value, "id")


def _written(channels: Channels, found: Iterable[Channel]) -> Iterator[bytes]:
    def shown(channel: Channel) -> bytes:
        return _shown(channel, channels.stream_id(channel))

    return (channels.made("v2", each, shown) for each in found)


def _shown(channel: Channel, stream_id: str) -> bytes:
    owner = channel.owner
    shown = {
        "id": stream_id,
        "title": channel.title,
        "thumbnail": thumbnail(channel),
        "started_at": rfc3339(channel.started or 0.0),
        "viewer_count": channel.viewers,
        "language_code": channel.language,
        "tags": list(channel.tags),
        "has_mature_content": channel.mature,
        "broadcaster_user": {
            "id": owner.user_id,
            "username": owner.name,
            "profile_picture": owner.profile_picture,
        },
        "category": brief(channel.category),
        "channel": {"slug": owner.slug},
    }
    return json_bytes(shown)


def _shown_v1(channel: Channel) -> bytes:
    owner = channel.owner
    shown = {
        "broadcaster_user_id": owner.user_id,
        "channel_id": owner.user_id + _CHANNEL_IDS,
        "slug": owner.slug,
        "stream_title": channel.title,
        "category": brief(channel.category),
        "language": channel.language,
        "has_mature_content": channel.mature,
        "custom_tags": list(channel.tags),
        "profile_picture": owner.profile_picture,
        "started_at": rfc3339(channel.started or 0.0),
        "thumbnail": thumbnail(channel),
        "viewer_count": channel.viewers,
    }
    return json_bytes(shown)


HANDLERS: Mapping[str, Handler] = {
    "listLivestreams": page,
    "listLivestreamsV1": first_version,
    "getUserLivestreams": of_users,
    "getLivestreamStats": stats,
}
"""By operationId."""
