"""Settings are moved one at a time, and the cases are run for which that can matter."""

from __future__ import annotations

import pytest
from kickwire_mock import RunningServer

from conformance.suite import checks
from conformance.suite.__main__ import every_case, ways_of
from conformance.suite.cases import PROFILES
from conformance.suite.moved import Selection, operations_of
from conformance.suite.runner import Result, Runner
from conformance.suite.session import run
from conformance.suite.spec import Operation, document, ledger
from conformance.suite.stage import Stage
from conformance.suite.ways import Way, WayError, moved, moves
from conformance.tests.suite.suite_server import a_case, target_of

STRICT = Way("strict")
GRACE = moved("strict", {"refresh_reuse_policy": "grace"})
ALL = every_case()


def chosen(way: Way, *results: Result) -> set[str]:
    """The ids of the cases that are run under a way."""
    return {case.id for case in Selection(ALL, results).of(way)}


@pytest.mark.parametrize("profile", PROFILES)
def test_every_value_of_every_setting_is_moved_to(profile: str) -> None:
    """Each value that is not the profile's own comes once, alone; what is planned does not."""
    settings = [
        entry
        for entry in ledger().entries.values()
        if entry["kind"] in ("setting", "payload") and not entry.get("planned")
    ]
    values = {
        (one["id"], each) for one in settings for each in one.get("values") or one["payloads"]
    }
    own = {(one["id"], ledger().setting(one["id"], profile)) for one in settings}

    assert [way.profile for way in moves(profile)] == [profile] * (len(values) - len(own))
    assert {way.moved for way in moves(profile)} == {(each,) for each in values - own}


def test_a_way_says_what_holds() -> None:
    """A moved setting has its new value, the others have the profile's."""
    assert GRACE.setting("refresh_reuse_policy") == "grace"
    assert GRACE.setting("revoke_always_200") == STRICT.setting("revoke_always_200")
    assert STRICT.setting("schema_drift") == "as_documented"
    with pytest.raises(KeyError):
        STRICT.setting("no_such_setting")


def test_a_way_tells_how_to_take_it_again() -> None:
    """Its name is for people, its options are for the command line."""
    assert (str(STRICT), STRICT.options) == ("strict", "--profile strict")
    assert str(GRACE) == "strict, refresh_reuse_policy=grace"
    assert GRACE.options == "--profile strict --set refresh_reuse_policy=grace"


def test_a_setting_may_be_any_number_where_all_are() -> None:
    """A number that the ledger does not name is a value too."""
    assert moved("docs", {"access_token_lifetime_user": "60"}).setting(
        "access_token_lifetime_user"
    ) == ("60")


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"no_such_setting": "x"}, "no_such_setting: no setting of the ledger"),
        ({"code_single_use": "x"}, "code_single_use: no setting of the ledger"),
        ({"refresh_reuse_policy": "lenient"}, "possible: strict, reusable, grace, family"),
        ({"access_token_lifetime_user": "-1"}, "possible: 7200, 3600, 14400, 5"),
    ],
)
def test_a_setting_that_does_not_exist_is_refused(settings: dict[str, str], complaint: str) -> None:
    """What the ledger does not know is told in one line, with what it knows."""
    with pytest.raises(WayError, match=complaint):
        moved("strict", settings)


def test_cases_that_name_a_setting_are_chosen() -> None:
    """By their evidence; what is about something else is not."""
    assert {"id/token/refresh/2", "client/refresh/lock"} <= chosen(GRACE)
    assert not {"id/token/refresh/9", "api/users/several"} & chosen(GRACE)


def test_cases_that_ask_for_a_setting_are_chosen(server: RunningServer) -> None:
    """What a case asked its stage for, where nothing was moved, is what it depends on."""
    with Runner(target_of(server)) as runner:
        asking = a_case(lambda stage: stage.setting("refresh_reuse_policy"), id="id/made/1")
        silent = a_case(lambda stage: stage.lives(stage.target.token), id="id/made/2")
        results = [runner.run_one(each, STRICT) for each in (asking, silent)]

    assert list(Selection([asking, silent], results).of(GRACE)) == [asking]


