"""The dashboard: what a mock shows of itself to people, and what they can do to it.

Each section is a function from a view, a plain value, to HTML. `kickwire_mock.routes.control` makes
the views. The page works without its script as far as looking goes; ``dashboard.js`` keeps it up to
date and carries out what is pressed, through the control API and nothing else.
"""

from kickwire_mock.pages.dashboard.controls import AboutView, about, clock
from kickwire_mock.pages.dashboard.deliveries import DeliveriesView, deliveries
from kickwire_mock.pages.dashboard.events import EventView, event
from kickwire_mock.pages.dashboard.faults import FaultsView, faults
from kickwire_mock.pages.dashboard.page import SECTIONS, page, script, style, version
from kickwire_mock.pages.dashboard.people import PeopleView, people
from kickwire_mock.pages.dashboard.quirks import QuirksView, quirks
from kickwire_mock.pages.dashboard.records import (
    JournalView,
    SubscriptionsView,
    TokensView,
    journal,
    subscriptions,
    tokens,
)

__all__ = [
    "SECTIONS",
    "AboutView",
    "DeliveriesView",
    "EventView",
    "FaultsView",
    "JournalView",
    "PeopleView",
    "QuirksView",
    "SubscriptionsView",
    "TokensView",
    "about",
    "clock",
    "deliveries",
    "event",
    "faults",
    "journal",
    "page",
    "people",
    "quirks",
    "script",
    "style",
    "subscriptions",
    "tokens",
    "version",
]
