"""The dashboard as text and headers; how it looks and what it does is tested in a browser."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from kickwire_mock import Reply
from kickwire_mock.faults import SUBSCRIBE, Fault
from kickwire_mock.messages import Effects
from kickwire_mock.pages.dashboard import SECTIONS

from conformance.tests.mock.mock_client import VERIFIER, Client, world_of
from conformance.tests.mock.mock_control_host import ControlHost, users
from conformance.tests.mock.mock_html import Reader

HOSTILE = "\"'><script>alert(1)</script>&amp;<img src=x onerror=alert(1)>"
BOX = "http://127.0.0.1:9/box"


@pytest.fixture
def client() -> Client:
    """A client of a mock that the test may change."""
    return Client()


@pytest.fixture
def control(client: Client) -> ControlHost:
    """The mock's control host."""
    return ControlHost(client.mock)


def lived_in(client: Client) -> None:
    """Let everything happen that the dashboard shows."""
    mock = client.mock
    pair = client.pair("bob")
    client.refresh(pair["refresh_token"])
    client.refresh(pair["refresh_token"])
    client.app_token()
    client.authorize()
    users(mock, "wrong")
    mock.settings.change({"revoke_always_200": "bad_request_400"})
    mock.faults.arm(Fault(operation="getUsers", effects=Effects(delay=1.0), count=None))
    mock.faults.arm(Fault(hold=True, operation="getChannels"))
    client.send("api", "GET", "/public/v1/channels", token=mock.token)
    for event in mock.webhooks.events():
        mock.webhooks.trigger(event, to=BOX)
    for delivery, attempt in mock.webhooks.due():
        mock.webhooks.ended(delivery, attempt, status=500, answer=HOSTILE)


def test_it_is_closed_to_the_outside(control: ControlHost) -> None:
    """The policy allows its own files and nothing else; nobody frames it, keeps it or sniffs it."""
    reply = control.send("GET /")
    headers = {name.lower(): value for name, value in reply.headers}
    policy = dict(
        part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";")
    )
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["content-type"] == "text/html; charset=utf-8"


def test_it_holds_no_script_and_no_style_of_its_own(client: Client, control: ControlHost) -> None:
    """One file each, from this host; no handler and no style stands in an attribute."""
    lived_in(client)
    read = Reader(control.send("GET /"))
    assert read.values("src") == ["/_mock/dashboard.js"]
    assert not [each for _, each in read.elements for name in each if name.startswith("on")]
    assert read.values("style") == []
    assert [tag for tag, _ in read.elements if tag in ("style", "iframe", "img", "object")] == []
    for href in read.values("href"):
        assert href.startswith(("#", "/_mock/"))
    for path, kind in {"dashboard.js": "text/javascript", "dashboard.css": "text/css"}.items():
        reply = control.send(f"GET /{path}")
        assert (reply.status, reply.headers.get("content-type")) == (200, f"{kind}; charset=utf-8")
        assert not re.search(
            rb"innerHTML|insertAdjacent|document\.write|eval\(|https?://", reply.body
        )


def test_only_a_loopback_name_opens_it(control: ControlHost) -> None:
    """A page that rebinds its own name gets neither the dashboard nor its stream."""
    for line in ("GET /", "GET /dashboard.js", "GET /stream"):
        status, reason = control.refused(line, host="evil.example")
        assert (status, "Host header" in reason) == (403, True)


def test_its_address_without_the_slash_leads_to_it(client: Client, control: ControlHost) -> None:
    """People type it both ways."""
    reply = control.send("GET ")
    assert (reply.status, reply.headers.get("location")) == (308, "/_mock/")
    assert control.send("POST /").status == 405


