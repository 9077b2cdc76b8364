"""The page for people: what it shows of the mock, and when there is something else to see."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from itertools import islice
from typing import Any, TypeAlias

from kickwire_mock.errors import NotFoundError
from kickwire_mock.ledger import entries
from kickwire_mock.messages import Effects, Headers, Reply
from kickwire_mock.pages import dashboard
from kickwire_mock.pages.markup import Markup
from kickwire_mock.routes.control.call import Call
from kickwire_mock.routes.control.controlled import Controlled
from kickwire_mock.version import version

_REQUESTS = 200
_DELIVERIES = 50
_TOKENS = 100
_SUBSCRIPTIONS = 100
_PEOPLE = 50

Section: TypeAlias = Callable[[Controlled], Markup]


def page(mock: Controlled, call: Call) -> Reply:
    """The dashboard, or some sections of it."""
    wanted = call.query.get("sections")
    names = dashboard.SECTIONS if wanted is None else wanted.split(",")
    return dashboard.page(_sections(mock, names), call.origins)


def stream(mock: Controlled, _call: Call) -> Reply:
    """The beginning of a stream of changes; a carrier that can goes on with it."""
    headers = [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")]
    return Reply(
        status=HTTPStatus.OK,
        headers=Headers(headers),
        body=message(mock),
        effects=Effects(stream=True),
    )


def message(mock: Controlled) -> bytes:
    """What a stream says now: a number for each section, another one when another thing shows."""
    shown = _sections(mock, dashboard.SECTIONS)
    numbers = {name: dashboard.version(section) for name, section in shown.items()}
    return f"data: {json.dumps(numbers, separators=(',', ':'))}\n\n".encode("ascii")


def _sections(mock: Controlled, names: Iterable[str]) -> Mapping[str, Markup]:
    if unknown := set(names) - _SECTIONS.keys():
        known = ", ".join(_SECTIONS)
        raise NotFoundError(f"no such section: {', '.join(sorted(unknown))}; possible: {known}")
    return {name: _SECTIONS[name](mock) for name in names}


def _about(mock: Controlled) -> Markup:
    quirks = _quirks_view(mock)
    return dashboard.about(
        dashboard.AboutView(
            profile=quirks.profile,
            changed=len(quirks.changed()),
            seed=mock.seed,
            version=version(),
        )
    )


def _clock(mock: Controlled) -> Markup:
    return dashboard.clock(mock.clock.now(), runs=mock.clock.runs)


def _event(mock: Controlled) -> Markup:
    desk = mock.webhooks
    view = dashboard.EventView(
        events=tuple((name, _pretty(desk.example(name))) for name in desk.events()),
        apps=list(islice(mock.apps(), _PEOPLE)),
        people=[user.name for user in islice(mock.users(), _PEOPLE)],
    )
    return dashboard.event(view)


def _pretty(payload: Mapping[str, Any]) -> str:
    return json.dumps(payload, ensure_ascii=False, indent=2)


def _faults(mock: Controlled) -> Markup:
    presets = mock.faults.presets()
    view = dashboard.FaultsView(
        armed=mock.faults.armed(),
        presets=presets,
        titles={each.quirk: entries()[each.quirk].title for each in presets if each.quirk},
        holds=mock.holds.waiting(),
    )
    return dashboard.faults(view)


def _journal(mock: Controlled) -> Markup:
    view = dashboard.JournalView(entries=mock.journal.newest(_REQUESTS), apps=_apps(mock))
    return dashboard.journal(view)


def _deliveries(mock: Controlled) -> Markup:
    view = dashboard.DeliveriesView(
        deliveries=mock.webhooks.newest(_DELIVERIES),
        apps=_apps(mock),
        public_key=mock.webhooks.public_key,
    )
    return dashboard.deliveries(view)


def _tokens(mock: Controlled) -> Markup:
    view = dashboard.TokensView(tokens=mock.tokens(_TOKENS), apps=_apps(mock), now=mock.clock.now())
    return dashboard.tokens(view)


def _subscriptions(mock: Controlled) -> Markup:
    found = mock.subscriptions(limit=_SUBSCRIPTIONS + 1)
    shown = found[:_SUBSCRIPTIONS]
    owners = {each.channel: mock.person(each.channel) for each in shown}
    view = dashboard.SubscriptionsView(
        subscriptions=shown,
        apps=_apps(mock),
        channels={each: owner.name for each, owner in owners.items() if owner is not None},
        more=len(found) > _SUBSCRIPTIONS,
    )
    return dashboard.subscriptions(view)


def _people(mock: Controlled) -> Markup:
    users, apps = mock.users(), mock.apps()
    view = dashboard.PeopleView(
        users=list(islice(users, _PEOPLE)),
        apps=list(islice(apps, _PEOPLE)),
        more=len(users) > _PEOPLE or len(apps) > _PEOPLE,
    )
    return dashboard.people(view)


def _quirks(mock: Controlled) -> Markup:
    return dashboard.quirks(_quirks_view(mock))


def _quirks_view(mock: Controlled) -> dashboard.QuirksView:
    values = {each["id"]: each["value"] for each in mock.settings.describe()}
    return dashboard.QuirksView(profile=mock.settings.profile, values=values)


def _apps(mock: Controlled) -> dict[str, str]:
    return {app.client_id: app.name for app in mock.apps()}


_SECTIONS: Mapping[str, Section] = {
    "about": _about,
    "clock": _clock,
    "event": _event,
    "faults": _faults,
    "journal": _journal,
    "deliveries": _deliveries,
    "tokens": _tokens,
    "subscriptions": _subscriptions,
    "people": _people,
    "quirks": _quirks,
}
"""What makes each section."""
