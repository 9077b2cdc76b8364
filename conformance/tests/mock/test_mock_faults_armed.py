"""Faults as they are armed: which can be, whom they can be meant for, and what they say they do."""

from __future__ import annotations

import pytest
from kickwire_mock import Effects, Fault, MockError, NotFoundError, Trouble
from kickwire_mock.faults import SUBSCRIBE

from conformance.tests.mock.mock_client import Client


@pytest.fixture
def client() -> Client:
    """A client of a strict mock."""
    return Client()


WORDS = [
    (Fault(status=500), "answers 500 with an empty body before the request takes effect"),
    (
        Fault(status=502, body=b"x", after_commit=True),
        "answers 502 with its own body after the request takes effect",
    ),
    (
        Fault(status=522, edge=True, effects=Effects(delay=0.5)),
        (
            "answers 522 with a page of the edge before the request takes effect, "
            "delays the answer by 0.5 s"
        ),
    ),
    (
        Fault(status=429, worded=True, retry_after="absent"),
        "answers 429 in the host's words without Retry-After before the request takes effect",
    ),
    (
        Fault(host="api", forbidden=True),
        "refuses for want of permission before the request takes effect",
    ),
    (Fault(effects=Effects(cut=0)), "cuts the answer after 0 bytes"),
    (Fault(effects=Effects(cut=1)), "cuts the answer after 1 byte"),
    (Fault(hold=True), "holds the request until it is released"),
    (Fault(hold=True, after_commit=True), "holds the answer until it is released"),
    (Fault(ends="all"), "ends every token"),
    (Fault(ends="refresh_token", user="bob"), "ends every refresh_token of bob"),
    (Fault(ends="app_token"), "ends every app_token"),
    (Fault(rotates_key=True), "rotates the key that signs deliveries"),
    (Fault(operation=SUBSCRIBE, entry_error="no"), "fails entries with: no"),
    (
        Fault(operation=SUBSCRIBE, vanishes=True),
        "says that a subscription was made, and makes none",
    ),
    (Fault(alter=lambda reply: reply), "alters the answer"),
    (
        Fault(trouble=Trouble(delay=1, copies=2, age=3, bad_signature=True, form="spaced")),
        (
            "delays the delivery by 1 s, sends the delivery 2 times more, "
            "dates the delivery back by 3 s, signs something else, writes the body spaced"
        ),
    ),
    (Fault(trouble=Trouble(drop=True)), "loses the delivery"),
    (Fault(trouble=Trouble(copies=1)), "sends the delivery once more"),
    (
        Fault(count=2, trouble=Trouble(gather=True, reverse=True)),
        "gathers deliveries and lets them leave in a burst, last first",
    ),
]


@pytest.mark.parametrize(("fault", "words"), WORDS, ids=[words for _, words in WORDS])
def test_a_fault_says_what_it_does(client: Client, fault: Fault, words: str) -> None:
    """In the same words before it is armed and after."""
    assert (fault.description, client.mock.faults.arm(fault).description) == (words, words)


def test_the_journal_says_what_a_fault_did(client: Client) -> None:
    """Also when the fault is long gone."""
    client.mock.faults.arm(Fault(host="id", status=503, edge=True))
    client.authorize()

    assert client.last().reason == (
        "a fault struck: it answers 503 with a page of the edge before the request takes effect"
    )


