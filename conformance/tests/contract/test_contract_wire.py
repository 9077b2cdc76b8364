"""What the generated code puts on the wire, compared with Kick's reference."""

from __future__ import annotations

import asyncio
import json
import warnings
from collections.abc import Iterator
from enum import Enum
from typing import Any

import httpx
import kickwire_api
import kickwire_id
import pytest
from kickwire_api.types import Raw

from conformance.tests.contract.contract_callers import Face, SyncFace, sent
from conformance.tests.contract.contract_documents import BASE_URLS, ENDPOINTS, places, success
from conformance.tests.contract.contract_reference import (
    CASES,
    CHUNKS,
    FACTS,
    ID_CASES,
    MESSAGE,
    PAGES,
    REWARD,
    Case,
    Facts,
    Wire,
)

SECRET = "kickwire-worthless-token"
OPERATIONS = {endpoint.OPERATION.name or key: endpoint for key, endpoint in ENDPOINTS.items()}


@pytest.fixture
def deprecated_calls() -> Iterator[None]:
    """The four deprecated calls are part of the wire; their warning is proven elsewhere."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def seen(request: httpx.Request) -> tuple[Wire, dict[str, str]]:
    """A request as the reference writes it, and its headers."""
    url = f"{request.url.scheme}://{request.url.netloc.decode()}{request.url.raw_path.decode()}"
    headers = dict(request.headers)
    body = request.read()
    if headers.get("content-type") == "application/json":
        return Wire(request.method, url, json=json.loads(body)), headers
    return Wire(request.method, url, form=body.decode() or None), headers


def headers_of(wire: Wire, request: httpx.Request) -> dict[str, str]:
    """The only headers that such a request has before it is sent."""
    headers = {"host": httpx.URL(wire.url).netloc.decode()}
    if wire.json is not None:
        headers["content-type"] = "application/json"
    if wire.form is not None:
        headers["content-type"] = "application/x-www-form-urlencoded"
    if len(headers) > 1 or wire.method in ("POST", "PATCH"):
        headers["content-length"] = str(len(request.read()))
    return headers


def built(case: Case) -> httpx.Request:
    """The request of an operation of id.kick.com."""
    request: httpx.Request = ENDPOINTS[case.name].build(BASE_URLS["kickwire_id"], **case.kwargs)
    return request


@pytest.mark.usefixtures("deprecated_calls")
@pytest.mark.parametrize("case", CASES, ids=str)
def test_facade_puts_the_references_request_on_the_wire(case: Case, face: Face) -> None:
    """Method, URL, query, body and headers of every call are those of the reference."""
    face(case.name, *case.args, **case.kwargs)
    (request,) = face.recorder.requests
    wire, headers = seen(request)
    assert wire == case.wire
    assert headers == headers_of(case.wire, request)


@pytest.mark.parametrize("case", ID_CASES, ids=str)
def test_identity_host_gets_the_references_request(case: Case) -> None:
    """Method, URL, query, form and headers are those of the reference, secrets merged in place."""
    request = sent(built(case))
    wire, headers = seen(request)
    assert wire == case.wire
    assert headers == headers_of(case.wire, request)


def test_tables_cover_every_operation() -> None:
    """The documents hold exactly the 36 operations of the reference, and each has a wire test."""
    names = {
        place.node.get("x-kick-name", place.id)
        for package in BASE_URLS
        for place in places(package)
    }
    assert names == FACTS.keys() == {case.name for case in (*CASES, *ID_CASES)}
    assert len(names) == 36
    assert OPERATIONS.keys() == FACTS.keys()


@pytest.mark.parametrize("name", FACTS)
def test_operation_knows_the_references_facts(name: str) -> None:
    """Method, path, kinds of token, scopes and deprecation are those of the operation index."""
    operation = OPERATIONS[name].OPERATION
    assert (
        Facts(
            operation.method,
            operation.path,
            {(token.token, token.scopes) for token in operation.tokens},
            operation.optional_scopes,
            operation.deprecated,
        )
        == FACTS[name]
    )


@pytest.mark.parametrize("name", FACTS)
def test_operation_knows_how_it_pages_and_how_much_it_carries(name: str) -> None:
    """Cursors and safe portions are where the reference has them, and nowhere else."""
    operation = OPERATIONS[name].OPERATION
    paging, chunks = operation.paging, {chunk.parameter: chunk.size for chunk in operation.chunks}
    assert (paging and (paging.parameter, paging.next, paging.items)) == PAGES.get(name)
    assert paging is None or set(paging.end) == {"", None}
    assert chunks == CHUNKS.get(name, {})


@pytest.mark.usefixtures("deprecated_calls")
@pytest.mark.parametrize("case", CASES, ids=str)
def test_endpoints_send_what_the_facade_builds(case: Case) -> None:
    """`sync` and `asyncio` of each module send the same request, with the token added."""
    face = SyncFace()
    face(case.name, *case.args, **case.kwargs)
    assert_endpoint_sends(
        kickwire_api, face.recorder.operations[0].id, face.recorder.builds[0].keywords, case.wire
    )


@pytest.mark.parametrize("case", ID_CASES, ids=str)
def test_endpoints_of_the_identity_host_send_what_they_build(case: Case) -> None:
    """`sync` and `asyncio` of each module send what `build` makes, with the token added."""
    assert_endpoint_sends(kickwire_id, case.name, case.kwargs, case.wire)


def assert_endpoint_sends(package: Any, id: str, arguments: dict[str, Any], wire: Wire) -> None:
    """Send through the generated client, both ways, and compare what arrives."""
    endpoint, arrived = ENDPOINTS[id], list[httpx.Request]()

    def answer(request: httpx.Request) -> httpx.Response:
        arrived.append(request)
        return success(id)

    mock = httpx.MockTransport(answer)
    client = package.Client(
        token=SECRET,
        transport=mock,
        async_transport=mock,
    )
    assert endpoint.sync(client=client, **arguments) == asyncio.run(
        endpoint.asyncio(client=client, **arguments)
    )
    assert [seen(request)[0] for request in arrived] == [wire, wire]
    assert {request.headers["Authorization"] for request in arrived} == {f"Bearer {SECRET}"}


@pytest.mark.usefixtures("deprecated_calls")
@pytest.mark.parametrize("case", CASES, ids=str)
def test_facade_gives_the_data_without_its_envelope(case: Case, face: Face) -> None:
    """A call gives `data` of the answer, or nothing where the answer has no body."""
    response = success(OPERATIONS[case.name].OPERATION.id)
    value = face(case.name, *case.args, **case.kwargs)
    whole = OPERATIONS[case.name].parse(response)
    assert value == (None if response.status_code == 204 else whole.data)


@pytest.mark.usefixtures("deprecated_calls")
@pytest.mark.parametrize("case", CASES, ids=str)
def test_with_raw_sends_the_same_and_gives_the_whole_answer(case: Case, face: Face) -> None:
    """`with_raw` changes what comes back, not what goes out."""
    resource, method = case.name.split(".")
    raw = face(f"{resource}.with_raw.{method}", *case.args, **case.kwargs)
    response = success(OPERATIONS[case.name].OPERATION.id)
    assert raw.__class__ is Raw
    assert (raw.status, raw.body) == (response.status_code, response.content)
    assert raw.value == OPERATIONS[case.name].parse(response)
    assert seen(face.recorder.requests[0])[0] == case.wire


@pytest.mark.parametrize("name", PAGES)
def test_pages_and_items_send_the_first_request_and_then_the_cursor(name: str, face: Face) -> None:
    """`pages` gives each answer, `iter` each item; only the cursor changes between requests."""
    resource, method = name.split(".")
    suffix = "" if method == "list" else f"_{method}"
    arguments = next(c for c in reversed(CASES) if c.name == name and "with" in c.about).kwargs

    pages = face(f"{resource}.pages{suffix}", **arguments)
    items = face(f"{resource}.iter{suffix}", **arguments)

    first, second = (seen(request)[0].url for request in face.recorder.requests[:2])
    assert httpx.URL(first).copy_set_param("cursor", "page-1").params == httpx.URL(second).params
    assert pages == [
        OPERATIONS[name].parse(success(OPERATIONS[name].OPERATION.id, n)) for n in (0, 1)
    ]
    way = PAGES[name][2]
    assert items == [item for page in pages for item in walked(page, way)]
    assert items


def walked(page: Any, way: tuple[str, ...]) -> Any:
    """What stands at the end of a way of attributes."""
    for part in way:
        page = getattr(page, part)
    return page


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:8080", "http://127.0.0.1:8080/"])
def test_base_url_is_respected(base_url: str) -> None:
    """Another origin, with or without a slash at its end, takes the place of Kick's."""
    face = SyncFace(base_url)
    face("livestreams.stats")
    assert str(face.recorder.requests[0].url) == "http://127.0.0.1:8080/public/v1/livestreams/stats"
    assert face.recorder.requests[0].headers["Host"] == "127.0.0.1:8080"


