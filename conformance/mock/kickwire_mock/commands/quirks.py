"""``kickwire-mock quirks``."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from kickwire_mock import ledger
from kickwire_mock.commands import options
from kickwire_mock.commands.finding import a_mock, mock_options, the_mock
from kickwire_mock.commands.options import json_option
from kickwire_mock.commands.remote import Remote, curl_line
from kickwire_mock.commands.screen import Cell, Screen, screen, write_json
from kickwire_mock.documents import CONTROL_PATH
from kickwire_mock.documents import ledger as packaged_ledger
from kickwire_mock.ledger import PROFILES, Quirk


def _every(what: str) -> list[str]:
    """Every kind, or every surface."""
    return sorted({str(getattr(each, what)) for each in ledger.entries().values()})


def _kinds(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
    return [each for each in _every("kind") if each.startswith(typed)]


def _surfaces(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
    return [each for each in _every("surface") if each.startswith(typed)]


def _require(what: str, given: str | None) -> None:
    """Let a kind or surface pass that the ledger has.

    Raises:
        click.UsageError: it has none of this name.
    """
    possible = _every(what)
    if given is not None and given not in possible:
        raise click.UsageError(f"no such {what}; possible: {', '.join(possible)}.")


@click.command("quirks")
@click.argument("words", nargs=-1, metavar="[ID | WORD...]", shell_complete=options.quirk_ids)
@click.option("--kind", shell_complete=_kinds, help="Only entries of this kind.")
@click.option("--surface", shell_complete=_surfaces, help="Only entries of this part of Kick.")
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="ID=VALUE",
    callback=options.pairs,
    shell_complete=options.settings,
    help="Change settings of the mock that runs; may be repeated.",
)
@click.option(
    "--app", "client_id", metavar="CLIENT_ID", help="Show or change the values that hold for it."
)
@mock_options
@json_option
def command(
    words: tuple[str, ...],
    kind: str | None,
    surface: str | None,
    changes: dict[str, str],
    client_id: str | None,
    control: str | None,
    key_file: Path | None,
    as_json: bool,
) -> None:
    """Show the ledger of Kick's quirks, or change how the mock that runs shows them.

    With an id, that entry as a whole; with words, the entries that have them all.
    """
    if changes:
        mock = the_mock(control, key_file)
        _change(mock, changes, client_id, as_json=as_json)
        return
    _require("kind", kind)
    _require("surface", surface)
    found = _found(words, kind, surface)
    if not found:
        raise click.ClickException("the ledger has no such entry; kickwire-mock quirks lists all")
    running = a_mock(control, key_file) if client_id is None else the_mock(control, key_file)
    now = {} if running is None else _values(running.get("/settings", client_id=client_id))
    if as_json:
        write_json([_entry(each, now) for each in found])
    elif [each.id for each in found] == list(words):
        _show_one(screen(), found[0], now, running)
    else:
        _show_all(screen(), found, now)


def _found(words: tuple[str, ...], kind: str | None, surface: str | None) -> list[Quirk]:
    entries = ledger.entries()
    if len(words) == 1 and words[0] in entries:
        return [entries[words[0]]]
    return [
        each
        for each in entries.values()
        if kind in (None, each.kind)
        and surface in (None, each.surface)
        and all(word.lower() in f"{each.id} {each.title}".lower() for word in words)
    ]


def _change(
    mock: Remote, changes: Mapping[str, str], client_id: str | None, *, as_json: bool
) -> None:
    body: dict[str, Any] = {"settings": changes}
    if client_id is not None:
        body["client_id"] = client_id
    now = _values(mock.patch("/settings", body))
    if as_json:
        write_json([_entry(ledger.entries()[name], now) for name in changes])
        return
    shown = screen()
    whose = "" if client_id is None else f" for app {client_id}"
    for name in changes:
        meaning = ledger.entries()[name].values.get(now[name], "")
        shown.say((name, "name"), " is now ", (now[name], "good"), whose, (f"  {meaning}", "dim"))


def _values(settings: Mapping[str, Any]) -> dict[str, str]:
    return {each["id"]: each["value"] for each in settings["settings"]}


def _entry(entry: Quirk, now: Mapping[str, str]) -> dict[str, Any]:
    node = _nodes()[entry.id]
    return {
        "id": entry.id,
        "kind": entry.kind,
        "surface": entry.surface,
        "status": node["status"],
        "title": entry.title,
        "behaviour": entry.behaviour,
        "duty": node["duty"],
        "reason": node.get("reason"),
        "values": dict(entry.values),
        "profiles": dict(entry.profiles) if entry.values else {},
        "variants": _variants(entry),
        "evidence": node["evidence"],
        "now": now.get(entry.id),
    }


@functools.cache
def _nodes() -> Mapping[str, dict[str, Any]]:
    """The entries as the ledger has them, with what code does not need."""
    return {each["id"]: each for each in packaged_ledger()["quirks"]}


def _variants(entry: Quirk) -> list[str]:
    """Variants of the fault that it can be armed as, the usual one first."""
    from kickwire_mock.presets import PRESETS  # loads both hosts

    return [each.variant for each in PRESETS if each.quirk == entry.id]


def _show_all(shown: Screen, found: Iterable[Quirk], now: Mapping[str, str]) -> None:
    titles = ["id", "kind", "surface", "value", *(["now"] if now else []), "about"]
    rows: list[list[Cell]] = [
        [
            (each.id, "name"),
            each.kind,
            each.surface,
            (_per_profile(each), "dim"),
            *([_now(each, now)] if now else []),
            each.title,
        ]
        for each in found
    ]
    shown.table(titles, rows, whole=["id"])


def _per_profile(entry: Quirk) -> str:
    """The value of the profiles, said once where it is the same."""
    if not entry.values:
        return ""
    profiles_of: dict[str, list[str]] = {}
    for profile in PROFILES:
        profiles_of.setdefault(entry.profiles[profile], []).append(profile)
    if len(profiles_of) == 1:
        return next(iter(profiles_of))
    return "; ".join(f"{', '.join(names)}: {value}" for value, names in profiles_of.items())


def _now(entry: Quirk, now: Mapping[str, str]) -> Cell:
    value = now.get(entry.id, "")
    changed = value not in entry.profiles.values()
    return (value, "warn" if changed and value else "good")


def _show_one(shown: Screen, entry: Quirk, now: Mapping[str, str], mock: Remote | None) -> None:
    node = _nodes()[entry.id]
    shown.say((entry.id, "name"), "  ", (entry.title, "strong"))
    shown.say((f"{entry.kind} of {entry.surface}, {node['status']}", "dim"))
    shown.say()
    shown.prose(entry.behaviour)
    for title, text in (("What a client does", "duty"), ("Why it is not imitated", "reason")):
        if text in node:
            shown.say()
            shown.prose((f"{title}: ", "strong"), node[text])
    if entry.values:
        shown.say()
        _show_values(shown, entry, now.get(entry.id))
    if variants := _variants(entry):
        shown.say()
        _show_variants(shown, entry, variants, mock)
    evidence = ", ".join(f"{each['place']} ({each['kind']})" for each in node["evidence"])
    shown.say()
    shown.prose((f"Evidence: {evidence}", "dim"))


def _show_variants(shown: Screen, entry: Quirk, variants: list[str], mock: Remote | None) -> None:
    """As what it can be armed, and a line to copy; where no mock runs, what to send to one."""
    shown.prose(("Variants of its fault: ", "strong"), ", ".join(variants))
    shown.say(("To arm one, here the usual one:", "dim"))
    body = {"quirk": entry.id, "variant": variants[0]}
    if mock is None:
        shown.say(f"  POST {CONTROL_PATH}/faults {json.dumps(body)}")
    else:
        shown.say(f"  {curl_line(mock, '/faults', body)}")


def _show_values(shown: Screen, entry: Quirk, now: str | None) -> None:
    shown.table(
        ("value", "in", "what it means"),
        [
            (
                (value, "good" if value == now else ""),
                ", ".join(
                    [*(name for name in PROFILES if entry.profiles[name] == value)]
                    + (["now"] if value == now else [])
                ),
                meaning,
            )
            for value, meaning in entry.values.items()
        ],
    )
    if now is not None and now not in entry.values:
        shown.say(("It is now ", "dim"), (now, "good"))
