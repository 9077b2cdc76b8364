"""``event verify`` judges receivers that do right and receivers that do wrong."""

from __future__ import annotations

import base64
import json
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from kickwire_mock import RunningServer
from kickwire_mock.commands import receiver as sending

from conformance.tests.mock.mock_commands import PATIENCE, Shell, by
from conformance.tests.mock.mock_hook import Answer, Hooks, Taken, said
from conformance.tests.mock.mock_receiver import genuine

Verdicts = Callable[..., dict[str, dict[str, Any]]]

FORGED = {"bad-signature", "altered-body", "other-id", "no-signature", "garbled"}
ACCEPTED = said(200)
REFUSED = said(401)


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Receivers may take their time, where a test does not say otherwise."""
    monkeypatch.setattr("kickwire_mock.commands.verify._PROMPT", PATIENCE)
    monkeypatch.setattr(sending, "PATIENCE", PATIENCE)


def is_genuine(taken: Taken, pem: str, body: bytes | None = None) -> bool:
    """Whether a delivery is Kick's, by its raw body or by another one."""
    headers = httpx.Headers(dict(taken.headers.items()))
    try:
        base64.b64decode(headers["kick-event-signature"], validate=True)
        return genuine(headers, taken.body if body is None else body, pem)
    except (KeyError, ValueError):
        return False


def careful(server: RunningServer) -> Answer:
    """Verifies, and fetches the key anew when a signature fails."""
    known = [server.mock.webhooks.public_key]

    def answer(taken: Taken) -> None:
        """Accept what is genuine."""
        if not is_genuine(taken, known[0]):
            known[0] = server.mock.webhooks.public_key
        (ACCEPTED if is_genuine(taken, known[0]) else REFUSED)(taken)

    return answer


def trusting(_server: RunningServer) -> Answer:
    """Takes everything."""
    return ACCEPTED


def stubborn(server: RunningServer) -> Answer:
    """Verifies with the key that it once had."""
    known = server.mock.webhooks.public_key
    return lambda taken: (ACCEPTED if is_genuine(taken, known) else REFUSED)(taken)


def writes_again(server: RunningServer) -> Answer:
    """Verifies JSON that was parsed and written again."""
    known = server.mock.webhooks.public_key

    def answer(taken: Taken) -> None:
        """Accept what is genuine after that."""
        text = json.dumps(json.loads(taken.body), separators=(",", ":"), ensure_ascii=False)
        text = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
        (ACCEPTED if is_genuine(taken, known, text.encode()) else REFUSED)(taken)

    return answer


def only_fresh(server: RunningServer) -> Answer:
    """Refuses timestamps of an earlier hour, whatever their signature."""
    known = server.mock.webhooks.public_key

    def answer(taken: Taken) -> None:
        """Accept what is genuine and of now."""
        fresh = taken.headers["kick-event-message-timestamp"].startswith("2026")
        (ACCEPTED if fresh and is_genuine(taken, known) else REFUSED)(taken)

    return answer


def only_followers(server: RunningServer) -> Answer:
    """Fails with events that have nulls where it expects values."""
    known = server.mock.webhooks.public_key

    def answer(taken: Taken) -> None:
        """Accept what is genuine and has a gifter with a name."""
        if not is_genuine(taken, known):
            return REFUSED(taken)
        gifter = json.loads(taken.body).get("gifter", {})
        return (said(500) if gifter and gifter["username"] is None else ACCEPTED)(taken)

    return answer


@pytest.fixture
def verdicts(shell: Shell, served: RunningServer, hook: Hooks) -> Verdicts:
    """Judge a receiver; what each check found, by its name."""

    def judged(answer: Answer, *options: str, status: int = 0) -> dict[str, dict[str, Any]]:
        """The checks of a run that ends so."""
        url = hook(answer).url
        told = shell("event", "verify", url, "--json", *options, status=status).json
        assert (told["url"], told["ok"]) == (url, status == 0)
        return dict(by(told["checks"], "check"))

    return judged


