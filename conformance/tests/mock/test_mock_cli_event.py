"""``event trigger``, ``retrigger`` and ``list``, with receivers over real sockets."""

from __future__ import annotations

import json
import threading
from typing import Any

import httpx
import pytest
from kickwire_mock import Mock, RunningServer, WallClock, start_server
from kickwire_mock.commands import notes
from kickwire_mock.commands.notes import Running

from conformance.tests.mock.mock_commands import PATIENCE, Shell
from conformance.tests.mock.mock_hook import Hook, Hooks, Taken, said
from conformance.tests.mock.mock_receiver import genuine

FOLLOW = "channel.followed"
CHAT = "chat.message.sent"


def facts(out: str) -> dict[str, str]:
    """Names and what they stand for, as they are shown one per line."""
    pairs = [line.strip().split("  ", 1) for line in out.splitlines() if line.startswith("  ")]
    return {pair[0]: pair[-1].strip() for pair in pairs}


def subscribe(server: RunningServer) -> None:
    """Let the seed's app hear of follows."""
    url = f"{server.api_url}/public/v1/events/subscriptions"
    headers = {"Authorization": f"Bearer {server.token}"}
    asked = {"events": [{"name": FOLLOW, "version": 1}]}
    assert httpx.post(url, json=asked, headers=headers).status_code == 200


def test_an_event_reaches_an_address_and_the_answer_is_shown(
    shell: Shell, served: RunningServer, hook: Hooks
) -> None:
    """Message id, app, URL, status, and what the receiver said."""
    receiver = hook(said(200, b"thank\nyou"))
    done = shell("event", "trigger", "channel.subscription.gifts", "--to", receiver.url)
    headers, body, _ = receiver.got.get(timeout=PATIENCE)
    shown = facts(done.out)

    assert genuine(httpx.Headers(headers), body, served.mock.webhooks.public_key)
    assert done.out.startswith("channel.subscription.gifts\n")
    assert shown == {
        "status": "delivered",
        "message id": httpx.Headers(headers)["kick-event-message-id"],
        "app": "Example app",
        "to": receiver.url,
        "answer": "200 thank you",
    }


def test_people_and_fields_are_chosen(shell: Shell, served: RunningServer, hook: Hooks) -> None:
    """Dots lead into objects, values are JSON if they can be, --set goes before --fields."""
    receiver = hook(said(200))
    chosen = ["--channel", "bob", "--user", "carol", "--set", "content=is this 5 = 5?"]
    single = ["--set", "sender.channel_slug=7", "--set", 'sender.username="7"']
    whole = ["--fields", '{"content": "no", "sender": {"is_verified": true}, "emotes": null}']
    shell("event", "trigger", CHAT, "--to", receiver.url, *chosen, *single[2:], *whole)
    payload = json.loads(receiver.got.get(timeout=PATIENCE)[1])
    line = shell.fails("event", "trigger", CHAT, "--to", receiver.url, *single)

    assert payload["broadcaster"]["username"] == "bob"
    assert payload["sender"]["user_id"] == 789
    assert (payload["content"], payload["emotes"]) == ("is this 5 = 5?", None)
    assert (payload["sender"]["username"], payload["sender"]["is_verified"]) == ("7", True)
    assert "channel_slug" in line


def test_the_help_says_how_a_number_becomes_a_text(shell: Shell) -> None:
    """A chat message that is a number alone has to be quoted twice."""
    told = " ".join(shell("event", "trigger", "--help").out.split())

    assert "a=1 is a number and 'a=\"1\"' a text" in told


