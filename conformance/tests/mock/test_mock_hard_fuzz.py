"""Bytes that are nearly HTTP, thrown at the mock's sockets; `make deep` throws others, and more."""

from __future__ import annotations

import pytest
from kickwire_mock import Mock, start_server

from scripts.deep import wire


@pytest.mark.parametrize("seed", range(2))
def test_broken_requests_are_answered_or_hung_up_on(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No bytes make a host hang, speak anything but HTTP, log a word, or fail the next client."""
    monkeypatch.setattr(wire, "CASES", 500)
    with start_server(Mock(), header_timeout=wire.SHORT, body_timeout=wire.SHORT) as server:
        done = wire.one_round(server, seed)
    assert done.failures == []
    assert min(done.counted["answered"], done.counted["hung up"]) > 20


def test_the_same_seed_draws_the_same_bytes() -> None:
    """What was found can be sent again."""
    with start_server(Mock()) as server:
        first, again, other = (list(wire.drawn(server, seed, 50)) for seed in (1, 1, 2))
    assert first == again != other