@pytest.mark.parametrize(
    ("fault", "complaint"),
    [
        (Fault(), "does nothing"),
        (Fault(status=99), "between 200 and 599"),
        (Fault(status=600), "between 200 and 599"),
        (Fault(status=500, count=0), "count is at least 1"),
        (Fault(status=500, skip=-1), "skip at least 0"),
        (Fault(effects=Effects(delay=-1.0)), "not negative"),
        (Fault(effects=Effects(cut=-1)), "not negative"),
        (Fault(hold=True, status=500), "a hold lets the request through"),
        (Fault(forbidden=True), "only the api host forbids"),
        (Fault(host="control", status=500), "give host id, api or None"),
        (Fault(operation="getUsers", vanishes=True), "only a subscription vanishes"),
        (Fault(operation="getUsers", entry_error="No"), "only these fail entry by entry"),
        (Fault(effects=Effects(reset=True, never=True)), "either reset or stays open"),
        (Fault(effects=Effects(reset=True), status=500), "let no answer come; leave status"),
        (Fault(effects=Effects(never=True, cut=1)), "let no answer come; leave status"),
        (Fault(effects=Effects(never=True), host="api", forbidden=True), "let no answer come"),
        (Fault(host="api", forbidden=True, status=500), "a status says what is answered or"),
        (Fault(effects=Effects(delay=1), body=b"x"), "another answer; give it a status"),
        (Fault(effects=Effects(delay=1), headers=(("A", "b"),)), "answer; give it a status"),
        (Fault(ends="all", status=500), "when it is armed does nothing else"),
        (Fault(rotates_key=True, trouble=Trouble(drop=True)), "when it is armed does nothing"),
        (Fault(status=500, operation="exchangeToken", host="api"), "on the id host; give host id"),
        (Fault(status=500, grant_type="refresh_token", host="api"), "exchangeToken is on the id"),
        (Fault(status=500, event="kicks.gifted", host="id"), f"{SUBSCRIBE} is on the api host"),
        (
            Fault(status=500, grant_type="refresh_token", operation="getUsers"),
            "no request is exchangeToken and getUsers at once",
        ),
        (
            Fault(status=500, event="kicks.gifted", operation="getUsers"),
            f"no request is getUsers and {SUBSCRIBE} at once",
        ),
        (Fault(status=500, user="bob", operation="authorize"), "give operation consent"),
        (Fault(status=429, worded=True, retry_after="soon"), "retry_after has no such value"),
        (Fault(status=503, operation=SUBSCRIBE, vanishes=True), "is lost with it"),
        (Fault(ends="all", operation="exchangeToken"), "meets no request"),
        (Fault(rotates_key=True, user="bob"), "meets no request"),
        (Fault(ends="all", skip=1), "acts once"),
        (Fault(rotates_key=True, count=2), "acts once"),
        (Fault(status=500, user="bob", grant_type="client_credentials"), "leave user out"),
    ],
)
def test_a_fault_that_cannot_be_is_refused(client: Client, fault: Fault, complaint: str) -> None:
    """One line says what is wrong, and nothing is armed."""
    with pytest.raises(MockError, match=complaint):
        client.mock.faults.arm(fault)
    assert client.mock.faults.armed() == []


def test_what_does_not_exist_is_named_with_what_does(client: Client) -> None:
    """And with what is close to it: operations, presets, people; nothing is armed."""
    with pytest.raises(NotFoundError, match=r"'exchange'; did you mean exchangeToken\? possible: "):
        client.mock.faults.arm(Fault(operation="exchange", status=500))
    with pytest.raises(NotFoundError, match="possible: authorize_two_hop/server_error"):
        client.mock.faults.preset("authorize_two_hop", "no_such")
    with pytest.raises(NotFoundError, match=r"'bobb'; did you mean bob\? possible: alice, bob"):
        client.mock.faults.arm(Fault(user="bobb", status=500))
    assert client.mock.faults.armed() == []


def test_a_client_id_that_no_app_has_is_not_repeated(client: Client) -> None:
    """It may be a secret in the wrong place."""
    with pytest.raises(NotFoundError, match=f"possible: {client.app.client_id}$") as caught:
        client.mock.faults.arm(Fault(client_id=client.app.client_secret, status=500))
    assert client.app.client_secret not in str(caught.value)


def test_whoever_comes_later_can_be_meant_from_then_on(client: Client) -> None:
    """People and apps that were added are as good as the first ones, until a reset."""
    client.mock.add_user("dana")
    client.mock.faults.arm(Fault(user="dana", status=500))
    client.mock.reset()

    with pytest.raises(NotFoundError, match="'dana'"):
        client.mock.faults.arm(Fault(user="dana", status=500))
