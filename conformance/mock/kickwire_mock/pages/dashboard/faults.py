"""What goes wrong: faults that are armed, ones to arm, and requests that are held."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from kickwire_mock.faults import Fault, Preset
from kickwire_mock.holds import Hold
from kickwire_mock.pages.dashboard import parts
from kickwire_mock.pages.markup import Markup, joined, tag
from kickwire_mock.values import value_class


@value_class(frozen=True, slots=True, kw_only=True)
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
    """Which requests or deliveries it strikes, how often, and what it does, in words."""
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
    does = fault.description
    aim = ", ".join([f"{what} ({times})", *narrowed, *passing])
    return f"{aim}. {does[:1].upper()}{does[1:]}."


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
