"""A facade call over a real socket, beside the same request by httpx and `json.loads`.

The server is a process of its own with one recorded answer, so both sides wait for the same. The
tokens are at hand; both sides send the same headers through pools of the same size.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import Awaitable, Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

import httpx
from kickwire import AsyncKick, Kick, MemoryStore, __version__
from kickwire.stores import Key

from scripts.bench.calls import WORTHLESS, channels
from scripts.bench.children import Child
from scripts.bench.measuring import Case, Sample, awaited, repeated
from scripts.bench.promises import times
from scripts.bench.tokens import ACCOUNT, APP, CLIENT_ID, pair

PROMISE = times(1.15)

AT_ONCE = 32
_PATH, _SLUG = "/public/v1/channels", "john-doe"
_QUERY = {"slug": _SLUG}
_HEADERS = {
    "User-Agent": f"kickwire/{__version__}",
    "Accept": "application/json",
    "Accept-Encoding": "gzip, deflate",
    "Authorization": f"Bearer {WORTHLESS}",
}
_LIMITS = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
_CALLS, _ROUNDS, _BATCHES = 5, 301, 41
"""Many short rounds: what else the machine does then strikes both sides alike."""


@contextmanager
def cases() -> Generator[Iterator[Case]]:
    """The subject."""
    with ExitStack() as stack:
        server = Child(stack, "recorded")
        server.tell(channels(1))
        origin = f"http://127.0.0.1:{server.told()}"
        runner = stack.enter_context(asyncio.Runner())
        yield itertools.chain(_sync(stack, origin), _async(stack, runner, origin))


def _sync(stack: ExitStack, origin: str) -> Iterator[Case]:
    kick = stack.enter_context(Kick(APP, _store(), id_url=origin, api_url=origin))
    http = stack.enter_context(httpx.Client(headers=_HEADERS, limits=_LIMITS))
    url = origin + _PATH
    by_httpx = repeated(lambda: json.loads(http.get(url, params=_QUERY).content), _CALLS)
    for who, api in (("the app", kick), ("a user", kick.as_user(ACCOUNT))):
        ours = repeated(partial(api.channels.get, slug=[_SLUG]), _CALLS)
        yield _case(f"channels.get as {who}", ours, "httpx, json.loads", by_httpx)


def _async(stack: ExitStack, runner: asyncio.Runner, origin: str) -> Iterator[Case]:
    kick = AsyncKick(APP, _store(), id_url=origin, api_url=origin)
    stack.callback(lambda: runner.run(kick.aclose()))
    http = httpx.AsyncClient(headers=_HEADERS, limits=_LIMITS)
    stack.callback(lambda: runner.run(http.aclose()))
    url = origin + _PATH

    async def by_httpx() -> object:
        return json.loads((await http.get(url, params=_QUERY)).content)

    calls = {
        who: partial(api.channels.get, slug=[_SLUG])
        for who, api in (("the app", kick), ("a user", kick.as_user(ACCOUNT)))
    }
    for who, call in calls.items():
        ours, theirs = _one_by_one(runner, call), _one_by_one(runner, by_httpx)
        yield _case(f"channels.get as {who}, awaited", ours, "httpx, json.loads, awaited", theirs)
    # This comes last: it leaves so many connections in the pools, which makes httpx slower.
    yield Case(
        f"the same as a user, {AT_ONCE} at once",
        _at_once(runner, calls["a user"]),
        f"httpx, json.loads, {AT_ONCE} at once",
        _at_once(runner, by_httpx),
        _BATCHES,
        promises=(PROMISE,),
    )


def _case(name: str, ours: Sample, against: str, theirs: Sample) -> Case:
    return Case(name, ours, against, theirs, _ROUNDS, promises=(PROMISE,))


def _one_by_one(runner: asyncio.Runner, call: Callable[[], Awaitable[object]]) -> Sample:
    return awaited(runner, call, _CALLS, time.perf_counter)


def _at_once(runner: asyncio.Runner, call: Callable[[], Awaitable[object]]) -> Sample:
    async def together() -> None:
        """All of them on their way at the same time."""
        await asyncio.gather(*[call() for _ in range(AT_ONCE)])

    batch = awaited(runner, together, 1, time.perf_counter)
    return lambda: batch() / AT_ONCE


def _store() -> MemoryStore:
    """Good tokens for the app and the user."""
    store, text = MemoryStore(), pair(time.time()).to_text()
    store.put(Key(CLIENT_ID, "app"), text)
    store.put(Key(CLIENT_ID, "user", ACCOUNT), text)
    return store
