"""How the client logs users in and out."""

from __future__ import annotations

from functools import partial
from urllib.parse import parse_qs, urlencode, urlsplit

from kickwire import App, Denied, errors

from conformance.suite import checks
from conformance.suite.cases import MUST, QUIRK
from conformance.suite.clients import Scene, client_case
from conformance.suite.wires import answer

_LOGINS = "docs/tokens.md"


def _query(url: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(url).query).items()}


def _changed(url: str, **changes: str) -> str:
    return f"{url.partition('?')[0]}?{urlencode({**_query(url), **changes})}"


_BY_SHAPE = {
    "oauth": errors.LoginFailed,
    "docs": errors.BadRequest,
    "empty": errors.ServerFault,
}
"""What a refused code is to the client, by what the refusal tells of it."""


@client_case(
    "client/login/works",
    MUST,
    evidence=("README.md",),
    profiles=("strict", "observed", "docs"),
)
def a_login(scene: Scene) -> None:
    """A login without a name is kept under the user's id, and its calls act as that user."""
    kick = scene.kick()
    login = scene.log_in(kick, account=None)
    (user,) = kick.as_user(login.account).users.get()
    checks.same("account", login.account, str(user.user_id))
    checks.same("name", user.name, "alice")
    checks.same("missing scopes", login.missing, ())


@client_case(
    "client/login/request",
    MUST,
    evidence=("RFC 7636 section 4.3", "quirk pkce_mandatory_s256", "quirk state_required"),
)
def a_request_is_fresh(scene: Scene) -> None:
    """Every login has a state, a verifier and an S256 challenge of its own."""
    kick = scene.kick()
    requests = [kick.login(["user:read"]) for _ in range(3)]
    queries = [_query(each.url) for each in requests]
    for query in queries:
        checks.same("method", query["code_challenge_method"], "S256")
        checks.matches("challenge", query["code_challenge"], "[A-Za-z0-9_-]{43}")
        checks.matches("state", query["state"], ".{20,}")
    for name in ("state", "code_challenge"):
        checks.same(f"different values of {name}", len({each[name] for each in queries}), 3)
    for request in requests:
        checks.lacks("URL", request.url, request.verifier, request.binding)


@client_case(
    "client/login/state",
    MUST,
    evidence=("RFC 6749 section 10.12", "quirk state_required"),
)
def a_foreign_state(scene: Scene) -> None:
    """A callback with a state that is not this login's is refused, and its code is not spent."""
    kick = scene.kick()
    request = kick.login(["user:read"])
    callback = scene.agreed(request.url)
    for forged in (_changed(callback, state="forged"), _changed(callback, state="")):
        scene.refused(
            errors.LoginFailed,
            partial(kick.complete_login, forged, binding=request.binding),
        )
    checks.same("exchanges", scene.wire.count("exchangeToken"), 0)


@client_case("client/login/swapped", MUST, evidence=("RFC 6749 section 10.12",))
def a_callback_of_another_login(scene: Scene) -> None:
    """A callback cannot finish a login that somebody else began, whoever brings it."""
    kick = scene.kick()
    mine, theirs = kick.login(["user:read"]), kick.login(["user:read"])
    callback = scene.agreed(theirs.url)
    scene.refused(errors.LoginFailed, lambda: kick.complete_login(callback, binding=mine.binding))
    checks.same("exchanges", scene.wire.count("exchangeToken"), 0)


@client_case("client/login/once", MUST, evidence=("quirk code_single_use",))
def a_callback_works_once(scene: Scene) -> None:
    """A callback that is brought again is refused without asking Kick."""
    kick = scene.kick()
    request = kick.login(["user:read"], account="alice")
    callback = scene.agreed(request.url)
    kick.complete_login(callback, binding=request.binding)
    scene.refused(
        errors.LoginFailed, lambda: kick.complete_login(callback, binding=request.binding)
    )
    checks.same("exchanges", scene.wire.count("exchangeToken"), 1)


@client_case("client/login/late", MUST, evidence=("quirk code_format_and_lifetime",))
def a_late_callback(scene: Scene) -> None:
    """After ten minutes a login is over, and its code is not sent."""
    kick = scene.kick()
    request = kick.login(["user:read"], account="alice")
    callback = scene.agreed(request.url)
    scene.wait(601)
    scene.refused(
        errors.LoginFailed, lambda: kick.complete_login(callback, binding=request.binding)
    )
    checks.same("exchanges", scene.wire.count("exchangeToken"), 0)


@client_case("client/login/denied", QUIRK, evidence=("quirk authorize_denied",))
def a_refused_consent(scene: Scene) -> None:
    """A user who says no is an ordinary outcome, and nobody is logged in."""
    kick = scene.kick()
    request = kick.login(["user:read"], account="alice")
    callback = scene.agreed(request.url, approve=False)
    outcome = kick.complete_login(callback, binding=request.binding)
    checks.holds("the outcome is Denied", isinstance(outcome, Denied))
    scene.refused(errors.LoginRequired, lambda: kick.as_user("alice").users.get())


