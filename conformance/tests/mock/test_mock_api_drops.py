"""Drops claims."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.tests.mock.mock_api import Api, error_of

CLAIMS = "/public/v1/drops/claims"
FIRST = "01JXB3R5T6V7W8X9Y0Z1A2B3C4"
CAMPAIGN = "01JXB3Q4Z0C8D7F6G5H4J3K2M1"
SECRET = "not-for-the-journal"
UNAUTHORIZED = (401, None, "Unauthorized")


@pytest.fixture
def api() -> Api:
    """A client of a fresh mock."""
    return Api()


def page(api: Api, query: str = "") -> Any:
    """What the app reads."""
    return api.data(f"GET {CLAIMS}{query}", token=api.app_token())


def ids_of(found: Any) -> list[str]:
    """The ids of the claims on a page."""
    return [claim["claim_id"] for claim in found["claims"]]


def test_claims_come_in_pages(api: Api) -> None:
    """Ten where nobody asks; the cursor is the last claim of the page, and null at the end."""
    first = page(api)
    last = page(api, f"?cursor={first['cursor']}")

    assert (len(ids_of(first)), len(ids_of(last))) == (10, 2)
    assert first["cursor"] == ids_of(first)[-1]
    assert last["cursor"] is None
    assert len({*ids_of(first), *ids_of(last)}) == 12


@pytest.mark.parametrize(("limit", "count"), [(1, 1), (12, 12), (1000, 12), (0, 10), (-1, 10)])
def test_the_size_of_a_page(api: Api, limit: int, count: int) -> None:
    """As asked for; nothing and less are read as no limit."""
    assert len(ids_of(page(api, f"?limit={limit}"))) == count


def test_a_page_that_holds_all_is_the_last(api: Api) -> None:
    """No cursor leads to an empty page."""
    assert page(api, "?limit=12")["cursor"] is None
    assert page(api, "?limit=11")["cursor"] is not None


@pytest.mark.parametrize(
    ("query", "count"),
    [
        (f"claim_id={FIRST}", 1),
        (f"campaign_id={CAMPAIGN}&user_id=456", 12),
        ("campaign_id=another", 0),
        ("user_id=123", 0),
        ("external_status=initiated", 12),
        (f"claim_id={FIRST}&external_status=delivered", 0),
    ],
)
def test_filters(api: Api, query: str, count: int) -> None:
    """All that are sent have to fit."""
    assert len(ids_of(page(api, f"?limit=100&{query}"))) == count


def test_a_new_state_is_kept(api: Api) -> None:
    """With the time of the change; an unknown claim changes nothing."""
    api.mock.clock.advance(3600)
    token = api.app_token()
    changes = [
        {"claim_id": FIRST, "external_status": "delivered"},
        {"claim_id": "unknown", "external_status": "delivered"},
    ]
    reply = api.call(f"PATCH {CLAIMS}", {"claims": changes}, token=token)
    (claim,) = page(api, "?external_status=delivered")["claims"]

    assert (reply.status, reply.body) == (204, b"")
    assert (claim["claim_id"], claim["updated_at"]) == (FIRST, "2026-01-01T01:00:00Z")


@pytest.mark.parametrize(("count", "status"), [(0, 204), (100, 204), (101, 400)])
def test_how_many_claims_change_at_once(api: Api, count: int, status: int) -> None:
    """Up to a hundred."""
    change = {"claim_id": FIRST, "external_status": "x"}
    reply = api.call(f"PATCH {CLAIMS}", {"claims": [change] * count}, token=api.app_token())

    assert reply.status == status


def test_a_claim_takes_two_fields_only(api: Api) -> None:
    """A third one is refused, and data of the refusal is null."""
    change = {"claim_id": FIRST, "external_status": "x", "note": "y"}
    refused = api.call(f"PATCH {CLAIMS}", {"claims": [change]}, token=api.app_token())

    assert error_of(refused) == (400, None, "Invalid request")


@pytest.mark.parametrize(("method", "body"), [("GET", None), ("PATCH", {"claims": []})])
def test_only_apps_of_the_organisation_come_in(api: Api, method: str, body: object) -> None:
    """A user token and another app hear 401 with data null."""
    other = api.another()

    assert error_of(api.call(f"{method} {CLAIMS}", body)) == UNAUTHORIZED
    assert error_of(other.call(f"{method} {CLAIMS}", body, token=other.app_token())) == UNAUTHORIZED


def test_the_name_of_a_field_too_many_stays_out_of_the_journal(api: Api) -> None:
    """It is the caller's own text; the reason says where it stood."""
    claim = {"claim_id": FIRST, "external_status": "delivered", SECRET: 1}
    reply = api.call(f"PATCH {CLAIMS}", {"claims": [claim]}, token=api.app_token())

    assert (reply.status, SECRET in reply.reason) == (400, False)
    assert "/claims/0" in reply.reason
