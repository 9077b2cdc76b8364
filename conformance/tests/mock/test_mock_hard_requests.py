"""Requests that nobody sends on purpose, over real sockets, to each of the three hosts.

What HTTP allows gets an answer in the shape of the host; what it does not gets the server library's
400, or nothing before the connection closes. Nothing is logged, and the next request is answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from kickwire_mock import HostKind, Mock, RunningServer, start_server

from conformance.tests.mock.mock_shape import kick_shaped
from conformance.tests.mock.mock_wire import (
    HOSTS,
    answer,
    answers,
    connected,
    everything,
    request,
    talk,
    url_of,
    well,
)

JSON = b"Content-Type: application/json"
FORM = b"Content-Type: application/x-www-form-urlencoded"
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    """One server for all that is thrown at it here."""
    with start_server(Mock()) as running:
        yield running


@pytest.fixture(autouse=True)
def unharmed(server: RunningServer, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """After each test every host answers as ever, and nothing was logged."""
    yield
    well(server)
    assert caplog.get_records("call") == []


class Client:
    """Sends to one host what that host would take, but for what is wrong with it."""

    def __init__(self, server: RunningServer, host: HostKind) -> None:
        self.host: HostKind = host
        self.url = url_of(server, host)
        self.bearer = b"Authorization: Bearer " + server.token.encode()

    @property
    def path(self) -> bytes:
        """A path that takes a body."""
        paths = {"id": b"/oauth/token", "api": b"/public/v1/chat", "control": b"/_mock/consent"}
        return paths[self.host]

    def get(
        self,
        *headers: bytes,
        target: bytes | None = None,
        version: str = "1.1",
        close: bool = True,
    ) -> bytes:
        """A GET, of something that exists unless it is told otherwise."""
        known = {"id": b"/", "api": b"/public/v1/users", "control": b"/_mock/health"}[self.host]
        return request("GET", target or known, *headers, version=version, close=close)

    def post(self, body: bytes, *headers: bytes) -> bytes:
        """A POST with the content type that its path takes."""
        media = FORM if self.host == "id" else JSON
        return request("POST", self.path, self.bearer, media, *headers, body=body)


Case = Callable[[Client], bytes]

HEADERS: dict[str, Case] = {
    "10,000 headers": lambda to: to.get(*(b"X-%d: y" % number for number in range(10_000))),
    "a value of 900,000 bytes": lambda to: to.get(b"X: " + b"a" * 900_000),
    "a name of 900,000 bytes": lambda to: to.get(b"a" * 900_000 + b": x"),
    "a token of 900,000 bytes": lambda to: to.get(b"Authorization: Bearer " + b"a" * 900_000),
    "a cookie that is not UTF-8": lambda to: to.get(b"Cookie: \xff\xfe=\x80"),
    "a token that is not UTF-8": lambda to: to.get(b"Authorization: Bearer \xff\xfe\xc3\x28"),
    "two hosts": lambda to: to.get(b"Host: evil.example"),
    "two tokens": lambda to: to.get(to.bearer, b"Authorization: Bearer other"),
    "two content types": lambda to: to.post(b"{}", FORM, b"Content-Type: text/plain"),
    "no content type": lambda to: request("POST", to.path, to.bearer, body=b"{}"),
    "an empty content type": lambda to: request("POST", to.path, b"Content-Type:", body=b"{}"),
    "content type of 100,000 bytes": lambda to: request(
        "POST", to.path, b"Content-Type: " + b";" * 100_000, body=b"{}"
    ),
    "an empty token": lambda to: to.get(b"Authorization: Bearer "),
    "a scheme alone": lambda to: to.get(b"Authorization: Bearer"),
    "no host": lambda to: request("GET", to.path, host=None),
    "a host that is none": lambda to: request("GET", to.path, host=b"[::1]]:99999:@"),
    "HTTP/1.0": lambda to: to.get(version="1.0"),
    "HTTP/1.0 without a host": lambda to: request("GET", to.path, host=None, version="1.0"),
}
TARGETS: dict[str, Case] = {
    "absolute": lambda to: to.get(target=b"http://evil.example/public/v1/users?x=1#y"),
    "an asterisk": lambda to: request("OPTIONS", b"*"),
    "another authority's path": lambda to: to.get(target=b"//evil.example/x"),
    "60,000 bytes": lambda to: to.get(target=b"/" + b"a" * 60_000),
    "30,000 segments": lambda to: to.get(target=to.path + b"/a" * 30_000),
    "60,000 slashes": lambda to: to.get(target=b"/" * 60_000),
    "dots": lambda to: to.get(target=to.path + b"/../../../../etc/passwd"),
    "a broken escape": lambda to: to.get(target=to.path + b"/%zz%"),
    "NUL": lambda to: to.get(target=to.path + b"/%00?%00=%00"),
    "bytes that are not UTF-8": lambda to: to.get(target=to.path + b"/%ff%c0%af?slug=%ff&%fe=1"),
    "a surrogate": lambda to: to.get(target=to.path + b"/%ed%a0%80?slug=%ed%a0%80"),
    "a fragment": lambda to: to.get(target=to.path + b"#x?y"),
    "the same parameter 900 times": lambda to: to.get(
        to.bearer, target=b"/public/v1/channels?" + b"&".join([b"slug=a"] * 900)
    ),
    "the same parameter 9,000 times": lambda to: to.get(
        to.bearer, target=b"/public/v1/channels?" + b"&".join([b"id=1"] * 9_000)
    ),
    "two values of one": lambda to: to.get(
        to.bearer, target=b"/public/v2/livestreams?limit=1&limit=2&limit="
    ),
    "a line break": lambda to: to.get(target=to.path + b"?a=%0d%0aSet-Cookie:%20x=y"),
}


def _with(method: str) -> Case:
    return lambda to: request(method, to.path)


METHODS: dict[str, Case] = {
    method: _with(method)
    for method in ("OPTIONS", "TRACE", "PROPFIND", "M-SEARCH", "PURGE", "PATCH", "DELETE", "PUT")
}
BODIES: dict[str, Case] = {
    "nothing": lambda to: to.post(b""),
    "a megabyte of nothing": lambda to: to.post(bytes(MEGABYTE)),
    "10 megabytes": lambda to: to.post(b"a" * 10_000_000),
    "bytes that are not UTF-8": lambda to: to.post(b'{"content": "\xff\xfe\xed\xa0\x80"}'),
    "form of bytes that are not UTF-8": lambda to: to.post(b"grant_type=\xff&%ff=%fe&\x00=\x00"),
    "form of broken escapes": lambda to: to.post(b"grant_type=%&%zz=%1&client_id=%e4"),
    "form of ampersands": lambda to: to.post(b"&" * MEGABYTE),
    "form of escapes": lambda to: to.post(b"a=" + b"%41" * 340_000),
    "form with everything twice": lambda to: to.post(
        b"grant_type=refresh_token&grant_type=client_credentials&client_id=a&client_id=b"
    ),
    "half a text": lambda to: to.post(b'{"content": "Hel'),
    "not a number": lambda to: to.post(b'{"advance": NaN, "content": Infinity}'),
    "half a surrogate pair": lambda to: to.post(b'{"content": "\\ud800", "type": "bot"}'),
    "a NUL": lambda to: to.post(b'{"content": "\\u0000", "type": "bot"}\x00'),
    "a byte order mark": lambda to: to.post(b"\xef\xbb\xbf{}"),
    "UTF-16": lambda to: to.post('{"content": "x"}'.encode("utf-16")),
    "deep nesting": lambda to: to.post(b"[" * 900_000),
    "300,000 lists": lambda to: to.post(b"[" + b"[]," * 300_000 + b"[]]"),
    "300,000 digits": lambda to: to.post(b'{"advance": ' + b"9" * 300_000 + b"}"),
    "a number beyond all": lambda to: to.post(b'{"advance": 1e999999, "set": -1e999999}'),
    "50,000 unknown fields": lambda to: to.post(
        b"{" + b", ".join(b'"%d": 0' % number for number in range(50_000)) + b"}"
    ),
    "the same field twice": lambda to: to.post(b'{"type": "bot", "type": "user", "type": 1}'),
    "a field that Python has": lambda to: to.post(b'{"__class__": 1, "self": 2, "": 3}'),
    "gzip": lambda to: to.post(b"\x1f\x8b\x08\x00", b"Content-Encoding: gzip"),
    "multipart": lambda to: request(
        "POST", to.path, b"Content-Type: multipart/form-data; boundary=x", body=b"--x\r\n\r\n--x--"
    ),
    "expected": lambda to: to.post(b"{}", b"Expect: 100-continue"),
    "expected otherwise": lambda to: to.post(b"{}", b"Expect: the unexpected"),
    "in chunks": lambda to: request(
        "POST",
        to.path,
        b"Transfer-Encoding: chunked",
        b"",
        b"1;x=y\r\n{\r\n1\r\n}\r\n0\r\nX: y\r\n",
    ),
    "of a GET": lambda to: request("GET", to.path, JSON, body=b"{}"),
}
WELL_FORMED = {
    f"{kind}: {name}": case
    for kind, cases in (
        ("header", HEADERS),
        ("target", TARGETS),
        ("method", METHODS),
        ("body", BODIES),
    )
    for name, case in cases.items()
}


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("case", WELL_FORMED)
def test_what_http_allows_is_answered_in_the_hosts_shape(
    server: RunningServer, host: HostKind, case: str
) -> None:
    """However strange a request is, its answer is one that the host gives."""
    reply = answer(talk(url_of(server, host), WELL_FORMED[case](Client(server, host))))

    assert 200 <= reply.status < 500 or "client_id_malformed_500" in reply.quirks
    assert kick_shaped(host, reply), (reply, reply.body)
    assert not [name for name, _ in reply.headers if name.lower().startswith("access-control")]


LENGTHS = (b"Content-Length: 3", b"Transfer-Encoding: chunked")
MALFORMED: dict[str, bytes] = {
    "no HTTP": b"nonsense\r\n\r\n",
    "TLS": bytes.fromhex("16030100c8010000c40303") + bytes(190),
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/9.9": request("GET", b"/", version="9.9"),
    "every byte": bytes(range(256)) * 10,
    "zeros": bytes(10_000),
    "no method": b" / HTTP/1.1\r\n\r\n",
    "a method that does not exist": request("BREW", b"/"),
    "a method in lower case": request("get", b"/"),
    "no target": b"GET HTTP/1.1\r\n\r\n",
    "a target without a slash": request("GET", b"public"),
    "a target that is a query": request("GET", b"?x"),
    "a target with NUL": request("GET", b"/a\x00b"),
    "a target that is not ASCII": request("GET", b"/\xff\xfe?\xff"),
    "a target of 3 megabytes": request("GET", b"/" + b"a" * 3_000_000),
    "an impossible port": request("GET", b"http://a:999999/"),
    "two users": request("GET", b"http://a@b@c/"),
    "a tunnel": request("CONNECT", b"id.kick.com:443"),
    "a tunnel to a path": request("CONNECT", b"/oauth/token"),
    "a header with NUL": request("GET", b"/", b"X: a\x00b"),
    "a header without a colon": request("GET", b"/", b"nonsense"),
    "a header without a name": request("GET", b"/", b": x"),
    "a header on two lines": request("GET", b"/", b"X: a\r\n b"),
    "a blank before the colon": request("GET", b"/", b"X : a"),
    "bare line feeds": b"GET / HTTP/1.1\nHost: x\n\n",
    "bare carriage returns": b"GET / HTTP/1.1\rHost: x\r\r",
    "a header of 3 megabytes": request("GET", b"/", b"X: " + b"a" * 3_000_000),
    "an endless header": b"GET / HTTP/1.1\r\nX: " + b"a" * 3_000_000,
    "a million headers": request("GET", b"/", *[b"a:"] * 1_000_000),
    "a length and chunks": request("POST", b"/", *LENGTHS) + b"0\r\n\r\n",
    "chunks and a length": request("POST", b"/", *reversed(LENGTHS)) + b"0\r\n\r\n",
    "two lengths": request("POST", b"/", b"Content-Length: 1", b"Content-Length: 2") + b"ab",
    "a negative length": request("POST", b"/", b"Content-Length: -1"),
    "a length in words": request("POST", b"/", b"Content-Length: three"),
    "a length beyond all": request("POST", b"/", b"Content-Length: " + b"9" * 30),
    "a length with a sign": request("POST", b"/", b"Content-Length: +3") + b"abc",
    "another encoding": request("POST", b"/", b"Transfer-Encoding: gzip") + b"abc",
    "nearly chunks": request("POST", b"/", b"Transfer-Encoding: xchunked") + b"abc",
    "chunks of garbage": request("POST", b"/", LENGTHS[1]) + b"zz\r\nabc",
    "a chunk that is longer": request("POST", b"/", LENGTHS[1]) + b"1\r\nabcdef\r\n0\r\n\r\n",
    "a chunk beyond all": request("POST", b"/", LENGTHS[1]) + b"f" * 20 + b"\r\n",
}


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("case", MALFORMED)
def test_what_http_does_not_allow_is_a_400_or_a_closed_connection(
    server: RunningServer, host: HostKind, case: str
) -> None:
    """No more is said than that it cannot be read, and nobody waits for the rest."""
    said = talk(url_of(server, host), MALFORMED[case])

    assert said == b"" or answer(said).status == 400


@pytest.mark.parametrize("host", HOSTS)
def test_a_body_is_refused_by_its_size_and_the_connection_lives(
    server: RunningServer, host: HostKind
) -> None:
    """413 in the host's shape while the rest is still under way, then the next answer."""
    to = Client(server, host)
    large = request("POST", to.path, body=bytes(17 * MEGABYTE), close=False)

    first, second = answers(talk(to.url, large + to.get()))

    assert (first.status, second.status) == (413, {"id": 404, "api": 401, "control": 200}[host])
    assert kick_shaped(host, first)


