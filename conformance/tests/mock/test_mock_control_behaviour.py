"""Time, settings, faults, holds and the record over the control host."""

from __future__ import annotations

import pytest
from kickwire_mock import Mock, documents

from conformance.tests.mock.mock_control_host import (
    ControlHost,
    authorize_url,
    outcome,
    token,
    users,
)

APP = Mock().apps()[0].client_id


@pytest.fixture
def mock() -> Mock:
    """A mock that the test may change."""
    return Mock()


@pytest.fixture
def control(mock: Mock) -> ControlHost:
    """Its control host."""
    return ControlHost(mock)


def test_the_clock_goes_by_and_to(control: ControlHost, mock: Mock) -> None:
    """Tokens age with the mock's time and not with the computer's."""
    start = control.ask("GET /clock")["now"]
    assert control.ask("POST /clock", {"advance": 7200})["now"] == start + 7200
    assert control.ask("POST /clock", {"advance": -0.5})["now"] == start + 7199.5
    assert control.ask("POST /clock", {"set": 2_000_000_000})["now"] == 2_000_000_000
    assert mock.clock.now() == 2_000_000_000


def value(control: ControlHost, name: str, client_id: str = "") -> str:
    """How one setting stands."""
    query = f"?client_id={client_id}" if client_id else ""
    described = control.ask(f"GET /settings{query}")["settings"]
    return str(next(each["value"] for each in described if each["id"] == name))


def test_settings_change_for_all_and_for_one_app(control: ControlHost, mock: Mock) -> None:
    """What one app was told does not touch the others."""
    client_id = mock.apps()[0].client_id
    name = "refresh_reuse_policy"
    assert value(control, name) == "strict"
    control.ask("PATCH /settings", {"settings": {name: "reusable"}, "client_id": client_id})
    assert (value(control, name), value(control, name, client_id)) == ("strict", "reusable")
    control.ask("PATCH /settings", {"settings": {name: "grace"}})
    assert (value(control, name), value(control, name, client_id)) == ("grace", "reusable")


def test_what_one_app_was_told_is_listed_and_can_be_lifted(
    control: ControlHost, mock: Mock
) -> None:
    """Null goes back to what holds for all; an app without values of its own is not listed."""
    name, other = "refresh_reuse_policy", "access_token_lifetime_user"
    control.ask("PATCH /settings", {"settings": {name: "reusable", other: 60}, "client_id": APP})
    assert control.ask("GET /settings")["apps"] == {APP: {name: "reusable", other: "60"}}
    told = control.ask("PATCH /settings", {"settings": {name: None}, "client_id": APP})
    assert told["apps"] == {APP: {other: "60"}}
    assert value(control, name, APP) == "strict"
    control.ask("PATCH /settings", {"settings": {other: None}, "client_id": APP})
    assert control.ask("GET /settings") == ControlHost(Mock()).ask("GET /settings")


def test_a_change_for_all_can_be_lifted(control: ControlHost) -> None:
    """Null goes back to the value of the profile, other changes stay, and ids are checked."""
    name, other = "refresh_reuse_policy", "access_token_lifetime_user"
    control.ask("PATCH /settings", {"settings": {name: "grace", other: 60}})
    control.ask("PATCH /settings", {"settings": {name: None}})
    assert (value(control, name), value(control, other)) == ("strict", "60")
    assert control.refused("PATCH /settings", {"settings": {"nonsense": None}})[0] == 404


def test_a_number_may_be_sent_as_one(control: ControlHost) -> None:
    """Settings of seconds take numbers, as text and as JSON numbers, whole ones alike."""
    name = "access_token_lifetime_user"
    for sent in ("90", 90, 90.0):
        control.ask("PATCH /settings", {"settings": {name: sent}})
        assert value(control, name) == "90"


def test_a_profile_forgets_changes_but_those_that_came_with_it(control: ControlHost) -> None:
    """A profile is a known state, and what is sent beside it is changed in it."""
    control.ask("PATCH /settings", {"settings": {"refresh_reuse_policy": "grace"}})
    told = control.ask(
        "PATCH /settings",
        {"profile": "docs", "settings": {"access_token_lifetime_user": 60}},
    )
    assert told["profile"] == "docs"
    assert value(control, "access_token_lifetime_user") == "60"
    assert value(control, "refresh_reuse_policy") == "reusable"


def test_one_bad_setting_changes_none(control: ControlHost) -> None:
    """Everything or nothing, the profile included."""
    before = control.ask("GET /settings")
    wrong = {"access_token_lifetime_user": "60", "refresh_reuse_policy": "never"}
    assert control.refused("PATCH /settings", {"profile": "docs", "settings": wrong})[0] == 400
    assert control.ask("GET /settings") == before


