"""What users of the generated packages see: names, signatures, docstrings, imports, the client."""

from __future__ import annotations

import ast
import asyncio
import inspect
import json
import pkgutil
import subprocess
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import kickwire_api
import kickwire_id
import pytest
from kickwire import AsyncBearerCaller, BearerCaller
from kickwire_api.facade import aio, sync
from kickwire_api.types import Raw
from kickwire_id.transport import environment_proxy

from conformance.tests.contract.contract_callers import Face, SyncFace, find
from conformance.tests.contract.contract_documents import API, BASE_URLS, ENDPOINTS
from conformance.tests.contract.contract_reference import CASES, FACTS, PAGES, Case
from scripts.documents import operations

PACKAGES = [kickwire_api, kickwire_id]
TOKEN = "kickwire-worthless-token"
NAMES = {place.node["x-kick-name"]: place for place in operations(API)}
DEPRECATED = {name for name, facts in FACTS.items() if facts.deprecated}


# ---------------------------------------------------------------- names


def public_modules(package: ModuleType) -> list[ModuleType]:
    """The package and every module of it whose name has no leading underscore."""
    infos = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    names = [info.name for info in infos if not info.name.rpartition(".")[2].startswith("_")]
    return [package, *map(import_module, names)]


MODULES = [module for package in PACKAGES for module in public_modules(package)]


def defined_names(module: ModuleType) -> set[str]:
    """The public names that a module itself binds, type variables left out."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    names = {name for node in tree.body for name in _bound(node)}
    return {name for name in names if not name.startswith("_")}


def _bound(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            if not (isinstance(value, ast.Call) and ast.unparse(value.func) == "TypeVar"):
                yield name
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case _:
            return


def order(name: str) -> tuple[int, str]:
    """Constants, then classes, then the rest; each by the alphabet, capitals first."""
    rank = 0 if name.isupper() else 1 if name[0].isupper() else 2
    return rank, name


@pytest.mark.parametrize("package", PACKAGES)
def test_all_is_complete_and_sorted(package: ModuleType) -> None:
    """Each public module that binds a name lists in ``__all__`` what it offers, in order."""
    wrong: list[str] = []
    for module in public_modules(package):
        listed = getattr(module, "__all__", [])
        if not defined_names(module) <= set(listed):
            wrong.append(
                f"{module.__name__}: {sorted(defined_names(module) - set(listed))} missing"
            )
        if listed != sorted(set(listed), key=order):
            wrong.append(f"{module.__name__}: {listed} unsorted or repeated")
        wrong += [f"{module.__name__}.{name}" for name in listed if not hasattr(module, name)]
    assert wrong == []


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_list_what_users_need(package: ModuleType) -> None:
    """The package itself offers its client, its values of absence, and three namespaces."""
    assert package.__all__ == ["UNSET", "Client", "Raw", "Unset", "api", "errors", "models"]
    assert dir(package.models) == sorted(package.models.__all__)
    for namespace in (package, package.models):
        with pytest.raises(AttributeError, match="no_such_name"):
            _ = namespace.no_such_name


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_are_typed(package: ModuleType) -> None:
    """Type checkers read the annotations of an installed package."""
    assert (Path(str(package.__file__)).parent / "py.typed").is_file()


def test_endpoints_publish_the_same_six_names() -> None:
    """Every endpoint module has `OPERATION`, `build`, `parse`, `parse_error`, `sync`, `asyncio`."""
    names = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
    assert {key: endpoint.__all__ for key, endpoint in ENDPOINTS.items()} == dict.fromkeys(
        ENDPOINTS, names
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_operation_is_reachable_by_its_facade_name(name: str, face: Face) -> None:
    """`resource.method` of the document is a call of both facades, and its tag the resource."""
    assert callable(find(face.api, name))
    assert name.split(".")[0] == NAMES[name].node["tags"][0]


def test_facade_has_no_other_calls() -> None:
    """Besides the document's operations there are only iterators over those that page."""
    paged = {iterator for name in PAGES for iterator in iterators(name)}
    assert {f"{resource}.{m}" for resource, m, _ in facade_methods(sync)} == NAMES.keys() | paged


def iterators(name: str) -> list[str]:
    """The two iterators of a call that pages."""
    resource, method = name.split(".")
    suffix = "" if method == "list" else f"_{method}"
    return [f"{resource}.iter{suffix}", f"{resource}.pages{suffix}"]


