"""Faults: what they do to a request, to whom, how often, and the ledger's own ones.

Which can be armed is tested in `test_mock_faults_armed`.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from kickwire_mock import (
    ConsentError,
    Effects,
    Fault,
    Mock,
    Reply,
    Request,
)
from kickwire_mock.documents import packaged, root

from conformance.tests.mock.mock_client import (
    CALLBACK,
    Client,
    error_of,
    json_of,
    query_of,
    world_of,
)


@pytest.fixture
def client() -> Client:
    """A client of a strict mock."""
    return Client()


def arm(client: Client, quirk: str, variant: str | None = None) -> Fault:
    """Arm a fault of the ledger."""
    return client.mock.faults.arm(client.mock.faults.preset(quirk, variant))


def decided(client: Client) -> Reply:
    """What the browser gets when alice agrees."""
    client.authorize()
    vault = world_of(client.mock).vault
    form = {"nonce": vault.requests.newest() or "", "user": "alice", "decision": "approve"}
    return client.send("api", "POST", "/oauth/authorize", form=form)


def struck(reply: Reply, quirk: str) -> None:
    """Check that a reply names the fault that shaped it."""
    assert quirk in reply.quirks
    assert quirk in (reply.headers.get("X-Kick-Mock-Quirk") or "")


@pytest.mark.quirk("authorize_two_hop")
@pytest.mark.parametrize(
    ("variant", "status", "body"),
    [("server_error", 500, b'{"message":"Internal Server Error"}'), ("blank_400", 400, b"")],
)
def test_the_second_hop_can_fail(client: Client, variant: str, status: int, body: bytes) -> None:
    """The consent ends on the api host without a callback; the next one passes."""
    arm(client, "authorize_two_hop", variant)

    failed = decided(client)

    assert (failed.status, failed.body, failed.headers.get("location")) == (status, body, None)
    struck(failed, "authorize_two_hop")
    assert client.code()


@pytest.mark.quirk("authorize_social_login_return_broken")
def test_a_social_login_can_lose_the_way_back(client: Client) -> None:
    """The login ends on an address that is no address, and no code comes."""
    arm(client, "authorize_social_login_return_broken")

    reply = decided(client)

    location = reply.headers.get("location") or ""
    assert location.startswith("https://kick.comhttps//id.kick.com/oauth/authorize")
    assert "code" not in query_of(location)
    struck(reply, "authorize_social_login_return_broken")


@pytest.mark.quirk("authorize_new_app_or_outage_lookalikes")
@pytest.mark.parametrize(
    ("variant", "status"), [("http_500", 500), ("http_404", 404), ("http_403", 403)]
)
def test_the_id_host_can_be_out_of_order(client: Client, variant: str, status: int) -> None:
    """Armed until disarmed, every path of the id host fails; the api host does not."""
    outage = client.mock.faults.preset("authorize_new_app_or_outage_lookalikes", variant)
    fault = client.mock.faults.arm(replace(outage, count=None))

    for _ in range(2):
        assert client.authorize().status == status
        assert client.token(grant_type="client_credentials").status == status
    assert client.lives(client.mock.token)
    assert client.mock.faults.disarm(fault.id) == 1
    assert client.authorize().status == 200


@pytest.mark.quirk("authorize_new_app_or_outage_lookalikes")
def test_the_id_host_can_be_silent_or_not_know_the_app(client: Client) -> None:
    """A timeout, and the portal's app that client_credentials calls unknown."""
    arm(client, "authorize_new_app_or_outage_lookalikes", "timeout")
    assert client.authorize().effects == Effects(never=True)

    arm(client, "authorize_new_app_or_outage_lookalikes", "unknown_app")
    unknown = client.token(grant_type="client_credentials")
    assert error_of(unknown) == (401, "invalid_client")
    really = client.token(client_id="0" * 26, grant_type="client_credentials")
    assert unknown.body == really.body
    assert client.token(grant_type="client_credentials").status == 200


