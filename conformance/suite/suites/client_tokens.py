"""How the client keeps tokens good: once at a time, saved before use, and never lost by itself."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import httpx
from kickwire import Kick, SQLiteStore, errors
from kickwire.stores import Key

from conformance.suite import checks
from conformance.suite.cases import MUST, QUIRK, Failed
from conformance.suite.clients import PATIENCE, Scene, client_case
from conformance.suite.threads import in_threads
from conformance.suite.watched import WatchedStore
from conformance.suite.wires import answer, failing

_TOKENS = "docs/tokens.md"
_UNTOLD = 3600
"""Seconds that a token is taken to live for where no usable lifetime is told."""
_SHORT = 0.3
"""Seconds to see that somebody does wait. If he does, they pass; it changes no verdict."""

_STORE_KEY = "d29ydGhsZXNzLXdvcnRobGVzcy13b3J0aGxlc3MtMDE="


def asked(kick: Kick) -> str:
    """The name that a call as the user is answered with."""
    return kick.as_user("alice").users.get()[0].name


def _handles(scene: Scene, number: int) -> list[SQLiteStore]:
    """So many stores on one file, as so many processes have them."""
    folder = tempfile.TemporaryDirectory(prefix="kickwire-suite-")
    scene.stage.at_end(folder.cleanup)
    stores = [SQLiteStore(Path(folder.name) / "tokens.db", keys=_STORE_KEY) for _ in range(number)]
    for store in stores:
        scene.stage.at_end(store.close)
    return stores


@client_case("client/refresh/due", MUST, evidence=("quirk access_token_lifetime_user",))
def renewed_when_due(scene: Scene) -> None:
    """A pair is used until a minute before its end, or a quarter of its life, and renewed then."""
    kick = scene.kick()
    scene.log_in(kick)
    told = scene.stage.setting("expires_in_is_a_number") != "empty_string"
    lifetime = scene.stage.lifetime() if told else _UNTOLD
    margin = min(60, lifetime / 4)
    scene.wait(lifetime - 1.1 * margin)
    asked(kick)
    checks.same("refreshes before it is due", scene.wire.refreshes(), 0)
    scene.wait(0.2 * margin)
    asked(kick)
    asked(kick)
    checks.same("refreshes when it is due", scene.wire.refreshes(), 1)
    tokens = [each.token for each in scene.wire.of("getUsers")]
    checks.same("number of tokens used", len(set(tokens)), 2)


@client_case("client/refresh/threads", QUIRK, evidence=("quirk refresh_concurrency_loser",))
def one_refresh_for_all_threads(scene: Scene) -> None:
    """Eight threads that meet a due pair cause one refresh, and each gets its answer."""
    kick = scene.kick()
    scene.log_in(kick)
    scene.run_out()
    outcomes = in_threads([lambda: asked(kick)] * 8)
    checks.same("answers", outcomes, ["alice"] * 8)
    checks.same("refreshes", scene.wire.refreshes(), 1)


@client_case(
    "client/refresh/lock", QUIRK, evidence=("quirk refresh_reuse_policy", "docs/tokens.md Stores")
)
def one_at_a_time_on_a_store(scene: Scene) -> None:
    """While one client renews a pair, another on the same file waits, then uses the result."""
    first, second = _handles(scene, 2)
    waits, entered, renewed = threading.Event(), threading.Event(), threading.Event()

    def other_before(step: str, key: Key) -> None:
        if step == "lock" and key.kind == "user":
            waits.set()

    def other_after(step: str, key: Key) -> None:
        if step == "lock" and key.kind == "user":
            entered.set()

    other = scene.kick(WatchedStore(second, before=other_before, after=other_after))
    outcomes: list[object] = []
    thread = threading.Thread(target=lambda: outcomes.extend(in_threads([lambda: asked(other)])))
    early: list[bool] = []

    def let_the_other_come(step: str, key: Key) -> None:
        if step == "begin" and not renewed.is_set():
            renewed.set()
            thread.start()
            if not waits.wait(PATIENCE):
                raise Failed("expected the other client to want the lock, it did not")
            early.append(entered.wait(_SHORT))

    kick = scene.kick(WatchedStore(first, before=let_the_other_come))
    scene.log_in(kick)
    scene.run_out()
    checks.same("name", asked(kick), "alice")
    thread.join(PATIENCE)
    checks.same("the other one came in meanwhile", early, [False])
    checks.same("the other one's answer", outcomes, ["alice"])
    checks.same("refreshes", scene.wire.refreshes(), 1)


@client_case("client/refresh/look_again", QUIRK, evidence=("quirk refresh_reuse_policy",))
def looks_again_under_the_lock(scene: Scene) -> None:
    """Who gets the lock after somebody else has renewed uses the new pair and asks for none."""
    other = scene.kick()
    quicker: list[Callable[[], object]] = []

    def overtaken(step: str, key: Key) -> None:
        if step == "lock" and key.kind == "user" and quicker:
            quicker.pop()()

    kick = scene.kick(WatchedStore(scene.store, before=overtaken))
    scene.log_in(kick)
    scene.run_out()
    quicker.append(lambda: asked(other))
    checks.same("name", asked(kick), "alice")
    checks.same("refreshes", scene.wire.refreshes(), 1)


@client_case("client/refresh/save_first", QUIRK, evidence=("quirk refresh_returns_new_pair",))
def saved_before_use(scene: Scene) -> None:
    """A new pair is in the store before its access token is sent for the first time."""
    steps: list[str] = []
    kick = scene.kick(WatchedStore(scene.store, after=lambda step, key: steps.append(step)))
    scene.log_in(kick)
    scene.run_out()
    steps.clear()
    scene.wire.before = steps.append
    asked(kick)
    order = [each for each in steps if each in ("begin", "exchangeToken", "replace", "getUsers")]
    checks.same("order", order, ["begin", "exchangeToken", "replace", "getUsers"])


@client_case("client/refresh/crash", QUIRK, evidence=("quirk refresh_returns_new_pair",))
def a_crash_after_a_refresh(scene: Scene) -> None:
    """A process that comes after a refresh goes on with the pair of that refresh."""
    scene.log_in(scene.kick())
    for _ in range(3):
        scene.run_out()
        checks.same("name", asked(scene.kick(WatchedStore(scene.store))), "alice")
    checks.same("refreshes", scene.wire.refreshes(), 3)


@client_case(
    "client/refresh/not_repeated", QUIRK, evidence=("quirk refresh_lost_response_lockout",)
)
def the_token_endpoint_is_asked_once(scene: Scene) -> None:
    """A refresh that fails on the wire or at Kick is not sent again within the same call."""
    kick = scene.kick()
    scene.log_in(kick)
    scene.run_out()
    for number, wrong in enumerate(
        (failing(httpx.ConnectError), failing(httpx.ReadError), answer(503), answer(429)), start=1
    ):
        scene.wire.answer("exchangeToken", wrong)
        scene.refused(errors.Wait, lambda: asked(kick))
        checks.same("refreshes", scene.wire.refreshes(), number)
    checks.same("name in the end", asked(kick), "alice")
    checks.same("pauses", scene.pauses, [])


@client_case("client/refresh/lost_answer", QUIRK, evidence=("quirk refresh_lost_response_lockout",))
def a_lost_answer(scene: Scene) -> None:
    """After a lost answer the old token is tried once more; where Kick takes it nobody is lost."""
    scene.stage.set(refresh_reuse_policy="grace")
    kick = scene.kick()
    scene.log_in(kick)
    scene.run_out()
    scene.stage.control.arm(quirk="refresh_lost_response_lockout")
    scene.refused(errors.Unreachable, lambda: asked(kick))
    checks.same("name", asked(kick), "alice")
    checks.same("refreshes", scene.wire.refreshes(), 2)


@client_case("client/refresh/told_once", MUST, evidence=(_TOKENS,))
def a_loss_is_told_once(scene: Scene) -> None:
    """A lost login is told once as GrantLost, then as LoginRequired, and Kick is asked once."""
    scene.stage.set(token_error_shape="oauth")  # no other shape says that a login is lost
    kick = scene.kick()
    scene.log_in(kick)
    scene.stage.control.end_tokens("alice", "all")
    scene.run_out()
    scene.refused(errors.GrantLost, lambda: asked(kick))
    for client in (kick, kick, scene.kick()):
        scene.refused(errors.LoginRequired, partial(asked, client))
    checks.same("refreshes", scene.wire.refreshes(), 1)


@client_case(
    "client/refresh/no_loss",
    QUIRK,
    evidence=("quirk token_edge_challenge", "quirk token_error_shape"),
)
def nothing_else_is_a_loss(scene: Scene) -> None:
    """Nothing but invalid_grant ends a login: no edge, no empty 400, no wrong secret."""
    kick = scene.kick()
    scene.log_in(kick)
    scene.run_out()
    wrong = (
        answer(403, None, Content_Type="text/html"),
        answer(400),
        answer(401, {"error": "invalid_client"}),
        answer(401, {"data": {}, "message": "Unauthorized"}),
        answer(500, {"error": "server_error"}),
        answer(200, {"message": "OK"}),
    )
    for each in wrong:
        scene.wire.answer("exchangeToken", each)
        try:
            asked(kick)
        except errors.AskTheUser as error:
            raise Failed(f"expected the login to live, got {type(error).__name__}") from None
        except errors.KickError:
            continue
        raise Failed("expected an error, got an answer")
    checks.same("name in the end", asked(kick), "alice")


@client_case("client/refresh/scopes", QUIRK, evidence=("quirk scope_change_needs_new_consent",))
def scopes_stay(scene: Scene) -> None:
    """A refresh keeps the scopes of the login."""
    kick = scene.kick()
    scene.log_in(kick)
    before = kick.tokens("alice").scopes
    scene.run_out()
    checks.same("scopes", kick.tokens("alice").scopes, before)


@client_case("client/refresh/lifetime", QUIRK, evidence=("quirk expires_in_is_a_number",))
def a_lifetime_in_other_words(scene: Scene) -> None:
    """A pair is kept whatever its lifetime is written as: a number, digits, or nothing."""
    kick = scene.kick()
    scene.log_in(kick)
    for number, form in enumerate(("number", "numeric_string", "empty_string"), start=1):
        scene.stage.set(expires_in_is_a_number=form)
        scene.run_out()
        try:
            checks.same("name", asked(kick), "alice")
        except ValueError as error:
            raise Failed(f"expected an answer under {form}, got {type(error).__name__}") from None
        checks.same("refreshes", scene.wire.refreshes(), number)


@client_case("client/refresh/new_login", MUST, evidence=(_TOKENS,))
def a_new_login_is_kept(scene: Scene) -> None:
    """A login that comes while an old pair is renewed is what stays in the store."""
    newest: list[str] = []

    def interrupted(step: str, key: Key) -> None:
        if step in ("replace", "put") and key.kind == "user" and is_due and not newest:
            scene.log_in(other)
            newest.append(other.tokens("alice").lineage)

    is_due = False
    kick, other = scene.kick(WatchedStore(scene.store, before=interrupted)), scene.kick()
    scene.log_in(kick)
    scene.run_out()
    is_due = True
    asked(kick)
    checks.same("logins that are stored", [scene.kick().tokens("alice").lineage], newest)
