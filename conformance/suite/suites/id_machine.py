"""The id host's state machine: what no written case has thought of."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import run_state_machine_as_test

from conformance.suite.cases import MUST, Failed, case
from conformance.suite.machine import machine_on
from conformance.suite.stage import Stage

SESSIONS, STEPS = 60, 30
_FEW = 8
"""Sessions where a setting is moved, of which there are many: `make deep` has time for more."""


@case(
    "id/machine/1",
    MUST,
    evidence=("RFC 6749 section 1.5", "RFC 7009 section 2", "ARCHITECTURE.md The mock"),
    needs=("control", "app"),
)
def the_id_host_agrees_with_its_model(stage: Stage) -> None:
    """In any order of logins, renewals and revocations the server knows what lives."""

    def fresh() -> Stage:
        stage.begin()
        return stage

    sessions = _FEW if stage.way.moved else SESSIONS
    # Nothing is kept between runs and what is drawn is for the seed alone; a failure is told as it
    # came, since to shorten it takes longer than the whole run.
    quick = settings(
        derandomize=False,
        deadline=None,
        database=None,
        max_examples=sessions,
        stateful_step_count=STEPS,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=[HealthCheck.too_slow],
    )
    stage.note(f"{sessions} sessions of up to {STEPS} steps, drawn with seed {stage.seed}")
    with stage.log.quiet():
        try:
            run_state_machine_as_test(seed(stage.seed)(machine_on(fresh)), settings=quick)
        except FlakyFailure as flaky:
            raise Failed(f"{flaky.exceptions[0]}; and not in the second run") from None
