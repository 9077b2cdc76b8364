"""A running mock, an app with its logins, and calls through both faces of the client."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Coroutine, Iterable
from contextlib import ExitStack
from typing import Any, Protocol

from kickwire import (
    App,
    AsyncBearerCaller,
    AsyncKick,
    BearerCaller,
    Connection,
    Kick,
    KickError,
    Login,
    MemoryStore,
    Retries,
)
from kickwire.scopes import NAMES
from kickwire_api.facade import AsyncPublicApi, PublicApi

from conformance.suite.control import Control
from conformance.suite.target import Target
from scripts.demo.calls import OFFLINE

Call = Callable[[Any], Any]
"""Makes one call on either face; what comes back is a value or something to await."""

CONNECTION = Connection(trust_env=False)
"""One for all, since it reads the certificates once."""

ONCE = Retries(times=0)


class World:
    """A mock as it starts, seen through an app of its own.

    Args:
        target: the mock.
        control: drives it.
        app: None takes the app of the mock.
    """

    def __init__(self, target: Target, control: Control, app: App | None = None) -> None:
        assert target.client_id
        assert target.client_secret
        self.target = target
        self.control = control
        self.store = MemoryStore()
        self.app = app or App(target.client_id, target.client_secret, target.redirect_uri)
        self.now = control.now()
        self.waits: list[float] = []
        self._tokens = itertools.count()

    def log_in(self, user: str = "alice", scopes: Iterable[str] = NAMES, account: str = "") -> None:
        """A login of a user, kept under the user's name or another one."""
        with Kick(self.app, self.store, **self.settings()) as kick:
            request = kick.login(scopes, account=account or user)
            callback = self.control.consent(request.url, user)
            assert isinstance(kick.complete_login(callback, binding=request.binding), Login)

    def token(self, scopes: Iterable[str] = NAMES) -> str:
        """A new access token of alice."""
        account = f"token-{next(self._tokens)}"
        self.log_in(scopes=scopes, account=account)
        with Kick(self.app, self.store, **self.settings()) as kick:
            return kick.tokens(account).access_token

    def app_token(self) -> str:
        """An access token of the app."""
        with Kick(self.app, self.store, **self.settings()) as kick:
            return kick.tokens().access_token

    def advance(self, seconds: float) -> None:
        """Move the clock, which both sides go by."""
        self.now += seconds
        self.control.advance(seconds)

    def another(self) -> World:
        """The same mock, seen through another app."""
        made = self.control.add_app("Another app", ["http://localhost:9000/callback"])
        app = App(made["client_id"], made["client_secret"], made["redirect_uris"][0])
        return World(self.target, self.control, app)

    def settings(self) -> dict[str, Any]:
        """What every client is told."""
        return {
            "id_url": self.target.id_url,
            "api_url": self.target.api_url,
            "clock": lambda: self.now,
            "connection": CONNECTION,
        }


class Face(Protocol):
    """One of the two ways to call."""

    world: World

    def ask(self, call: Call, account: str | None = "alice", retries: Retries = ONCE) -> Any:
        """One call as an account, or as the app where there is none."""
        ...

    def ask_with(self, token: str, call: Call) -> Any:
        """One call with a token whose scopes the client does not know."""
        ...

    def of(self, world: World) -> Face:
        """The same way to call, in another world."""
        ...


class SyncFace:
    """`Kick`. Clients stay open until the end, as in a program."""

    def __init__(self, world: World, opened: ExitStack) -> None:
        self.world = world
        self._opened = opened
        self._kicks: dict[Retries, Kick] = {}

    def ask(self, call: Call, account: str | None = "alice", retries: Retries = ONCE) -> Any:
        """`Face.ask`."""
        kick = self._kicks.get(retries)
        if kick is None:
            kick = self._kicks[retries] = self._opened.enter_context(self._kick(retries))
        return _whole(call(kick if account is None else kick.as_user(account)))

    def ask_with(self, token: str, call: Call) -> Any:
        """`Face.ask_with`."""
        url = self.world.target.api_url
        with BearerCaller(token, api_url=url, connection=CONNECTION, retries=ONCE) as caller:
            return _whole(call(PublicApi(caller)))

    def of(self, world: World) -> SyncFace:
        """`Face.of`."""
        return SyncFace(world, self._opened)

    def _kick(self, retries: Retries) -> Kick:
        return Kick(
            self.world.app,
            self.world.store,
            **self.world.settings(),
            retries=retries,
            sleep=self.world.waits.append,
            random=lambda: 0.0,
        )


class AsyncFace:
    """`AsyncKick`, in an event loop of its own."""

    def __init__(self, world: World, opened: ExitStack, runner: asyncio.Runner) -> None:
        self.world = world
        self._opened = opened
        self._runner = runner
        self._kicks: dict[Retries, AsyncKick] = {}

    def ask(self, call: Call, account: str | None = "alice", retries: Retries = ONCE) -> Any:
        """`Face.ask`."""
        kick = self._kicks.get(retries)
        if kick is None:
            kick = self._kicks[retries] = self._kick(retries)
            self._opened.callback(lambda: self._runner.run(kick.aclose()))
        return self._run(_awaited(call(kick if account is None else kick.as_user(account))))

    def ask_with(self, token: str, call: Call) -> Any:
        """`Face.ask_with`."""
        url = self.world.target.api_url

        async def asked() -> Any:
            """Call once."""
            async with AsyncBearerCaller(
                token, api_url=url, connection=CONNECTION, retries=ONCE
            ) as caller:
                return await _awaited(call(AsyncPublicApi(caller)))

        return self._run(asked())

    def of(self, world: World) -> AsyncFace:
        """`Face.of`."""
        return AsyncFace(world, self._opened, self._runner)

    def _run(self, asked: Coroutine[Any, Any, Any]) -> Any:
        return self._runner.run(asked)

    def _kick(self, retries: Retries) -> AsyncKick:
        async def sleep(seconds: float) -> None:
            """Note the wait."""
            self.world.waits.append(seconds)

        return AsyncKick(
            self.world.app,
            self.world.store,
            **self.world.settings(),
            retries=retries,
            sleep=sleep,
            random=lambda: 0.0,
        )


class WithRaw:
    """A facade whose calls give the whole answer."""

    def __init__(self, api: Any) -> None:
        self._api = api

    def __getattr__(self, resource: str) -> Any:
        return getattr(self._api, resource).with_raw


def ready(face: Face, name: str) -> None:
    """Put the channel of alice into the state that the call of an operation needs."""
    face.world.control.set_channel("alice", live=name not in OFFLINE)


def raw(call: Call) -> Call:
    """The same call, giving the whole answer."""
    return lambda api: call(WithRaw(api))


def refused(
    face: Face, call: Call, account: str | None = "alice", retries: Retries = ONCE
) -> KickError:
    """The error of a call that has to fail."""
    return _error(lambda: face.ask(call, account, retries))


def refused_with(face: Face, token: str, call: Call) -> KickError:
    """The error of a call with a token of which the client knows nothing."""
    return _error(lambda: face.ask_with(token, call))


def _error(asked: Callable[[], object]) -> KickError:
    try:
        value = asked()
    except KickError as error:
        return error
    raise AssertionError(f"it was not refused: {value!r}")


def _whole(found: Any) -> Any:
    return list[Any](found) if hasattr(found, "__next__") else found


async def _awaited(found: Any) -> Any:
    if hasattr(found, "__anext__"):
        return [item async for item in found]
    return await found