def test_a_fault_is_armed_strikes_and_is_gone(control: ControlHost, mock: Mock) -> None:
    """The flat JSON comes back as it was sent, completed, and the answer is the one it names."""
    sent = {
        "operation": "getUsers",
        "status": 503,
        "content_type": "text/plain",
        "body": "später",
        "headers": {"Retry-After": "7"},
        "delay": 0.5,
        "count": 1.0,
    }
    armed = control.ask("POST /faults", sent)
    assert armed.items() >= {**sent, "after_commit": False, "cut": None, "skip": 0}.items()
    assert control.ask("GET /faults") == {"faults": [armed]}
    reply = users(mock)
    assert (reply.status, reply.body.decode()) == (503, "später")
    assert reply.headers.get("retry-after") == "7"
    assert reply.effects.delay == 0.5
    assert control.ask("GET /faults") == {"faults": []}
    assert users(mock).status == 200


def test_faults_are_disarmed_one_or_all(control: ControlHost) -> None:
    """By id, and without one all of them."""
    ids = [control.ask("POST /faults", {"reset": True})["id"] for _ in range(3)]
    assert control.ask(f"DELETE /faults?id={ids[1]}") == {"disarmed": 1}
    assert [each["id"] for each in control.ask("GET /faults")["faults"]] == [ids[0], ids[2]]
    assert control.ask("DELETE /faults") == {"disarmed": 2}
    assert control.ask("DELETE /faults") == {"disarmed": 0}


def test_every_preset_can_be_armed_and_changed(control: ControlHost) -> None:
    """The ledger's faults are there by name, and other fields narrow them."""
    presets = control.ask("GET /faults/presets")["presets"]
    assert presets
    for preset in presets:
        named = {"quirk": preset["quirk"], "variant": preset["variant"]}
        # The key that signs is that of all apps.
        change = {} if preset["fault"]["rotates_key"] else {"client_id": APP}
        armed = control.ask("POST /faults", {**named, **change})
        own = {"id": armed["id"], "description": armed["description"]}
        assert armed == {**preset["fault"], **change, **own}
        assert armed["description"].startswith(preset["fault"]["description"])


def test_a_preset_without_its_variant_is_the_usual_one(control: ControlHost) -> None:
    """The first variant of the list stands for its quirk."""
    preset = control.ask("GET /faults/presets")["presets"][0]
    armed = control.ask("POST /faults", {"quirk": preset["quirk"]})
    assert {**armed, "id": ""} == preset["fault"]


def test_held_requests_are_shown_and_let_go(control: ControlHost, mock: Mock) -> None:
    """What a hold stops is listed with its stage until it is released."""
    control.ask("POST /faults", {"operation": "getUsers", "hold": True, "count": 2})
    holds = [users(mock).effects.hold for _ in range(2)]
    listed = control.ask("GET /holds")["holds"]
    assert [(each["id"], each["operation"], each["stage"]) for each in listed] == [
        (hold, "getUsers", "before") for hold in holds
    ]
    assert control.ask("POST /holds/release", {"id": holds[0]}) == {"released": 1}
    assert control.ask("POST /holds/release") == {"released": 1}
    assert control.ask("GET /holds") == {"holds": []}


def test_the_journal_tells_what_kick_would_not(control: ControlHost, mock: Mock) -> None:
    """Each request with its outcome and reason, to be read on from the last one seen."""
    token(mock, client_secret="wrong")
    users(mock)
    first, second = control.ask("GET /journal")["entries"]
    assert (first["operation"], first["grant_type"], first["status"]) == (
        "exchangeToken",
        "client_credentials",
        401,
    )
    assert first["reason"]
    documented = documents.control()["components"]["schemas"]["Entry"]["properties"]
    assert list(first) == list(documented)
    assert (second["operation"], second["user"], second["reason"]) == ("getUsers", "alice", "")
    after = control.ask(f"GET /journal?after={first['number']}")["entries"]
    assert after == [second]
    assert control.ask("GET /journal?operation=exchangeToken")["entries"] == [first]
    assert control.ask("GET /journal?limit=1")["entries"] == [second]
    assert control.ask("GET /journal?after=0&limit=1")["entries"] == [first]


def test_counts_are_kept_by_operation_grant_and_status(control: ControlHost, mock: Mock) -> None:
    """How often something happened can be asserted without reading the journal."""
    for secret in ("wrong", "wrong", mock.apps()[0].client_secret):
        token(mock, client_secret=secret)
    grant = {"operation": "exchangeToken", "grant_type": "client_credentials"}
    assert control.ask("GET /counts")["counts"] == [
        {**grant, "status": 401, "count": 2},
        {**grant, "status": 200, "count": 1},
    ]


def test_nothing_secret_is_in_the_journal(control: ControlHost, mock: Mock) -> None:
    """No token, code or secret that was sent or issued can be read there."""
    secret = mock.apps()[0].client_secret
    redirect = control.ask("POST /consent", {"url": authorize_url(mock), "user": "bob"})["redirect"]
    issued = token(mock).body.decode().split('"')
    users(mock)
    text = control.send("GET /journal").body.decode()
    code = outcome(redirect)["code"]
    assert not [each for each in (secret, mock.token, code) if each in text]
    assert not [each for each in issued if len(each) > 20 and each in text]
