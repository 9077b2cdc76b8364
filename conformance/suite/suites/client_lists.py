"""Long lists: portions, what is missing from them, and pages."""

from __future__ import annotations

from urllib.parse import parse_qs

import httpx
from kickwire import errors

from conformance.suite import checks
from conformance.suite.cases import MUST, QUIRK
from conformance.suite.clients import Scene, client_case
from conformance.suite.wires import answer, pass_on

_CALLS = "docs/calls.md"
_UNKNOWN = 9_007_199_254_740_991
_AS_USUAL = {"api_envelope": "as_seen", "ratelimit_unpublished": "unlimited"}
"""Only Kick's own words tell a refusal of what is unknown from any other, and to find it out takes
many calls at once."""


def _live(scene: Scene, number: int) -> list[int]:
    """The ids of so many users who are live."""
    query = {"limit": str(number)}
    answer = scene.stage.api.get(
        "/public/v2/livestreams", query=query, token=scene.stage.app_token()
    )
    return [each["broadcaster_user"]["id"] for each in answer.data]


def _sizes(scene: Scene, operation: str, parameter: str) -> list[int]:
    return [len(parse_qs(each.query)[parameter]) for each in scene.wire.of(operation)]


@client_case("client/chunks/channels", QUIRK, evidence=("quirk channels_batch_corruption",))
def channels_in_portions(scene: Scene) -> None:
    """Sixty channels are asked for by 25 at a time, as larger batches come back wrong."""
    ids = _live(scene, 60)
    scene.stage.control.arm(quirk="channels_batch_corruption", count=None)
    channels = scene.kick().channels.get(broadcaster_user_id=ids)
    checks.same("portions", _sizes(scene, "getChannels", "broadcaster_user_id"), [25, 25, 10])
    checks.same("channels", [each.broadcaster_user_id for each in channels], ids)
    checks.holds("all are live", all(each.stream.is_live for each in channels))
    checks.same("missing", list(channels.missing), [])


@client_case("client/chunks/users", MUST, evidence=(_CALLS,))
def users_in_portions(scene: Scene) -> None:
    """Sixty users are asked for by 50 at a time, and who does not exist is told."""
    ids = [*_live(scene, 59), _UNKNOWN]
    users = scene.kick().users.get(id=ids)
    checks.same("portions", _sizes(scene, "getUsers", "id"), [50, 10])
    checks.same("number of users", len(users), 59)
    checks.same("missing", list(users.missing), [_UNKNOWN])


@client_case(
    "client/chunks/missing",
    QUIRK,
    evidence=("quirk channel_unknown_is_200_empty",),
    profiles=("strict", "observed", "docs"),
)
def unknown_slugs_are_told(scene: Scene) -> None:
    """Channels that exist are given and the others told, whichever way Kick answers."""
    kick = scene.kick()
    scene.stage.set(**_AS_USUAL)
    known = [each.slug for each in kick.channels.get(broadcaster_user_id=_live(scene, 6))]
    asked = [*known[:3], "nobody-has-this", *known[3:], "nor-this"]
    channels = kick.channels.get(slug=asked)
    checks.same("slugs", sorted(each.slug for each in channels), sorted(known))
    checks.same("missing", list(channels.missing), ["nobody-has-this", "nor-this"])


@client_case(
    "client/chunks/all_missing",
    QUIRK,
    evidence=("quirk channel_unknown_is_200_empty",),
    profiles=("strict", "docs"),
)
def only_unknown_slugs(scene: Scene) -> None:
    """If none of the channels exists, the list is empty and all of them are told."""
    scene.stage.set(**_AS_USUAL)
    channels = scene.kick().channels.get(slug=["nobody-has-this", "nor-this"])
    checks.same("channels", list(channels), [])
    checks.same("missing", list(channels.missing), ["nobody-has-this", "nor-this"])


