"""People, apps, consents and tokens over the control host, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from kickwire_mock import Mock

from conformance.tests.mock.mock_control_host import (
    ControlHost,
    authorize_url,
    outcome,
    token,
    users,
)


@pytest.fixture
def mock() -> Mock:
    """A mock that the test may change."""
    return Mock()


@pytest.fixture
def control(mock: Mock) -> ControlHost:
    """Its control host."""
    return ControlHost(mock)


def test_health_tells_the_version(control: ControlHost) -> None:
    """A tool that waits for the mock learns that it is there, and which."""
    assert control.ask("GET /health")["version"]


def test_people_are_listed_and_added(control: ControlHost, mock: Mock) -> None:
    """The seed's people come first; a new one gets what was left out."""
    before = control.ask("GET /users")["users"]
    dana = control.ask("POST /users", {"name": "dana"})
    erin = control.ask("POST /users", {"name": "erin", "user_id": 7.0, "email": "e@example.com"})
    assert [each["name"] for each in before] == ["alice", "bob", "carol"]
    assert (erin["user_id"], erin["email"]) == (7, "e@example.com")
    assert isinstance(erin["user_id"], int)
    assert control.ask("GET /users")["users"] == [*before, dana, erin]
    assert [user.name for user in mock.users()][3:] == ["dana", "erin"]


@pytest.mark.parametrize("body", [{"name": "alice"}, {"name": "dana", "user_id": 123}])
def test_a_person_who_exists_is_not_added_again(
    control: ControlHost, body: Mapping[str, object]
) -> None:
    """Name and id are taken once: 409."""
    status, line = control.refused("POST /users", body)
    assert (status, "there is a user" in line) == (409, True)


def test_a_channel_is_changed(control: ControlHost, mock: Mock) -> None:
    """What is sent changes, the rest stays, and unknown people and categories are told."""
    before = control.ask("PATCH /users/bob/channel", {"title": "Soon"})
    after = control.ask("PATCH /users/bob/channel", {"live": True, "viewers": 9.0})

    assert (before["live"], before["title"], before["user_id"]) == (False, "Soon", 456)
    assert after == {**before, "live": True, "viewers": 9, "started": mock.clock.now()}
    assert control.refused("PATCH /users/nobody/channel", {"live": True})[0] == 404
    assert control.refused("PATCH /users/bob/channel", {"category_id": 9999})[0] == 400
    assert control.refused("PATCH /users/bob/channel", {})[0] == 400


def test_apps_are_listed_added_and_changed(control: ControlHost, mock: Mock) -> None:
    """An app comes with id, secret and every scope, and changes where it is told to."""
    (seeded,) = control.ask("GET /apps")["apps"]
    added = control.ask("POST /apps", {"name": "<b>", "redirect_uris": ["http://localhost:1/"]})
    assert added["client_secret"] not in ("", seeded["client_secret"])
    assert added["scopes"] == seeded["scopes"]
    changed = control.ask(f"PATCH /apps/{added['client_id']}", {"scopes": ["user:read"]})
    assert changed == {**added, "scopes": ["user:read"]}
    assert control.ask("GET /apps")["apps"] == [seeded, changed]
    assert mock.apps()[1].name == "<b>"


def test_a_new_secret_is_the_only_one_that_works(control: ControlHost, mock: Mock) -> None:
    """After rotation the old secret is refused and the new one opens."""
    old = mock.apps()[0]
    new = control.ask(f"PATCH /apps/{old.client_id}", {"rotate_secret": True})
    assert token(mock, client_secret=old.client_secret).status == 401
    assert token(mock, client_secret=new["client_secret"]).status == 200


