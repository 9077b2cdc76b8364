# What stands in a place, and what is put there instead, has no type here:
# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Bugs of limits and of lists that have pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from conformance.selftest.ground import Ground
from conformance.selftest.plant import plant
from conformance.selftest.plants.api_answers import answering

_LIMITS = "kickwire_mock.routes.limits"


@plant("ban-of-a-minute-more", "document", "api/limits/banUser/duration")
def ban_of_a_minute_more(ground: Ground) -> None:
    """A timeout may last a minute more than a week."""
    ground.schema("BanRequest", "properties", "duration", maximum=10_081)


@plant("message-of-501", "document", "api/limits/sendChatMessage/content")
def message_of_501(ground: Ground) -> None:
    """A message may have one character too many."""
    ground.schema("ChatMessageRequest", "properties", "content", maxLength=501)


@plant("message-in-bytes", "mock", "api/limits/sendChatMessage/content")
def message_in_bytes(ground: Ground) -> None:
    """The length of a message is counted in bytes."""

    def make(handler: Any) -> Any:
        def counting(visit: Any) -> Any:
            from kickwire_mock.errors import RequestError

            if len(visit.arguments.body["content"].encode()) > 500:
                raise RequestError("the message is too long")
            return handler(visit)

        return counting

    ground.handler("sendChatMessage", make)


@plant("title-of-49", "document", "api/limits/createReward/title")
def title_of_49(ground: Ground) -> None:
    """The title of a reward may have one character less than it should."""
    ground.schema("RewardRequest", "properties", "title", maxLength=49)


@plant("fifty-one-channels", "document", "api/limits/getChannels/broadcaster_user_id")
def fifty_one_channels(ground: Ground) -> None:
    """One channel too many may be asked for."""
    ground.parameter("getChannels", "broadcaster_user_id", maxItems=51)


@plant("redemptions-not-unique", "document", "api/limits/acceptRedemptions/ids")
def redemptions_not_unique(ground: Ground) -> None:
    """The same redemption may be named twice."""
    ground.schema("RedemptionIds", "properties", "ids", uniqueItems=False)


@plant("page-of-nothing", "document", "api/limits/listLivestreams/limit")
def page_of_nothing(ground: Ground) -> None:
    """A page of livestreams may have no entries."""
    ground.parameter("listLivestreams", "limit", minimum=0)


@plant("sixteen-rewards", "mock", "api/rewards/cap")
def sixteen_rewards(ground: Ground) -> None:
    """A channel may have one reward too many."""
    ground.swap("kickwire_mock.routes.api.rewards:_MOST", lambda most: most + 1)


@plant("disabled-rewards-do-not-count", "mock", "api/rewards/cap")
def disabled_rewards_do_not_count(ground: Ground) -> None:
    """Only enabled rewards count towards the cap."""

    def make(_: Any) -> Any:
        return lambda self, channel: sum(each.is_enabled for each in self.of_channel(channel))

    ground.swap("kickwire_mock.world.rewards:Rewards.count", make)


@plant("subscriptions-without-cap", "mock", "api/events/limit")
def subscriptions_without_cap(ground: Ground) -> None:
    """An app may hold any number of subscriptions."""
    ground.swap("kickwire_mock.routes.api.events:_cap", lambda _: lambda visit, event: 1_000_000)


@plant("names-by-any-word", "mock", "api/categories/by_name")
def names_by_any_word(ground: Ground) -> None:
    """A search by name finds a word anywhere in it, as the old search does."""

    def make(_: Any) -> Any:
        from kickwire_mock.world.categories import categories

        def filtered(query: Any) -> Any:
            texts = [each.casefold() for each in query.get("name", [""])]
            return (
                each
                for each in categories().values()
                if any(text in each.name.casefold() for text in texts)
            )

        return filtered

    ground.swap("kickwire_mock.routes.api.categories:_filtered", make)


@plant("cursor-skips-one", "mock", "api/categories/pages")
def cursor_skips_one(ground: Ground) -> None:
    """Each page after the first lacks its first entry."""

    def change(content: dict[str, Any], visit: Any) -> None:
        if "cursor" in visit.arguments.query:
            del content["data"][0]

    answering(ground, "listCategories", change)


