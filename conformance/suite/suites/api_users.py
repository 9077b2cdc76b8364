"""Users: the own one, others, and those who do not exist."""

from __future__ import annotations

from conformance.suite import checks
from conformance.suite.cases import MUST, case
from conformance.suite.stage import Stage

USERS = "/public/v1/users"
UNKNOWN = 9_007_199_254_740_991
"""An id that nobody has."""


def id_of(stage: Stage, token: str) -> int:
    """The id of the user behind a token that has user:read."""
    answer = stage.api.get(USERS, token=token)
    checks.status(answer, 200)
    return int(answer.data[0]["user_id"])


@case("api/users/own", MUST, evidence=("document api getUsers", "quirk no_id_token"))
def the_own_user(stage: Stage) -> None:
    """Without ids a user's token is answered with its own user, the e-mail address included."""
    answer = stage.api.get(USERS, token=stage.login("alice").access_token)
    checks.status(answer, 200)
    (user,) = checks.conforms(answer, "api", "getUsers")["data"]
    checks.same("name", user["name"], "alice")
    checks.holds("the address is there", "@" in user["email"])


@case("api/users/others", MUST, evidence=("document api getUsers",))
def addresses_are_private(stage: Stage) -> None:
    """Of other users everything is told but the e-mail address, which is empty."""
    alice, bob = stage.login("alice").access_token, stage.login("bob").access_token
    own = id_of(stage, bob)
    for token in (alice, stage.app_token()):
        answer = stage.api.get(USERS, query={"id": str(own)}, token=token)
        (user,) = checks.conforms(answer, "api", "getUsers")["data"]
        checks.same("the user asked for", user["user_id"], own)
        checks.same("e-mail", user["email"], "")


@case("api/users/several", MUST, evidence=("document api getUsers",))
def several_users(stage: Stage) -> None:
    """Each id that somebody has is answered once, and unknown ones are left out of a 200."""
    alice = stage.login("alice").access_token
    known = {id_of(stage, alice), id_of(stage, stage.login("bob").access_token)}
    asked = [str(each) for each in [*known, UNKNOWN, *known]]
    answer = stage.api.get(USERS, query={"id": asked}, token=alice)
    checks.status(answer, 200)
    found = [each["user_id"] for each in answer.data]
    checks.same("the ids in order", sorted(found), sorted(known))


@case("api/users/unknown", MUST, evidence=("document api getUsers",))
def an_unknown_user(stage: Stage) -> None:
    """An id that nobody has is answered with an empty list."""
    answer = stage.api.get(USERS, query={"id": str(UNKNOWN)}, token=stage.app_token())
    checks.status(answer, 200)
    checks.same("data", answer.data, [])