# ---------------------------------------------------------------- parity


def facade_class(module: ModuleType) -> Any:
    """The facade of a module."""
    return module.PublicApi if module is sync else module.AsyncPublicApi


def facade_methods(module: ModuleType, raw: bool = False) -> list[tuple[str, str, Any]]:
    """Resource, name and function of every call of a facade."""
    caller: Any = AsyncBearerCaller("worthless") if module is aio else BearerCaller("worthless")
    api = facade_class(module)(caller)
    found: list[tuple[str, str, Any]] = []
    for resource in sorted(public(facade_class(module))):
        holder = getattr(api, resource)
        kind: Any = (holder.with_raw if raw else holder).__class__
        names = sorted(public(kind) - {"with_raw"})
        found += [(resource, name, getattr(kind, name)) for name in names]
    return found


@pytest.mark.parametrize(
    ("facade", "caller"),
    [
        (sync.PublicApi, AsyncBearerCaller("worthless")),
        (sync.PublicApi, "a token"),
        (aio.AsyncPublicApi, BearerCaller("worthless")),
    ],
)
def test_a_facade_refuses_the_callers_of_the_other(facade: Any, caller: Any) -> None:
    """Synchronous and asynchronous parts that were mixed up are told when they meet."""
    with pytest.raises(TypeError, match=f"{facade.__name__} takes an? .*synchronous caller"):
        facade(caller)


def public(kind: type) -> set[str]:
    """The names that a class itself defines for others."""
    return {name for name in vars(kind) if not name.startswith("_")}


def signature(function: Any) -> list[tuple[str, Any, Any, Any]]:
    """Name, kind, default and annotation of each parameter."""
    return [
        (p.name, p.kind, p.default, p.annotation)
        for p in inspect.signature(function).parameters.values()
    ]


def twins(raw: bool) -> list[tuple[str, Any, Any]]:
    """Each call of the synchronous facade beside the one of its name in the asynchronous."""
    one, other = facade_methods(sync, raw), facade_methods(aio, raw)
    assert [pair[:2] for pair in one] == [pair[:2] for pair in other]
    return [(f"{a[0]}.{a[1]}", a[2], b[2]) for a, b in zip(one, other, strict=True)]


@pytest.mark.parametrize("raw", [False, True])
def test_both_facades_have_the_same_calls(raw: bool) -> None:
    """Names, parameters, defaults, annotations and docstrings agree."""
    for name, one, other in twins(raw):
        assert signature(one) == signature(other), name
        assert inspect.getdoc(one) == str(inspect.getdoc(other)).replace("Async", ""), name
        assert str(inspect.signature(one).return_annotation) == str(
            inspect.signature(other).return_annotation
        ).replace("Async", ""), name


@pytest.mark.parametrize("raw", [False, True])
def test_asynchronous_calls_are_awaited_or_iterated(raw: bool) -> None:
    """Of the asynchronous facade each call is a coroutine, each iterator an async iterator."""
    for name, one, other in twins(raw):
        assert not inspect.iscoroutinefunction(inspect.unwrap(one)), name
        if name.split(".")[1].startswith(("iter", "pages")):
            assert str(inspect.signature(other).return_annotation).startswith("AsyncIterator"), name
        else:
            assert inspect.iscoroutinefunction(inspect.unwrap(other)), name


def test_iterators_are_lazy(face: Face) -> None:
    """Asking for an iterator sends nothing; its first item does."""
    for name in PAGES:
        for iterator in iterators(name):
            made = find(face.api, iterator)()
            assert hasattr(made, "__next__") or hasattr(made, "__anext__")
    assert face.recorder.requests == []


@pytest.mark.parametrize("module", [sync, aio])
def test_with_raw_covers_every_call(module: ModuleType) -> None:
    """Every call but the iterators has its `with_raw` twin, with the same parameters."""
    skipped = {iterator for name in PAGES for iterator in iterators(name)}
    calls = {
        f"{r}.{m}": signature(f) for r, m, f in facade_methods(module) if f"{r}.{m}" not in skipped
    }
    assert {f"{r}.{m}": signature(f) for r, m, f in facade_methods(module, raw=True)} == calls


def test_resources_are_made_once() -> None:
    """`api.channels` is one object however often it is asked for, and so is its `with_raw`."""
    api = SyncFace().api
    assert api.channels is api.channels
    assert api.channels.with_raw is api.channels.with_raw


