"""The suite's receiver of webhooks: what it keeps, what it says, and how it comes to an end."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from conformance.suite import receiver as module
from conformance.suite.cases import Failed
from conformance.suite.receiver import (
    FAILING,
    GARBAGE,
    OK,
    SILENT,
    Inbox,
    Receiver,
    held,
    reply,
)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver that listens."""
    made = Receiver()
    yield made
    made.close()


@pytest.fixture
def inbox(receiver: Receiver) -> Inbox:
    """One of its inboxes."""
    return receiver.inbox()


def post(inbox: Inbox, body: bytes = b"") -> int:
    """Send something; the status of the answer."""
    sent = httpx.post(inbox.url, content=body, trust_env=False, timeout=module.PATIENCE)
    return sent.status_code


def test_what_arrives_is_kept_as_it_came(inbox: Inbox) -> None:
    """Headers have their order and their case, bodies every byte, and arrivals their order."""
    headers = [("X-B", "1"), ("x-a", "two"), ("X-b", "3")]
    for body in (b"\x00\xff\n", b"{ }\n"):
        httpx.post(inbox.url, headers=headers, content=body, trust_env=False)
    first, second = inbox.taken()

    assert [each for each in first.headers if each[0].lower().startswith("x-")] == [
        ("X-B", "1"),
        ("x-a", "two"),
        ("X-b", "3"),
    ]
    assert (first.method, first.body, second.body) == ("POST", b"\x00\xff\n", b"{ }\n")
    assert first.number < second.number
    assert inbox.taken() == []


def test_a_header_is_found_in_any_case_and_is_there_once(inbox: Inbox) -> None:
    """One that is missing, or there twice, is a failure that names it."""
    httpx.post(inbox.url, headers=[("X-One", "1"), ("X-Two", "a"), ("x-two", "b")], trust_env=False)
    (arrival,) = inbox.taken()

    assert arrival.header("x-ONE") == "1"
    for name in ("X-None", "X-Two"):
        with pytest.raises(Failed, match=f"expected one header {name}"):
            arrival.header(name)


def test_an_inbox_answers_as_it_is_told(inbox: Inbox) -> None:
    """Answers that were laid out go first, one each; then the usual one, which is 200."""
    inbox.answers(reply(302, Location="http://127.0.0.1/"), FAILING, reply(204))
    statuses = [post(inbox) for _ in range(4)]
    inbox.always(FAILING)

    assert [*statuses, post(inbox), post(inbox)] == [302, 500, 204, 200, 500, 500]


@pytest.mark.parametrize("answer", [SILENT, GARBAGE])
def test_an_answer_can_be_none(inbox: Inbox, answer: module.Reply) -> None:
    """No answer, and one that is no HTTP, break the exchange, and what was sent is kept."""
    inbox.answers(answer)
    with pytest.raises(httpx.RemoteProtocolError):
        post(inbox)

    assert len(inbox.taken()) == 1


def test_inboxes_are_apart(receiver: Receiver, inbox: Inbox) -> None:
    """Each has its own arrivals and answers; an address that is none of them is 404."""
    other = receiver.inbox()
    other.always(FAILING)
    nowhere = httpx.post(f"{receiver.url}/hooks/0", trust_env=False)

    assert (post(inbox), post(other), nowhere.status_code) == (200, 500, 404)
    assert (len(inbox.taken()), len(other.taken())) == (1, 1)


def test_an_answer_is_held_until_it_is_released(receiver: Receiver, inbox: Inbox) -> None:
    """Meanwhile it is counted, and others are answered."""
    answer = held(reply(202))
    inbox.answers(answer)
    statuses: list[int] = []
    caller = threading.Thread(target=lambda: statuses.append(post(inbox)))
    caller.start()
    inbox.wait(1)

    assert post(inbox) == 200
    assert (statuses, receiver.holding) == ([], 1)
    answer.release()
    caller.join(module.PATIENCE)
    assert (statuses, receiver.holding) == ([202], 0)


def test_who_hangs_up_is_not_held_any_longer(receiver: Receiver, inbox: Inbox) -> None:
    """A caller that gives up no longer counts as one that waits."""
    inbox.answers(held(OK))
    host = urlsplit(inbox.url)
    caller = http.client.HTTPConnection(host.hostname or "", host.port)
    caller.request("POST", host.path, b"1")
    inbox.wait(1)
    assert receiver.holding == 1
    caller.close()

    while receiver.holding:
        receiver.pause()


def test_an_end_lets_everybody_go(inbox: Inbox, receiver: Receiver) -> None:
    """Who waits for an answer gets none when the receiver is closed, and nobody listens then."""
    inbox.answers(held(OK))
    broken: list[Exception] = []

    def wait() -> None:
        """Wait for an answer that does not come."""
        try:
            post(inbox)
        except httpx.TransportError as error:
            broken.append(error)

    caller = threading.Thread(target=wait)
    caller.start()
    inbox.wait(1)
    receiver.close()
    caller.join(module.PATIENCE)

    assert len(broken) == 1
    with pytest.raises(ConnectionError):
        socket.create_connection(("127.0.0.1", urlsplit(receiver.url).port or 0))


def test_what_does_not_come_is_told(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits for more than arrives is told how much has."""
    post(inbox)
    monkeypatch.setattr(module, "PATIENCE", 0.01)

    with pytest.raises(Failed, match=r"expected 2, got 1"):
        inbox.wait(2)
    assert len(inbox.taken()) == 1