@client_case("client/chunks/refused", MUST, evidence=(_CALLS,))
def a_refusal_is_no_gap(scene: Scene) -> None:
    """A refusal that is not about something unknown is told, and nothing is called missing."""
    wrong = answer(
        400, {"data": "Invalid parameters or mixed parameter types", "message": "Bad request"}
    )
    scene.wire.always("getChannels", wrong)
    scene.refused(errors.BadRequest, lambda: scene.kick().channels.get(slug=["alice", "bob"]))
    checks.same("requests", scene.wire.count("getChannels"), 1)
    unread = answer(400, {"data": {}, "message": "Invalid request"})
    scene.wire.always("getUsers", unread)
    scene.refused(errors.BadRequest, lambda: scene.kick().users.get(id=[123, 456]))
    checks.same("requests", scene.wire.count("getUsers"), 1)


@client_case("client/chunks/failed", MUST, evidence=(_CALLS,))
def a_failed_portion(scene: Scene) -> None:
    """If one portion fails for good, the whole call fails: half a list is no answer."""
    ids = _live(scene, 30)
    scene.wire.answer("getChannels", pass_on, *[answer(500)] * 3)
    scene.refused(errors.ServerFault, lambda: scene.kick().channels.get(broadcaster_user_id=ids))


@client_case("client/chunks/unsubscribe", QUIRK, evidence=("quirk subscription_delete",))
def many_subscriptions_end(scene: Scene) -> None:
    """Sixty subscriptions are ended by 50 at a time, and the empty answers are not parsed."""
    scene.kick().events.unsubscribe(id=[f"01KEXAMP1E00000000000{each:05d}" for each in range(60)])
    checks.same("portions", _sizes(scene, "unsubscribeFromEvents", "id"), [50, 10])


@client_case(
    "client/pages/all",
    QUIRK,
    evidence=("quirk paging_and_limits_drift",),
    profiles=("strict", "docs"),
)
def every_item_once(scene: Scene) -> None:
    """A walk through pages gives each item once, in order, to the last."""
    kick = scene.kick()
    whole = [each.id for each in kick.livestreams.list(limit=1000)]
    found = [each.id for each in kick.livestreams.iter(limit=9)]
    checks.same("items", found, whole)


@client_case("client/pages/lazy", MUST, evidence=(_CALLS,))
def a_walk_asks_as_it_goes(scene: Scene) -> None:
    """A walk that is given up asks for no further page."""
    walk = iter(scene.kick().categories.iter(limit=5))
    for _ in range(5):
        next(walk)
    checks.same("requests", scene.wire.count("listCategories"), 1)
    next(walk)
    checks.same("requests", scene.wire.count("listCategories"), 2)


@client_case("client/pages/circle", MUST, evidence=(_CALLS,))
def pages_in_a_circle(scene: Scene) -> None:
    """If a cursor comes a second time, the walk ends in an error instead of going on for ever."""

    def around(request: httpx.Request) -> httpx.Response:
        after = parse_qs(request.url.query.decode("ascii")).get("cursor", [""])[0]
        cursor = "bbbb" if after == "aaaa" else "aaaa"
        body: dict[str, object] = {
            "data": [],
            "message": "OK",
            "pagination": {"next_cursor": cursor},
        }
        return httpx.Response(200, json=body, request=request)

    scene.wire.always("listCategories", around)
    scene.refused(errors.UnexpectedAnswer, lambda: list(scene.kick().categories.iter()))


@client_case("client/pages/end", QUIRK, evidence=("quirk paging_and_limits_drift",))
def how_pages_end(scene: Scene) -> None:
    """Pages end where the next cursor is empty, null or absent."""
    kick = scene.kick()
    for pagination in ({"next_cursor": ""}, {"next_cursor": None}, {}, None):
        body: dict[str, object] = {"data": [], "message": "OK", "pagination": pagination}
        scene.wire.answer("listCategories", answer(200, body))
        checks.same("items", list(kick.categories.iter()), [])
    checks.same("requests", scene.wire.count("listCategories"), 4)