@pytest.mark.parametrize("id", ["", ".", ".."])
@pytest.mark.parametrize(
    ("name", "fields"),
    [("rewards.update", {"cost": 1}), ("rewards.delete", {}), ("chat.delete", {})],
)
def test_path_segments_that_name_another_resource_are_refused(
    name: str, fields: dict[str, int], id: str, face: Face
) -> None:
    """An empty or dotted segment would call another address; it never leaves."""
    with pytest.raises(ValueError, match="id: "):
        face(name, id, **fields)
    assert face.recorder.requests == []


@pytest.mark.parametrize("id", ["not-a-uuid", "5138d04d", "a/b"])
def test_texts_that_are_no_uuid_are_refused(id: str, face: Face) -> None:
    """A wrong id is named before the wire, wherever a UUID is asked for."""
    with pytest.raises(ValueError, match=r"^message_id: .* is not a UUID"):
        face("chat.delete", id)
    with pytest.raises(ValueError, match=r"^reply_to_message_id: .* is not a UUID"):
        face("chat.send", content="x", type="bot", reply_to_message_id=id)
    with pytest.raises(ValueError, match=r"^id: .* is not a UUID"):
        face("ads.start", id=id, break_duration_seconds=30)
    assert face.recorder.requests == []


LISTS = [
    ("categories.list", "name"),
    ("categories.list", "tag"),
    ("categories.list", "id"),
    ("users.get", "id"),
    ("users.livestreams", "user_id"),
    ("channels.get", "broadcaster_user_id"),
    ("channels.get", "slug"),
    ("redemptions.list", "id"),
    ("livestreams.list", "category_id"),
    ("livestreams.list", "language_code"),
    ("livestreams.list_v1", "broadcaster_user_id"),
    ("events.unsubscribe", "id"),
]
"""Every list that the reference has in a query."""


