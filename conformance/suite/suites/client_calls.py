"""What the client sends and does not send, and how it says what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import httpx
from kickwire import errors
from kickwire_api.facade import PublicApi

from conformance.suite import checks
from conformance.suite.cases import MUST, QUIRK, Failed
from conformance.suite.clients import Scene, client_case
from conformance.suite.wires import Answering, answer, failing

_CALLS = "docs/calls.md"
_ALL = ("user:read", "channel:read", "channel:write", "chat:write", "moderation:ban")


def alice(scene: Scene) -> PublicApi:
    """The API as a user who may do everything."""
    kick = scene.kick()
    scene.log_in(kick, scopes=_ALL)
    return kick.as_user("alice")


def ban(api: PublicApi) -> Callable[[], object]:
    """A call that may not happen twice."""
    return lambda: api.moderation.ban(broadcaster_user_id=1, user_id=2, duration=10)


@client_case(
    "client/access/scope", QUIRK, evidence=("quirk scope_change_needs_new_consent", _CALLS)
)
def a_missing_scope(scene: Scene) -> None:
    """A call whose scope the login lacks is not sent, and the error names the scope."""
    kick = scene.kick()
    scene.log_in(kick, scopes=["user:read"])
    error = scene.refused(errors.MissingScope, ban(kick.as_user("alice")))
    checks.same("missing", error.missing, ("moderation:ban",))
    checks.holds("the text names it", "moderation:ban" in str(error))
    checks.same("requests", scene.wire.count("banUser"), 0)


@client_case("client/access/any_scope", QUIRK, evidence=("quirk rewards_read_scope",))
def one_scope_of_two(scene: Scene) -> None:
    """Where one of two scopes is enough, either opens the call."""
    kick = scene.kick()
    scene.stage.set(rewards_read_scope="either")
    for scope in ("channel:rewards:read", "channel:rewards:write"):
        scene.log_in(kick, scopes=[scope])
        kick.as_user("alice").rewards.list()
    checks.same("requests", scene.wire.count("listRewards"), 2)


@client_case("client/access/app", QUIRK, evidence=("quirk app_token_no_refresh_no_scope", _CALLS))
def an_app_is_no_user(scene: Scene) -> None:
    """A call that only users may make is not sent with the app's token."""
    kick = scene.kick()
    scene.refused(errors.WrongToken, ban(kick))
    checks.same("requests", scene.wire.count("banUser"), 0)


@client_case("client/access/user", MUST, evidence=("document api listDropClaims", _CALLS))
def a_user_is_no_app(scene: Scene) -> None:
    """A call that only apps may make is not sent with a user's token."""
    api = alice(scene)
    scene.refused(errors.WrongToken, api.drops.claims)
    checks.same("requests", scene.wire.count("listDropClaims"), 0)


@client_case("client/origin/only", MUST, evidence=("RFC 6750 section 5.3",))
def tokens_go_to_one_origin(scene: Scene) -> None:
    """The client signs no request for another origin than that of the API."""
    kick = scene.kick()
    scene.log_in(kick)
    with httpx.Client(auth=kick.auth("alice"), transport=scene.wire) as http:
        for url in ("https://example.com/", f"{scene.stage.target.id_url}/oauth/authorize"):
            scene.refused(errors.FixTheCall, partial(http.get, url))
    checks.same("requests elsewhere", scene.wire.count("elsewhere"), 0)
    checks.same("requests to the id host", scene.wire.count("authorize"), 0)


@client_case("client/origin/redirect", MUST, evidence=("RFC 9700 section 4.11",))
def redirects_are_not_followed(scene: Scene) -> None:
    """A redirect of the API is not followed, to wherever it leads."""
    api = alice(scene)
    for url in ("https://example.com/", f"{scene.stage.target.api_url}/public/v1/public-key"):
        scene.wire.answer("getUsers", answer(307, None, Location=url))
        scene.refused(errors.KickError, api.users.get)
    checks.same("requests elsewhere", scene.wire.count("elsewhere"), 0)
    checks.same("requests for the key", scene.wire.count("getPublicKey"), 0)


@client_case("client/headers/ours", MUST, evidence=("quirk token_edge_challenge", "README.md"))
def every_request_says_who_asks(scene: Scene) -> None:
    """Every request to either host names kickwire and its version, and wants JSON."""
    api = alice(scene)
    api.users.get()
    for each in scene.wire.sent:
        checks.matches("User-Agent", each.headers.get("User-Agent"), r"kickwire/\S+")
        checks.same("Accept", each.headers.get("Accept"), "application/json")


