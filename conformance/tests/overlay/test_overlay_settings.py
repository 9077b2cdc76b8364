"""`from_env` and `from_toml`: each mistake is named, all at once, and never a secret."""

from __future__ import annotations

import asyncio
import warnings
from pathlib import Path
from typing import Any

import httpx
import pytest
from kickwire import (
    AsyncKick,
    Connection,
    Kick,
    MemoryStore,
    Retries,
    SettingsWarning,
    SQLiteStore,
    errors,
)
from kickwire.given import VARIABLES, environment, toml_file
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
from scripts.documents import ROOT

A_STORE = "name a file such as kick-tokens.db, or memory: for this process alone"
ENVIRONMENT = {
    "KICK_CLIENT_ID": ULID,
    "KICK_CLIENT_SECRET": SECRET,
    "KICK_REDIRECT_URI": "http://localhost:8080/callback",
    "KICKWIRE_STORE": "memory:",
}
FILE = f"""
[kick]
client_id = "{ULID}"
client_secret = "{SECRET}"
redirect_uri = "http://localhost:8080/callback"
store = "memory:"
"""


def written(folder: Path, text: str, mode: int = 0o600) -> Path:
    """A file with these settings."""
    path = folder / "kick.toml"
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return path


@KINDS
def test_the_environment_makes_a_client(kind: Kind) -> None:
    """Four variables are enough, and what is asked for at a login stands in a fifth."""
    told = {**ENVIRONMENT, "KICK_SCOPES": "user:read, channel:read chat:write"}

    kick = kind.from_env(environ=told)

    assert repr(kick).endswith("(id='https://id.kick.com', api='https://api.kick.com')")
    assert scopes_of(kick) == ("user:read", "channel:read", "chat:write")