@pytest.mark.usefixtures("deprecated_calls")
@pytest.mark.parametrize(("name", "parameter"), LISTS)
def test_empty_lists_are_refused(name: str, parameter: str, face: Face) -> None:
    """A query cannot say "none of them"; leaving the filter out would mean "all of them"."""
    with pytest.raises(ValueError, match=f"^{parameter}: (the list is empty|at least 1 value)"):
        face(name, **{parameter: []})
    assert face.recorder.requests == []


@pytest.mark.usefixtures("deprecated_calls")
@pytest.mark.parametrize(("name", "parameter"), LISTS)
def test_a_text_is_no_list(name: str, parameter: str, face: Face) -> None:
    """A single text would be taken apart into its letters; it is refused by name."""
    with pytest.raises(ValueError, match=f"^{parameter}: a list is expected"):
        face(name, **{parameter: "xqc"})
    assert face.recorder.requests == []


@pytest.mark.parametrize("parameter", ["name", "tag"])
def test_commas_cannot_be_separated_by_commas(parameter: str, face: Face) -> None:
    """A comma inside a value of v2 categories would split it, so it is refused."""
    with pytest.raises(ValueError, match=f"^{parameter}: .*comma"):
        face("categories.list", **{parameter: ["Rust", "Bed, Bath"]})
    assert face.recorder.requests == []


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("livestreams.list", "cursor"),
        ("kicks.leaderboard", "top"),
        ("redemptions.list", "reward_id"),
    ],
)
def test_none_is_never_sent_as_a_word(name: str, argument: str, face: Face) -> None:
    """None is no value of a query; the text "None" never goes out, least of all as a cursor."""
    try:
        face(name, **{argument: None})
    except (TypeError, ValueError):
        assert face.recorder.requests == []
    else:
        assert "None" not in str(face.recorder.requests[0].url)


