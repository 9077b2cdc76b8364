"""State machines and properties, which draw the same in every day's tests, draw at random.

The id host's machine runs over sockets under profiles and moved settings; the others run as the
tests they are.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import redirect_stdout
from io import StringIO
from itertools import count
from random import Random

import hypothesis
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from conformance.suite.cases import PROFILES
from conformance.suite.machine import machine_on
from conformance.suite.runner import Runner
from conformance.suite.spec import ledger
from conformance.suite.target import started_mock
from conformance.suite.ways import Way, moves
from scripts.deep.rounds import Round, run_tests

_MACHINES = "conformance/tests/stateful/test_stateful"
TESTS = [
    f"{_MACHINES}_client_and_mock.py::test_nobody_is_lost_whatever_happens",
    f"{_MACHINES}_id_host.py::test_the_id_host_agrees_with_the_model",
    "conformance/tests/mock/test_mock_fuzz.py",
    "conformance/tests/mock/test_mock_api_fuzz.py",
    "conformance/tests/stores/test_stores_model.py",
    "conformance/tests/contract/test_contract_requests.py",
    "conformance/tests/contract/test_contract_roundtrip.py",
]
SURFACES = ("authorize", "token", "refresh", "revoke", "introspect")
"""Of the settings that the machine is run under."""
DRAWN = settings(
    derandomize=False,
    deadline=None,
    database=None,
    max_examples=50,
    stateful_step_count=60,
    suppress_health_check=[HealthCheck.too_slow],
)


def rounds(seed: int) -> Generator[Round]:
    """The id host under each profile, each time with and without a setting moved, and the tests;
    then all of them with the next seed."""
    with started_mock() as target, Runner(target) as runner:
        for drawn in count(seed):
            for profile in PROFILES:
                yield _session(runner, Way(profile), drawn)
                yield _session(runner, _moved(profile, drawn), drawn)
            yield run_tests(TESTS, drawn)


def _moved(profile: str, seed: int) -> Way:
    """A setting of the id host, moved away from a profile."""
    entries = ledger().entries
    there = [way for way in moves(profile) if entries[way.moved[0][0]]["surface"] in SURFACES]
    return Random(f"{seed} {profile}").choice(there)  # noqa: S311 - nothing secret is drawn


def _session(runner: Runner, way: Way, seed: int) -> Round:
    name = f"the id host, {way}"
    machine = hypothesis.seed(seed)(machine_on(lambda: runner.fresh_stage(way)))
    said = StringIO()
    try:
        with redirect_stdout(said):
            run_state_machine_as_test(machine, settings=DRAWN)
    except Exception as error:
        words = [str(error), *getattr(error, "__notes__", []), said.getvalue()]
        return Round(name, seed, failures=[f"{name}: {words[0]}"], said="\n".join(words))
    return Round(name, seed, {"sessions": DRAWN.max_examples})
