"""The callers: what they send, what they raise, and what they never show."""

from __future__ import annotations

import asyncio
import pickle
import traceback
from collections.abc import Callable, Iterator

import httpx
import pytest
from kickwire import AsyncBearerCaller, BearerCaller, errors
from kickwire_api.facade import AsyncPublicApi, PublicApi

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
    with BearerCaller(TOKEN, transport=transport) as caller:
        return PublicApi(caller).users.get()


def users_async(transport: httpx.MockTransport) -> object:
    """The same call, awaited."""

    async def run() -> object:
        """Call once."""
        async with AsyncBearerCaller(TOKEN, transport=transport) as caller:
            return await AsyncPublicApi(caller).users.get()

    return asyncio.run(run())


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

    with pytest.raises(errors.UnexpectedAnswer, match="DecodingError"):
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
        pytest.raises(errors.UnexpectedAnswer, match="cursor"),
    ):
        list(PublicApi(caller).categories.iter())


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
    ("url", "complaint"),
    [
        ("http://api.kick.com", "plain http"),
        ("https://kick.com", "website"),
        ("https://api.kick.com/public/v1", "only an origin"),
        ("https://user:pass@api.kick.com", "user name or password"),
        ("ftp://api.kick.com", "https://host"),
        ("api.kick.com", "https://host"),
        ("https://[", "not a URL"),
        ("https://api.kick.com:port", "not a URL"),
    ],
)
@pytest.mark.parametrize("caller", [BearerCaller, AsyncBearerCaller])
def test_a_base_url_that_tokens_must_not_go_to_is_refused(
    caller: type[BearerCaller | AsyncBearerCaller], url: str, complaint: str
) -> None:
    """A wrong base URL is refused before anything is sent, in words that say what is expected."""
    with pytest.raises(errors.ConfigurationError, match=complaint):
        caller(TOKEN, api_url=url)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8080", "http://localhost:1/", "http://[::1]:1", "https://mock.example"],
)
def test_a_mock_may_stand_in_for_kick(url: str) -> None:
    """Loopback over plain http, and any https origin, are accepted when given."""
    with BearerCaller(TOKEN, api_url=url) as caller:
        assert url.rstrip("/") in repr(caller)


@pytest.mark.parametrize("token", ["", "a b", "line\n", "schlüssel"])
def test_a_token_that_cannot_be_sent_is_refused_unseen(token: str) -> None:
    """A token with a line end, a space or other letters is refused, and never shown."""
    with pytest.raises(errors.ConfigurationError) as caught:
        BearerCaller(token)

    assert token == "" or token not in str(caught.value)


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
    caller = BearerCaller(TOKEN, transport=transport)

    with pytest.raises(errors.KickError) as caught:
        PublicApi(caller).users.get()

    told = traceback.TracebackException.from_exception(caught.value)
    assert TOKEN not in "".join(told.format())
    assert TOKEN not in repr(caught.value) + repr(caller)
    assert TOKEN.encode() not in pickle.dumps(caught.value)


def test_errors_survive_pickling() -> None:
    """An error comes back from another process as it was."""
    error = errors.BadRequest("no", "users.get", 400, "why", "CODE")

    copy = pickle.loads(pickle.dumps(error))

    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))
