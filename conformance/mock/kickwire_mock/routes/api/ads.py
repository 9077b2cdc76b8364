"""Ad breaks on the token's own channel, and enrolling in ads."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from kickwire_mock.clock import rfc3339
from kickwire_mock.messages import Reply
from kickwire_mock.routes.api.visit import Handler, Refusal, Visit, nothing, ok
from kickwire_mock.world.ads import MAX_BREAKS, PERIOD, AdBreak, ChannelAds


def status(visit: Visit) -> Reply:
    """Whether and how often the channel may run ad breaks."""
    ads = _ads(visit)
    return ok(
        {
            "opted_in": ads.opted_in,
            "ads_blocked": ads.blocked,
            "auto_ads_active": ads.automatic,
            "remaining_ad_breaks": visit.world.ads.remaining(ads),
            "limits": {"max": MAX_BREAKS, "period_seconds": PERIOD} if ads.opted_in else None,
            "ad_breaks": [_shown(visit, each) for each in ads.breaks] if ads.opted_in else None,
        }
    )


def start(visit: Visit) -> Reply:
    """Runs an ad break; the id of an earlier one runs none, and is answered like then."""
    ads, body = _ads(visit), visit.arguments.body
    wanted = body["id"].lower()
    if all(each.id != wanted for each in ads.breaks):
        _require_ready(visit, ads)
        seconds, now = body["break_duration_seconds"], visit.world.clock.now()
        ads.run(AdBreak(id=wanted, seconds=seconds, began=now))
    return ok({"id": wanted, "remaining_ad_breaks": visit.world.ads.remaining(ads)})


def enroll(visit: Visit) -> Reply:
    """Signs the channel up, while it is offline; of a second time no source tells."""
    channel = visit.world.channels.of(visit.user())
    if channel.live:
        raise _bad_request("CHANNEL_IS_LIVE", "the channel is live")
    if channel.started is None:
        raise _bad_request("CHANNEL_NEVER_STREAMED", "the channel has never streamed")
    _ads(visit).opted_in = True
    return nothing()


def _require_ready(visit: Visit, ads: ChannelAds) -> None:
    """Let an ad break begin.

    Raises:
        Refusal: it cannot now; the first reason counts.
    """
    if not visit.world.channels.of(visit.user()).live:
        raise _bad_request("CHANNEL_IS_NOT_LIVE", "the channel is offline")
    if not ads.opted_in:
        raise _bad_request("CHANNEL_NOT_OPTED_IN", "the channel is not enrolled in ads")
    if ads.blocked:
        raise _bad_request("ADS_BLOCKED", "Kick keeps the channel from running ads")
    if ads.automatic:
        raise _bad_request("AUTO_ADS_ACTIVE", "ads run by themselves on the channel")
    if any(visit.world.ads.runs(each) for each in ads.breaks):
        reason, code = "an ad break is running", "AD_BREAK_ACTIVE"
        raise Refusal(HTTPStatus.CONFLICT, None, "Conflict", reason, code=code)
    if visit.world.ads.remaining(ads) <= 0:
        reason, code = "the channel has run all its ad breaks", "MAX_AD_BREAKS_REACHED"
        raise Refusal(HTTPStatus.TOO_MANY_REQUESTS, None, "Too many requests", reason, code=code)


def _ads(visit: Visit) -> ChannelAds:
    return visit.world.ads.of_channel(visit.user().user_id)


def _shown(visit: Visit, ad_break: AdBreak) -> dict[str, object]:
    return {
        "id": ad_break.id,
        "status": "active" if visit.world.ads.runs(ad_break) else "completed",
        "source": "api",
        "break_duration_seconds": ad_break.seconds,
        "created_at": rfc3339(ad_break.began),
    }


def _bad_request(code: str, reason: str) -> Refusal:
    return Refusal(HTTPStatus.BAD_REQUEST, None, "Bad request", reason, code=code)


HANDLERS: Mapping[str, Handler] = {
    "getAdBreakStatus": status,
    "startAdBreak": start,
    "enrollInAds": enroll,
}
"""By operationId."""
