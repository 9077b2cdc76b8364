"""What our part of a call costs while the tokens are good: the way that nearly every call takes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager

from kickwire import App, AsyncBearerCaller, AsyncKick, BearerCaller, Kick, MemoryStore, TokenSet
from kickwire.auth import Account
from kickwire.flights import Gate
from kickwire.refresher import Refresher
from kickwire.sending import Http
from kickwire.stores import Key
from kickwire_api.facade import AsyncPublicApi, PublicApi

from scripts.bench.calls import WORTHLESS, channels, constant
from scripts.bench.measuring import Case, awaited, computed

ACCOUNT = "alice"
CLIENT_ID = "01JEXAMP0E0000000000000001"
APP = App(CLIENT_ID, "worthless", "http://localhost:8080/callback")
_NANO, _CALLS = 20_000, 200


@contextmanager
def cases() -> Generator[Iterator[Case]]:
    """The subject."""
    with ExitStack() as stack:
        runner = stack.enter_context(asyncio.Runner())
        yield iter([*_at_hand(stack, runner), _call(stack), _awaited_call(stack, runner)])


def pair(now: float, lifetime: float = 7200.0) -> TokenSet:
    """A pair as Kick gives one: what its tokens are worth, nobody asks here."""
    return TokenSet(
        access_token="a" * 48,
        refresh_token="r" * 48,
        scopes=("user:read", "channel:read"),
        issued_at=now,
        lifetime=lifetime,
        consented_at=now,
    )


def _store() -> MemoryStore:
    store = MemoryStore()
    store.put(Key(CLIENT_ID, "user", ACCOUNT), pair(time.time()).to_text())
    return store


def _at_hand(stack: ExitStack, runner: asyncio.Runner) -> list[Case]:
    http, store = Http(), _store()
    stack.callback(http.close)
    refresher = Refresher(APP, store, http, id_url="", clock=time.time, timeout=10.0)
    account = Account(Key(CLIENT_ID, "user", ACCOUNT), refresher, Gate())
    kick = stack.enter_context(Kick(APP, store))
    return [
        Case(
            "tokens at hand",
            computed(account.current, _NANO),
            "an empty function",
            computed(_empty, _NANO),
        ),
        Case(
            "tokens at hand, awaited",
            awaited(runner, account.current_async, _NANO),
            "an empty coroutine",
            awaited(runner, _empty_awaited, _NANO),
        ),
        Case(
            "kick.tokens(name)",
            computed(lambda: kick.tokens(ACCOUNT), _NANO),
            "an empty function",
            computed(_empty, _NANO),
        ),
    ]


def _call(stack: ExitStack) -> Case:
    transport = constant(channels(1))
    kick = stack.enter_context(Kick(APP, _store(), transport=transport))
    ours = kick.as_user(ACCOUNT)
    caller = stack.enter_context(BearerCaller(WORTHLESS, transport=transport))
    theirs = PublicApi(caller)
    return Case(
        "a call as a user, no network",
        computed(lambda: ours.channels.get(slug=["john-doe"]), _CALLS),
        "with a fixed token",
        computed(lambda: theirs.channels.get(slug=["john-doe"]), _CALLS),
    )


def _awaited_call(stack: ExitStack, runner: asyncio.Runner) -> Case:
    transport = constant(channels(1))
    kick = AsyncKick(APP, _store(), transport=transport)
    ours = kick.as_user(ACCOUNT)
    caller = AsyncBearerCaller(WORTHLESS, transport=transport)
    theirs = AsyncPublicApi(caller)
    stack.callback(lambda: runner.run(kick.aclose()))
    stack.callback(lambda: runner.run(caller.aclose()))
    return Case(
        "the same, awaited",
        awaited(runner, lambda: ours.channels.get(slug=["john-doe"]), _CALLS),
        "with a fixed token, awaited",
        awaited(runner, lambda: theirs.channels.get(slug=["john-doe"]), _CALLS),
    )


def _empty() -> None:
    pass


async def _empty_awaited() -> None:
    pass