def test_arguments_of_a_build_can_be_replaced() -> None:
    """Paging and chunking change one argument of a call and keep the others."""
    face = SyncFace()
    face("livestreams.list", language_code=["en"], limit=5)
    again = face.recorder.builds[0]("http://localhost", cursor="next", limit=6)
    assert (
        str(again.url)
        == "http://localhost/public/v2/livestreams?language_code=en&limit=6&cursor=next"
    )


def test_arguments_are_keyword_only_but_for_the_path() -> None:
    """Only what stands in the path may be given without its name."""
    face = SyncFace()
    with pytest.raises(TypeError):
        face("channels.get", [1])
    with pytest.raises(TypeError):
        face("chat.delete", message_id=MESSAGE)
    with pytest.raises(TypeError):
        face("rewards.update", REWARD, "a title")


@pytest.mark.parametrize(
    ("argument", "value", "complaint"),
    [
        ("limit", kickwire_id.UNSET, "limit: an integer is expected, not Unset"),
        ("limit", 1.5, "limit: an integer is expected, not float"),
        ("limit", True, "limit: an integer is expected, not bool"),
        ("limit", 1001, "limit: at most 1000, not 1001"),
        ("limit", -(10**700), "limit: a number of so many digits cannot be sent"),
        ("cursor", b"x", "cursor: a text is expected, not bytes"),
        ("category_id", [1] * 26, "category_id: at most 25 values, not 26"),
        ("category_id", [1, 0], r"category_id\[1\]: at least 1, not 0"),
        ("category_id", None, "category_id: None cannot be sent; leave it out"),
        ("language_code", [None], r"language_code\[0\]: None cannot be sent; leave it out"),
        ("cursor", "x" * 70_000, "listLivestreams: no URL that can be sent"),
    ],
)
def test_what_cannot_stand_in_a_query_is_refused(argument: str, value: Any, complaint: str) -> None:
    """Nothing is written with Python's `str` that no parameter can be; the argument is named."""
    build: Any = OPERATIONS["livestreams.list"].build
    with pytest.raises(ValueError, match=complaint):
        build("https://api.kick.com", **{argument: value})


class Id(int, Enum):
    """Ids by name, as programs keep them."""

    SOMEBODY = 7


class Language(str, Enum):  # noqa: UP042  # shows its name where StrEnum shows its text
    """Texts by name, in the way that is older than StrEnum."""

    GERMAN = "de"


def test_members_of_own_enums_are_sent_as_what_they_stand_for() -> None:
    """Not the name of a member goes over the wire, but its number or text."""
    build: Any = OPERATIONS["livestreams.list"].build

    request = build(
        "https://api.kick.com", category_id=[Id.SOMEBODY], language_code=[Language.GERMAN]
    )

    assert dict(request.url.params) == {"category_id": "7", "language_code": "de"}


def test_a_text_that_no_enum_has_is_refused() -> None:
    """A slip of the pen in an enum argument is told before the wire, with the choices."""
    face = SyncFace()
    with pytest.raises(ValueError, match="type: 'robot' is none of user, bot"):
        face("chat.send", content="x", type="robot")
    assert face.recorder.requests == []


@pytest.mark.parametrize("value", [5, "5138d04d", ""])
def test_what_is_no_uuid_is_refused_by_name(value: Any) -> None:
    """An argument that has to be a UUID says so, whatever it is instead."""
    with pytest.raises(ValueError, match=r"message_id: .* is not a UUID"):
        SyncFace()("chat.delete", value)
