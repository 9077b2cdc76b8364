"""The web pages, as text and headers; how they look and feel is tested in a browser."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest
from kickwire_mock import Reply
from kickwire_mock.pages.consent import ConsentView, page, refused, spent
from kickwire_mock.world.shelf import USED

from conformance.tests.mock.mock_html import Reader

HOSTILE = "\"'><script>alert(1)</script>&amp;\u202e\ud800"
VIEW = ConsentView(
    app_name="Example app",
    users=(("alice", 1), ("bob", 2)),
    scopes=(("user:read", "Read the account."), ("chat:write", "Write in chat.")),
    nonce="n0nce",
    action="http://127.0.0.1:8001/oauth/authorize",
    redirect_origin="http://localhost:8080",
)
PAGES = [
    page(VIEW),
    page(replace(VIEW, scopes=())),
    spent(USED),
    refused("the field x is missing"),
]


def policy(reply: Reply) -> dict[str, str]:
    """The content security policy, directive by directive."""
    header = reply.headers.get("content-security-policy") or ""
    return dict(part.strip().split(" ", 1) for part in header.split(";"))


@pytest.mark.parametrize("reply", PAGES)
def test_every_page_is_closed_to_the_outside(reply: Reply) -> None:
    """No script, resource, frame, referrer or kept copy, and the one style by its hash."""
    style = re.search("<style>(.*?)</style>", reply.body.decode(), re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    rules = policy(reply)
    assert rules.pop("form-action")
    assert rules == {
        "default-src": "'none'",
        "style-src": f"'sha256-{digest}'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    kept = {name.lower(): text for name, text in reply.headers}
    assert kept["x-frame-options"] == "DENY"
    assert kept["referrer-policy"] == "strict-origin"
    assert kept["cache-control"] == "no-store"
    assert kept["x-content-type-options"] == "nosniff"
    tags = {tag for tag, _ in Reader(reply).elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "base"}
    assert not re.search(rb"url\(|@import|\son[a-z]+=|javascript:", reply.body)


@pytest.mark.parametrize("reply", PAGES)
def test_every_page_says_what_it_is(reply: Reply) -> None:
    """Language, title, one heading, and plainly that it is a mock."""
    read = Reader(reply)
    assert read.all("html") == [{"lang": "en"}]
    assert len(read.all("h1")) == len(read.all("title")) == len(read.all("main")) == 1
    assert "This is a mock of Kick." in read.text


def test_accounts_that_are_not_listed_can_be_named() -> None:
    """There is a field for them exactly when there are more; denying never asks for it."""
    assert "other" not in [each.get("name") for each in Reader(page(VIEW)).all("input")]
    read = Reader(page(replace(VIEW, others=True)))
    (field,) = [each for each in read.all("input") if each.get("name") == "other"]
    assert field["id"] in [label["for"] for label in read.all("label")]
    assert "required" not in field
    assert "formnovalidate" in read.all("button")[1]


def test_every_choice_has_its_label_and_description() -> None:
    """What a screen reader says is what the eye sees."""
    read = Reader(page(VIEW))
    labels = [label["for"] for label in read.all("label")]
    ids = {attributes["id"] for _, attributes in read.elements if "id" in attributes}
    choices = [each for each in read.all("input") if each["type"] != "hidden"]
    assert [each["id"] for each in choices] == labels
    assert {each["aria-describedby"] for each in choices} <= ids
    assert len(read.all("fieldset")) == len(read.all("legend")) == 2


def test_the_form_has_the_fields_that_the_mock_reads() -> None:
    """One account is chosen, every scope is, and two buttons tell the decision."""
    read = Reader(page(VIEW))
    (form,) = read.all("form")
    assert (form["method"], form["action"]) == ("post", VIEW.action)
    chosen = [(each["name"], each["value"]) for each in read.all("input") if "checked" in each]
    assert chosen == [("user", "alice"), ("scope", "user:read"), ("scope", "chat:write")]
    assert [each["value"] for each in read.all("input") if each["name"] == "nonce"] == ["n0nce"]
    buttons = [(each["name"], each["value"]) for each in read.all("button")]
    assert buttons == [("decision", "approve"), ("decision", "deny")]


def test_whatever_comes_from_outside_stays_text() -> None:
    """No name, description, address or reason can add an element or an attribute."""
    view = ConsentView(
        app_name=HOSTILE,
        users=((HOSTILE, 1), ("bob", 2)),
        scopes=((HOSTILE, HOSTILE), (HOSTILE, HOSTILE)),
        nonce=HOSTILE,
        action=HOSTILE,
        redirect_origin=HOSTILE,
    )
    shape = [(tag, sorted(attributes)) for tag, attributes in Reader(page(view)).elements]
    assert shape == [(tag, sorted(attributes)) for tag, attributes in Reader(page(VIEW)).elements]
    assert Reader(page(view)).text.count("<script>alert(1)</script>") >= 4
    assert ("script", {}) not in Reader(refused(HOSTILE)).elements


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("http://localhost:8080/callback?x=1", "http://localhost:8080"),
        ("https://app.example", "https://app.example"),
        ("https://user@app.example/", "https://app.example"),
        ("http://[::1]:8080/", "http:"),
        ("com.example.app:/done", "com.example.app:"),
        ("com.example.app://done", "com.example.app:"),
        ("http://evil.example;script-src/", "http:"),
        ("http://[bad/", "http:"),
        ("/oauth/authorize", "'self'"),
    ],
)
def test_the_policy_lets_the_form_go_where_it_must(address: str, source: str) -> None:
    """The form may lead to its own target and to the app's redirect, and nowhere else."""
    rules = policy(page(replace(VIEW, redirect_origin=address)))
    assert rules["form-action"] == f"http://127.0.0.1:8001 {source}"


@pytest.mark.parametrize("address", ["", "nonsense", "; script-src *", "a b:c"])
def test_no_address_can_add_to_the_policy(address: str) -> None:
    """What is no address is left out, and the other directives stay."""
    reply = page(replace(VIEW, redirect_origin=address))
    assert policy(reply)["form-action"] == "http://127.0.0.1:8001"
    assert len(policy(reply)) == 5


def test_refusals_say_what_to_do() -> None:
    """Both tell the person to begin again in the app, and the journal why."""
    for reply in (spent(USED), refused("the field user is missing")):
        assert (reply.status, bool(reply.reason)) == (400, True)
        assert "Go back to the app and start the login there again." in Reader(reply).text
    assert "The field user is missing." in Reader(refused("the field user is missing")).text
