"""Many connections at once, to a mock in a process of its own, which must not say a word."""

from __future__ import annotations

import os
import socket
from contextlib import ExitStack, suppress

import pytest

from conformance.tests.mock.mock_wire import (
    COMMAND,
    PATIENCE,
    answer,
    child,
    connected,
    everything,
    request,
    talk,
)

KEY = b"/public/v1/public-key"
REQUESTS = (
    ("api_url", request("GET", KEY), 200),
    ("id_url", request("GET", b"/"), 404),
    ("control_url", request("GET", b"/_mock/health"), 200),
)


def answered(connection: socket.socket) -> bool:
    """Whether the public key comes before the connection closes."""
    with suppress(ConnectionError):
        connection.sendall(request("GET", KEY))
    said = everything(connection)
    return said != b"" and answer(said).status == 200


def test_500_connections_at_once_are_answered() -> None:
    """All are open before the first one asks, and each gets its answer."""
    with child() as ready, ExitStack() as stack:
        crowd = [
            (stack.enter_context(connected(ready[name])), data, status)
            for name, data, status in REQUESTS * 167
        ]
        for connection, data, _ in crowd:
            connection.sendall(data)
        for connection, _, status in crowd:
            assert answer(everything(connection)).status == status


@pytest.mark.skipif(os.name != "posix", reason="no limit of open files here")
def test_more_connections_than_fit_are_turned_away() -> None:
    """With few open files allowed, some clients are answered, the others hang up unharmed."""
    few = ("sh", "-c", 'ulimit -n 300; exec "$0" "$@"', *COMMAND)
    with child(command=few) as ready:
        with ExitStack() as stack:
            crowd = [stack.enter_context(connected(ready["api_url"])) for _ in range(400)]
            served = sum(answered(each) for each in crowd)
        assert 0 < served < 400
        again = (talk(ready["api_url"], request("GET", KEY)) for _ in range(PATIENCE * 100))
        assert any(answer(said).status == 200 for said in again if said)
