"""kickwire itself on the stage: driven by its public names against the server under test.

A case of the client sees a `Scene`: clients on one store, a clock that only the case moves, pauses
that are written down instead of waited for, and a wire that tells what left and what came.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Sequence
from time import time
from typing import TypeVar

from kickwire import App, AsyncKick, Kick, KickError, Login, MemoryStore
from kickwire.stores import Store

from conformance.suite.cases import Failed, Level, case
from conformance.suite.stage import Stage
from conformance.suite.wires import Wire

T = TypeVar("T")
E = TypeVar("E", bound=KickError)

PATIENCE = 15.0
"""Seconds after which something that has to happen is given up."""

READING = ("user:read", "channel:read")

logging.getLogger("kickwire").addHandler(logging.NullHandler())  # what it warns of is provoked


class Scene:
    """The client and what is around it.

    Args:
        stage: of the case.
    """

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.wire = Wire(stage)
        self.store: Store = MemoryStore()
        self.pauses: list[float] = []
        """Seconds that the client wanted to wait, in order."""
        self._controlled = stage.target.control_url is not None
        self._now = stage.control.now() if self._controlled else time()
        stage.at_end(self._tell)
        stage.at_end(self.wire.end)

    @property
    def app(self) -> App:
        """The app of the server under test."""
        known = self.stage.app
        return App(known.client_id, known.client_secret, known.redirect_uri)

    def clock(self) -> float:
        """Unix seconds, by which the client goes."""
        return self._now if self._controlled else time()

    def wait(self, seconds: float) -> None:
        """Let time pass for the server and the client."""
        self.stage.wait(seconds)
        self._now += seconds

    def pause(self, seconds: float) -> None:
        """What the client does instead of sleeping: time passes at once."""
        self.pauses.append(seconds)
        if self._controlled:
            self.wait(seconds)

    def run_out(self) -> None:
        """Let the access tokens of users run out."""
        self.wait(self.stage.lifetime())

    def kick(self, store: Store | None = None, app: App | None = None) -> Kick:
        """A client, closed when the case is over."""
        made = Kick(
            app or self.app,
            self.store if store is None else store,
            id_url=self.stage.target.id_url,
            api_url=self.stage.target.api_url,
            transport=self.wire,
            clock=self.clock,
            sleep=self.pause,
            random=lambda: 0.5,
        )
        self.stage.at_end(made.close)
        return made

    def async_kick(self) -> AsyncKick:
        """A client for asyncio, which the case has to close. Its API is not on the wire."""
        return AsyncKick(
            self.app,
            self.store,
            id_url=self.stage.target.id_url,
            api_url=self.stage.target.api_url,
            oauth_transport=self.wire,
            clock=self.clock,
        )

    def agreed(self, url: str, user: str = "alice", *, approve: bool = True) -> str:
        """The address that the browser comes back with from an authorize URL."""
        return self.stage.app.decide(url, user, approve=approve).location

    def log_in(
        self,
        kick: Kick,
        user: str = "alice",
        scopes: Sequence[str] = READING,
        account: str | None = "alice",
    ) -> Login:
        """Log a user in to the end."""
        request = kick.login(scopes, account=account)
        self.stage.keep_secret(request.binding, request.verifier, request.state)
        login = kick.complete_login(self.agreed(request.url, user), binding=request.binding)
        if not isinstance(login, Login):
            raise Failed(f"expected a login, got {type(login).__name__}")
        return login

    def refused(self, kind: type[E], call: Callable[[], object]) -> E:
        """Demand that a call raises an error of this kind; the error.

        Raises:
            Failed: it gives something, or raises another error.
        """
        try:
            call()
        except kind as error:
            return error
        except KickError as error:
            raise Failed(f"expected {kind.__name__}, got {told(error)}") from None
        raise Failed(f"expected {kind.__name__}, got an answer")

    def _tell(self) -> None:
        self.stage.note(f"kickwire sent: {self.wire.summary()}")


def told(error: KickError) -> str:
    """An error in words."""
    return f"{type(error).__name__}: {error}"


def client_case(
    id: str,
    level: Level,
    *,
    evidence: Sequence[str],
    needs: Sequence[str] = ("app",),
    profiles: Sequence[str] = ("strict",),
) -> Callable[[Callable[[Scene], None]], Callable[[Scene], None]]:
    """Register a case of the client; see `conformance.suite.cases.case`.

    An error of kickwire that the case does not expect is a failure, not an accident. What moves the
    clock or changes the server is skipped by itself where there is no control.
    """

    def registered(body: Callable[[Scene], None]) -> Callable[[Scene], None]:
        @functools.wraps(body)
        def run(stage: Stage) -> None:
            try:
                body(Scene(stage))
            except KickError as error:
                raise Failed(f"expected no error, got {told(error)}") from None

        case(id, level, evidence=evidence, needs=needs, profiles=profiles)(run)
        return body

    return registered