def test_fields_come_from_a_file(shell: Shell, served: RunningServer, hook: Hooks) -> None:
    """After an at sign."""
    receiver = hook(said(200))
    file = shell.runtime / "fields.json"
    file.write_text('{"content": "from a file"}')
    shell("event", "trigger", CHAT, "--to", receiver.url, "--fields", f"@{file}")

    assert json.loads(receiver.got.get(timeout=PATIENCE)[1])["content"] == "from a file"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["x"], "no such event; possible: "),
        ([CHAT, "--user", "nobody"], "no user of this name"),
        ([CHAT, "--set", "content"], "'content' is not FIELD=VALUE"),
        ([CHAT, "--set", "sender.=1"], "a name between the dots is missing"),
        ([CHAT, "--set", "a=1", "--set", "a.b=1"], "a has a value already"),
        ([CHAT, "--set", "cont=1"], "has no field 'cont'; known: "),
        ([CHAT, "--set", "content=NaN1", "--set", "created_at=NaN"], "created_at"),
        ([CHAT, "--fields", "[]"], "--fields is no JSON object"),
        ([CHAT, "--fields", "{"], "--fields is no JSON object"),
        ([CHAT, "--fields", "@/nowhere/at/all"], "/nowhere/at/all: No such file"),
        ([CHAT, "--to", "https://kick.com/"], "--allow-webhook HOST"),
        ([CHAT, "--app", "x"], "no app has this client id"),
        ([CHAT, "--count", "0"], "--count"),
        ([CHAT, "--delay", "-1"], "--delay"),
        ([CHAT, "--form", "xml"], "'compact', 'spaced', 'escaped', 'trailing_newline'"),
    ],
)
def test_what_cannot_happen_is_one_line(
    shell: Shell, served: RunningServer, arguments: list[str], words: str
) -> None:
    """Whoever finds it, command or mock."""
    assert words in shell.fails("event", "trigger", *arguments)


def test_nobody_subscribed_and_what_to_do(shell: Shell, served: RunningServer) -> None:
    """With lines to copy: another command, and the request that subscribes."""
    done = shell("event", "trigger", FOLLOW, "--channel", "bob")
    told = shell("event", "trigger", FOLLOW, "--json").json

    assert done.out.startswith(f"{FOLLOW} happened, and nobody subscribed to it for bob.")
    assert f"kickwire-mock event trigger {FOLLOW} --to http" in done.out
    assert f"POST {served.api_url}/public/v1/events/subscriptions" in done.out
    assert json.loads(done.out.splitlines()[-1])["events"] == [{"name": FOLLOW, "version": 1}]
    assert (told["events"][0]["event"], told["events"][0]["deliveries"]) == (FOLLOW, [])


def test_a_claim_that_nobody_hears_of_says_what_is_missing(
    shell: Shell, served: RunningServer
) -> None:
    """It has no channel, and no subscription could help."""
    done = shell("event", "trigger", "drops.claim")

    assert done.out.startswith("drops.claim happened, and no app has an address for it.")
    assert "--drops-url URL" in done.out
    assert "subscri" not in done.out


def test_an_app_that_was_unsubscribed_is_told(
    shell: Shell, served: RunningServer, hook: Hooks
) -> None:
    """Why a delivery failed for good is said beside what was answered."""
    served.mock.settings.change(
        {"webhook_auto_unsubscribe": "after_three_failures", "webhook_retry_policy": "single"}
    )
    served.mock.change_app(served.client_id, webhook_url=hook(said(500)).url)
    subscribe(served)
    plainly, _, last = (shell("event", "trigger", FOLLOW, status=1) for _ in range(3))

    assert facts(plainly.out)["answer"] == "500"
    assert facts(last.out)["answer"].startswith("500, it kept failing, so the app was unsubscribed")


def test_subscribers_are_told_and_an_app_without_a_url_is_not(
    shell: Shell, served: RunningServer, hook: Hooks
) -> None:
    """What is missing is said, and how to give it."""
    receiver, app = hook(said(200)), served.client_id
    subscribe(served)

    before = shell("event", "trigger", FOLLOW)
    served.mock.change_app(app, webhook_url=receiver.url)
    after = shell("event", "trigger", FOLLOW, "--app", app)

    assert facts(before.out)["status"] == "unsent"
    assert facts(before.out)["answer"] == "the app has no URL for it"
    assert "--webhook-url" in before.out
    assert facts(after.out)["status"] == "delivered"


