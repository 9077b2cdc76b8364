"""Faults: armed by whoever drives the mock, they strike requests that fit, once or more often.

A fault strikes before the request is processed, so that nothing changes, or after it
(``after_commit``), so that the request takes effect and its answer does not arrive as it should.
One that only delays or cuts the answer always lets the request through.
"""

from kickwire_mock.faults.aims import Aims
from kickwire_mock.faults.armed import Faults
from kickwire_mock.faults.checks import require_possible
from kickwire_mock.faults.values import (
    NO_TROUBLE,
    NOBODY,
    SUBSCRIBE,
    Caller,
    Fault,
    Preset,
    Trouble,
)

__all__ = [
    "NOBODY",
    "NO_TROUBLE",
    "SUBSCRIBE",
    "Aims",
    "Caller",
    "Fault",
    "Faults",
    "Preset",
    "Trouble",
    "require_possible",
]
