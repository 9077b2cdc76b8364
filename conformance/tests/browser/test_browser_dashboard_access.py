"""The dashboard for everybody: keyboard, screen reader, light and dark, small screens, attacks."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import httpx
import pytest
from kickwire_mock import RunningServer, start_server
from playwright.sync_api import Browser, Error, HttpCredentials, Page, Request, expect

from conformance.tests.browser.browser_visits import Receiver, Tabs, contrasts_of, press

EVIL = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>"
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


def filled(server: RunningServer, url: str) -> None:
    """Let everything happen that the dashboard has a look for."""
    headers = {"Authorization": f"Bearer {server.token}"}
    control = httpx.Client(base_url=f"{server.control_url}/")
    for token in (server.token, "wrong"):
        httpx.get(f"{server.api_url}/public/v1/users", headers={"Authorization": f"Bearer {token}"})
    httpx.get(f"{server.api_url}/public/v1/channels?slug=nobody-of-this-name", headers=headers)
    control.patch("settings", json={"settings": {"revoke_always_200": "bad_request_400"}})
    control.post("faults", json={"operation": "getUsers", "count": 5, "skip": 3, "status": 500})
    for said in (
        {"to": url},
        {"to": url, "trouble": {"drop": True}},
        {"to": "http://127.0.0.1:9/"},
    ):
        control.post("events", json={"event": "chat.message.sent", **said})
    subscribed = {"events": [{"name": "channel.followed", "version": 1}], "method": "webhook"}
    httpx.post(f"{server.api_url}/public/v1/events/subscriptions", headers=headers, json=subscribed)
    control.post("events", json={"event": "channel.followed"})
    control.post("tokens/end", json={})
    control.close()


def opened(page: Page) -> None:
    """Open whatever can be opened."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")


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


def test_nothing_that_is_written_is_lost(
    dashboard: Page, own_server: RunningServer, receiver: Receiver
) -> None:
    """While the page changes: typed text, its selection, the focus, open rows, scrolled lists."""
    page = dashboard
    filled(own_server, receiver.url)
    expect(page.locator("#deliveries tbody")).to_have_count(4)
    row = page.locator("#deliveries tbody").last
    row.locator("summary").first.click()
    page.get_by_role("textbox", name="Webhook address of Example app").fill("http://127.0.0.1:1/")
    words = page.get_by_role("searchbox")
    words.fill("users")
    fields = page.get_by_label("Payload")
    fields.fill("half a thought")
    fields.evaluate("(each) => each.setSelectionRange(5, 6)")
    for number in range(3):
        httpx.post(
            f"{own_server.control_url}/events", json={"event": "kicks.gifted", "to": receiver.url}
        )
        httpx.post(f"{own_server.control_url}/users", json={"name": f"dana{number}"})
    httpx.get(f"{own_server.api_url}/public/v1/users")
    expect(page.locator("#deliveries tbody")).to_have_count(7)
    expect(page.locator("#journal-rows tr:visible")).to_have_count(3)
    expect(page.get_by_role("rowheader", name="dana2")).to_be_visible()
    expect(row.get_by_role("heading", name="Attempts")).to_be_visible()
    expect(page.get_by_role("textbox", name="Webhook address of Example app")).to_have_value(
        "http://127.0.0.1:1/"
    )
    expect(fields).to_be_focused()
    expect(fields).to_have_value("half a thought")
    assert fields.evaluate("(each) => [each.selectionStart, each.selectionEnd]") == [5, 6]
    expect(words).to_have_value("users")


def test_text_that_is_marked_stays_marked(dashboard: Page, own_server: RunningServer) -> None:
    """Somebody who is copying from a row is not disturbed by what comes above it."""
    page = dashboard
    httpx.get(f"{own_server.api_url}/public/v1/users")
    code = page.locator("#journal-rows code")
    expect(code).to_have_count(1)
    code.evaluate("(each) => getSelection().selectAllChildren(each)")
    httpx.get(f"{own_server.api_url}/public/v1/channels")
    expect(code).to_have_count(2)
    assert page.evaluate("getSelection().toString()") == "GET /public/v1/users"


def test_markup_from_outside_is_only_text(
    dashboard: Page, own_server: RunningServer, receiver: Receiver
) -> None:
    """An app's name, a title, what is said in chat, and what a receiver answers run nothing."""
    page, mock = dashboard, own_server.mock
    receiver.answer = EVIL.encode()
    mock.add_app(EVIL, redirect_uris=["http://localhost/"])
    mock.set_channel("alice", title=EVIL)
    control = own_server.control_url
    for event, fields in (
        ("chat.message.sent", {"content": EVIL}),
        ("livestream.metadata.updated", {"metadata": {"title": EVIL}}),
    ):
        said = {"event": event, "to": receiver.url, "fields": fields}
        assert httpx.post(f"{control}/events", json=said).status_code == 201
    expect(page.locator("#deliveries tbody").first).to_contain_text("answered 200")
    opened(page)
    expect(page.locator("#people").get_by_text(EVIL, exact=True)).to_be_visible()
    expect(page.locator("#deliveries pre").get_by_text(EVIL, exact=True)).to_have_count(2)
    assert page.locator("main img, main script").count() == 0
    assert page.title() == "Dashboard (mock of Kick)"


