"""One job per matter at a time: whoever waits, leaves, fails or forks."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import traceback
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from queue import SimpleQueue

import kickwire.flights
import pytest
from kickwire import errors
from kickwire.flights import Flight, Flights

PATIENCE = 30
"""Seconds after which a test would rather fail than hang."""


class Gate:
    """A job that waits at a gate; it says when it has begun, and how often."""

    def __init__(self, failure: BaseException | None = None) -> None:
        self.begun = threading.Event()
        self.open = threading.Event()
        self.runs = 0
        self._failure = failure

    def job(self) -> str:
        """Wait, then end."""
        self.runs += 1
        self.begun.set()
        assert self.open.wait(PATIENCE)
        if self._failure is not None:
            raise self._failure
        return "landed"


def landed(flight: Flight[str]) -> str:
    """The outcome of a flight that ends soon."""
    return flight.result(PATIENCE).outcome()


def test_who_comes_meanwhile_waits_for_the_same_job() -> None:
    """Fifty callers of one matter cost one job, and all get its value."""
    flights, gate = Flights("test", workers=2), Gate()

    waiting = [flights.join(("ann",), gate.job) for _ in range(50)]
    gate.open.set()

    assert [landed(flight) for flight in waiting] == ["landed"] * 50
    assert gate.runs == 1


def test_callers_in_many_threads_share_one_job() -> None:
    """It does not matter which thread comes first."""
    flights, gate, together = Flights("test", workers=2), Gate(), threading.Barrier(16)

    def call() -> str:
        together.wait(PATIENCE)
        flight = flights.join(("ann",), gate.job)
        together.wait(PATIENCE)
        gate.open.set()
        return landed(flight)

    with ThreadPoolExecutor(16) as threads:
        called = [threads.submit(call) for _ in range(16)]

    assert [one.result() for one in called] == ["landed"] * 16
    assert gate.runs == 1


def test_matters_do_not_wait_for_each_other() -> None:
    """One account that hangs holds up no other."""
    flights, slow, fast = Flights("test", workers=2), Gate(), Gate()
    fast.open.set()

    hanging = flights.join(("ann",), slow.job)

    assert landed(flights.join(("bob",), fast.job)) == "landed"
    assert not hanging.done()
    slow.open.set()
    assert landed(hanging) == "landed"


def test_more_jobs_than_threads_all_end() -> None:
    """The pool is bounded, and the queue behind it is not."""
    flights, together = Flights("test", workers=3), threading.Barrier(3)
    names = [f"user {number}" for number in range(60)]

    def job(name: str) -> str:
        together.wait(PATIENCE)
        return f"{name} in {threading.current_thread().name.rpartition('_')[2]}"

    flying = [flights.join((name,), partial(job, name)) for name in names]

    ended = [landed(flight) for flight in flying]
    assert [text.partition(" in ")[0] for text in ended] == names
    assert {text.partition(" in ")[2] for text in ended} == {"0", "1", "2"}


def test_a_waiter_that_is_cancelled_cancels_nobody_else() -> None:
    """Cancelling one task of asyncio ends its own waiting, not the job."""
    flights, gate = Flights("test", workers=1), Gate()

    async def run() -> list[object]:
        """Wait for it in a loop."""
        waiting = [
            asyncio.ensure_future(asyncio.wrap_future(flights.join(("ann",), gate.job)))
            for _ in range(3)
        ]
        await asyncio.to_thread(gate.begun.wait, PATIENCE)
        waiting[0].cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting[0]
        gate.open.set()
        return [(await one).outcome() for one in waiting[1:]]

    assert asyncio.run(run()) == ["landed", "landed"]
    assert gate.runs == 1


def test_a_queued_job_survives_the_cancelled_waiter_too() -> None:
    """A job that has no thread yet is not thrown away with the first who waits for it."""
    flights, busy, queued = Flights("test", workers=1), Gate(), Gate()
    queued.open.set()
    flights.join(("ann",), busy.job)

    async def run() -> str:
        """Wait for it in a loop."""
        first = asyncio.wrap_future(flights.join(("bob",), queued.job))
        second = asyncio.wrap_future(flights.join(("bob",), queued.job))
        first.cancel()
        busy.open.set()
        return (await second).outcome()

    assert asyncio.run(run()) == "landed"


def test_a_loop_that_is_closed_stops_no_job() -> None:
    """A job that nobody waits for any more goes on to its end."""
    flights, gate = Flights("test", workers=1), Gate()
    flying: list[Flight[str]] = []

    async def leave() -> None:
        """Begin, and leave."""
        flying.append(flights.join(("ann",), gate.job))
        waiting = asyncio.wrap_future(flying[0])
        assert not waiting.done()

    asyncio.run(leave())
    gate.open.set()

    assert landed(flying[0]) == "landed"


def test_each_waiter_gets_an_error_of_their_own() -> None:
    """A failure is raised as a copy per waiter, so that no traceback grows with the waiters."""
    failure = errors.Unreachable("no", "POST /oauth/token", "ReadTimeout")
    flights, gate = Flights("test", workers=1), Gate(failure)
    waiting = [flights.join(("ann",), gate.job) for _ in range(20)]
    gate.open.set()

    found: list[errors.KickError] = []
    for flight in waiting:
        with pytest.raises(errors.Unreachable) as caught:
            landed(flight)
        found.append(caught.value)

    assert len({id(error) for error in [failure, *found]}) == 21
    assert {(str(error), repr(vars(error))) for error in found} == {
        (str(failure), repr(vars(failure)))
    }
    lengths = {len(traceback.extract_tb(error.__traceback__)) for error in found}
    assert len(lengths) == 1


def test_waiters_in_threads_get_an_error_of_their_own() -> None:
    """The same holds when all of them wake at once."""
    flights, gate = Flights("test", workers=1), Gate(errors.GrantLost("gone"))
    flight = flights.join(("ann",), gate.job)

    def wait() -> BaseException | None:
        future: Future[str] = Future()
        try:
            landed(flight)
        except errors.GrantLost as error:
            future.set_exception(error)
        return future.exception(PATIENCE)

    with ThreadPoolExecutor(16) as threads:
        waiting = [threads.submit(wait) for _ in range(16)]
        gate.open.set()
        found = [one.result() for one in waiting]

    assert len({id(error) for error in found}) == 16


def test_a_failure_that_is_no_error_of_ours_is_heard_too() -> None:
    """A bug in a store reaches whoever waits, instead of leaving them waiting."""
    flights, gate = Flights("test", workers=1), Gate(ZeroDivisionError("a bug"))
    gate.open.set()

    with pytest.raises(ZeroDivisionError, match="a bug"):
        landed(flights.join(("ann",), gate.job))


def test_even_an_exit_in_a_job_is_heard_and_the_thread_goes_on() -> None:
    """Whatever ends a job, the waiters hear it and the next job has a thread."""
    flights, leaving, next_one = Flights("test", workers=1), Gate(SystemExit(3)), Gate()
    leaving.open.set()
    next_one.open.set()

    with pytest.raises(SystemExit):
        landed(flights.join(("ann",), leaving.job))

    assert landed(flights.join(("ann",), next_one.job)) == "landed"


@pytest.mark.parametrize("failure", [None, errors.ServerFault("no")], ids=["value", "error"])
def test_who_comes_after_the_landing_begins_a_new_job(failure: errors.KickError | None) -> None:
    """Nobody is given an old outcome, be it a value or a failure."""
    flights, gate, again = Flights("test", workers=1), Gate(failure), Gate()
    gate.open.set()
    again.open.set()
    flights.join(("ann",), gate.job).result(PATIENCE)

    assert landed(flights.join(("ann",), again.job)) == "landed"
    assert (gate.runs, again.runs) == (1, 1)


def test_whoever_closes_waits_for_what_they_began_and_not_for_others() -> None:
    """Closing returns when the own jobs have landed, and lets nothing more begin."""
    flights, ours, theirs = Flights("test", workers=2), Gate(), Gate()
    books = kickwire.flights.Gate()
    mine = books.watch(lambda: flights.join(("ann",), ours.job))
    other = flights.join(("bob",), theirs.job)
    closing = threading.Thread(target=books.close)
    closing.start()
    assert not mine.done()
    ours.open.set()
    closing.join(PATIENCE)

    assert mine.done()
    assert not other.done()
    with pytest.raises(errors.FixTheCall, match="closed"):
        books.watch(lambda: flights.join(("ann",), ours.job))
    theirs.open.set()
    assert landed(other) == "landed"


def test_a_waiter_that_is_told_can_begin_anew_at_once() -> None:
    """A job has left the books before anybody hears of its end."""
    flights, gate, again = Flights("test", workers=2), Gate(), Gate()
    again.open.set()
    begun = SimpleQueue[Flight[str]]()
    flight = flights.join(("ann",), gate.job)
    flight.add_done_callback(lambda _: begun.put(flights.join(("ann",), again.job)))
    gate.open.set()
    anew = begun.get(timeout=PATIENCE)

    assert landed(anew) == "landed"
    assert anew is not flight


FORK = """
import os, sys, threading
from kickwire.flights import Flights

flights, held = Flights("test", workers=2), threading.Event()
begun = threading.Event()
assert flights.join(("ann",), lambda: "parent").result(30).outcome() == "parent"
hanging = flights.join(("bob",), lambda: (begun.set(), held.wait(30))[1])
begun.wait(30)
inside = threading.Event()

def hold_the_lock():
    with flights._lock:
        inside.set()
        held.wait(30)

holder = threading.Thread(target=hold_the_lock)
holder.start()
inside.wait(30)
child = os.fork()
if child == 0:
    same = flights.join(("bob",), lambda: "child").result(30).outcome()
    other = flights.join(("ann",), lambda: "child").result(30).outcome()
    os._exit(0 if (same, other) == ("child", "child") else 1)
_, status = os.waitpid(child, 0)
held.set()
holder.join(30)
assert hanging.result(30).outcome() is True
sys.exit(os.waitstatus_to_exitcode(status))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_child_has_threads_of_its_own() -> None:
    """A child neither waits for its parent's jobs nor for a lock that a parent's thread holds."""
    command = [sys.executable, "-W", "ignore", "-c", FORK]

    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    assert (done.returncode, done.stderr) == (0, "")
