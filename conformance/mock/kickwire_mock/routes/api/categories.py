"""Categories: the first version of the search, and the second, which pages."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Any

from kickwire_mock.errors import RequestError
from kickwire_mock.ledger import setting
from kickwire_mock.messages import Reply
from kickwire_mock.routes.api import cursors
from kickwire_mock.routes.api.visit import Handler, Visit, listed, not_found, ok
from kickwire_mock.wire import json_bytes
from kickwire_mock.world.categories import Category, categories

LIMITS = setting("paging_and_limits_drift")

_DEFAULT_LIMIT = 25
_PAGE_OF_V1 = 100
_CURSOR = "c_cursor"


def brief(category: Category | None) -> dict[str, Any]:
    """A category as channels and livestreams carry it; zeros where there is none."""
    if category is None:
        return {"id": 0, "name": "", "thumbnail": ""}
    return {"id": category.id, "name": category.name, "thumbnail": category.thumbnail}


def page(visit: Visit) -> Reply:
    """The categories that every sent filter lets through, from the cursor on."""
    query = visit.arguments.query
    ceiling = int(visit.setting(LIMITS))
    limit = query.get("limit", min(_DEFAULT_LIMIT, max(ceiling, 1)))
    if limit > ceiling:
        raise RequestError(f"limit is above {ceiling}", LIMITS)
    after = cursors.whole_number(query["cursor"], _CURSOR) if "cursor" in query else 0
    found = [each for each in _filtered(query) if each.id > after]
    shown = found[:limit]
    more = len(found) > limit
    return listed(
        map(_written, shown),
        next_cursor=cursors.written({_CURSOR: shown[-1].id}) if more else "",
    )


def search(visit: Visit) -> Reply:
    """The categories whose name holds the text, a hundred to a numbered page."""
    text = visit.arguments.query["q"].casefold()
    found = [each for each in categories().values() if text in each.name.casefold()]
    start = (visit.arguments.query.get("page", 1) - 1) * _PAGE_OF_V1
    return ok([brief(each) for each in found[start : start + _PAGE_OF_V1]])


def one(visit: Visit) -> Reply:
    """One category with its viewers."""
    category = categories().get(visit.arguments.path["category_id"])
    if category is None:
        raise not_found("no category has this id")
    return ok({**_tagged(category), "viewer_count": visit.world.channels.viewers_of(category)})


def _filtered(query: Mapping[str, Any]) -> Iterator[Category]:
    ids = frozenset(query.get("id", ()))
    beginnings = tuple(map(str.casefold, query.get("name") or ()))
    tags = frozenset(map(str.casefold, query.get("tag") or ()))
    for each in categories().values():
        if (
            (not ids or each.id in ids)
            and (not beginnings or each.name.casefold().startswith(beginnings))
            and (not tags or not tags.isdisjoint(map(str.casefold, each.tags)))
        ):
            yield each


@functools.cache
def _written(category: Category) -> bytes:
    return json_bytes(_tagged(category))


def _tagged(category: Category) -> dict[str, Any]:
    tags = list(category.tags) or None
    shown = brief(category)
    return {"id": shown["id"], "name": shown["name"], "tags": tags, "thumbnail": shown["thumbnail"]}


HANDLERS: Mapping[str, Handler] = {
    "listCategories": page,
    "searchCategories": search,
    "getCategory": one,
}
"""By operationId."""
