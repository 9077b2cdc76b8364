"""The callers: what they send, what they raise, and what they never show."""

from __future__ import annotations

import asyncio
import gc
import json
import pickle
import traceback
import weakref
from collections.abc import Callable, Iterator
from functools import partial

import httpx
import pytest
from kickwire import AsyncBearerCaller, BearerCaller, errors
from kickwire.retrying import Retries
from kickwire_api.api.users import get_users
from kickwire_api.caller import Build
from kickwire_api.facade import AsyncPublicApi, PublicApi
from kickwire_api.models import UsersAnswer
from kickwire_api.operations import Operation

TOKEN = "W0RTHLESS0TOKEN0THAT0MUST0NEVER0BE0SHOWN00000000"
USERS = {
    "data": [{"user_id": 1, "name": "ann", "email": "", "profile_picture": ""}],
    "message": "OK",
}


def answering(*responses: httpx.Response) -> tuple[httpx.MockTransport, list[httpx.Request]]:
    """A transport that gives these answers in turn, and what it was asked."""
    waiting: Iterator[httpx.Response] = iter(responses)
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return next(waiting)

    return httpx.MockTransport(handle), seen


def failing(error: Callable[[str], Exception]) -> httpx.MockTransport:
    """A transport that fails with this error."""

    def handle(request: httpx.Request) -> httpx.Response:
        raise error("the transport's own words")

    return httpx.MockTransport(handle)


def users(transport: httpx.MockTransport) -> object:
    """One synchronous call."""
    with BearerCaller(TOKEN, transport=transport, retries=Retries(times=0)) as caller:
        return PublicApi(caller).users.get()


def users_async(transport: httpx.MockTransport) -> object:
    """The same call, awaited."""

    async def run() -> object:
        """Call once."""
        never = Retries(times=0)
        async with AsyncBearerCaller(TOKEN, transport=transport, retries=never) as caller:
            return await AsyncPublicApi(caller).users.get()

    return asyncio.run(run())


def call_of_users() -> tuple[Operation, Build, Callable[[httpx.Response], UsersAnswer]]:
    """What the facade hands to a caller."""
    return get_users.OPERATION, partial(get_users.build), get_users.parse


FACES = pytest.mark.parametrize("call", [users, users_async], ids=["sync", "async"])


@FACES
def test_a_call_carries_the_token_and_our_headers(
    call: Callable[[httpx.MockTransport], object],
) -> None:
    """A call goes to Kick's API with the bearer token, our user agent, and accepts JSON."""
    transport, seen = answering(httpx.Response(200, json=USERS))

    call(transport)

    request = seen[0]
    assert str(request.url) == "https://api.kick.com/public/v1/users"
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"
    assert request.headers["Accept"] == "application/json"
    assert request.headers["User-Agent"].startswith("kickwire/")


@FACES
@pytest.mark.parametrize(
    ("status", "body", "kind", "group", "reason"),
    [
        (
            400,
            {"data": "Channel not found", "message": "Bad request"},
            errors.BadRequest,
            errors.FixTheCall,
            "Channel not found",
        ),
        (
            401,
            {"data": {}, "message": "Unauthorized"},
            errors.Unauthorized,
            errors.AskTheUser,
            "Unauthorized",
        ),
        (
            403,
            {"error": "Request blocked by security policy.", "reference": "0"},
            errors.Forbidden,
            errors.FixTheCall,
            "Request blocked by security policy.",
        ),
        (
            404,
            {"data": None, "message": "Not found"},
            errors.NotFound,
            errors.FixTheCall,
            "Not found",
        ),
        (
            409,
            {"data": {}, "message": "Conflict"},
            errors.BadRequest,
            errors.FixTheCall,
            "Conflict",
        ),
        (429, {}, errors.RateLimited, errors.Wait, ""),
        (500, [], errors.ServerFault, errors.Wait, ""),
        (522, "text", errors.ServerFault, errors.Wait, ""),
        (408, {}, errors.ServerFault, errors.Wait, ""),
        (307, {}, errors.UnexpectedAnswer, errors.ReportToKick, None),
    ],
)
def test_a_refusal_says_who_must_act_and_why(
    call: Callable[[httpx.MockTransport], object],
    status: int,
    body: object,
    kind: type[errors.KickError],
    group: type[errors.KickError],
    reason: str | None,
) -> None:
    """Every status becomes the error of the one who must act, with Kick's own words."""
    transport, _ = answering(httpx.Response(status, json=body))

    with pytest.raises(kind) as caught:
        call(transport)

    assert isinstance(caught.value, group)
    assert caught.value.operation == "users.get"
    assert getattr(caught.value, "reason", None) == reason
    assert str(status) in str(caught.value)