@pytest.mark.parametrize("host", HOSTS)
def test_a_body_without_end_is_cut_off(server: RunningServer, host: HostKind) -> None:
    """Whoever was refused and goes on sending is not read for ever."""
    to = Client(server, host)
    with connected(to.url) as connection:
        connection.sendall(request("POST", to.path, b"Content-Length: 999999999999", close=False))
        with pytest.raises(ConnectionError):
            connection.sendall(bytes(MEGABYTE) * 500)


@pytest.mark.parametrize("host", HOSTS)
def test_requests_in_a_row_are_answered_in_their_order(
    server: RunningServer, host: HostKind
) -> None:
    """A client that does not wait for answers gets every one, with those of HEAD and POST."""
    to = Client(server, host)
    one = to.get(close=False)
    row = one * 50 + request("POST", to.path, JSON, body=b"{}", close=False) + one * 50

    statuses = [reply.status for reply in answers(talk(to.url, row + to.get()))]

    good = {"id": 404, "api": 401, "control": 200}[host]
    assert statuses == [good] * 50 + [{"id": 401, "api": 401, "control": 400}[host]] + [good] * 51


def test_garbage_after_a_request_does_not_take_its_answer(server: RunningServer) -> None:
    """Who asked properly is answered, and then the connection closes."""
    for garbage in (b"nonsense nonsense\r\n\r\n", MALFORMED["chunks of garbage"]):
        for count in (1, 3):
            asked = request("GET", b"/public/v1/public-key", close=False) * count
            replies = answers(talk(server.api_url, asked + garbage))
            assert [reply.status for reply in replies] == [200] * count