@client_case("client/login/missing", QUIRK, evidence=("quirk authorize_scope_silently_reduced",))
def scopes_that_were_not_granted(scene: Scene) -> None:
    """Scopes that Kick left out without a word are told by the login."""
    reduced = scene.stage.another_app(scopes=["user:read"])
    app = App(reduced.client_id, reduced.client_secret, reduced.redirect_uri)
    login = scene.log_in(scene.kick(app=app), scopes=["user:read", "chat:write"])
    checks.same("granted", login.scopes, ("user:read",))
    checks.same("missing", login.missing, ("chat:write",))


@client_case("client/login/loopback", QUIRK, evidence=("quirk loopback_ip_rewritten",))
def a_callback_on_loopback(scene: Scene) -> None:
    """A login whose callback is on 127.0.0.1 works although Kick rewrites the address."""
    app = scene.stage.another_app(redirect_uris=["http://127.0.0.1:8080/callback"])
    scene.log_in(scene.kick(app=App(app.client_id, app.client_secret, app.redirect_uri)))


@client_case(
    "client/login/wrong_code",
    MUST,
    evidence=("quirk code_burned_before_pkce_check",),
)
def a_wrong_code_is_sent_once(scene: Scene) -> None:
    """A code that Kick refuses is sent once, and what Kick says of it is what is raised."""
    expected = _BY_SHAPE[scene.stage.setting("token_error_shape")]
    kick = scene.kick()
    request = kick.login(["user:read"], account="alice")
    callback = _changed(scene.agreed(request.url), code="WRONG")
    scene.refused(expected, lambda: kick.complete_login(callback, binding=request.binding))
    checks.same("exchanges", scene.wire.count("exchangeToken"), 1)


@client_case("client/login/failed_exchange", MUST, evidence=("RFC 6749 section 4.1.2",))
def an_exchange_is_not_repeated(scene: Scene) -> None:
    """An exchange whose answer is a failure is not sent again: its code may be spent."""
    kick = scene.kick()
    request = kick.login(["user:read"], account="alice")
    callback = scene.agreed(request.url)
    scene.wire.answer("exchangeToken", answer(503, {"error": "server_error"}))
    scene.refused(
        errors.ServerFault, lambda: kick.complete_login(callback, binding=request.binding)
    )
    checks.same("exchanges", scene.wire.count("exchangeToken"), 1)


@client_case("client/login/unnamed", MUST, evidence=(_LOGINS,))
def a_login_without_a_name(scene: Scene) -> None:
    """A login whose user could not be asked for is kept, and gets its name later."""
    kick = scene.kick()
    request = kick.login(["user:read"])
    callback = scene.agreed(request.url)
    scene.wire.answer("getUsers", answer(503))
    unnamed = scene.refused(
        errors.LoginUnnamed, lambda: kick.complete_login(callback, binding=request.binding)
    )
    login = kick.name_login(unnamed.pending)
    checks.same("exchanges", scene.wire.count("exchangeToken"), 1)
    checks.same("user", kick.as_user(login.account).users.get()[0].name, "alice")


@client_case(
    "client/login/unknown_scope",
    QUIRK,
    evidence=("quirk scope_names_that_do_not_exist",),
)
def an_unknown_scope(scene: Scene) -> None:
    """A scope that does not exist is refused before the browser opens."""
    kick = scene.kick()
    scene.refused(errors.ConfigurationError, lambda: kick.login(["user:read", "chat:read"]))


@client_case("client/logout/both", MUST, evidence=("quirk revoke_cascade_unknown",))
def a_log_out(scene: Scene) -> None:
    """A log-out ends both tokens at Kick and forgets them here."""
    kick = scene.kick()
    scene.log_in(kick)
    pair = kick.tokens("alice")
    checks.same("there was a login", kick.log_out("alice"), True)
    checks.holds("the access token is dead", not scene.stage.lives(pair.access_token))
    checks.holds(
        "the refresh token is dead", scene.stage.app.refresh(pair.refresh_token or "").status != 200
    )
    scene.refused(errors.LoginRequired, lambda: kick.as_user("alice").users.get())
    checks.same("there is nothing left", kick.log_out("alice"), False)


@client_case("client/logout/failed", MUST, evidence=(_LOGINS,))
def a_log_out_that_fails(scene: Scene) -> None:
    """If Kick cannot be told of a log-out, nothing is forgotten here."""
    kick = scene.kick()
    scene.log_in(kick)
    scene.wire.answer("revokeToken", answer(503))
    scene.refused(errors.ServerFault, lambda: kick.log_out("alice"))
    checks.same("name", kick.as_user("alice").users.get()[0].name, "alice")
    checks.same("logged out now", kick.log_out("alice"), True)
