# What stands in a place, and what is put there instead, has no type here:
# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Bugs of what the API host does."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.selftest.ground import Ground
from conformance.selftest.plant import plant
from conformance.selftest.plants.api_answers import answering

_API = "kickwire_mock.routes.api"


@plant("unsubscribe-does-nothing", "mock", "api/events/unsubscribe")
def unsubscribe_does_nothing(ground: Ground) -> None:
    """To end subscriptions by their ids is answered with 204, and ends none."""
    ground.handler(
        "unsubscribeFromEvents",
        lambda handler: (
            lambda visit: handler(
                replace(visit, arguments=replace(visit.arguments, query={"id": []}))
            )
        ),
    )


@plant("unsubscribe-only-the-first", "mock", "api/events/unsubscribe")
def unsubscribe_only_the_first(ground: Ground) -> None:
    """Of several ids in the query only the first one counts."""

    def make(handler: Any) -> Any:
        def short(visit: Any) -> Any:
            query = {"id": visit.arguments.query["id"][:1]}
            return handler(replace(visit, arguments=replace(visit.arguments, query=query)))

        return short

    ground.handler("unsubscribeFromEvents", make)


@plant("user-token-names-the-channel", "mock", "api/events/own_channel")
def user_token_names_the_channel(ground: Ground) -> None:
    """Under a user's token the channel that is named counts."""

    def make(order: Any) -> Any:
        def obedient(visit: Any) -> Any:
            found = order(visit)
            named = visit.arguments.body.get("broadcaster_user_id")
            return found if named is None else replace(found, channel=int(named))

        return obedient

    ground.swap(f"{_API}.events:_order", make)


@plant("ban-in-seconds", "mock", "api/moderation/minutes")
def ban_in_seconds(ground: Ground) -> None:
    """The duration of a timeout counts seconds."""

    def make(put: Any) -> Any:
        def short(self: Any, ban: Any) -> Any:
            seconds = (ban.expires - ban.since) / 60
            return put(self, replace(ban, expires=ban.since + seconds))

        return short

    ground.swap("kickwire_mock.world.bans:Bans.put", make)


@plant("ban-does-nothing", "mock", "api/moderation/ban")
def ban_does_nothing(ground: Ground) -> None:
    """Who is banned goes on writing."""
    ground.swap("kickwire_mock.world.bans:Bans.put", lambda _: lambda self, ban: None)


@plant("pardon-without-body", "mock", "api/moderation/body")
def pardon_without_body(ground: Ground) -> None:
    """A pardon is read from the query when it has no body."""

    def make(read: Any) -> Any:
        def lenient(self: Any, request: Any, segments: Any) -> Any:
            if self.id == "unbanUser" and not request.body:
                from kickwire_mock.wire import pairs

                sent = pairs(request.query, "the query")
                body = {name: int(values[0]) for name, values in sent.items()}
                request = replace(
                    request,
                    body=json.dumps(body).encode(),
                    headers=type(request.headers)([("Content-Type", "application/json")]),
                )
            return read(self, request, segments)

        return lenient

    ground.swap("kickwire_mock.operations:Operation.read", make)


@plant("message-id-twice", "mock", "api/chat/send")
def message_id_twice(ground: Ground) -> None:
    """All messages have the same id."""
    same = "5138d04d-68f8-4eca-aa65-93123f6f97fe"
    answering(
        ground, "sendChatMessage", lambda content, visit: content["data"].update(message_id=same)
    )


def _overlooking(ground: Ground, reason: str) -> None:
    """Decide on redemptions in spite of a reason not to."""

    def make(why_not: Any) -> Any:
        return lambda visit, redemption, reward: (
            "" if (why := why_not(visit, redemption, reward)) == reason else why
        )

    ground.swap(f"{_API}.redemptions:_why_not", make)


@plant("accepted-twice", "mock", "api/redemptions/once")
def accepted_twice(ground: Ground) -> None:
    """A redemption that was decided already can be decided again."""
    _overlooking(ground, "NOT_PENDING")


@plant("deleted-reward-stays", "mock", "api/rewards/delete")
def deleted_reward_stays(ground: Ground) -> None:
    """To delete a reward is answered with 204, and it stays."""
    ground.swap("kickwire_mock.world.rewards:Rewards.delete", lambda _: lambda self, reward: None)


@plant("leaderboard-upside-down", "mock", "api/kicks/leaderboard")
def leaderboard_upside_down(ground: Ground) -> None:
    """The leaderboard begins with who gave least."""

    def change(content: dict[str, Any], visit: Any) -> None:
        content["data"]["lifetime"].reverse()

    answering(ground, "getKicksLeaderboard", change)


