"""What every trial needs and would else read by itself: imported once, by the server of trials.

Nothing that the mock makes of its documents is made here, since a plant may change how it is made.
"""

from __future__ import annotations

from importlib import import_module

from conformance.suite.spec import document, ledger

_LOADED_WHEN_NEEDED = (
    "cryptography.hazmat.primitives.asymmetric.rsa",
    "cryptography.hazmat.primitives.serialization",
    "httpcore",
    "kickwire_mock.carriers.server",
    "kickwire_mock.delivery.desk",
)
"""Modules that are otherwise imported by the first request, login or delivery."""

for each in _LOADED_WHEN_NEEDED:
    import_module(each)
document("id")
document("api")
ledger()