@pytest.mark.parametrize("face_module", [sync, aio])
def test_resources_have_docstrings_of_their_tags(face_module: ModuleType) -> None:
    """A resource says what the document's tag says."""
    used = {name.split(".")[0] for name in NAMES}
    tags = {
        tag["name"]: " ".join(tag["description"].split())
        for tag in API["tags"]
        if tag["name"] in used
    }
    api = facade_class(face_module)
    shown = {name: " ".join(str(getattr(api, name).__doc__).split()) for name in public(api)}
    assert shown == tags


def functions_and_classes() -> Iterator[tuple[str, Any]]:
    """Whatever a public module lists, and the public methods of its classes."""
    for module in MODULES:
        for name in getattr(module, "__all__", []):
            value = getattr(module, name)
            if inspect.isclass(value):
                yield f"{module.__name__}.{name}", value
                for method in public(value):
                    if callable(getattr(value, method)):
                        yield f"{module.__name__}.{name}.{method}", getattr(value, method)
            elif inspect.isfunction(value):
                yield f"{module.__name__}.{name}", value


def test_everything_public_has_a_docstring() -> None:
    """Classes, functions and methods say what they are for."""
    silent = {name for name, value in functions_and_classes() if not inspect.getdoc(value)}
    own = {name for name, value in functions_and_classes() if inherited(value)}
    assert silent | own == set()


def inherited(value: Any) -> bool:
    """Whether a class shows only the docstring of what it derives from."""
    return inspect.isclass(value) and not value.__doc__


# ---------------------------------------------------------------- deprecation


@pytest.mark.parametrize("case", CASES, ids=str)
def test_only_deprecated_operations_warn(case: Case, face: Face) -> None:
    """The four deprecated operations warn where they are called, with and without `with_raw`."""
    resource, method = case.name.split(".")
    for name in (case.name, f"{resource}.with_raw.{method}"):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            face(name, *case.args, **case.kwargs)
        expected = [DeprecationWarning] if case.name in DEPRECATED else []
        assert [warning.category for warning in caught] == expected


def test_deprecation_names_the_place_of_the_call_and_the_successor() -> None:
    """The warning points at the caller's line, and its text tells what to use instead."""
    with pytest.warns(DeprecationWarning, match="GET /public/v2/categories") as caught:
        SyncFace().api.categories.search(q="x")  # pyright: ignore[reportDeprecated]
    assert caught[0].filename == __file__


def test_document_and_reference_agree_on_what_is_deprecated() -> None:
    """Four operations are deprecated."""
    assert {name for name, place in NAMES.items() if place.node.get("deprecated")} == DEPRECATED
    assert len(DEPRECATED) == 4


# ---------------------------------------------------------------- imports


def loaded(statement: str) -> set[str]:
    """The modules in a fresh interpreter after a statement, those that httpx brings left out."""
    before, after = "before = set(sys.modules)", "sorted(set(sys.modules) - before)"
    code = f"import json, sys, httpx\n{before}\n{statement}\nprint(json.dumps({after}))"
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, capture_output=True, check=True, text=True)
    return set(json.loads(result.stdout))


def models_in(modules: set[str]) -> set[str]:
    """Which of the modules are of one model."""
    return {name.rpartition(".")[2] for name in modules if ".models." in name}


@pytest.mark.parametrize("package", ["kickwire_api", "kickwire_id"])
def test_importing_a_package_imports_little(package: str) -> None:
    """Beside httpx an import brings the package and its types: no attrs, no model, no endpoint."""
    assert {name for name in loaded(f"import {package}") if "." not in name} == {package}
    assert loaded(f"import {package}") == {package, f"{package}.types"}


def test_importing_the_facade_imports_no_model() -> None:
    """Making a facade brings neither attrs nor a model nor an endpoint."""
    caller = "type('Fake', (), {'call': print})"
    modules = loaded(
        f"from kickwire_api.facade import PublicApi; PublicApi({caller}).users.with_raw"
    )
    assert not {"attr", "attrs", "kickwire_id"} & modules
    assert not models_in(modules)
    assert not {name for name in modules if name.startswith("kickwire_api.api")}


