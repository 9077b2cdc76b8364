"""Whatever is sent, the mock answers, and in the shape of the host that was asked."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from kickwire_mock import Headers, HostKind, Mock, Request
from kickwire_mock.documents import packaged
from kickwire_mock.operations import operations

from conformance.tests.mock.mock_shape import kick_shaped

TEMPLATES = sorted(
    {each.template for document in (packaged().id, packaged().api) for each in operations(document)}
)
QUERY_NAMES = sorted(
    {
        parameter.name
        for document in (packaged().id, packaged().api)
        for each in operations(document)
        for parameter in each.query_parameters
    }
)
MEDIA = ["application/json", "application/x-www-form-urlencoded", "text/plain", "", "\xff"]
SCRAPS = st.text(alphabet="%0aFfz&=+,;#/?\x00\x7f\xe9\xff\u4e16\ud800 -.1", max_size=12)

hosts: st.SearchStrategy[HostKind] = st.sampled_from(["id", "api", "control"])
methods = st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]) | st.text(max_size=5)
paths: st.SearchStrategy[str] = (
    st.tuples(st.sampled_from(TEMPLATES), SCRAPS).map(lambda pair: pair[0].replace("{", pair[1]))
    | st.tuples(st.sampled_from([*TEMPLATES, "/_mock/health"]), SCRAPS).map("".join)
    | st.text()
)
queries = (
    st.lists(
        st.builds("{}={}".format, st.sampled_from(QUERY_NAMES) | SCRAPS, st.integers() | SCRAPS)
    ).map("&".join)
    | st.text()
)
bodies = (
    st.binary(max_size=200)
    | st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=8)).map(
        lambda value: json.dumps(value).encode()
    )
    | queries.map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.sampled_from([b"[" * 3_000, b"1" * 5_000, b'"\\ud800"', b"NaN", b"\xef\xbb\xbf{}"])
)
octets = st.characters(max_codepoint=255)
headers = st.lists(
    st.tuples(st.just("Authorization"), st.text(octets, max_size=20))
    | st.tuples(st.just("Content-Type"), st.sampled_from(MEDIA) | st.text(octets, max_size=20))
    | st.tuples(st.just("Host"), st.sampled_from(["localhost", "[::1]:1", "[", "evil", ":", ""]))
    | st.tuples(st.text(octets, max_size=8), st.text(octets, max_size=8)),
    max_size=4,
)


@given(
    host=hosts,
    method=methods,
    path=paths,
    query=queries,
    sent=headers,
    body=bodies,
    authorized=st.booleans(),
)
@settings(max_examples=1_000)
def test_any_request_gets_a_reply_in_kicks_shape(
    mock: Mock,
    host: HostKind,
    method: str,
    path: str,
    query: str,
    sent: list[tuple[str, str]],
    body: bytes,
    authorized: bool,
) -> None:
    """No method, path, query, header or body makes the mock raise or answer out of shape."""
    if authorized:
        sent = [*sent, ("Authorization", f"Bearer {mock.token}")]
    reply = mock.handle(
        Request(host=host, method=method, path=path, query=query, headers=Headers(sent), body=body)
    )
    assert 200 <= reply.status < 500 or "client_id_malformed_500" in reply.quirks
    assert kick_shaped(host, reply), (reply, reply.body)
    assert reply.reason or reply.status < 300