@KINDS
def test_the_environment_of_the_process_is_read(
    kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a mapping of its own it reads ``os.environ``; both hosts can be others."""
    for name in VARIABLES.values():
        monkeypatch.delenv(name, raising=False)
    hosts = {"KICK_ID_URL": "http://127.0.0.1:1", "KICK_API_URL": "http://127.0.0.1:2"}
    for name, value in {**ENVIRONMENT, **hosts}.items():
        monkeypatch.setenv(name, value)

    kick = kind.from_env()

    assert repr(kick).endswith("(id='http://127.0.0.1:1', api='http://127.0.0.1:2')")
    closed(kick)


@KINDS
def test_every_missing_variable_is_named_at_once(kind: Kind) -> None:
    """An empty environment ends in one error with a line for each variable and what to do."""
    lines = complaints(lambda: kind.from_env(environ={"KICK_CLIENT_ID": ""}))

    assert lines == [
        "3 settings have to change in the environment:",
        "KICK_CLIENT_ID: it is missing; Kick's developer settings show it",
        "KICK_CLIENT_SECRET: it is missing; Kick's developer settings show it",
        f"KICKWIRE_STORE: it is missing; {A_STORE}",
    ]


@KINDS
@pytest.mark.parametrize(
    ("variables", "complaint"),
    [
        ({"KICK_CLIENT_ID": "me"}, "KICK_CLIENT_ID: the 26 characters"),
        ({"KICK_CLIENT_ID": ULID.replace("S", "\u017f")}, "KICK_CLIENT_ID: the 26 characters"),
        ({"KICK_CLIENT_SECRET": "worthless secret"}, "KICK_CLIENT_SECRET: printable ASCII"),
        ({"KICK_REDIRECT_URI": "/callback"}, "KICK_REDIRECT_URI: the registered URL"),
        (
            {"KICK_SCOPES": "user:raed"},
            "KICK_SCOPES: 'user:raed' is no scope of Kick; did you mean",
        ),
        ({"KICK_SCOPES": " , "}, "KICK_SCOPES: at least one is needed"),
        ({"KICK_API_URL": "http://mock.example"}, "KICK_API_URL: plain http"),
        ({"KICK_ID_URL": "https://127.0.0.1"}, "KICK_ID_URL, KICK_API_URL: give both or none"),
        ({"KICKWIRE_STORE": "postgresql://user:worthless@db"}, "KICKWIRE_STORE: this release"),
        ({"KICKWIRE_STORE": "redis://:worthless@db"}, "KICKWIRE_STORE: this release"),
        ({"KICKWIRE_STORE": "mysql:worthless"}, "KICKWIRE_STORE: PATH, sqlite:PATH or memory:"),
        ({"KICKWIRE_STORE": "sqlite:///tokens.db"}, "KICKWIRE_STORE: PATH, sqlite:PATH"),
        ({"KICKWIRE_STORE": "sqlite:"}, "KICKWIRE_STORE: a file is expected"),
        ({"KICKWIRE_STORE": "memory"}, "KICKWIRE_STORE: a file is expected"),
        ({"KICKWIRE_STORE": "sqlite:memory:"}, "KICKWIRE_STORE: a file is expected"),
        ({"KICKWIRE_STORE": " "}, "KICKWIRE_STORE: a path without spaces around it"),
        ({"KICKWIRE_STORE": "tokens.db\n"}, "KICKWIRE_STORE: a path without spaces around it"),
        ({"KICKWIRE_STORE": "tokens\0.db"}, "KICKWIRE_STORE: a path without spaces around it"),
        ({"KICKWIRE_STORE": "tokens.db"}, "KICKWIRE_STORE_KEYS: it is missing; make one with:"),
        (
            {"KICKWIRE_STORE": "tokens.db", "KICKWIRE_STORE_KEYS": f"{STORE_KEY},worthless"},
            "KICKWIRE_STORE_KEYS: key 2 of 2 is malformed",
        ),
    ],
)
def test_a_mistake_in_the_environment_is_named(
    kind: Kind, variables: dict[str, str], complaint: str
) -> None:
    """The line says which variable, what is wrong and what to do, and shows no secret."""
    lines = complaints(lambda: kind.from_env(environ={**ENVIRONMENT, **variables}))

    assert any(complaint in line for line in lines)


@KINDS
def test_arguments_count_more_than_the_environment(kind: Kind) -> None:
    """What is given as an argument is used, and not looked for anywhere else."""
    told = {**ENVIRONMENT, "KICK_SCOPES": "no:scope", "KICK_API_URL": "nonsense"}
    del told["KICKWIRE_STORE"]
    arguments: Any = {
        "scopes": ["user:read"],
        "id_url": "http://127.0.0.1:1",
        "api_url": "http://127.0.0.1:2",
        "retries": Retries(times=0),
        "connection": Connection(timeout=1),
    }

    kick = kind.from_env(MemoryStore(), environ=told, **arguments)

    assert scopes_of(kick) == ("user:read",)


@KINDS
def test_a_login_needs_scopes_from_somewhere(kind: Kind) -> None:
    """Without scopes of the client and of the call, the error says where to put them."""
    kick = kind.from_env(environ=ENVIRONMENT)

    with pytest.raises(errors.ConfigurationError, match="KICK_SCOPES"):
        scopes_of(kick)


@KINDS
def test_scopes_of_a_call_count_more(kind: Kind) -> None:
    """What a login asks for is what it was told, if it was told."""
    kick = kind.from_env(environ={**ENVIRONMENT, "KICK_SCOPES": "user:read"})

    assert scopes_of(kick, ["user:read", "chat:write"]) == ("user:read", "chat:write")


@KINDS
@pytest.mark.parametrize("prefix", ["", "sqlite:"])
def test_a_store_that_was_opened_is_closed(kind: Kind, prefix: str, tmp_path: Path) -> None:
    """The file that the environment names is made, used, and closed with the client."""
    place = {"KICKWIRE_STORE": f"{prefix}{tmp_path}/tokens.db", "KICKWIRE_STORE_KEYS": STORE_KEY}
    kick = kind.from_env(environ={**ENVIRONMENT, **place})
    path = tmp_path / "tokens.db"
    assert path.exists()

    scopes_of(kick, ["user:read"])

    assert not path.with_name("tokens.db-wal").exists()  # the last connection removes it


@KINDS
def test_a_store_that_was_given_is_not_closed(kind: Kind, tmp_path: Path) -> None:
    """Who gives a store keeps it."""
    with SQLiteStore(tmp_path / "tokens.db", keys=STORE_KEY) as store:
        closed(kind.from_env(store, environ=ENVIRONMENT))

        assert store.purge(0.0) == 0


@KINDS
def test_a_store_is_closed_when_no_client_comes_of_it(
    kind: Kind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistake that only the client finds leaves no file open."""
    ended: list[SQLiteStore] = []

    def end(store: SQLiteStore) -> None:
        ended.append(store)

    monkeypatch.setattr(SQLiteStore, "close", end)
    place = {"KICKWIRE_STORE": f"{tmp_path}/tokens.db", "KICKWIRE_STORE_KEYS": STORE_KEY}
    arguments: Any = {"transport": "nonsense"}

    complaints(lambda: kind.from_env(environ={**ENVIRONMENT, **place}, **arguments))

    assert len(ended) == 1
    monkeypatch.undo()
    ended[0].close()


@KINDS
def test_a_file_makes_a_client(kind: Kind, tmp_path: Path) -> None:
    """The table ``[kick]`` holds everything; other tables are other programs'."""
    text = f'[tool]\nx = 1\n{FILE}scopes = ["user:read"]\nretries = 1\nretries_total_wait = 5\n'

    kick = kind.from_toml(written(tmp_path, text), environ={})

    assert scopes_of(kick) == ("user:read",)


def test_each_setting_of_a_file_arrives(tmp_path: Path) -> None:
    """Timeouts, limits, proxy and retries are what the client is made with."""
    text = (
        f"{FILE}timeout = 5\nread_timeout = 7.5\nproxy = 'http://user:worthless@proxy:1'\n"
        "max_connections = 3\nkeep_alive = 9\ntrust_env = false\nhttp2 = true\nretries = 4\n"
    )

    options = read(toml_file(written(tmp_path, text), environment({}))).options

    how = options["connection"]
    assert isinstance(how, Connection)
    assert (how.connect_timeout, how.read_timeout, how.keep_alive) == (5, 7.5, 9)
    assert (how.max_connections, how.trust_env, how.http2) == (3, False, True)
    assert how.proxy == "http://user:worthless@proxy:1"
    assert options["retries"] == Retries(times=4)


@KINDS
def test_a_file_may_leave_its_secrets_to_the_environment(kind: Kind, tmp_path: Path) -> None:
    """Secrets that the file does not hold are taken from the environment, and nothing else is."""
    text = f'[kick]\nclient_id = "{ULID}"\nstore = "tokens.db"\n'
    told = {
        "KICK_CLIENT_SECRET": SECRET,
        "KICKWIRE_STORE_KEYS": STORE_KEY,
        "KICK_API_URL": "nonsense",
    }

    closed(kind.from_toml(written(tmp_path, text, 0o644), environ=told))

    assert (tmp_path / "tokens.db").exists()  # relative paths begin at the file's folder


def test_paths_may_begin_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``~`` is the user's home folder, for the store and for certificates."""
    monkeypatch.setenv("HOME", str(tmp_path))
    told = {"KICKWIRE_STORE": "sqlite:~/tokens.db", "KICKWIRE_STORE_KEYS": STORE_KEY}

    closed(Kick.from_env(environ={**ENVIRONMENT, **told}))

    assert (tmp_path / "tokens.db").exists()
    nobody = {**ENVIRONMENT, **told, "KICKWIRE_STORE": "~no-such-user-here/tokens.db"}
    assert "no such home" in complaints(lambda: Kick.from_env(environ=nobody))[1]


@KINDS
def test_a_secret_in_the_file_counts_more_than_the_environment(kind: Kind, tmp_path: Path) -> None:
    """What a file says is not overruled from outside."""
    told = {"KICK_CLIENT_SECRET": "worthless and wrong"}

    closed(kind.from_toml(written(tmp_path, FILE), environ=told))


@KINDS
def test_every_mistake_of_a_file_is_named_at_once(kind: Kind, tmp_path: Path) -> None:
    """Unknown keys, wrong types and bad values are told together, each with its key."""
    text = f"""
[kick]
client_id = 5
clientsecret = "{SECRET}"
scopes = [["user:read"]]
store = true
timeout = "10"
connect_timeout = 0
proxy = "gopher://user:worthless@host"
ca_bundle = "none.pem"
http2 = "yes"
max_connections = 0.5
retries = -1
colour = "red"
"""

    lines = complaints(lambda: kind.from_toml(written(tmp_path, text), environ={}))

    begins = [line.partition(";")[0].removeprefix(f"{tmp_path}/") for line in lines]
    assert begins == [
        f"13 settings have to change in {tmp_path}/kick.toml:",
        "clientsecret: there is no such setting",
        "colour: there is no such setting",
        "client_id: a text is expected, in quotes",
        "client_secret: it is missing",
        "scopes: names are expected, as in user:read channel:read",
        "timeout: a number of seconds above 0, a day at most, is expected, not '10'",
        "connect_timeout: a number of seconds above 0, a day at most, is expected, not 0",
        "proxy: http://, https:// or socks5://, then host:port, is expected",
        f"ca_bundle: {tmp_path}/none.pem: No such file or directory",
        "http2: true or false is expected, not 'yes'",
        "max_connections: a whole number from 1 is expected, not 0.5",
        "retries: a whole number from 0 to 100 is expected, not -1",
        "store: the path of a file is expected, or memory:",
    ]
    assert "did you mean client_secret?" in lines[1]
    assert "KICK_CLIENT_SECRET" in lines[4]


@KINDS
@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[kick]\nclient_secret = worthless\n", "this is no TOML at line 2, column"),
        ("[kick\n", "this is no TOML"),
        (f"{FILE}retries = 1{'0' * 5000}\n", "this is no TOML"),
        (f"{FILE}scopes = {'[' * 20_000}\n", "this is no TOML"),
        ("client_id = 1\n", r"there is no table [kick]"),
        ("kick = 5\n", r"there is no table [kick]"),
    ],
)
def test_a_file_that_is_no_settings_says_where(
    kind: Kind, tmp_path: Path, text: str, complaint: str
) -> None:
    """A slip in TOML is told with its line, and without a word of the file."""
    told = {"KICK_CLIENT_SECRET": SECRET}

    lines = complaints(lambda: kind.from_toml(written(tmp_path, text), environ=told))

    assert complaint in lines[0]