def test_every_link_leads_somewhere(client: Client, control: ControlHost) -> None:
    """Each quirk has its explanation on the page, each name its element, and no id comes twice."""
    lived_in(client)
    read = Reader(control.send("GET /"))
    ids = Counter(read.values("id"))
    assert [each for each, count in ids.items() if count > 1] == []
    named = [href[1:] for href in read.values("href") if href.startswith("#")]
    pointed = " ".join(
        [
            *named,
            *read.values("aria-labelledby"),
            *read.values("aria-describedby"),
            *read.values("list"),
        ]
    )
    assert len([each for each in named if each.startswith("quirk-")]) >= 2
    assert set(pointed.split()) - ids.keys() == set()
    for path in [href for href in read.values("href") if href.startswith("/_mock/")]:
        assert control.send(f"GET {path.removeprefix('/_mock')}").status == 200, path


def test_whatever_comes_from_outside_stays_text(client: Client, control: ControlHost) -> None:
    """Names, titles, addresses, messages and answers add no element and no attribute."""
    plain, hostile = Client(), client
    for each, said in ((plain, "plain"), (hostile, HOSTILE)):
        each.mock.add_app(said, redirect_uris=["http://localhost/"])
        each.mock.add_user("dana", email=f"{said}@example.com")
        each.mock.webhooks.trigger("chat.message.sent", fields={"content": said}, to=BOX)
        ((delivery, attempt),) = each.mock.webhooks.due()
        each.mock.webhooks.ended(delivery, attempt, error=said, answer=said)
        each.mock.faults.arm(Fault(operation=SUBSCRIBE, entry_error=said))
    shapes = [
        [(name, sorted(each)) for name, each in Reader(ControlHost(mock).send("GET /")).elements]
        for mock in (plain.mock, hostile.mock)
    ]
    assert shapes[0] == shapes[1]
    assert Reader(control.send("GET /")).text.count(HOSTILE) >= 5


def test_an_armed_fault_says_what_it_does(client: Client, control: ControlHost) -> None:
    """After whom it strikes, in a second sentence, for every fault of the ledger that stays."""
    presets = [each for each in client.mock.faults.presets() if not each.fault.acts_at_once]
    for each in presets:
        client.mock.faults.arm(replace(each.fault, count=9))
    told = re.findall(r"9 more\)([^<]*)<", control.send("GET /").body.decode())
    assert len(told) == len(presets)
    assert [words for words in told if not re.fullmatch(r"[^.]*\. [^.].+\.", words)] == []


def test_an_event_that_nobody_hears_of_has_words_of_its_own(control: ControlHost) -> None:
    """The script tells them where the answer lists no deliveries, in place of their number."""
    (unheard,) = Reader(control.send("GET /?sections=event")).values("data-unheard")
    assert "nobody was told: no app that was meant has subscribed" in unheard


def test_no_secret_is_on_the_page(client: Client, control: ControlHost) -> None:
    """Tokens, codes, verifiers, nonces and client secrets of a whole session are nowhere in it."""
    pair = client.pair("bob")
    secrets = [pair["access_token"], pair["refresh_token"], client.app_token(), client.code()]
    secrets += [client.mock.token, client.app.client_secret, VERIFIER]
    client.authorize()
    secrets.append(world_of(client.mock).vault.requests.newest() or "")
    page = control.send("GET /").body.decode() + json.dumps(control.ask("GET /tokens"))
    assert [each for each in secrets if not each or each in page] == []
    assert pair["access_token"][:6] in page


def sections(reply: Reply) -> dict[str, str]:
    """The sections of a page with their numbers."""
    found = Reader(reply).elements
    return {str(each["id"]): str(each["data-version"]) for name, each in found if name == "section"}


def test_some_sections_can_be_had_alone(client: Client, control: ControlHost) -> None:
    """In the order that was asked for; one that does not exist is told with those that do."""
    assert list(sections(control.send("GET /"))) == list(SECTIONS)
    assert list(sections(control.send("GET /?sections=tokens"))) == ["tokens"]
    status, reason = control.refused("GET /?sections=journal,nonsense")
    assert (status, reason) == (
        404,
        f"no such section: nonsense; possible: {', '.join(SECTIONS)}",
    )


