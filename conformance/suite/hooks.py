"""Loaded by schemathesis, not by us.

What a document cannot say about a good request is put right here: which token it needs, and the
ids and cursors that must exist. Requests that are meant to be wrong stay as they are.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any, cast

import httpx
import schemathesis
from schemathesis import GenerationMode

_METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
_EXISTING = {"updateChannel": {"category_id": 101}}
"""Ids in a body that must exist, by operation; the document's examples."""
_ALONE = {"listRedemptions": "id"}
"""Filters that go with no other one, by operation."""


@schemathesis.hook  # pyright: ignore[reportUnknownMemberType]  # its own annotation
def before_load_schema(context: Any, raw_schema: dict[str, Any]) -> None:
    """Show OAuth 2 schemes as plain bearer ones: the checks of authentication skip the former.

    Without this a server that asks for no token at all passes every case. Where a user's token is
    welcome it is the one that is used: it can do more.
    """
    schemes = raw_schema.get("components", {}).get("securitySchemes", {})
    for name in [*schemes, "OfflineUserAccessToken"]:
        schemes[name] = {"type": "http", "scheme": "bearer"}
    for item in raw_schema["paths"].values():
        for method in _METHODS & item.keys():
            operation = item[method]
            if operation["operationId"] in os.environ["KICKWIRE_SUITE_OFFLINE"].split():
                operation["security"] = [{"OfflineUserAccessToken": []}]
            elif any("UserAccessToken" in one for one in operation.get("security", [])):
                operation["security"] = [{"UserAccessToken": []}]


@schemathesis.hook  # pyright: ignore[reportUnknownMemberType]  # its own annotation
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Let time pass where calls are limited; put what exists where a request is to be good."""
    _pass_time()
    if case.meta is None or case.meta.generation.mode is not GenerationMode.POSITIVE:
        return
    case.query = {name: _written(value) for name, value in case.query.items()}
    if case.query.get("cursor"):
        case.query["cursor"] = _cursor(case.path)
        if not case.query["cursor"]:
            del case.query["cursor"]
    alone = _ALONE.get(_id(case))
    if alone is not None and alone in case.query:
        case.query = {alone: case.query[alone]}
    case.body = _existing(_id(case), case.body)


@schemathesis.hook  # pyright: ignore[reportUnknownMemberType]  # its own annotation
def after_call(context: Any, case: Any, response: Any) -> None:
    """Note what each operation was answered."""
    with Path(os.environ["KICKWIRE_SUITE_ANSWERS"]).open("a", encoding="utf-8") as answers:
        answers.write(f"{case.operation.label}\t{response.status_code}\n")


def _pass_time() -> None:
    seconds = float(os.environ["KICKWIRE_SUITE_SPACING"])
    if seconds:
        _control().post("/clock", json={"advance": seconds}).raise_for_status()


@cache
def _control() -> httpx.Client:
    return httpx.Client(base_url=os.environ["KICKWIRE_SUITE_CONTROL"], trust_env=False)


def _written(value: Any) -> Any:
    """In JSON 927.0 is a whole number as 927 is; in a query it is none."""
    if isinstance(value, list):
        return [_written(one) for one in cast("list[object]", value)]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _existing(operation: str, body: Any) -> Any:
    ids = _EXISTING.get(operation, {})
    if not ids or not isinstance(body, dict):
        return body  # pyright: ignore[reportUnknownVariableType]  # what schemathesis made
    fields = cast("dict[str, Any]", body)
    return {name: ids.get(name, fields[name]) for name in fields}


def _id(case: Any) -> str:
    return str(case.operation.definition.raw["operationId"])


@cache
def _cursor(path: str) -> str:
    """The cursor to the second page of a list; empty if there is none."""
    answer = httpx.get(
        os.environ["KICKWIRE_SUITE_URL"] + path,
        params={"limit": "1"},
        headers={"Authorization": f"Bearer {os.environ['KICKWIRE_SUITE_USER_TOKEN']}"},
        trust_env=False,
    )
    content = cast("dict[str, Any]", answer.json() if answer.is_success else {})
    page: dict[str, Any] = content.get("pagination") or {}
    return str(page.get("next_cursor") or "")
