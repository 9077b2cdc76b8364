"""Channels: read by id, by slug or as one's own, and changed by their owner."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from kickwire_mock.clock import rfc3339
from kickwire_mock.errors import RequestError
from kickwire_mock.events import payloads
from kickwire_mock.ledger import quirk, setting
from kickwire_mock.messages import Reply
from kickwire_mock.routes.api.categories import brief
from kickwire_mock.routes.api.livestreams import thumbnail
from kickwire_mock.routes.api.visit import Handler, Refusal, Visit, listed, nothing
from kickwire_mock.wire import json_bytes
from kickwire_mock.world.categories import categories
from kickwire_mock.world.channels import Channel, Channels
from kickwire_mock.world.people import User

QUERY_RULES = quirk("channels_query_rules")
UNKNOWN_SLUG = setting("channel_unknown_is_200_empty")
ZERO_VALUES = quirk("channels_offline_zero_values")
STALE = setting("channels_stale_reads")
SECRETS = quirk("secrets_in_channel")
IGNORED = quirk("patch_channels_ignores_unknown")
MATURE = setting("patch_channels_clears_mature")
CORRUPTED = quirk("channels_batch_corruption")

_STREAMKEY = "streamkey:read"
_FIELDS = frozenset({"category_id", "stream_title", "custom_tags"})
_DESCRIBE = ("category_id", "stream_title")
_MISTAKEN = ("tags", "is_mature", "title")
"""Names that code sends in place of the right ones; only these are worth naming in the journal."""
_INTACT = 25
"""Channels in one answer that come back right, whatever is armed."""

_OFFLINE: Mapping[str, Any] = {
    "url": "",
    "key": "",
    "is_live": False,
    "is_mature": False,
    "language": "",
    "start_time": "0001-01-01T00:00:00Z",
    "viewer_count": 0,
    "thumbnail": "",
    "custom_tags": None,
}


def read(visit: Visit) -> Reply:
    """The channels of these ids or slugs, or the token's own."""
    users, unknown = _asked(visit)
    quirks = dict.fromkeys(unknown)
    channels, grant = visit.world.channels, visit.grant
    own = None if grant is None else grant.user
    may_see_key = grant is not None and _STREAMKEY in grant.scopes
    lag = int(visit.setting(STALE))
    shown: list[bytes] = []
    for user in users:
        channel = channels.seen(user, lag)
        if lag and channel != channels.of(user):
            quirks[STALE] = None
        if not channel.live:
            quirks[ZERO_VALUES] = None
        if user.name != own:
            shown.append(channels.made("channel", channel, _to_everybody))
        elif not may_see_key:
            quirks[SECRETS] = None
            shown.append(channels.made("channel", channel, _to_everybody))
        else:
            write = functools.partial(_to_its_owner, channels)
            shown.append(channels.made("own channel", channel, write))
    return listed(shown, quirks=tuple(quirks))


def update(visit: Visit) -> Reply:
    """Change the token's own channel; unknown fields change nothing."""
    body: dict[str, Any] = visit.arguments.body
    category_id = body.get("category_id")
    if category_id is not None and category_id not in categories():
        raise RequestError("no category has this id")
    world, owner = visit.world, visit.user()
    before = world.channels.of(owner)
    described = not body.keys().isdisjoint(_DESCRIBE)
    cleared = described and before.mature and visit.setting(MATURE) == "cleared"
    world.channels.update(
        owner,
        title=body.get("stream_title"),
        category_id=category_id,
        tags=body.get("custom_tags"),
        mature=False if cleared else None,
    )
    world.news.extend(payloads.changes(before, world.channels.of(owner), world.clock.now()))
    quirks = (MATURE,) if cleared else ()
    unknown = [name for name in body if name not in _FIELDS]
    if not unknown:
        return nothing(quirks)
    return replace(nothing((*quirks, IGNORED)), reason=_ignored(unknown))