def test_every_operation_is_called_whatever_is_moved() -> None:
    """Under each move at least one case is about each operation of both documents."""
    operations = {f"document {host} {one.id}" for host in ("id", "api") for one in _all_of(host)}
    for way in moves("strict"):
        cases = [case for case in Selection(ALL).of(way) if not case.id.startswith("doc/")]
        assert operations <= {each for case in cases for each in case.evidence}


@pytest.mark.parametrize(
    ("setting", "id", "api"),
    [
        ("token_error_shape", {"authorize", "exchangeToken", "revokeToken"}, set[str]()),
        ("subscription_status_200_or_201", set[str](), {"subscribeToEvents"}),
        ("rewards_read_scope", set[str](), {"listRewards", "listRedemptions"}),
        ("webhook_raw_body", set[str](), set[str]()),
    ],
)
def test_the_ledger_points_to_operations(setting: str, id: set[str], api: set[str]) -> None:
    """To an operation itself, or to a part that it shares; deliveries are none."""
    assert operations_of(setting) == {"id": id, "api": api}


def test_what_a_document_says_of_itself_is_about_all_of_it() -> None:
    """The form of errors stands at the top of the document, and so concerns every operation."""
    assert operations_of("api_envelope")["api"] == {one.id for one in _all_of("api")}


def test_a_way_holds_for_the_server_and_for_the_judge(server: RunningServer) -> None:
    """The server is set to it before each case, and the stage tells it."""

    def body(stage: Stage) -> None:
        pair = stage.login()
        stage.app.renew(pair)
        again = stage.app.refresh(pair.refresh_token)
        good = stage.setting("refresh_reuse_policy") == "grace"
        checks.same("good again", again.status == 200, good)

    results = run([a_case(body)], [STRICT, GRACE], target=target_of(server))

    assert [(one.way, one.verdict) for one in results] == [(STRICT, "held"), (GRACE, "held")]
    assert all("refresh_reuse_policy" in one.asked for one in results)


def test_a_stage_begins_anew(server: RunningServer) -> None:
    """What a case has changed is gone, what was moved is not."""

    def body(stage: Stage) -> None:
        stage.set(revoke_always_200="bad_request_400", refresh_reuse_policy="family")
        stage.begin()
        found = {each["id"]: each["value"] for each in server.mock.settings.describe()}
        for name, value in (("revoke_always_200", "always_200"), GRACE.moved[0]):
            checks.same(name, (found[name], stage.setting(name)), (value, value))

    with Runner(target_of(server)) as runner:
        assert runner.run_one(a_case(body), GRACE).reason == ""


def test_some_cases_are_run_under_moves(server: RunningServer) -> None:
    """Under the ways of a run every case, under its moves those that ask, documents by pointers."""
    asking = a_case(lambda stage: stage.setting("refresh_reuse_policy"), id="id/made/1")
    silent = a_case(lambda stage: stage.lives(stage.target.token), id="id/made/2")
    files = [case for case in ALL if case.id in ("doc/id/revokeToken", "doc/id/exchangeToken")]

    results = run([*files, asking, silent], [STRICT], moves=[GRACE], target=target_of(server))

    assert {one.verdict for one in results} == {"held"}
    assert [(one.case.id, one.way) for one in results] == [
        ("doc/id/exchangeToken", STRICT),
        ("doc/id/exchangeToken", GRACE),
        ("doc/id/revokeToken", STRICT),
        ("id/made/1", STRICT),
        ("id/made/1", GRACE),
        ("id/made/2", STRICT),
    ]


def test_the_command_line_chooses_ways() -> None:
    """All profiles and the moves from the first; with a setting given, that alone."""
    profiles = [Way(each) for each in PROFILES]

    assert ways_of([], [], "") == (profiles, list(moves("strict")))
    assert ways_of([], [], "none") == (profiles, [])
    assert ways_of(["docs"], [], "some") == ([Way("docs")], list(moves("docs")))
    assert ways_of(["docs"], [], "all") == ([Way("docs"), *moves("docs")], [])
    assert ways_of(["strict"], ["refresh_reuse_policy=grace"], "") == ([GRACE], [])
    assert ways_of([], [], "", control=False) == ([STRICT], [])


def _all_of(host: str) -> tuple[Operation, ...]:
    return document(host).operations