def test_the_policy_is_in_force(dashboard: Page, tabs: Tabs) -> None:
    """Even if markup got into the page, nothing would run and nothing could be made of text."""
    page = dashboard
    with pytest.raises(Error, match=r"TrustedScript|Content Security Policy"):
        page.add_script_tag(content="document.title = 'taken'")
    with pytest.raises(Error, match="TrustedHTML"):
        page.evaluate("document.body.innerHTML = '<p>taken</p>'")
    with pytest.raises(Error, match="Failed to fetch"):
        page.evaluate("fetch('http://localhost:9/')")
    assert page.title() != "taken"
    tabs.complaints.clear()


def test_nothing_comes_from_elsewhere(tabs: Tabs, own_server: RunningServer) -> None:
    """Every request of the page, with everything open and used, goes to the control host."""
    asked: list[str] = []
    note: Callable[[Request], None] = lambda request: asked.append(request.url)  # noqa: E731
    tabs.context.on("request", note)
    page = tabs.open(f"{own_server.control_url}/")
    expect(page.locator("#live")).to_have_text("Live")
    page.get_by_role("button", name="+1 min").click()
    expect(page.locator("#told")).to_have_text("The clock went on: +1 min.")
    assert len(asked) >= 6
    assert [url for url in asked if not url.startswith(f"{own_server.control_url}/")] == []


def test_without_scripts_everything_can_be_seen(
    browser: Browser, own_server: RunningServer, receiver: Receiver
) -> None:
    """What there is to see is there, what needs the script is off, and the page says why."""
    filled(own_server, receiver.url)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{own_server.control_url}/")
    expect(page.get_by_text("without scripts nothing can be pressed")).to_be_visible()
    expect(page.get_by_text("the access token is unknown").first).to_be_visible()
    row = page.locator("#deliveries tbody").last
    row.locator("summary").first.click()
    expect(row.get_by_role("heading", name="Signature")).to_be_visible()
    expect(page.locator("button:enabled, select:enabled, input:enabled")).to_have_count(
        page.locator("dialog button:enabled").count()
    )
    context.close()


def test_a_page_that_nobody_sees_follows_nothing(
    dashboard: Page, own_server: RunningServer
) -> None:
    """Many tabs in the background cost nothing; one that is looked at again catches up."""
    page = dashboard
    turn = """(hidden) => {
        Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/stream")):
        page.evaluate(turn, True)
    httpx.get(f"{own_server.api_url}/public/v1/users")
    with page.expect_request("**/stream"):
        page.evaluate(turn, False)
    expect(page.locator("#journal-rows tr")).to_have_count(1)


def test_a_mock_that_ends_is_told_and_its_next_one_found(tabs: Tabs) -> None:
    """The page says that it is not live, and is again once a mock listens there."""
    with start_server() as first:
        port = int(first.control_url.split(":")[2].split("/")[0])
        page = tabs.open(f"{first.control_url}/")
        expect(page.locator("#live")).to_have_text("Live")
        httpx.get(f"{first.api_url}/public/v1/users")
        expect(page.locator("#journal-rows tr")).to_have_count(1)
    expect(page.locator("#live")).to_have_text("Not live: trying again")
    with start_server(control_port=port):
        expect(page.locator("#live")).to_have_text("Live", timeout=15_000)
        expect(page.get_by_text("Nobody has asked anything yet.")).to_be_visible()
        page.close()
    assert [text for text in tabs.complaints if "ERR_" not in text] == []
    tabs.complaints.clear()  # of connections that were refused meanwhile


def test_a_dashboard_behind_a_key_asks_for_it(browser: Browser) -> None:
    """The browser's own question is enough; the page and its stream go on by themselves then."""
    key = "a-key-of-the-test"
    with start_server(control_key=key) as server:
        credentials: HttpCredentials = {"username": "anybody", "password": key}
        context = browser.new_context(http_credentials=credentials)
        page = context.new_page()
        page.goto(f"{server.control_url}/")
        expect(page.locator("#live")).to_have_text("Live")
        page.get_by_role("button", name="+1 h").click()
        expect(page.locator("#told")).to_have_text("The clock went on: +1 h.")
        expect(page.get_by_role("time").first).to_have_text("2026-01-01 01:00:00")
        assert key not in page.content()
        context.close()
