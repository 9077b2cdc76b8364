"""Payloads as they come on other days: the variants of the ledger, chosen like settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from typing import Any, TypeAlias, cast

from kickwire_mock.events import drafts, payloads, times
from kickwire_mock.events.people import ANONYMOUS
from kickwire_mock.ledger import setting
from kickwire_mock.world.news import News, Payload

NULLS = setting("webhook_null_and_missing_fields")
EMOTES = setting("webhook_emotes_inline")
DATES = setting("webhook_wrong_dates")
TIMES = setting("webhook_timezone_mix")

AS_USUAL = "as_usual"
"""The variant of each of them that changes nothing."""

_Change: TypeAlias = Callable[[str, Payload], object]
"""Changes a payload of an event in place, if it is of those that the variant is about."""

_ELSEWHERE = timezone(timedelta(hours=11))


def varied(news: News, choose: Callable[[str], str]) -> tuple[Payload, tuple[str, ...]]:
    """The payload as the settings have it, and the entries of the ledger that changed it.

    Args:
        news: what happened.
        choose: gives the value of a setting.
    """
    payload, quirks = news.payload, list[str]()
    for entry, variants in _VARIANTS.items():
        change = variants.get(choose(entry))
        if change is None:
            continue
        before, payload = payload, _copied(payload)
        with suppress(OverflowError):  # no date comes after the year 9999, where the clock ends
            change(news.event, payload)
        if payload != before:
            quirks.append(entry)
    return payload, tuple(quirks)


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copied(each) for name, each in cast("Payload", value).items()}
    if isinstance(value, list):
        return [_copied(each) for each in cast("list[object]", value)]
    return value


def _users(payload: Payload) -> Iterator[Payload]:
    return (each for each in times.objects(payload) if "is_verified" in each)


def _anonymous(flag: bool) -> _Change:
    def change(event: str, payload: Payload) -> None:
        """Hide who gave."""
        if event == drafts.GIFTS:
            payload["gifter"] = {**ANONYMOUS, "is_anonymous": flag}

    return change


def _unverified(_event: str, payload: Payload) -> None:
    for user in _users(payload):
        user["is_verified"] = None


def _identity_null(_event: str, payload: Payload) -> None:
    for user in _users(payload):
        if "identity" in user:
            user["identity"] = None


def _identity_absent(_event: str, payload: Payload) -> None:
    for user in _users(payload):
        user.pop("identity", None)


def _nulled(event: str, *path: str) -> _Change:
    def change(name: str, payload: Payload) -> None:
        """Put null at the end of the path."""
        if name == event:
            place = payload
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = None

    return change


def _without_reply(event: str, payload: Payload) -> None:
    if event == payloads.CHAT:
        payload.pop("replies_to", None)


def _shifted(event: str, days: int) -> _Change:
    def change(name: str, payload: Payload) -> None:
        """Move the day on which a subscription ends."""
        if name == event:
            moment = times.read(payload["expires_at"]) + timedelta(days=days)
            payload["expires_at"] = times.whole(moment)

    return change


def _timed(write: Callable[[datetime], str]) -> _Change:
    def change(_event: str, payload: Payload) -> None:
        """Write every time in another form."""
        for each in times.objects(payload):
            for name in times.NAMES & each.keys():
                if each[name] is not None:
                    each[name] = write(times.read(each[name]))

    return change


def _elsewhere(moment: datetime) -> str:
    return moment.astimezone(_ELSEWHERE).isoformat(timespec="seconds")


_VARIANTS: Mapping[str, Mapping[str, _Change]] = {
    NULLS: {
        "anonymous_gifter": _anonymous(True),
        "anonymous_not_flagged": _anonymous(False),
        "unverified_null": _unverified,
        "identity_null": _identity_null,
        "identity_absent": _identity_absent,
        "emotes_null": _nulled(payloads.CHAT, "emotes"),
        "replies_to_null": _nulled(payloads.CHAT, "replies_to"),
        "replies_to_absent": _without_reply,
        "ban_permanent": _nulled(payloads.BANNED, "metadata", "expires_at"),
        "still_live": _nulled(payloads.STATUS, "ended_at"),
    },
    EMOTES: {"inline_only": _nulled(payloads.CHAT, "emotes")},
    DATES: {
        "gift_day_early": _shifted(drafts.GIFTS, -1),
        "new_days_late": _shifted(drafts.NEW, 3),
    },
    TIMES: {
        "utc_seconds": _timed(times.whole),
        "offset": _timed(_elsewhere),
        "milliseconds": _timed(times.millis),
        "nanoseconds": _timed(times.nanos),
    },
}
"""By setting and value; a value that is not here changes nothing."""
