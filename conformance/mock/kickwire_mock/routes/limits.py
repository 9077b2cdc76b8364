"""429: when it is answered, and whether it says how long to wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kickwire_mock.clock import http_date
from kickwire_mock.ledger import setting
from kickwire_mock.messages import Headers, Reply
from kickwire_mock.world.grants import Grant
from kickwire_mock.world.limits import Limit
from kickwire_mock.world.state import World

GENERAL = setting("ratelimit_unpublished")
LIVESTREAMS = setting("ratelimit_livestreams")
RETRY_AFTER = setting("ratelimit_retry_after")
POOL = setting("ratelimit_per_app_pool")

MINUTE = 60
_HEADER = "retry-after"
_GENERAL: Mapping[str, tuple[int, int]] = {
    "per_minute_600": (600, MINUTE),
    "per_second_10": (10, 1),
}
"""How much a bucket holds, and in how many seconds an empty one is full again."""
_LISTS = frozenset({"listLivestreams", "listLivestreamsV1"})


def exceeded(world: World, operation: str, grant: Grant) -> Limit | None:
    """The limit that a request of this token runs into; None: it counts and may pass."""
    limits: list[Limit] = []
    general = _GENERAL.get(world.settings.get(GENERAL, grant.client_id))
    if general is not None:
        most, seconds = general
        limits += [
            Limit(pool=pool, most=most, seconds=seconds, quirk=GENERAL, bucket=True)
            for pool in _pools(world, grant)
        ]
    if operation in _LISTS:
        most = int(world.settings.get(LIVESTREAMS, grant.client_id))
        if most:
            pool = f"{LIVESTREAMS} {grant.client_id}"
            limits.append(Limit(pool=pool, most=most, seconds=MINUTE, quirk=LIVESTREAMS))
    return world.limits.exceeded(limits) if limits else None


def told(
    reply: Reply,
    world: World,
    client_id: str | None,
    limit: Limit | None = None,
    form: str | None = None,
) -> Reply:
    """A 429 with Retry-After as the setting ``RETRY_AFTER`` has it; anything else as it is.

    Args:
        reply: the answer.
        world: that of the mock.
        client_id: of the app that asked, if it is known.
        limit: that was exceeded; None: one a minute, of which nothing else is known.
        form: a value of the setting, to go before it.
    """
    if reply.status != 429:
        return reply
    kept = [(name, value) for name, value in reply.headers if name.lower() != _HEADER]
    form = form or world.settings.get(RETRY_AFTER, client_id)
    limits = world.limits
    wait = limits.rest_of_window(MINUTE) if limit is None else limits.wait(limit)
    if form == "seconds":
        kept.append(("Retry-After", str(wait)))
    elif form == "http_date":
        kept.append(("Retry-After", http_date(world.clock.now() + wait)))
    return replace(reply, headers=Headers(kept), quirks=(*reply.quirks, RETRY_AFTER))


def _pools(world: World, grant: Grant) -> list[str]:
    app, own = f"app {grant.client_id}", f"token {grant.client_id} {grant.user or ''}"
    shared = world.settings.get(POOL, grant.client_id)
    if shared == "per_app":
        return [app]
    return [own] if shared == "per_token" else [own, app]