@pytest.mark.quirk("token_edge_challenge")
def test_the_edge_can_answer_for_the_token_endpoint(client: Client) -> None:
    """A page of HTML, as the document shows it, or an empty 403; the grant is untouched."""
    token = client.pair()["refresh_token"]
    shown = root(packaged().id).at("components", "responses", "EdgeChallenge", "content")
    page = str(shown.at("text/html", "example").node)

    arm(client, "token_edge_challenge")
    challenge = client.refresh(token)
    arm(client, "token_edge_challenge", "empty_403")
    empty = client.refresh(token)

    assert (challenge.status, challenge.body.decode()) == (403, page)
    assert (challenge.headers.get("content-type") or "").startswith("text/html")
    assert (empty.status, empty.body) == (403, b"")
    assert client.refresh(token).status == 200


@pytest.mark.quirk("token_empty_400_episode")
def test_client_credentials_can_answer_an_empty_400(client: Client) -> None:
    """Only that grant is hit, and only once."""
    arm(client, "token_empty_400_episode")

    assert client.pair()
    episode = client.token(grant_type="client_credentials")
    assert (episode.status, episode.body) == (400, b"")
    assert client.token(grant_type="client_credentials").status == 200


@pytest.mark.quirk("app_token_dies_early")
def test_every_app_token_can_die_at_once(client: Client) -> None:
    """Those issued so far are dead, new ones and those of users live."""
    first, pair = client.app_token(), client.pair()

    fault = arm(client, "app_token_dies_early")

    assert fault.id
    assert client.mock.faults.armed() == []
    assert not client.lives(first)
    assert client.lives(client.app_token())
    assert client.lives(pair["access_token"])


@pytest.mark.quirk("app_token_dies_early")
def test_a_new_secret_ends_the_apps_tokens(client: Client) -> None:
    """The old secret and the app tokens are dead, users stay logged in."""
    token, pair = client.app_token(), client.pair()
    other = client.mock.add_app("Other", redirect_uris=[CALLBACK])
    changed = client.mock.change_app(client.app.client_id, rotate_secret=True)

    assert error_of(client.token(grant_type="client_credentials")) == (401, "invalid_client")
    assert not client.lives(token)
    client.app = changed
    assert client.lives(client.app_token())
    assert client.refresh(pair["refresh_token"]).status == 200
    assert other in client.mock.apps()


@pytest.mark.quirk("refresh_lost_response_lockout")
def test_a_refresh_can_rotate_and_lose_its_answer(client: Client) -> None:
    """The connection is reset, the old token is used up, and nobody has the new one."""
    token = client.pair()["refresh_token"]
    arm(client, "refresh_lost_response_lockout")

    lost = client.refresh(token)

    assert lost.effects == Effects(reset=True)
    assert client.last().fault == "fault-1"
    assert error_of(client.refresh(token)) == (401, "invalid_grant")


@pytest.mark.quirk("api_401_overloaded")
def test_a_living_token_can_be_refused_with_401_or_403_by_setting() -> None:
    """The api host says it like a bad token or as forbidden, while introspection says active."""
    strict, other = Client(), Client(Mock(settings={"api_401_overloaded": "refused_403"}))
    outcomes = {strict: (401, "Unauthorized"), other: (403, "Forbidden")}
    for client, (status, message) in outcomes.items():
        token = client.pair()["access_token"]
        arm(client, "api_401_overloaded")
        refused = client.send("api", "POST", "/public/v1/chat", token=token)
        assert (refused.status, json_of(refused)) == (status, {"data": {}, "message": message})
        struck(refused, "api_401_overloaded")
        assert json_of(client.introspect(token))["data"]["active"] is True
        assert client.lives(token)


def test_drops_are_refused_with_null(client: Client) -> None:
    """Their errors carry null where others carry an object."""
    arm(client, "api_401_overloaded")
    reply = client.send("api", "GET", "/public/v1/drops/claims", token=client.mock.token)

    assert json_of(reply) == {"data": None, "message": "Unauthorized"}


def test_a_fault_counts_and_skips(client: Client) -> None:
    """So many fitting requests pass, so many are struck, and then it is gone."""
    client.mock.faults.arm(Fault(operation="introspectToken", status=500, skip=2, count=2))
    assert client.authorize().status == 200

    statuses = [int(client.introspect(client.mock.token).status) for _ in range(6)]

    assert statuses == [200, 200, 500, 500, 200, 200]
    assert client.mock.faults.armed() == []


