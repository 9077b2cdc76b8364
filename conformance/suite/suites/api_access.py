"""Who may call what: a row of cases for every operation, and what a token is worth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http import HTTPStatus

from conformance.suite import checks
from conformance.suite.cases import MUST, QUIRK, SHOULD, case
from conformance.suite.probes import Answer
from conformance.suite.requests import good
from conformance.suite.spec import Operation, document
from conformance.suite.stage import Stage
from conformance.suite.suites.api_envelope import told
from conformance.suite.tables import row

_APP, _USER = "AppAccessToken", "UserAccessToken"
_OTHER_SCOPES = ("user:read", "channel:read")
"""Of these two no operation takes both, so one of them is always a wrong one."""
_READING, _WRITING = ("channel:rewards:read",), ("channel:rewards:write",)
_INTROSPECTION = "introspectTokenOnApi"
_STATS = "/public/v1/livestreams/stats"


def bare(stage: Stage, answer: Answer, operation: Operation, status: HTTPStatus) -> None:
    """Demand a refusal without a reason; the drops page has null where others have an object."""
    data: dict[str, object] | None = None if operation.app_only else {}
    if operation.id == _INTROSPECTION:  # which has its own ways
        checks.status(answer, status)
        checks.same("body", answer.json(), {"data": data, "message": status.phrase})
        return
    told(stage, answer, status, data, status.phrase)


def not_allowed(stage: Stage, answer: Answer, operation: Operation) -> None:
    """Demand what the profile has for a living token that may not do this."""
    overloaded = stage.setting("api_401_overloaded") == "refused_401"
    status = HTTPStatus.UNAUTHORIZED if overloaded else HTTPStatus.FORBIDDEN
    bare(stage, answer, operation, status)


def scopes_of(operation: Operation) -> Iterator[tuple[str, ...]]:
    """The scopes of each alternative that takes a user token."""
    yield from (tuple(each[_USER]) for each in operation.security if _USER in each)


def takes_apps(operation: Operation) -> bool:
    """Whether an app token opens it."""
    return any(_APP in each for each in operation.security)


def wrong_scope(operation: Operation) -> str | None:
    """A scope that does not open it; None if any user token does."""
    opening = list(scopes_of(operation))
    if not opening or () in opening:
        return None
    return next(each for each in _OTHER_SCOPES if (each,) not in opening)


def _no_token(operation: Operation) -> Callable[[Stage], None]:
    def body(stage: Stage) -> None:
        answer = good(operation.id).send(stage.api, None)
        bare(stage, answer, operation, HTTPStatus.UNAUTHORIZED)

    return body


def _dead_token(operation: Operation) -> Callable[[Stage], None]:
    def body(stage: Stage) -> None:
        token = stage.app_token() if operation.app_only else stage.login().access_token
        stage.revoke(token)
        answer = good(operation.id, app=operation.app_only).send(stage.api, token)
        bare(stage, answer, operation, HTTPStatus.UNAUTHORIZED)

    return body


def _missing_scope(operation: Operation, scope: str) -> Callable[[Stage], None]:
    def body(stage: Stage) -> None:
        token = stage.login(scopes=(scope,)).access_token
        not_allowed(stage, good(operation.id).send(stage.api, token), operation)

    return body


def _wrong_kind(operation: Operation) -> Callable[[Stage], None]:
    def body(stage: Stage) -> None:
        token = stage.login().access_token if operation.app_only else stage.app_token()
        not_allowed(stage, good(operation.id).send(stage.api, token), operation)

    return body


def _opens(operation: Operation, scopes: tuple[str, ...] | None) -> Callable[[Stage], None]:
    def body(stage: Stage) -> None:
        token = stage.app_token() if scopes is None else _of_user(stage, scopes)
        answer = good(operation.id, app=scopes is None).send(stage.api, token)
        if scopes == _WRITING and _READING in scopes_of(operation) and not _either(stage):
            not_allowed(stage, answer, operation)
            return
        checks.holds(f"{answer.asked} is open", answer.status not in (401, 403))
        checks.holds(f"{answer.asked} does not fail", answer.status < 500)
        if answer.status != 204:
            checks.conforms(answer, "api", operation.id, _like(stage, answer))

    return body


def _either(stage: Stage) -> bool:
    """Whether the scope that changes rewards reads them too."""
    return stage.setting("rewards_read_scope") == "either"


def _like(stage: Stage, answer: Answer) -> int | None:
    """The documented status whose answer a 201 is like, where subscriptions are answered so."""
    asks = answer.status == 201
    return 200 if asks and stage.setting("subscription_status_200_or_201") != "ok_200" else None


def _of_user(stage: Stage, scopes: tuple[str, ...]) -> str:
    return stage.login(scopes=scopes or ("streamkey:read",)).access_token


def _register(operation: Operation) -> None:
    root = f"api/access/{operation.id}"
    documented = (f"document api {operation.id}",)
    overloaded = (*documented, "quirk api_401_overloaded")
    told = f"{operation.method} {operation.path}"
    no_token = f"{told} without a token is 401 in the envelope."
    row(f"{root}/no_token", no_token, MUST, documented, _no_token(operation))
    if operation.id != _INTROSPECTION:
        dead = f"{told} with a dead token is 401 in the envelope."
        row(f"{root}/dead_token", dead, MUST, documented, _dead_token(operation))
    if (scope := wrong_scope(operation)) is not None:
        refused = f"{told} is refused to a token that has another scope only."
        row(f"{root}/wrong_scope", refused, QUIRK, overloaded, _missing_scope(operation, scope))
    if operation.app_only or not takes_apps(operation):
        kind = "a user's token" if operation.app_only else "an app's token"
        refused = f"{told} is refused to {kind}."
        row(f"{root}/wrong_kind", refused, QUIRK, overloaded, _wrong_kind(operation))
    if takes_apps(operation):
        opens = f"{told} is open to an app's token."
        row(f"{root}/app", opens, MUST, documented, _opens(operation, None))
    for scopes in scopes_of(operation):
        word = "_".join(scopes).replace(":", "_") or "user"
        opens = f"{told} is open to a user's token{' with ' if scopes else ''}{' '.join(scopes)}."
        row(f"{root}/{word}", opens, MUST, documented, _opens(operation, scopes))


for _each in document("api").operations:
    if _each.security:
        _register(_each)


@case("api/access/public", MUST, evidence=("document api getPublicKey",))
def the_public_key_is_open(stage: Stage) -> None:
    """The public key is given to everybody, without a token."""
    answer = stage.api.get("/public/v1/public-key")
    checks.status(answer, 200)
    key = checks.conforms(answer, "api", "getPublicKey")["data"]["public_key"]
    checks.holds("the key is PEM", key.startswith("-----BEGIN PUBLIC KEY-----"))


@case("api/access/public_with_dead_token", MUST, evidence=("document api getPublicKey",))
def a_dead_token_does_not_close_the_public_key(stage: Stage) -> None:
    """The public key is given to a caller with a dead token too."""
    answer = stage.api.get("/public/v1/public-key", token=stage.unknown_token())
    checks.status(answer, 200)


@case("api/access/scheme", MUST, evidence=("RFC 9110 section 11.1",))
def the_scheme_is_bearer(stage: Stage) -> None:
    """The scheme Bearer is read in any case of letters, and no other scheme is."""
    token = stage.login().access_token
    for scheme, status in (("bearer", 200), ("BEARER", 200), ("Basic", 401), ("Token", 401)):
        answer = stage.api.get(_STATS, headers={"Authorization": f"{scheme} {token}"})
        stage.note(f"scheme {scheme}")
        checks.status(answer, status)


@case("api/access/query", MUST, evidence=("RFC 9700 section 4.3.2",))
def a_token_in_the_query_is_not_read(stage: Stage) -> None:
    """A token in the query of an address opens nothing."""
    token = stage.login().access_token
    checks.status(stage.api.get(_STATS, query={"access_token": token}), 401)


@case("api/access/first", SHOULD, evidence=("document api updateChannel",))
def the_token_is_looked_at_first(stage: Stage) -> None:
    """Without a token a request that is wrong in other ways too is 401."""
    checks.status(stage.api.patch("/public/v1/channels", json={"category_id": -1}), 401)