@KINDS
def test_a_file_that_cannot_be_read_says_so(kind: Kind, tmp_path: Path) -> None:
    """A missing file, a folder, and letters that are no UTF-8."""
    latin = tmp_path / "latin.toml"
    latin.write_bytes("[kick] # \u00e9".encode("latin-1"))

    assert "No such file" in complaints(lambda: kind.from_toml(tmp_path / "none.toml"))[0]
    assert "cannot be read" in complaints(lambda: kind.from_toml(tmp_path))[0]
    assert "no TOML" in complaints(lambda: kind.from_toml("kick\0.toml"))[0]
    assert "not UTF-8" in complaints(lambda: kind.from_toml(latin))[0]


@KINDS
def test_a_byte_order_mark_is_no_mistake(kind: Kind, tmp_path: Path) -> None:
    """A file as some editors save it is read like any other."""
    closed(kind.from_toml(written(tmp_path, f"\ufeff{FILE}".replace("\n", "\r\n")), environ={}))


def test_an_unknown_key_is_told_on_one_line(tmp_path: Path) -> None:
    """What stands in a file cannot forge lines of the error, nor move the cursor of a terminal."""
    path = written(tmp_path, f'{FILE}"\\u001b[31m\\nclient_id: fine" = 1\n')

    lines = complaints(lambda: Kick.from_toml(path, environ={}))

    assert len(lines) == 2
    assert lines[1].isprintable()


