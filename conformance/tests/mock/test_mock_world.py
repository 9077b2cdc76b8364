"""Users, apps, time, and that a mock is the same every time."""

from __future__ import annotations

import math
import re
import threading
import time
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from kickwire_mock import Clock, ConflictError, Mock, MockError, NotFoundError, Reply, WallClock
from kickwire_mock.clock import START, http_date
from kickwire_mock.ids import Ids, is_ulid

from conformance.tests.mock.mock_client import CALLBACK, Client, json_of


@pytest.fixture
def client() -> Client:
    """A client of a strict mock."""
    return Client()


def session(client: Client) -> list[Reply]:
    """A session with a bit of everything."""
    pair = client.pair("bob")
    client.mock.clock.advance(60)
    replies = [client.authorize(), client.refresh(pair["refresh_token"])]
    replies.append(client.refresh(pair["refresh_token"]))
    replies.append(client.token(grant_type="client_credentials"))
    app = client.mock.add_app("Second", redirect_uris=[CALLBACK])
    replies += [client.introspect(pair["access_token"]), client.authorize(client_id=app.client_id)]
    replies.append(client.send("api", "GET", "/public/v1/users", token=client.mock.token))
    return replies


def test_the_same_seed_and_requests_give_the_same_bytes() -> None:
    """Replies, journals and apps are equal in two mocks, and after a reset."""
    one, other = Client(), Client()
    replies = session(one)

    assert session(other) == replies
    assert one.mock.journal.entries() == other.mock.journal.entries()
    assert one.mock.apps() == other.mock.apps()
    one.mock.reset()
    assert session(one) == replies
    assert one.mock.journal.entries() == other.mock.journal.entries()


def test_another_seed_gives_other_tokens() -> None:
    """No token of one opens the other."""
    one, other = Client(), Client(Mock(seed=1))

    assert session(one) != session(other)
    assert not other.lives(one.mock.token)
    assert not one.lives(other.mock.token)


def test_reset_forgets_everything(client: Client) -> None:
    """Users, apps, tokens, settings, faults, holds, journal and time are as at the start."""
    token = client.pair()["access_token"]
    client.mock.add_user("dave")
    client.mock.settings.change({"refresh_reuse_policy": "grace"})
    client.mock.faults.arm(client.mock.faults.preset("authorize_two_hop"))
    client.mock.holds.start("authorize", "before")
    client.mock.clock.advance(1000)

    client.mock.reset()

    fresh = Mock()
    assert client.mock.users() == fresh.users()
    assert client.mock.apps() == fresh.apps()
    assert client.mock.token == fresh.token
    assert client.mock.settings.describe() == fresh.settings.describe()
    left: list[object] = [*client.mock.faults.armed(), *client.mock.holds.waiting()]
    left += [*client.mock.journal.entries(), *client.mock.journal.counts()]
    assert left == []
    assert client.mock.clock.now() == START
    assert not client.lives(token)


def test_the_seeded_world(client: Client) -> None:
    """Three users, and the app of the documents' examples with every scope."""
    assert [user.name for user in client.mock.users()] == ["alice", "bob", "carol"]
    assert client.app.redirect_uris == (CALLBACK,)
    assert client.app.client_id == "01JEXAMP0E0000000000000001"
    assert client.app.client_secret not in repr(client.app)
    assert len(client.app.scopes) == 13


def test_users_can_be_added(client: Client) -> None:
    """With an id and an address of their own, or with made ones; names and ids are unique."""
    dave = client.mock.add_user("dave")
    eve = client.mock.add_user("eve", user_id=7, email="eve@example.org")

    assert dave.user_id not in {user.user_id for user in client.mock.users() if user != dave}
    assert (eve.user_id, eve.email) == (7, "eve@example.org")
    assert client.pair("eve")
    for name, user_id in (("dave", None), ("frank", 7)):
        with pytest.raises(ConflictError):
            client.mock.add_user(name, user_id=user_id)
    taken = client.mock.add_user("gina", user_id=dave.user_id + 1)
    assert client.mock.add_user("hugo").user_id != taken.user_id


@pytest.mark.parametrize(
    ("name", "user_id"), [("", 1), ("a b", 1), ("a" * 26, 1), ("x", 0), ("x", -1), ("x", 2**63)]
)
def test_a_user_that_cannot_be_is_refused(client: Client, name: str, user_id: int) -> None:
    """Names and ids outside Kick's bounds are told in one line."""
    with pytest.raises(MockError):
        client.mock.add_user(name, user_id=user_id)