def outcomes(found: dict[str, dict[str, Any]], *wanted: str) -> set[str]:
    """The checks that ended in one of these ways."""
    return {name for name, each in found.items() if each["outcome"] in wanted}


def test_a_careful_receiver_passes_every_check(served: RunningServer, verdicts: Verdicts) -> None:
    """The key that was changed under its hands included; the key is then the mock's next one."""
    before = served.mock.webhooks.public_key
    found = verdicts(careful(served), "--drops", "--rotate-key")

    assert set(found) == outcomes(found, "ok")
    assert set(found) >= {*FORGED, *served.mock.webhooks.events(), "genuine", "repeated", "stale"}
    assert served.mock.webhooks.public_key != before
    assert all(each["quirks"] and each["status"] for each in found.values())
    load_pem_public_key(served.mock.webhooks.public_key.encode())


def test_the_world_stays_as_it_is(served: RunningServer, verdicts: Verdicts) -> None:
    """Nobody is banned, no stream ends, and no delivery is left that would be sent again."""
    before = served.mock.channel("alice")
    verdicts(REFUSED, status=1)

    assert served.mock.channel("alice") == before
    assert served.mock.webhooks.deliveries() == []


@pytest.mark.parametrize(
    ("make", "options", "failed"),
    [
        (trusting, [], FORGED),
        (stubborn, ["--rotate-key"], {"rotated-key"}),
        (writes_again, [], {"body-spaced", "body-escaped", "body-trailing-newline"}),
        (only_fresh, [], {"stale"}),
        (only_followers, [], {"channel.subscription.gifts"}),
    ],
)
def test_a_mistake_is_found_by_the_check_that_is_there_for_it(
    served: RunningServer,
    verdicts: Verdicts,
    make: Callable[[RunningServer], Answer],
    options: list[str],
    failed: set[str],
) -> None:
    """And by no other one."""
    found = verdicts(make(served), *options, status=1)

    assert outcomes(found, "failed") == failed


def test_a_form_of_an_event_that_fails_is_named(served: RunningServer, verdicts: Verdicts) -> None:
    """Which example of the document it was."""
    why = verdicts(only_followers(served), status=1)["channel.subscription.gifts"]["why"]

    assert why == "anonymous: 500 refuses it; refusals count towards unsubscription"


@pytest.mark.parametrize(
    ("answer", "genuine", "forged"),
    [
        (said(204), ("warning", "only 200 is sure to count"), ("failed", "takes a forgery")),
        (said(302, Location="/"), ("failed", "follow no redirect"), ("warning", "no clear")),
        (said(503), ("failed", "503 refuses it"), ("warning", "503 is no clear refusal")),
        (said(404), ("failed", "404 refuses it"), ("ok", "404")),
    ],
)
def test_a_status_says_what_it_says(
    verdicts: Verdicts, answer: Answer, genuine: tuple[str, str], forged: tuple[str, str]
) -> None:
    """Where it should be accepted, and where it should be refused."""
    found = verdicts(answer, status=1)

    for name, (outcome, words) in (("genuine", genuine), ("bad-signature", forged)):
        assert found[name]["outcome"] == outcome
        assert words in found[name]["why"]


def test_an_unknown_event_that_is_refused_is_a_warning(
    served: RunningServer, verdicts: Verdicts
) -> None:
    """Nobody has to know what Kick will add; an answer of 200 is better all the same."""
    take = stubborn(served)

    def answer(taken: Taken) -> None:
        """Refuse a type that is none of the ten."""
        known = taken.headers["kick-event-type"] in served.mock.webhooks.events()
        (take if known else said(400))(taken)

    found = verdicts(answer)

    assert outcomes(found, "warning") == {"unknown-type"}
    assert found["unknown-type"]["level"] == "SHOULD"


