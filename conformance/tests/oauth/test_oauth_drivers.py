"""The faces of the flows: what goes over the wire, and that both say and give the same."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, cast

import httpx
import pytest
from kickwire import AsyncKick, AsyncOAuth, Kick, OAuth, errors
from kickwire._core import flows
from kickwire.config import API_URL
from kickwire.sending import AsyncHttp, Http

from conformance.tests.oauth.oauth_material import (
    ACTIVE_ANSWER,
    APP,
    APP_TOKEN,
    CODE,
    NOW,
    PAIR,
    PAIR_ANSWER,
    USERS_ANSWER,
    form_of,
    oauth_error,
)

Handler = Callable[[httpx.Request], httpx.Response]

CALLS: dict[str, tuple[Any, ...]] = {
    "exchange": (CODE,),
    "refresh": (PAIR,),
    "client_credentials": (),
    "revoke": (PAIR,),
    "introspect": (PAIR,),
}


def called(name: str, handler: Handler) -> object:
    """One call of the synchronous face: its value, or its error."""
    with OAuth(APP, transport=httpx.MockTransport(handler), clock=lambda: NOW) as oauth:
        try:
            return getattr(oauth, name)(*CALLS[name])
        except errors.KickError as error:
            return told(error)


def called_async(name: str, handler: Handler) -> object:
    """The same call of the asynchronous face."""

    async def run() -> object:
        """Call once."""
        transport = httpx.MockTransport(handler)
        async with AsyncOAuth(APP, transport=transport, clock=lambda: NOW) as oauth:
            call: Awaitable[object] = getattr(oauth, name)(*CALLS[name])
            try:
                return await call
            except errors.KickError as error:
                return told(error)

    return asyncio.run(run())


def told(error: errors.KickError) -> tuple[object, ...]:
    """All that an error says."""
    return type(error), str(error), vars(error), error.__cause__, error.__context__


FACES = pytest.mark.parametrize("face", [called, called_async], ids=["sync", "async"])


def good(request: httpx.Request) -> httpx.Response:
    """What Kick answers when all is well."""
    path = request.url.path
    if path == "/oauth/token":
        return httpx.Response(200, json=PAIR_ANSWER)
    if path == "/oauth/token/introspect":
        return httpx.Response(200, json=ACTIVE_ANSWER)
    return httpx.Response(200, text="OK") if path == "/oauth/revoke" else httpx.Response(404)


def failing(kind: type[httpx.RequestError]) -> Handler:
    """A wire that breaks."""

    def fail(request: httpx.Request) -> httpx.Response:
        raise kind("the transport's own words")

    return fail


class _Torn(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that ends in the middle."""

    def __iter__(self) -> Iterator[bytes]:
        yield b'{"access_token": '
        raise httpx.ReadError("torn")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b'{"access_token": '
        raise httpx.ReadError("torn")


WIRES: dict[str, Handler] = {
    "good": good,
    "invalid_grant": lambda _: oauth_error(401, "invalid_grant", "expired"),
    "invalid_client": lambda _: oauth_error(401, "invalid_client"),
    "server_error": lambda _: oauth_error(500, "server_error"),
    "edge": lambda _: httpx.Response(403, html="<h1>Just a moment</h1>"),
    "empty": lambda _: httpx.Response(200),
    "redirect": lambda _: httpx.Response(307, headers={"Location": "https://evil.example/"}),
    "nonsense redirect": lambda _: httpx.Response(307, headers={"Location": "http://["}),
    "crashing redirect": lambda _: httpx.Response(303, headers={"Location": "https://xn--"}),
    "broken gzip": lambda _: httpx.Response(
        200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(b"no gzip")
    ),
    "broken gzip 401": lambda _: httpx.Response(
        401, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(b"no gzip")
    ),
    "torn": lambda _: httpx.Response(200, stream=_Torn()),
    **{
        kind.__name__: failing(kind)
        for kind in (
            httpx.ConnectError,
            httpx.ConnectTimeout,
            httpx.ReadTimeout,
            httpx.WriteError,
            httpx.PoolTimeout,
            httpx.ProxyError,
            httpx.RemoteProtocolError,
            httpx.LocalProtocolError,
            httpx.UnsupportedProtocol,
            httpx.TooManyRedirects,
        )
    },
}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("wire", WIRES)
def test_both_faces_give_the_same(name: str, wire: str) -> None:
    """Whatever happens on the wire, the synchronous and the asynchronous caller hear the same."""
    assert called(name, WIRES[wire]) == called_async(name, WIRES[wire])


