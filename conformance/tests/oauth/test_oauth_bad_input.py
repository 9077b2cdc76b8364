"""Wrong settings, wrong callbacks, full disks, wrong clocks and answers that are none, end to end.

Each is one error that says what to do and shows no secret, and no login is lost by it. The list of
mistakes is long and stays in one piece, so that a missing one is seen.
"""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

import httpx
import pytest
from kickwire import App, AsyncKick, Denied, Kick, OAuth, SQLiteStore, errors
from kickwire.oauth import AuthorizationCode
from kickwire.stores import Key, MemoryStore, Store
from kickwire.stores.naming import digest
from kickwire_mock import Fault, InProcessTransport

from conformance.suite.watched import WatchedStore
from conformance.tests.oauth.oauth_material import shown_by
from conformance.tests.oauth.oauth_scene import OTHER_KEY, STORE_KEY, TWO_HOURS, Scene
from scripts.documents import ROOT

Mistake: TypeAlias = Callable[[Scene], object]
Expected: TypeAlias = tuple[Mistake, type[errors.KickError], str]

UNKNOWN_ID = "01HZY3QJ5M8W0RTH1ESS000000"
WRONG_SECRET = "another-worthless-secret"
DAY = 24 * 3600.0
YEAR = 365 * DAY
HTML = Fault(status=200, content_type="text/html", body=b"<html>Just a moment...</html>")
NO_ANSWERS = {
    "a page": HTML,
    "a page of the edge": Fault(status=403, content_type="text/html", body=b"<html></html>"),
    "an empty success": Fault(status=200),
    "an empty 400": Fault(status=400),
    "an empty 401": Fault(status=401),
    "an empty 500": Fault(status=500),
    "another shape": Fault(status=200, content_type="application/json", body=b"[]"),
    "a redirect": Fault(status=302, headers=(("Location", "https://kick.com/"),)),
}

no_answers = pytest.mark.parametrize("answer", NO_ANSWERS.values(), ids=NO_ANSWERS)


@pytest.fixture
def scene() -> Scene:
    """Alice is logged in."""
    scene = Scene()
    scene.log_in(scene.kick())
    return scene


def told(scene: Scene, call: Callable[[], object]) -> errors.KickError:
    """The error that a call ends in; it shows no secret, by no way."""
    with pytest.raises(errors.KickError) as caught:
        call()
    shown = shown_by(caught.value)
    assert not [secret for secret in scene.secrets if secret in shown]
    return caught.value


class AsyncOnly(httpx.AsyncBaseTransport):
    """A transport that cannot send synchronously."""


def exchanged(scene: Scene, verifier: str | None = None, redirect_uri: str | None = None) -> object:
    """Redeem a code with another verifier or redirect URI than its login had."""
    request = scene.begun(scene.kick())
    scene.callback(request)
    code = AuthorizationCode(
        scene.codes[-1],
        request.verifier if verifier is None else verifier,
        redirect_uri or request.redirect_uri,
        request.scopes,
    )
    with OAuth(scene.app, transport=scene.ear) as oauth:
        return oauth.exchange(code)


def as_another_app(scene: Scene, client_id: str, secret: str) -> object:
    """Call as an app that Kick does not know like that."""
    return scene.kick(MemoryStore(), App(client_id, secret)).livestreams.stats()


def without_redirect_uri(scene: Scene) -> Kick:
    """A client that can call, and cannot begin a login."""
    return scene.kick(app=App(scene.app.client_id, scene.app.client_secret))


def asynchronous(scene: Scene, **settings: Any) -> AsyncKick:
    """An `AsyncKick` with these settings."""
    return AsyncKick(scene.app, scene.store, **settings)


MOCK = "http://127.0.0.1:9"