def test_a_fault_may_mean_one_grant_type_app_or_user(client: Client) -> None:
    """Whoever does not fit is spared; who sends a token or a code is known by it."""
    alice, bob = client.pair("alice"), client.pair("bob")
    faults = client.mock.faults
    other = client.mock.add_app("Other", redirect_uris=[CALLBACK])

    faults.arm(Fault(operation="exchangeToken", grant_type="refresh_token", user="bob", status=503))
    assert client.refresh(alice["refresh_token"]).status == 200
    assert client.refresh(bob["refresh_token"]).status == 503

    faults.arm(Fault(host="api", user="bob", status=503))
    assert client.lives(client.mock.token)
    assert client.send("api", "GET", "/public/v1/users", token=bob["access_token"]).status == 503

    faults.arm(Fault(operation="exchangeToken", client_id=other.client_id, status=503))
    assert client.token(grant_type="client_credentials").status == 200
    client.app = other
    assert client.token(grant_type="client_credentials").status == 503


def test_a_fault_strikes_before_or_after_the_change(client: Client) -> None:
    """Before: nothing happened, and the token is as good as ever. After: it is used up."""
    for after_commit, second in ((False, 200), (True, 401)):
        token = client.pair()["refresh_token"]
        fault = Fault(operation="exchangeToken", status=502, body=b"x", after_commit=after_commit)
        client.mock.faults.arm(fault)
        assert (client.refresh(token).status, client.refresh(token).status) == (502, second)


@pytest.mark.parametrize(
    ("effects", "lost"),
    [(Effects(reset=True), "resets the connection"), (Effects(never=True), "never answers")],
)
def test_the_journal_shows_no_answer_where_none_came(
    client: Client, effects: Effects, lost: str
) -> None:
    """Its status is 0, and the reason says what happened and when."""
    for after_commit, when in ((False, "before"), (True, "after")):
        client.mock.faults.arm(Fault(host="id", after_commit=after_commit, effects=effects))
        client.token(grant_type="client_credentials")
        entry = client.last()
        assert (entry.status, entry.reason) == (
            0,
            f"a fault struck: it {lost} {when} the request takes effect",
        )


def test_an_effect_keeps_the_answer(client: Client) -> None:
    """A delayed or cut answer is the real one, and the request has taken effect."""
    token = client.pair()["refresh_token"]
    effects = Effects(delay=2.5, cut=7)
    client.mock.faults.arm(Fault(operation="exchangeToken", effects=effects))

    reply = client.refresh(token)

    assert (reply.status, reply.effects, reply.reason) == (200, effects, "")
    assert client.last().fault == "fault-1"
    assert client.lives(json_of(reply)["access_token"])


def test_a_replaced_answer_is_what_was_given(client: Client) -> None:
    """Status, media type, headers and body are the fault's."""
    headers = (("Retry-After", "7"), ("Date", "Thu, 01 Jan 1970 00:00:00 GMT"))
    client.mock.faults.arm(
        Fault(host="api", status=429, content_type="text/plain", body=b"slow", headers=headers)
    )

    reply = client.send("api", "GET", "/public/v1/users", token=client.mock.token)

    assert (reply.status, reply.body) == (429, b"slow")
    assert reply.headers.get("retry-after") == "7"
    assert reply.headers.get("content-type") == "text/plain"
    assert reply.headers.all("date") == ["Thu, 01 Jan 1970 00:00:00 GMT"]


def test_the_fault_that_was_armed_first_strikes_first(client: Client) -> None:
    """Of two that fit a request only one strikes."""
    faults = client.mock.faults
    ids = [faults.arm(Fault(host="id", status=status)).id for status in (501, 502)]

    assert [int(client.authorize().status) for _ in range(3)] == [501, 502, 200]
    assert ids == ["fault-1", "fault-2"]


def request() -> Request:
    """Some request that changes something."""
    client = Client()
    path, _, query = client.url().partition("?")
    return Request(host="id", method="GET", path=path, query=query)