@pytest.mark.parametrize("name", CALLS)
def test_both_faces_send_the_same(name: str) -> None:
    """Method, URL, headers and body do not depend on the face."""
    seen: list[tuple[object, ...]] = []

    def note(request: httpx.Request) -> httpx.Response:
        sent = (request.method, str(request.url), sorted(request.headers.items()), request.content)
        seen.append(sent)
        return good(request)

    called(name, note)
    half = len(seen)
    called_async(name, note)

    assert half > 0
    assert seen[:half] == seen[half:]


@FACES
def test_requests_name_us_and_ask_for_json(face: Callable[[str, Handler], object]) -> None:
    """Kick's edge turns away programs that do not say who they are."""
    seen: list[httpx.Request] = []

    def note(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return good(request)

    face("refresh", note)

    headers = seen[0].headers
    assert headers["User-Agent"].startswith("kickwire/")
    assert (headers["Accept"], headers["Host"]) == ("application/json", "id.kick.com")
    assert "python" not in headers["User-Agent"]
    assert dict(form_of(seen[0]))["refresh_token"] == "OLDREFRESH"


@FACES
def test_revoking_sends_the_tokens_in_the_query(face: Callable[[str, Handler], object]) -> None:
    """The wire sees both tokens, each with its hint, and an empty body."""
    seen: list[httpx.Request] = []

    def note(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return good(request)

    assert face("revoke", note) is None
    assert [(dict(one.url.params), one.content) for one in seen] == [
        ({"token": "OLDREFRESH", "token_hint_type": "refresh_token"}, b""),
        ({"token": "OLDACCESS", "token_hint_type": "access_token"}, b""),
    ]


@FACES
@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(
    face: Callable[[str, Handler], object], name: str, status: int
) -> None:
    """Secrets go to the host they are for, whatever it says."""
    seen: list[str] = []

    def elsewhere(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.host)
        return httpx.Response(status, headers={"Location": "https://evil.example/oauth/token"})

    assert isinstance(face(name, elsewhere), tuple)
    assert seen == ["id.kick.com"]


@FACES
@pytest.mark.parametrize("wire", ["redirect", "nonsense redirect", "crashing redirect"])
def test_where_a_redirect_leads_does_not_matter(
    face: Callable[[str, Handler], object], wire: str
) -> None:
    """A redirect that leads nowhere, or to a name that crashes httpx, is told like any other."""
    kind, text, *_ = cast("tuple[object, ...]", face("refresh", WIRES[wire]))

    assert kind is errors.UnexpectedAnswer
    assert "Kick answered 30" in str(text)


@FACES
@pytest.mark.parametrize("name", ["exchange", "refresh"])
@pytest.mark.parametrize("wire", ["edge", "server_error", "ReadTimeout", "torn", "empty"])
def test_a_call_that_rotates_is_never_repeated(
    face: Callable[[str, Handler], object], name: str, wire: str
) -> None:
    """A code and a refresh token are spent by the first try, so there is no second."""
    seen: list[httpx.Request] = []

    def note(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return WIRES[wire](request)

    face(name, note)

    assert len(seen) == 1


def test_lifetimes_are_counted_from_before_the_request() -> None:
    """A slow answer makes a token look older than it is, never younger."""
    times = iter([100.0, 200.0, 300.0])
    with OAuth(APP, transport=httpx.MockTransport(good), clock=lambda: next(times)) as oauth:
        tokens = oauth.refresh(PAIR)

    assert (tokens.issued_at, next(times)) == (100.0, 200.0)


def test_an_app_token_is_revoked_and_examined_too() -> None:
    """What works for a pair works for the app's own token."""
    with OAuth(APP, transport=httpx.MockTransport(good)) as oauth:
        oauth.revoke(APP_TOKEN)
        assert oauth.introspect(APP_TOKEN).active


def test_both_drivers_ask_whose_token_it_is() -> None:
    """The flow of GET /users runs over either driver."""
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=USERS_ANSWER))

    async def asynchronous() -> int:
        """The same, awaited."""
        http = AsyncHttp(transport=transport)
        try:
            return await http.run(flows.own_user_id(API_URL, PAIR))
        finally:
            await http.aclose()

    http = Http(transport=transport)
    found = http.run(flows.own_user_id(API_URL, PAIR))
    http.close()

    assert found == asyncio.run(asynchronous()) == 4377088


@pytest.mark.parametrize("name", CALLS)
def test_a_closed_face_says_so(name: str) -> None:
    """Use after the end is a mistake in the program, and is told as one of our errors."""
    oauth = OAuth(APP, transport=httpx.MockTransport(good))
    oauth.close()

    with pytest.raises(errors.FixTheCall, match="closed"):
        getattr(oauth, name)(*CALLS[name])


def test_an_asynchronous_face_stays_in_its_loop() -> None:
    """In a second event loop it refuses, where httpx would hang or break at random."""
    oauth = AsyncOAuth(APP, transport=httpx.MockTransport(good))
    asyncio.run(oauth.introspect(PAIR))

    with pytest.raises(errors.FixTheCall, match="one for each loop"):
        asyncio.run(oauth.introspect(PAIR))


RENAMED = {"aclose": "close", "__aenter__": "__enter__", "__aexit__": "__exit__"}
WIRING = ("transport", "oauth_transport", "make", "sleep", "overrides")
OF_A_FACE = ("make", "sleep")


def methods(kind: type) -> dict[str, Callable[..., object]]:
    """What users call, and what Python calls for them, under the names of the synchronous face."""
    dunder = ("__init__", "__enter__", "__exit__", "__aenter__", "__aexit__", "__repr__")
    return {
        RENAMED.get(name, name): method
        for name, method in vars(kind).items()
        if callable(method) and (not name.startswith("_") or name in dunder)
    }


@pytest.mark.parametrize(
    ("synchronous", "asynchronous"), [(OAuth, AsyncOAuth), (Kick, AsyncKick), (Http, AsyncHttp)]
)
def test_both_faces_offer_the_same(synchronous: type, asynchronous: type) -> None:
    """Methods, parameters, defaults and results are the same, apart from `await`."""
    ours, theirs = methods(synchronous), methods(asynchronous)

    ours.pop("begin_anew", None)  # a child of a fork has no event loop to begin anew in
    assert ours.keys() == theirs.keys()
    for name, method in ours.items():
        one, other = inspect.signature(method), inspect.signature(theirs[name])
        assert list(one.parameters) == list(other.parameters), name
        for parameter, yours in other.parameters.items():
            mine = one.parameters[parameter]
            assert mine.kind == yours.kind, (name, parameter)
            if parameter not in OF_A_FACE:
                assert mine.default == yours.default, (name, parameter)
            if parameter not in (*WIRING, "auth"):
                assert mine.annotation == yours.annotation, (name, parameter)
        assert str(one.return_annotation).removeprefix("Async") == str(
            other.return_annotation
        ).removeprefix("Async"), name


@pytest.mark.parametrize("kind", [OAuth, AsyncOAuth])
def test_every_method_is_tried_here(kind: type) -> None:
    """A flow that is added to a face is added to these tests."""
    public = {name for name in methods(kind) if not name.startswith("_")}

    assert public - {"close"} == set(CALLS)