@KINDS
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_secret_that_others_can_read_is_warned_of(kind: Kind, tmp_path: Path, mode: int) -> None:
    """The warning is of our own category, points at the caller, and says what to run."""
    path = written(tmp_path, FILE, mode)

    with pytest.warns(SettingsWarning, match="it holds client_secret, .*chmod 600") as caught:
        closed(kind.from_toml(path, environ={}))

    assert caught[0].filename == __file__


def test_a_password_of_a_proxy_is_a_secret_too(tmp_path: Path) -> None:
    """A file without other secrets is warned of if its proxy has a password."""
    text = f'[kick]\nclient_id = "{ULID}"\nproxy = "http://user:worthless@proxy:1"\n'

    with pytest.warns(SettingsWarning, match="it holds proxy"):
        toml_file(written(tmp_path, text, 0o644), environment({}))


def test_a_file_without_secrets_may_be_read_by_all(tmp_path: Path) -> None:
    """Nobody is warned of what is no secret."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        toml_file(written(tmp_path, f'[kick]\nclient_id = "{ULID}"\n', 0o644), environment({}))


@KINDS
def test_a_client_of_settings_calls(kind: Kind) -> None:
    """A transport given beside settings is what the calls go through."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/oauth/token":
            return httpx.Response(
                200, json={"access_token": "t", "expires_in": 7200, "token_type": "Bearer"}
            )
        return httpx.Response(200, json={"data": [], "message": "OK"})

    kick = kind.from_env(environ=ENVIRONMENT, transport=httpx.MockTransport(answer))

    if isinstance(kick, Kick):
        with kick:
            assert kick.livestreams.list() == []
    else:
        asyncio.run(empty(kick))


async def empty(kick: AsyncKick) -> None:
    """No livestreams, awaited."""
    async with kick:
        assert await kick.livestreams.list() == []


def test_the_page_names_every_setting() -> None:
    """docs/configuration.md has each variable and each key of a file."""
    page = (ROOT / "docs" / "configuration.md").read_text("utf-8")

    assert [name for name in (*VARIABLES.values(), *KEYS) if f"`{name}`" not in page] == []
