"""What the documents promise of every operation, and what an error has told."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast

from kickwire import KickError, errors

from scripts.demo.calls import AS_APP, CALLS
from scripts.documents import API_DOCUMENT, Node, Place, load, operations, resolve

DOCUMENT = load(API_DOCUMENT)
PLACES = {str(place.node["x-kick-name"]): place for place in operations(DOCUMENT)}
NAMES = sorted(CALLS)
OPEN = {"public_key.get"}
"""Takes no token."""

GROUPS = (errors.FixTheCall, errors.AskTheUser, errors.Wait, errors.ReportToKick)
KINDS: dict[int, type[KickError]] = {
    400: errors.BadRequest,
    401: errors.Forbidden,  # whoever says so to a token that lives means something else
    403: errors.Forbidden,
    404: errors.NotFound,
    409: errors.BadRequest,
    429: errors.RateLimited,
    500: errors.ServerFault,
    502: errors.ServerFault,
    503: errors.ServerFault,
    520: errors.ServerFault,
}
"""The class of error for a status that comes although the token is good."""


@dataclass(frozen=True)
class Told:
    """What a program can read from an error, beside its text."""

    kind: type[KickError]
    operation: str
    status: int
    reason: str
    reason_code: str = ""
    retry_after: float | None = None


def told(error: KickError) -> Told:
    """What a refusal says."""
    assert isinstance(error, errors.Refused), repr(error)
    assert sum(isinstance(error, group) for group in GROUPS) == 1
    assert str(error).startswith(f"{error.operation}: Kick answered {error.status}")
    return Told(
        type(error),
        error.operation,
        error.status,
        error.reason,
        error.reason_code,
        error.retry_after,
    )


def account_for(name: str) -> str | None:
    """Who calls an operation: alice, or the app where users may not."""
    return None if name in AS_APP else "alice"


def statuses(name: str) -> list[int]:
    """The error statuses that the document has for an operation, and those that may come anyway."""
    return sorted(KINDS.keys() | {status for status in _responses(name) if status >= 400})


def success_status(name: str) -> int:
    """The first documented status of a success."""
    return min(_responses(name))


def words(name: str, status: int) -> tuple[str, str]:
    """Kick's reason and code in an answer that the mock words: the document's, or the usual."""
    example = _example(name, status)
    if example is None:
        usual = HTTPStatus(status).phrase.capitalize() if status < 500 else "internal server error"
        return usual, ""
    data, code = example.get("data"), example.get("code", "")
    return data if isinstance(data, str) else str(example["message"]), str(code)


def alternatives(name: str) -> list[tuple[str, tuple[str, ...]]]:
    """Kinds of token and their scopes, any of which opens an operation."""
    kinds = {"UserAccessToken": "user", "AppAccessToken": "app"}
    return [
        (kinds[scheme], tuple(scopes))
        for way in cast("list[dict[str, list[str]]]", PLACES[name].node["security"])
        for scheme, scopes in way.items()
    ]


def repeatable(place: Place) -> bool:
    """Whether an operation may be sent twice after a 5xx."""
    return place.method in ("get", "delete") or bool(place.node.get("x-kick-idempotent"))


def _responses(name: str) -> dict[int, Node]:
    return {int(status): node for status, node in PLACES[name].node["responses"].items()}


def _example(name: str, status: int) -> dict[str, Any] | None:
    node = _responses(name).get(status)
    while node is not None and "$ref" in node:
        node = resolve(DOCUMENT, node["$ref"])
    if node is None:
        return None
    content = node["content"]["application/json"]
    if "example" in content:
        return cast("dict[str, Any]", content["example"])
    return cast("dict[str, Any]", next(iter(content["examples"].values()))["value"])