@plant("cursor-repeats-one", "mock", "api/livestreams/pages")
def cursor_repeats_one(ground: Ground) -> None:
    """Each page begins with the last entry of the page before."""
    last: dict[str, Any] = {}

    def change(content: dict[str, Any], visit: Any) -> None:
        entries = content["data"]
        before = last.get("entry")
        last["entry"] = entries[-1] if content["pagination"]["next_cursor"] else None
        if "cursor" in visit.arguments.query and before is not None:
            entries.insert(0, before)

    answering(ground, "listLivestreams", change)


@plant("cursor-never-ends", "mock", "api/livestreams/pages")
def cursor_never_ends(ground: Ground) -> None:
    """The last page has its own cursor for the next one."""

    def change(content: dict[str, Any], visit: Any) -> None:
        own = visit.arguments.query.get("cursor", "")
        content["pagination"]["next_cursor"] = content["pagination"]["next_cursor"] or own

    answering(ground, "listLivestreams", change)


@plant("cursor-ends-in-null", "mock", "api/categories/pages")
def cursor_ends_in_null(ground: Ground) -> None:
    """The last page has null for a cursor instead of an empty text."""

    def change(content: dict[str, Any], visit: Any) -> None:
        content["pagination"]["next_cursor"] = content["pagination"]["next_cursor"] or None

    answering(ground, "listCategories", change)


@plant("filter-ignored", "mock", "api/livestreams/language")
def filter_ignored(ground: Ground) -> None:
    """A filter by languages changes nothing."""

    def make(handler: Any) -> Any:
        def everything(visit: Any) -> Any:
            query = {
                name: value
                for name, value in visit.arguments.query.items()
                if name != "language_code"
            }
            return handler(replace(visit, arguments=replace(visit.arguments, query=query)))

        return everything

    ground.handler("listLivestreams", make)


@plant("claims-cursor-outside", "mock", "api/drops/pages")
def claims_cursor_outside(ground: Ground) -> None:
    """The cursor of drops claims stands beside data, as everywhere else."""

    def change(content: dict[str, Any], visit: Any) -> None:
        content["pagination"] = {"next_cursor": content["data"].pop("cursor", None) or ""}

    answering(ground, "listDropClaims", change)


@plant("rate-off-by-one", "mock", "api/limited/livestreams")
def rate_off_by_one(ground: Ground) -> None:
    """One request too many passes in a minute."""

    def make(exceeded: Any) -> Any:
        return lambda self, limits: exceeded(
            self, [replace(each, most=each.most + 1) for each in limits]
        )

    ground.swap("kickwire_mock.world.limits:Limits.exceeded", make)


@plant("rate-for-one-address", "mock", "api/limited/livestreams")
def rate_for_one_address(ground: Ground) -> None:
    """Each list of livestreams has a budget of its own."""

    def make(exceeded: Any) -> Any:
        def apart(world: Any, operation: str, grant: Any) -> Any:
            return exceeded(
                world, operation, replace(grant, client_id=f"{grant.client_id} {operation}")
            )

        return apart

    ground.swap(f"{_LIMITS}:exceeded", make)


@plant("retry-after-missing", "mock", "api/limited/retry_after")
def retry_after_missing(ground: Ground) -> None:
    """A 429 does not say when to come again."""

    def make(told: Any) -> Any:
        def silent(reply: Any, *more: Any, **named: Any) -> Any:
            made = told(reply, *more, **named)
            kept = [each for each in made.headers if each[0].lower() != "retry-after"]
            return replace(made, headers=type(made.headers)(kept))

        return silent

    ground.swap(f"{_LIMITS}:told", make)


@plant("retry-after-too-short", "mock", "api/limited/enough")
def retry_after_too_short(ground: Ground) -> None:
    """Who waits as long as a 429 says meets the next one."""

    def make(wait: Any) -> Any:
        return lambda self, seconds: max(1, wait(self, seconds) // 2)

    ground.swap("kickwire_mock.world.limits:Limits.wait", make)


@plant("every-token-for-itself", "mock", "api/limited/pools")
def every_token_for_itself(ground: Ground) -> None:
    """An app and its users have budgets apart, whatever the mock is set to."""
    ground.swap(f"{_LIMITS}:_pools", lambda pools: lambda world, grant: pools(world, grant)[:1])
