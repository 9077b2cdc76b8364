"""Channels: which are answered, what is secret, what an offline one looks like, what changes."""

from __future__ import annotations

from typing import Any

from conformance.suite import checks
from conformance.suite.cases import MUST, QUIRK, Failed, case
from conformance.suite.probes import Answer
from conformance.suite.stage import Stage
from conformance.suite.suites.api_envelope import refused, told

CHANNELS = "/public/v1/channels"
_NOBODY = "nobody-has-this-slug"
_ZEROS = {
    "url": "",
    "key": "",
    "is_live": False,
    "is_mature": False,
    "language": "",
    "start_time": "0001-01-01T00:00:00Z",
    "viewer_count": 0,
    "thumbnail": "",
}
_NEEDS_A_CHANNEL = "broadcaster_user_id is required for app tokens"


def own(stage: Stage, token: str) -> dict[str, Any]:
    """The channel of a user's token."""
    answer = stage.api.get(CHANNELS, token=token)
    checks.status(answer, 200)
    checks.same("channels", len(answer.data), 1)
    channel: dict[str, Any] = checks.conforms(answer, "api", "getChannels")["data"][0]
    return channel


def asked(stage: Stage, token: str, **query: Any) -> Answer:
    """The answer for some channels."""
    return stage.api.get(CHANNELS, query=query, token=token)


@case("api/channels/own", MUST, evidence=("document api getChannels",))
def the_own_channel(stage: Stage) -> None:
    """Without a filter a user's token is answered with its own channel."""
    token = stage.login("bob").access_token
    channel = own(stage, token)
    (user,) = stage.api.get("/public/v1/users", token=token).data
    checks.same("owner", channel["broadcaster_user_id"], user["user_id"])


@case("api/channels/app", QUIRK, evidence=("quirk channels_query_rules",))
def an_app_has_no_channel(stage: Stage) -> None:
    """Without a filter an app's token is told that it has to name a channel."""
    answer = asked(stage, stage.app_token())
    told(stage, answer, 400, _NEEDS_A_CHANNEL, "Bad request")


@case("api/channels/by_id", MUST, evidence=("document api getChannels",))
def channels_by_id(stage: Stage) -> None:
    """Channels are found by their owners' ids, each once, and an unknown id is left out."""
    channels = [own(stage, stage.login(name).access_token) for name in ("alice", "bob")]
    ids = [str(each["broadcaster_user_id"]) for each in channels]
    answer = asked(stage, stage.app_token(), broadcaster_user_id=[*ids, ids[0], "9007199254740991"])
    checks.status(answer, 200)
    found = [str(each["broadcaster_user_id"]) for each in answer.data]
    checks.same("ids", sorted(found), sorted(ids))


@case("api/channels/by_slug", MUST, evidence=("document api getChannels",))
def channels_by_slug(stage: Stage) -> None:
    """A channel is found by its slug."""
    channel = own(stage, stage.login("bob").access_token)
    answer = asked(stage, stage.app_token(), slug=channel["slug"])
    checks.status(answer, 200)
    checks.same("owner", answer.data[0]["broadcaster_user_id"], channel["broadcaster_user_id"])


@case("api/channels/mixed", QUIRK, evidence=("quirk channels_query_rules",))
def mixed_filters(stage: Stage) -> None:
    """Ids and slugs in one call are refused, in the words of Kick's pages."""
    channel = own(stage, stage.login().access_token)
    filters = {"slug": channel["slug"], "broadcaster_user_id": str(channel["broadcaster_user_id"])}
    answer = asked(stage, stage.app_token(), **filters)
    told(stage, answer, 400, {}, "Invalid parameters or mixed parameter types")


