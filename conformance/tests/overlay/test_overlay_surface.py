"""What `import kickwire` gives, and what it costs."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Callable
from types import ModuleType

import kickwire
import pytest
from kickwire import errors
from kickwire.bearer import AsyncBearerCaller, BearerCaller

HEAVY = ("attr", "cryptography", "filelock", "kickwire_mock", "kickwire_api.models", "starlette")


@pytest.mark.parametrize("module", [kickwire, errors])
def test_all_is_complete_and_sorted(module: ModuleType) -> None:
    """`__all__` names every public thing of the module, in order."""
    names: list[str] = module.__all__
    tools = {"annotations", "Any", "ClassVar", "TYPE_CHECKING", "import_module"}
    public = {
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and name not in tools and not isinstance(value, ModuleType)
    }

    assert names == sorted(names)
    assert public <= set(names)


def test_every_public_name_can_be_imported() -> None:
    """What `__all__` promises is there on first use."""
    assert [name for name in kickwire.__all__ if getattr(kickwire, name, None) is None] == []


def test_import_is_light() -> None:
    """Importing kickwire loads neither attrs, cryptography, models nor the mock."""
    program = f"import sys, kickwire; print([m for m in {HEAVY!r} if m in sys.modules])"

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def methods(kind: type) -> list[tuple[str, Callable[..., object]]]:
    """What users call, and what Python calls for them."""
    named = [(name, getattr(kind, name)) for name in vars(kind)]
    dunder = ("__init__", "__enter__", "__exit__", "__aenter__", "__aexit__")
    return [(n, m) for n, m in named if callable(m) and (not n.startswith("_") or n in dunder)]


@pytest.mark.parametrize(
    ("one", "other"),
    [(BearerCaller, AsyncBearerCaller), (kickwire.Kick, kickwire.AsyncKick)],
    ids=["callers", "clients"],
)
def test_sync_and_async_offer_the_same(one: type, other: type) -> None:
    """Both faces have the same methods, apart from the words of asynchronous Python."""
    renamed = {"aclose": "close", "__aenter__": "__enter__", "__aexit__": "__exit__"}
    asynchronous = {renamed.get(n, n): m for n, m in methods(other)}
    synchronous = dict(methods(one))

    assert asynchronous.keys() == synchronous.keys()
    for name, method in synchronous.items():
        parameters = list(inspect.signature(method).parameters)
        assert parameters == list(inspect.signature(asynchronous[name]).parameters), name


def test_every_error_has_a_code_of_its_own() -> None:
    """Programs can tell errors apart by a stable code."""
    kinds = [getattr(errors, name) for name in errors.__all__]

    assert len({kind.code for kind in kinds}) == len(kinds)
