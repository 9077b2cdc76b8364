"""What the sections of the dashboard are built from.

Whatever can be pressed or chosen is off when it leaves the server: the script switches it on, so
that nothing looks as if it worked where no script runs. It says in its attributes what it does:

================  =================================================================================
``data-do``       method and path of the operation, below ``/_mock``
``data-body``     JSON that is sent with it; of a form the fields are, by their names
``data-done``     what is told when it is done; ``{a.b}`` stands for a member of the answer
``data-unheard``  what is told in its place when the answer says that there are no deliveries
================  =================================================================================
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kickwire_mock.clock import rfc3339
from kickwire_mock.pages.markup import Attribute, Content, Markup, foreign, joined, tag

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"))
SHORTENED = 4_000
"""Characters of a text from outside that are shown; the control API has all of it."""


def section(id: str, title: str, *inside: Content, count: str = "") -> Markup:
    """A part of the page with a heading.

    Args:
        id: name of the section; links lead to it.
        title: its heading.
        inside: what follows.
        count: stands beside the heading.
    """
    number = tag("span", count, class_="count") if count else ""
    heading = tag("h2", title, id=f"{id}-title", tabindex="-1")
    return joined([tag("div", heading, number, class_="head"), *inside])


def button(
    label: Content,
    do: str,
    done: str,
    *,
    body: Mapping[str, Any] | None = None,
    name: str | None = None,
    **attributes: Attribute,
) -> Markup:
    """A button that does an operation.

    Args:
        label: what stands on it.
        do: method and path.
        done: what is told then.
        body: what is sent.
        name: what it is called by those who do not see what it stands beside; begins as the label.
        attributes: further ones.
    """
    sent = None if body is None else json.dumps(body)
    return tag(
        "button",
        label,
        type="button",
        data_do=do,
        data_body=sent,
        data_done=done,
        aria_label=name,
        disabled=True,
        **attributes,
    )


def form(do: str, done: str, *inside: Content, **attributes: Attribute) -> Markup:
    """A form whose fields an operation is sent."""
    return tag("form", *inside, data_do=do, data_done=done, autocomplete="off", **attributes)


def submit(label: str, **attributes: Attribute) -> Markup:
    """The button that sends a form."""
    return tag("button", label, disabled=True, **attributes)


def field(label: str, control: Markup, hint: str = "") -> Markup:
    """A control with its label, and with what else there is to say."""
    said = tag("span", hint, class_="hint") if hint else ""
    return tag("label", tag("span", label, class_="name"), control, said, class_="field")


def entry(name: str, **attributes: Attribute) -> Markup:
    """A field to write into."""
    return tag("input", name=name, disabled=True, spellcheck="false", **attributes)


def checkbox(label: str, name: str, **attributes: Attribute) -> Markup:
    """Something to tick."""
    box = tag("input", type="checkbox", name=name, disabled=True, **attributes)
    return tag("label", box, tag("span", label), class_="tick")


def select(name: str, options: Iterable[Markup], **attributes: Attribute) -> Markup:
    """Something to choose from."""
    return tag("select", joined(options), name=name, disabled=True, **attributes)


def option(value: str, label: Content, *, chosen: bool = False, **attributes: Attribute) -> Markup:
    """One choice of a `select`."""
    return tag("option", label, value=value, selected=chosen, **attributes)


def table(
    caption: str, columns: Sequence[str], *bodies: Content, **attributes: Attribute
) -> Markup:
    """A table that can be scrolled with the keyboard.

    Args:
        caption: what it lists; read, but not seen.
        columns: their headings.
        bodies: its rows, or groups of them.
        attributes: of the box that it stands in.
    """
    heads = joined(tag("th", column, scope="col") for column in columns)
    return tag(
        "div",
        tag(
            "table",
            tag("caption", caption, class_="unseen"),
            tag("thead", tag("tr", heads)),
            *bodies,
        ),
        class_="scroll",
        tabindex="0",
        role="region",
        aria_label=caption,
        **attributes,
    )


def nothing(words: str) -> Markup:
    """What stands where there is nothing to list."""
    return tag("p", words, class_="nothing")


def more(text: str, path: str) -> Markup:
    """Where the rest is."""
    return tag("p", text, " ", tag("a", f"GET {path}", href=f"/_mock{path}"), class_="hint")


def pill(word: str, kind: str) -> Markup:
    """A word that stands out: of a kind ``good``, ``bad``, ``warn`` or ``plain``."""
    return tag("span", word, class_=f"pill {kind}")


def details(summary: Content, *inside: Content, **attributes: Attribute) -> Markup:
    """What can be opened."""
    return tag("details", tag("summary", summary), *inside, **attributes)


def facts(pairs: Iterable[tuple[str, Content]]) -> Markup:
    """Names with what belongs to them."""
    return tag(
        "dl",
        joined(tag("div", tag("dt", name), tag("dd", value)) for name, value in pairs),
        class_="facts",
    )


def moment(unix: float) -> Markup:
    """A time, as short as it can be."""
    whole = rfc3339(unix)
    return tag("time", whole[:10], " ", whole[11:19], datetime=whole)


def distance(seconds: float) -> str:
    """How far away a time is, in the largest unit that it has."""
    for size, unit in _UNITS:
        if abs(seconds) >= size:
            found = f"{int(abs(seconds) // size)} {unit}"
            return f"in {found}" if seconds > 0 else f"{found} ago"
    return "now" if seconds == 0 else "in seconds" if seconds > 0 else "seconds ago"


def verbatim(value: str, **attributes: Attribute) -> Markup:
    """A text from outside as it is, as far as it is not too long."""
    shown = value if len(value) <= SHORTENED else f"{value[:SHORTENED]}… ({len(value)} characters)"
    return tag("pre", tag("code", shown), dir="auto", **attributes)


def app_name(client_id: str | None, apps: Mapping[str, str]) -> Markup:
    """The app of a client id, as people know it."""
    if client_id is None:
        return Markup("")
    return foreign(apps.get(client_id, client_id))


def quirk_links(ids: Iterable[str]) -> Markup:
    """Ways to what the ledger says."""
    return joined(tag("a", each, href=f"#quirk-{each}", class_="quirk") for each in ids)
