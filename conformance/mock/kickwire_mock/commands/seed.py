"""``kickwire-mock seed``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kickwire_mock.commands.finding import a_mock, mock_options
from kickwire_mock.commands.options import json_option
from kickwire_mock.commands.remote import Remote
from kickwire_mock.commands.screen import Cell, Screen, screen, write_json

_SAMPLES = {
    "reward_id": "reward of alice's channel",
    "redemption_id": "redemption that waits",
    "message_id": "chat message",
    "claim_id": "claim of a drop",
}


@click.command("seed")
@click.option("--seed", "number", type=int, help="Show what a mock of this seed begins with.")
@mock_options
@json_option
def command(number: int | None, control: str | None, key_file: Path | None, as_json: bool) -> None:
    """Show what there is to try things with: people, app, token, ids.

    Of the mock that runs, as it is now; where none runs, or with --seed, as a mock begins.
    """
    mock = None if number is not None else a_mock(control, key_file)
    found = _offline(number or 0) if mock is None else _online(mock)
    if as_json:
        write_json(found)
    else:
        _show(screen(), found, None if mock is None else mock.url)


def _online(mock: Remote) -> dict[str, Any]:
    return {**mock.get("/seed"), "subscriptions": mock.get("/subscriptions")["subscriptions"]}


def _offline(number: int) -> dict[str, Any]:
    from kickwire_mock.core import Mock
    from kickwire_mock.messages import NO_ORIGINS
    from kickwire_mock.routes.control.seed import seeded

    return {**seeded(Mock(seed=number), NO_ORIGINS), "subscriptions": []}


def _show(shown: Screen, found: dict[str, Any], url: str | None) -> None:
    where = "as a mock begins; none was asked" if url is None else f"of the mock at {url}"
    facts: dict[str, Cell] = {
        name: (str(found[name]), "name" if name.endswith("url") else "")
        for name in ("id_url", "api_url", "webhook_url", "drops_url")
        if found[name]
    }
    for name in ("client_id", "client_secret", "redirect_uri", "token"):
        facts[name] = str(found[name])
    facts["profile"] = str(found["profile"])
    shown.facts(f"Seed {found['seed']}", facts.items(), end=where)
    shown.table(
        ("person", "user id", "e-mail", "channel"), [_person(each) for each in found["users"]]
    )
    shown.table(
        ("to try things with", "id"),
        [(what, found["samples"][name] or ("gone", "dim")) for name, what in _SAMPLES.items()],
    )
    if found["subscriptions"]:
        shown.table(
            ("subscription", "event", "channel", "app"),
            [
                (each["id"], (each["event"], "name"), str(each["channel"]), each["app"])
                for each in found["subscriptions"]
            ],
        )


def _person(user: dict[str, Any]) -> list[Cell]:
    live: Cell = ("live", "good") if user["live"] else ("offline", "dim")
    return [(user["name"], "name"), str(user["user_id"]), user["email"], live]
