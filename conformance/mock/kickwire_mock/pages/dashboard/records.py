"""What has happened and what there is: journal, tokens, subscriptions."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from kickwire_mock.journal import Entry
from kickwire_mock.pages.dashboard import parts
from kickwire_mock.pages.markup import Markup, foreign, joined, tag
from kickwire_mock.values import value_class
from kickwire_mock.world.grants import MaskedToken
from kickwire_mock.world.subscriptions import Subscription

_REFUSED_FROM = 400


@value_class(frozen=True, slots=True, kw_only=True)
class JournalView:
    """The latest requests."""

    entries: Sequence[Entry]
    """Newest first."""
    apps: Mapping[str, str]
    """Names of apps by client id."""


def journal(view: JournalView) -> Markup:
    """Requests, newest first; those that were refused stand out."""
    rows = joined(_request(entry, _name(entry, view.apps)) for entry in view.entries)
    columns = ["No.", "Time", "Request", "Status", "Who", "Why"]
    return parts.section(
        "journal",
        "Journal",
        _filter("journal-rows", "Filter the journal", "refused", "Refused only"),
        parts.table("Requests, newest first", columns, tag("tbody", rows, id="journal-rows"))
        if view.entries
        else parts.nothing("Nobody has asked anything yet."),
        parts.more("The latest are here; as JSON, and further back:", "/journal"),
        count=f"{view.entries[0].number}" if view.entries else "",
    )


def _filter(rows: str, label: str, flag: str, flagged: str) -> Markup:
    """What narrows a list down, without asking the server."""
    return tag(
        "form",
        parts.entry("words", type="search", aria_label=label, placeholder=f"{label}…"),
        parts.checkbox(flagged, "flag", value=flag),
        tag("output", aria_live="polite"),
        class_="filter",
        role="search",
        aria_label=label,
        data_rows=rows,
        autocomplete="off",
    )


def _name(entry: Entry, apps: Mapping[str, str]) -> str:
    return "" if entry.client_id is None else apps.get(entry.client_id, entry.client_id)


@functools.lru_cache(maxsize=1024)
def _request(entry: Entry, app: str) -> Markup:
    # Remembered, since most of a journal that is looked at again was there before.
    what = [tag("span", entry.operation or "no operation", class_="soft")]
    if entry.grant_type is not None:
        what.append(tag("span", entry.grant_type, class_="soft"))
    who = [foreign(entry.user)] if entry.user is not None else []
    if app:
        who.append(tag("span", foreign(app), class_="soft"))
    return tag(
        "tr",
        tag("th", entry.number, scope="row"),
        tag("td", parts.moment(entry.time)),
        tag(
            "td",
            tag("span", entry.host, class_="host"),
            " ",
            tag("code", f"{entry.method} {entry.path or '(unknown path)'}"),
            " ",
            joined(what, " "),
            class_="wide",
        ),
        tag("td", _status(entry.status, refused=entry.refused)),
        tag("td", joined(who, " ")),
        tag(
            "td",
            tag("span", entry.reason, class_="reason") if entry.reason else "",
            " ",
            parts.quirk_links(entry.quirks),
            tag("a", entry.fault, href="#faults", class_="quirk") if entry.fault else "",
            class_="wide",
        ),
        id=f"request-{entry.number}",
        class_="refused" if entry.refused else None,
    )


def _status(status: int, *, refused: bool) -> Markup:
    bad = refused or status >= _REFUSED_FROM
    return parts.pill(str(status or "none"), "bad" if bad else "good")


@value_class(frozen=True, slots=True, kw_only=True)
class TokensView:
    """The latest tokens."""

    tokens: Sequence[MaskedToken]
    apps: Mapping[str, str]
    now: float


def tokens(view: TokensView) -> Markup:
    """Tokens, newest first, with what ends them."""
    rows = joined(_token(each, view) for each in view.tokens)
    columns = ["Token", "Kind", "User", "App", "Scopes", "Expires", "State"]
    return parts.section(
        "tokens",
        "Tokens",
        parts.table("Tokens, newest first", columns, tag("tbody", rows)),
        parts.form(
            "POST /tokens/end",
            "Tokens that were ended: {ended}.",
            parts.field(
                "End tokens as Kick would",
                parts.select(
                    "kind",
                    [
                        parts.option(kind, kind.replace("_", " "))
                        for kind in ("access_token", "refresh_token", "app_token", "all")
                    ],
                ),
            ),
            parts.field("Of the user (empty: everybody)", parts.entry("user", list="names")),
            parts.submit("End"),
            class_="row",
        ),
        parts.more("Only the first characters are shown. As JSON:", "/tokens"),
        count=f"{sum(not each.reason for each in view.tokens)} living",
    )


def _token(token: MaskedToken, view: TokensView) -> Markup:
    state: Markup = parts.pill("living", "good")
    if token.reason:
        state = joined([parts.pill("dead", "plain"), " ", f"it {token.reason}"])
    left = "" if token.reason else f" ({parts.distance(token.expires - view.now)})"
    return tag(
        "tr",
        tag("th", tag("code", token.token), scope="row"),
        tag("td", token.kind.replace("_", " ")),
        tag("td", "the app itself" if token.user is None else foreign(token.user)),
        tag("td", parts.app_name(token.client_id, view.apps)),
        tag("td", _scopes(token.scopes), class_="wide"),
        tag("td", parts.moment(token.expires), tag("span", left, class_="soft")),
        tag("td", state),
        class_="dead" if token.reason else None,
    )


def _scopes(scopes: Sequence[str]) -> Markup:
    few = 3
    listed = ", ".join(scopes)
    if len(scopes) <= few:
        return tag("span", listed or "no scopes")
    return parts.details(f"{len(scopes)} scopes", tag("span", listed))


@value_class(frozen=True, slots=True, kw_only=True)
class SubscriptionsView:
    """Who wants to hear of what."""

    subscriptions: Sequence[Subscription]
    apps: Mapping[str, str]
    channels: Mapping[int, str]
    """Names of people by id."""
    more: bool
    """Whether there are others."""


def subscriptions(view: SubscriptionsView) -> Markup:
    """Subscriptions, app by app."""
    rows = joined(
        tag(
            "tr",
            tag("th", each.event, scope="row"),
            tag("td", f"v{each.version}"),
            tag("td", foreign(view.channels.get(each.channel, str(each.channel)))),
            tag("td", parts.app_name(each.app, view.apps)),
            tag("td", parts.moment(each.since)),
            tag("td", tag("code", each.id)),
        )
        for each in view.subscriptions
    )
    columns = ["Event", "Version", "Channel", "App", "Since", "Id"]
    number = len(view.subscriptions)
    return parts.section(
        "subscriptions",
        "Subscriptions",
        parts.table("Subscriptions, app by app", columns, tag("tbody", rows))
        if number
        else parts.nothing("No app has subscribed to anything."),
        parts.more("There are more of them:" if view.more else "As JSON:", "/subscriptions"),
        count=f"{number}{' and more' if view.more else ''}",
    )
