"""Who there is: apps with their webhook addresses, and people."""

from __future__ import annotations

from collections.abc import Sequence

from kickwire_mock.pages.dashboard import parts
from kickwire_mock.pages.markup import Markup, foreign, joined, tag
from kickwire_mock.values import value_class
from kickwire_mock.world.people import App, User


@value_class(frozen=True, slots=True, kw_only=True)
class PeopleView:
    """The first of them."""

    users: Sequence[User]
    apps: Sequence[App]
    more: bool
    """Whether there are others."""


def people(view: PeopleView) -> Markup:
    """Apps, with what can be set of their webhooks, and people."""
    rows = joined(
        tag(
            "tr",
            tag("th", foreign(each.name), scope="row"),
            tag("td", each.user_id),
            tag("td", tag("code", each.slug)),
            tag("td", foreign(each.email)),
        )
        for each in view.users
    )
    return parts.section(
        "people",
        "Apps and people",
        tag("ul", joined(map(_app, view.apps)), class_="cards", aria_label="Apps"),
        parts.table("People", ["Name", "User id", "Channel", "Email"], tag("tbody", rows)),
        parts.more("There are more of them:" if view.more else "As JSON:", "/users"),
        parts.more("With redirect addresses and secrets:", "/apps"),
    )


def _app(app: App) -> Markup:
    operation = f"PATCH /apps/{app.client_id}"
    marks = [
        ("has a bot", app.bot),
        ("verified", app.verified),
        ("public", app.public),
        ("webhooks off", not app.webhooks),
    ]
    return tag(
        "li",
        tag(
            "div",
            tag("strong", foreign(app.name)),
            " ",
            tag("code", app.client_id),
            " ",
            joined((parts.pill(word, "plain") for word, holds in marks if holds), " "),
        ),
        parts.form(
            operation,
            "The webhook address is saved.",
            parts.field(
                "Webhook address",
                parts.entry(
                    "webhook_url",
                    type="url",
                    value=app.webhook_url or "",
                    placeholder="none",
                    data_null=True,
                    aria_label=f"Webhook address of {app.name}",
                ),
            ),
            parts.submit("Save", aria_label=f"Save the webhook address of {app.name}"),
            class_="row",
            data_empties=True,
        ),
        parts.button(
            "Switch webhooks off" if app.webhooks else "Switch webhooks on",
            operation,
            "Webhooks are off; the subscriptions have ended."
            if app.webhooks
            else "Webhooks are on.",
            body={"webhooks": not app.webhooks},
            name=f"Switch webhooks {'off' if app.webhooks else 'on'} for {app.name}",
        ),
        id=f"app-{app.client_id}",
    )
