"""The dashboard for everybody: keyboard, screen reader, light and dark, small screens."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest
from kickwire_mock import RunningServer
from playwright.sync_api import Browser, Page, expect

from conformance.tests.browser.browser_dashboard import filled, opened
from conformance.tests.browser.browser_visits import Receiver, contrasts_of, press

SECTIONS = [
    "This mock",
    "Clock",
    "Fire an event",
    "Faults",
    "Journal",
    "Deliveries",
    "Tokens",
    "Subscriptions",
    "Apps and people",
    "Quirks",
]


def test_the_keyboard_alone_is_enough(dashboard: Page, own_server: RunningServer) -> None:
    """From the skip link to a pressed button and back, with the focus always to be seen."""
    page = dashboard
    press(page, "Tab")
    expect(page.get_by_role("link", name="Skip to the journal")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the journal")).to_be_in_viewport()
    hour = page.get_by_role("button", name="+1 h")
    reached(page, hour.evaluate("(each) => each === document.activeElement"), "+1 h")
    press(page, "Enter")
    expect(page.get_by_role("time").first).to_have_text("2026-01-01 01:00:00")
    expect(hour).to_be_focused()
    press(page, "Space")
    expect(page.get_by_role("time").first).to_have_text("2026-01-01 02:00:00")
    expect(hour).to_be_focused()
    expect(hour).to_have_css("outline-style", "solid")


def reached(page: Page, already: bool, name: str) -> None:
    """Press Tab until what is focused has this text."""
    for _ in range(60):
        if already or page.evaluate("document.activeElement.textContent") == name:
            return
        press(page, "Tab")
    raise AssertionError(f"{name} is not reached")


def test_a_switch_is_turned_with_the_keyboard(dashboard: Page, own_server: RunningServer) -> None:
    """The arrow keys change a setting, and the switch keeps the focus."""
    page = dashboard
    switch = page.get_by_label("Revoke answers 200 whatever the token")
    switch.focus()
    press(page, "ArrowDown")
    expect(page.locator("#told")).to_have_text("revoke_always_200 is changed.")
    expect(switch).to_be_focused()
    assert own_server.mock.settings.get("revoke_always_200") == "bad_request_400"


def test_lists_are_scrolled_with_the_keyboard(dashboard: Page, own_server: RunningServer) -> None:
    """A list that is longer than its box can be focused and scrolled."""
    page = dashboard
    quirks = page.get_by_role("region", name="Quirk switches by what they are about")
    quirks.focus()
    press(page, "End")
    expect(page.locator("#quirks tbody tr").last).to_be_in_viewport()


def test_a_screen_reader_finds_its_way(dashboard: Page) -> None:
    """One banner, navigation and main part; a named region and a heading for each section."""
    page = dashboard
    for role in ("banner", "navigation", "main"):
        expect(page.get_by_role(role)).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_text("kickwire mock")
    headings = page.get_by_role("heading", level=2)
    assert headings.all_inner_texts() == SECTIONS
    for name in SECTIONS:
        expect(page.get_by_role("region", name=name, exact=True)).to_have_count(1)
        page.get_by_role("navigation").get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", level=2, name=name, exact=True)).to_be_in_viewport()


@pytest.mark.parametrize("width", [1280, 320])
def test_everything_has_a_name(
    dashboard: Page, own_server: RunningServer, receiver: Receiver, width: int
) -> None:
    """Each control and each table has one, and a table stays a table on a small screen."""
    page = dashboard
    filled(own_server, receiver.url)
    expect(page.locator("#deliveries tbody")).to_have_count(4)
    page.set_viewport_size({"width": width, "height": 800})
    opened(page)
    tree = page.locator("body").aria_snapshot()
    controls = "button|textbox|combobox|checkbox|searchbox|spinbutton|link|table|region|dialog"
    found = re.findall(rf"^ *- (?:{controls})\b(.*)$", tree, re.MULTILINE)
    assert len(found) > 80
    assert [line for line in found if not line.startswith(' "')] == []
    for heading in ("columnheader", "rowheader", "cell"):
        assert f"- {heading} " in tree


def test_what_was_done_is_read_out(dashboard: Page) -> None:
    """The outcome stands in a live region that was there before, twice in a row as well."""
    page = dashboard
    status = page.locator("#told")
    expect(status).to_have_attribute("role", "status")
    page.evaluate(
        """window.said = []; new MutationObserver(() => said.push(told.textContent))
        .observe(document.getElementById("told"), { childList: true })"""
    )
    for _ in range(2):
        page.get_by_role("button", name="+1 min").click()
        expect(status).to_have_text("The clock went on: +1 min.")
        expect(page.get_by_role("button", name="+1 min")).to_be_enabled()
    said = page.evaluate("window.said")
    assert said == ["The clock went on: +1 min.", "", "The clock went on: +1 min."]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_are_both_legible(
    browser: Browser,
    own_server: RunningServer,
    receiver: Receiver,
    scheme: Literal["light", "dark"],
    tmp_path: Path,
) -> None:
    """Every text stands out from its ground by 4.5 to 1 (WCAG 2.2, 1.4.3) in either scheme."""
    filled(own_server, receiver.url)
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{own_server.control_url}/")
    page.get_by_role("button", name="+1 min").click()
    expect(page.locator("#told")).to_have_text("The clock went on: +1 min.")
    opened(page)
    page.screenshot(path=tmp_path / f"dashboard-{scheme}.png", full_page=True)
    contrasts = contrasts_of(page)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    context.close()
    assert len(contrasts) > 500
    assert min(contrasts) >= 4.5
    assert ground == ("rgb(241, 243, 245)" if scheme == "light" else "rgb(15, 18, 21)")


@pytest.mark.parametrize(("width", "scale"), [(320, 1), (640, 2), (1280, 1)])
def test_no_width_needs_sideways_scrolling(
    browser: Browser, own_server: RunningServer, receiver: Receiver, width: int, scale: int
) -> None:
    """At 320 pixels, at a zoom of 200 %, and on a desk, with everything open."""
    filled(own_server, receiver.url)
    own_server.mock.add_app("Wide" * 50, redirect_uris=["http://localhost/"])
    context = browser.new_context(
        device_scale_factor=scale, viewport={"width": width, "height": 700}
    )
    page = context.new_page()
    page.goto(f"{own_server.control_url}/")
    expect(page.locator("#live")).to_have_text("Live")
    opened(page)
    widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    context.close()
    assert widths == [width, width]
