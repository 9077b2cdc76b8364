"""The client for asyncio keeps the same promises."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from kickwire import AsyncKick, Login, errors

from conformance.suite import checks
from conformance.suite.cases import MUST, QUIRK, Failed
from conformance.suite.clients import Scene, client_case

T = TypeVar("T")


def _with(scene: Scene, body: Callable[[AsyncKick], Awaitable[T]]) -> T:
    """Run something with a client of its own loop."""

    async def run() -> T:
        """Open, run, close."""
        async with scene.async_kick() as kick:
            return await body(kick)

    return asyncio.run(run())


async def _name(kick: AsyncKick) -> str:
    return (await kick.as_user("alice").users.get())[0].name


@client_case("client/asynchronous/login", MUST, evidence=("README.md",))
def an_async_login(scene: Scene) -> None:
    """A login, a call and a log-out work with asyncio as they do without."""

    async def body(kick: AsyncKick) -> str:
        """From the login to the log-out."""
        request = await kick.login(["user:read"], account="alice")
        callback = scene.agreed(request.url)
        login = await kick.complete_login(callback, binding=request.binding)
        checks.holds("it is a login", isinstance(login, Login))
        name = await _name(kick)
        checks.same("there was a login", await kick.log_out("alice"), True)
        return name

    checks.same("name", _with(scene, body), "alice")


@client_case(
    "client/asynchronous/one_refresh", QUIRK, evidence=("quirk refresh_concurrency_loser",)
)
def one_refresh_for_all_tasks(scene: Scene) -> None:
    """Eight tasks that meet a due pair cause one refresh, and each gets its answer."""
    scene.log_in(scene.kick())
    scene.run_out()

    async def body(kick: AsyncKick) -> list[str]:
        """All at once."""
        return list(await asyncio.gather(*(_name(kick) for _ in range(8))))

    checks.same("names", _with(scene, body), ["alice"] * 8)
    checks.same("refreshes", scene.wire.refreshes(), 1)


@client_case("client/asynchronous/cancelled", MUST, evidence=("docs/tokens.md The rules",))
def a_cancelled_caller(scene: Scene) -> None:
    """A caller who is cancelled cuts no refresh in half: its pair is stored all the same."""
    scene.log_in(scene.kick())
    scene.run_out()
    asked = asyncio.Event()

    async def body(kick: AsyncKick) -> None:
        """Cancel once the refresh is on its way."""
        loop = asyncio.get_running_loop()

        def seen(operation: str) -> None:
            """Tell the loop that the refresh is about to leave."""
            if operation == "exchangeToken":
                loop.call_soon_threadsafe(asked.set)

        scene.wire.before = seen
        task = asyncio.ensure_future(_name(kick))
        await asked.wait()
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            return
        raise Failed("expected a cancelled task, got an answer")

    _with(scene, body)
    checks.same("name afterwards", scene.kick().as_user("alice").users.get()[0].name, "alice")
    checks.same("refreshes", scene.wire.refreshes(), 1)


@client_case("client/asynchronous/errors", MUST, evidence=("docs/calls.md",))
def async_errors(scene: Scene) -> None:
    """An error of a call with asyncio is the same as without."""

    async def body(kick: AsyncKick) -> None:
        """A call of a user who never logged in."""
        try:
            await _name(kick)
        except errors.LoginRequired:
            return
        raise Failed("expected LoginRequired, got an answer")

    _with(scene, body)


@client_case("client/asynchronous/pages", MUST, evidence=("docs/calls.md",))
def async_pages(scene: Scene) -> None:
    """A walk through pages with asyncio gives each item once, in order."""
    most = int(scene.stage.setting("paging_and_limits_drift"))

    async def body(kick: AsyncKick) -> tuple[list[int], list[int]]:
        """The whole list, and the walk."""
        whole = [each.id async for each in kick.categories.iter(limit=most)]
        return whole, [each.id async for each in kick.categories.iter(limit=11)]

    whole, found = _with(scene, body)
    checks.same("items", found, whole)
