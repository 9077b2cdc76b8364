"""Every operation over sockets with a token that may not call it: who says so, and how."""

from __future__ import annotations

import pytest
from kickwire import errors
from kickwire.scopes import NAMES as EVERY_SCOPE

from conformance.tests.operations.operations_told import (
    NAMES,
    OPEN,
    PLACES,
    Told,
    alternatives,
    told,
)
from conformance.tests.operations.operations_world import (
    Face,
    ready,
    refused,
    refused_with,
)
from scripts.demo.calls import CALLS

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

protected = [name for name in NAMES if name not in OPEN]
scoped = [name for name in protected if any(scopes for _, scopes in alternatives(name))]
one_kind = [name for name in protected if len({kind for kind, _ in alternatives(name)}) == 1]


@pytest.mark.parametrize("name", protected)
def test_a_dead_token_is_not_accepted(face: Face, name: str) -> None:
    """401 for a token that was ended; whoever gave it has to log in again."""
    token = face.world.token() if takes(name, "user") else face.world.app_token()
    face.world.control.end_tokens(kind="all")

    error = refused_with(face, token, CALLS[name])

    assert told(error) == Told(errors.Unauthorized, name, 401, "Unauthorized")
    assert isinstance(error, errors.AskTheUser)


@pytest.mark.parametrize("name", protected)
def test_a_dead_token_of_a_login_costs_nothing(alice: Face, name: str) -> None:
    """It is renewed, and the call succeeds as if nothing had been."""
    who = "alice" if takes(name, "user") else None
    alice.ask(lambda api: api.livestreams.stats(), who)
    alice.world.control.end_tokens(kind="app_token" if who is None else "access_token")
    ready(alice, name)

    alice.ask(CALLS[name], who)

    assert alice.world.control.count(PLACES[name].id, status=401) == 1


def test_the_public_key_takes_no_token(face: Face) -> None:
    """A worthless one does no harm."""
    assert face.ask_with("worthless", CALLS["public_key.get"]).public_key.startswith("-----BEGIN")


@pytest.mark.quirk("api_401_overloaded")
@pytest.mark.parametrize("name", scoped)
def test_kick_refuses_a_token_without_the_scope(face: Face, name: str) -> None:
    """401 for all but the right scopes, or 403; each alternative alone is enough."""
    control, call = face.world.control, CALLS[name]
    useless = face.world.token(set(EVERY_SCOPE) - useful(name))

    by_default = told(refused_with(face, useless, call))
    control.set(api_401_overloaded="refused_403")
    by_setting = told(refused_with(face, useless, call))

    assert by_default == Told(errors.Unauthorized, name, 401, "Unauthorized")
    assert by_setting == Told(errors.Forbidden, name, 403, "Forbidden")
    ready(face, name)
    for scopes in [scopes for kind, scopes in alternatives(name) if kind == "user"]:
        face.ask_with(face.world.token(scopes), call)


@pytest.mark.parametrize("name", scoped)
def test_the_client_refuses_a_login_without_the_scope(face: Face, name: str) -> None:
    """It names the scope, and Kick never hears of the call."""
    face.world.log_in(scopes=set(EVERY_SCOPE) - useful(name))

    error = refused(face, CALLS[name])

    assert isinstance(error, errors.MissingScope)
    assert isinstance(error, errors.AskTheUser)
    assert error.operation == name
    assert ("user", error.missing) in alternatives(name)
    assert face.world.control.count(PLACES[name].id) == 0


@pytest.mark.parametrize("name", one_kind)
def test_the_other_kind_of_token_is_refused_by_both(alice: Face, name: str) -> None:
    """The client says so before anything is sent; Kick answers 401."""
    world = alice.world
    for_users = takes(name, "user")
    wrong = world.app_token() if for_users else world.token()

    before = refused(alice, CALLS[name], None if for_users else "alice")
    sent = world.control.count(PLACES[name].id)
    by_kick = refused_with(alice, wrong, CALLS[name])

    assert isinstance(before, errors.WrongToken)
    assert isinstance(before, errors.FixTheCall)
    assert (before.operation, sent) == (name, 0)
    assert told(by_kick) == Told(errors.Unauthorized, name, 401, "Unauthorized")


def takes(name: str, kind: str) -> bool:
    """Whether an operation takes this kind of token."""
    return any(way == kind for way, _ in alternatives(name))


def useful(name: str) -> set[str]:
    """Every scope that helps with an operation."""
    return {scope for _, scopes in alternatives(name) for scope in scopes}