MISTAKES: dict[str, Expected] = {
    "client id: missing": (
        lambda scene: App("", scene.app.client_secret),
        errors.ConfigurationError,
        "client_id: the 26 characters of the developer settings",
    ),
    "client id: swapped with the secret": (
        lambda scene: App(scene.app.client_secret, scene.app.client_id),
        errors.ConfigurationError,
        "client_id: the 26 characters",
    ),
    "client id: nobody's": (
        lambda scene: as_another_app(scene, UNKNOWN_ID, scene.app.client_secret),
        errors.AppRefused,
        "check client_id and client_secret",
    ),
    "client secret: missing": (
        lambda scene: App(scene.app.client_id, ""),
        errors.ConfigurationError,
        "client_secret: it is missing",
    ),
    "client secret: with a line end": (
        lambda scene: App(scene.app.client_id, f"{scene.app.client_secret}\n"),
        errors.ConfigurationError,
        "is a line end with it",
    ),
    "client secret: another": (
        lambda scene: as_another_app(scene, scene.app.client_id, WRONG_SECRET),
        errors.AppRefused,
        "check client_id and client_secret",
    ),
    "redirect URI: with a fragment": (
        lambda scene: App(scene.app.client_id, scene.app.client_secret, "http://localhost/#a"),
        errors.ConfigurationError,
        "redirect_uri: the registered URL is expected, without a fragment",
    ),
    "redirect URI: missing": (
        lambda scene: without_redirect_uri(scene).login(["user:read"]),
        errors.ConfigurationError,
        "redirect_uri: a login needs the app's registered URL",
    ),
    "redirect URI: not registered": (
        lambda scene: exchanged(scene, redirect_uri="http://localhost:8080/elsewhere"),
        errors.ServerFault,
        "a foreign redirect_uri looks like this too",
    ),
    "scope: none": (
        lambda scene: scene.kick().login([]),
        errors.ConfigurationError,
        "scopes: at least one is needed",
    ),
    "scope: one text": (
        lambda scene: scene.kick().login("user:read"),
        errors.ConfigurationError,
        r"scopes: a list of names is expected, as in \['user:read'\]",
    ),
    "scope: misspelt": (
        lambda scene: scene.kick().login(["users:read"]),
        errors.ConfigurationError,
        r"did you mean user:read.*unlisted_scopes=True",
    ),
    "scope: too few for a login without a name": (
        lambda scene: scene.kick().login(["chat:write"]),
        errors.ConfigurationError,
        "user:read is needed.* add it or name the account",
    ),
    "verifier: missing": (
        lambda scene: exchanged(scene, ""),
        errors.FixTheCall,
        "nothing was sent: code_verifier: at least 1 character, not 0",
    ),
    "verifier: another": (
        lambda scene: exchanged(scene, "another-worthless-verifier-of-forty-three-chr"),
        errors.LoginFailed,
        "does not fit the redirect URI or the verifier; start another login",
    ),
    "account: empty": (
        lambda scene: scene.kick().as_user(""),
        errors.ConfigurationError,
        "account: a name is expected",
    ),
    "account: None": (
        lambda scene: scene.kick().as_user(None),  # type: ignore[arg-type]
        errors.ConfigurationError,
        "account: a name is expected",
    ),
    "account: None, asynchronously": (
        lambda scene: asynchronous(scene, transport=InProcessTransport(scene.mock)).as_user(
            None  # type: ignore[arg-type]
        ),
        errors.ConfigurationError,
        "account: a name is expected",
    ),
    "account: nobody's": (
        lambda scene: scene.kick().as_user("nobody").users.get(),
        errors.LoginRequired,
        "nobody: no login is stored; let the user log in",
    ),
    "hosts: id_url alone": (
        lambda scene: Kick(scene.app, scene.store, id_url=MOCK),
        errors.ConfigurationError,
        "id_url and api_url: give both or none",
    ),
    "hosts: api_url alone": (
        lambda scene: Kick(scene.app, scene.store, api_url=MOCK),
        errors.ConfigurationError,
        "id_url and api_url: give both or none",
    ),
    "hosts: id_url alone, asynchronously": (
        lambda scene: asynchronous(scene, id_url=MOCK),
        errors.ConfigurationError,
        "id_url and api_url: give both or none",
    ),
    "transport: asynchronous, without oauth_transport": (
        lambda scene: asynchronous(scene, transport=AsyncOnly()),
        errors.ConfigurationError,
        "oauth_transport: needed beside this transport",
    ),
    "transport: asynchronous, for the synchronous client": (
        lambda scene: Kick(scene.app, scene.store, transport=AsyncOnly()),  # type: ignore[arg-type]
        errors.ConfigurationError,
        "transport: an httpx transport that can send synchronously is expected",
    ),
    "transport: none at all": (
        lambda scene: asynchronous(
            scene, transport=InProcessTransport(scene.mock), oauth_transport="https"
        ),
        errors.ConfigurationError,
        "oauth_transport: an httpx transport that can send synchronously is expected",
    ),
    "transport: synchronous, for the asynchronous client": (
        lambda scene: asynchronous(scene, transport=scene.ear),
        errors.ConfigurationError,
        "transport: an httpx transport that can send asynchronously is expected",
    ),
    "timeout: none": (
        lambda scene: Kick(scene.app, scene.store, timeout=0),
        errors.ConfigurationError,
        "timeout: a number of seconds above 0",
    ),
    "pending login: unknown": (
        lambda scene: scene.kick().name_login("unknown"),
        errors.LoginFailed,
        "no unnamed login is stored under this name; start another one",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_clear_error(scene: Scene, mistake: str) -> None:
    """Whatever is missing or malformed is named, with what to do; whoever is logged in stays so."""
    make, kind, words = MISTAKES[mistake]

    error = told(scene, lambda: make(scene))

    assert isinstance(error, kind)
    assert re.search(words, str(error))
    scene.lives_on()


@pytest.mark.parametrize("rotated", [False, True], ids=["mistyped", "rotated"])
def test_a_wrong_secret_at_a_renewal_loses_nobody(scene: Scene, rotated: bool) -> None:
    """The user is due, the secret is wrong: the app is to be corrected, and the login lives."""
    secret = WRONG_SECRET
    if rotated:
        secret = scene.app.client_secret
        app = scene.mock.change_app(scene.app.client_id, rotate_secret=True)
        scene.app = App(app.client_id, app.client_secret, scene.app.redirect_uri)
    scene.mock.clock.advance(TWO_HOURS)
    wrong = scene.kick(app=App(scene.app.client_id, secret))

    for _ in range(2):
        error = told(scene, wrong.as_user("alice").users.get)
        assert isinstance(error, errors.AppRefused)

    assert scene.asked() == [401, 401]
    scene.lives_on()


def test_the_callback_of_another_login_is_refused(scene: Scene) -> None:
    """Pasting the callback of somebody else's login finishes neither login, and redeems no code."""
    kick = scene.kick()
    own, others = scene.begun(kick), scene.begun(kick, "bob")
    pasted = scene.callback(others, "bob")

    error = told(scene, lambda: kick.complete_login(pasted, binding=own.binding))

    assert isinstance(error, errors.LoginFailed)
    assert "begun in another browser; start another login" in str(error)
    assert scene.asked("authorization_code") == [200]
    kick.complete_login(scene.callback(own), binding=own.binding)
    scene.lives_on()


def test_a_callback_works_once(scene: Scene) -> None:
    """A reloaded page sends no code again, and what the first one stored is kept."""
    kick = scene.kick()
    request = scene.begun(kick)
    callback = scene.callback(request)
    kick.complete_login(callback, binding=request.binding)

    error = told(scene, lambda: kick.complete_login(callback, binding=request.binding))

    assert isinstance(error, errors.LoginFailed)
    assert "it was used before" in str(error)
    assert scene.asked("authorization_code") == [200, 200]
    scene.lives_on()


@pytest.mark.parametrize("binding", ["", "another", None], ids=["empty", "another", "no cookie"])
def test_another_browser_cannot_finish_a_login(scene: Scene, binding: Any) -> None:
    """A callback without the cookie of its login is refused, and its code is not redeemed."""
    kick = scene.kick()
    callback = scene.callback(scene.begun(kick))

    error = told(scene, lambda: kick.complete_login(callback, binding=binding))

    assert isinstance(error, errors.LoginFailed)
    assert re.search("another browser|the browser's cookie missing", str(error))
    assert "start another login" in str(error)
    assert scene.asked("authorization_code") == [200]
    scene.log_in(kick)
    scene.lives_on()


@pytest.mark.parametrize(
    "callback",
    ["", "http://localhost:8080/callback", "?code=&state=", "\x00", "[", "?state=a&state=b", None],
)
def test_a_callback_that_is_none_is_refused(scene: Scene, callback: Any) -> None:
    """Whatever is pasted, a login that waits for its own callback can still be finished."""
    kick = scene.kick()
    request = scene.begun(kick)

    error = told(scene, lambda: kick.complete_login(callback, binding=request.binding))

    assert isinstance(error, errors.LoginFailed)
    kick.complete_login(scene.callback(request), binding=request.binding)
    scene.lives_on()


def test_a_user_who_says_no_stays_logged_in(scene: Scene) -> None:
    """Denying a second login ends nothing of the first."""
    kick = scene.kick()
    request = scene.begun(kick)

    refused = scene.mock.consent(request.url, "alice", approve=False)

    assert isinstance(kick.complete_login(refused, binding=request.binding), Denied)
    scene.lives_on()


# The store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a test has its SQLite file."""
    return tmp_path / "tokens.db"


def in_file(path: Path, *names: str) -> Scene:
    """Users who are logged in and due, in a store in a file that nobody has open."""
    with SQLiteStore(path, keys=STORE_KEY) as store:
        scene = Scene(store)
        for name in names:
            scene.log_in(scene.kick(), name)
    scene.mock.clock.advance(TWO_HOURS)
    return scene


def live_on(scene: Scene, path: Path, *names: str) -> None:
    """The users of a store in a file are still logged in."""
    with SQLiteStore(path, keys=STORE_KEY) as store:
        scene.store = store
        for name in names:
            scene.lives_on(name)


def test_a_wrong_key_loses_nobody(path: Path) -> None:
    """Nothing is deleted, nothing is asked of Kick; with the right key all is as before."""
    scene = in_file(path, "alice")

    with SQLiteStore(path, keys=OTHER_KEY) as store:
        kick = scene.kick(store)
        for call in (kick.as_user("alice").users.get, lambda: kick.log_out("alice")):
            error = told(scene, call)
            assert isinstance(error, errors.StoreError)
            assert "put the old one back behind the newest" in str(error)

    assert scene.asked() == []
    live_on(scene, path, "alice")


def test_swapped_rows_act_as_nobody_else(path: Path) -> None:
    """Who can write to the file cannot make alice act as bob; put right, both are logged in."""
    scene = in_file(path, "alice", "bob")

    _swap(path, scene.app.client_id)
    with SQLiteStore(path, keys=STORE_KEY) as store:
        for name in ("alice", "bob"):
            error = told(scene, scene.kick(store).as_user(name).users.get)
            assert isinstance(error, errors.StoreError)
            assert "cannot be trusted" in str(error)

    assert scene.asked() == []
    _swap(path, scene.app.client_id)
    live_on(scene, path, "alice", "bob")


def test_an_old_pair_that_is_put_back_is_not_sent(path: Path) -> None:
    """A row of before a renewal under today's version is found out before Kick sees its token."""
    scene = in_file(path, "alice")
    key = digest(Key(scene.app.client_id, "user", "alice"))
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        select, update = "SELECT sealed FROM records WHERE id = ?", "UPDATE records SET sealed = ?"
        (old,) = raw.execute(select, (key,)).fetchone()
        live_on(scene, path, "alice")
        (new,) = raw.execute(select, (key,)).fetchone()
        raw.execute(f"{update} WHERE id = ?", (old, key))
    scene.mock.clock.advance(TWO_HOURS)

    with SQLiteStore(path, keys=STORE_KEY) as store:
        error = told(scene, scene.kick(store).as_user("alice").users.get)

    assert "cannot be trusted" in str(error)
    assert scene.asked() == [200]
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute(f"{update} WHERE id = ?", (new, key))
    live_on(scene, path, "alice")


def test_a_link_in_the_place_of_the_store_is_refused(path: Path) -> None:
    """Nobody can lead the store elsewhere; what was there is untouched."""
    scene = in_file(path, "alice")
    away = path.with_name("away.db")
    path.rename(away)
    path.symlink_to(away)

    error = told(scene, lambda: SQLiteStore(path, keys=STORE_KEY))

    assert "a symbolic link is not followed; name the file that it leads to" in str(error)
    live_on(scene, away, "alice")


def test_a_store_that_was_moved_away_loses_nobody(path: Path) -> None:
    """A pair is renewed only if it can be kept: without its file nothing is asked of Kick."""
    scene = in_file(path, "alice")
    away = path.parent / "away"
    away.mkdir(mode=0o700)
    with SQLiteStore(path, keys=STORE_KEY) as store:
        kick = scene.kick(store)
        for file in list(path.parent.glob("tokens.db*")):
            shutil.move(file, away / file.name)

        error = told(scene, kick.as_user("alice").users.get)

    assert isinstance(error, errors.StoreError)
    assert "the file was removed or exchanged" in str(error)
    assert scene.asked() == []
    live_on(scene, away / path.name, "alice")


@pytest.mark.parametrize("keys", ["", "mistyped", STORE_KEY[:-1]])
def test_a_store_without_its_key_is_not_opened(path: Path, keys: str) -> None:
    """It says how to make one, touches nothing and shows none."""
    scene = in_file(path, "alice")

    error = told(scene, lambda: SQLiteStore(path, keys=keys))

    assert isinstance(error, errors.ConfigurationError)
    assert "make one with: kickwire keygen" in str(error)
    live_on(scene, path, "alice")


def _swap(path: Path, client_id: str) -> None:
    """Exchange what the rows of alice and bob hold."""
    alice, bob = (digest(Key(client_id, "user", name)) for name in ("alice", "bob"))
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("BEGIN")
        for old, new in ((alice, b"aside"), (bob, alice), (b"aside", bob)):
            raw.execute("UPDATE records SET id = ? WHERE id = ?", (new, old))
        raw.execute("COMMIT")


# A full disk


class FullDisk:
    """A store that cannot do one of its steps."""

    def __init__(self, store: Store, step: str) -> None:
        self.store = WatchedStore(store, self._before)
        self._step = step

    def make_room(self) -> None:
        """From now on it can."""
        self._step = ""

    def _before(self, step: str, key: Key) -> None:
        if step == self._step and (key.kind != "login" or step == "take"):
            raise errors.StoreError("the disk is full; make room, then call again")


@pytest.mark.parametrize(("step", "asked"), [("lock", []), ("begin", []), ("replace", [200])])
def test_a_full_disk_loses_nobody(scene: Scene, step: str, asked: list[int]) -> None:
    """Without room to note it no renewal begins; a new pair is kept until there is room for it."""
    disk = FullDisk(scene.store, step)
    kick = scene.kick(disk.store)
    scene.mock.clock.advance(TWO_HOURS)

    for _ in range(3):
        error = told(scene, kick.as_user("alice").users.get)
        assert isinstance(error, errors.StoreError)
        assert "make room, then call again" in str(error)
        assert scene.asked() == asked
    disk.make_room()

    assert kick.as_user("alice").users.get()[0].name == "alice"
    assert scene.kick().as_user("alice").users.get()[0].name == "alice"
    assert scene.asked() == [200]
    scene.lives_on()


def test_a_pair_that_could_not_be_saved_is_saved_at_the_end(scene: Scene) -> None:
    """Closing the client saves it; while there is still no room, closing says so."""
    disk = FullDisk(scene.store, "replace")
    kick = scene.kick(disk.store)
    scene.mock.clock.advance(TWO_HOURS)
    told(scene, kick.as_user("alice").users.get)

    assert isinstance(told(scene, kick.close), errors.StoreError)
    disk.make_room()
    kick.close()

    assert scene.asked() == [200]
    scene.lives_on()


@pytest.mark.parametrize("policy", ["strict", "grace"])
def test_another_process_does_not_lose_a_pair_that_waits_for_room(
    scene: Scene, policy: str
) -> None:
    """It may be refused with the old pair; the process that has the new one puts that right."""
    scene.mock.settings.change({"refresh_reuse_policy": policy})
    disk = FullDisk(scene.store, "replace")
    kick = scene.kick(disk.store)
    scene.mock.clock.advance(TWO_HOURS)
    told(scene, kick.as_user("alice").users.get)

    other = scene.kick(WatchedStore(scene.store))
    if policy == "strict":
        assert isinstance(told(scene, other.as_user("alice").users.get), errors.GrantLost)
    else:
        other.as_user("alice").users.get()
    disk.make_room()

    assert kick.as_user("alice").users.get()[0].name == "alice"
    assert other.as_user("alice").users.get()[0].name == "alice"
    assert scene.asked() == [200, 401 if policy == "strict" else 200]
    scene.lives_on()


def test_a_login_that_came_meanwhile_is_not_overwritten_by_what_waited(scene: Scene) -> None:
    """When there is room at last, the user's newer login is kept and the old pair dropped."""
    disk = FullDisk(scene.store, "replace")
    kick = scene.kick(disk.store)
    scene.mock.clock.advance(TWO_HOURS)
    told(scene, kick.as_user("alice").users.get)
    scene.log_in(scene.kick())
    newer = scene.kick().tokens("alice")
    disk.make_room()

    assert kick.tokens("alice") == newer
    scene.lives_on()


def test_a_login_waits_for_room(scene: Scene) -> None:
    """A callback that cannot be taken out of the store redeems no code, and works later."""
    disk = FullDisk(scene.store, "take")
    kick = scene.kick(disk.store)
    request = scene.begun(kick)
    callback = scene.callback(request)

    error = told(scene, lambda: kick.complete_login(callback, binding=request.binding))
    assert isinstance(error, errors.StoreError)
    assert scene.asked("authorization_code") == [200]
    disk.make_room()

    kick.complete_login(callback, binding=request.binding)
    scene.lives_on()


def test_an_app_token_that_cannot_be_stored_is_minted_again(scene: Scene) -> None:
    """The app has nothing to lose."""
    disk = FullDisk(scene.store, "put")
    kick = scene.kick(disk.store)

    assert isinstance(told(scene, kick.livestreams.stats), errors.StoreError)
    disk.make_room()

    kick.livestreams.stats()
    assert scene.asked("client_credentials") == [200, 200]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot limit what a process writes")
def test_a_disk_that_is_really_full_loses_nobody(path: Path) -> None:
    """A process whose files cannot grow is told so, keeps the new pair, and saves it later."""
    command = [sys.executable, "-m", "conformance.tests.oauth.oauth_full_disk", str(path)]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)

    calls = json.loads(done.stdout)
    for told_then, asked in ((calls[:3], []), (calls[3:], [200])):
        (full, asked_then), *later = told_then
        assert "is it full" in full
        assert "call again when it can" in full
        assert asked_then == asked
        assert later == [["answered", [200]]] * 2


# Clocks


@pytest.mark.parametrize("skew", [-YEAR, -DAY, -61.0, 61.0, DAY, YEAR])
def test_a_wrong_clock_costs_one_renewal_at_most(scene: Scene, skew: float) -> None:
    """Set back or ahead after the login: no loss, and one renewal for each real lifetime."""
    scene.skew = skew
    for lifetimes in (1, 2, 3):
        for _ in range(3):
            kick = scene.kick()
            assert kick.as_user("alice").users.get()[0].name == "alice"
            kick.livestreams.stats()
        assert len(scene.asked()) <= lifetimes
        scene.mock.clock.advance(TWO_HOURS)
    assert scene.asked("client_credentials") == [200]


def test_a_clock_that_jumps_to_and_fro_renews_no_more_than_once(scene: Scene) -> None:
    """However often it goes to the same future and back: a pair from there is not due here."""
    for skew in [YEAR, 0.0, -YEAR] * 4:
        scene.skew = skew
        for kick in (scene.kick(), scene.kick()):
            assert kick.as_user("alice").users.get()[0].name == "alice"

    assert scene.asked() == [200]


def test_a_clock_that_is_ahead_during_a_login_does_no_harm() -> None:
    """Lifetimes count from the client's own clock: there is no renewal before they end."""
    scene = Scene()
    scene.skew = YEAR
    scene.log_in(scene.kick())

    scene.kick().as_user("alice").users.get()

    assert scene.asked() == []
    scene.lives_on()
    scene.skew = 0.0
    scene.lives_on()


# Answers that are none


@no_answers
def test_an_answer_that_is_none_renews_nothing(scene: Scene, answer: Fault) -> None:
    """A page or an empty answer to a renewal is told, and the next call renews once."""
    scene.mock.clock.advance(TWO_HOURS)
    scene.spoil("exchangeToken", answer)

    error = told(scene, scene.kick().as_user("alice").users.get)

    assert isinstance(error, errors.ServerFault | errors.UnexpectedAnswer)
    assert scene.kick().as_user("alice").users.get()[0].name == "alice"
    assert scene.asked() == [answer.status, 200]
    scene.lives_on()


@no_answers
def test_an_introspection_that_says_nothing_renews_nothing(scene: Scene, answer: Fault) -> None:
    """Without a verdict the 401 is told as undecided; with one the pair is renewed once."""
    scene.mock.end_tokens(user="alice", kind="access_token")
    scene.spoil("introspectToken", answer)

    error = told(scene, scene.kick().as_user("alice").users.get)

    assert isinstance(error, errors.Undecided)
    assert scene.asked() == []
    assert scene.kick().as_user("alice").users.get()[0].name == "alice"
    assert scene.asked() == [200]


@no_answers
def test_a_second_login_that_fails_leaves_the_first(scene: Scene, answer: Fault) -> None:
    """What is no answer to the code ends that attempt alone."""
    kick = scene.kick()
    request = scene.begun(kick)
    callback = scene.callback(request)
    scene.spoil("exchangeToken", answer)

    error = told(scene, lambda: kick.complete_login(callback, binding=request.binding))

    assert isinstance(error, errors.ServerFault | errors.UnexpectedAnswer)
    scene.lives_on()


@no_answers
def test_a_login_whose_name_is_not_told_is_kept(scene: Scene, answer: Fault) -> None:
    """Without an answer to whose it is, the pair is stored, and named by a later call."""
    kick = scene.kick()
    request = scene.begun(kick, None)
    callback = scene.callback(request)
    scene.spoil("getUsers", answer)

    error = told(scene, lambda: kick.complete_login(callback, binding=request.binding))

    assert isinstance(error, errors.LoginUnnamed)
    assert "name_login" in str(error)
    login = kick.name_login(error.pending)
    assert login.account == str(scene.mock.users()[0].user_id)
    assert kick.as_user(login.account).users.get()[0].name == "alice"


@no_answers
def test_an_app_without_an_answer_calls_again(scene: Scene, answer: Fault) -> None:
    """A minting that fails is told, and the next call mints."""
    kick = scene.kick()
    scene.spoil("exchangeToken", answer)

    error = told(scene, kick.livestreams.stats)

    assert isinstance(error, errors.ServerFault | errors.UnexpectedAnswer)
    kick.livestreams.stats()
    assert scene.asked("client_credentials") == [answer.status, 200]


@pytest.mark.parametrize("name", [name for name in NO_ANSWERS if NO_ANSWERS[name].status != 200])
def test_a_log_out_that_kick_did_not_hear_forgets_nothing(scene: Scene, name: str) -> None:
    """It is told, the login lives, and the next attempt ends it."""
    kick = scene.kick()
    scene.spoil("revokeToken", NO_ANSWERS[name])

    told(scene, lambda: kick.log_out("alice"))

    scene.lives_on()
    assert kick.log_out("alice")
    assert isinstance(told(scene, kick.as_user("alice").users.get), errors.LoginRequired)


def test_the_asynchronous_client_tells_the_same(scene: Scene) -> None:
    """A renewal without an answer, a full disk, another browser: the same errors, nothing lost."""
    disk = FullDisk(scene.store, "replace")

    async def failures() -> list[errors.KickError]:
        """What is told, in one event loop."""
        async with AsyncKick(
            scene.app,
            disk.store,
            clock=scene.now,
            transport=InProcessTransport(scene.mock),
            oauth_transport=scene.ear,
        ) as kick:
            found: list[errors.KickError] = []

            async def fails(call: Callable[[], Any]) -> None:
                """What one call is told."""
                with pytest.raises(errors.KickError) as caught:
                    await call()
                found.append(caught.value)

            request = await kick.login(["user:read"], account="alice")
            scene.requests.append(request)
            callback = scene.callback(request)
            await fails(lambda: kick.complete_login(callback, binding="another"))
            scene.mock.clock.advance(TWO_HOURS)
            scene.spoil("exchangeToken", HTML)
            await fails(kick.as_user("alice").users.get)
            await fails(kick.as_user("alice").users.get)
            disk.make_room()
            await kick.as_user("alice").users.get()
        return found

    found = asyncio.run(failures())

    kinds = [errors.LoginFailed, errors.UnexpectedAnswer, errors.StoreError]
    assert [type(error) for error in found] == kinds
    shown = "".join(map(shown_by, found))
    assert not [secret for secret in scene.secrets if secret in shown]
    scene.lives_on()
