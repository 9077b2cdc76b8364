"""What happened."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kickwire_mock.routes.control.call import Call
from kickwire_mock.routes.control.controlled import Controlled
from kickwire_mock.routes.control.known import require_operation


def journal(mock: Controlled, call: Call) -> dict[str, Any]:
    """What was asked and how it was answered."""
    require_operation(mock, call.query.get("operation"))
    return {"entries": [asdict(entry) for entry in mock.journal.entries(**call.query)]}


def counts(mock: Controlled, _call: Call) -> dict[str, Any]:
    """How often each operation was asked."""
    return {"counts": [asdict(count) for count in mock.journal.counts()]}