def test_a_model_imports_only_what_it_needs() -> None:
    """Asking for one model brings those that it holds, and no others."""
    assert models_in(loaded("from kickwire_api.models import Category")) == {"category"}
    assert models_in(loaded("import kickwire_api; kickwire_api.models.Channel")) == {
        "category",
        "channel",
        "stream",
    }


def test_building_a_request_imports_no_model_of_the_answer() -> None:
    """Models of an answer are imported when one is parsed."""
    statement = (
        "from kickwire_api.api.channels import get_channels as e; e.build('http://x', slug=['a'])"
    )
    modules = loaded(statement)
    assert not models_in(modules)
    assert not {"attr", "attrs"} & modules


def test_packages_do_not_know_each_other() -> None:
    """Each client stands alone: all of one loads without anything of the other."""
    everything = (
        "import pkgutil, importlib, {0} as p; "
        "[importlib.import_module(i.name) for i in pkgutil.walk_packages(p.__path__, '{0}.')]"
    )
    for package, other in (("kickwire_api", "kickwire_id"), ("kickwire_id", "kickwire_api")):
        modules = loaded(everything.format(package))
        assert not {name for name in modules if name.partition(".")[0] in (other, "kickwire")}
        assert not {"cryptography", "filelock", "kickwire_mock"} & modules


# ---------------------------------------------------------------- the client


