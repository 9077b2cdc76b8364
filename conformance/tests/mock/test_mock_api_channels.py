"""Channels of the mock's API: how they are asked for, what they show, how they change."""

from __future__ import annotations

import json

import pytest
from kickwire_mock import Fault, MockError, NotFoundError

from conformance.tests.mock.mock_caller import Api

CHANNELS = "/public/v1/channels"
ALL = "channel:read streamkey:read"


def crowd(api: Api) -> list[str]:
    """The names of fifty live channels."""
    found = api.get("v1/livestreams", limit=100)
    return [each["slug"] for each in found if each["slug"] != "alice"][:50]


@pytest.mark.quirk("channels_query_rules")
def test_channels_are_asked_for_by_id_by_slug_or_not_at_all() -> None:
    """Each way finds the same channel; what is asked twice is told once."""
    api = Api()

    (own,) = api.get("v1/channels")

    assert own["slug"] == "alice"
    assert api.get("v1/channels", broadcaster_user_id=[123, 123]) == [own]
    assert api.get("v1/channels", slug=["alice"]) == [own]


@pytest.mark.quirk("channels_query_rules")
@pytest.mark.parametrize(
    "query",
    [
        {"broadcaster_user_id": 123, "slug": "alice"},
        {"broadcaster_user_id": list(range(1, 52))},
        {"slug": [f"a{number}" for number in range(51)]},
        {"slug": "a" * 26},
        {"broadcaster_user_id": "x"},
    ],
)
def test_what_cannot_be_asked_is_400(query: dict[str, object]) -> None:
    """Both filters at once, too many values, or such as cannot be."""
    assert Api().refused("v1/channels", **query) == (
        400,
        {},
        "Invalid parameters or mixed parameter types",
    )


@pytest.mark.quirk("channels_query_rules")
def test_an_app_token_has_to_name_channels() -> None:
    """It has no channel of its own: 400 with the reason in data."""
    app = Api().app()

    assert app.refused("v1/channels") == (
        400,
        "broadcaster_user_id is required for app tokens",
        "Bad request",
    )
    assert app.get("v1/channels", slug="alice")[0]["broadcaster_user_id"] == 123


@pytest.mark.quirk("channel_unknown_is_200_empty")
def test_an_unknown_slug_fails_the_call_or_is_left_out() -> None:
    """One unknown slug among good ones is 400 for all of them, unless the mock is set otherwise."""
    api = Api()

    assert api.refused("v1/channels", slug=["alice", "no-one"]) == (400, {}, "Invalid request")
    api.mock.settings.change({"channel_unknown_is_200_empty": "empty"})
    assert len(api.get("v1/channels", slug=["alice", "no-one"])) == 1
    assert api.get("v1/channels", slug="no-one") == []
    assert api.mock.journal.entries()[-1].quirks == ("channel_unknown_is_200_empty",)


@pytest.mark.quirk("channel_unknown_is_200_empty")
@pytest.mark.parametrize("value", ["error", "empty"])
def test_an_unknown_id_is_left_out_in_either_case(value: str) -> None:
    """The captures are about slugs only."""
    api = Api()
    api.mock.settings.change({"channel_unknown_is_200_empty": value})

    assert len(api.get("v1/channels", broadcaster_user_id=[1, 123])) == 1
    assert api.get("v1/channels", broadcaster_user_id=1) == []


