"""What a `Connection` and the clients that take it refuse, and how they say so."""

from __future__ import annotations

import ssl
import traceback
from pathlib import Path
from typing import Any

import httpx
import pytest
from kickwire import (
    App,
    AsyncKick,
    BearerCaller,
    Connection,
    Kick,
    MemoryStore,
    connection,
    errors,
)
from kickwire.transports import proxy as proxy_for

APP = App("01HZY3QJ5M8W0RTH1ESS000000", "worthless-client-secret")
PASSWORD = "worthless-proxy-password"


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"timeout": 0}, "timeout: a number of seconds above 0"),
        ({"connect_timeout": -1}, "connect_timeout: a number"),
        ({"read_timeout": "5"}, "read_timeout: a number"),
        ({"write_timeout": float("inf")}, "write_timeout: a number"),
        ({"pool_timeout": True}, "pool_timeout: a number"),
        ({"keep_alive": 0}, "keep_alive: a number"),
        ({"max_connections": 0}, "max_connections: a whole number from 1"),
        ({"max_connections": 1.5}, "max_connections: a whole number from 1"),
        ({"http2": "yes"}, "http2: true or false"),
        ({"trust_env": None}, "trust_env: true or false"),
        ({"ca_bundle": "/no/such/file"}, "ca_bundle: /no/such/file: No such file"),
        ({"ca_bundle": __file__}, "ca_bundle: .*: no certificate"),
        ({"ca_bundle": 5}, "ca_bundle: the path of a file"),
        ({"ssl_context": True}, "ssl_context: an ssl.SSLContext"),
        (
            {"ssl_context": ssl.create_default_context(), "ca_bundle": "a"},
            "ca_bundle, ssl_context: give one",
        ),
        ({"proxy": f"ftp://user:{PASSWORD}@host"}, "proxy: http://, https:// or socks5://"),
        ({"proxy": f"user:{PASSWORD}@host"}, "proxy: "),
        ({"proxy": f"http://user:{PASSWORD}@host:port"}, "proxy: a URL"),
        ({"proxy": f"http://user:{PASSWORD}@host/path"}, "proxy: nothing is expected behind"),
        ({"proxy": f"socks5://user:{PASSWORD}@host"}, "pip install socksio"),
        ({"proxy": f"http://user:{PASSWORD}@xn--"}, "proxy: a URL"),
        ({"proxy": b"http://host"}, "proxy: a URL"),
        ({"timeout": 86_401}, "timeout: a number of seconds above 0, a day at most"),
        ({"keep_alive": 10**400}, "keep_alive: a number"),
        ({"ca_bundle": "a\0b"}, "ca_bundle: the path of a file"),
    ],
)
def test_what_cannot_be_used_is_refused_unseen(settings: Any, complaint: str) -> None:
    """Each mistake is told where it is made, without a proxy's password in text or frames."""
    with pytest.raises(errors.ConfigurationError, match=complaint) as caught:
        Connection(**settings)

    of_ours = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    del of_ours.stack[0]  # this test, which knows the password
    assert PASSWORD not in "".join(of_ours.format())


def test_http2_without_its_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks for HTTP/2 without h2 gets the line that installs it."""
    monkeypatch.setattr(connection, "find_spec", dict[str, None]().get)

    with pytest.raises(errors.ConfigurationError, match=r"pip install 'kickwire\[http2\]'"):
        Connection(http2=True)


def test_what_a_proxy_is_told_is_hidden_from_logs() -> None:
    """For SOCKS the library below logs what it signs in with, as ``repr`` shows it."""
    made = proxy_for("https://api.kick.com", Connection(proxy=f"http://us%40er:{PASSWORD}@host"))

    assert made is not None
    assert made.raw_auth == (b"us@er", PASSWORD.encode())
    assert repr(made.raw_auth) == "(b'***', b'***')"
    assert repr(made.auth) == "('***', '***')"


@pytest.mark.parametrize("kind", [Kick, AsyncKick])
@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({"connection": Connection(), "timeout": 5}, "timeout: give it in connection"),
        ({"connection": "http://proxy"}, "connection: a kickwire.Connection"),
        ({"retries": 3}, "retries: a Retries"),
        ({"scopes": 5}, "scopes: a list of names"),
    ],
)
def test_a_connection_is_given_in_one_way(
    kind: type[Kick | AsyncKick], arguments: Any, complaint: str
) -> None:
    """Short form and value exclude each other, and nothing else is taken for a value."""
    with pytest.raises(errors.ConfigurationError, match=complaint):
        kind(APP, MemoryStore(), **arguments)


@pytest.mark.parametrize("kind", [Kick, AsyncKick])
def test_an_app_and_a_store_are_values_of_their_own(kind: type[Kick | AsyncKick]) -> None:
    """A path in place of a store, and an id in place of an app, are told as such."""
    app: Any = APP.client_id
    path: Any = "tokens.db"

    with pytest.raises(errors.ConfigurationError, match=r"app: an App"):
        kind(app, MemoryStore())
    with pytest.raises(errors.ConfigurationError, match=r"store: .* SQLiteStore"):
        kind(APP, path)


@pytest.mark.parametrize(
    "setting", [{"proxy": "http://proxy:1"}, {"ssl_context": ssl.create_default_context()}]
)
def test_a_given_transport_is_not_thought_to_use_a_proxy(setting: Any) -> None:
    """A transport of the caller's decides about proxy and trust: both together are refused."""
    transport = httpx.MockTransport(lambda _: httpx.Response(200))

    with pytest.raises(errors.ConfigurationError, match="a given transport decides that"):
        BearerCaller("worthless", transport=transport, connection=Connection(**setting))


def test_a_proxy_of_the_environment_that_cannot_be_used_is_told_unseen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A bad address in the environment is told when the client is made, without its password."""
    monkeypatch.setenv("https_proxy", f"gopher://user:{PASSWORD}@host:1")

    with pytest.raises(errors.ConfigurationError, match="the proxy that the environment") as caught:
        BearerCaller("worthless")

    told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    del told.stack[0]  # this test, which knows the password
    assert PASSWORD not in "".join(told.format())


def test_certificates_of_the_environment_that_are_not_there_are_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A wrong ``SSL_CERT_FILE`` is one of our errors, when the client is made."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))

    with pytest.raises(errors.ConfigurationError, match="SSL_CERT_FILE"):
        BearerCaller("worthless")