def test_a_401_names_what_the_call_needs() -> None:
    """Kick says 401 for a bad token and for a missing scope, so the text names both."""
    transport, _ = answering(httpx.Response(401, json={"data": {}, "message": "Unauthorized"}))

    with pytest.raises(errors.Unauthorized, match="user token with user:read"):
        users(transport)


def test_an_ads_refusal_keeps_its_machine_readable_code() -> None:
    """The ads operations add a code; it is there for programs."""
    body = {"code": "AD_BREAK_ACTIVE", "message": "an ad break is active"}
    transport, _ = answering(httpx.Response(409, json=body))

    with (
        BearerCaller(TOKEN, transport=transport) as caller,
        pytest.raises(errors.BadRequest) as caught,
    ):
        PublicApi(caller).ads.status()

    assert caught.value.reason_code == "AD_BREAK_ACTIVE"


@FACES
@pytest.mark.parametrize(
    "error",
    [
        httpx.ConnectError,
        httpx.ConnectTimeout,
        httpx.ReadTimeout,
        httpx.RemoteProtocolError,
        httpx.PoolTimeout,
    ],
)
def test_no_answer_is_told_as_unreachable(
    call: Callable[[httpx.MockTransport], object], error: Callable[[str], Exception]
) -> None:
    """Every transport error becomes one of ours, by its name, without the request it holds."""
    with pytest.raises(errors.Unreachable) as caught:
        call(failing(error))

    assert caught.value.cause == error.__name__
    assert caught.value.__context__ is None


@FACES
def test_a_body_that_does_not_fit_is_reported_with_its_pointer(
    call: Callable[[httpx.MockTransport], object],
) -> None:
    """A missing field is an unexpected answer, and the pointer says which."""
    transport, _ = answering(httpx.Response(200, json={"data": [{"name": "ann"}], "message": "OK"}))

    with pytest.raises(errors.UnexpectedAnswer) as caught:
        call(transport)

    assert caught.value.pointer == "/data/0/user_id"


def test_a_body_that_is_not_what_its_encoding_says_is_unexpected() -> None:
    """Broken compression is a broken answer, not a crash."""
    broken = httpx.Response(
        200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(b"no gzip")
    )
    transport, _ = answering(broken)

    with pytest.raises(errors.UnexpectedAnswer, match="not encoded as its header says"):
        users(transport)


def page(*ids: int, cursor: str | None) -> httpx.Response:
    """One page of categories."""
    items = [{"id": n, "name": "x", "thumbnail": "", "tags": None} for n in ids]
    return httpx.Response(
        200, json={"data": items, "message": "OK", "pagination": {"next_cursor": cursor}}
    )


@pytest.mark.parametrize("end", ["", None])
def test_iter_follows_the_cursor_to_its_end(end: str | None) -> None:
    """Every item of every page comes, and each next page is asked for with the cursor before it."""
    transport, seen = answering(page(1, 2, cursor="next"), page(3, cursor=end))

    with BearerCaller(TOKEN, transport=transport) as caller:
        found = [category.id for category in PublicApi(caller).categories.iter(limit=2)]

    assert found == [1, 2, 3]
    assert [str(request.url.query, "ascii") for request in seen] == [
        "limit=2",
        "cursor=next&limit=2",
    ]


def test_async_pages_follow_the_cursor_to_their_end() -> None:
    """The asynchronous face pages alike."""
    transport, seen = answering(page(1, cursor="next"), page(cursor=""))

    async def run() -> list[int]:
        """Count the items of each page."""
        async with AsyncBearerCaller(TOKEN, transport=transport) as caller:
            pages = AsyncPublicApi(caller).categories.pages()
            return [len(answer.data) async for answer in pages]

    assert asyncio.run(run()) == [1, 0]
    assert [str(request.url.query, "ascii") for request in seen] == ["", "cursor=next"]