def corrupted(reply: Reply) -> Reply:
    """An answer with many channels, in which every second live one is zeroed."""
    body = json.loads(reply.body)
    found: list[dict[str, Any]] = body["data"]
    if reply.status != HTTPStatus.OK or len(found) <= _INTACT:
        return reply
    live = [each for each in found if each["stream"]["is_live"]]
    for each in live[1::2]:
        each |= _zeros()
    return replace(reply, body=json_bytes(body))


def reworded(refusal: RequestError) -> RequestError:
    """Too many values, or a slug that is too long, in the words of the documents."""
    message = "Invalid parameters or mixed parameter types"
    return Refusal(HTTPStatus.BAD_REQUEST, {}, message, refusal.reason, QUERY_RULES)


def _asked(visit: Visit) -> tuple[list[User], tuple[str, ...]]:
    """Who has the channels that are asked for, and the entry that explains who is missing."""
    query = visit.arguments.query
    ids, slugs = query.get("broadcaster_user_id"), query.get("slug")
    users = visit.world.users
    if ids and slugs:
        raise reworded(RequestError("ids and slugs were mixed"))
    if ids:
        return [user for each in dict.fromkeys(ids) if (user := users.by_id(each))], ()
    if not slugs:
        return [_own(visit)], ()
    asked = dict.fromkeys(slugs)
    found = [user for each in asked if (user := users.by_slug(each))]
    if len(found) == len(asked):
        return found, ()
    if visit.setting(UNKNOWN_SLUG) == "error":
        reason = "one of the slugs belongs to no channel"
        raise Refusal(HTTPStatus.BAD_REQUEST, {}, "Invalid request", reason, UNKNOWN_SLUG)
    return found, (UNKNOWN_SLUG,)


def _own(visit: Visit) -> User:
    user = visit.user_or_none()
    if user is None:
        reason = "broadcaster_user_id is required for app tokens"
        raise RequestError(reason, QUERY_RULES)
    return user


def _shown(channel: Channel) -> dict[str, Any]:
    owner = channel.owner
    number = owner.user_id
    return {
        "broadcaster_user_id": number,
        "slug": owner.slug,
        "channel_description": f"The channel of {owner.name}",
        "banner_picture": f"https://files.kick.com/images/channel/{number}/banner_image/banner.webp",
        **(_live(channel) if channel.live else _zeros()),
        "active_subscribers_count": number % 150,
        "active_gifted_subscribers_count": number % 30,
        "canceled_subscribers_count": number % 25,
    }


def _to_everybody(channel: Channel) -> bytes:
    return json_bytes(_shown(channel))


def _to_its_owner(channels: Channels, channel: Channel) -> bytes:
    shown, key = _shown(channel), channels.stream_key(channel.owner)
    url = f"rtmps://{channel.owner.user_id:012x}.global-contribute.live-video.net"
    return json_bytes({**shown, "stream": {**shown["stream"], "url": url, "key": key}})


def _zeros() -> dict[str, Any]:
    """What an offline channel has in place of what only a live one has."""
    return {"stream_title": "", "category": brief(None), "stream": _OFFLINE}


def _live(channel: Channel) -> dict[str, Any]:
    return {
        "stream_title": channel.title,
        "category": brief(channel.category),
        "stream": {
            "url": "",
            "key": "",
            "is_live": True,
            "is_mature": channel.mature,
            "language": channel.language,
            "start_time": rfc3339(channel.started or 0.0),
            "viewer_count": channel.viewers,
            "thumbnail": thumbnail(channel),
            "custom_tags": list(channel.tags),
        },
    }


def _ignored(unknown: list[str]) -> str:
    named = [name for name in _MISTAKEN if name in unknown]
    others = len(unknown) - len(named)
    listed = [*named, *([f"{others} more"] if named and others else [])]
    what = f" ({', '.join(listed)})" if named else ""
    return f"{len(unknown)} unknown field(s) changed nothing{what}"


HANDLERS: Mapping[str, Handler] = {"getChannels": read, "updateChannel": update}
"""By operationId."""

REWORDED: Mapping[str, Callable[[RequestError], RequestError]] = {"getChannels": reworded}
"""By operationId; see `kickwire_mock.routes.api.handlers`."""
