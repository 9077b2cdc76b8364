"""What can be done to the mock: its clock, events, faults, and beginning anew."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from kickwire_mock.clock import rfc3339
from kickwire_mock.faults import Fault, Preset, Trouble
from kickwire_mock.holds import Hold
from kickwire_mock.pages.dashboard import parts
from kickwire_mock.pages.markup import Markup, joined, tag
from kickwire_mock.world.people import App

_STEPS = (("+1 min", 60), ("+1 h", 3_600), ("+1 day", 86_400))
_FORMS = ("compact", "spaced", "escaped", "trailing_newline")


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutView:
    """What runs."""

    profile: str
    changed: int
    """How many settings are not as the profile has them."""
    seed: int
    version: str


def about(view: AboutView) -> Markup:
    """Which mock it is, and the way back to the start."""
    changed = f", {view.changed} changed" if view.changed else ""
    return parts.section(
        "about",
        "This mock",
        parts.facts(
            [
                ("Profile", tag("a", f"{view.profile}{changed}", href="#quirks")),
                ("Seed", view.seed),
                ("Version", view.version),
            ]
        ),
        tag("button", "Begin anew…", type="button", data_opens="begin-anew", disabled=True),
        tag(
            "dialog",
            tag("h2", "Begin anew?", id="begin-anew-title"),
            tag(
                "p",
                "People, apps, tokens, subscriptions, deliveries, settings, faults, the clock and "
                "the journal will be as they were at the start. There is no way back.",
            ),
            tag(
                "div",
                parts.button("Begin anew", "POST /reset", "The mock has begun anew."),
                tag("button", "Cancel", type="button", data_closes=True, autofocus=True),
                class_="buttons",
            ),
            id="begin-anew",
            aria_labelledby="begin-anew-title",
        ),
    )


def clock(now: float, *, runs: bool) -> Markup:
    """The time, and ways to move it."""
    whole = rfc3339(now)
    return parts.section(
        "clock",
        "Clock",
        tag(
            "p",
            tag(
                "time",
                f"{whole[:10]} {whole[11:19]}",
                datetime=whole,
                data_now=f"{now:.3f}" if runs else None,
                class_="now",
            ),
            tag("span", " UTC, runs" if runs else " UTC, stands still", class_="soft"),
        ),
        tag(
            "div",
            joined(
                parts.button(
                    label, "POST /clock", f"The clock went on: {label}.", body={"advance": by}
                )
                for label, by in _STEPS
            ),
            class_="buttons",
        ),
        parts.form(
            "POST /clock",
            "The clock is set.",
            parts.field(
                "Set to (UTC)",
                parts.entry(
                    "set", type="datetime-local", step=1, required=True, max="2286-01-01T00:00"
                ),
            ),
            parts.submit("Set"),
            class_="row",
            data_empties=True,
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """What can happen, and to whom."""

    events: tuple[tuple[str, str], ...]
    """Names, each with an example payload as JSON."""
    apps: Sequence[App]
    people: Sequence[str]
    """Names of the first ones."""


def event(view: EventView) -> Markup:
    """A form that lets an event happen."""
    first = view.events[0][1] if view.events else ""
    everybody = parts.option("", "every app that subscribed")
    return parts.section(
        "event",
        "Fire an event",
        parts.form(
            "POST /events",
            "{event} happened. Deliveries made: {deliveries.length}.",
            parts.field("Event", parts.select("event", [_examples(view.events)], id="event-name")),
            tag(
                "div",
                parts.field(
                    "On the channel of",
                    parts.entry("channel", list="names", placeholder=_person(view, 0)),
                ),
                parts.field(
                    "Done by (bans: to)",
                    parts.entry("user", list="names", placeholder=_person(view, 1)),
                ),
                class_="pair",
            ),
            parts.field(
                "Payload (JSON)",
                tag(
                    "textarea",
                    # A parser drops a line break that stands first in it.
                    "\n",
                    first,
                    name="fields",
                    rows=9,
                    spellcheck="false",
                    disabled=True,
                ),
                "What you change goes into the payload; the rest fits channel and person.",
            ),
            parts.field(
                "For",
                parts.select(
                    "client_id",
                    [everybody, *(parts.option(app.client_id, app.name) for app in view.apps)],
                ),
            ),
            parts.field(
                "Or only to the address",
                parts.entry("to", type="url", placeholder="http://127.0.0.1:3000/webhook"),
                "Without any subscription.",
            ),
            parts.details("Troubles on the way", _troubles(), id="troubles"),
            parts.submit("Fire", class_="strong"),
        ),
        tag("datalist", joined(tag("option", value=name) for name in view.people), id="names"),
    )


def _person(view: EventView, place: int) -> str:
    return view.people[place] if place < len(view.people) else ""


def _troubles() -> Markup:
    forms = [
        parts.option("", "as the settings say"),
        *(parts.option(each, each) for each in _FORMS),
    ]
    return joined(
        [
            tag(
                "div",
                parts.field(
                    "Seconds of delay",
                    parts.entry("trouble.delay", step="any", type="number", min=0),
                ),
                parts.field(
                    "Further copies", parts.entry("trouble.copies", max=100, type="number", min=0)
                ),
                parts.field(
                    "Seconds too old", parts.entry("trouble.age", step="any", type="number", min=0)
                ),
                parts.field("Body", parts.select("trouble.form", forms)),
                class_="pair",
            ),
            parts.checkbox("Signature of something else", "trouble.bad_signature"),
            parts.checkbox("Lost on the way", "trouble.drop"),
        ]
    )


@functools.lru_cache(maxsize=8)
def _examples(events: tuple[tuple[str, str], ...]) -> Markup:
    return joined(parts.option(name, name, data_example=example) for name, example in events)


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultsView:
    """What goes wrong, and what can."""

    armed: Sequence[Fault]
    presets: Sequence[Preset]
    titles: Mapping[str, str]
    """What the ledger calls its entries."""
    holds: Sequence[Hold]


def faults(view: FaultsView) -> Markup:
    """Faults that are armed, ones to arm, and requests that wait."""
    return parts.section(
        "faults",
        "Faults",
        _armed(view.armed) if view.armed else parts.nothing("None is armed."),
        _held(view.holds) if view.holds else "",
        parts.form(
            "POST /faults",
            "The fault is armed.",
            parts.field(
                "Fault of the ledger", parts.select("variant", _presets(view), data_spread=True)
            ),
            tag(
                "div",
                parts.field(
                    "Times", parts.entry("count", type="number", min=1, max=1_000_000, value=1)
                ),
                parts.field(
                    "After letting pass", parts.entry("skip", type="number", min=0, value=0)
                ),
                class_="pair",
            ),
            parts.submit("Arm"),
        ),
        parts.more("Faults of your own:", "/openapi.json"),
        count=f"{len(view.armed)} armed" if view.armed else "",
    )


def _presets(view: FaultsView) -> list[Markup]:
    """Choices that stand for a quirk and its variant at once."""
    groups: dict[str, list[Markup]] = {}
    for each in view.presets:
        said = json.dumps({"quirk": each.quirk, "variant": each.variant})
        label = each.variant.replace("_", " ")
        groups.setdefault(each.quirk or "", []).append(parts.option(said, label))
    return [
        tag("optgroup", joined(options), label=view.titles.get(quirk, quirk))
        for quirk, options in groups.items()
    ]


def _armed(armed: Sequence[Fault]) -> Markup:
    return tag(
        "ul",
        joined(
            tag(
                "li",
                tag("div", tag("strong", each.id), " ", parts.quirk_links(each.quirks)),
                tag("span", _aim(each), class_="soft"),
                " ",
                parts.button(
                    "Disarm",
                    f"DELETE /faults?id={each.id}",
                    f"{each.id} is disarmed.",
                    name=f"Disarm {each.id}",
                ),
                id=f"armed-{each.id}",
            )
            for each in armed
        ),
        class_="cards",
        aria_label="Armed faults",
    )


def _aim(fault: Fault) -> str:
    """Which requests or deliveries it strikes, and how often, in words."""
    what = "deliveries" if fault.trouble is not None else "requests"
    times = "until it is disarmed" if fault.count is None else f"{fault.count} more"
    limits = {
        "operation": fault.operation,
        "host": fault.host,
        "grant": fault.grant_type,
        "event": fault.event,
        "app": fault.client_id,
        "user": fault.user,
    }
    narrowed = [f"{name} {value}" for name, value in limits.items() if value is not None]
    passing = [f"after {fault.skip} that pass"] if fault.skip else []
    return f"{', '.join([f'{what} ({times})', *narrowed, *passing])}. {_effect(fault)}"


def _effect(fault: Fault) -> str:
    """What it does, in words."""
    found = [f"{name}: {value}" for name, value in asdict(fault.effects).items() if value]
    if fault.status is not None:
        found.append(f"status: {fault.status}")
    if fault.hold:
        found.append("hold")
    if fault.trouble is not None:
        usual = asdict(Trouble())
        given = asdict(fault.trouble).items()
        found += [f"{name}: {value}" for name, value in given if value != usual[name]]
    return f"{', '.join(found)}." if found else ""


def _held(holds: Sequence[Hold]) -> Markup:
    return tag(
        "ul",
        joined(
            tag(
                "li",
                tag("strong", each.id),
                tag(
                    "span",
                    f" {each.operation or 'a request'} waits {each.stage} it takes effect ",
                    class_="soft",
                ),
                parts.button(
                    "Let go",
                    "POST /holds/release",
                    f"{each.id} goes on.",
                    body={"id": each.id},
                    name=f"Let go of {each.id}",
                ),
                id=f"held-{each.id}",
            )
            for each in holds
        ),
        class_="cards",
        aria_label="Requests that are held",
    )
