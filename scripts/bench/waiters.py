"""What the slowest of many callers waits, when all of them need the same refresh."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Generator, Iterator
from concurrent.futures import Future
from contextlib import contextmanager

from kickwire import AsyncKick, MemoryStore
from kickwire.stores import Store

from scripts.bench.children import Child
from scripts.bench.measuring import Case, Sample, repeated
from scripts.bench.network import TWO_HOURS, Bench, Plain, mock

SERVER = 0.05
"""Seconds that the server takes for a refresh."""

CALLERS = 1000
PROCESSES, CALLERS_EACH = 8, 100
BARE = "bare"
"""Told to a child: the callers shall wait for a bare future."""

_ROUNDS = 7


@contextmanager
def cases() -> Generator[Iterator[Case]]:
    """The subject."""
    with mock() as bench:
        bench.control.arm(
            operation="exchangeToken", grant_type="refresh_token", delay=SERVER, count=None
        )
        sqlite = bench.sqlite()
        yield iter(
            [
                _alone(bench, sqlite),
                _threads(bench, "MemoryStore", MemoryStore()),
                _threads(bench, "SQLiteStore", sqlite),
                _tasks(bench, "MemoryStore", MemoryStore()),
                _tasks(bench, "SQLiteStore", sqlite),
                _processes(bench, sqlite),
            ]
        )


class Race:
    """Threads that stand ready to call.

    Args:
        number: of the threads.
        call: what each of them does once.
    """

    def __init__(self, number: int, call: Callable[[], object]) -> None:
        self._call = call
        self._number = number
        self._gate = threading.Barrier(number + 1)
        self._took: list[float] = []
        self._threads = [threading.Thread(target=self._run) for _ in range(number)]
        for thread in self._threads:
            thread.start()

    def slowest(self) -> float:
        """Let them call, and wait for all. Seconds that the slowest took."""
        self._gate.wait()
        for thread in self._threads:
            thread.join()
        if len(self._took) < self._number:
            raise RuntimeError(f"{self._number - len(self._took)} of {self._number} callers failed")
        return max(self._took)

    def _run(self) -> None:
        self._gate.wait()
        began = time.perf_counter()
        self._call()
        self._took.append(time.perf_counter() - began)


class Least:
    """The least that many callers need: the first has a future set, and all wait for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._future: Future[None] = Future()
        self._asked = False

    def wait(self) -> None:
        """Wait in a thread."""
        with self._lock:
            if not self._asked:
                self._asked = True
                threading.Timer(SERVER, self._future.set_result, [None]).start()
        self._future.result()


class LeastAwaited:
    """The same in an event loop."""

    def __init__(self) -> None:
        self._future: asyncio.Future[None] | None = None

    async def wait(self) -> None:
        """Wait in a task."""
        if self._future is None:
            loop = asyncio.get_running_loop()
            self._future = loop.create_future()
            loop.call_later(SERVER, self._future.set_result, None)
        await self._future


def _threads(bench: Bench, name: str, store: Store) -> Case:
    kick = bench.kick(store)
    return Case(
        f"slowest of {CALLERS:,} threads, {name}",
        _once(bench, lambda: Race(CALLERS, lambda: kick.tokens(bench.user)).slowest()),
        "a bare future",
        lambda: Race(CALLERS, Least().wait).slowest(),
        _ROUNDS,
    )


def _tasks(bench: Bench, name: str, store: Store) -> Case:
    bench.kick(store)  # logs the user in
    runner = bench.stack.enter_context(asyncio.Runner())
    kick = AsyncKick(bench.app, store, **bench.hosts(), clock=bench.clock)
    bench.stack.callback(lambda: runner.run(kick.aclose()))
    return Case(
        f"slowest of {CALLERS:,} tasks, {name}",
        _once(bench, lambda: runner.run(_slowest_task(lambda: kick.tokens(bench.user)))),
        "a bare future",
        lambda: runner.run(_slowest_task(LeastAwaited().wait)),
        _ROUNDS,
    )


async def _slowest_task(call: Callable[[], Awaitable[object]]) -> float:
    async def timed() -> float:
        began = time.perf_counter()
        await call()
        return time.perf_counter() - began

    return max(await asyncio.gather(*[timed() for _ in range(CALLERS)]))


def _alone(bench: Bench, store: Store) -> Case:
    kick, plain = bench.kick(store), Plain(bench)
    plain.log_in()
    return Case(
        "a caller alone, SQLiteStore",
        _once(bench, repeated(lambda: kick.tokens(bench.user), 1)),
        "its POST by httpx",
        repeated(plain.refresh, 1),
        _ROUNDS,
    )


def _processes(bench: Bench, store: Store) -> Case:
    bench.kick(store)  # logs the user in
    children = [_child(bench) for _ in range(PROCESSES)]
    return Case(
        f"slowest of {PROCESSES} processes' {CALLERS_EACH} threads, SQLiteStore",
        _once(bench, lambda: _slowest_child(children, bench.now)),
        "a bare future each",
        lambda: _slowest_child(children, BARE),
        _ROUNDS,
    )


def _once(bench: Bench, race: Sample) -> Sample:
    """A race of a pair that has just fallen due; the server must see one refresh of it."""

    def sample() -> float:
        bench.now += TWO_HOURS
        before = bench.control.refreshes()
        took = race()
        counted = bench.control.refreshes() - before
        if counted != 1:
            raise RuntimeError(f"the mock counted {counted} refreshes")
        return took

    return sample


def _child(bench: Bench) -> Child:
    child = Child(bench.stack, "child")
    child.tell(
        {
            **bench.hosts(),
            "client_id": bench.app.client_id,
            "client_secret": bench.app.client_secret,
            "path": str(bench.folder / "tokens.db"),
            "key": bench.key,
            "account": bench.user,
        }
    )
    return child


def _slowest_child(children: list[Child], race: float | str) -> float:
    for word in (race, "go"):
        for child in children:
            child.tell(word)
        answers = [float(child.told()) for child in children]
    return max(answers)
