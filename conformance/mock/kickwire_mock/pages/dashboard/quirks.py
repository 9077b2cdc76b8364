"""The ledger: a switch for each setting, and what Kick does in every place."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from itertools import groupby

from kickwire_mock.ledger import PROFILES, Quirk, entries
from kickwire_mock.pages.dashboard import parts
from kickwire_mock.pages.markup import Markup, joined, tag
from kickwire_mock.values import value_class

_COLUMNS = ("Quirk", "Value", "What it means")


@value_class(frozen=True, slots=True, kw_only=True)
class QuirksView:
    """How the settings stand."""

    profile: str
    values: Mapping[str, str]
    """By ledger id."""

    def changed(self) -> list[str]:
        """Ids of those that are not as the profile has them."""
        return [
            each
            for each, value in self.values.items()
            if value != entries()[each].profiles[self.profile]
        ]


def quirks(view: QuirksView) -> Markup:
    """Switches, grouped by what they are about, and the rest of the ledger."""
    known = [entries()[each] for each in view.values]
    known.sort(key=lambda quirk: (quirk.surface, quirk.id))
    groups = groupby(known, key=lambda quirk: quirk.surface)
    bodies = joined(_group(surface, list(members), view) for surface, members in groups)
    changed = len(view.changed())
    return parts.section(
        "quirks",
        "Quirks",
        parts.form(
            "PATCH /settings",
            "The profile is {profile}.",
            parts.field(
                "Profile (using one forgets every change)",
                parts.select(
                    "profile",
                    [parts.option(each, each, chosen=each == view.profile) for each in PROFILES],
                ),
            ),
            parts.submit("Use"),
            class_="row",
        ),
        parts.table("Quirk switches by what they are about", _COLUMNS, bodies),
        parts.details(
            f"The rest of the ledger ({len(_rest(tuple(view.values)))})",
            _listed(tuple(view.values)),
            id="ledger",
        ),
        count=f"{changed} changed" if changed else f"as {view.profile}",
    )


def _group(surface: str, members: Sequence[Quirk], view: QuirksView) -> Markup:
    heading = tag("th", surface, colspan=len(_COLUMNS), scope="rowgroup")
    rows = joined(_switch(quirk.id, view.values[quirk.id], view.profile) for quirk in members)
    return tag("tbody", tag("tr", heading, class_="group"), rows)


@functools.lru_cache(maxsize=1024)
def _switch(id: str, value: str, profile: str) -> Markup:
    quirk = entries()[id]
    usual = quirk.profiles[profile]
    values = [*quirk.values, *([] if value in quirk.values else [value])]
    mark = parts.pill(f"changed, {profile} has {usual}", "warn") if value != usual else ""
    return tag(
        "tr",
        tag("th", _told(quirk), scope="row"),
        tag(
            "td",
            parts.select(
                f"settings.{quirk.id}",
                [parts.option(each, each, chosen=each == value) for each in values],
                data_do="PATCH /settings",
                data_done=f"{quirk.id} is changed.",
                aria_labelledby=f"quirk-{quirk.id}-title",
                aria_describedby=f"quirk-{quirk.id}-value",
            ),
        ),
        tag(
            "td",
            tag(
                "span",
                quirk.values.get(value, "a number of your own"),
                id=f"quirk-{quirk.id}-value",
            ),
            " ",
            mark,
        ),
        id=f"quirk-{quirk.id}",
        class_="changed" if mark else None,
    )


def _told(quirk: Quirk) -> Markup:
    return joined(
        [
            tag("span", quirk.title, id=f"quirk-{quirk.id}-title"),
            parts.details(
                tag("code", quirk.id), tag("p", quirk.behaviour), id=f"quirk-{quirk.id}-told"
            ),
        ]
    )


def _rest(settings: Sequence[str]) -> list[Quirk]:
    return [quirk for name, quirk in sorted(entries().items()) if name not in settings]


@functools.cache
def _listed(settings: tuple[str, ...]) -> Markup:
    """What has no switch. It never changes, and is most of the page."""
    return tag(
        "dl",
        joined(
            tag(
                "div",
                tag(
                    "dt",
                    quirk.title,
                    " ",
                    tag("code", quirk.id),
                    " ",
                    parts.pill(quirk.kind, "plain"),
                ),
                tag("dd", quirk.behaviour),
                id=f"quirk-{quirk.id}",
            )
            for quirk in _rest(settings)
        ),
        class_="ledger",
    )
