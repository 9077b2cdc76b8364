"""Fixtures of the contract tests."""

from __future__ import annotations

import pytest

from conformance.tests.contract.contract_callers import AsyncFace, Face, SyncFace


@pytest.fixture(params=[SyncFace, AsyncFace], ids=["sync", "async"])
def face(request: pytest.FixtureRequest) -> Face:
    """The facade, once synchronous and once asynchronous, over a caller that records."""
    made: Face = request.param()
    return made
