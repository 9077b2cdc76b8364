# What stands in a place, and what is put there instead, has no type here:
# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Bugs of who may call what at the API host."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from conformance.selftest.ground import Ground, operation_of
from conformance.selftest.plant import plant

_HOST = "kickwire_mock.routes.api.host:ApiHost"
_ACCESS = "kickwire_mock.routes.api.access:Access.require"
_VISIT = "kickwire_mock.routes.api.visit:Visit"


def security(ground: Ground, operation: str, *alternatives: dict[str, list[str]]) -> None:
    """Let the document ask something else of the token of an operation."""

    def change(content: dict[str, Any]) -> None:
        operation_of(content, operation)["security"] = list(alternatives)

    ground.document("api", change)


@plant("no-token-needed", "document", "api/access/getLivestreamStats/no_token")
def no_token_needed(ground: Ground) -> None:
    """One operation answers without a token."""
    security(ground, "getLivestreamStats")


@plant("dead-token-accepted", "mock", "api/access/listCategories/dead_token")
def dead_token_accepted(ground: Ground) -> None:
    """A revoked token goes on opening the API."""
    ground.swap("kickwire_mock.world.vault:Vault.revoke", lambda _: lambda *args, **more: True)


@plant("scope-not-enforced", "document", "api/access/banUser/wrong_scope")
def scope_not_enforced(ground: Ground) -> None:
    """One operation takes a user's token without its scope."""
    security(ground, "banUser", {"UserAccessToken": []})


@plant("any-scope-will-do", "mock", "api/access/sendChatMessage/wrong_scope")
def any_scope_will_do(ground: Ground) -> None:
    """Scopes are not compared."""

    def make(require: Any) -> Any:
        def careless(self: Any, grant: Any) -> Any:
            users = tuple(() for _ in self.users)
            return require(replace(self, users=users), grant)

        return careless

    ground.swap(_ACCESS, make)


@plant("all-scopes-wanted", "mock", "api/access/listRewards/channel_rewards_read")
def all_scopes_wanted(ground: Ground) -> None:
    """Where one of two scopes is enough both are wanted."""

    def make(require: Any) -> Any:
        def strict(self: Any, grant: Any) -> Any:
            both = tuple(scope for scopes in self.users for scope in scopes)
            return require(replace(self, users=(both,) if self.users else ()), grant)

        return strict

    ground.swap(_ACCESS, make)


@plant("app-token-for-a-user", "mock", "api/access/getKicksLeaderboard/wrong_kind")
def app_token_for_a_user(ground: Ground) -> None:
    """An app's token opens what only users may do, as the first user."""

    def make_require(require: Any) -> Any:
        return lambda self, grant: None if grant.user is None else require(self, grant)

    def make_user(_: Any) -> Any:
        return lambda self: self.user_or_none() or next(iter(self.world.users))

    ground.swap(_ACCESS, make_require)
    ground.swap(f"{_VISIT}.user", make_user)


@plant("user-token-for-an-app", "document", "api/access/listDropClaims/wrong_kind")
def user_token_for_an_app(ground: Ground) -> None:
    """A user's token opens what only apps may do."""
    security(ground, "listDropClaims", {"AppAccessToken": []}, {"UserAccessToken": []})


@plant("missing-scope-is-403", "mock", "api/access/updateChannel/wrong_scope")
def missing_scope_is_403(ground: Ground) -> None:
    """A missing scope is answered with 403 where Kick says 401."""
    ground.swap(
        f"{_HOST}._not_allowed",
        lambda refused: lambda *args: replace(refused(*args), status=403),
    )


@plant("validation-before-token", "mock", "api/access/first")
def validation_before_token(ground: Ground) -> None:
    """A request is examined before its token is."""

    def make(answer: Any) -> Any:
        def hasty(self: Any, call: Any) -> Any:
            from kickwire_mock.errors import RequestError

            if call.operation.place.get("operationId") is not None:
                try:
                    call.arguments()
                except RequestError as refusal:
                    return self.worded(call.operation, 400, refusal.reason)
            return answer(self, call)

        return hasty

    ground.swap(f"{_HOST}.answer", make)


@plant("token-in-the-query", "mock", "api/access/query")
def token_in_the_query(ground: Ground) -> None:
    """A token in the query of an address counts."""

    def make(credentials: Any) -> Any:
        def lenient(request: Any) -> Any:
            from kickwire_mock.wire import pairs

            sent = pairs(request.query, "the query").get("access_token")
            return sent[0] if sent else credentials(request)

        return lenient

    ground.swap("kickwire_mock.routes.host:credentials", make)


@plant("drops-open-to-all-apps", "mock", "api/drops/other_app")
def drops_open_to_all_apps(ground: Ground) -> None:
    """Every app sees the claims of the organisation."""
    ground.swap("kickwire_mock.world.drops:Claims.opens_to", lambda _: lambda self, app: True)


@plant("reward-of-another-app", "mock", "api/rewards/other_app")
def reward_of_another_app(ground: Ground) -> None:
    """Any app changes the rewards of all."""

    def make(own: Any) -> Any:
        def careless(visit: Any) -> Any:
            reward = visit.world.rewards.get(visit.arguments.path["id"])
            maker = visit.grant.client_id if reward is None else reward.app
            return own(replace(visit, grant=replace(visit.grant, client_id=maker)))

        return careless

    ground.swap("kickwire_mock.routes.api.rewards:_own", make)


@plant("anybody-moderates", "mock", "api/moderation/elsewhere")
def anybody_moderates(ground: Ground) -> None:
    """Everybody may ban in every channel."""
    ground.swap("kickwire_mock.world.bans:Bans.may_moderate", lambda _: lambda *args: True)