def test_apps_can_be_added_and_changed(client: Client) -> None:
    """Each has a client id and a secret of its own; a change leaves alone what it does not name."""
    app = client.mock.add_app("Second", redirect_uris=["https://x.test/cb"], scopes=["user:read"])

    assert is_ulid(app.client_id)
    assert re.fullmatch(r"[0-9a-f]{64}", app.client_secret)
    assert (app.scopes, app.public) == (("user:read",), False)
    changed = client.mock.change_app(app.client_id, public=True)
    assert (changed.public, changed.client_secret, changed.scopes) == (
        True,
        app.client_secret,
        app.scopes,
    )
    rotated = client.mock.change_app(app.client_id, rotate_secret=True)
    assert rotated.client_secret != app.client_secret
    assert client.mock.apps()[1] == rotated
    with pytest.raises(NotFoundError):
        client.mock.change_app("0" * 26, public=True)


@pytest.mark.parametrize("email", ["", "nomail", "@example.com", "a@", "a@b@c", "a@b c"])
def test_an_email_that_is_none_is_refused(client: Client, email: str) -> None:
    """Something stands on both sides of its one @."""
    with pytest.raises(MockError, match=r"as dana@example\.com"):
        client.mock.add_user("dana", email=email)


@pytest.mark.parametrize(
    "uri", ["https://[::1]/cb", "com.example.app:/cb", "app://callback", "HTTP://x.test/cb"]
)
def test_an_app_may_be_on_the_web_or_on_a_device(client: Client, uri: str) -> None:
    """Schemes of the web, in any case, and those of an app's own (RFC 8252)."""
    assert client.mock.add_app("x", redirect_uris=[uri]).redirect_uris == (uri,)


@pytest.mark.parametrize(
    ("name", "uris", "scopes"),
    [
        ("", [CALLBACK], None),
        ("x", [], []),
        ("x", ["/callback"], []),
        ("x", [f"{CALLBACK}#fragment"], []),
        ("x", ["http://[/"], []),
        ("x", ["http://x.test/a b"], []),
        ("x", ["http://x.test/\n"], []),
        ("x", ["javascript:alert(1)"], []),
        ("x", [CALLBACK, "data:text/html,x"], []),
        ("x", ["localhost:8080/callback"], []),
        ("x", ["https:/callback"], []),
        ("x", ["http://:80/"], []),
        ("x", [CALLBACK], ["chat:read"]),
    ],
)
def test_an_app_that_cannot_be_is_refused(
    client: Client, name: str, uris: list[str], scopes: list[str]
) -> None:
    """Redirect URIs are absolute, without a fragment, and of the web or of an app's own scheme."""
    with pytest.raises(MockError):
        client.mock.add_app(name, redirect_uris=uris, scopes=scopes)


def test_tokens_can_be_ended_by_kind_user_and_app(client: Client) -> None:
    """Only what is meant dies, and the number is told."""
    alice, bob, app_token = client.pair("alice"), client.pair("bob"), client.app_token()
    mock = client.mock

    assert mock.end_tokens(user="bob", kind="access_token") == 1
    assert (client.lives(alice["access_token"]), client.lives(bob["access_token"])) == (True, False)
    assert mock.end_tokens(client_id=client.app.client_id, kind="app_token") == 1
    assert not client.lives(app_token)
    assert mock.end_tokens(user="bob", kind="refresh_token") == 1
    assert client.refresh(bob["refresh_token"]).reason == "the refresh token was revoked"
    assert mock.end_tokens(user="alice") == 3
    assert not client.lives(mock.token)
    assert mock.end_tokens() == 0


@pytest.mark.parametrize("wrong", [{"user": "x"}, {"client_id": "x"}, {"kind": "x"}])
def test_ending_tokens_of_nobody_is_told(client: Client, wrong: dict[str, str]) -> None:
    """A misspelt user, app or kind does not pass for nothing to do."""
    with pytest.raises(NotFoundError):
        client.mock.end_tokens(**wrong)


def test_every_reply_has_the_date_of_the_mocks_clock(client: Client) -> None:
    """Good and bad ones, of every host, in the form of RFC 9110 section 5.6.7."""
    client.mock.clock.advance(3661.9)
    replies = [
        client.authorize(),
        client.authorize(state=""),
        client.send("api", "GET", "/nowhere"),
        client.send("control", "GET", "/_mock/health", headers=[("Host", "localhost")]),
    ]

    for reply in replies:
        assert reply.headers.all("date") == ["Thu, 01 Jan 2026 01:01:01 GMT"]