@case("api/channels/slugs", QUIRK, evidence=("quirk channels_query_rules",))
def the_limits_of_slugs(stage: Stage) -> None:
    """Up to 50 slugs are asked for at a time, of up to 25 characters each."""
    slug = own(stage, stage.login().access_token)["slug"]
    token = stage.app_token()
    checks.status(asked(stage, token, slug=[slug] * 50), 200)
    refused(asked(stage, token, slug=[slug] * 51))
    refused(asked(stage, token, slug="x" * 26))


@case("api/channels/unknown", QUIRK, evidence=("quirk channel_unknown_is_200_empty",))
def an_unknown_slug(stage: Stage) -> None:
    """An unknown slug spoils the call or is left out of it, as the profile has it."""
    known = own(stage, stage.login().access_token)["slug"]
    answers = [asked(stage, stage.app_token(), slug=each) for each in ([_NOBODY], [known, _NOBODY])]
    if stage.setting("channel_unknown_is_200_empty") == "error":
        for answer in answers:
            told(stage, answer, 400, {}, "Invalid request")
        return
    for answer, slugs in zip(answers, ([], [known]), strict=True):
        checks.status(answer, 200)
        checks.same("slugs", [each["slug"] for each in answer.data], slugs)


@case("api/channels/stream_key", QUIRK, evidence=("quirk secrets_in_channel",))
def the_stream_key_is_the_owners(stage: Stage) -> None:
    """Key and address of a stream are told to its owner with streamkey:read, and to nobody else."""
    channel = own(stage, stage.login().access_token)
    stage.keep_secret(channel["stream"]["key"])
    checks.matches("key", channel["stream"]["key"], ".{10,}")
    checks.matches("url", channel["stream"]["url"], "rtmps://.+")
    owner = str(channel["broadcaster_user_id"])
    without = stage.login(scopes=("channel:read",)).access_token
    for token in (without, stage.login("bob").access_token, stage.app_token()):
        (seen,) = asked(stage, token, broadcaster_user_id=owner).data
        checks.same("key and url", (seen["stream"]["key"], seen["stream"]["url"]), ("", ""))


@case("api/channels/offline", QUIRK, evidence=("quirk channels_offline_zero_values",))
def an_offline_channel(stage: Stage) -> None:
    """Of an offline channel title, category and stream are Go's zero values, and never null."""
    token = stage.login("carol", scopes=("channel:read",)).access_token
    channel = own(stage, token)
    stream = {name: channel["stream"].get(name, "absent") for name in _ZEROS}
    checks.same("stream", stream, _ZEROS)
    picture = "image_url" if stage.setting("schema_drift") == "image_url" else "thumbnail"
    category = {name: channel["category"].get(name, "absent") for name in ("id", "name", picture)}
    checks.same("category", category, {"id": 0, "name": "", picture: ""})
    checks.same("title", channel["stream_title"], "")


