"""Redemptions of rewards on the token's own channel: listing them, deciding on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from kickwire_mock.clock import rfc3339
from kickwire_mock.errors import RequestError
from kickwire_mock.events import payloads
from kickwire_mock.messages import Reply
from kickwire_mock.routes.api import cursors
from kickwire_mock.routes.api.rewards import require_read_scope
from kickwire_mock.routes.api.visit import Handler, Visit, ok
from kickwire_mock.world.redemptions import Redemption, Status
from kickwire_mock.world.rewards import Reward

PAGE = 10
"""Redemptions on a page. Ours: Kick does not tell its number, and nobody can choose it."""


def listing(visit: Visit) -> Reply:
    """A page of redemptions, grouped by the reward that was bought."""
    require_read_scope(visit)
    query = visit.arguments.query
    after = cursors.whole_number(query["cursor"], "after") if query.get("cursor") else 0
    later = (each for each in _wanted(visit) if each.number > after)
    page = list(islice(later, PAGE + 1))
    more = len(page) > PAGE
    cursor = cursors.written({"after": page[PAGE - 1].number}) if more else ""
    return ok(_grouped(visit, page[:PAGE]), next_cursor=cursor)


def accept(visit: Visit) -> Reply:
    """Accepts what can be accepted, and lists the rest."""
    return _decided(visit, "accepted")


def reject(visit: Visit) -> Reply:
    """Rejects what can be rejected, and lists the rest."""
    return _decided(visit, "rejected")


def _wanted(visit: Visit) -> Iterable[Redemption]:
    """The redemptions that fit the filters, oldest first.

    Raises:
        RequestError: ids and another filter.
    """
    query, channel = visit.arguments.query, visit.user().user_id
    redemptions = visit.world.redemptions
    if "id" in query:
        if "status" in query or "reward_id" in query:
            raise RequestError("id cannot be combined with any other filter")
        picked = (redemptions.get(channel, each) for each in set(query["id"]))
        return sorted((each for each in picked if each is not None), key=lambda each: each.number)
    status, reward = query.get("status", "pending"), query.get("reward_id")
    return (
        each
        for each in redemptions.of_channel(channel)
        if each.status == status and reward in (None, each.reward)
    )


def _grouped(visit: Visit, page: Iterable[Redemption]) -> list[dict[str, object]]:
    groups: dict[str, list[dict[str, object]]] = {}
    for each in page:
        groups.setdefault(each.reward, []).append(_shown(each))
    return [
        {"reward": _summary(visit, reward), "redemptions": group}
        for bought, group in groups.items()
        if (reward := visit.world.rewards.get(bought)) is not None
    ]


def _decided(visit: Visit, status: Status) -> Reply:
    failed: list[dict[str, str]] = []
    for wanted in visit.arguments.body["ids"]:
        redemption = visit.world.redemptions.get(visit.user().user_id, wanted)
        reward = None if redemption is None else visit.world.rewards.get(redemption.reward)
        why_not = _why_not(visit, redemption, reward)
        if redemption is None or reward is None or why_not:
            failed.append({"id": wanted, "reason": why_not})
        else:
            redemption.status = status
            visit.world.news.append(payloads.redemption(visit.world, redemption, reward))
    return replace(ok(failed), reason=_not_decided(failed))


def _not_decided(failed: Sequence[Mapping[str, str]]) -> str:
    """For the journal, since the answer is a success nevertheless."""
    if not failed:
        return ""
    reasons = dict.fromkeys(each["reason"] for each in failed)
    return f"{len(failed)} redemption(s) were not decided: {', '.join(reasons)}"


def _why_not(visit: Visit, redemption: Redemption | None, reward: Reward | None) -> str:
    """Why the app cannot decide on it; empty if it can."""
    if visit.fault is not None and visit.fault.entry_error is not None:
        return visit.fault.entry_error
    if redemption is None:
        return "NOT_FOUND"
    if reward is None or reward.app != visit.client_id():
        return "NOT_OWNED"
    return "" if redemption.status == "pending" else "NOT_PENDING"


def _shown(redemption: Redemption) -> dict[str, object]:
    return {
        "id": redemption.id,
        "redeemed_at": rfc3339(redemption.redeemed),
        "redeemer": {"user_id": redemption.redeemer},
        "status": redemption.status,
        "user_input": redemption.user_input,
    }


def _summary(visit: Visit, reward: Reward) -> dict[str, object]:
    return {
        "id": reward.id,
        "title": reward.title,
        "description": reward.description,
        "cost": reward.cost,
        "can_manage": reward.app == visit.client_id(),
        "is_deleted": reward.is_deleted,
    }


HANDLERS: Mapping[str, Handler] = {
    "listRedemptions": listing,
    "acceptRedemptions": accept,
    "rejectRedemptions": reject,
}
"""By operationId."""