CHANGES: list[tuple[str, Callable[[Client], object], set[str]]] = [
    ("a request", lambda client: users(client.mock, "wrong"), {"journal"}),
    ("a token", lambda client: client.app_token(), {"journal", "tokens"}),
    (
        "an event",
        lambda client: client.mock.webhooks.trigger("kicks.gifted", to=BOX),
        {"deliveries"},
    ),
    (
        "a switch",
        lambda client: client.mock.settings.change({"revoke_always_200": "bad_request_400"}),
        {"about", "quirks"},
    ),
    ("a fault", lambda client: client.mock.faults.arm(Fault(hold=True)), {"faults"}),
    ("a key", lambda client: client.mock.webhooks.rotate_key(), {"deliveries"}),
    ("a person", lambda client: client.mock.add_user("dana"), {"people", "event"}),
    ("an hour", lambda client: client.mock.clock.advance(3600), {"clock", "tokens"}),
]


@pytest.mark.parametrize(("what", "change", "expected"), CHANGES, ids=[each[0] for each in CHANGES])
def test_the_stream_tells_which_sections_have_changed(
    client: Client,
    control: ControlHost,
    what: str,
    change: Callable[[Client], object],
    expected: set[str],
) -> None:
    """Its numbers are those of the page, and only what shows something else has another one."""
    reply = control.send("GET /stream")
    assert reply.headers.get("content-type") == "text/event-stream"
    assert reply.effects.stream
    before = numbers(reply)
    assert before == sections(control.send("GET /")) == numbers(control.send("GET /stream"))
    change(client)
    after = numbers(control.send("GET /stream"))
    assert {name for name in SECTIONS if before[name] != after[name]} == expected


def numbers(reply: Reply) -> dict[str, str]:
    """What a stream begins with."""
    line, nothing, end = reply.body.decode().split("\n")
    assert (line[:6], nothing, end) == ("data: ", "", "")
    return {name: str(number) for name, number in json.loads(line[6:]).items()}


def test_its_size_does_not_grow_with_the_mock(client: Client, control: ControlHost) -> None:
    """The newest or first ones are shown, and where the rest is."""
    mock = client.mock
    for number in range(300):
        mock.add_user(f"user{number}")
        mock.add_app(f"App {number}", redirect_uris=["http://localhost/"])
        users(mock)
        client.app_token()
        mock.webhooks.trigger("channel.followed", to=BOX)
    rows = shown(control)
    for _ in range(300):
        users(mock)
        mock.webhooks.trigger("channel.followed", to=BOX)
    read = Reader(control.send("GET /"))
    assert shown(control) == rows < 700
    assert "request-900" in read.values("id")
    assert "request-700" not in read.values("id")
    assert read.text.count("There are more of them:") == 1


def shown(control: ControlHost) -> int:
    """How many rows all tables have together."""
    return sum(name == "tr" for name, _ in Reader(control.send("GET /")).elements)


def test_a_long_answer_is_cut_short(client: Client, control: ControlHost) -> None:
    """The page stays small; the control API has all of it."""
    client.mock.webhooks.trigger("channel.followed", to=BOX)
    ((delivery, attempt),) = client.mock.webhooks.due()
    client.mock.webhooks.ended(delivery, attempt, status=200, answer="x" * 60_000)
    page = control.send("GET /?sections=deliveries").body.decode()
    assert ("x" * 4_000) + "… (60000 characters)" in page
    assert ("x" * 4_001) not in page
    assert control.ask("GET /deliveries")["deliveries"][0]["attempts"][0]["answer"] == "x" * 60_000


def test_control_characters_of_an_answer_can_be_seen(client: Client, control: ControlHost) -> None:
    """What a terminal would obey stands there as an escape."""
    client.mock.webhooks.trigger("channel.followed", to=BOX)
    ((delivery, attempt),) = client.mock.webhooks.due()
    client.mock.webhooks.ended(delivery, attempt, status=200, answer="\x1b[2J\x00")
    assert r"\u001b[2J\u0000" in Reader(control.send("GET /?sections=deliveries")).text