def test_several_events_are_a_table(shell: Shell, served: RunningServer, hook: Hooks) -> None:
    """One line for each delivery."""
    receiver = hook(said(200, b"ok"))
    done = shell("event", "trigger", FOLLOW, "--to", receiver.url, "--count", "3")
    told = shell("event", "trigger", FOLLOW, "--to", receiver.url, "--count", "2", "--json").json

    assert done.rows[1] == ["STATUS", "MESSAGE", "ID", "APP", "TO", "ANSWER"]
    assert [(row[0], row[-2:]) for row in done.rows[2:]] == [("delivered", ["200", "ok"])] * 3
    deliveries = [each["deliveries"] for each in told["events"]]
    assert [len(each) for each in deliveries] == [1, 1]
    assert {each["status"] for (each,) in deliveries} == {"delivered"}


@pytest.mark.parametrize(
    ("arguments", "got"),
    [
        (["--bad-signature"], {"genuine": False}),
        (["--age", "3600"], {"timestamp": "2025-12-31T23:00:00Z"}),
        (["--form", "trailing_newline"], {"end": b"\n"}),
        (["--copies", "2"], {"times": 3}),
        ([], {}),
    ],
)
def test_what_goes_wrong_is_chosen(
    shell: Shell, served: RunningServer, hook: Hooks, arguments: list[str], got: dict[str, Any]
) -> None:
    """The delivery arrives with it, and the command waits for the last copy."""
    receiver = hook(said(200))
    shell("event", "trigger", FOLLOW, "--to", receiver.url, *arguments)
    raw, body, _ = receiver.got.get(timeout=PATIENCE)
    headers = httpx.Headers(raw)

    assert {
        "genuine": genuine(headers, body, served.mock.webhooks.public_key),
        "timestamp": headers["kick-event-message-timestamp"],
        "end": body[-1:],
        "times": receiver.got.qsize() + 1,
    } == {"genuine": True, "timestamp": "2026-01-01T00:00:00Z", "end": b"}", "times": 1, **got}


def test_armed_faults_strike_unless_something_is_chosen(
    shell: Shell, served: RunningServer, hook: Hooks
) -> None:
    """Without an option for it the command leaves trouble to the mock."""
    receiver = hook(said(200))
    served.mock.faults.arm(served.mock.faults.preset("webhook_freshness_vs_delay"))
    shell("event", "trigger", FOLLOW, "--to", receiver.url)
    headers = httpx.Headers(receiver.got.get(timeout=PATIENCE)[0])

    assert headers["kick-event-message-timestamp"] < "2026"


@pytest.mark.parametrize(
    ("arguments", "status", "answer"),
    [
        (["--delay", "90"], "waiting", "sent in 90 s"),
        (["--drop"], "lost", "a fault lost it"),
    ],
)
def test_what_was_not_sent_is_explained(
    shell: Shell, served: RunningServer, hook: Hooks, arguments: list[str], status: str, answer: str
) -> None:
    """Nothing is waited for that only the mock's clock can bring."""
    receiver = hook(said(200))
    done = shell("event", "trigger", FOLLOW, "--to", receiver.url, *arguments, "--wait", "60")

    assert (facts(done.out)["status"], facts(done.out)["answer"]) == (status, answer)
    assert receiver.got.empty()
    assert ("The mock's clock stands still" in done.out) == (status == "waiting")


def test_a_refusal_waits_for_the_clock_and_says_how_to_move_it(
    shell: Shell, served: RunningServer, hook: Hooks
) -> None:
    """The line to copy moves it by enough for every attempt."""
    receiver = hook(said(500, b"\x1b[31mno"))
    done = shell("event", "trigger", FOLLOW, "--to", receiver.url, status=1)
    command = done.out.splitlines()[-1]
    body = json.loads(command.rpartition("-d ")[2].strip("'"))

    assert facts(done.out)["answer"] == "500 \\x1b[31mno, sent again in 1 s"
    assert f"{served.control_url}/clock" in command
    assert body["advance"] >= 6


