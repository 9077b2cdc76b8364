"""Webhook deliveries: what was sent where, how it was signed, and what was answered."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence

from kickwire_mock.pages.dashboard import parts
from kickwire_mock.pages.markup import Markup, foreign, joined, tag
from kickwire_mock.values import value_class
from kickwire_mock.world.outbox import Attempt, Delivery

_KINDS = {"delivered": "good", "failed": "bad", "lost": "bad", "unsent": "warn", "waiting": "plain"}
_COLUMNS = ("No.", "Event", "Time", "App", "To", "Status", "Attempts")


@value_class(frozen=True, slots=True, kw_only=True)
class DeliveriesView:
    """The latest deliveries."""

    deliveries: Sequence[Delivery]
    """Newest first."""
    apps: Mapping[str, str]
    public_key: str
    """PEM of the key that signs now."""


def deliveries(view: DeliveriesView) -> Markup:
    """Deliveries, newest first, each with all that a receiver would want to know of it."""
    bodies = joined(_delivery(each, view.apps) for each in view.deliveries)
    return parts.section(
        "deliveries",
        "Deliveries",
        parts.table("Webhook deliveries, newest first", _COLUMNS, bodies)
        if view.deliveries
        else parts.nothing("Nothing was delivered yet. Let an app subscribe, or fire an event."),
        _key(view.public_key),
        parts.more("The latest are here; as JSON, and further back:", "/deliveries"),
        count=f"{view.deliveries[0].number}" if view.deliveries else "",
    )


def _key(pem: str) -> Markup:
    return parts.details(
        "The public key, and what is signed",
        tag(
            "p",
            "Kick-Event-Signature is the base64 of an RSA PKCS#1 v1.5 signature with SHA-256 over ",
            tag("code", "message id"),
            ".",
            tag("code", "timestamp"),
            ".",
            tag("code", "body as received"),
            ". The API host has this key at ",
            tag("code", "/public/v1/public-key"),
            ".",
        ),
        parts.verbatim(pem),
        parts.button(
            "Sign with the next key", "POST /keys/rotate", "The next key signs from now on."
        ),
        id="key",
    )


def _delivery(one: Delivery, apps: Mapping[str, str]) -> Markup:
    to = tag("code", one.url) if one.url is not None else tag("span", "nowhere", class_="soft")
    reason = tag("span", one.reason, class_="reason") if one.reason else ""
    return tag(
        "tbody",
        tag(
            "tr",
            tag("th", one.number, scope="row"),
            tag("td", tag("strong", one.event)),
            tag("td", parts.moment(one.created)),
            tag("td", parts.app_name(one.app, apps)),
            tag("td", to, class_="wide"),
            tag("td", parts.pill(one.status, _KINDS[one.status]), " ", reason, class_="wide"),
            tag("td", _tried(one.attempts)),
        ),
        tag("tr", tag("td", _inside(one), colspan=len(_COLUMNS)), class_="inside"),
        id=f"delivery-{one.id}",
    )


def _tried(attempts: Sequence[Attempt]) -> Markup:
    return joined((_outcome(each) for each in tuple(attempts)), ", ")


def _outcome(attempt: Attempt) -> str:
    if attempt.status is not None:
        return f"answered {attempt.status}"
    if attempt.error:
        return "no answer"
    return "due" if attempt.sent is None else "under way"


def _inside(one: Delivery) -> Markup:
    return parts.details(
        tag("span", "Signature, headers, body and answers of ", tag("code", one.id)),
        _sent(one.headers, one.body),
        tag("h3", "Attempts"),
        _attempts(one.attempts),
        tag("p", "Shaped by ", parts.quirk_links(one.quirks)) if one.quirks else "",
        tag(
            "p",
            parts.button(
                "Send again",
                f"POST /deliveries/{one.id}/repeat",
                "The delivery is sent again.",
                name=f"Send again: {one.event}, {one.id}",
            ),
            " ",
            tag("a", "As JSON", href=f"/_mock/deliveries/{one.id}"),
        ),
        id=f"delivery-{one.id}-inside",
    )


@functools.lru_cache(maxsize=256)
def _sent(headers: tuple[tuple[str, str], ...], body: bytes) -> Markup:
    # Remembered, since it stays as it is while attempts come and go.
    named = dict(headers)
    signature = named.pop("Kick-Event-Signature", "")
    return joined(
        [
            tag("h3", "Signature"),
            parts.verbatim(signature),
            tag("h3", "Other headers"),
            parts.facts((name, tag("code", value)) for name, value in named.items()),
            tag("h3", "Body, byte for byte"),
            parts.verbatim(body.decode("utf-8", "replace")),
        ]
    )


def _attempts(attempts: Sequence[Attempt]) -> Markup:
    if not attempts:
        return parts.nothing("It was never sent.")
    return tag("ol", joined(tag("li", _attempt(each)) for each in tuple(attempts)))


def _attempt(attempt: Attempt) -> Markup:
    when = attempt.due if attempt.sent is None else attempt.sent
    again = "once more, " if attempt.copy else ""
    said = [f"{'due' if attempt.sent is None else 'sent'} ", parts.moment(when), f", {again}"]
    said.append(foreign(attempt.error) if attempt.error else _outcome(attempt))
    return joined([*said, parts.verbatim(_readable(attempt.answer)) if attempt.answer else ""])


def _readable(answer: str) -> str:
    """An answer, in which control characters can be seen."""
    plain = answer.replace("\r\n", "\n").replace("\t", "    ").replace("\n", "")
    return answer if plain.isprintable() else json.dumps(answer, ensure_ascii=False)
