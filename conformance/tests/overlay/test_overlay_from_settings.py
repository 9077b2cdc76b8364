"""`from_settings`: what a file can say and what it cannot, in one flat call."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from kickwire import AsyncKick, Connection, Kick, MemoryStore, Retries, SQLiteStore, errors
from kickwire.client import Objects, Options, Settings
from kickwire.client_async import AsyncObjects, AsyncOptions, AsyncSettings
from kickwire.given import OBJECTS, arguments
from kickwire.plain import PlainSettings
from kickwire.settings import KEYS, read

from conformance.tests.overlay.overlay_settings import (
    KINDS,
    SECRET,
    STORE_KEY,
    ULID,
    Kind,
    closed,
    complaints,
    scopes_of,
)

PLAIN: Any = {"client_id": ULID, "client_secret": SECRET}


def answer(request: httpx.Request) -> httpx.Response:
    """An app token, and no livestreams."""
    if request.url.path == "/oauth/token":
        token = {"access_token": "t", "expires_in": 7200, "token_type": "Bearer"}
        return httpx.Response(200, json=token)
    return httpx.Response(200, json={"data": [], "message": "OK"})


def test_a_flat_call_makes_a_client() -> None:
    """Plain values, a transport and a clock go side by side, and calls go through them."""
    settings: Any = {**PLAIN, "transport": httpx.MockTransport(answer), "clock": lambda: 5.0}

    with Kick.from_settings(**settings, store=MemoryStore()) as kick:
        assert kick.livestreams.list() == []
        assert kick.tokens().expires_at == 7205


def test_a_flat_call_makes_an_asynchronous_client() -> None:
    """The same, awaited."""
    settings: Any = {**PLAIN, "transport": httpx.MockTransport(answer), "clock": lambda: 5.0}

    async def called() -> float:
        """When the token that was asked for ends."""
        async with AsyncKick.from_settings(**settings, store=MemoryStore()) as kick:
            assert await kick.livestreams.list() == []
            return (await kick.tokens()).expires_at

    assert asyncio.run(called()) == 7205


@KINDS
def test_the_hosts_can_be_others(kind: Kind) -> None:
    """Both origins are plain values too."""
    hosts: Any = {"id_url": "http://127.0.0.1:1", "api_url": "http://127.0.0.1:2/"}

    kick = kind.from_settings(**PLAIN, **hosts, store=MemoryStore())

    assert repr(kick).endswith("(id='http://127.0.0.1:1', api='http://127.0.0.1:2')")
    closed(kick)


@KINDS
@pytest.mark.parametrize(
    "scopes", ["user:read chat:write", ["user:read", "chat:write"], ("user:read", "chat:write")]
)
def test_scopes_are_a_text_or_any_collection(kind: Kind, scopes: Any) -> None:
    """A settings module may hold a tuple where TOML has a list."""
    kick = kind.from_settings(**PLAIN, redirect_uri="app://x", scopes=scopes, store="memory:")

    assert scopes_of(kick) == ("user:read", "chat:write")


@KINDS
@pytest.mark.parametrize("as_given", [str, Path])
def test_a_store_that_is_named_is_opened_and_closed(
    kind: Kind, as_given: Callable[[Path], Any], tmp_path: Path
) -> None:
    """A place instead of a store works as in a file, and closes with the client."""
    path = tmp_path / "tokens.db"
    redirect: Any = {"redirect_uri": "http://localhost:8080/callback"}

    kick = kind.from_settings(**PLAIN, **redirect, store=as_given(path), store_keys=STORE_KEY)

    scopes_of(kick, ["user:read"])
    assert path.exists()
    assert not path.with_name("tokens.db-wal").exists()  # the last connection removes it


@KINDS
def test_a_store_that_is_given_is_not_closed(kind: Kind, tmp_path: Path) -> None:
    """Who gives a store keeps it."""
    with SQLiteStore(tmp_path / "tokens.db", keys=STORE_KEY) as store:
        closed(kind.from_settings(**PLAIN, store=store))

        assert store.purge(0.0) == 0


@KINDS
def test_what_is_none_is_not_given(kind: Kind) -> None:
    """Settings that are looked up with ``.get`` may be None: then the usual holds."""
    names = {*KEYS, *OBJECTS}
    nothing: Any = dict.fromkeys(names - {"client_id", "client_secret", "store"})

    kick = kind.from_settings(**PLAIN, **nothing, store=MemoryStore())

    assert repr(kick).endswith("(id='https://id.kick.com', api='https://api.kick.com')")
    closed(kick)


@KINDS
def test_every_mistake_is_named_at_once(kind: Kind) -> None:
    """One error with a line for each argument, and no value that may be secret."""
    wrong: Any = {
        "client_id": "me",
        "redirect_uri": "/callback",
        "api_url": "http://127.0.0.1:2",
        "timeout": "10",
        "transprot": None,
        "transprt": httpx.MockTransport(answer),
        "clientsecret": SECRET,
    }

    lines = complaints(lambda: kind.from_settings(**wrong))

    assert [line.partition("; ")[0] for line in lines] == [
        "8 settings have to change in the arguments:",
        "transprt: there is no such setting",
        "clientsecret: there is no such setting",
        "client_id: the 26 characters of the developer settings are expected",
        "client_secret: it is missing",
        "redirect_uri: the registered URL is expected, without a fragment (#...)",
        "timeout: a number of seconds above 0, a day at most, is expected, not '10'",
        "id_url, api_url: give both or none",
        "store: it is missing",
    ]
    assert lines[1].endswith("did you mean transport?")
    assert lines[4].endswith("developer settings show it")  # the environment is not looked at


@KINDS
@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        (
            {"proxy": "http://u:worthless@p:1", "connection": Connection()},
            "proxy: give it in connection",
        ),
        ({"timeout": 5, "connection": Connection()}, "timeout: give it in connection"),
        ({"retries_total_wait": 5, "retries": Retries()}, "retries_total_wait: give it in retries"),
    ],
)
def test_nothing_is_said_in_two_places(kind: Kind, more: Any, complaint: str) -> None:
    """A value beside an object that holds it too is refused: one of them would be ignored."""
    lines = complaints(lambda: kind.from_settings(**PLAIN, **more, store=MemoryStore()))

    assert lines[1] == f"{complaint}, which is given as well"


@KINDS
def test_what_is_no_store_is_refused(kind: Kind) -> None:
    """Neither a number nor a connection is where tokens can be kept."""
    store: Any = 5

    assert "a store is expected" in complaints(lambda: kind.from_settings(**PLAIN, store=store))[0]


def test_each_value_arrives() -> None:
    """Timeouts, limits and retries are what the client is made with; objects are kept apart."""
    connection = {"timeout": 5, "read_timeout": 7.5, "max_connections": 3, "trust_env": False}

    given, store, objects = arguments({**PLAIN, **connection, "retries": 4, "sleep": print})
    options = read(given, store=False).options

    how = options["connection"]
    assert isinstance(how, Connection)
    assert (how.connect_timeout, how.read_timeout) == (5, 7.5)
    assert (how.max_connections, how.trust_env) == (3, False)
    assert options["retries"] == Retries(times=4)
    assert (store, objects) == (None, {"sleep": print})
    assert SECRET not in repr(given)


def test_retries_may_be_an_object() -> None:
    """A `Retries` is taken as it is."""
    _, _, objects = arguments({**PLAIN, "retries": Retries(times=7)})

    assert objects == {"retries": Retries(times=7)}


def test_the_types_name_what_is_taken() -> None:
    """Type checkers know each setting of a file and each argument that no file can hold."""
    needed = {"client_id", "client_secret", "store"}
    everything = {*KEYS, *OBJECTS}

    assert PlainSettings.__required_keys__ == needed
    for settings, objects, options in (
        (Settings, Objects, Options),
        (AsyncSettings, AsyncObjects, AsyncOptions),
    ):
        assert settings.__required_keys__ == needed
        assert settings.__required_keys__ | settings.__optional_keys__ == everything
        assert objects.__optional_keys__ == set(OBJECTS)
        assert options.__optional_keys__ == {*OBJECTS, "id_url", "api_url", "scopes", "retries"}


@KINDS
def test_the_constructor_takes_the_objects(kind: Kind) -> None:
    """What no file can hold are arguments of the class itself."""
    assert {*OBJECTS} <= inspect.signature(kind).parameters.keys()


def test_settings_may_come_from_a_mapping_of_another_program() -> None:
    """A framework's settings are one dictionary; a wrong one ends before anything is sent."""
    with pytest.raises(errors.ConfigurationError, match="client_id: it is missing"):
        Kick.from_settings(store="memory:")  # type: ignore[call-arg]
