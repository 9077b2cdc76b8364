"""The ledger in code, and the settings that come of it."""

from __future__ import annotations

import pytest
from kickwire_mock import Mock, MockError, NotFoundError
from kickwire_mock import ledger as registry
from kickwire_mock.documents import ledger
from kickwire_mock.errors import DocumentError
from kickwire_mock.ledger import PROFILES, entries, quirk, registered, setting

QUIRKS = {entry["id"]: entry for entry in ledger()["quirks"]}
CODED = {
    name
    for name, entry in QUIRKS.items()
    if entry["kind"] in ("setting", "rule", "fault", "payload") and not entry.get("planned")
}


def test_what_the_ledger_calls_done_is_registered_and_nothing_else() -> None:
    """Every setting, rule, fault and payload that is not planned, and only these."""
    assert set(registered()) == CODED


@pytest.mark.parametrize("id", sorted(entries()))
def test_an_entry_has_the_values_of_the_ledger(id: str) -> None:
    """Kind, surface, values and profiles are read from the package's own copy."""
    found, entry = entries()[id], QUIRKS[id]

    assert (found.kind, found.surface, found.title) == (
        entry["kind"],
        entry["surface"],
        entry["title"],
    )
    assert dict(found.values) == (entry.get("values") or entry.get("payloads") or {})
    if found.kind == "setting":
        assert dict(found.profiles) == entry["profiles"]


@pytest.mark.parametrize(
    ("id", "register", "complaint"),
    [
        ("no_such_quirk", quirk, "no entry of the ledger"),
        ("state_required", setting, "has it as a rule"),
        ("refresh_reuse_policy", quirk, "has it as a setting"),
        ("no_id_token", quirk, "has it as a duty"),
        ("state_required", quirk, "registered already"),
    ],
)
def test_a_wrong_registration_is_told(id: str, register: object, complaint: str) -> None:
    """A misspelt id, another kind and a second registration fail when the module is imported."""
    assert callable(register)
    with pytest.raises(DocumentError, match=complaint):
        register(id)


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_sets_every_setting(profile: str) -> None:
    """Each has the value that the ledger writes for the profile."""
    mock = Mock(profile=profile)

    assert mock.settings.profile == profile
    for found in registered().values():
        if found.kind == "setting":
            assert mock.settings.get(found.id) == QUIRKS[found.id]["profiles"][profile]


def test_a_change_for_one_app_goes_before_one_for_all() -> None:
    """Profile, then change for all, then change for the app."""
    settings = Mock().settings
    policy = "refresh_reuse_policy"
    settings.change({policy: "grace"})
    settings.change_for_app("A", {policy: "family"})
    settings.change_for_app("A", {"invalid_grant_is_401": "bad_request_400"})

    assert (settings.get(policy), settings.get(policy, "A"), settings.get(policy, "B")) == (
        "grace",
        "family",
        "grace",
    )
    assert settings.get("invalid_grant_is_401", "A") == "bad_request_400"
    assert settings.get("invalid_grant_is_401") == "unauthorized_401"


def test_another_profile_forgets_changes_and_reset_returns_to_the_start() -> None:
    """`use` begins from the profile alone, `reset` from what the mock was made with."""
    settings = Mock(settings={"refresh_reuse_policy": "grace"}).settings
    settings.change_for_app("A", {"refresh_reuse_policy": "family"})

    settings.use("docs")
    assert settings.get("refresh_reuse_policy", "A") == "reusable"
    settings.reset()
    assert (settings.profile, settings.get("refresh_reuse_policy")) == ("strict", "grace")


def test_a_numeric_setting_takes_any_whole_number() -> None:
    """And nothing else; a named one takes its names only."""
    settings = Mock().settings
    settings.change({"access_token_lifetime_user": "0"})

    assert settings.get("access_token_lifetime_user") == "0"
    for value in ("", "-1", "1.5", "x", "\u0665", "1" * 13):
        with pytest.raises(MockError, match=r"possible: 7200, .* or a whole number"):
            settings.change({"access_token_lifetime_user": value})
    with pytest.raises(MockError, match="possible: strict, reusable, grace, family"):
        settings.change({"refresh_reuse_policy": "60"})


def test_what_does_not_exist_is_named_with_what_does() -> None:
    """Unknown settings, profiles and values list the possible ones; planned ones are unknown."""
    with pytest.raises(
        NotFoundError,
        match=r"^no such setting: 'refresh_reuse'; did you mean refresh_reuse_policy\? possible: ",
    ):
        Mock(settings={"refresh_reuse": "strict"})
    with pytest.raises(NotFoundError, match="possible: strict, observed, docs"):
        Mock(profile="lax")


@pytest.mark.parametrize(
    ("id", "words"),
    [
        ("state_required", "it is a rule, which always holds"),
        ("authorize_two_hop", "it is a fault, which is armed"),
        ("no_id_token", "it is a duty of clients"),
    ],
)
def test_an_entry_that_is_no_setting_says_what_it_is(id: str, words: str) -> None:
    """Whoever wants to switch it learns why that cannot be."""
    with pytest.raises(NotFoundError, match=f"^{id} cannot be switched: {words}$"):
        Mock().settings.change({id: "no"})


def test_of_several_changes_a_wrong_one_stops_all() -> None:
    """Nothing is half changed."""
    settings = Mock().settings
    with pytest.raises(MockError):
        settings.change({"refresh_reuse_policy": "grace", "invalid_grant_is_401": "x"})
    assert settings.get("refresh_reuse_policy") == "strict"


def test_settings_describe_themselves() -> None:
    """Id, title, surface, possible values and the one that holds, in order of their ids."""
    mock = Mock(settings={"refresh_reuse_policy": "grace"})
    described = {each["id"]: each for each in mock.settings.describe()}

    assert list(described) == sorted(described)
    assert set(described) == {
        each.id for each in registered().values() if each.kind in ("setting", "payload")
    }
    entry = described["refresh_reuse_policy"]
    assert set(entry) == {"id", "title", "surface", "values", "value"}
    assert (entry["surface"], entry["value"]) == ("refresh", "grace")
    assert set(entry["values"]) == {"strict", "reusable", "grace", "family"}


def test_the_registry_cannot_be_changed_from_outside() -> None:
    """What it hands out is a copy."""
    before = len(registry.registered())
    dict(registry.registered()).clear()

    assert len(registry.registered()) == before


def test_settings_can_begin_anew() -> None:
    """Another profile and other changes hold at once, and after a reset as well."""
    mock = Mock(settings={"authorize_bad_params_bounce_404": "bounce"})
    mock.settings.begin("docs", {"refresh_reuse_policy": "grace"})
    mock.settings.change({"refresh_reuse_policy": "family"})

    mock.reset()

    assert mock.settings.profile == "docs"
    assert mock.settings.get("refresh_reuse_policy") == "grace"
    assert repr(mock.settings) == "Settings(profile='docs', changed=['refresh_reuse_policy'])"


def test_a_wrong_beginning_changes_nothing() -> None:
    """Neither an unknown profile nor an unknown value leaves anything behind."""
    mock = Mock()
    with pytest.raises(NotFoundError, match="no such profile"):
        mock.settings.begin("lax", {})
    with pytest.raises(MockError, match="refresh_reuse_policy has no such value"):
        mock.settings.begin("docs", {"refresh_reuse_policy": "often"})

    assert repr(mock.settings) == repr(Mock().settings)