def test_a_clock_that_runs_brings_the_retries(shell: Shell, hook: Hooks) -> None:
    """The command waits for them, and tells how often it was tried."""
    answers = iter((500, 200))

    def answer(taken: Taken) -> None:
        """Refuse the first one."""
        said(next(answers))(taken)

    with (
        start_server(Mock(clock=WallClock()), webhook_timeout=PATIENCE) as server,
        notes.left(Running(server.control_url)),
    ):
        done = shell("event", "trigger", FOLLOW, "--to", hook(answer).url, "--wait", "60")

    assert facts(done.out)["status"] == "delivered"
    assert facts(done.out)["answer"] == "200, after 2 attempts"


@pytest.mark.parametrize(
    ("seconds", "answer", "status"),
    [
        ("0", "asked and not waited for", 0),
        ("0.05", "asked, no answer yet after 0.05 s", 1),
    ],
)
def test_nobody_is_waited_for_longer_than_told(
    shell: Shell, served: RunningServer, silent: Hook, seconds: str, answer: str, status: int
) -> None:
    """Silence is a failure where somebody waited; the mock's clock has no part in it."""
    wait = ("--wait", seconds)
    done = shell("event", "trigger", FOLLOW, "--to", silent.url, *wait, status=status)
    shown = facts(done.out)

    assert (shown["status"], shown["answer"]) == ("waiting", answer)
    assert "clock" not in done.out


def test_who_took_it_once_may_be_silent_the_next_time(
    shell: Shell, served: RunningServer, hook: Hooks
) -> None:
    """A repeat without an answer is a failure, whatever was answered before."""
    let_go, answers = threading.Event(), iter((True, False))

    def answer(taken: Taken) -> None:
        """Take the first one."""
        said(200 if next(answers) or let_go.wait(PATIENCE) else 500)(taken)

    url = hook(answer).url
    told = shell("event", "trigger", FOLLOW, "--to", url, "--json").json
    name = told["events"][0]["deliveries"][0]["id"]
    done = shell("event", "retrigger", name, "--wait", "0.05", status=1)
    let_go.set()

    assert facts(done.out)["answer"] == "200, asked again, no answer yet after 0.05 s"


def test_what_a_fault_gathers_does_not_wait_for_the_clock(
    shell: Shell, served: RunningServer, hook: Hooks
) -> None:
    """It is said to be held back, and until when."""
    served.mock.faults.arm(served.mock.faults.preset("webhook_loss_and_delay", "burst"))
    done = shell("event", "trigger", FOLLOW, "--to", hook(said(200)).url)

    assert facts(done.out)["answer"] == "held back until its fault is spent"
    assert "clock" not in done.out


def test_a_delivery_is_repeated_byte_for_byte(
    shell: Shell, served: RunningServer, hook: Hooks
) -> None:
    """The same message id, timestamp, signature and body."""
    receiver = hook(said(200))
    told = shell("event", "trigger", FOLLOW, "--to", receiver.url, "--json").json
    name = told["events"][0]["deliveries"][0]["id"]
    done, again = shell("event", "retrigger", name), shell("event", "retrigger", name, "--json")
    first, *others = [receiver.got.get(timeout=PATIENCE) for _ in range(3)]

    assert others == [first, first]
    assert facts(done.out)["answer"] == "200, after 2 attempts"
    assert len(again.json["attempts"]) == 3
    assert "no delivery has this message id" in shell.fails("event", "retrigger", "a/../b")


def test_every_event_is_listed(shell: Shell) -> None:
    """With what it tells; no mock has to run for it."""
    told = shell("event", "list", "--json").json

    assert len(told) == 11
    assert all(each["summary"] for each in told)
    assert [row[0] for row in shell("event", "list").rows[1:]] == [each["event"] for each in told]
