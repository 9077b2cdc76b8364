"""The dashboard at work: what happens is seen at once, and what is pressed is done."""

from __future__ import annotations

import re
import socket
from urllib.parse import urlsplit

import httpx
from kickwire_mock import Mock, RunningServer, WallClock, start_server
from kickwire_mock.clock import START
from playwright.sync_api import Page, expect

from conformance.tests.browser.browser_visits import Tabs, told


def ask(server: RunningServer, path: str = "/public/v1/users", token: str = "") -> int:
    """Ask the API; returns the status."""
    headers = {"Authorization": f"Bearer {token or server.token}"}
    return httpx.get(server.api_url + path, headers=headers).status_code


def test_a_request_is_seen_without_loading_the_page_again(
    dashboard: Page, own_server: RunningServer
) -> None:
    """Who asked what appears by itself, the newest first."""
    page, server = dashboard, own_server
    page.evaluate("window.neverLoadedAgain = true")
    expect(page.get_by_text("Nobody has asked anything yet.")).to_be_visible()
    ask(server)
    first = page.locator("#journal-rows tr").first
    expect(first).to_contain_text("GET /public/v1/users")
    expect(first).to_contain_text("alice")
    ask(server, "/public/v1/channels?slug=alice")
    expect(page.locator("#journal-rows tr").first).to_contain_text("/public/v1/channels")
    assert page.evaluate("window.neverLoadedAgain") is True


def test_a_refusal_says_why_and_leads_to_the_ledger(
    dashboard: Page, own_server: RunningServer
) -> None:
    """The reason that Kick never gives stands in the row, and a quirk is one click away."""
    page, server = dashboard, own_server
    assert ask(server, "/public/v1/channels?slug=nobody-of-this-name") == 400
    row = page.get_by_role("row").filter(has_text="one of the slugs belongs to no channel")
    row.get_by_role("link", name="channel_unknown_is_200_empty").click()
    switch = page.locator("#quirk-channel_unknown_is_200_empty")
    expect(switch).to_be_in_viewport()
    expect(switch).to_have_css("outline-style", "solid")
    assert ask(server, "/no/such/path") == 404
    page.get_by_role("link", name="nonexistent_paths").click()
    explained = page.locator("#quirk-nonexistent_paths")
    expect(explained).to_be_in_viewport()  # the browser has opened the list that it stands in


def test_the_journal_is_narrowed_down(dashboard: Page, own_server: RunningServer) -> None:
    """By words and by refusals, also for what comes later; a count says that not all is shown."""
    page, server = dashboard, own_server
    ask(server)
    ask(server, token="wrong")
    rows = page.locator("#journal-rows tr:visible")
    expect(rows).to_have_count(2)
    page.get_by_role("checkbox", name="Refused only").check()
    expect(rows).to_have_count(1)
    expect(page.get_by_text("1 of 2", exact=True)).to_be_visible()
    ask(server)
    ask(server, "/public/v1/channels?slug=alice", token="wrong")
    expect(page.get_by_text("2 of 4", exact=True)).to_be_visible()
    page.get_by_role("searchbox", name="Filter the journal").fill("UNKNOWN getusers")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("the access token is unknown")


def test_a_switch_changes_what_the_mock_does(dashboard: Page, own_server: RunningServer) -> None:
    """The next request meets the chosen value; it is marked until its profile is used again."""
    page, server = dashboard, own_server
    revoke = f"{server.id_url}/oauth/revoke?token=unknown"
    assert httpx.post(revoke).status_code == 200
    switch = page.get_by_label("Revoke answers 200 whatever the token")
    switch.select_option("bad_request_400")
    told(page, "revoke_always_200 is changed.")
    assert httpx.post(revoke).status_code == 400
    row = page.locator("#quirk-revoke_always_200")
    expect(row).to_contain_text("changed, strict has always_200")
    expect(page.get_by_role("link", name="strict, 1 changed")).to_be_visible()
    page.get_by_role("combobox", name="Profile").select_option("docs")
    page.get_by_role("button", name="Use", exact=True).click()
    told(page, "The profile is docs.")
    expect(switch).to_have_value("bad_request_400")  # as docs has it
    expect(row).not_to_contain_text("changed")
    assert server.mock.settings.profile == "docs"


def test_a_switch_that_another_turns_turns_here_too(
    dashboard: Page, own_server: RunningServer
) -> None:
    """What a test changes over the control API is what the page shows."""
    page, server = dashboard, own_server
    changes = {"settings": {"revoke_always_200": "bad_request_400", "code_format_and_lifetime": 7}}
    httpx.patch(f"{server.control_url}/settings", json=changes)
    expect(page.get_by_label("Revoke answers 200")).to_have_value("bad_request_400")
    expect(page.get_by_label("An authorization code lives")).to_have_value("7")


