"""The TLS listener: both hosts of Kick under their names, and an authority that does no more."""

from __future__ import annotations

import gc
import re
import shutil
import socket
import ssl
import subprocess
import sys
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
import trustme
from kickwire_mock import Effects, Fault, Mock, RunningServer, ServerError, start_server

from conformance.tests.mock.mock_client import CALLBACK, VERIFIER, challenge_of
from conformance.tests.mock.mock_wire import (
    COMMAND,
    PATIENCE,
    answer,
    answers,
    child,
    connected,
    everything,
    request,
    well,
)

ID, API = "id.kick.com", "api.kick.com"
KEY = b"/public/v1/public-key"
SECRET = b"PRIVATE KEY"


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    """A server that speaks TLS too."""
    with start_server(Mock(), tls=True) as running:
        yield running


@pytest.fixture(autouse=True)
def silence(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Nothing is logged, whatever a client does to its handshake."""
    yield
    assert caplog.get_records("call") == []


@pytest.fixture(scope="module")
def context(server: RunningServer) -> ssl.SSLContext:
    """Trusts nobody but the server's authority."""
    context = ssl.create_default_context(cadata=server.authority)
    assert len(context.get_ca_certs()) == 1
    return context


class Names:
    """A client that knows Kick's hosts by name, and finds them at a port of this machine."""

    def __init__(self, url: str, context: ssl.SSLContext) -> None:
        # Connections of one client are shared by all that lead to one port.
        self._clients = {name: httpx.Client(base_url=url, verify=context) for name in (ID, API)}

    def ask(self, host: str, target: str, *, method: str = "GET", **options: Any) -> httpx.Response:
        """Ask one of them, which may have a port in its Host header."""
        name = host.partition(":")[0]
        headers = {"Host": host, **options.pop("headers", {})}
        extensions = {"sni_hostname": name}
        client = self._clients[name]
        return client.request(method, target, headers=headers, extensions=extensions, **options)

    def close(self) -> None:
        """Hang up."""
        for client in self._clients.values():
            client.close()


@pytest.fixture(scope="module")
def names(server: RunningServer, context: ssl.SSLContext) -> Iterator[Names]:
    """A client of the server."""
    with closing(Names(server.tls_url or "", context)) as names:
        yield names


def spoken(server: RunningServer, context: ssl.SSLContext, sni: str | None, data: bytes) -> bytes:
    """All that comes back for these bytes on a connection that was opened for a name."""
    raw = connected(server.tls_url or "")
    if sni is None:
        context = ssl.create_default_context(cadata=server.authority)
        context.check_hostname = False
    with context.wrap_socket(raw, server_hostname=sni) as connection:
        connection.sendall(data)
        return everything(connection)


def test_both_hosts_are_reached_under_their_names(server: RunningServer, names: Names) -> None:
    """A client that knows Kick's names alone gets a token at one host and uses it at the other."""
    form = {
        "grant_type": "client_credentials",
        "client_id": server.client_id,
        "client_secret": server.client_secret,
    }
    token = names.ask(ID, "/oauth/token", method="POST", data=form).json()["access_token"]
    bearer = {"Authorization": f"Bearer {token}"}
    found = names.ask(API, "/public/v1/livestreams/stats", headers=bearer)
    assert (found.status_code, found.json()["message"]) == (200, "OK")


def test_the_hosts_are_not_told_apart_by_path(names: Names) -> None:
    """Each answers the other's paths, and those of control, as Kick does."""
    assert names.ask(API, "/oauth/revoke", method="POST").status_code == 404
    assert names.ask(API, "/_mock/health").json()["message"] == "Not found"
    for path in (KEY.decode(), "/_mock/health", "/_mock/ca.pem"):
        bounced = names.ask(ID, path)
        assert (bounced.status_code, bounced.headers["location"]) == (307, "https://id.kick.com/")


@pytest.mark.parametrize(("port", "suffix"), [("", ""), (":443", ""), (":8443", ":8443")])
def test_forms_and_redirects_lead_to_kicks_names(
    server: RunningServer, names: Names, port: str, suffix: str
) -> None:
    """As the client names the hosts, with its port if it needs one, so they name themselves."""
    query = urlencode(
        {
            "response_type": "code",
            "client_id": server.client_id,
            "redirect_uri": CALLBACK,
            "scope": "user:read",
            "state": "s",
            "code_challenge": challenge_of(VERIFIER),
            "code_challenge_method": "S256",
        }
    )
    page = names.ask(ID + port, f"/oauth/authorize?{query}")
    action = re.findall(r'<form[^>]* action="([^"]*)"', page.text)
    assert action == [f"https://api.kick.com{suffix}/oauth/authorize"]
    assert action[0].removesuffix("/oauth/authorize") in page.headers["content-security-policy"]
    assert names.ask(ID + port, "/x").headers["location"] == f"https://id.kick.com{suffix}/"


@pytest.mark.parametrize(
    ("sni", "host", "status"),
    [
        (ID, ID, 404),
        (ID, "ID.KICK.COM.", 404),
        (ID, API, 421),
        (API, ID, 421),
        (API, "id.kick.com:443", 421),
        ("localhost", ID, 404),
        (None, ID, 404),
        ("127.0.0.1", ID, 404),
        (ID, "kick.com", 421),
        (ID, "localhost", 421),
        (ID, "127.0.0.1", 421),
        (ID, "id.kick.com.evil.example", 421),
        (ID, "evil.example", 421),
        (ID, "id.kick.com@evil.example", 421),
        (ID, "id.kick.com:x", 421),
        (ID, "", 421),
    ],
)
def test_host_decides_and_sni_must_not_contradict(
    server: RunningServer, context: ssl.SSLContext, sni: str | None, host: str, status: int
) -> None:
    """A request that was misdirected is answered 421, in one line that says why."""
    reply = answer(spoken(server, context, sni, request("GET", b"/", host=host.encode())))
    assert reply.status == status
    if status == 421:
        assert re.search(rb'^{"error":"[^"\n]*Host', reply.body)
        assert reply.headers.get("date")


def test_exactly_one_host_is_needed(server: RunningServer, context: ssl.SSLContext) -> None:
    """None at all, as HTTP/1.0 allows, and two of them are misdirected, whatever SNI says."""
    none = request("GET", b"/", host=None, version="1.0")
    two = request("GET", b"/", b"Host: api.kick.com", host=ID.encode())
    for data in (none, two):
        assert answer(spoken(server, context, ID, data)).status == 421


def test_a_connection_that_changes_its_mind_is_misdirected(
    server: RunningServer, context: ssl.SSLContext
) -> None:
    """Requests to another host on a connection that is shared between names are refused too."""
    row = [request("GET", b"/", host=name.encode(), close=False) for name in (ID, API)]
    last = request("GET", b"/", host=ID.encode())
    statuses = [
        each.status for each in answers(spoken(server, context, ID, b"".join([*row, last])))
    ]
    assert statuses == [404, 421, 404]


def test_effects_happen_over_tls(server: RunningServer, names: Names) -> None:
    """Cuts, delays and silence are as without TLS."""
    faults = server.mock.faults
    faults.arm(Fault(effects=Effects(cut=5)))
    with pytest.raises(httpx.RemoteProtocolError):
        names.ask(API, KEY.decode())
    faults.arm(Fault(effects=Effects(never=True)))
    with pytest.raises(httpx.ReadTimeout):
        names.ask(API, KEY.decode(), timeout=httpx.Timeout(30, read=0.1))
    faults.arm(Fault(effects=Effects(delay=0.01)))
    assert names.ask(API, KEY.decode()).status_code == 200


def test_a_reset_over_tls_is_a_real_one(server: RunningServer, context: ssl.SSLContext) -> None:
    """The connection beneath is reset; Python's TLS does not tell that from an end."""
    server.mock.faults.arm(Fault(effects=Effects(reset=True)))
    raw = connected(server.tls_url or "")
    with context.wrap_socket(raw, server_hostname=API) as connection:
        connection.sendall(request("GET", KEY, host=API.encode()))
        with socket.fromfd(connection.fileno(), connection.family, connection.type) as beneath:
            beneath.settimeout(PATIENCE)
            with pytest.raises(ConnectionResetError):
                list(iter(lambda: beneath.recv(65536), b""))


def test_whoever_trusts_others_is_not_answered(server: RunningServer) -> None:
    """The certificate is none of the world's, and does not name other hosts."""
    with (
        pytest.raises(ssl.SSLCertVerificationError),
        ssl.create_default_context().wrap_socket(
            connected(server.tls_url or ""), server_hostname=ID
        ),
    ):
        pass
    context = ssl.create_default_context(cadata=server.authority)
    with (
        pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"),
        context.wrap_socket(connected(server.tls_url or ""), server_hostname="kick.com"),
    ):
        pass
    well(server)


@pytest.mark.parametrize("name", [ID, API, "localhost", "127.0.0.1", "::1"])
def test_the_certificate_names_kicks_hosts_and_the_loopback(
    server: RunningServer, context: ssl.SSLContext, name: str
) -> None:
    """So a client may come by Kick's names, by localhost or by address."""
    with context.wrap_socket(connected(server.tls_url or ""), server_hostname=name) as agreed:
        assert agreed.version() in ("TLSv1.2", "TLSv1.3")


def test_who_prefers_http2_gets_http1(server: RunningServer) -> None:
    """The listener speaks HTTP/1.1 and says so where it is asked."""
    context = ssl.create_default_context(cadata=server.authority)
    context.set_alpn_protocols(["h2", "http/1.1"])
    with context.wrap_socket(connected(server.tls_url or ""), server_hostname=ID) as agreed:
        assert agreed.selected_alpn_protocol() == "http/1.1"


def control_pem(url: str) -> httpx.Response:
    """What control says of the authority."""
    return httpx.get(f"{url}/ca.pem")


def test_control_gives_the_certificate_and_nothing_else(server: RunningServer) -> None:
    """One certificate, as PEM, with its media type."""
    told = control_pem(server.control_url)
    assert told.headers["content-type"] == "application/pem-certificate-chain"
    assert told.text == server.authority
    assert told.text.count("BEGIN") == told.text.count("BEGIN CERTIFICATE") == 1


def test_without_tls_there_is_no_certificate() -> None:
    """404 names the option that is missing."""
    with start_server() as plain:
        told = control_pem(plain.control_url)
        assert (plain.tls_url, plain.authority) == (None, None)
    assert (told.status_code, "start it with --tls" in told.json()["error"]) == (404, True)


def test_every_run_has_an_authority_of_its_own(server: RunningServer) -> None:
    """Whoever trusted one run trusts no other."""
    with start_server(tls=True) as other:
        assert other.authority != server.authority


def test_the_key_of_the_authority_is_written_nowhere_and_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It never leaves the memory, and does not stay there."""
    made: list[weakref.ref[trustme.CA]] = []
    keys: list[bytes] = []
    written: list[bytes] = []

    class Watched(trustme.CA):
        """Tells of itself."""

        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            made.append(weakref.ref(self))
            keys.append(self.private_key_pem.bytes())

    original = trustme.Blob.tempfile

    def tempfile(blob: trustme.Blob, dir: str | None = None) -> AbstractContextManager[str]:
        """Tell what is written."""
        written.append(blob.bytes())
        return original(blob, dir)

    def refused(*_arguments: object, **_options: object) -> None:
        raise AssertionError("nothing is to be written to a file that stays")

    monkeypatch.setattr(trustme, "CA", Watched)
    monkeypatch.setattr(trustme.Blob, "tempfile", tempfile)
    monkeypatch.setattr(trustme.Blob, "write_to_path", refused)
    with start_server(tls=True) as server:
        gc.collect()
        assert [each() for each in made] == [None]
        assert len(written) == 1
        assert keys[0] not in written[0]
        assert SECRET not in (repr(server) + repr(vars(server)) + str(server.ready())).encode()


_ENDLESS = "/stream"
"""An answer that does not end; it holds numbers only."""


def test_the_command_tells_where_tls_is_and_keeps_the_key_to_itself(tmp_path: Path) -> None:
    """The ready line, every answer of control and every file are without a private key."""
    file = tmp_path / "ca.pem"
    environment = ("env", f"TMPDIR={tmp_path}", f"HOME={tmp_path}")
    command = (*environment, *COMMAND)
    with child("--tls", "--tls-ca", str(file), command=command) as ready:
        assert ready["tls_ca"] == str(file)
        context = ssl.create_default_context(cafile=file)
        with closing(Names(ready["tls_url"], context)) as names:
            assert names.ask(API, KEY.decode()).status_code == 200
        said = [str(ready).encode()]
        with httpx.Client(base_url=ready["control_url"]) as control:
            paths = control.get("/openapi.json").json()["paths"]
            said += [
                control.get(path).content
                for path, operations in paths.items()
                if "get" in operations and "{" not in path and path != _ENDLESS
            ]
        said += [each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()]
    assert len(said) > 10
    assert not [each for each in said if SECRET in each]


def beginning(control: httpx.Client, path: str) -> bytes:
    """What an answer holds; of one that never ends, the first part."""
    with control.stream("GET", path) as told:
        endless = told.headers["content-type"].startswith("text/event-stream")
        return next(told.iter_raw()) if endless else told.read()


def test_another_file_is_not_written_over(tmp_path: Path) -> None:
    """A certificate of an earlier run makes place, anything else stays as it is."""
    from kickwire_mock.carriers.tls import Tls

    first, second, file = Tls(), Tls(), tmp_path / "ca.pem"
    first.write_authority(file)
    second.write_authority(file)
    assert file.read_text().endswith(second.authority)
    bundle = tmp_path / "bundle.pem"
    bundle.write_text(first.authority)
    with pytest.raises(ServerError, match="holds something else"):
        second.write_authority(bundle)
    assert bundle.read_text() == first.authority
    with pytest.raises(ServerError, match="No such file"):
        second.write_authority(tmp_path / "nowhere" / "ca.pem")


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl here")
def test_curl_can_be_pointed_at_it(server: RunningServer, tmp_path: Path) -> None:
    """With the certificate and --connect-to, Kick's own URLs lead to the mock."""
    file = tmp_path / "ca.pem"
    file.write_text(server.authority or "")
    port = (server.tls_url or "").rpartition(":")[2]
    told = subprocess.run(
        [
            *("curl", "--silent", "--show-error", "--fail", "--noproxy", "*"),
            *("--cacert", str(file), "--connect-to", f"::127.0.0.1:{port}"),
            "https://api.kick.com/public/v1/public-key",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "BEGIN PUBLIC KEY" in told.stdout


def test_without_trustme_the_line_to_install_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """TLS alone needs it."""
    monkeypatch.setitem(sys.modules, "trustme", None)
    monkeypatch.delitem(sys.modules, "kickwire_mock.carriers.tls", raising=False)
    with pytest.raises(ServerError, match=r"trustme is missing.*install kickwire\[mock\]"):
        start_server(tls=True)
    with start_server() as plain:
        well(plain)
