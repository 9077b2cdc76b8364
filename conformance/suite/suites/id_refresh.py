"""The refresh token grant: a pair for a pair, how often, and for how long."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from conformance.suite import checks
from conformance.suite.apps import Pair, granted, pair_of
from conformance.suite.cases import MUST, QUIRK, case
from conformance.suite.probes import NoAnswer
from conformance.suite.stage import Stage

DAY = 24 * 3600.0
_CHAIN = 7
_GOOD_OF_FOUR = {"reusable": 4, "grace": 2}
"""How many of four refreshes with one token are answered; otherwise one."""


def dead(stage: Stage, pair: Pair) -> None:
    """Demand that a refresh token is refused."""
    checks.oauth_refusal(stage, stage.app.refresh(pair.refresh_token), "invalid_grant")


def used(stage: Stage, pair: Pair) -> None:
    """Demand of a refresh token that was used what the setting says."""
    policy = stage.setting("refresh_reuse_policy")
    if policy in ("reusable", "grace"):
        stage.app.renew(pair)
    if policy != "reusable":
        dead(stage, pair)


@case(
    "id/token/refresh/1",
    QUIRK,
    evidence=("quirk refresh_returns_new_pair", "RFC 6749 section 6"),
    needs=("app",),
)
def both_tokens_are_new(stage: Stage) -> None:
    """A refresh answers a new access token and a new refresh token."""
    old = stage.login()
    new = stage.app.renew(old)
    checks.different("access token", new.access_token, old.access_token)
    checks.different("refresh token", new.refresh_token, old.refresh_token)
    checks.holds("the new access token is taken by the API", stage.lives(new.access_token))


@case(
    "id/token/refresh/2",
    QUIRK,
    evidence=("quirk refresh_reuse_policy", "RFC 9700 section 4.14.2"),
    needs=("app",),
)
def a_used_refresh_token(stage: Stage) -> None:
    """A refresh token that was used once is good again only where the profile says so."""
    pair = stage.login()
    stage.app.renew(pair)
    used(stage, pair)


@case("id/token/refresh/3", QUIRK, evidence=("quirk refresh_reuse_policy",), needs=("app",))
def every_link_of_a_chain(stage: Stage) -> None:
    """In a chain of renewals each link is used up like the first."""
    chain = [stage.login()]
    for _ in range(_CHAIN):
        chain.append(stage.app.renew(chain[-1]))
    checks.holds("the newest access token lives", stage.lives(chain[-1].access_token))
    for pair in chain[:-1]:
        used(stage, pair)


@case("id/token/refresh/4", QUIRK, evidence=("quirk refresh_reuse_policy",), needs=("app",))
def the_newest_pair_survives(stage: Stage) -> None:
    """A used refresh token that comes back harms the newest pair only under family."""
    pair = stage.login()
    newest = stage.app.renew(pair)
    used(stage, pair)
    harmed = stage.setting("refresh_reuse_policy") == "family"
    checks.same("the newest access token lives", stage.lives(newest.access_token), not harmed)
    if harmed:
        dead(stage, newest)
    else:
        stage.app.renew(newest)


@case("id/token/refresh/5", QUIRK, evidence=("quirk refresh_reuse_policy",), needs=("control",))
def a_used_token_within_a_minute(stage: Stage) -> None:
    """Under grace a used refresh token works once more within 60 seconds, and then never."""
    stage.set(refresh_reuse_policy="grace")
    pair = stage.login()
    stage.app.renew(pair)
    stage.wait(60)
    stage.app.renew(pair)
    dead(stage, pair)


@case("id/token/refresh/6", QUIRK, evidence=("quirk refresh_reuse_policy",), needs=("control",))
def a_used_token_after_a_minute(stage: Stage) -> None:
    """Under grace a used refresh token is dead after 60 seconds."""
    stage.set(refresh_reuse_policy="grace")
    pair = stage.login()
    stage.app.renew(pair)
    stage.wait(61)
    dead(stage, pair)


@case(
    "id/token/refresh/7",
    QUIRK,
    evidence=("quirk refresh_reuse_policy", "RFC 9700 section 4.14.2"),
    needs=("control",),
)
def a_second_use_ends_the_family(stage: Stage) -> None:
    """Under family a second use ends every token of its login, and of no other one."""
    stage.set(refresh_reuse_policy="family")
    pair, other = stage.login(), stage.login()
    newest = stage.app.renew(pair)
    dead(stage, pair)
    dead(stage, newest)
    checks.holds("the newest access token is dead", not stage.lives(newest.access_token))
    stage.app.renew(other)


@case("id/token/refresh/8", QUIRK, evidence=("quirk refresh_reuse_policy",), needs=("control",))
def a_reusable_token(stage: Stage) -> None:
    """Where refresh tokens are reusable, each use of one answers a new pair."""
    stage.set(refresh_reuse_policy="reusable")
    pair = stage.login()
    tokens = {stage.app.renew(pair).refresh_token for _ in range(4)}
    checks.same("different refresh tokens", len(tokens), 4)


@case(
    "id/token/refresh/9", QUIRK, evidence=("quirk refresh_kills_old_access_token",), needs=("app",)
)
def the_old_access_token(stage: Stage) -> None:
    """After a refresh the old access token is dead or lives on, as the profile says."""
    old = stage.login()
    stage.app.renew(old)
    kept = stage.setting("refresh_kills_old_access_token") == "kept"
    checks.same("the old access token lives", stage.lives(old.access_token), kept)


@case(
    "id/token/refresh/10",
    QUIRK,
    evidence=("quirk refresh_30_day_absolute_expiry",),
    needs=("control",),
)
def a_chain_in_use_lives_on(stage: Stage) -> None:
    """A login that is renewed within every 30 days outlives them, unless they are absolute."""
    pair = stage.login()
    stage.wait(29 * DAY)
    pair = stage.app.renew(pair)
    if stage.setting("refresh_30_day_absolute_expiry") == "absolute":
        stage.wait(29 * DAY)
        dead(stage, pair)
        return
    for _ in range(2):
        stage.wait(29 * DAY)
        pair = stage.app.renew(pair)


@case(
    "id/token/refresh/11",
    QUIRK,
    evidence=("quirk refresh_30_day_absolute_expiry",),
    needs=("control",),
)
def an_idle_chain_dies(stage: Stage) -> None:
    """A refresh token that nobody uses is good for 30 days, and dead at their end."""
    first, second = stage.login(), stage.login()
    stage.wait(30 * DAY - 1)
    stage.app.renew(first)
    stage.wait(1)
    dead(stage, second)


@case(
    "id/token/refresh/12",
    QUIRK,
    evidence=("quirk refresh_30_day_absolute_expiry",),
    needs=("control",),
)
def a_chain_may_end_with_its_consent(stage: Stage) -> None:
    """Under absolute a login dies 30 days after its consent, however often it was renewed."""
    stage.set(refresh_30_day_absolute_expiry="absolute")
    pair = stage.login()
    stage.wait(29 * DAY)
    pair = stage.app.renew(pair)
    stage.wait(DAY)
    dead(stage, pair)


@case(
    "id/token/refresh/15",
    MUST,
    evidence=("RFC 6749 section 6", "quirk scope_change_needs_new_consent"),
    needs=("app",),
)
def the_scopes_stay(stage: Stage) -> None:
    """A refresh keeps the scopes of the consent, also when it asks for more."""
    pair = stage.login(scopes=["user:read"])
    answer = stage.app.refresh(pair.refresh_token, scope="user:read chat:write")
    checks.same("scope", pair_of(answer).scope, "user:read")


@case(
    "id/token/refresh/16",
    QUIRK,
    evidence=("quirk scope_change_needs_new_consent",),
    needs=("control",),
)
def a_wider_app_does_not_widen_a_login(stage: Stage) -> None:
    """Scopes that an app enables later come with a new consent, and not with a refresh."""
    app = stage.another_app(scopes=["user:read"])
    wanted = ["user:read", "chat:write"]
    pair = app.login(scopes=wanted)
    stage.control.change_app(app.client_id, scopes=wanted)
    checks.same("scope of the refresh", app.renew(pair).scope, "user:read")
    checks.same("scopes of a new login", app.login(scopes=wanted).scopes, set(wanted))


@case("id/token/refresh/21", QUIRK, evidence=("quirk refresh_no_pkce",), needs=("app",))
def further_fields_are_ignored(stage: Stage) -> None:
    """A verifier, a code and a redirect address change nothing, however wrong they are."""
    answer = stage.app.refresh(
        stage.login().refresh_token,
        code="none",
        code_verifier="short",
        redirect_uri="https://attacker.example/",
    )
    granted(answer)


@case(
    "id/token/refresh/22",
    QUIRK,
    evidence=("quirk refresh_concurrency_loser",),
    needs=("app",),
)
def four_at_a_time(stage: Stage) -> None:
    """Of four refreshes with one token at a time as many are answered as one after the other."""
    pair = stage.login()
    stage.note("4 times POST /oauth/token (refresh_token) at once")
    with stage.log.quiet(), ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(stage.app.refresh, [pair.refresh_token] * 4))
    good = [answer for answer in answers if answer.status == 200]
    expected = _GOOD_OF_FOUR.get(stage.setting("refresh_reuse_policy"), 1)
    checks.same("good answers", len(good), expected)
    checks.same(
        "different pairs", len({each.refresh_token for each in map(pair_of, good)}), len(good)
    )


@case(
    "id/token/refresh/23",
    QUIRK,
    evidence=("quirk refresh_lost_response_lockout",),
    needs=("control",),
)
def a_lost_answer(stage: Stage) -> None:
    """When the answer to a refresh is lost, the refresh token is used up all the same."""
    pair = stage.login()
    stage.control.arm(quirk="refresh_lost_response_lockout")
    checks.same("answered", _answered(stage, pair), False)
    used(stage, pair)


@case("id/token/refresh/26", QUIRK, evidence=("quirk access_token_lifetime_user",), needs=("app",))
def the_lifetime_is_that_of_a_login(stage: Stage) -> None:
    """A renewed access token has the whole lifetime of the profile."""
    checks.lifetime(stage, stage.app.renew(stage.login()).expires_in)


@case("id/token/refresh/27", MUST, evidence=("RFC 6749 section 1.5",), needs=("control",))
def a_refresh_outlives_the_access_token(stage: Stage) -> None:
    """When its access token is over, a refresh token buys the next one."""
    pair = stage.login()
    stage.wait(stage.lifetime() + 1)
    checks.holds("the access token is dead", not stage.lives(pair.access_token))
    checks.holds("the next one lives", stage.lives(stage.app.renew(pair).access_token))


@case("id/token/refresh/28", MUST, evidence=("RFC 6749 section 6",), needs=("app",))
def logins_are_apart(stage: Stage) -> None:
    """A renewal of one login leaves another of the same user as it was."""
    one, other = stage.login(), stage.login()
    stage.app.renew(one)
    checks.holds("the other access token lives", stage.lives(other.access_token))
    stage.app.renew(other)


@case("id/token/refresh/29", MUST, evidence=("RFC 6749 section 5.1",), needs=("app",))
def the_answer_is_as_documented(stage: Stage) -> None:
    """The answer to a refresh is the documented one, and is not to be stored on its way."""
    answer = stage.app.refresh(stage.login().refresh_token)
    checks.conforms(checks.status(answer, 200), "id", "exchangeToken")
    checks.header(answer, "cache-control", "no-store")


def _answered(stage: Stage, pair: Pair) -> bool:
    try:
        stage.app.refresh(pair.refresh_token)
    except NoAnswer:
        return False
    return True
