"""What can go wrong with the answer to a refresh, and what callers are told then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kickwire import errors

from conformance.suite.threads import Outcome
from conformance.tests.race.race_callers import Answer, Face, the_error
from conformance.tests.race.race_world import Gate, World

_HTML = {"content_type": "text/html; charset=utf-8", "body": "<!doctype html><p>Just a moment"}
_JSON = {"content_type": "application/json"}

USER = "alice"
CALLERS = 6
SHORT = 0.3
"""Seconds of a client that does not wait long for an answer."""


@dataclass(frozen=True)
class Accident:
    """One way in which the answer to a refresh fails to arrive as it should."""

    told: type[errors.KickError] | None
    """What callers are told who have no good token; None if the answer arrives all the same."""
    group: type[errors.KickError]
    """Who has to act then."""
    fault: dict[str, Any] = field(default_factory=dict[str, Any])
    """How the mock does it."""
    always_commits: bool = False
    """Whether the mock can only do it to the answer, after the refresh took effect."""
    read_timeout: float | None = None
    """Seconds after which the client gives up; None for long."""


ACCIDENTS = {
    "delayed": Accident(None, errors.Wait, {"delay": 0.05}, always_commits=True),
    "cut_at_once": Accident(errors.Unreachable, errors.Wait, {"cut": 0}, always_commits=True),
    "cut_later": Accident(errors.Unreachable, errors.Wait, {"cut": 40}, always_commits=True),
    "reset": Accident(errors.Unreachable, errors.Wait, {"reset": True}),
    "never": Accident(errors.Unreachable, errors.Wait, {"never": True}, read_timeout=SHORT),
    "500": Accident(errors.ServerFault, errors.Wait, {"status": 500, "body": "{}", **_JSON}),
    "429": Accident(errors.RateLimited, errors.Wait, {"status": 429, "body": "{}", **_JSON}),
    "html_403": Accident(errors.ServerFault, errors.Wait, {"status": 403, **_HTML}),
    "html_200": Accident(errors.UnexpectedAnswer, errors.ReportToKick, {"status": 200, **_HTML}),
    "empty_200": Accident(errors.UnexpectedAnswer, errors.ReportToKick, {"status": 200}),
}
BEFORE = [name for name, accident in ACCIDENTS.items() if not accident.always_commits]
LOSES = [name for name, accident in ACCIDENTS.items() if accident.told is not None]
"""Those after which nobody has the new pair."""
FORGIVING = [("threads", "grace"), ("tasks", "reusable")]
"""Policies under which a spent refresh token works once more, and who calls."""
UNFORGIVING = [("threads", "strict"), ("tasks", "family")]
"""Policies under which it does not."""


class Scene:
    """Alice is logged in; her callers wait together when the accident happens.

    Args:
        world: where.
        kind: threads or tasks.
        accident: one of `ACCIDENTS`.
        settings: of the mock.
    """

    def __init__(self, world: World, kind: str, accident: str, **settings: str) -> None:
        world.control.set(**settings)
        self.accident = ACCIDENTS[accident]
        self._world = world
        self._gate = Gate(self.accident.read_timeout)
        self._face: Face = (
            world.threads(self._gate) if kind == "threads" else world.tasks(self._gate)
        )
        world.log_in(USER)

    def strike(self, *, after_commit: bool) -> list[Outcome[Answer]]:
        """Outcomes of callers who all wait for one refresh, the one that goes wrong."""
        self._world.arm(**self.accident.fault, after_commit=after_commit)
        return self.calls_that_wait()

    def calls(self, meanwhile: Callable[[], object] | None = None) -> list[Outcome[Answer]]:
        """Outcomes of callers who come together."""
        return self._face.calls(CALLERS, USER, meanwhile=meanwhile)

    def calls_that_wait(self) -> list[Outcome[Answer]]:
        """Outcomes of callers who all wait before the first request leaves."""
        self._gate.shut()
        self._world.waiting.forget()

        def meanwhile() -> None:
            self._world.waiting.until(CALLERS)
            self._gate.open()

        return self.calls(meanwhile)

    def told(self, outcomes: list[Outcome[Answer]]) -> None:
        """All were told the same, by the right error, in the group of those who have to act."""
        told = the_error(outcomes)
        assert type(told) is self.accident.told
        assert isinstance(told, self.accident.group)

    def is_lost(self) -> None:
        """Callers who wait together hear that the login is lost; Kick is asked once for that."""
        before = self._world.attempts()
        assert isinstance(the_error(self.calls_that_wait()), errors.GrantLost)
        assert self._world.attempts() == before + 1
        self.was_lost()

    def was_lost(self) -> None:
        """The loss was told: later callers are to log in, and Kick is not asked at all."""
        before = self._world.asked()
        assert isinstance(the_error(self.calls()), errors.LoginRequired)
        assert self._world.asked() == before
