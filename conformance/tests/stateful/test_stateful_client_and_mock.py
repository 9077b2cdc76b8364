"""The life of tokens, in any order of what users, servers, networks and other processes do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from kickwire_mock import Effects, Fault

from conformance.selftest.plant import load, planting
from conformance.tests.stateful.stateful_world import (
    ANSWERED,
    KICK_ERRORS,
    NEWEST_LOGIN,
    NOBODY_LOST,
    ONE_ROTATION,
    SENT_ONCE,
    SETTINGS,
    TOLD_ONCE,
    BrokenPromise,
    World,
)

SETTING = settings(
    max_examples=200,
    stateful_step_count=20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

HTML = Fault(status=403, content_type="text/html", body=b"<html>Just a moment...</html>")
FAULTS = {
    "500": Fault(status=500, content_type="application/json", body=b'{"message":"Internal"}'),
    "429": Fault(status=429),
    "html": HTML,
    "html_200": replace(HTML, status=200),
    "reset": Fault(effects=Effects(reset=True)),
    "never": Fault(effects=Effects(never=True)),
    "cut": Fault(effects=Effects(cut=20)),
}
A_MONTH = 31 * 24 * 3600.0
AFTER = [0.0, 0.0, 1.0, 5.0, 30.0, 61.0, 3550.0, 6000.0, 7200.0, 7200.0, 14400.0, A_MONTH]
"""Seconds that pass before something happens."""

places = st.integers(0, 1)
names = st.sampled_from([*World.names, World.names[0]])
moments = st.sampled_from(AFTER)
faults = st.sampled_from(sorted(FAULTS))
profiles = st.fixed_dictionaries({name: st.sampled_from(SETTINGS[name]) for name in SETTINGS})


class TokenLife(RuleBasedStateMachine):
    """Users, processes and a server who do what they like."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()

    @initialize(place=places, profile=profiles)
    def begin(self, place: int, profile: dict[str, str]) -> None:
        """Kick is somehow, and everybody logs in."""
        self.world.mock.settings.change(profile)
        for name in World.names:
            self.world.log_in(self.world.processes[place], name)

    @rule(place=places, name=names, seconds=moments)
    def call(self, place: int, name: str, seconds: float) -> None:
        """Time passes, then a process calls as a user."""
        self.world.mock.clock.advance(seconds)
        self.world.call(self.world.processes[place], name)

    @rule(name=names, seconds=moments)
    def both_call(self, name: str, seconds: float) -> None:
        """Time passes, then both processes call as a user."""
        self.world.mock.clock.advance(seconds)
        for process in self.world.processes:
            self.world.call(process, name)

    @rule(place=places, name=names, step=st.sampled_from(["lock", "begin", "replace"]))
    def call_too_late(self, place: int, name: str, step: str) -> None:
        """A token is due, and the other process is quicker at some step of its renewal."""
        self.world.mock.clock.advance(7200)
        self.world.call_overtaken(self.world.processes[place], name, step)

    @rule(place=places, ended=st.booleans())
    def call_as_app(self, place: int, ended: bool) -> None:
        """A process calls as the app, whose token the server has perhaps ended."""
        if ended:
            self.world.end_app_tokens()
        self.world.call_as_app(self.world.processes[place])

    @rule(place=places, name=names, wish=st.sampled_from(["log in", "log in", "deny", "log out"]))
    def visit(self, place: int, name: str, wish: str) -> None:
        """A user logs in, perhaps once more, or begins to and says no, or logs out."""
        process = self.world.processes[place]
        if wish == "log out":
            self.world.log_out(process, name)
        else:
            self.world.log_in(process, name, approve=wish == "log in")

    @rule(
        name=names, kind=st.sampled_from(["access_token", "access_token", "refresh_token", "all"])
    )
    def end_tokens(self, name: str, kind: str) -> None:
        """The server ends tokens of a user."""
        self.world.end_tokens(name, kind)

    @rule(
        place=places,
        name=names,
        fault=faults,
        after_commit=st.booleans(),
        count=st.sampled_from([1, 1, 1, 2]),
        seconds=st.sampled_from([3550.0, 7200.0, 14400.0, 14400.0]),
    )
    def call_in_vain(
        self, place: int, name: str, fault: str, after_commit: bool, count: int, seconds: float
    ) -> None:
        """The next refreshes fail on the wire, before or after they take effect."""
        self._spoil(fault, "refresh_token", after_commit, count)
        self.call(place, name, seconds)

    @rule(fault=faults, what=st.sampled_from(["minting", "introspection", "permission"]))
    def spoil_something_else(self, fault: str, what: str) -> None:
        """A minting or an introspection fails, or Kick says 401 for a permission."""
        if what == "minting":
            self._spoil(fault, "client_credentials", True, 1)
        elif what == "introspection":
            self.world.judge.arm(replace(FAULTS[fault], operation="introspectToken"))
        else:
            self.world.judge.arm(Fault(host="api", operation="getUsers", forbidden=True))

    @rule(place=places)
    def crash(self, place: int) -> None:
        """A process loses all but the store."""
        self.world.processes[place].crash()

    @rule(change=st.sampled_from([(name, each) for name in SETTINGS for each in SETTINGS[name]]))
    def change(self, change: tuple[str, str]) -> None:
        """Kick behaves differently from now on."""
        self.world.mock.settings.change(dict([change]))

    @invariant()
    def no_promise_is_broken(self) -> None:
        """Whatever has happened."""
        self.world.check()

    def _spoil(self, fault: str, grant_type: str, after_commit: bool, count: int) -> None:
        self.world.judge.arm(
            replace(
                FAULTS[fault],
                operation="exchangeToken",
                grant_type=grant_type,
                after_commit=after_commit,
                count=count,
            )
        )


def test_nobody_is_lost_whatever_happens() -> None:
    """In any order of events a login lives until the server ends it, and that is told once."""
    run_state_machine_as_test(TokenLife, settings=SETTING)


PLANTS = {
    "lock-without-another-look": {SENT_ONCE, TOLD_ONCE},
    "used-without-saving": {SENT_ONCE},
    "saved-after-use": {SENT_ONCE},
    "saved-over-a-new-login": {NEWEST_LOGIN},
    "renewed-on-every-401": {ONE_ROTATION},
    "any-refusal-is-a-loss": {NOBODY_LOST},
    "loss-told-every-time": {TOLD_ONCE},
    "loss-never-told": {ANSWERED, TOLD_ONCE},
    "renewed-too-early": {ONE_ROTATION},
    "lifetime-must-be-a-number": {KICK_ERRORS},
}
"""Bugs of the selftest, and the promises that they break."""


@pytest.mark.parametrize("name", PLANTS)
def test_a_careless_client_is_found_out(name: str) -> None:
    """A client that is changed to forget one of its rules breaks the promise behind that rule."""
    with planting(load()[name]), pytest.raises(BrokenPromise) as caught:
        run_state_machine_as_test(TokenLife, settings=settings(SETTING, phases=[Phase.generate]))

    assert caught.value.promise in PLANTS[name]