def test_a_hold_before_the_change_processes_the_request_later(client: Client) -> None:
    """Nothing happens and nothing is written down until it is released and handed in again."""
    client.mock.faults.arm(Fault(operation="authorize", hold=True, count=None))
    released: list[str] = []

    held = client.mock.handle(request())
    hold = held.effects.hold or ""
    (waiting,) = client.mock.holds.waiting()

    assert held.effects == Effects(hold=hold, hold_before=True)
    assert (waiting.id, waiting.operation, waiting.stage) == (hold, "authorize", "before")
    assert client.mock.journal.entries() == []
    client.mock.holds.on_release(hold, lambda: released.append(hold))
    assert released == []
    assert client.mock.holds.release(hold) == 1
    assert released == [hold]
    assert client.mock.handle(request(), released=hold).status == 200
    assert client.last().operation == "authorize"


def test_a_hold_after_the_change_keeps_the_answer(client: Client) -> None:
    """The token is used up, and the answer waits for its release."""
    token = client.pair()["refresh_token"]
    client.mock.faults.arm(Fault(operation="exchangeToken", hold=True, after_commit=True))

    held = client.refresh(token)

    assert (held.status, held.effects.hold_before) == (200, False)
    assert client.mock.holds.waiting()[0].stage == "after"
    assert client.refresh(token).status == 401
    assert client.mock.holds.release() == 1
    assert client.mock.holds.release() == 0


@pytest.mark.parametrize("after_commit", [False, True])
def test_a_consent_that_meets_a_hold_says_so(client: Client, after_commit: bool) -> None:
    """Nobody could release it, so it is released and told."""
    client.mock.faults.arm(Fault(operation="consent", hold=True, after_commit=after_commit))

    with pytest.raises(ConsentError, match="a hold struck"):
        client.code()
    assert client.mock.holds.waiting() == []
    assert client.code()


def test_a_consent_that_loses_its_answer_says_so(client: Client) -> None:
    """The reason is that of the journal; a delay does no harm."""
    client.mock.faults.arm(
        Fault(operation="consent", after_commit=True, effects=Effects(never=True))
    )

    with pytest.raises(ConsentError, match="a fault struck: it never answers after the"):
        client.code()
    client.mock.faults.arm(Fault(operation="consent", effects=Effects(delay=1)))
    assert client.code()


def test_waiting_for_a_hold_that_is_gone_ends_at_once(client: Client) -> None:
    """Whoever asks too late is called at once; an unknown hold is nobody's."""
    called: list[int] = []

    client.mock.holds.on_release("hold-99", lambda: called.append(1))

    assert called == [1]
    assert client.mock.holds.release("hold-99") == 0


def test_ids_begin_anew_with_the_mock(client: Client) -> None:
    """After a reset the first fault has the number 1 again; no hold takes over from another one."""
    for holds in (["hold-1", "hold-2"], ["hold-3", "hold-4"]):
        client.mock.reset()
        ids = [client.mock.faults.arm(Fault(hold=True)).id for _ in range(2)]
        held = [client.mock.handle(request()).effects.hold for _ in range(2)]
        assert (ids, held) == (["fault-1", "fault-2"], holds)


def test_a_reset_lets_go_of_whoever_is_held(client: Client) -> None:
    """Whoever waits is called, once."""
    client.mock.faults.arm(Fault(hold=True))
    called: list[int] = []
    client.mock.holds.on_release(
        client.mock.handle(request()).effects.hold or "", lambda: called.append(1)
    )

    client.mock.reset()

    assert (called, client.mock.holds.waiting()) == ([1], [])


def test_every_preset_can_be_armed(client: Client) -> None:
    """Each names its entry and a variant of its own, and all can be taken away again."""
    presets = client.mock.faults.presets()
    for preset in presets:
        assert preset.quirk is not None
        assert client.mock.faults.preset(preset.quirk, preset.variant) == preset.fault
        client.mock.faults.arm(preset.fault)

    assert len({(preset.quirk, preset.variant) for preset in presets}) == len(presets)
    waiting = [preset for preset in presets if not preset.fault.acts_at_once]
    assert client.mock.faults.disarm() == len(waiting)