def _kinds() -> list[tuple[Answering, type[errors.KickError], type[errors.KickError]]]:
    words = {"data": "The reason", "message": "Something"}
    return [
        (answer(400, words), errors.BadRequest, errors.FixTheCall),
        (answer(403, words), errors.Forbidden, errors.FixTheCall),
        (answer(404, words), errors.NotFound, errors.FixTheCall),
        (answer(429, words, Retry_After="99"), errors.RateLimited, errors.Wait),
        (answer(500, words), errors.ServerFault, errors.Wait),
        (answer(522, words), errors.ServerFault, errors.Wait),
        (failing(httpx.ConnectTimeout), errors.Unreachable, errors.Wait),
        (
            answer(200, {"data": [{"user_id": "x"}], "message": "OK"}),
            errors.UnexpectedAnswer,
            errors.ReportToKick,
        ),
        (answer(200, []), errors.UnexpectedAnswer, errors.ReportToKick),
    ]


@client_case("client/errors/groups", MUST, evidence=(_CALLS,))
def errors_say_who_must_act(scene: Scene) -> None:
    """Each failure is of one class and the group of who must act, and names call and reason."""
    api = alice(scene)
    for failure, kind, group in _kinds():
        for _ in range(3):
            scene.wire.answer("getUsers", failure)
        error = scene.refused(kind, api.users.get)
        checks.holds(f"{kind.__name__} is a {group.__name__}", isinstance(error, group))
        checks.same("operation", error.operation, "users.get")
        if isinstance(error, errors.Refused):
            checks.same("reason", error.reason, "The reason")
        scene.wire.forget()


@client_case("client/errors/page", QUIRK, evidence=("quirk wrong_host_blocked",))
def a_page_is_no_reason(scene: Scene) -> None:
    """A page for people is not quoted: the error says that it was one."""
    api = alice(scene)
    page = "<html><body>Just a moment, secretly</body></html>"
    scene.stage.control.arm(operation="getUsers", status=403, content_type="text/html", body=page)
    error = scene.refused(errors.Forbidden, api.users.get)
    checks.lacks("text", str(error), "<html", "secretly")
    checks.holds("the text says what it was", "HTML" in str(error))


@client_case("client/errors/pointer", MUST, evidence=(_CALLS,))
def where_an_answer_is_wrong(scene: Scene) -> None:
    """An answer of another form is told by the place, and without the value that stood there."""
    api = alice(scene)
    user = {"user_id": "not-a-number", "name": "x", "email": "", "profile_picture": ""}
    scene.wire.answer("getUsers", answer(200, {"data": [user], "message": "OK"}))
    error = scene.refused(errors.UnexpectedAnswer, api.users.get)
    checks.same("pointer", error.pointer, "/data/0/user_id")
    checks.lacks("text", str(error), "not-a-number")


@client_case("client/answers/growth", QUIRK, evidence=("quirk schema_drift",))
def answers_may_grow(scene: Scene) -> None:
    """Fields that came later are kept, and missing ones of yesterday are no error."""
    api = alice(scene)
    user = {"user_id": 1, "name": "x", "email": "", "profile_picture": "", "aura": 9000}
    scene.wire.answer("getUsers", answer(200, {"data": [user], "message": "OK", "took": 1}))
    (found,) = api.users.get()
    checks.same("new field", found.additional_properties.get("aura"), 9000)


@client_case("client/answers/undecided", QUIRK, evidence=("quirk redemption_fails_unknown",))
def failures_are_given(scene: Scene) -> None:
    """Redemptions that could not be decided are given with Kick's reason, a new one included."""
    kick = scene.kick()
    scene.log_in(kick, scopes=["channel:rewards:read", "channel:rewards:write"])
    redemptions = kick.as_user("alice").redemptions
    ids = [each.id for group in redemptions.list() for each in group.redemptions][:2]
    for reason in ("UNKNOWN", "NOT_TODAY"):
        scene.stage.control.arm(
            quirk="redemption_fails_unknown", variant="accept", entry_error=reason
        )
        failed = redemptions.accept(ids=ids)
        checks.same("ids", [each.id for each in failed], ids)
        checks.same("reasons", {str(each.reason) for each in failed}, {reason})


@client_case("client/answers/zeros", QUIRK, evidence=("quirk channels_offline_zero_values",))
def zeros_mean_nothing(scene: Scene) -> None:
    """Of an offline channel the start and the category are None, not the year 1 and number 0."""
    kick = scene.kick()
    scene.log_in(kick, "carol")
    (channel,) = kick.as_user("alice").channels.get()
    stream = channel.stream
    if not stream:
        raise Failed("expected a stream, got none")
    checks.same("is_live", stream.is_live, False)
    checks.same("start", stream.start_time, None)
    # What is not the zero of the documents is kept as it came.
    if scene.stage.setting("schema_drift") not in ("unknown_field", "image_url"):
        checks.same("category", channel.category, None)
