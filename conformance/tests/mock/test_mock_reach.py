"""Who may reach the control host: on the loopback, and where other machines can connect.

What an attacker on the web or on the network would try, over real sockets.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from kickwire_mock import Mock, Reply, RunningServer, ServerError, start_server

from conformance.tests.mock.mock_wire import COMMAND, answer, child, request, talk, well

KEY = "a-key-of-the-control-host"
HEALTH = b"/_mock/health"
JSON = b"Content-Type: application/json"
EVERYWHERE = "0.0.0.0"


@pytest.fixture(scope="module")
def local() -> Iterator[RunningServer]:
    """A server on the loopback, as it is by default."""
    with start_server(Mock()) as running:
        yield running


@pytest.fixture(scope="module")
def open_(local: RunningServer) -> Iterator[RunningServer]:
    """A server that other machines can connect to, which may be called mock and 192.0.2.7."""
    names = ["Mock", "192.0.2.7"]
    with start_server(Mock(), host=EVERYWHERE, control_key=KEY, allow_hosts=names) as running:
        yield running


def bearer(key: str) -> bytes:
    """The key as programs send it."""
    return f"Authorization: Bearer {key}".encode()


def basic(user: str, password: str) -> bytes:
    """The key as browsers send it."""
    return b"Authorization: Basic " + base64.b64encode(f"{user}:{password}".encode())


def told(
    server: RunningServer,
    *headers: bytes,
    method: str = "GET",
    target: bytes = HEALTH,
    host: str = "localhost",
    body: bytes = b"",
) -> Reply:
    """What the control host answers. It must invite no web page, whatever it is."""
    sent = request(method, target, *headers, host=host.encode(), body=body)
    reply = answer(talk(server.control_url, sent))
    assert not [name for name, _ in reply.headers if name.lower().startswith("access-control")]
    return reply


def test_on_the_loopback_no_key_is_asked_for(local: RunningServer) -> None:
    """Nothing but the name matters, and a key that nobody asked for is passed over."""
    assert local.control_key is None
    assert "control_key" not in local.ready()
    assert told(local).status == told(local, bearer("any")).status == 200


def test_elsewhere_the_key_lets_in(open_: RunningServer) -> None:
    """As a Bearer token, or as the password of whatever user name; the scheme's case is free."""
    lets_in = [
        bearer(KEY),
        basic("", KEY),
        basic("me", KEY),
        bearer(KEY).replace(b"Bearer", b"bEARER"),
        basic("me", KEY).replace(b"Basic", b"basic"),
    ]
    assert [told(open_, each).status for each in lets_in] == [200] * len(lets_in)


WRONG: dict[str, Sequence[bytes]] = {
    "none": [],
    "another": [bearer(KEY[:-1] + "T")],
    "its beginning": [bearer(KEY[:-1])],
    "more than it": [bearer(KEY + "y")],
    "an empty one": [bearer("")],
    "another case": [bearer(KEY.upper())],
    "no scheme": [b"Authorization: " + KEY.encode()],
    "another scheme": [b"Authorization: Digest " + KEY.encode()],
    "an app's token": [b"Authorization: Bearer 123"],
    "another password": [basic("me", "other")],
    "as the user": [basic(KEY, "")],
    "no base64": [b"Authorization: Basic \xff\xfe"],
    "base64 of no pair": [b"Authorization: Basic " + base64.b64encode(KEY.encode())],
    "twice": [bearer(KEY), bearer(KEY)],
    "right and wrong": [bearer(KEY), bearer("other")],
    "in a cookie": [b"Cookie: key=" + KEY.encode()],
    "bytes that are not UTF-8": [b"Authorization: Bearer \xff\xfe"],
}


@pytest.mark.parametrize("case", WRONG)
def test_without_the_key_nothing_is_told(open_: RunningServer, case: str) -> None:
    """401 for every path alike, with the two schemes that would do, and a line of help."""
    for target in (HEALTH, b"/_mock/", b"/_mock/ca.pem", b"/_mock/stream", b"/_mock/nothing"):
        reply = told(open_, *WRONG[case], target=target)
        assert reply.status == 401
        schemes = [each.partition(" ")[0] for each in reply.headers.all("www-authenticate")]
        assert schemes == ["Basic", "Bearer"]
        assert "Authorization: Bearer KEY" in json.loads(reply.body)["error"]
        assert KEY.encode() not in reply.body