def test_a_cursor_that_stands_still_ends_with_an_error() -> None:
    """A server that repeats its cursor cannot make us ask for ever."""
    transport, _ = answering(page(1, cursor="same"), page(1, cursor="same"))

    with (
        BearerCaller(TOKEN, transport=transport) as caller,
        pytest.raises(errors.UnexpectedAnswer, match="second time"),
    ):
        list(PublicApi(caller).categories.iter())


def test_cursors_that_go_round_end_with_an_error() -> None:
    """Neither a circle of cursors nor a way back to the first page is followed for ever."""
    transport, seen = answering(page(1, cursor="second"), page(2, cursor="first"))

    with (
        BearerCaller(TOKEN, transport=transport) as caller,
        pytest.raises(errors.UnexpectedAnswer, match="second time"),
    ):
        list(PublicApi(caller).categories.iter(cursor="first"))

    assert len(seen) == 2


@pytest.mark.parametrize("cursor", ["\ud800", "x" * 70_000, "line\nend", "ü"])
def test_a_cursor_that_cannot_be_sent_ends_with_an_error(cursor: str) -> None:
    """What a server gives as a cursor is looked at before it becomes a URL."""
    body = json.dumps({"data": [], "message": "OK", "pagination": {"next_cursor": cursor}})
    transport, _ = answering(httpx.Response(200, text=body))

    with (
        BearerCaller(TOKEN, transport=transport) as caller,
        pytest.raises(errors.UnexpectedAnswer, match="cannot be sent"),
    ):
        list(PublicApi(caller).categories.iter())


@FACES
@pytest.mark.parametrize(
    ("status", "kind"), [(401, errors.Unauthorized), (503, errors.ServerFault)]
)
def test_a_refusal_with_a_broken_body_stays_a_refusal(
    call: Callable[[httpx.MockTransport], object], status: int, kind: type[errors.KickError]
) -> None:
    """The status of an answer counts, even when its body cannot be decoded."""
    headers = {"Content-Encoding": "gzip"}
    broken = httpx.Response(status, headers=headers, stream=httpx.ByteStream(b"no gzip"))
    transport, _ = answering(broken)

    with pytest.raises(kind) as caught:
        call(transport)

    assert caught.value.__context__ is None


def test_a_refusal_shows_no_token_that_the_server_sends_back() -> None:
    """What the server says is masked and printable before it is part of an error."""

    def echo(request: httpx.Request) -> httpx.Response:
        words = f"bad header {request.headers['Authorization']}\n\x1b[31m"
        return httpx.Response(400, json={"data": words, "message": "Bad request"})

    with pytest.raises(errors.BadRequest) as caught:
        users(httpx.MockTransport(echo))

    assert caught.value.reason == "bad header Bearer [secret]  [31m"
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "kind"), [(403, errors.Forbidden), (200, errors.UnexpectedAnswer)]
)
def test_an_html_page_is_told_as_one(status: int, kind: type[errors.KickError]) -> None:
    """A page of an edge or proxy is named for what it is, not for JSON that it lacks."""
    transport, _ = answering(httpx.Response(status, html="<h1>Just a moment</h1>"))

    with pytest.raises(kind, match="an HTML page, from an edge, a proxy or a wrong host"):
        users(transport)


def test_the_words_of_a_broken_answer_are_not_told() -> None:
    """A transport quotes what a server sent, which may be the token that it was sent."""

    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.RemoteProtocolError(f"illegal status line: {request.headers['Authorization']}")

    with pytest.raises(errors.Unreachable) as caught:
        users(httpx.MockTransport(fail))

    assert "RemoteProtocolError" in str(caught.value)
    assert TOKEN not in str(caught.value)


def test_an_unreachable_host_is_named() -> None:
    """Where no answer came from, and why, is in the text."""
    with (
        BearerCaller(TOKEN, api_url="http://127.0.0.1:1", retries=Retries(times=0)) as caller,
        pytest.raises(errors.Unreachable, match=r"http://127\.0\.0\.1:1 \(ConnectError: .+\)"),
    ):
        PublicApi(caller).users.get()


def test_a_closed_caller_says_so() -> None:
    """Use after the end is a mistake in the program, and is told as one of our errors."""
    caller = BearerCaller(TOKEN, transport=answering()[0])
    caller.close()

    with pytest.raises(errors.FixTheCall, match="closed"):
        PublicApi(caller).users.get()