def test_a_switch_that_could_not_be_turned_turns_back(dashboard: Page, tabs: Tabs) -> None:
    """The page never shows a value that the mock does not have."""
    page = dashboard
    page.route("**/_mock/settings", lambda route: route.abort())
    switch = page.get_by_label("Revoke answers 200 whatever the token")
    switch.select_option("bad_request_400")
    expect(page.locator("#told")).to_contain_text("Not done: ")
    expect(switch).to_have_value("always_200")
    tabs.complaints.clear()  # of the request that failed


def test_the_clock_is_moved(dashboard: Page, own_server: RunningServer) -> None:
    """Forward by a button, and to a time that is given."""
    page, server = dashboard, own_server
    clock = page.get_by_role("region", name="Clock")
    clock.get_by_role("button", name="+1 day").click()
    expect(clock.get_by_role("time")).to_have_text("2026-01-02 00:00:00")
    assert server.mock.clock.now() == START + 86_400
    clock.get_by_label("Set to").fill("2030-05-06T07:08:09")
    clock.get_by_role("button", name="Set").click()
    told(page, "The clock is set.")
    expect(clock.get_by_role("time")).to_have_text("2030-05-06 07:08:09")
    expect(clock.get_by_label("Set to")).to_have_value("")
    tokens = page.get_by_role("region", name="Tokens", exact=True)
    expect(tokens).to_contain_text("2035-12-30")


def test_a_clock_that_runs_is_seen_to_run(tabs: Tabs) -> None:
    """Seconds pass on the page, whether or not anything else happens."""
    with start_server(Mock(clock=WallClock())) as server:
        page = tabs.open(f"{server.control_url}/")
        time = page.get_by_role("region", name="Clock").get_by_role("time")
        before = time.inner_text()
        expect(time).not_to_have_text(before)
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", time.inner_text())
        page.close()


def test_a_fault_is_armed_and_disarmed(dashboard: Page, own_server: RunningServer) -> None:
    """One of the ledger strikes as often as was said; the list follows."""
    page, server = dashboard, own_server
    faults = page.get_by_role("region", name="Faults", exact=True)
    chosen = '{"quirk": "api_401_overloaded", "variant": "refused"}'
    faults.get_by_label("Fault of the ledger").select_option(chosen)
    faults.get_by_label("Times").fill("2")
    faults.get_by_role("button", name="Arm").click()
    told(page, "The fault is armed.")
    armed = faults.get_by_role("listitem")
    expect(armed).to_contain_text("requests (2 more), host api")
    assert ask(server) == 401
    expect(armed).to_contain_text("requests (1 more)")
    faults.get_by_role("button", name="Disarm fault-1").click()
    told(page, "fault-1 is disarmed.")
    expect(faults.get_by_text("None is armed.")).to_be_visible()
    expect(faults.get_by_role("heading")).to_be_focused()  # what was pressed is gone
    assert ask(server) == 200


def test_a_request_that_is_held_can_be_let_go(dashboard: Page, own_server: RunningServer) -> None:
    """It is listed while it waits, and answered once it is released."""
    page, server = dashboard, own_server
    httpx.post(f"{server.control_url}/faults", json={"hold": True, "operation": "getUsers"})
    request = f"GET /public/v1/users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.token}"
    address = urlsplit(server.api_url)
    with socket.create_connection((address.hostname, address.port or 80), timeout=30) as client:
        client.sendall(f"{request}\r\n\r\n".encode())
        page.get_by_role("button", name="Let go of hold-1").click()
        told(page, "hold-1 goes on.")
        assert client.recv(12) == b"HTTP/1.1 200"
    expect(page.locator("#journal-rows tr").first).to_contain_text("getUsers")


def test_tokens_are_shown_without_being_given_away(
    dashboard: Page, own_server: RunningServer
) -> None:
    """Enough to know one again, and to see when it dies."""
    page, server = dashboard, own_server
    tokens = page.get_by_role("region", name="Tokens", exact=True)
    expect(tokens.get_by_role("row").last).to_contain_text(f"{server.token[:6]}…")
    assert server.token not in page.content()
    tokens.get_by_label("Of the user").fill("alice")
    tokens.get_by_role("button", name="End").click()
    told(page, "Tokens that were ended: 1.")
    expect(tokens.get_by_text("living", exact=True)).to_have_count(0)
    assert ask(server) == 401


def test_beginning_anew_asks_first(dashboard: Page, own_server: RunningServer) -> None:
    """The dialog begins on its way out; only the second yes clears the mock."""
    page, server = dashboard, own_server
    ask(server)
    expect(page.locator("#journal-rows tr")).to_have_count(1)
    page.get_by_role("button", name="Begin anew…").click()
    dialog = page.get_by_role("dialog", name="Begin anew?")
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Begin anew…")).to_be_focused()
    page.get_by_role("button", name="Begin anew…").click()
    dialog.get_by_role("button", name="Begin anew").click()
    told(page, "The mock has begun anew.")
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("Nobody has asked anything yet.")).to_be_visible()
    assert server.mock.journal.entries() == []
