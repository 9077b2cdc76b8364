"""A form that lets an event happen."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from kickwire_mock.pages.dashboard import parts
from kickwire_mock.pages.markup import Markup, joined, tag
from kickwire_mock.values import value_class
from kickwire_mock.world.people import App

_UNHEARD = (
    "{event} happened, and nobody was told: no app that was meant has subscribed to it on this "
    "channel, or given an address for claims of drops."
)
_FORMS = ("compact", "spaced", "escaped", "trailing_newline")


@value_class(frozen=True, slots=True, kw_only=True)
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
                "What you change goes into the payload; the rest fits channel and person. "
                "Nothing can be taken out.",
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
            data_unheard=_UNHEARD,
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