@pytest.mark.quirk("channels_offline_zero_values")
def test_an_offline_channel_is_full_of_zeros() -> None:
    """Title, category and stream are Go's zero values, whatever the owner has set."""
    api = Api()
    api.mock.set_channel("bob", title="Later", category_id=101, tags=["pog"], mature=True)

    reply = api.ask("GET", CHANNELS, {"broadcaster_user_id": 456})
    (bob,) = json.loads(reply.body)["data"]

    assert bob["stream_title"] == ""
    assert bob["category"] == {"id": 0, "name": "", "thumbnail": ""}
    assert bob["stream"] == {
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
    assert reply.quirks == ("channels_offline_zero_values",)


@pytest.mark.quirk("secrets_in_channel")
def test_the_stream_key_is_for_the_owner_with_the_scope() -> None:
    """Key and URL are empty for everybody else, and for the owner without streamkey:read."""
    api = Api()

    (own,) = api.of("alice", ALL).get("v1/channels")
    (other,) = api.of("bob", ALL).get("v1/channels", slug="alice")
    (bare,) = api.of("alice").get("v1/channels")
    (app,) = api.app().get("v1/channels", slug="alice")

    assert own["stream"]["key"].startswith("sk_us-west-2_")
    assert own["stream"]["url"].startswith("rtmps://")
    for each in (other, bare, app):
        assert (each["stream"]["key"], each["stream"]["url"]) == ("", "")


def test_two_mocks_of_one_seed_have_the_same_keys() -> None:
    """A stream key depends on seed and user only, so that runs repeat."""
    keys = [Api().get("v1/channels")[0]["stream"]["key"] for _ in range(2)]

    assert keys[0] == keys[1]


def test_a_change_shows_at_once() -> None:
    """Title, category and tags of the token's own channel change; the rest stays."""
    api = Api()
    change = {"stream_title": "New", "category_id": 13, "custom_tags": ["a", "b"]}

    assert api.ask("PATCH", CHANNELS, body=change).status == 204
    (own,) = api.get("v1/channels")

    assert (own["stream_title"], own["category"]["name"]) == ("New", "Rust")
    assert own["stream"]["custom_tags"] == ["a", "b"]
    assert api.ask("PATCH", CHANNELS, body={"custom_tags": []}).status == 204
    assert api.get("v1/channels")[0]["stream_title"] == "New"


@pytest.mark.quirk("patch_channels_ignores_unknown")
def test_unknown_fields_change_nothing() -> None:
    """tags and is_mature are answered with 204; the journal tells that they were ignored."""
    api = Api()
    before = api.get("v1/channels")
    wrong = {"tags": ["x"], "is_mature": True, "token=secret": 1}

    reply = api.ask("PATCH", CHANNELS, body=wrong)

    assert (reply.status, reply.body) == (204, b"")
    assert api.get("v1/channels") == before
    assert "3 unknown field(s) changed nothing (tags, is_mature, 1 more)" in reply.reason
    assert "secret" not in reply.reason


@pytest.mark.quirk("patch_channels_clears_mature")
@pytest.mark.parametrize(("value", "after"), [("kept", True), ("cleared", False)])
def test_a_change_can_switch_the_mature_flag_off(value: str, after: bool) -> None:
    """With the title or the category; the answer names the entry where it did."""
    api = Api()
    api.mock.settings.change({"patch_channels_clears_mature": value})
    api.mock.set_channel("alice", mature=True)

    tags = api.ask("PATCH", CHANNELS, body={"custom_tags": ["x"], "is_mature": True})
    quirks = [api.ask("PATCH", CHANNELS, body={"stream_title": each}).quirks for each in "ab"]

    assert tags.quirks == ("patch_channels_ignores_unknown",)
    assert api.get("v1/channels")[0]["stream"]["is_mature"] is after
    assert quirks == ([(), ()] if after else [("patch_channels_clears_mature",), ()])


@pytest.mark.quirk("patch_channels_ignores_unknown")
def test_unknown_parameters_change_nothing() -> None:
    """A misspelt slug gets the token's own channel; the journal tells what was meant."""
    api = Api()

    reply = api.ask("GET", CHANNELS, {"slugs": "bob", "Slug": "bob", "s3cret": "x"})

    assert json.loads(reply.body)["data"] == api.get("v1/channels")
    assert reply.reason == "3 unknown query parameter(s) changed nothing (perhaps slug was meant)"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"stream_title": ""},
        {"custom_tags": ["a"] * 11},
        {"custom_tags": [""]},
        {"category_id": 0},
        {"category_id": 999_999},
    ],
)
def test_a_change_that_cannot_be_is_400(body: dict[str, object]) -> None:
    """The document's limits hold, and the category has to exist; nothing changes."""
    api = Api()
    before = api.get("v1/channels")

    assert api.ask("PATCH", CHANNELS, body=body).status == 400
    assert api.get("v1/channels") == before


