"""What a token may not do is refused before it is sent, and told in words that help."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import kickwire_api.api
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kickwire import BearerCaller, access, errors
from kickwire.scopes import NAMES
from kickwire.stores import Key
from kickwire.tokens import TokenSet
from kickwire_api.facade import PublicApi
from kickwire_api.operations import Operation
from kickwire_mock import Fault

from conformance.tests.overlay.overlay_home import Act, Home, act, act_async
from conformance.tests.overlay.overlay_script import Script, answer
from scripts.documents import API_DOCUMENT, load

many = settings(max_examples=50)
acts = pytest.mark.parametrize("call", [act, act_async], ids=["sync", "async"])

TWO_HOURS = 7200.0


@pytest.fixture
def home() -> Home:
    """A new world."""
    return Home()


def ban(api: Any) -> Any:
    """A call that takes a user token with moderation:ban."""
    return api.moderation.ban(broadcaster_user_id=1, user_id=2)


def claims(api: Any) -> Any:
    """A call that takes an app token."""
    return api.drops.claims()


def own(api: Any) -> Any:
    """A call that takes a user token with user:read."""
    return api.users.get()


def operations() -> Iterator[Operation]:
    """Every operation of the generated package."""
    for path in sorted(Path(kickwire_api.api.__path__[0]).glob("*/*.py")):
        if path.stem != "__init__":
            yield import_module(f"kickwire_api.api.{path.parent.name}.{path.stem}").OPERATION


DOCUMENT = load(API_DOCUMENT)


def security(operation: Operation) -> list[dict[str, list[str]]]:
    """What the document says of it."""
    node = DOCUMENT["paths"][operation.path][operation.method.lower()]
    found: list[dict[str, list[str]]] = node["security"]
    return found


KINDS = {"user": "UserAccessToken", "app": "AppAccessToken"}


def refusal(operation: Operation, kind: str, scopes: set[str]) -> errors.KickError | None:
    """The error for a token that may not call; None for one that may."""
    try:
        access.require(operation, operation.name, kind, sorted(scopes))
    except errors.KickError as error:
        return error
    return None


@pytest.mark.parametrize("operation", [*operations()], ids=lambda one: one.name)
@many
@given(st.sampled_from(sorted(KINDS)), st.sets(st.sampled_from(NAMES), min_size=1))
def test_whoever_the_document_lets_in_passes(
    operation: Operation, kind: str, scopes: set[str]
) -> None:
    """Alternatives mean any, one entry means all of it; an app's token has no scopes."""
    ways = security(operation)
    held = scopes if kind == "user" else set[str]()

    found = refusal(operation, kind, held)

    passes = not ways or any(
        scheme == KINDS[kind] and held.issuperset(needed)
        for way in ways
        for scheme, needed in way.items()
    )
    assert (found is None) == passes == access.allows(operation, kind, held)
    if isinstance(found, errors.MissingScope):
        assert access.allows(operation, kind, held | set(found.missing))
        assert held.isdisjoint(found.missing)


@acts
def test_a_missing_scope_is_told_before_the_wire(home: Home, call: Act) -> None:
    """The error names the scope, and the login that gives it without losing the others."""
    home.log_in("user:read", "chat:write")

    with pytest.raises(errors.MissingScope) as caught:
        call(home, "alice", ban)

    assert caught.value.missing == ("moderation:ban",)
    assert caught.value.operation == "moderation.ban"
    assert "kick.login(['user:read', 'chat:write', 'moderation:ban'])" in str(caught.value)
    assert home.asked("banUser") == []


@acts
@pytest.mark.parametrize(
    ("account", "make", "advice"),
    [
        ("alice", claims, "takes an app token, and this is a user token; call it as the app"),
        (None, ban, "takes a user token with moderation:ban, and this is an app token; act as"),
    ],
)
def test_the_wrong_kind_of_token_is_told_before_anything(
    home: Home, call: Act, account: str | None, make: Callable[[Any], Any], advice: str
) -> None:
    """Nothing switches by itself between app and user; not even a token is asked for."""
    home.log_in("user:read")
    before = len(home.mock.journal.entries())

    with pytest.raises(errors.WrongToken, match=advice):
        call(home, account, make)

    assert len(home.mock.journal.entries()) == before


@acts
def test_what_the_scopes_allow_is_sent(home: Home, call: Act) -> None:
    """A login with the scope passes."""
    home.log_in("user:read")

    assert call(home, "alice", own)[0].name == "alice"


@acts
def test_nothing_is_renewed_for_a_call_that_may_not_be_made(home: Home, call: Act) -> None:
    """A token that is due stays as it is when the call would be refused anyway."""
    home.log_in("user:read")
    home.mock.clock.advance(TWO_HOURS)

    with pytest.raises(errors.MissingScope):
        call(home, "alice", ban)

    assert home.asked("exchangeToken", "refresh_token") == []


