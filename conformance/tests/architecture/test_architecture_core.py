"""The core decides and does nothing else: its syntax trees hold no clock, socket, lock or chance.

The import contracts see modules of ours; `httpx.Client` or `open()` only a walk through the syntax
sees.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.documents import ROOT

CORE = ROOT / "overlay" / "kickwire" / "_core"

IMPURE = {
    "asyncio",
    "concurrent",
    "datetime",
    "os",
    "random",
    "secrets",
    "socket",
    "sqlite3",
    "subprocess",
    "threading",
    "time",
    "uuid",
}
"""Standard modules that read a clock, roll dice, wait, or reach outside."""

VALUES_OF_HTTPX = {"Request", "Response"}

CALLS = {"__import__", "eval", "exec", "input", "open", "print"}
"""Builtins that do something outside, or hide what is done."""


def breaches(source: str) -> list[str]:
    """What the core may not do, each with its line."""
    tree = ast.parse(source)
    of_httpx = _names_of_httpx(tree)
    return [f"{line}: {what}" for line, what in _found(tree, of_httpx)]


def _found(tree: ast.Module, of_httpx: set[str]) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, name.name) for name in names if _impure(name.name))
            case ast.ImportFrom(module=str(module), names=names, level=0) if _impure(module):
                yield node.lineno, module
            case ast.ImportFrom(module="httpx", names=names, level=0):
                wrong = {name.name for name in names} - VALUES_OF_HTTPX
                yield from ((node.lineno, f"httpx.{name}") for name in sorted(wrong))
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in of_httpx:
                if attribute not in VALUES_OF_HTTPX:
                    yield node.lineno, f"httpx.{attribute}"
            case ast.Call(func=ast.Name(id=name)) if name in CALLS:
                yield node.lineno, f"{name}()"
            case ast.Await() | ast.AsyncFunctionDef() | ast.AsyncFor() | ast.AsyncWith():
                yield node.lineno, "async"
            case ast.comprehension(is_async=1):
                yield node.target.lineno, "async"
            case _:
                pass


def _impure(module: str) -> bool:
    """Whether a module is forbidden, or a hidden part of one is (``httpx._client``)."""
    top, _, rest = module.partition(".")
    return top in IMPURE or (top == "httpx" and rest != "")


def _names_of_httpx(tree: ast.Module) -> set[str]:
    """The names that httpx goes by in a module."""
    return {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for name in node.names
        if name.name == "httpx"
    }


def modules() -> list[Path]:
    """The modules of the core."""
    return sorted(CORE.rglob("*.py"))


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.stem)
def test_the_core_does_nothing_by_itself(path: Path) -> None:
    """No module of the core reads a clock, waits, sends, opens or rolls dice."""
    assert breaches(path.read_text("utf-8")) == []


def test_the_core_is_there() -> None:
    """The walk above has looked at something: the package and its flows."""
    assert {"__init__", "flows"} <= {path.stem for path in modules()}


@pytest.mark.parametrize(
    ("snippet", "what"),
    [
        *((f"import {module}", module) for module in sorted(IMPURE)),
        *((f"def f():\n    from {module} import x", module) for module in sorted(IMPURE)),
        ("import concurrent.futures as pool", "concurrent.futures"),
        ("from httpx import Client", "httpx.Client"),
        ("from httpx import *", "httpx.*"),
        ("from httpx import Request, post", "httpx.post"),
        ("from httpx._client import Client", "httpx._client"),
        ("import httpx._client", "httpx._client"),
        ("import httpx\nhttpx.Client()", "httpx.Client"),
        ("import httpx as http\nhttp.get('https://example.com')", "httpx.get"),
        ("import httpx\nget = httpx.get", "httpx.get"),
        *((f"{call}('x')", f"{call}()") for call in sorted(CALLS)),
        ("async def f(): pass", "async"),
        ("async def f():\n    await g()", "async"),
        ("def f():\n    return [x async for x in y]", "async"),
    ],
)
def test_a_planted_breach_is_found(snippet: str, what: str) -> None:
    """The same walk finds each of the things that it forbids, wherever they stand."""
    assert what in {breach.partition(": ")[2] for breach in breaches(snippet)}


@pytest.mark.parametrize(
    "snippet",
    [
        "import httpx\ndef f(r: httpx.Response) -> httpx.Request: ...",
        "from httpx import Request, Response",
        "from ..config import App, token_problem",
        "import json\nimport math",
        "def f(now: float) -> float:\n    return now + 60",
    ],
)
def test_what_the_core_lives_of_is_allowed(snippet: str) -> None:
    """Requests and answers as values, our own rooms and pure modules are no breach."""
    assert breaches(snippet) == []
