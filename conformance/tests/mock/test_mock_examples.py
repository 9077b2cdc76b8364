"""Which of the document's examples the mock answers with."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.tests.mock.mock_client import Client


def asked(target: str) -> Any:
    """The JSON that a fresh mock answers with."""
    client = Client()
    reply = client.send("api", "GET", target, token=client.mock.token)
    assert reply.status == 200
    return json.loads(reply.body)


@pytest.mark.parametrize(
    ("target", "way"),
    [
        ("/public/v2/categories", ("pagination", "next_cursor")),
        ("/public/v2/livestreams", ("pagination", "next_cursor")),
        ("/public/v1/drops/claims", ("data", "cursor")),
    ],
)
def test_pages_come_to_an_end(target: str, way: tuple[str, str]) -> None:
    """The first answer names a next page, and the answer to its cursor names none."""
    first = asked(target)[way[0]][way[1]]
    last = asked(f"{target}?cursor={first}")[way[0]][way[1]]

    assert first
    assert not last