def test_a_slow_receiver_is_warned(
    served: RunningServer, verdicts: Verdicts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kick's patience is unknown, so an answer that takes longer than a second is a risk."""
    monkeypatch.setattr("kickwire_mock.commands.verify._PROMPT", 0.0)
    found = verdicts(stubborn(served))

    assert "answer within one, work afterwards" in found["genuine"]["why"]
    assert outcomes(found, "failed") == set()
    assert outcomes(found, "ok") == FORGED


def test_a_receiver_that_hangs_is_not_asked_again(
    verdicts: Verdicts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One delivery without an answer is enough to know that the others have none."""
    monkeypatch.setattr(sending, "PATIENCE", 0.2)
    over = threading.Event()

    def hang(_taken: Taken) -> None:
        """Say nothing."""
        over.wait(60)

    found = verdicts(hang, status=1)
    over.set()

    assert (found["genuine"]["outcome"], found["genuine"]["why"]) == (
        "failed",
        "no whole answer within 0.2 s",
    )
    assert outcomes(found, "skipped") == set(found) - {"genuine"}


def test_an_answer_without_end_is_no_answer(
    verdicts: Verdicts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A receiver that goes on talking is cut off when its time is up."""
    monkeypatch.setattr(sending, "PATIENCE", 0.2)
    over = threading.Event()

    def dribble(taken: Taken) -> None:
        """Say a byte now and then."""
        taken.send_response(200)
        taken.send_header("Content-Length", "1000000")
        taken.end_headers()
        while not over.wait(0.02):
            taken.wfile.write(b".")

    found = verdicts(dribble, status=1)
    over.set()

    assert found["genuine"]["why"] == "no whole answer within 0.2 s"


def test_a_receiver_that_breaks_the_connection_has_not_refused(
    served: RunningServer, verdicts: Verdicts
) -> None:
    """A forgery is to be refused in words."""
    take = stubborn(served)

    def answer(taken: Taken) -> None:
        """Close without a word where the signature is wrong."""
        if is_genuine(taken, served.mock.webhooks.public_key):
            take(taken)
        else:
            taken.connection.shutdown(socket.SHUT_RDWR)

    found = verdicts(answer)

    assert outcomes(found, "warning") == FORGED
    assert all("answer 401 or 403" in found[name]["why"] for name in FORGED)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:9/", "no receiver answers at http://127.0.0.1:9/: connection refused"),
        ("localhost:8080", "a webhook URL starts with http:// or https:// and a host"),
        ("http://user@localhost/", "has no user, password or fragment"),
        ("http://[::1", "http://[::1: "),
        ("http://x\ny/", "x y"),
    ],
)
def test_a_receiver_that_cannot_be_reached_is_one_line(
    shell: Shell, served: RunningServer, url: str, words: str
) -> None:
    """With status 2: nothing was judged."""
    assert words in shell.fails("event", "verify", url)


def test_people_get_a_table_a_sum_and_the_key(
    shell: Shell, served: RunningServer, hook: Hooks
) -> None:
    """Outcome, what was asked, why, the time and the ledger; where the key is to be had."""
    done = shell("event", "verify", hook(stubborn(served)).url)
    refused = shell("event", "verify", hook(REFUSED).url, status=1)

    assert done.rows[1][:2] == ["ok", "takes"]
    assert done.rows[1][-2:] == ["webhook_rsa_not_hmac,", "webhook_2xx_meaning"]
    assert "22 checks: 22 ok." in done.out
    for each in (done, refused):
        assert f"GET {served.api_url}/public/v1/public-key" in each.out
    assert "does it know this mock's key?" in refused.out
    assert "22 checks: 5 ok, 1 warning, 16 failed." in refused.out


def test_a_receiver_that_wants_fresh_timestamps_is_thought_of(
    shell: Shell, served: RunningServer, hook: Hooks
) -> None:
    """Where the mock lives at another time, the clock is named, with a line that sets it."""
    at_once = shell("event", "verify", hook(REFUSED).url, status=1).out
    served.mock.clock.set(time.time())
    now = shell("event", "verify", hook(REFUSED).url, status=1).out

    assert "The mock's clock says 2026-01-01T00:00:00Z" in at_once
    assert '"set": ' in at_once.splitlines()[-1]
    assert "The mock's clock says" not in now
