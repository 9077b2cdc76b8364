"""What the dashboard withstands: attacks, changes under one's hands, and a mock that is gone."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from kickwire_mock import RunningServer, start_server
from playwright.sync_api import Browser, Error, HttpCredentials, Page, Request, expect

from conformance.tests.browser.browser_dashboard import filled, opened
from conformance.tests.browser.browser_visits import Receiver, Tabs
from conformance.tests.mock.mock_wire import free_port

EVIL = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>"


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
    with free_port() as port:
        with start_server(control_port=port) as first:
            page = tabs.open(f"{first.control_url}/")
            expect(page.locator("#live")).to_have_text("Live")
            httpx.get(f"{first.api_url}/public/v1/users")
            expect(page.locator("#journal-rows tr")).to_have_count(1)
        expect(page.locator("#live")).to_have_text("Not live: trying again")
        with start_server(control_port=port):
            expect(page.locator("#live")).to_have_text("Live")
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