def test_the_clock_stands_still_until_it_is_moved() -> None:
    """It starts at the beginning of 2026, goes both ways, and returns."""
    clock = Clock()
    assert clock.now() == START == parsedate_to_datetime(http_date(START)).timestamp()

    clock.advance(10)
    clock.advance(-30)
    assert clock.now() == START - 20
    clock.set(0)
    assert clock.now() == 0
    clock.reset()
    assert clock.now() == START


@pytest.mark.parametrize("unix", [-1, math.nan, math.inf, 253_402_300_800])
def test_the_clock_refuses_times_that_no_header_can_show(unix: float) -> None:
    """And stays where it was."""
    clock = Clock()
    with pytest.raises(MockError, match="1970 to 9999"):
        clock.set(unix)
    assert clock.now() == START


@pytest.mark.parametrize("seconds", ["x", "60", None, timedelta(hours=1), True])
def test_the_clock_takes_numbers_only(seconds: float) -> None:
    """The error names the type of anything else, and the clock stays where it was."""
    clock = Clock()
    words = f"seconds as a number, not a value of type {type(seconds).__name__}$"
    for move in (clock.advance, clock.set):
        with pytest.raises(MockError, match=words):
            move(seconds)
    assert clock.now() == START


def test_a_clock_shows_its_time() -> None:
    """In a debugger and in the report of a failed test, and whether it runs."""
    clock, running = Clock(), WallClock()
    clock.advance(90)
    running.set(START)

    assert repr(clock) == "Clock(2026-01-01T00:01:30Z, stands still)"
    assert re.fullmatch(r"WallClock\(2026-01-01T00:0\d:\d\dZ, runs\)", repr(running))


def test_a_clock_may_follow_the_computers() -> None:
    """It runs with it, and can be moved against it."""
    clock = WallClock()
    assert abs(clock.now() - time.time()) < 60
    clock.advance(1000)
    assert 940 < clock.now() - time.time() < 1060
    clock.set(1000)
    assert 1000 <= clock.now() < 1060
    clock.reset()
    assert abs(clock.now() - time.time()) < 60
    assert Client(Mock(clock=clock)).pair()


def test_a_clock_that_is_set_back_gives_tokens_a_longer_life(client: Client) -> None:
    """Nothing breaks when time runs backwards."""
    token = client.pair()["access_token"]
    client.mock.clock.advance(-3600)

    assert client.lives(token)
    assert json_of(client.introspect(token))["data"]["exp"] == START + 7200


def test_ids_are_seeded_and_have_kicks_shapes() -> None:
    """Two sources of one seed agree, of two seeds do not, and kinds do not disturb each other."""
    clock = Clock()
    one, other = Ids(5, clock), Ids(5, clock)
    other.nonce()

    assert [one.opaque() for _ in range(3)] == [other.opaque() for _ in range(3)]
    assert one.ulid() == other.ulid() != Ids(6, clock).ulid()
    assert is_ulid(one.ulid())
    assert re.fullmatch(r"[A-Z0-9]{48}", one.opaque())
    assert repr(one) == "Ids(seed=5)"
    assert len({one.opaque() for _ in range(10_000)}) == 10_000


def test_ids_with_a_time_sort_by_it() -> None:
    """The first ten characters of a ULID are the milliseconds of the mock's clock."""
    clock = Clock()
    ids = Ids(5, clock)
    found = [ids.ulid()]
    for seconds in (0.001, 1, 86_400, 10 * 365 * 86_400):
        clock.advance(seconds)
        found.append(ids.ulid())

    assert found == sorted(found)
    assert [each[:10] for each in found[:2]] == ["01KDVDNA00", "01KDVDNA01"]


@pytest.mark.parametrize(
    "text", ["", "0" * 25, "0" * 27, "8" + "0" * 25, "U" * 26, "0" * 25 + "\u0660"]
)
def test_what_is_no_ulid(text: str) -> None:
    """Another length, another alphabet, or more than 128 bits."""
    assert not is_ulid(text)
    assert is_ulid("01jexamp0e0000000000000001")


def test_threads_share_a_mock(client: Client) -> None:
    """Of many refreshes with one token at the same time exactly one wins."""
    token = client.pair()["refresh_token"]
    statuses: list[int] = []
    barrier = threading.Barrier(8)

    def refresh() -> None:
        """Wait for the others, then refresh."""
        barrier.wait()
        statuses.append(int(client.refresh(token).status))

    threads = [threading.Thread(target=refresh) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [200] + [401] * 7
    assert len(client.mock.journal.entries()) == 11