@plant("anybody-decides", "mock", "api/redemptions/not_owned")
def anybody_decides(ground: Ground) -> None:
    """An app decides on what was bought of another app's reward."""
    _overlooking(ground, "NOT_OWNED")


@plant("decided-nevertheless", "mock", "api/redemptions/unknown")
def decided_nevertheless(ground: Ground) -> None:
    """What is listed as not decided is decided all the same."""

    def make(why_not: Any) -> Any:
        def careless(visit: Any, redemption: Any, reward: Any) -> Any:
            why = why_not(visit, redemption, reward)
            if why == "UNKNOWN":
                redemption.status = "accepted"
            return why

        return careless

    ground.swap(f"{_API}.redemptions:_why_not", make)


@plant("unverified-without-a-cap", "mock", "api/events/chat_limit")
def unverified_without_a_cap(ground: Ground) -> None:
    """An app that is not verified has as much room for chats as one that is."""
    ground.swap(f"{_API}.events:_cap", lambda _: lambda visit, event: 10_000)


@plant("streams-always-the-same-number", "mock", "api/livestreams/live")
def streams_always_the_same_number(ground: Ground) -> None:
    """The number of streams does not change with those who go live."""
    answering(
        ground, "getLivestreamStats", lambda content, visit: content["data"].update(total_count=7)
    )


@plant("pages-leave-some-out", "mock", "api/redemptions/stable")
def pages_leave_some_out(ground: Ground) -> None:
    """The second page of redemptions begins some too late."""
    ground.swap(
        f"{_API}.cursors:whole_number", lambda read: lambda text, name: read(text, name) + 3
    )


def _paged_by_count(
    ground: Ground, operation: str, cut: Callable[[dict[str, Any], int, int], None]
) -> None:
    """Let cursors count what was shown already.

    Args:
        ground: where to plant.
        operation: whose pages.
        cut: is given the content of an answer with everything, the first and the end of a page.
    """

    def make(handler: Any) -> Any:
        def counting(visit: Any) -> Any:
            query = dict(visit.arguments.query)
            first, limit = int(query.pop("cursor", None) or 0), query.get("limit", 10)
            everything = replace(visit.arguments, query={**query, "limit": 1_000})
            reply = handler(replace(visit, arguments=everything))
            content = json.loads(reply.body)
            cut(content, first, first + limit)
            return replace(reply, body=json.dumps(content).encode())

        return counting

    ground.handler(operation, make)


@plant("livestreams-paged-by-count", "mock", "api/livestreams/stable")
def livestreams_paged_by_count(ground: Ground) -> None:
    """A stream that ends between two pages lets the next one be left out."""

    def cut(content: dict[str, Any], first: int, end: int) -> None:
        streams = content["data"]
        content["data"] = streams[first:end]
        content["pagination"]["next_cursor"] = str(end) if len(streams) > end else ""

    _paged_by_count(ground, "listLivestreams", cut)


@plant("claims-paged-by-count", "mock", "api/drops/stable")
def claims_paged_by_count(ground: Ground) -> None:
    """A claim that gets another state between two pages lets another one be left out."""

    def cut(content: dict[str, Any], first: int, end: int) -> None:
        claims = content["data"]["claims"]
        cursor = str(end) if len(claims) > end else None
        content["data"] = {"claims": claims[first:end], "cursor": cursor}

    _paged_by_count(ground, "listDropClaims", cut)


@plant("lists-of-the-first-minute", "mock", "api/livestreams/metadata")
def lists_of_the_first_minute(ground: Ground) -> None:
    """The lists of livestreams show a channel for ever as they showed it first."""
    first: dict[tuple[str, int], bytes] = {}

    def make(made: Any) -> Any:
        def kept(self: Any, what: str, channel: Any, write: Any) -> Any:
            if what not in ("v1", "v2"):
                return made(self, what, channel, write)
            return first.setdefault((what, channel.owner.user_id), write(channel))

        return kept

    ground.swap("kickwire_mock.world.channels:Channels.made", make)


@plant("reward-keeps-what-nobody-knows", "mock", "api/envelope/unknown_fields")
def reward_keeps_what_nobody_knows(ground: Ground) -> None:
    """A new reward has every field that was sent."""
    answering(
        ground,
        "createReward",
        lambda content, visit: content["data"].update(visit.arguments.body),
    )
