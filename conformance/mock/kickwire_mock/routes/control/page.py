"""The page for people. What it is made of is loaded when somebody first looks, which few mocks see.

See `kickwire_mock.routes.control.dashboard` for what these do.
"""

from __future__ import annotations

from kickwire_mock.messages import Reply
from kickwire_mock.routes.control.call import Call
from kickwire_mock.routes.control.controlled import Controlled


def page(mock: Controlled, call: Call) -> Reply:
    """The dashboard."""
    from kickwire_mock.routes.control import dashboard

    return dashboard.page(mock, call)


def script(_mock: Controlled, _call: Call) -> Reply:
    """Its script."""
    from kickwire_mock.pages import dashboard

    return dashboard.script()


def style(_mock: Controlled, _call: Call) -> Reply:
    """Its style sheet."""
    from kickwire_mock.pages import dashboard

    return dashboard.style()


def stream(mock: Controlled, call: Call) -> Reply:
    """What changes on it."""
    from kickwire_mock.routes.control import dashboard

    return dashboard.stream(mock, call)


def message(mock: Controlled) -> bytes:
    """What its stream says now."""
    from kickwire_mock.routes.control import dashboard

    return dashboard.message(mock)
