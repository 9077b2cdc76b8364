"""The page of a conformance run, opened from disk in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from conformance.suite.cases import MUST, PROFILES, QUIRK, SHOULD, Case, Level
from conformance.suite.reports import html
from conformance.suite.runner import Result, Verdict
from conformance.suite.stage import Stage
from conformance.suite.ways import Way
from conformance.tests.browser.browser_visits import Tabs

Found = list[tuple[str, Level, str, list[Verdict]]]
FOUND: Found = [
    ("id/revoke/1", MUST, "A revoked token is dead.", ["held", "held", "held"]),
    ("id/revoke/2", QUIRK, "An unknown token is answered.", ["held", "failed", "held"]),
    ("id/token/1", SHOULD, "A code stays good.", ["failed", "held", "held"]),
    ("id/token/2", MUST, "A code is good once.", ["skipped", "skipped", "skipped"]),
]


def nothing(stage: Stage) -> None:
    """A body that is not run."""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a page with four cases under three profiles."""
    results: list[Result] = []
    for name, level, promise, verdicts in FOUND:
        case = Case(name, level, promise, ("quirk revoke_always_200",), nothing)
        for profile, verdict in zip(PROFILES, verdicts, strict=True):
            reason = "" if verdict == "held" else f"why it {verdict}"
            results.append(Result(case, Way(profile), verdict, reason, (f"GET /{name} -> 200",)))
    path = Path(tmp_path_factory.mktemp("report") / "index.html")
    path.write_text(html.report(results), encoding="utf-8")
    return path.as_uri()


def shown(page: Page) -> list[str | None]:
    """The ids of the rows that can be seen."""
    rows = page.locator("details.case:visible").all()
    return [row.get_attribute("id") for row in rows]


def test_words_filter_ids_promises_and_sources(tabs: Tabs, report: str) -> None:
    """Every word has to be there; what fits is counted, and groups without a row are gone."""
    page = tabs.open(report)
    expect(page.locator("#shown")).to_have_text("4 of 4 cases")

    page.get_by_label("Filter").fill("code once")
    assert shown(page) == ["id/token/2"]
    expect(page.locator("#shown")).to_have_text("1 of 4 cases")
    assert page.get_by_role("heading", name="id/revoke").count() == 0

    page.get_by_label("Filter").fill("revoke_always")
    assert len(shown(page)) == 4
    page.get_by_label("Filter").fill("unheard of")
    expect(page.get_by_text("No case fits.")).to_be_visible()


def test_levels_and_verdicts_filter_too(tabs: Tabs, report: str) -> None:
    """What did not hold, warnings included, is one choice away."""
    page = tabs.open(report)

    page.get_by_label("Verdict").select_option("not held")
    assert shown(page) == ["id/revoke/2", "id/token/1"]
    page.get_by_label("Level").select_option("SHOULD")
    assert shown(page) == ["id/token/1"]


def test_a_click_shows_the_evidence(tabs: Tabs, report: str) -> None:
    """A row opens on reason, evidence and how to run it again; profiles alike are told once."""
    page = tabs.open(report)
    page.get_by_text("An unknown token is answered.").click()

    row = page.locator("[id='id/revoke/2']")
    expect(row.get_by_role("heading", name="strict, docs: held")).to_be_visible()
    expect(row.get_by_text("why it failed")).to_be_visible()
    expect(row.get_by_text("GET /id/revoke/2 -> 200").first).to_be_visible()
    expect(row.get_by_text("--only id/revoke/2 --profile observed")).to_be_visible()


def test_the_keyboard_alone_is_enough(tabs: Tabs, report: str) -> None:
    """A slash leads to the filter, tab and enter to a row and into it."""
    page = tabs.open(report)
    page.keyboard.press("/")
    page.keyboard.type("revoked token")
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert shown(page) == ["id/revoke/1"]
    expect(page.get_by_text("GET /id/revoke/1 -> 200")).to_be_visible()
    width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert width == "2px"


def test_a_link_leads_into_a_row(tabs: Tabs, report: str) -> None:
    """An address with an id opens its row, and opening a row gives it that address."""
    page = tabs.open(f"{report}#id/token/1")
    expect(page.locator("[id='id/token/1']").get_by_text("why it failed")).to_be_visible()

    page.goto("about:blank")
    page.goto(report)
    page.get_by_text("A code is good once.").click()
    expect(page.get_by_text("why it skipped")).to_be_visible()
    expect(page).to_have_url(f"{report}#id/token/2")


def test_all_rows_open_and_close(tabs: Tabs, report: str) -> None:
    """One button opens what is shown, and closes it again."""
    page = tabs.open(report)
    page.get_by_role("button", name="Open all").click()
    assert page.locator("details[open]").count() == 4
    page.get_by_role("button", name="Close all").click()
    assert page.locator("details[open]").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1300])
def test_it_can_be_read(
    browser: Browser, report: str, scheme: Literal["light", "dark"], width: int
) -> None:
    """Dark and light, wide and narrow: the page does not scroll sideways, and verdicts show."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(report)
    expect(page.get_by_role("heading", name="Conformance did not hold")).to_be_visible()
    expect(page.locator("[id='id/token/1'] .verdict.warning").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
