"""The consent page, used by a person in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from kickwire_mock import RunningServer, start_server
from playwright.sync_api import Browser, Error, expect

from conformance.tests.browser.browser_visits import Client, Tabs, contrasts_of, press

ALL = "user:read channel:read events:subscribe"


def test_approving_brings_a_code_to_the_app(tabs: Tabs, client: Client) -> None:
    """The first account and every scope are chosen already; one click sends the person back."""
    page = tabs.open(client.url())
    page.get_by_role("button", name="Approve").click()
    assert client.granted(page) == ("alice", ALL)


def test_denying_brings_an_error_to_the_app(tabs: Tabs, client: Client) -> None:
    """The app learns that access was denied, and gets no code."""
    page = tabs.open(client.url())
    page.get_by_role("button", name="Deny").click()
    assert client.outcome(page) == {"error": "access_denied"}


def test_a_scope_can_be_kept_back(tabs: Tabs, client: Client) -> None:
    """The token has the scopes that stayed chosen, and no other."""
    page = tabs.open(client.url())
    page.get_by_role("checkbox", name="channel:read").uncheck()
    page.get_by_role("button", name="Approve").click()
    assert client.granted(page) == ("alice", "user:read events:subscribe")


def test_another_account_can_be_chosen(tabs: Tabs, client: Client) -> None:
    """The code belongs to the person who was chosen; a click on the label is enough."""
    page = tabs.open(client.url())
    page.get_by_text("carol", exact=True).click()
    expect(page.get_by_role("radio", name="carol")).to_be_checked()
    page.get_by_role("button", name="Approve").click()
    assert client.granted(page) == ("carol", ALL)


def test_the_keyboard_alone_is_enough(tabs: Tabs, client: Client) -> None:
    """Tab, arrows, space and enter reach and change everything, and the focus can be seen."""
    page = tabs.open(client.url())
    press(page, "Tab", "ArrowDown")
    expect(page.get_by_role("radio", name="bob")).to_be_checked()
    press(page, "Tab", "Space")
    expect(page.get_by_role("checkbox", name="user:read")).not_to_be_checked()
    press(page, "Tab", "Tab", "Tab")
    approve = page.get_by_role("button", name="Approve")
    expect(approve).to_be_focused()
    expect(approve).to_have_css("outline-style", "solid")
    press(page, "Enter")
    assert client.granted(page) == ("bob", "channel:read events:subscribe")


def test_a_screen_reader_finds_groups_names_and_descriptions(tabs: Tabs, client: Client) -> None:
    """Each choice has its name and description within a named group, below one heading."""
    page = tabs.open(client.url())
    account = page.get_by_role("group", name="Which account?")
    expect(account.get_by_role("radio")).to_have_count(3)
    expect(account.get_by_role("radio", name="bob")).to_have_accessible_description("User id 456")
    scopes = page.get_by_role("group", name="What may it do?")
    for scope in ALL.split():
        described = scopes.get_by_role("checkbox", name=scope)
        expect(described).not_to_have_accessible_description("")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Chat helper asks for access to an account"
    )
    assert page.title() == "Approve Chat helper? (mock of Kick)"
    expect(page.get_by_text("This is a mock of Kick.")).to_be_visible()


def test_a_page_counts_once(tabs: Tabs, client: Client) -> None:
    """A form sent a second time is refused with a page that says what to do."""
    first, second = tabs.open(client.url()), tabs.open(client.url())
    nonce = first.locator("input[name=nonce]").input_value()
    first.get_by_role("button", name="Approve").click()
    client.outcome(first)
    second.locator("input[name=nonce]").evaluate("(input, value) => input.value = value", nonce)
    second.get_by_role("button", name="Approve").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("This page was used already")
    expect(second.get_by_text("start the login there again")).to_be_visible()
    # That the answer is a 400 is what the browser has to complain of.
    assert len(tabs.complaints) == 1
    assert "400" in tabs.complaints.pop()


def test_a_page_of_another_site_decides_nothing(tabs: Tabs, client: Client, callback: str) -> None:
    """Though it knows the nonce, its form is refused, and that of the consent page goes on."""
    page, other = tabs.open(client.url()), tabs.open(callback)
    nonce = page.locator("input[name=nonce]").input_value()
    action = page.locator("form").get_attribute("action")
    other.evaluate(
        """([action, nonce]) => {
            const form = Object.assign(document.createElement("form"), { action, method: "post" });
            for (const [name, value] of Object.entries({ nonce, user: "bob", decision: "approve" }))
                form.append(Object.assign(document.createElement("input"), { name, value }));
            document.body.append(form);
            form.submit();
        }""",
        [action, nonce],
    )
    expect(other.get_by_text("sent by a page of another site")).to_be_visible()
    page.get_by_role("button", name="Approve").click()
    assert client.granted(page) == ("alice", ALL)
    assert "400" in tabs.complaints.pop()


def test_a_hostile_name_is_only_text(tabs: Tabs, server: RunningServer, callback: str) -> None:
    """Markup in an app's name is shown as it is written and does nothing."""
    name = "<script>document.title = 'taken'</script><b onclick=x>\"'&amp;"
    client = Client(server, server.mock.add_app(name, redirect_uris=[callback]))
    page = tabs.open(client.url())
    expect(page.get_by_role("heading", level=1)).to_have_text(
        f"{name} asks for access to an account"
    )
    assert page.title() == f"Approve {name}? (mock of Kick)"
    page.get_by_role("button", name="Approve").click()
    assert client.granted(page) == ("alice", ALL)


