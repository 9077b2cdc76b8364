"""Replies: those the document shows as examples, and those in the shape of Kick's errors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

from kickwire_mock.documents import Place
from kickwire_mock.errors import DocumentError
from kickwire_mock.messages import Headers, Reply
from kickwire_mock.wire import json_bytes

JSON = "application/json"
CONTENT_TOO_LARGE = 413
"""RFC 9110 section 15.5.14; `HTTPStatus` has it under different names in different Pythons."""


def documented(response: Place, status: int, example: str | None = None) -> Reply:
    """The reply an operation's document shows for one status.

    Args:
        response: a response object of the document.
        status: the status it stands under.
        example: name of the wanted example; None takes the first one.

    Raises:
        DocumentError: a body or a required header has no (such) example.
    """
    headers = list(_example_headers(response))
    content = response.get("content")
    if content is None:
        return Reply(status=status, headers=Headers(headers))
    for name, media in content.items():
        value = _example(media, example)
        is_json = name == JSON
        body = json_bytes(value) if is_json else str(value).encode("utf-8")
        return Reply(
            status=status, headers=Headers([("Content-Type", str(name)), *headers]), body=body
        )
    raise DocumentError(f"{content.pointer}: no media type")


def last_page(operation: Place) -> Reply | None:
    """The documented 200 reply of a paged operation after which no page comes (``x-kick-page``).

    None where the operation does not page, or shows no such reply.
    """
    page = operation.get("x-kick-page")
    if page is None:
        return None
    steps = str(page.at("next").node).split("/")[1:]
    response = operation.at("responses", "200")
    media = response.at("content", JSON)
    several = media.get("examples")
    for name, example in () if several is None else several.items():
        if _value_at(example.at("value").node, steps) in page.at("end").node:
            return documented(response, 200, str(name))
    return None


def _value_at(value: Any, steps: list[str]) -> object:
    for step in steps:
        value = cast("dict[str, Any]", value).get(step) if isinstance(value, dict) else None
    return value


def success(operation: Place) -> Reply:
    """The first documented 2xx reply of an operation, else its first 3xx one.

    Raises:
        DocumentError: there is none, or it lacks an example.
    """
    responses = list(operation.at("responses").items())
    for wanted in "23":
        for status, response in responses:
            if str(status).startswith(wanted):
                return documented(response, int(status))
    raise DocumentError(f"{operation.pointer}: no 2xx and no 3xx response")


def envelope(status: int, data: Any, message: str, reason: str) -> Reply:
    """An error of the API host (ledger ``api_envelope``)."""
    return json_reply(status, {"data": data, "message": message}, reason=reason)


def json_reply(status: int, value: Any, *, reason: str = "") -> Reply:
    """A reply whose body is this value as JSON."""
    return Reply(
        status=status,
        headers=Headers([("Content-Type", JSON)]),
        body=json_bytes(value),
        reason=reason,
    )


def with_allow(reply: Reply, allow: str) -> Reply:
    """The same reply with an ``Allow`` header, which every 405 must have (RFC 9110 15.5.6)."""
    return replace(reply, headers=Headers([("Allow", allow)], raw=reply.headers.raw))


def _example_headers(response: Place) -> Iterator[tuple[str, str]]:
    declared = response.get("headers")
    if declared is None:
        return
    for name, header in declared.items():
        required = header.get("required")
        if (required is not None and required.node is True) or _has_example(header):
            yield str(name), str(_example(header, None))


def _has_example(place: Place) -> bool:
    return place.get("example") is not None or place.get("examples") is not None


def _example(place: Place, name: str | None) -> Any:
    single = place.get("example")
    if single is not None and name is None:
        return single.node
    for key, example in () if (several := place.get("examples")) is None else several.items():
        if name in (None, key):
            return example.at("value").node
    raise DocumentError(f"{place.pointer}: no example{f' named {name}' if name else ''}")