def test_the_key_in_the_address_is_not_enough(open_: RunningServer) -> None:
    """It would stand in logs and histories."""
    assert told(open_, target=HEALTH + b"?key=" + KEY.encode()).status == 401


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "PUT", "DELETE", "OPTIONS", "HEAD"])
def test_without_the_key_nothing_is_done(open_: RunningServer, method: str) -> None:
    """Whatever the method, 401 comes before all else."""
    before = open_.mock.clock.now()
    sent = request(method, b"/_mock/clock", JSON, host=b"localhost", body=b'{"advance": 60}')
    assert answer(talk(open_.control_url, sent), method=method).status == 401
    assert open_.mock.clock.now() == before


NAMES = [
    ("localhost", 200),
    ("127.0.0.1:1234", 200),
    ("[::1]", 200),
    ("mock", 200),
    ("MOCK.:8403", 200),
    ("192.0.2.7:8403", 200),
    ("mock.evil.example", 403),
    ("evil.example", 403),
    ("evil.example:8403", 403),
    ("evilmock", 403),
    ("192.0.2.8", 403),
    ("0.0.0.0", 403),
    ("mock@evil.example", 403),
    ("mock:8403:8403", 403),
    ("mock/", 403),
    ("", 403),
]


@pytest.mark.parametrize(("host", "status"), NAMES)
def test_elsewhere_too_the_name_has_to_be_known(
    open_: RunningServer, host: str, status: int
) -> None:
    """With the right key even: a page that rebinds its name to this machine gets nothing."""
    reply = told(open_, bearer(KEY), host=host)
    assert reply.status == status
    if status == 403:
        assert "--allow-host" in json.loads(reply.body)["error"]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1.evil.example"])
def test_a_page_that_rebinds_its_name_is_refused(local: RunningServer, host: str) -> None:
    """The browser speaks to the loopback and still sends the page's own name."""
    port = local.control_url.removesuffix("/_mock").rpartition(":")[2]
    before = local.mock.clock.now()
    for method in ("GET", "POST"):
        reply = told(
            local,
            JSON,
            method=method,
            target=b"/_mock/clock",
            host=host.format(port=port),
            body=b'{"advance": 60}',
        )
        assert reply.status == 403
    assert local.mock.clock.now() == before


