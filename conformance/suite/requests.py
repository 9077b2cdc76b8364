"""A good request for every operation of the API, from the examples of its document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import quote

from conformance.suite.probes import Answer, Probe
from conformance.suite.spec import Operation, document

_FOR_APPS: Mapping[str, tuple[str, str]] = {
    "getUsers": ("query", "id"),
    "getChannels": ("query", "broadcaster_user_id"),
    "subscribeToEvents": ("body", "app_token"),
}
"""What an app token has to name, having no channel of its own: a parameter or a body's example."""


@dataclass(frozen=True)
class Good:
    """A request that the document allows."""

    operation: Operation
    path: str
    query: Mapping[str, Any] = field(repr=False)
    json: Any = field(repr=False)

    def send(self, api: Probe, token: str | None, **query: Any) -> Answer:
        """Send it with a token, or without one; further query parameters may be given."""
        return api.request(
            self.operation.method,
            self.path,
            query={**self.query, **query},
            json=self.json,
            token=token,
        )


def good(id: str, *, app: bool = False) -> Good:
    """The request of an operation: its required parameters and its body, as the examples are.

    Args:
        id: the operationId.
        app: whether an app token will be sent.
    """
    operation = document("api").operation(id)
    node = _node(operation)
    where, name = _FOR_APPS[id] if app and id in _FOR_APPS else ("", "")
    path, query = operation.path, dict[str, Any]()
    for parameter in (_followed(each) for each in node.get("parameters", ())):
        if parameter["in"] == "path":
            value = quote(str(parameter["example"]), safe="")
            path = path.replace(f"{{{parameter['name']}}}", value)
        elif parameter.get("required") or (where == "query" and parameter["name"] == name):
            query[parameter["name"]] = parameter["example"]
    return Good(operation, path, query, _body(node, name if where == "body" else ""))


def body(id: str, **changes: Any) -> dict[str, Any]:
    """The example body of an operation with these changes; a value of None takes a field out."""
    changed = {**good(id).json, **changes}
    return {name: value for name, value in changed.items() if value is not None}


def _node(operation: Operation) -> dict[str, Any]:
    content = document("api").content
    return cast("dict[str, Any]", content["paths"][operation.path][operation.method.lower()])


def _followed(node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        found: Any = document("api").content
        for step in node["$ref"][2:].split("/"):
            found = found[step]
        node = found
    return node


def _body(node: dict[str, Any], name: str) -> Any:
    if "requestBody" not in node:
        return None
    media = node["requestBody"]["content"]["application/json"]
    if "example" in media:
        return media["example"]
    examples = media["examples"]
    return examples[name or next(iter(examples))]["value"]
