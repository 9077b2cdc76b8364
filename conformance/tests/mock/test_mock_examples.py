"""What the mock answers to operations that it does not know: the examples of their document."""

from __future__ import annotations

import json
from typing import Any

from kickwire_mock import Documents, Mock
from kickwire_mock.documents import packaged, root

from conformance.tests.mock.mock_client import Client


def foreign() -> Client:
    """A client of a mock whose document has one list under another name."""
    api = packaged().api
    place = root(api).at("paths", "/public/v2/categories", "get").node
    place["operationId"] = "listThings"
    return Client(Mock(documents=Documents(id=packaged().id, api=api)))


def asked(client: Client, query: str = "") -> Any:
    """The JSON that it answers with."""
    target = f"/public/v2/categories{query}"
    reply = client.send("api", "GET", target, token=client.mock.token)
    assert reply.status == 200
    return json.loads(reply.body)


def test_an_unknown_operation_answers_its_example() -> None:
    """A document of somebody else drives the mock too."""
    client = foreign()
    media = packaged().api["paths"]["/public/v2/categories"]["get"]["responses"]["200"]["content"]
    examples = media["application/json"]["examples"]

    assert asked(client) == examples["page"]["value"]
    assert client.send("api", "GET", "/public/v2/categories").status == 401


def test_pages_of_examples_come_to_an_end() -> None:
    """The first answer names a next page, and the answer to its cursor names none."""
    client = foreign()
    first = asked(client)["pagination"]["next_cursor"]
    last = asked(client, f"?cursor={first}")["pagination"]["next_cursor"]

    assert first
    assert not last
