"""Whatever a caller with a token sends to an operation, the answer fits the document."""

from __future__ import annotations

import copy
import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kickwire_mock import Mock
from kickwire_mock.documents import packaged
from kickwire_mock.operations import Operation, operations

from conformance.tests.mock.mock_bodies import bodies_of, places
from conformance.tests.mock.mock_caller import Api

OPERATIONS = list(operations(packaged().api))
MARK = "q9Zv7"
"""Part of every text that is made up here, so that it can be looked for."""
CURSORS = [
    *("", "====", "e30=", "e30", "W10=", "bnVsbA==", "eyJhZnRlciI6MTF9", "eyJhZnRlciI6MTF9===="),
    *("eyJhZnRlciI6MS4wfQ==", "eyJjX2N1cnNvciI6MTB9", "eyJjX2N1cnNvciI6LTF9", "/w=="),
    "eyJzdGFydGVkX2F0IjoxNzY3MjAwMDAwLCJpZCI6MjAwMH0=",
]

numbers = st.integers() | st.sampled_from([0, 1, -1, 25, 123, 456, 2**31, 2**53, 2**63 - 1, 2**64])
texts = st.text(alphabet="\x00\x7fé世\U0001f600%&=+,#/?\u2028<a", max_size=4).map(MARK.__add__)
words = texts | st.sampled_from(["", MARK * 200, "user", "bot", "pending", "chat.message.sent"])
ids = st.sampled_from(
    [
        "01HZ8X9K2M4N6P8Q0R2S4T6V8W",
        "01KCTMJ2X3DXT814CVX8FR9T1D",
        "01JXB3R5T6V7W8X9Y0Z1A2B3C4",
        "5138d04d-68f8-4eca-aa65-93123f6f97fe",
        "C0A80121-7AC0-4E1C-9D57-1F2E3D4C5B6A",
    ]
)
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | numbers | st.floats(width=32) | words | ids,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=4,
)
raw_bodies = st.sampled_from(
    [
        *(b"", b"{", b"NaN", b"1e999", b"\xff", b"\xef\xbb\xbf{}", b"{}", b'{"ids":[]}'),
        *(b"[" * 3_000, b"1" * 5_000),
        b'{"title":"\\ud800","cost":1}',
        b'{"cost":1,"cost":1e308,"title":"a"}',
    ]
)


@st.composite
def bodies(draw: st.DrawFn, operation: Operation) -> bytes | None:
    """A body of the document with something else in one place, or something else altogether."""
    shown = bodies_of(operation)
    if not shown or draw(st.integers(0, 4)) == 0:
        return draw(st.none() | raw_bodies | values.map(lambda made: json.dumps(made).encode()))
    body = copy.deepcopy(draw(st.sampled_from(shown)))
    container, key = draw(st.sampled_from(list(places(body))))
    container[key] = draw(values)
    if isinstance(container, dict) and draw(st.booleans()):
        container[draw(texts)] = draw(values)
    # Python writes NaN and Infinity, which are no JSON: to be refused as well.
    return json.dumps(body, ensure_ascii=draw(st.booleans())).encode()


@st.composite
def queries(draw: st.DrawFn, operation: Operation) -> str:
    """Declared parameters, some twice, with good and bad values; not always encoded."""
    names = [each.name for each in operation.query_parameters]
    pairs: list[str] = []
    for _ in range(draw(st.integers(0, 3))):
        name = draw(st.sampled_from(names)) if names else draw(texts)
        known = st.sampled_from(CURSORS) if name == "cursor" else numbers.map(str) | words | ids
        value = draw(known | words)
        encoded = value if value.isascii() and draw(st.booleans()) else quote(value)
        pairs.append(f"{name}={encoded}")
    return "&".join(pairs)


@st.composite
def paths(draw: st.DrawFn, operation: Operation) -> str:
    """The path with good and bad values in it."""
    path = operation.template
    for each in operation.path_parameters:
        value = draw(ids | numbers.map(str) | texts)
        path = path.replace(f"{{{each.name}}}", quote(value, safe=""))
    return path


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.id)
def test_every_answer_fits_the_document(operation: Operation) -> None:
    """No argument makes the mock raise, answer out of shape, or quote it in the journal."""
    user = Api(Mock(settings={"subscription_limit": "5"}))
    app = user.app()

    @settings(max_examples=80)
    @given(
        caller=st.sampled_from([user, app]),
        path=paths(operation),
        query=queries(operation),
        body=bodies(operation),
        seconds=st.sampled_from([0.0, 0.0, 1.5, 3600.0]),
    )
    def run(caller: Api, path: str, query: str, body: bytes | None, seconds: float) -> None:
        user.mock.clock.advance(seconds)
        reply = caller.send(operation.method, path, query, body)
        assert reply.reason or reply.status < 300
        assert MARK not in reply.reason

    run()
