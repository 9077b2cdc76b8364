"""What the client makes of a 401, and how it keeps the app's own token."""

from __future__ import annotations

from kickwire import errors

from conformance.suite import checks
from conformance.suite.cases import MUST, QUIRK
from conformance.suite.clients import Scene, client_case
from conformance.suite.suites.client_tokens import asked
from conformance.suite.watched import WatchedStore
from conformance.suite.wires import answer


@client_case("client/app/minted_once", MUST, evidence=("quirk access_token_lifetime_app",))
def the_app_token_is_kept(scene: Scene) -> None:
    """The app's token is minted once for many calls, and anew when it has run out."""
    kick = scene.kick()
    for _ in range(3):
        kick.livestreams.stats()
    checks.same("mintings", scene.wire.count("exchangeToken", "client_credentials"), 1)
    scene.wait(scene.stage.lifetime("app"))
    kick.livestreams.stats()
    checks.same("mintings", scene.wire.count("exchangeToken", "client_credentials"), 2)


@client_case("client/app/dies_early", QUIRK, evidence=("quirk app_token_dies_early",))
def an_app_token_dies_early(scene: Scene) -> None:
    """When the app's token dies early one is minted and the call passes."""
    kick = scene.kick()
    kick.livestreams.stats()
    scene.stage.control.arm(quirk="app_token_dies_early")
    kick.livestreams.stats()
    checks.same("mintings", scene.wire.count("exchangeToken", "client_credentials"), 2)


@client_case("client/app/no_fallback", QUIRK, evidence=("quirk app_token_no_refresh_no_scope",))
def no_token_stands_in_for_another(scene: Scene) -> None:
    """A call as a user without a login is refused, though the app's token could make it."""
    kick = scene.kick()
    kick.livestreams.stats()
    scene.refused(errors.LoginRequired, lambda: kick.as_user("bob").livestreams.stats())
    checks.same("calls", scene.wire.count("getLivestreamStats"), 1)


@client_case("client/unauthorized/allowed", QUIRK, evidence=("quirk api_401_overloaded",))
def a_permission_is_not_renewed(scene: Scene) -> None:
    """A 401 on a token that introspection calls active is Forbidden, and costs no rotation."""
    asks = scene.stage.setting("api_401_overloaded") == "refused_401"
    kick = scene.kick()
    scene.log_in(kick)
    scene.stage.control.arm(quirk="api_401_overloaded", count=None)
    for _ in range(3):
        scene.refused(errors.Forbidden, lambda: asked(kick))
    checks.same("refreshes", scene.wire.refreshes(), 0)
    checks.same("introspections", scene.wire.count("introspectToken"), 1 if asks else 0)
    checks.same("calls", scene.wire.count("getUsers"), 3)


@client_case("client/unauthorized/dead", QUIRK, evidence=("quirk api_401_overloaded",))
def a_dead_token_is_renewed_once(scene: Scene) -> None:
    """A 401 on a token that introspection calls dead costs one refresh, and the call passes."""
    kick = scene.kick()
    scene.log_in(kick)
    scene.stage.control.end_tokens("alice")
    checks.same("name", asked(kick), "alice")
    checks.same("refreshes", scene.wire.refreshes(), 1)
    checks.same("calls", [each.status for each in scene.wire.of("getUsers")], [401, 200])


@client_case("client/unauthorized/bounded", QUIRK, evidence=("quirk api_401_overloaded",))
def a_401_comes_to_an_end(scene: Scene) -> None:
    """If everything is 401, introspection too, a call ends after one refresh and two attempts."""
    kick = scene.kick()
    scene.log_in(kick)
    refusal = answer(401, {"data": {}, "message": "Unauthorized"})
    scene.wire.always("getUsers", refusal)
    scene.wire.always("introspectToken", refusal)
    scene.refused(errors.KickError, lambda: asked(kick))
    checks.same("refreshes", scene.wire.refreshes(), 1)
    checks.same("calls", scene.wire.count("getUsers"), 2)
    scene.refused(errors.KickError, lambda: asked(kick))
    checks.same("refreshes after a second call", scene.wire.refreshes(), 1)


@client_case("client/unauthorized/undecided", QUIRK, evidence=("quirk introspect_invalid_token",))
def no_verdict_no_rotation(scene: Scene) -> None:
    """If introspection gives no verdict on a 401, nothing is renewed and the error says to wait."""
    kick = scene.kick()
    scene.log_in(kick)
    scene.stage.control.end_tokens("alice")
    scene.wire.answer("introspectToken", answer(503))
    scene.refused(errors.Undecided, lambda: asked(kick))
    checks.same("refreshes", scene.wire.refreshes(), 0)
    checks.same("name later", asked(kick), "alice")


@client_case("client/unauthorized/newer", QUIRK, evidence=("quirk refresh_kills_old_access_token",))
def a_newer_token_is_used(scene: Scene) -> None:
    """A 401 on a token that somebody has replaced meanwhile is answered with the newer one."""
    kick, other = scene.kick(WatchedStore(scene.store)), scene.kick()
    scene.log_in(other)
    asked(kick)
    scene.stage.control.end_tokens("alice")
    asked(other)
    introspections = scene.wire.count("introspectToken")
    checks.same("name", asked(kick), "alice")
    checks.same("refreshes", scene.wire.refreshes(), 1)
    checks.same("further introspections", scene.wire.count("introspectToken"), introspections)
