"""Limits: what stands at a limit passes, and the next step over it is 400. The numbers are written
here by hand, from Kick's pages, so that a mistake in the documents does not hide in the mock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from conformance.suite import checks
from conformance.suite.cases import MUST, QUIRK
from conformance.suite.probes import Answer
from conformance.suite.requests import good
from conformance.suite.spec import document
from conformance.suite.stage import Stage
from conformance.suite.suites.api_envelope import refused
from conformance.suite.tables import row

_WIDE = "\N{FACE WITH TEARS OF JOY}"
"""One character, two units of UTF-16, four bytes of UTF-8."""


_ROOM = ("control",)
"""A channel has room for few rewards, and what another run has left there is not ours to delete."""


@dataclass(frozen=True)
class Limit:
    """Values of one parameter or field."""

    operation: str
    name: str
    promise: str
    passing: Sequence[Any] = field(repr=False)
    """Values, or functions of the stage that give them."""
    refused: Sequence[Any] = field(repr=False)
    quirk: str = ""
    needs: tuple[str, ...] = ()


def ids(number: int) -> list[int]:
    """So many different ids."""
    return list(range(10_001, 10_001 + number))


def ulids(number: int) -> list[str]:
    """So many different ULIDs."""
    return [f"01KEXAMP1E00000000000{each:05d}" for each in range(number)]


def ceiling(stage: Stage) -> int:
    """Entries of the largest page of categories."""
    return int(stage.setting("paging_and_limits_drift"))


def above_ceiling(stage: Stage) -> int:
    """One entry more."""
    return ceiling(stage) + 1


LIMITS = (
    Limit("listCategories", "limit", "A page of categories has 1 entry up to the ceiling of 1000",
          [1, ceiling], [0, above_ceiling], "paging_and_limits_drift"),
    Limit("listCategories", "name", "A category is searched by names of 3 to 100 characters",
          ["abc", "a" * 100], ["ab", "a" * 101]),
    Limit("listCategories", "tag", "A category is searched by tags of 3 to 100 characters",
          ["abc", "a" * 100], ["ab", "a" * 101]),
    Limit("listCategories", "id", "A category's id is 1 or more", [1], [0, -1]),
    Limit("searchCategories", "page", "The first page of the old search is 1", [1], [0]),
    Limit("getUsers", "id", "A user's id is 1 or more", [1], [0, -1]),
    Limit("getUserLivestreams", "user_id", "Livestreams are asked for 1 to 100 users at a time",
          [ids(1), ids(100)], [[], ids(101)]),
    Limit("getChannels", "broadcaster_user_id", "Channels are asked for up to 50 ids at a time",
          [ids(50)], [ids(51)], "channels_query_rules"),
    Limit("listLivestreams", "limit", "A page of livestreams has 1 to 1000 entries",
          [1, 1000], [0, 1001]),
    Limit("listLivestreams", "category_id", "Livestreams are filtered by up to 25 categories",
          [ids(25)], [ids(26)]),
    Limit("listLivestreams", "language_code", "Livestreams are filtered by up to 25 languages",
          [["en"] * 25], [["en"] * 26]),
    Limit("listLivestreamsV1", "limit", "The old list of livestreams has 1 to 100 entries",
          [1, 100], [0, 101], "paging_and_limits_drift"),
    Limit("listLivestreamsV1", "broadcaster_user_id",
          "The old list of livestreams takes up to 50 ids", [ids(50)], [ids(51)]),
    Limit("listLivestreamsV1", "sort", "The old list of livestreams knows two orders",
          ["viewer_count", "started_at"], ["title"]),
    Limit("getKicksLeaderboard", "top", "The leaderboard has 1 to 100 places", [1, 100], [0, 101]),
    Limit("listRedemptions", "status", "Redemptions have one of three states",
          ["pending", "accepted", "rejected"], ["open"]),
    Limit("unsubscribeFromEvents", "id", "1 to 50 subscriptions are ended at a time",
          [ulids(1), ulids(50)], [[], ulids(51)]),
    Limit("listDropClaims", "limit", "A page of drops claims has up to 1000 entries",
          [1, 1000], [1001]),
    Limit("updateChannel", "custom_tags", "A channel has up to 10 tags, none of them empty",
          [[], ["tag"] * 10], [["tag"] * 11, [""]]),
    Limit("updateChannel", "stream_title", "A stream's title is not empty", ["x"], [""]),
    Limit("updateChannel", "category_id", "A category's id is 1 or more", [1], [0]),
    Limit("createReward", "title", "A reward's title has 1 to 50 characters",
          ["x", "x" * 50, _WIDE * 50], ["", "x" * 51], needs=_ROOM),
    Limit("createReward", "description", "A reward's description has up to 200 characters",
          ["", "x" * 200], ["x" * 201], needs=_ROOM),
    Limit("createReward", "cost", "A reward costs 1 or more", [1], [0, -1, 1.5, "1"],
          needs=_ROOM),
    Limit("createReward", "background_color", "A reward's colour has six hexadecimal digits",
          ["#00e701", "#FF3366"], ["green", "#12345"], needs=_ROOM),
    Limit("acceptRedemptions", "ids", "1 to 25 different redemptions are accepted at a time",
          [ulids(1), ulids(25)], [[], ulids(26), [*ulids(1), *ulids(1)]]),
    Limit("rejectRedemptions", "ids", "1 to 25 different redemptions are rejected at a time",
          [ulids(1), ulids(25)], [[], ulids(26), [*ulids(1), *ulids(1)]]),
    Limit("sendChatMessage", "content", "A message has 1 to 500 characters, counted as code points",
          ["x", "x" * 500, _WIDE * 500], ["", "x" * 501, _WIDE * 501], "chat_limits"),
    Limit("sendChatMessage", "type", "A message is a user's or a bot's", ["user"], ["admin"]),
    Limit("banUser", "duration", "A timeout lasts 1 to 10080 minutes",
          [1, 10_080], [0, -1, 10_081, 1.5], "moderation_duration_minutes"),
    Limit("banUser", "reason", "The reason of a ban has up to 100 characters",
          ["", "x" * 100, _WIDE * 100], ["x" * 101]),
    Limit("subscribeToEvents", "events", "At least one event is subscribed to at a time",
          [[{"name": "chat.message.sent", "version": 1}]], [[]]),
    Limit("updateDropClaims", "claims", "Up to 100 claims are updated at a time",
          [[{"claim_id": each, "external_status": "x"} for each in ulids(100)]],
          [[{"claim_id": each, "external_status": "x"} for each in ulids(101)]]),
    Limit("startAdBreak", "break_duration_seconds", "An ad break lasts 7 to 300 seconds",
          [7, 300], [6, 301]),
)  # fmt: skip


def _token(stage: Stage, operation: str) -> str:
    security = document("api").operation(operation).security
    if any("AppAccessToken" in each for each in security):
        return stage.app_token()
    if operation == "startAdBreak":
        return stage.login(scopes=("ads:write",)).access_token
    return stage.login().access_token


def _sender(limit: Limit, stage: Stage) -> Callable[[Any], Answer]:
    """Sends a good request with another value for the limited thing."""
    request = good(limit.operation, app=True)
    token = _token(stage, limit.operation)
    if request.json is None:
        return lambda value: request.send(stage.api, token, **{limit.name: value})
    return lambda value: replace(request, json={**request.json, limit.name: value}).send(
        stage.api, token
    )


def _kept(limit: Limit) -> Callable[[Stage], None]:
    def run(stage: Stage) -> None:
        send = _sender(limit, stage)

        def given(values: Sequence[Any]) -> list[Any]:
            return [each(stage) if callable(each) else each for each in values]

        for value in given(limit.passing):
            answer = send(value)
            at = f"{answer.asked} with {limit.name} at its limit passes"
            checks.holds(at, answer.status in (200, 201, 204, 409))
        for value in given(limit.refused):
            refused(send(value))

    return run


def _register(limit: Limit) -> None:
    evidence = [f"document api {limit.operation}"]
    if limit.quirk:
        evidence.append(f"quirk {limit.quirk}")
    level = QUIRK if limit.quirk else MUST
    row(
        f"api/limits/{limit.operation}/{limit.name}",
        f"{limit.promise}.",
        level,
        evidence,
        _kept(limit),
        needs=limit.needs,
    )


for _each in LIMITS:
    _register(_each)