@pytest.mark.quirk("channels_stale_reads")
def test_reads_after_a_change_can_be_old() -> None:
    """For so many seconds they show the state before, through several changes."""
    api = Api()
    api.mock.settings.change({"channels_stale_reads": "300"})
    old = api.get("v1/channels")[0]["stream_title"]

    seen: list[str] = []
    for title in ("one", "two", ""):
        if title:
            api.ask("PATCH", CHANNELS, body={"stream_title": title})
        api.mock.clock.advance(200)
        seen.append(api.get("v1/channels")[0]["stream_title"])

    assert seen == [old, "one", "two"]


@pytest.mark.quirk("channels_stale_reads")
def test_a_stale_read_says_so_and_a_fresh_one_does_not() -> None:
    """The entry is named while the old state is shown."""
    api = Api()
    api.mock.settings.change({"channels_stale_reads": "300"})
    api.ask("PATCH", CHANNELS, body={"stream_title": "new"})

    assert "channels_stale_reads" in api.ask("GET", CHANNELS).quirks
    api.mock.clock.advance(300)
    assert api.ask("GET", CHANNELS).quirks == ()


@pytest.mark.quirk("channels_batch_corruption")
def test_a_large_batch_comes_back_wrong_when_that_is_armed() -> None:
    """Of more than 25 channels every second live one is zeroed; up to 25 come back right, and the
    fault waits."""
    api = Api()
    slugs = crowd(api)
    good = api.get("v1/channels", slug=slugs)
    api.mock.faults.arm(api.mock.faults.preset("channels_batch_corruption"))

    bad = api.get("v1/channels", slug=slugs)
    live = [each["stream"]["is_live"] for each in bad]
    api.mock.faults.arm(api.mock.faults.preset("channels_batch_corruption"))

    assert live == [True, False] * 25
    assert bad[0::2] == good[0::2]
    assert api.get("v1/channels", slug=slugs[:25]) == good[:25]
    small = api.mock.journal.entries()[-1]
    assert (small.fault, small.quirks) == (None, ())
    assert api.get("v1/channels", slug=slugs) != good
    assert api.mock.faults.armed() == []


def test_a_fault_may_alter_an_answer() -> None:
    """In process, a function of the test's own says what becomes of the answer."""
    api = Api()
    api.mock.faults.arm(Fault(operation="getChannels", alter=lambda reply: reply))

    assert api.get("v1/channels")


def test_a_channel_goes_live_and_offline() -> None:
    """Going live begins a new stream now; a live one goes on when it is told to be live."""
    api = Api()
    first = api.get("v1/users/livestreams", user_id=123)

    api.mock.set_channel("alice", live=True, viewers=7, language="de")
    again = api.get("v1/users/livestreams", user_id=123)
    api.mock.set_channel("alice", live=False)
    gone = api.get("v1/users/livestreams", user_id=123)
    api.mock.clock.advance(60)
    api.mock.set_channel("alice", live=True)
    (new,) = api.get("v1/users/livestreams", user_id=123)

    assert [(each["id"], each["viewer_count"], each["language_code"]) for each in again] == [
        (first[0]["id"], 7, "de")
    ]
    assert gone == []
    assert new["id"] != first[0]["id"]
    assert new["started_at"] == "2026-01-01T00:01:00Z"


def test_each_stream_has_an_id_of_its_own() -> None:
    """Also when two begin while the clock stands still."""
    api = Api()

    def begun() -> str:
        api.mock.set_channel("carol", live=False)
        api.mock.set_channel("carol", live=True)
        (stream,) = api.get("v1/users/livestreams", user_id=789)
        return str(stream["id"])

    assert begun() != begun()


def test_a_channel_cannot_be_set_to_what_cannot_be() -> None:
    """Unknown people, unknown categories and impossible audiences are told, and change nothing."""
    mock = Api().mock
    with pytest.raises(NotFoundError, match="no user"):
        mock.set_channel("nobody", live=True)
    with pytest.raises(MockError, match="no category"):
        mock.set_channel("alice", title="x", category_id=999_999)
    with pytest.raises(MockError, match="number of viewers"):
        mock.set_channel("alice", title="x", viewers=-1)
    assert mock.set_channel("alice").title != "x"