def test_an_asynchronous_caller_stays_in_its_loop() -> None:
    """In a second event loop the caller refuses, where httpx would hang or break at random."""
    caller = AsyncBearerCaller(TOKEN, transport=answering(httpx.Response(200, json=USERS))[0])
    asyncio.run(caller.call(*call_of_users()))

    with pytest.raises(errors.FixTheCall, match="one for each loop"):
        asyncio.run(caller.call(*call_of_users()))


def test_kicks_words_are_cut_to_a_bearable_length() -> None:
    """An error carries at most 500 characters of what the server said."""
    transport, _ = answering(httpx.Response(400, json={"data": "x" * 10_000, "message": ""}))

    with pytest.raises(errors.BadRequest) as caught:
        users(transport)

    assert len(caught.value.reason) == 500
    assert len(str(caught.value)) < 700


def test_with_raw_gives_the_whole_answer() -> None:
    """Status, headers, body and the typed envelope are there for those who need them."""
    transport, _ = answering(httpx.Response(200, json=USERS, headers={"X-Request-Id": "r1"}))

    with BearerCaller(TOKEN, transport=transport) as caller:
        raw = PublicApi(caller).users.with_raw.get()

    assert (raw.status, raw.headers["X-Request-Id"], raw.value.message) == (200, "r1", "OK")
    assert b"ann" in raw.body


def test_redirects_are_not_followed() -> None:
    """A token never follows a redirect to another place."""
    elsewhere = httpx.Response(302, headers={"Location": "https://example.org/"})
    transport, seen = answering(elsewhere, httpx.Response(200, json=USERS))

    with pytest.raises(errors.UnexpectedAnswer):
        users(transport)

    assert len(seen) == 1


@pytest.mark.parametrize(
    "transport",
    [
        failing(httpx.ConnectError),
        httpx.MockTransport(
            lambda _: httpx.Response(401, json={"data": {}, "message": "Unauthorized"})
        ),
        httpx.MockTransport(lambda _: httpx.Response(200, content=b"\xff")),
    ],
    ids=["unreachable", "refused", "garbled"],
)
def test_no_error_shows_the_token(transport: httpx.MockTransport) -> None:
    """Neither text, repr, pickle nor traceback of an error holds the token."""
    caller = BearerCaller(TOKEN, transport=transport, retries=Retries(times=0))

    with pytest.raises(errors.KickError) as caught:
        PublicApi(caller).users.get()

    told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    ours = [frame for frame in told.stack if "/kickwire/" in frame.filename.replace("\\", "/")]
    assert ours
    assert TOKEN not in "".join(told.format_exception_only())
    assert TOKEN not in "".join(str(frame.locals) for frame in ours)
    assert TOKEN not in repr(caught.value) + repr(caller)
    assert TOKEN.encode() not in pickle.dumps(caught.value)


def test_errors_survive_pickling() -> None:
    """An error comes back from another process as it was."""
    error = errors.BadRequest("no", "users.get", 400, "why", "CODE")

    copy = pickle.loads(pickle.dumps(error))

    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))


def failed(transport: httpx.MockTransport) -> weakref.ref[errors.KickError]:
    """The error of a synchronous call, let go of."""
    with BearerCaller(TOKEN, transport=transport, retries=Retries(times=0)) as caller:
        try:
            PublicApi(caller).users.get()
        except errors.KickError as error:
            return weakref.ref(error)
    raise AssertionError("the call did not fail")


def failed_async(transport: httpx.MockTransport) -> weakref.ref[errors.KickError]:
    """The same, let go of before asyncio takes hold of it."""

    async def run() -> weakref.ref[errors.KickError]:
        """Call once."""
        never = Retries(times=0)
        async with AsyncBearerCaller(TOKEN, transport=transport, retries=never) as caller:
            try:
                await AsyncPublicApi(caller).users.get()
            except errors.KickError as error:
                return weakref.ref(error)
        raise AssertionError("the call did not fail")

    return asyncio.run(run())


@pytest.mark.parametrize("let_go", [failed, failed_async], ids=["sync", "async"])
@pytest.mark.parametrize("status", [200, 400, 503])
def test_a_failed_call_leaves_nothing_behind(
    let_go: Callable[[httpx.MockTransport], weakref.ref[errors.KickError]], status: int
) -> None:
    """The error goes when its last user lets go: no circle keeps it, its answer and its token."""
    transport, _ = answering(httpx.Response(status, content=b"garbled"))
    gc.disable()
    try:
        assert let_go(transport)() is None
    finally:
        gc.enable()
