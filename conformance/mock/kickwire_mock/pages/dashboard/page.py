"""The dashboard as a whole: its frame, its script and style, and the policy that holds them in.

The policy (CSP) is the second line behind `kickwire_mock.pages.markup`: nothing runs but the one
script, nothing is loaded from elsewhere, and no text can become HTML in the browser.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Mapping

from kickwire_mock.messages import Headers, Origins, Reply
from kickwire_mock.package import content_of
from kickwire_mock.pages.dashboard.parts import facts
from kickwire_mock.pages.markup import Markup, joined, tag

RAIL = ("about", "clock", "event", "faults")
"""Sections to act with."""
RECORDS = ("journal", "deliveries", "tokens", "subscriptions", "people", "quirks")
"""Sections to look at."""
SECTIONS = (*RAIL, *RECORDS)
"""All of them, in the order of the page."""

_TITLES = {
    "about": "This mock",
    "clock": "Clock",
    "event": "Fire an event",
    "faults": "Faults",
    "journal": "Journal",
    "deliveries": "Deliveries",
    "tokens": "Tokens",
    "subscriptions": "Subscriptions",
    "people": "Apps and people",
    "quirks": "Quirks",
}
_SCRIPTLESS = "Not live: without scripts nothing can be pressed; reload to see what is new"
"""Stands in the page until the script puts another word there."""
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
_SKIP = tag("a", "Skip to the journal", href="#journal", class_="skip")
_KEPT_IN = (
    ("Cache-Control", "no-store"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
)


def version(section: Markup) -> int:
    """A number that is another one when a section shows something else."""
    return zlib.crc32(section.encode("utf-8", "replace"))


def page(sections: Mapping[str, Markup], origins: Origins) -> Reply:
    """The page.

    Args:
        sections: by name; the script asks for some of them alone.
        origins: where the hosts are.
    """
    head = joined(
        [
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", name="color-scheme", content="light dark"),
            tag("title", "Dashboard (mock of Kick)"),
            tag("link", rel="stylesheet", href="/_mock/dashboard.css"),
            tag("script", src="/_mock/dashboard.js", defer=True),
        ]
    )
    body = joined([_SKIP, _header(origins), _nav(), _main(sections), _told()])
    text = f"<!doctype html>\n{tag('html', tag('head', head), tag('body', body), lang='en')}\n"
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Security-Policy", _POLICY),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Frame-Options", "DENY"),
        *_KEPT_IN,
    ]
    return Reply(status=200, headers=Headers(headers), body=text.encode("utf-8", "replace"))


def script() -> Reply:
    """The one script."""
    return _file("dashboard.js", "text/javascript; charset=utf-8")


def style() -> Reply:
    """The one style sheet."""
    return _file("dashboard.css", "text/css; charset=utf-8")


@functools.cache
def _file(name: str, kind: str) -> Reply:
    headers = Headers([("Content-Type", kind), *_KEPT_IN])
    return Reply(status=200, headers=headers, body=content_of(f"pages/dashboard/{name}"))


def _header(origins: Origins) -> Markup:
    places = {
        "id.kick.com": origins.id,
        "api.kick.com": origins.api,
        "control": f"{origins.control}/_mock",
    }
    return tag(
        "header",
        tag("h1", "kickwire mock"),
        tag("p", "of Kick, made up; nothing here reaches kick.com", class_="soft"),
        tag("p", _SCRIPTLESS, id="live", role="status"),
        facts((name, tag("code", place or "in this process")) for name, place in places.items()),
    )


@functools.cache
def _nav() -> Markup:
    links = (tag("li", tag("a", title, href=f"#{name}")) for name, title in _TITLES.items())
    return tag("nav", tag("ul", joined(links)), aria_label="Sections")


def _main(sections: Mapping[str, Markup]) -> Markup:
    columns = (
        tag(
            "div",
            joined(_section(name, sections[name]) for name in names if name in sections),
            class_=kind,
        )
        for kind, names in (("rail", RAIL), ("records", RECORDS))
    )
    return tag("main", joined(columns))


def _section(name: str, inside: Markup) -> Markup:
    return tag(
        "section", inside, id=name, aria_labelledby=f"{name}-title", data_version=version(inside)
    )


def _told() -> Markup:
    """Where the script says what became of what somebody did."""
    return tag("p", id="told", role="status", aria_live="polite")