def test_a_newer_login_with_more_scopes_is_found(home: Home) -> None:
    """Another process has let the user log in again: the held tokens are not the last word."""
    home.log_in("user:read")
    with home.kick() as kick:
        alice = kick.as_user("alice")
        alice.users.get()
        with pytest.raises(errors.MissingScope):
            alice.channels.get()
        home.log_in("user:read", "channel:read")

        assert len(alice.channels.get()) == 1


@acts
def test_a_lost_login_has_a_worse_problem_than_its_scopes(home: Home, call: Act) -> None:
    """Where no login is left, the user has to log in anyway."""
    tokens = TokenSet(
        access_token="x",
        refresh_token="y",
        scopes=("user:read",),
        issued_at=home.mock.clock.now(),
        lifetime=TWO_HOURS,
        lost=True,
    )
    home.stored(tokens)

    with pytest.raises(errors.LoginRequired):
        call(home, "alice", ban)


def scopeless(home: Home, *scopes: str) -> None:
    """A login whose scopes nobody noted."""
    home.log_in(*scopes)
    record = home.store.load(Key(home.app.client_id, "user", "alice"))
    assert record is not None
    home.stored(replace(TokenSet.from_text(record.text), scopes=()))


@acts
def test_unknown_scopes_block_nothing(home: Home, call: Act) -> None:
    """What is not known is left to Kick."""
    scopeless(home, "user:read")

    assert call(home, "alice", own)[0].name == "alice"


@acts
@pytest.mark.quirk("api_401_overloaded")
def test_a_refused_active_token_is_told_what_it_lacks(home: Home, call: Act) -> None:
    """Introspection knows the scopes: the 401 of an active token names those that are missing."""
    scopeless(home, "user:read")

    with pytest.raises(errors.Forbidden) as caught:
        call(home, "alice", ban)

    assert caught.value.status == 401
    assert "although the token is active" in str(caught.value)
    assert "lacks moderation:ban" in str(caught.value)
    assert "kick.login(['user:read', 'moderation:ban'])" in str(caught.value)


def test_a_given_token_is_blocked_by_nothing() -> None:
    """A bare token may have any kind and scopes; Kick decides."""
    script = Script([answer({})])

    with BearerCaller("worthless", transport=script) as caller:
        PublicApi(caller).moderation.unban(broadcaster_user_id=1, user_id=2)

    assert len(script.seen) == 1


@acts
@pytest.mark.parametrize("grant_type", ["refresh_token", "client_credentials"])
@pytest.mark.parametrize("status", [429, 500, 503, 522])
def test_the_token_endpoint_is_never_asked_again(
    home: Home, call: Act, grant_type: str, status: int
) -> None:
    """A token request that fails is not repeated, whatever the retries of the call around it."""
    home.log_in("user:read")
    home.mock.clock.advance(TWO_HOURS)
    home.mock.faults.arm(Fault(operation="exchangeToken", status=status, count=None))
    account = "alice" if grant_type == "refresh_token" else None

    with pytest.raises(errors.Wait):
        call(home, account, lambda api: api.users.get(id=[1]))

    assert home.asked("exchangeToken", grant_type) == [status]
    assert home.waits == []


@acts
def test_a_retry_renews_nothing_a_second_time(home: Home, call: Act) -> None:
    """The token dies, is renewed, and the repeated request fails: the next attempt only repeats."""
    home.log_in("user:read")
    home.mock.end_tokens(kind="access_token", user="alice")
    home.mock.faults.arm(Fault(operation="getUsers", status=503, skip=1))

    assert call(home, "alice", own)[0].name == "alice"

    assert home.asked("exchangeToken", "refresh_token") == [200]
    assert home.asked("getUsers")[-3:] == [401, 503, 200]
    assert len(home.waits) == 1


@acts
@pytest.mark.parametrize("status", [429, 503])
def test_faults_of_the_mock_are_survived(home: Home, call: Act, status: int) -> None:
    """Two bad answers in a row cost two waits and no error."""
    home.log_in("user:read")
    home.mock.faults.arm(Fault(operation="getUsers", status=status, count=2))

    assert call(home, "alice", own)[0].name == "alice"

    assert home.asked("getUsers")[-3:] == [status, status, 200]
    assert len(home.waits) == 2


@acts
def test_words_of_the_token_endpoint_are_not_about_the_list(home: Home, call: Act) -> None:
    """A refused token request ends the call: no name of the list is taken for unknown."""
    body = b'{"error": "invalid_request", "error_description": "client not found"}'
    fault = Fault(operation="exchangeToken", status=400, body=body, count=None)
    home.mock.faults.arm(replace(fault, content_type="application/json"))

    with pytest.raises(errors.BadRequest, match="client not found") as caught:
        call(home, None, lambda api: api.channels.get(slug=["alice", "bob", "carol"]))

    assert caught.value.operation == "POST /oauth/token"
    assert home.asked("exchangeToken", "client_credentials") == [400]


@acts
def test_what_fails_before_the_request_is_told_as_of_the_call(home: Home, call: Act) -> None:
    """Whose login is missing stands beside what it was for."""
    with pytest.raises(errors.LoginRequired, match=r"^users\.get: nobody: ") as caught:
        call(home, "nobody", own)

    assert caught.value.operation == "users.get"