def test_garbage_within_a_body_that_was_refused_closes_the_connection(
    server: RunningServer,
) -> None:
    """A second answer would be taken for that of a second request."""
    head = request("POST", b"/oauth/token", b"Transfer-Encoding: chunked", close=False)
    with connected(server.id_url) as connection:
        connection.sendall(head + b"200000\r\n" + bytes(0x200000) + b"\r\n")
        seen = connection.recv(65536)
        connection.sendall(b"zz\r\n")
        assert answer(seen + everything(connection)).status == 413


OFFERS = {
    "HTTP/2": (b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAMAAAB"),
    "WebSocket": (b"Connection: keep-alive, Upgrade", b"Upgrade: websocket"),
}


@pytest.mark.parametrize("offer", OFFERS)
@pytest.mark.parametrize("chunked", [False, True])
def test_an_offer_of_another_protocol_is_passed_over(
    server: RunningServer, offer: str, chunked: bool
) -> None:
    """The body arrives and the connection can be used again, as with Java's client."""
    app = f"client_id={server.client_id}&client_secret={server.client_secret}".encode()
    form = b"grant_type=client_credentials&" + app
    if chunked:
        head = request("POST", b"/oauth/token", FORM, *OFFERS[offer], LENGTHS[1], close=False)
        asked = head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(form), form)
    else:
        asked = request("POST", b"/oauth/token", FORM, *OFFERS[offer], body=form, close=False)

    first, second, third = answers(talk(server.id_url, asked + asked + request("GET", b"/")))

    assert (first.status, second.status, third.status) == (200, 200, 404)


def test_what_comes_after_a_last_request_is_not_read(server: RunningServer) -> None:
    """`Connection: close` is the client's last word."""
    last = request("GET", b"/public/v1/public-key")
    assert answer(talk(server.api_url, last + last)).status == 200
