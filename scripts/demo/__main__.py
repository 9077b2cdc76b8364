"""``python -m scripts.demo``: exit 0 if every step went as told, 1 if one did not."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, cast

import attrs
from kickwire import AsyncBearerCaller, BearerCaller
from kickwire_api.facade import AsyncPublicApi, PublicApi
from kickwire_id import Client
from rich.console import Console
from rich.table import Table

from conformance.suite import __main__ as suite
from conformance.suite import session, summary
from conformance.suite.control import Control
from conformance.suite.schemathesis_run import SuiteError
from conformance.suite.target import Target, TargetError, started_mock
from conformance.suite.ways import Way
from scripts.demo import calls, hearing, identity, story
from scripts.demo.told import NotAsToldError
from scripts.demo.told import expect as _expect
from scripts.documents import API_DOCUMENT, ID_DOCUMENT, ROOT, load, operations
from scripts.generate.__main__ import main as generate

WIDTH = 36
console = Console(highlight=False, width=None if sys.stdout.isatty() else 120)


def main() -> int:
    """Tell the story."""
    try:
        with chapter("1. What is committed is what the documents give"):
            _expect(generate(["--check"]) == 0, "the generated code differs from the documents")
        with chapter("2. The client is generated anew, under another hash seed: the same bytes"):
            _expect(_generated_elsewhere(), "generation failed")
            _expect(generate(["--check"]) == 0, "two generations differ")
        with started_mock() as target:
            with chapter("3. On the mock of Kick a user logs in, acts, is raced for, logs out"):
                console.print(f"   id at {target.id_url}, api at {target.api_url}")
                story.tell(target, lambda line: console.print(f"   - {line}"))
            with chapter("4. The app hears of what happens, and can prove who told it"):
                hearing.hear(target, lambda line: console.print(f"   - {line}"))
            with chapter("5. Every operation is called, synchronously and asynchronously"):
                call_everything(target)
                follow_pages(target)
        with chapter("6. The conformance suite, under the strict profile"):
            _expect(run_suite(), "a case of the suite did not hold")
    except (NotAsToldError, TargetError, SuiteError) as error:
        console.print(f"[bold red]Not as told:[/] {error}")
        return 1
    console.print("[bold green]Everything went as told.[/]")
    return 0


@contextmanager
def chapter(title: str) -> Generator[None]:
    """A heading before, the time it took behind."""
    console.print(f"\n[bold]{title}[/]")
    began = time.perf_counter()
    yield
    console.print(f"   [dim]{time.perf_counter() - began:.1f} s[/]")


def _generated_elsewhere() -> bool:
    """Generate in a process of its own, whose sets and dictionaries hash in another order."""
    environment = {**os.environ, "PYTHONHASHSEED": "4711"}
    command = [sys.executable, "-m", "scripts.generate"]
    return subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode == 0


def call_everything(target: Target) -> None:
    """Call each operation through both faces, compare the two answers, show their types."""
    api = {place.node["x-kick-name"]: place for place in operations(load(API_DOCUMENT))}
    known_id = {place.id: place for place in operations(load(ID_DOCUMENT))}
    _expect(calls.CALLS.keys() == api.keys(), "the calls are not the operations of the document")
    of_id = identity.Calls(target).sync()
    _expect(of_id.keys() == known_id.keys(), "the id calls are not those of the document")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the four retired ones are called too
        _begin_again(target)
        answers = {**_id_calls(target), **_api_calls(target)}
        _begin_again(target)
        awaited = asyncio.run(_awaited(target))
    table = Table(
        "operation", "method and path (api: below /public)", "typed answer", "async", box=None
    )
    for name, answer in answers.items():
        place = known_id.get(name) or api[name]
        path = f"{place.method.upper()} {place.path.removeprefix('/public')}"
        same = _same(name, answer, awaited[name])
        table.add_row(name, path, describe(answer), "same" if same else "OTHER")
    console.print(table)
    different = [name for name in answers if not _same(name, answers[name], awaited[name])]
    _expect(not different, f"sync and async answers differ: {', '.join(different)}")


def _same(name: str, answer: object, awaited: object) -> bool:
    return answer == awaited or (name in identity.FRESH and type(answer) is type(awaited))


def follow_pages(target: Target) -> None:
    """Walk through the pages of every operation that has them, to their end."""
    with (
        BearerCaller(target.token, api_url=target.api_url) as caller,
        BearerCaller(_app_token(target), api_url=target.api_url) as as_app,
    ):
        for name, walk in calls.WALKS.items():
            kick = PublicApi(as_app if name in calls.AS_APP else caller)
            pages = sum(1 for _ in walk(kick))
            _expect(pages > 0, f"{name} gave nothing")
            console.print(f"   {name} followed its cursor to page {pages}, the last")


def _id_calls(target: Target) -> dict[str, Any]:
    with Client(target.id_url, token=target.token) as client:
        return {name: call(client) for name, call in identity.Calls(target).sync().items()}


def _api_calls(target: Target) -> dict[str, Any]:
    with (
        BearerCaller(target.token, api_url=target.api_url) as caller,
        BearerCaller(_app_token(target), api_url=target.api_url) as as_app,
    ):
        answers: dict[str, Any] = {}
        for name, call in calls.CALLS.items():
            _prepare(target, name)
            answers[name] = call(PublicApi(as_app if name in calls.AS_APP else caller))
        return answers


def _app_token(target: Target) -> str:
    with Client(target.id_url) as client:
        return str(identity.Calls(target).sync()["exchangeToken"](client).access_token)


def _begin_again(target: Target) -> None:
    """Undo all that was done to the mock, so that both faces meet the same world."""
    with Control(target.control_url or "") as control:
        control.reset()


def _prepare(target: Target, name: str) -> None:
    """Put the user's channel into the state that a call needs."""
    with Control(target.control_url or "") as control:
        control.set_channel(target.users[0], live=name not in calls.OFFLINE)


async def _awaited(target: Target) -> dict[str, Any]:
    async with (
        Client(target.id_url, token=target.token) as client,
        AsyncBearerCaller(target.token, api_url=target.api_url) as caller,
        AsyncBearerCaller(_app_token(target), api_url=target.api_url) as as_app,
    ):
        of_id = identity.Calls(target).asyncio()
        answers: dict[str, Any] = {name: await call(client) for name, call in of_id.items()}
        for name, call in calls.CALLS.items():
            _prepare(target, name)
            kick = AsyncPublicApi(as_app if name in calls.AS_APP else caller)
            answers[name] = await call(kick)
        return answers


def describe(answer: object) -> str:
    """The type of an answer and the first field of a model, in one short line."""
    if isinstance(answer, list):
        items = cast("list[object]", answer)
        return f"{len(items)} x {describe(items[0])}" if items else "empty list"
    if answer is None:
        return "None (no content)"
    if isinstance(answer, str):
        return f"str, {len(answer)} characters"
    fields = attrs.fields(cast("type[attrs.AttrsInstance]", type(answer)))
    first = next((f"{f.name}={getattr(answer, f.name)!r}" for f in fields if f.init and f.repr), "")
    name = type(answer).__name__
    return f"{name}({first})" if len(name) + len(first) < WIDTH else f"{name}(...)"


def run_suite() -> bool:
    """Every case of the suite under the strict profile, on mocks of its own."""
    began = time.perf_counter()
    results = session.run(suite.every_case(), [Way("strict")])
    for line in summary.told(results, time.perf_counter() - began, colours=False):
        console.print(f"   {line}")
    return summary.passed(results)


if __name__ == "__main__":
    sys.exit(main())
