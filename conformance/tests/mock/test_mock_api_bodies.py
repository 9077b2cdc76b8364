"""Every body that the document of the Public API shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from kickwire_mock.documents import packaged
from kickwire_mock.operations import Operation, operations

from conformance.tests.mock.mock_api import Api


def shown() -> Iterator[Any]:
    """Operations with their examples of bodies, and the names of these."""
    for operation in operations(packaged().api):
        declared = operation.place.get("requestBody")
        if declared is None:
            continue
        media = declared.at("content", "application/json").node
        examples = media.get("examples") or {"only": {"value": media["example"]}}
        for name, example in examples.items():
            yield pytest.param(operation, name, example["value"], id=f"{operation.id}-{name}")


@pytest.mark.parametrize(("operation", "name", "body"), list(shown()))
def test_a_documented_body_is_taken(operation: Operation, name: str, body: object) -> None:
    """What is copied from the document works on a fresh mock, under the token it is meant for."""
    api = Api()
    path = operation.template
    for place in () if (found := operation.place.get("parameters")) is None else found.values():
        path = path.replace(f"{{{place.node['name']}}}", str(place.node.get("example")))
    token = api.app_token() if "app_token" in name or operation.tag == "drops" else None

    assert api.call(f"{operation.method} {path}", body, token=token).status in (200, 204)