class Wire:
    """Stands in for httpx's transports, and keeps what arrives."""

    def __init__(self, status: int = 204) -> None:
        self.status = status
        self.requests: list[httpx.Request] = []
        self.transport = httpx.MockTransport(self.answer)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Keep a request and answer it."""
        self.requests.append(request)
        return httpx.Response(self.status, headers={"Location": "https://example.com/"})


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    """The wire below every httpx client that is made during a test."""
    wire = Wire()

    def answer_async(self: object, request: httpx.Request) -> Any:
        return wire.transport.handle_async_request(request)

    def answer(self: object, request: httpx.Request) -> httpx.Response:
        return wire.transport.handle_request(request)

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", answer)
    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", answer_async)
    return wire


def request_of(package: ModuleType) -> httpx.Request:
    """Some request of a package."""
    if package is kickwire_api:
        built: httpx.Request = ENDPOINTS["sendChatMessage"].build(
            BASE_URLS["kickwire_api"],
            body=kickwire_api.models.ChatMessageRequest(
                content="hi", type_=kickwire_api.models.ChatMessageType.BOT
            ),
        )
    else:
        built = ENDPOINTS["introspectToken"].build(BASE_URLS["kickwire_id"])
    return built


def sent_both_ways(client: Any, package: ModuleType) -> None:
    """Send a request with `send` and another with `send_async`; close the client."""

    async def send() -> None:
        """The second request."""
        async with client:
            await client.send_async(request_of(package))

    client.send(request_of(package))
    asyncio.run(send())


@pytest.mark.parametrize("package", PACKAGES)
def test_client_sends_the_token_in_the_authorization_header_only(package: Any, wire: Wire) -> None:
    """The token is in one header of the request and in no text that the client shows."""
    client = package.Client(token=TOKEN)
    sent_both_ways(client, package)
    for request in wire.requests:
        assert request.headers.pop("Authorization") == f"Bearer {TOKEN}"
        assert TOKEN not in f"{request.url} {request.headers.raw} {request.read()!r}"
    assert len(wire.requests) == 2
    assert TOKEN not in f"{client!r} {client}"


@pytest.mark.parametrize("package", PACKAGES)
def test_client_without_a_token_sends_none(package: Any, wire: Wire) -> None:
    """No token means no Authorization header."""
    sent_both_ways(package.Client(), package)
    assert not any("Authorization" in request.headers for request in wire.requests)


@pytest.mark.parametrize("package", PACKAGES)
def test_client_adds_the_headers_of_a_polite_request(package: Any, wire: Wire) -> None:
    """A request that was only built still leaves with User-Agent, Accept and Accept-Encoding."""
    sent_both_ways(package.Client(), package)
    for request in wire.requests:
        assert {"user-agent", "accept", "accept-encoding"} <= set(request.headers)


@pytest.mark.parametrize("package", PACKAGES)
def test_client_has_a_timeout(package: Any, wire: Wire) -> None:
    """Nobody waits for ever: ten seconds, unless told otherwise."""
    sent_both_ways(package.Client(), package)
    sent_both_ways(package.Client(timeout=0.5), package)
    timeouts = [set(request.extensions["timeout"].values()) for request in wire.requests]
    assert timeouts == [{10.0}, {10.0}, {0.5}, {0.5}]


@pytest.mark.parametrize("package", PACKAGES)
def test_client_follows_no_redirect(package: Any) -> None:
    """A redirect is an answer: following it would carry the token elsewhere."""
    wire = Wire(302)
    client = package.Client(token=TOKEN, transport=wire.transport, async_transport=wire.transport)
    assert client.send(request_of(package)).status_code == 302
    assert asyncio.run(client.send_async(request_of(package))).status_code == 302
    assert len(wire.requests) == 2


@pytest.mark.parametrize("package", PACKAGES)
def test_client_knows_its_host(package: Any) -> None:
    """Without a base URL the client speaks to Kick; the repr shows which host it is."""
    assert package.Client().base_url == BASE_URLS[package.__name__]
    assert BASE_URLS[package.__name__] in repr(package.Client())
    assert package.Client("http://127.0.0.1:1").base_url == "http://127.0.0.1:1"


def slowly(make: Callable[..., Any], made: list[Any]) -> Callable[..., Any]:
    """A constructor that takes its time, so that a race would show."""

    def construct(**arguments: Any) -> Any:
        time.sleep(0.01)
        made.append(make(**arguments))
        return made[-1]

    return construct


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.usefixtures("wire")
def test_threads_share_one_httpx_client(package: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many threads send first, one httpx client is made."""
    made: list[httpx.Client] = []
    monkeypatch.setattr(httpx, "Client", slowly(httpx.Client, made))
    client, barrier = package.Client(), threading.Barrier(8)

    def send() -> None:
        barrier.wait()
        client.send(request_of(package))

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    client.close()
    assert [one.is_closed for one in made] == [True]


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.usefixtures("wire")
def test_tasks_share_one_httpx_client(package: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many tasks send first, one asynchronous httpx client is made."""
    made: list[httpx.AsyncClient] = []
    monkeypatch.setattr(httpx, "AsyncClient", slowly(httpx.AsyncClient, made))

    async def send_all() -> None:
        """Eight requests at once."""
        async with package.Client() as client:
            await asyncio.gather(*(client.send_async(request_of(package)) for _ in range(8)))

    asyncio.run(send_all())
    assert [one.is_closed for one in made] == [True]


@pytest.mark.parametrize("package", PACKAGES)
def test_client_sends_to_its_own_origin_only(package: Any, wire: Wire) -> None:
    """A request built for another place is refused before the token is added."""
    client = package.Client("https://mock.example", token=TOKEN)
    request = request_of(package)
    with pytest.raises(ValueError, match=r"https://mock\.example only"):
        client.send(request)
    with pytest.raises(ValueError, match=r"https://mock\.example only"):
        asyncio.run(client.send_async(request))
    assert wire.requests == []
    assert "Authorization" not in request.headers


@pytest.mark.parametrize("token", ["line\r\nX: y", "schlüssel", "", "a b", "tab\t"])
@pytest.mark.parametrize("package", PACKAGES)
def test_client_refuses_a_token_that_cannot_be_sent_unseen(package: Any, token: str) -> None:
    """A token that no header can hold is refused at once; neither text nor locals show it."""
    with pytest.raises(ValueError, match="token: only printable ASCII") as caught:
        package.Client(token=token)
    frames = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    ours = [frame for frame in frames.stack if frame.filename.endswith("client.py")]
    assert ours
    assert all(repr(token) not in (frame.locals or {}).values() for frame in ours)


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"base_url": "http://api.kick.com"}, "plain http"),
        ({"base_url": "https://user:pw@api.kick.com"}, "user name or password"),
        ({"base_url": "api.kick.com"}, "https://host is expected"),
        ({"base_url": "https://xn--"}, "not a URL"),
        ({"token": "worthless", "auth": httpx.BasicAuth("a", "b")}, "give one of them"),
    ],
)
@pytest.mark.parametrize("package", PACKAGES)
def test_client_refuses_settings_that_would_leak(
    package: Any, settings: dict[str, Any], complaint: str
) -> None:
    """A token goes over TLS or loopback, to one origin, in one way."""
    with pytest.raises(ValueError, match=complaint):
        package.Client(**settings)


@pytest.mark.parametrize("package", PACKAGES)
def test_closed_client_sends_nothing(package: Any, wire: Wire) -> None:
    """Use after the end is told, instead of quietly opening connections again."""
    with package.Client(transport=wire.transport) as client:
        client.send(request_of(package))
    with pytest.raises(RuntimeError, match="closed"):
        client.send(request_of(package))
    assert len(wire.requests) == 1


@pytest.mark.parametrize("error", [httpx.ConnectError, httpx.ReadTimeout])
def test_failure_of_a_revocation_shows_no_secret(error: type[httpx.TransportError]) -> None:
    """Not even the locals of a traceback hold the token that was to be revoked."""

    def fail(request: httpx.Request) -> httpx.Response:
        raise error("no answer")

    mock = httpx.MockTransport(fail)
    client = kickwire_id.Client(transport=mock, async_transport=mock)
    secret = "TOKEN" + "TO" + "REVOKE"
    endpoint = ENDPOINTS["revokeToken"]
    with pytest.raises(error) as caught:
        endpoint.sync(client=client, token="TOKEN" + "TO" + "REVOKE")
    with pytest.raises(error) as awaited:
        asyncio.run(endpoint.asyncio(client=client, token="TOKEN" + "TO" + "REVOKE"))
    for failure in (caught.value, awaited.value):
        told = traceback.TracebackException.from_exception(failure, capture_locals=True)
        here = [frame for frame in told.stack if not frame.filename.endswith("surface.py")]
        assert secret not in "".join(str(frame.locals) for frame in here)


@pytest.mark.parametrize("package", PACKAGES)
def test_client_takes_an_httpx_auth_instead_of_a_token(package: Any) -> None:
    """Whatever httpx can authenticate with signs the requests of the client."""
    wire = Wire()
    auth = httpx.BasicAuth("user", "worthless")
    client = package.Client(auth=auth, transport=wire.transport, async_transport=wire.transport)
    client.send(request_of(package))
    asyncio.run(client.send_async(request_of(package)))
    signed = {request.headers["Authorization"].split()[0] for request in wire.requests}
    assert signed == {"Basic"}


def test_identity_client_merges_secrets_below_the_log(
    wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    """The client of id.kick.com sends the token to revoke without writing it down."""
    caplog.set_level("DEBUG")
    with kickwire_id.Client() as client:
        assert ENDPOINTS["revokeToken"].sync(client=client, token=TOKEN) is not None
    assert [str(request.url) for request in wire.requests] == [
        f"https://id.kick.com/oauth/revoke?token={TOKEN}"
    ]
    assert "oauth/revoke" in caplog.text
    assert TOKEN not in caplog.text


def test_given_transport_does_not_lose_the_secret() -> None:
    """Kick answers every revocation with 200, so none may leave without its token unnoticed."""
    wire = Wire(200)
    client = kickwire_id.Client(transport=wire.transport, async_transport=wire.transport)
    ENDPOINTS["revokeToken"].sync(client=client, token=TOKEN)
    asyncio.run(ENDPOINTS["revokeToken"].asyncio(client=client, token=TOKEN))
    arrived = [str(request.url) for request in wire.requests]
    assert arrived == [f"https://id.kick.com/oauth/revoke?token={TOKEN}"] * 2


@pytest.mark.parametrize(
    ("environment", "url", "proxy"),
    [
        ({}, "https://id.kick.com", None),
        ({"HTTPS_PROXY": "http://proxy:3128"}, "https://id.kick.com", "http://proxy:3128"),
        ({"https_proxy": "proxy:3128"}, "https://id.kick.com", "http://proxy:3128"),
        ({"ALL_PROXY": "http://proxy:1"}, "https://id.kick.com", "http://proxy:1"),
        ({"HTTP_PROXY": "http://proxy:1"}, "https://id.kick.com", None),
        ({"ALL_PROXY": "http://proxy:1", "NO_PROXY": "kick.com"}, "https://id.kick.com", None),
    ],
)
def test_identity_client_heeds_the_proxies_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], url: str, proxy: str | None
) -> None:
    """The client whose transport is made here finds proxies as httpx would have."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert environment_proxy(url) == proxy


def test_raw_shows_neither_headers_nor_body() -> None:
    """The repr of a raw answer has its status and value; headers and body may hold secrets."""
    raw = Raw(200, httpx.Headers({"Set-Cookie": TOKEN}), TOKEN.encode(), "the value")
    assert TOKEN not in repr(raw)
    assert "the value" in repr(raw)
