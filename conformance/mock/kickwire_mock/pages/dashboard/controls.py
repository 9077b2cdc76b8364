"""Which mock it is, its clock, and beginning anew."""

from __future__ import annotations

from kickwire_mock.clock import rfc3339
from kickwire_mock.pages.dashboard import parts
from kickwire_mock.pages.markup import Markup, joined, tag
from kickwire_mock.values import value_class

_STEPS = (("+1 min", 60), ("+1 h", 3_600), ("+1 day", 86_400))


@value_class(frozen=True, slots=True, kw_only=True)
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
