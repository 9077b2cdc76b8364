"""Categories and livestreams, and the pages of everything that has pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.suite import checks
from conformance.suite.cases import MUST, QUIRK, Failed, case
from conformance.suite.stage import Stage

CATEGORIES = "/public/v2/categories"
LIVESTREAMS = "/public/v2/livestreams"
_MOST_PAGES = 60


def pages(stage: Stage, path: str, token: str, operation: str, **query: str) -> Iterator[list[Any]]:
    """Page after page until the cursor is empty.

    Raises:
        Failed: a page is not as documented, a cursor comes twice, or there is no end.
    """
    cursors = [""]
    for _ in range(_MOST_PAGES):
        more = {"cursor": cursors[-1]} if cursors[-1] else {}
        answer = stage.api.get(path, query={**query, **more}, token=token)
        checks.status(answer, 200)
        content = checks.conforms(answer, "api", operation)
        yield content["data"]
        cursor = content["pagination"]["next_cursor"]
        if cursor == "":
            return
        if not cursor or cursor in cursors:
            raise Failed(f"{answer.asked}: expected an empty cursor at the end, got {cursor!r}")
        cursors.append(cursor)
    raise Failed(f"GET {path}: expected an end of the pages, got {_MOST_PAGES} of them")


def walked(stage: Stage, path: str, operation: str, key: str, **query: str) -> None:
    """Demand that small pages have together what one large page has, in the same order."""
    token, most = stage.app_token(), stage.setting("paging_and_limits_drift")
    whole = [
        each[key] for page in pages(stage, path, token, operation, limit=most) for each in page
    ]
    small = list(pages(stage, path, token, operation, **query))
    found = [each[key] for page in small for each in page]
    checks.holds("there is more than one page", len(small) > 1)
    checks.same("entries on small pages", found, whole)
    checks.same("entries that come twice", len(found) - len(set(found)), 0)


@case("api/categories/pages", MUST, evidence=("quirk paging_and_limits_drift",))
def pages_of_categories(stage: Stage) -> None:
    """Small pages of categories have each entry once, in the order of one large page."""
    walked(stage, CATEGORIES, "listCategories", "id", limit="7")


@case("api/categories/page_of_one", MUST, evidence=("document api listCategories",))
def a_page_has_as_many_as_asked(stage: Stage) -> None:
    """A page has as many entries as its limit says, and 25 without one."""
    token = stage.app_token()
    for limit, expected in (({"limit": "1"}, 1), ({"limit": "10"}, 10), ({}, 25)):
        answer = stage.api.get(CATEGORIES, query=limit, token=token)
        checks.same("entries", len(answer.data), expected)


@case("api/categories/by_id", MUST, evidence=("document api listCategories",))
def categories_by_id(stage: Stage) -> None:
    """Categories are found by ids that commas separate, and unknown ids are left out."""
    token = stage.app_token()
    ids = [each["id"] for each in stage.api.get(CATEGORIES, token=token).data[:2]]
    text = ",".join(map(str, [*ids, 9_007_199_254_740_991]))
    answer = stage.api.get(CATEGORIES, query={"id": text}, token=token)
    checks.status(answer, 200)
    checks.same("ids", sorted(each["id"] for each in answer.data), sorted(ids))


@case("api/categories/by_name", MUST, evidence=("document api listCategories",))
def categories_by_name(stage: Stage) -> None:
    """A search by names finds the categories whose names begin so, and no others."""
    token = stage.app_token()
    names = [each["name"] for each in stage.api.get(CATEGORIES, token=token).data]
    wanted = next(each for each in names if "," not in each and len(each) > 3)
    for part, there in ((wanted, True), (wanted[:3].upper(), True), (wanted[1:], False)):
        answer = stage.api.get(CATEGORIES, query={"name": part}, token=token)
        checks.status(answer, 200)
        found = [each["name"] for each in answer.data]
        checks.same(f"{part!r} finds {wanted!r}", wanted in found, there)
        checks.holds("not all categories are found", len(found) < len(names))


@case("api/categories/old", MUST, evidence=("document api searchCategories",))
def the_old_search(stage: Stage) -> None:
    """The old search by words answers, and one without words is refused."""
    token = stage.app_token()
    name = stage.api.get(CATEGORIES, token=token).data[0]["name"]
    answer = stage.api.get("/public/v1/categories", query={"q": name}, token=token)
    checks.status(answer, 200)
    found = checks.conforms(answer, "api", "searchCategories")["data"]
    checks.has("names", [each["name"] for each in found], [name])
    checks.status(stage.api.get("/public/v1/categories", token=token), 400)


@case("api/categories/one", MUST, evidence=("document api getCategory",))
def one_category(stage: Stage) -> None:
    """A category is found by its id in the path."""
    token = stage.app_token()
    first = stage.api.get(CATEGORIES, token=token).data[0]
    answer = stage.api.get(f"/public/v1/categories/{first['id']}", token=token)
    checks.status(answer, 200)
    found = checks.conforms(answer, "api", "getCategory")["data"]
    checks.same("name", found["name"], first["name"])


@case(
    "api/categories/ceiling", QUIRK, evidence=("quirk paging_and_limits_drift",), needs=("control",)
)
def the_ceiling_has_moved(stage: Stage) -> None:
    """A limit above the ceiling of the day is refused."""
    token = stage.app_token()
    stage.set(paging_and_limits_drift="100")
    checks.status(stage.api.get(CATEGORIES, query={"limit": "100"}, token=token), 200)
    checks.status(stage.api.get(CATEGORIES, query={"limit": "101"}, token=token), 400)


@case("api/livestreams/pages", MUST, evidence=("quirk paging_and_limits_drift",))
def pages_of_livestreams(stage: Stage) -> None:
    """Small pages of livestreams have each entry once, in the order of one large page."""
    walked(stage, LIVESTREAMS, "listLivestreams", "id", limit="9")


@case("api/livestreams/order", MUST, evidence=("document api listLivestreams",))
def the_oldest_first(stage: Stage) -> None:
    """Livestreams come in the order in which they began."""
    answer = stage.api.get(LIVESTREAMS, token=stage.app_token())
    starts = [each["started_at"] for each in answer.data]
    checks.same("starts", starts, sorted(starts))


@case("api/livestreams/language", MUST, evidence=("document api listLivestreams",))
def livestreams_by_language(stage: Stage) -> None:
    """A filter by languages leaves the streams in one of these."""
    token = stage.app_token()
    streams = stage.api.get(LIVESTREAMS, query={"limit": "1000"}, token=token).data
    wanted = sorted({each["language_code"] for each in streams})[:2]
    query = {"language_code": wanted, "limit": "1000"}
    answer = stage.api.get(LIVESTREAMS, query=query, token=token)
    expected = [each["id"] for each in streams if each["language_code"] in wanted]
    checks.holds("some streams are in other languages", len(expected) < len(streams))
    checks.same("streams", [each["id"] for each in answer.data], expected)


@case("api/livestreams/category", MUST, evidence=("document api listLivestreams",))
def livestreams_by_category(stage: Stage) -> None:
    """A filter by categories leaves the streams in one of these."""
    token = stage.app_token()
    streams = stage.api.get(LIVESTREAMS, query={"limit": "1000"}, token=token).data
    wanted = sorted({each["category"]["id"] for each in streams})[:2]
    query = {"category_id": list(map(str, wanted)), "limit": "1000"}
    answer = stage.api.get(LIVESTREAMS, query=query, token=token)
    expected = [each["id"] for each in streams if each["category"]["id"] in wanted]
    checks.holds("some streams are in other categories", len(expected) < len(streams))
    checks.same("streams", [each["id"] for each in answer.data], expected)


@case("api/livestreams/old", QUIRK, evidence=("quirk paging_and_limits_drift",))
def the_old_list(stage: Stage) -> None:
    """The old list has at most 100 streams, most viewers first, and no cursor."""
    answer = stage.api.get(
        "/public/v1/livestreams", query={"limit": "100"}, token=stage.app_token()
    )
    checks.status(answer, 200)
    content = checks.conforms(answer, "api", "listLivestreamsV1")
    checks.lacks("keys", content, "pagination")
    viewers = [each["viewer_count"] for each in content["data"]]
    checks.same("viewers", viewers, sorted(viewers, reverse=True))


@case("api/livestreams/of_users", MUST, evidence=("document api getUserLivestreams",))
def livestreams_of_users(stage: Stage) -> None:
    """Of the users asked for those who are live are answered, and nobody else."""
    token = stage.app_token()
    live = stage.api.get(LIVESTREAMS, query={"limit": "3"}, token=token).data
    ids = [each["broadcaster_user"]["id"] for each in live]
    query = {"user_id": [*map(str, ids), "9007199254740991"]}
    answer = stage.api.get("/public/v1/users/livestreams", query=query, token=token)
    checks.status(answer, 200)
    found = checks.conforms(answer, "api", "getUserLivestreams")["data"]
    checks.same("users", sorted(each["broadcaster_user"]["id"] for each in found), sorted(ids))


@case("api/livestreams/stats", MUST, evidence=("document api getLivestreamStats",))
def the_number_of_livestreams(stage: Stage) -> None:
    """The statistics count as many streams as all pages together have."""
    token = stage.app_token()
    counted = stage.api.get("/public/v1/livestreams/stats", token=token)
    total = checks.conforms(counted, "api", "getLivestreamStats")["data"]["total_count"]
    listed = pages(stage, LIVESTREAMS, token, "listLivestreams", limit="1000")
    checks.same("number", total, sum(map(len, listed)))


@case("api/redemptions/pages", MUST, evidence=("document api listRedemptions",))
def pages_of_redemptions(stage: Stage) -> None:
    """The pages of redemptions have each redemption once, grouped by its reward."""
    token = stage.login("alice").access_token
    path = "/public/v1/channels/rewards/redemptions"
    found: list[str] = []
    for page in pages(stage, path, token, "listRedemptions"):
        rewards = [group["reward"]["id"] for group in page]
        checks.same("rewards that come twice on a page", len(rewards) - len(set(rewards)), 0)
        found += [each["id"] for group in page for each in group["redemptions"]]
    checks.holds("there are redemptions", found)
    checks.same("redemptions that come twice", len(found) - len(set(found)), 0)


@case("api/drops/pages", MUST, evidence=("document api listDropClaims",))
def pages_of_claims(stage: Stage) -> None:
    """The pages of drops claims have each claim once, and their cursor stands inside data."""
    token, cursor = stage.app_token(), ""
    found: list[str] = []
    for _ in range(_MOST_PAGES):
        query = {"limit": "3", **({"cursor": cursor} if cursor else {})}
        answer = stage.api.get("/public/v1/drops/claims", query=query, token=token)
        checks.status(answer, 200)
        page = checks.conforms(answer, "api", "listDropClaims")["data"]
        found += [each["claim_id"] for each in page["claims"]]
        cursor = page.get("cursor") or ""
        if not cursor:
            break
    whole = stage.api.get("/public/v1/drops/claims", query={"limit": "1000"}, token=token)
    checks.same("claims", found, [each["claim_id"] for each in whole.data["claims"]])