@case("api/channels/live", MUST, evidence=("document api getChannels",))
def a_live_channel(stage: Stage) -> None:
    """Of a live channel start, title and category are told."""
    channel = own(stage, stage.login("alice").access_token)
    if not channel["stream"]["is_live"]:
        raise Failed("expected the first user to be live, got an offline channel")
    checks.matches("start", channel["stream"]["start_time"], r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ")
    checks.holds("there is a category", channel["category"]["id"] > 0)


@case("api/channels/update", MUST, evidence=("document api updateChannel",), needs=("control",))
def an_update(stage: Stage) -> None:
    """A change of title, category and tags is read back once reads have caught up."""
    token = stage.login("alice").access_token
    stage.set(channels_stale_reads="0")
    change = {"stream_title": "Road to level 99", "category_id": 15, "custom_tags": ["pog"]}
    checks.status(stage.api.patch(CHANNELS, json=change, token=token), 204)
    channel = own(stage, token)
    checks.same("title", channel["stream_title"], "Road to level 99")
    checks.same("category", channel["category"]["id"], 15)
    later = stage.setting("schema_drift") != "before_later_fields"
    checks.same("tags", channel["stream"].get("custom_tags"), ["pog"] if later else None)


@case(
    "api/channels/partial_update",
    MUST,
    evidence=("document api updateChannel",),
    needs=("control",),
)
def a_partial_update(stage: Stage) -> None:
    """What an update does not name stays as it was, and other channels do too."""
    alice, bob = stage.login("alice").access_token, stage.login("bob").access_token
    stage.set(channels_stale_reads="0")
    before, other = own(stage, alice), own(stage, bob)
    checks.status(stage.api.patch(CHANNELS, json={"stream_title": "New"}, token=alice), 204)
    checks.same("category", own(stage, alice)["category"], before["category"])
    checks.same("the other title", own(stage, bob)["stream_title"], other["stream_title"])


@case("api/channels/stale", QUIRK, evidence=("quirk channels_stale_reads",), needs=("control",))
def stale_reads(stage: Stage) -> None:
    """After a change reads show the state before it for as long as the setting says."""
    token = stage.login("alice").access_token
    stage.set(channels_stale_reads="300")
    before = own(stage, token)["stream_title"]
    checks.status(stage.api.patch(CHANNELS, json={"stream_title": "New"}, token=token), 204)
    checks.same("title at once", own(stage, token)["stream_title"], before)
    stage.wait(301)
    token = stage.login("alice").access_token  # the first may be over by now
    checks.same("title later", own(stage, token)["stream_title"], "New")


@case(
    "api/channels/mature",
    QUIRK,
    evidence=("quirk patch_channels_clears_mature",),
    needs=("control",),
)
def a_mature_channel(stage: Stage) -> None:
    """A change of the title keeps the mature flag or switches it off, as the setting says."""
    token = stage.login("alice").access_token
    stage.set(channels_stale_reads="0")
    for value, flag in (("kept", True), ("cleared", False)):
        stage.set(patch_channels_clears_mature=value)
        stage.control.set_channel("alice", live=True, mature=True)
        checks.status(stage.api.patch(CHANNELS, json={"stream_title": "New"}, token=token), 204)
        checks.same(f"is_mature: {value}", own(stage, token)["stream"]["is_mature"], flag)


@case("api/channels/unknown_fields", QUIRK, evidence=("quirk patch_channels_ignores_unknown",))
def unknown_fields(stage: Stage) -> None:
    """Fields that Kick does not know change nothing and are no error, tags and is_mature too."""
    token = stage.login("alice").access_token
    before = own(stage, token)
    change = {"stream_title": before["stream_title"], "tags": ["x"], "is_mature": True}
    checks.status(stage.api.patch(CHANNELS, json=change, token=token), 204)
    after = own(stage, token)
    for name in ("is_mature", "custom_tags"):
        checks.same(name, after["stream"].get(name), before["stream"].get(name))


@case("api/channels/empty_update", MUST, evidence=("document api updateChannel",))
def an_empty_update(stage: Stage) -> None:
    """A change of nothing is refused."""
    refused(stage.api.patch(CHANNELS, json={}, token=stage.login().access_token))


@case(
    "api/channels/batch", QUIRK, evidence=("quirk channels_batch_corruption",), needs=("control",)
)
def corrupted_batches(stage: Stage) -> None:
    """Armed, an answer with more than 25 channels has zeros for living ones; 25 come back right."""
    token = stage.app_token()
    live = stage.api.get("/public/v2/livestreams", query={"limit": "30"}, token=token).data
    ids = [str(each["broadcaster_user"]["id"]) for each in live]
    stage.control.arm(quirk="channels_batch_corruption")
    spoiled = asked(stage, token, broadcaster_user_id=ids[:26]).data
    dead = [each for each in spoiled if not each["stream"]["is_live"]]
    checks.holds("some live channels came back with zeros", dead)
    stage.control.disarm()
    stage.control.arm(quirk="channels_batch_corruption")
    right = asked(stage, token, broadcaster_user_id=ids[:25]).data
    checks.holds("25 came back right", all(each["stream"]["is_live"] for each in right))