FORMS = [
    b"Content-Type: text/plain",
    b"Content-Type: text/plain; application/json",
    b"Content-Type: application/x-www-form-urlencoded",
    b"Content-Type: multipart/form-data; boundary=x",
    b"Content-Type: ",
    b"X: no content type at all",
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("cached", [False, True])
def test_a_form_of_another_site_changes_nothing(
    local: RunningServer, open_: RunningServer, form: bytes, cached: bool
) -> None:
    """What a browser posts without asking is refused, with the key that it remembers too."""
    server = open_ if cached else local
    key = [basic("me", KEY)] if cached else []
    before = server.mock.clock.now()
    for origin in (b"Origin: https://evil.example", b"Origin: null"):
        reply = told(
            server,
            form,
            origin,
            *key,
            method="POST",
            target=b"/_mock/clock",
            body=b'{"advance": 60}',
        )
        assert (reply.status, server.mock.clock.now()) == (415, before)


@pytest.mark.parametrize("wanted", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_browser_that_asks_first_is_refused(
    local: RunningServer, open_: RunningServer, wanted: str
) -> None:
    """A preflight gets 405, or 401 where a key is needed, which browsers do not send with it."""
    asks = (
        b"Origin: https://evil.example",
        b"Access-Control-Request-Method: " + wanted.encode(),
        b"Access-Control-Request-Headers: content-type, authorization",
        b"Access-Control-Request-Private-Network: true",
    )
    for target in (b"/_mock/clock", b"/_mock/faults"):
        assert told(local, *asks, method="OPTIONS", target=target).status == 405
        assert told(open_, *asks, method="OPTIONS", target=target).status == 401


def test_the_other_hosts_ask_for_no_key(open_: RunningServer) -> None:
    """Kick's hosts know their own tokens alone, under whatever name they are reached."""
    for url in (open_.api_url, open_.id_url):
        sent = request("GET", b"/_mock/health", host=b"evil.example")
        assert answer(talk(url, sent)).status in (307, 404)


def test_answers_lead_back_the_way_that_a_client_came(open_: RunningServer) -> None:
    """Where a machine has many names, redirects and documents use the one that was called."""
    port = open_.id_url.rpartition(":")[2]
    assert open_.id_url == f"http://127.0.0.1:{port}"
    for host, name in (
        (b"mock:1", "mock"),
        (b"[2001:DB8::1]", "[2001:db8::1]"),
        (b"no name at all", "127.0.0.1"),
    ):
        bounced = answer(talk(open_.id_url, request("GET", b"/x", host=host)))
        assert bounced.headers.get("location") == f"http://{name}:{port}/"
    document = told(open_, bearer(KEY), target=b"/_mock/openapi.json", host="mock")
    (server,) = json.loads(document.body)["servers"]
    assert server["url"] == open_.control_url.replace("127.0.0.1", "mock")


def test_a_key_is_made_where_one_is_needed() -> None:
    """It is told once, in the ready line, is long, and is another one in every run."""
    keys: list[str] = []
    for _ in range(2):
        with start_server(host=EVERYWHERE) as server:
            key = server.control_key or ""
            assert server.ready().get("control_key") == key
            assert key not in repr(server) + repr(vars(server))
            assert (told(server).status, told(server, bearer(key)).status) == (401, 200)
            keys.append(key)
    assert len(set(keys)) == 2
    assert min(map(len, keys)) >= 32


def test_a_key_that_was_given_is_asked_for_on_the_loopback_too() -> None:
    """Whoever gives one wants it to be asked for; it is not told again."""
    with start_server(control_key=KEY) as server:
        assert (told(server).status, told(server, bearer(KEY)).status) == (401, 200)
        assert "control_key" not in server.ready()
        assert KEY not in repr(server) + repr(vars(server)) + str(server.ready())


@pytest.mark.parametrize(
    "key", ["", "short", "x" * 15, "with a blank in it", "näher" * 4, "a\n" * 9]
)
def test_a_key_that_would_not_do_is_told(key: str) -> None:
    """Too short to keep anybody out, or not to be sent in a header; it is not repeated."""
    with pytest.raises(ServerError, match="16 or more visible ASCII characters") as refused:
        start_server(control_key=key)
    assert not key or key not in str(refused.value)


@pytest.mark.parametrize("name", ["", "mock:80", "http://mock", "a b", "*", "mock/x"])
def test_a_name_that_is_none_is_told(name: str) -> None:
    """A host name or an address, without anything else."""
    with pytest.raises(ServerError, match="is not a host name"):
        start_server(allow_hosts=[name])


def test_the_command_reads_the_key_from_a_file_or_the_environment(tmp_path: Path) -> None:
    """The file goes first; a line break at its end does not count; neither is told again."""
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n")
    other = f"{KEY}-of-the-environment"
    environment = ("env", f"KICKWIRE_MOCK_KEY={other}", *COMMAND)
    for arguments, key in ((("--control-key-file", str(file)), KEY), ((), other)):
        with child(*arguments, "--host", EVERYWHERE, command=environment) as ready:
            assert "control_key" not in ready
            sent = request("GET", HEALTH, bearer(key))
            assert answer(talk(ready["control_url"], sent)).status == 200
            assert answer(talk(ready["control_url"], request("GET", HEALTH))).status == 401


def test_the_command_makes_a_key_and_takes_names() -> None:
    """Without a key given, the ready line has one; names are taken one by one."""
    names = ("--allow-host", "mock", "--allow-host", "other")
    with child("--host", EVERYWHERE, *names) as ready:
        key = bearer(ready["control_key"])
        for host, status in ((b"mock", 200), (b"other:1", 200), (b"third", 403)):
            sent = request("GET", HEALTH, key, host=host)
            assert answer(talk(ready["control_url"], sent)).status == status


def test_names_may_be_allowed_on_the_loopback(local: RunningServer) -> None:
    """For a name that the system resolves to the loopback; no key is needed for it."""
    with start_server(allow_hosts=["kick.test"]) as server:
        assert told(server, host="kick.test:80").status == 200
        assert told(server, host="kick.test.evil.example").status == 403
        well(server)
    assert told(local, host="kick.test").status == 403
