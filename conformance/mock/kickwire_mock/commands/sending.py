"""``event trigger`` and ``event retrigger``: what is done, and what of it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from kickwire_mock.commands.finding import a_mock
from kickwire_mock.commands.following import Delivery, Settled, next_due, settled, under_way
from kickwire_mock.commands.options import starting
from kickwire_mock.commands.remote import Remote, clock_line, in_path
from kickwire_mock.commands.screen import Cell, Look, Screen, screen, write_json
from kickwire_mock.world.news import DROPS

_LOOKS: Mapping[str, Look] = {
    "delivered": "good",
    "failed": "bad",
    "lost": "warn",
    "unsent": "warn",
    "waiting": "warn",
}
_TITLES = ("status", "message id", "app", "to", "answer")
_LONGEST = 80
"""Characters of an answer that are shown."""
_COMPLETED = 100
"""Message ids that a shell is offered."""


def given(wishes: Mapping[str, Any]) -> dict[str, Any]:
    """What was given; None was not."""
    return {name: value for name, value in wishes.items() if value is not None}


def trigger(
    mock: Remote, wishes: Mapping[str, Any], count: int, wait: float, *, as_json: bool
) -> int:
    """Let an event happen, so many times, and show what became of the deliveries.

    Args:
        mock: in which it happens.
        wishes: the body of ``POST /events``.
        count: how many times.
        wait: seconds for the receivers.
        as_json: for programs.

    Returns:
        The exit status: 1 if a receiver was asked and did not take what it got, or was waited for
        in vain.

    Raises:
        click.ClickException: the mock does not answer, or refuses.
    """
    shown = screen()
    with shown.waiting("waiting for the receiver"):
        happened = [mock.post("/events", wishes) for _ in range(count)]
        ids = [name for each in happened for name in each["deliveries"]]
        found = settled(mock, ids, wait)
    if as_json:
        known = {each["id"]: each for each in found.deliveries}
        told = [
            {**each, "deliveries": [known[name] for name in each["deliveries"]]}
            for each in happened
        ]
        write_json({"events": told})
    elif found.deliveries:
        _show(shown, mock, found)
    else:
        _show_nobody(shown, mock, wishes)
    return _status(found)


def repeat(mock: Remote, id: str, wait: float, *, as_json: bool) -> int:
    """Send a delivery once more, and show what became of it. All the rest as above."""
    shown = screen()
    with shown.waiting("waiting for the receiver"):
        mock.post(f"/deliveries/{in_path(id)}/repeat")
        found = settled(mock, [id], wait)
    if as_json:
        write_json(found.deliveries[0])
    else:
        _show(shown, mock, found)
    return _status(found)


def known(control: str | None, key_file: Path | None, typed: str) -> list[CompletionItem[str]]:
    """The message ids that a shell can complete; none where no mock answers."""
    try:
        mock = a_mock(control, key_file)
        found = [] if mock is None else _all(mock)
    except click.ClickException:
        return []  # a shell in the middle of a line shows no errors
    latest = reversed(found[-_COMPLETED:])
    return starting(((each["id"], f"{each['event']} {each['status']}") for each in latest), typed)


def _all(mock: Remote) -> list[Delivery]:
    found: list[Delivery] = mock.get("/deliveries", limit=10_000)["deliveries"]
    return found


def _show(shown: Screen, mock: Remote, found: Settled) -> None:
    names: dict[str, str] = {app["client_id"]: app["name"] for app in mock.get("/apps")["apps"]}
    event = found.deliveries[0]["event"]
    rows = [_row(each, names, found) for each in found.deliveries]
    if len(rows) == 1:
        shown.facts(event, zip(_TITLES, rows[0], strict=True))
    else:
        shown.say((event, "strong"))
        shown.table(_TITLES, rows, whole=["message id"])
    if any(_stands(each, found.now) for each in found.deliveries) and not found.runs:
        shown.say(("The mock's clock stands still. Move it, by so many seconds:", "dim"))
        shown.say(f"  {clock_line(mock, advance=6)}")
    if any(each["status"] == "unsent" for each in found.deliveries):
        shown.say(("Name a receiver with --to URL, or start the mock with --webhook-url.", "dim"))


def _row(delivery: Delivery, names: Mapping[str, str], found: Settled) -> list[Cell]:
    return [
        (delivery["status"], _LOOKS[delivery["status"]]),
        delivery["id"],
        names.get(delivery["app"], delivery["app"]),
        str(delivery["url"] or "nowhere"),
        _answer(delivery, found),
    ]


def _answer(delivery: Delivery, found: Settled) -> Cell:
    """What the receiver said last, or why it said nothing."""
    ended = [each for each in delivery["attempts"] if each["ended"]]
    parts = [_said(ended[-1])] if ended else []
    if len(ended) > 1:
        parts.append(f"after {len(ended)} attempts")
    if not ended or delivery["reason"] not in _plain_reasons(ended[-1]):
        parts.append(delivery["reason"])
    parts.append(_to_come(delivery, found, again=" again" if ended else ""))
    return ", ".join(part for part in parts if part)


def _to_come(delivery: Delivery, found: Settled, again: str) -> str:
    """What is still to happen to it; nothing if that is all."""
    if under_way(delivery, found.now):
        if not found.seconds:
            return f"asked{again} and not waited for"
        return f"asked{again}, no answer yet after {found.seconds:.3g} s"
    if not _waits(delivery):
        return ""
    due = next_due(delivery)
    if due is None:
        return "held back until its fault is spent"
    return f"sent{again} in {due - found.now:.3g} s"


def _plain_reasons(attempt: Mapping[str, Any]) -> tuple[str, str]:
    """Reasons of a delivery that only repeat what became of its last attempt."""
    return attempt["error"], f"the receiver answered {attempt['status']}"


def _said(attempt: Mapping[str, Any]) -> str:
    if attempt["status"] is None:
        return str(attempt["error"])
    text = " ".join(str(attempt["answer"]).split())
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
    return f"{attempt['status']} {short}".rstrip()


def _status(found: Settled) -> int:
    """The exit status. Whom nobody wanted to wait for has not failed yet."""
    silent = found.seconds and any(under_way(each, found.now) for each in found.deliveries)
    return int(bool(silent) or any(map(_not_taken, found.deliveries)))


def _not_taken(delivery: Delivery) -> bool:
    """Whether the last answer that there was is no success, whatever is still to come."""
    ended = [each for each in delivery["attempts"] if each["ended"]]
    return bool(ended) and not 200 <= (ended[-1]["status"] or 0) < 300


def _waits(delivery: Delivery) -> bool:
    return str(delivery["status"]) == "waiting"


def _stands(delivery: Delivery, now: float) -> bool:
    """Whether only the mock's clock can bring what comes next."""
    due = next_due(delivery)
    return _waits(delivery) and due is not None and due > now and not under_way(delivery, now)


def _show_nobody(shown: Screen, mock: Remote, wishes: Mapping[str, Any]) -> None:
    seed = mock.get("/seed")
    event = wishes["event"]
    channel = wishes.get("channel") or seed["users"][0]["name"]
    claim = event == DROPS
    where = "no app has an address for it" if claim else f"nobody subscribed to it for {channel}"
    shown.say((f"{event} happened, and {where}.", "warn"))
    shown.say("Send it to one address:")
    shown.say(f"  kickwire-mock event trigger {event} --to http://localhost:8080/webhooks")
    if claim:
        shown.say("or start the mock with --drops-url URL.")
        return
    shown.say(f"or subscribe, with a token of {channel}:")
    shown.say(f"  POST {seed['api_url']}/public/v1/events/subscriptions")
    shown.say(f'  {{"method": "webhook", "events": [{{"name": "{event}", "version": 1}}]}}')
