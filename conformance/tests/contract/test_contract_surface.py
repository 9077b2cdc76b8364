"""What users of the generated packages see: names, signatures, docstrings, imports."""

from __future__ import annotations

import ast
import copy
import inspect
import json
import pickle
import pkgutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
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
from kickwire_api.types import Found, Raw

from conformance.tests.contract.contract_callers import Face, SyncFace, find
from conformance.tests.contract.contract_documents import API, ENDPOINTS
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
    found = ["Found"] if package is kickwire_api else []
    names = ["UNSET", "Client", *found, "Raw", "Unset", "api", "errors", "models"]
    assert package.__all__ == names
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


def test_raw_shows_neither_headers_nor_body() -> None:
    """The repr of a raw answer has its status and value; headers and body may hold secrets."""
    raw = Raw(200, httpx.Headers({"Set-Cookie": TOKEN}), TOKEN.encode(), "the value")
    assert TOKEN not in repr(raw)
    assert "the value" in repr(raw)


def test_what_was_found_is_a_list_that_knows_what_is_missing() -> None:
    """Users treat it as the list of items; copies and pickles keep what is missing."""
    found = Found(["a", "b"], missing=[3, "x"])
    assert found == ["a", "b"]
    assert found.missing == (3, "x")
    assert repr(found) == "Found(['a', 'b'], missing=(3, 'x'))"
    for again in (copy.copy(found), copy.deepcopy(found), pickle.loads(pickle.dumps(found))):
        assert (again, again.missing, type(again)) == (found, (3, "x"), Found)


def test_the_synchronous_facade_imports_only_what_it_needs() -> None:
    """Importing it costs no more than httpx, the module itself and the word for deprecation."""
    code = (
        "import sys, httpx; before = set(sys.modules); "
        "import kickwire_api.facade.sync; print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded - {"typing_extensions"} == {"kickwire_api"}


def test_deprecated_calls_say_so_at_the_callers_line() -> None:
    """The warning points at whoever calls, and tools read the message from the function."""
    search: Any = find(SyncFace().api, "categories.search")
    message = search.__deprecated__
    with pytest.warns(DeprecationWarning, match=r"categories\.search") as caught:
        search(q="x")
    assert caught[0].filename == __file__
    assert str(caught[0].message) == message