UNKNOWN: list[tuple[str, object, str]] = [
    ("PATCH /apps/nobody", {"public": True}, "no app has this client id"),
    ("GET /settings?client_id=nobody", None, "no app has this client id; possible: 01"),
    ("GET /subscriptions?client_id=nobody", None, "no app has this client id; possible: 01"),
    ("GET /deliveries?client_id=nobody", None, "no app has this client id; possible: 01"),
    ("GET /deliveries?event=kicks.gift", None, "'kicks.gift'; did you mean kicks.gifted?"),
    ("GET /journal?operation=getUser", None, "'getUser'; did you mean getUsers? possible: acc"),
    (
        "PATCH /settings",
        {"client_id": "nobody", "settings": {}},
        "no app has this client id; possible: 01",
    ),
    ("PATCH /settings", {"settings": {"refresh_reuse": "x"}}, "did you mean refresh_reuse_policy?"),
    (
        "POST /faults",
        {"operation": "nonsense", "reset": True},
        "'nonsense'; possible: accept",
    ),
    ("PATCH /settings", {"settings": {"state_required": "no"}}, "it is a rule, which always holds"),
    (
        "PATCH /users/bobb/channel",
        {"live": True},
        "no user of this name: 'bobb'; did you mean bob?",
    ),
    ("POST /tokens/end", {"user": "bobb"}, "no user of this name: 'bobb'; did you mean bob?"),
    ("POST /events", {"event": "channel.followed", "user": "bobb"}, "'bobb'; did you mean bob?"),
    ("POST /consent", {"url": "/oauth/authorize", "user": "bobb"}, "'bobb'; did you mean bob?"),
    ("POST /faults", {"quirk": "nonsense"}, "no such fault: 'nonsense'; possible: "),
    ("POST /faults", {"status": 500, "client_id": "nobody"}, "no app has this client id; possible"),
    ("POST /faults", {"status": 500, "user": "bobb"}, "no user of this name: 'bobb'; did you mean"),
    ("POST /faults", {"status": 500, "event": "kicks.gift"}, "did you mean kicks.gifted? possible"),
    (
        "POST /faults",
        {"status": 500, "grant_type": "refresh"},
        (
            "no such grant_type: 'refresh'; did you mean refresh_token? "
            "possible: authorization_code, client_credentials, refresh_token"
        ),
    ),
    ("DELETE /faults?id=fault-9", None, "GET /_mock/faults lists what is"),
    ("POST /holds/release", {"id": "hold-9"}, "GET /_mock/holds lists what is"),
]


@pytest.mark.parametrize(("line", "body", "words"), UNKNOWN)
def test_what_does_not_exist_is_404(
    control: ControlHost, line: str, body: object, words: str
) -> None:
    """The line lists what exists, or says where to look."""
    status, reason = control.refused(line, body)
    assert (status, words in reason) == (404, True), reason


IMPOSSIBLE: list[tuple[str, object, str]] = [
    ("POST /consent", {"url": "/oauth/token", "user": "bob"}, "the url is no authorize URL"),
    ("POST /users", {"name": "no spaces"}, "1 to 25 of the characters"),
    ("POST /users", {"name": "dana", "email": "nomail"}, "before and one after its @"),
    ("PATCH /users/bob/channel", {"language": "not a tag!!"}, "/language: value does not match"),
    ("PATCH /users/bob/channel", {"language": ""}, "/language: value does not match"),
    ("POST /apps", {"name": "x", "redirect_uris": ["http://x/#y"]}, "without a fragment"),
    ("POST /apps", {"name": "x", "redirect_uris": ["javascript:alert(1)"]}, "http:// or https://"),
    (
        "POST /apps",
        {"name": "x", "redirect_uris": ["http://x"], "scopes": ["all"]},
        "no such scope",
    ),
    (
        "POST /tokens/end",
        {"kind": "zed"},
        'at /kind: value is not one of "access_token", "refresh_token", "app_token", "all"',
    ),
    ("POST /faults", {"host": "web"}, 'at /host: value is not one of "id", "api", null'),
    ("POST /clock", {"advance": -9_999_999_999}, "the clock goes from"),
    ("PATCH /settings", {"settings": {"refresh_reuse_policy": "maybe"}}, "possible: strict"),
    ("PATCH /settings", {"profile": "docs", "client_id": "x"}, "a profile is for all apps"),
    ("POST /faults", {"operation": "getUsers"}, "the fault does nothing"),
    ("POST /faults", {"variant": "x", "reset": True}, "a variant needs its quirk"),
    ("POST /faults", {"status": 200, "headers": {"Content-Length": "9"}}, "use content_type, cut"),
]