def test_the_policy_is_in_force(tabs: Tabs, client: Client) -> None:
    """Even if a script got into the page, the browser would not run it."""
    page = tabs.open(client.url())
    with pytest.raises(Error, match="Content Security Policy"):
        page.add_script_tag(content="document.title = 'taken'")
    assert page.title() != "taken"
    tabs.complaints.clear()


@pytest.mark.parametrize(("width", "scale"), [(320, 1), (640, 2)])
def test_no_width_needs_sideways_scrolling(
    browser: Browser, server: RunningServer, callback: str, width: int, scale: float
) -> None:
    """At 320 pixels and at a zoom of 200 %, however long the app's name is."""
    client = Client(server, server.mock.add_app("Endless" * 28, redirect_uris=[callback]))
    with browser.new_context(
        viewport={"width": width, "height": 640}, device_scale_factor=scale
    ) as context:
        page = context.new_page()
        page.goto(client.url())
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_name_turns_nothing_but_itself(tabs: Tabs, server: RunningServer, callback: str) -> None:
    """Characters that reverse a text are shown as what they are, on the page and in its title."""
    app = server.mock.add_app("a\u2069\u202ebad", redirect_uris=[callback])
    page = tabs.open(Client(server, app).url())
    expect(page.get_by_role("heading", level=1)).to_have_text(
        r"a\u2069\u202ebad asks for access to an account"
    )
    assert page.title() == r"Approve a\u2069\u202ebad? (mock of Kick)"


def test_an_account_that_is_not_in_the_list_can_be_named(tabs: Tabs, callback: str) -> None:
    """Of many accounts the first ones are listed; every other one has a field."""
    with start_server() as server:
        for number in range(120):
            server.mock.add_user(f"user{number}")
        client = Client(server, server.mock.add_app("Chat helper", redirect_uris=[callback]))
        page = tabs.open(client.url())
        expect(page.get_by_role("radio")).to_have_count(100)
        other = page.get_by_role("textbox", name="Another account")
        expect(other).to_have_accessible_description(
            "Its name, in place of one from the list; not every account is in it."
        )
        other.fill("user119")
        page.get_by_role("button", name="Approve").click()
        assert client.granted(page) == ("user119", ALL)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_are_both_legible(
    browser: Browser, client: Client, scheme: Literal["light", "dark"], tmp_path: Path
) -> None:
    """Every text stands out from its ground by 4.5 to 1 (WCAG 2.2, 1.4.3) in either scheme."""
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(client.url())
    page.screenshot(path=tmp_path / f"consent-{scheme}.png", full_page=True)
    contrasts = contrasts_of(page)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    context.close()
    assert len(contrasts) > 10
    assert min(contrasts) >= 4.5
    assert ground == ("rgb(238, 240, 242)" if scheme == "light" else "rgb(16, 19, 22)")
