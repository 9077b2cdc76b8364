"""Cases that repeat: one function, many rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from conformance.suite.cases import Level, case
from conformance.suite.stage import Stage


def row(
    id: str,
    promise: str,
    level: Level,
    evidence: Sequence[str],
    body: Callable[[Stage], None],
    **more: Any,
) -> None:
    """Register a case that has no function of its own; see `conformance.suite.cases.case`."""

    def run(stage: Stage) -> None:
        body(stage)

    run.__doc__ = promise
    case(id, level, evidence=evidence, **more)(run)