@pytest.mark.parametrize(("line", "body", "words"), IMPOSSIBLE)
def test_what_cannot_be_is_400(control: ControlHost, line: str, body: object, words: str) -> None:
    """The line says what is wrong with it."""
    status, reason = control.refused(line, body)
    assert (status, words in reason) == (400, True), reason


def test_tokens_end_on_kicks_side(control: ControlHost, mock: Mock) -> None:
    """A token that was good is refused, and the number of dead ones told."""
    assert users(mock).status == 200
    assert control.ask("POST /tokens/end", {"user": "bob"}) == {"ended": 0}
    assert control.ask("POST /tokens/end", {"user": "alice", "kind": "access_token"}) == {
        "ended": 1
    }
    assert users(mock).status == 401


def test_a_consent_gives_the_redirect(control: ControlHost, mock: Mock) -> None:
    """Approving ends at the app with code and state, denying with an error."""
    approved = control.ask("POST /consent", {"url": authorize_url(mock), "user": "bob"})
    answer = outcome(approved["redirect"])
    assert (list(answer), answer["state"]) == (["code", "state"], "s-1")
    denied = control.ask(
        "POST /consent", {"url": authorize_url(mock), "user": "bob", "approve": False}
    )
    assert outcome(denied["redirect"]) == {"error": "access_denied", "state": "s-1"}


def test_the_address_of_a_consent_can_be_copied(control: ControlHost, mock: Mock) -> None:
    """From the answer as it is on the screen, without reading it as JSON."""
    reply = control.send("POST /consent", {"url": authorize_url(mock), "user": "bob"})
    redirect = json.loads(reply.body)["redirect"]

    assert f'"{redirect}"'.encode() in reply.body
    assert reply.headers.get("content-type") == "application/json"


def test_a_consent_may_grant_less(control: ControlHost, mock: Mock) -> None:
    """The token of the code has the scopes that were chosen, and no other."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    decision = {"url": authorize_url(mock), "user": "bob", "scopes": ["channel:read"]}
    redirect = control.ask("POST /consent", decision)["redirect"]
    reply = token(
        mock,
        grant_type="authorization_code",
        code=outcome(redirect)["code"],
        redirect_uri=mock.apps()[0].redirect_uris[0],
        code_verifier=verifier,
    )
    assert (reply.status, b'"scope":"channel:read"' in reply.body) == (200, True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state": ""}, "state"),
        ({"redirect_uri": "http://localhost:1/other"}, "redirect_uri"),
        ({"client_id": "nobody"}, "client_id"),
    ],
)
def test_a_consent_that_the_mock_refuses_is_409(
    control: ControlHost, mock: Mock, changes: dict[str, str], words: str
) -> None:
    """The reason that a browser never learns is told in one line."""
    body = {"url": authorize_url(mock, **changes), "user": "alice"}
    status, line = control.refused("POST /consent", body)
    assert (status, words in line) == (409, True), line


def test_a_consent_to_a_scope_that_nobody_asked_for_is_400(
    control: ControlHost, mock: Mock
) -> None:
    """The line names the scope, and those that are on the page."""
    body = {"url": authorize_url(mock), "user": "alice", "scopes": ["nonsense"]}
    assert control.refused("POST /consent", body) == (
        400,
        "not on the consent page: nonsense; possible: user:read, channel:read",
    )


def test_reset_is_the_start_again(control: ControlHost, mock: Mock) -> None:
    """People, apps, tokens, time, settings, faults and the record are as at first."""
    paths = ("users", "apps", "clock", "settings", "faults", "holds", "journal", "counts")
    before = [control.ask(f"GET /{path}") for path in paths]
    control.ask("POST /users", {"name": "dana"})
    control.ask(f"PATCH /apps/{mock.apps()[0].client_id}", {"rotate_secret": True})
    control.ask("POST /clock", {"advance": 5})
    control.ask("PATCH /settings", {"profile": "docs"})
    control.ask("POST /faults", {"hold": True})
    control.ask("POST /faults", {"reset": True})
    users(mock)
    control.ask("POST /tokens/end")
    assert [control.ask(f"GET /{path}") for path in paths] != before
    assert control.ask("POST /reset") == {"status": "ok"}
    assert [control.ask(f"GET /{path}") for path in paths] == before
    assert users(mock).status == 200
