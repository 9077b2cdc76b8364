"""Drops claims, for apps that are tied to the organisation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice

from kickwire_mock.clock import rfc3339
from kickwire_mock.events import payloads
from kickwire_mock.messages import Reply
from kickwire_mock.routes.api.visit import Handler, NotAllowed, Visit, nothing, ok
from kickwire_mock.world.drops import Claim, Claims

_LIMIT = 10
_FILTERS: Mapping[str, Callable[[Claim], object]] = {
    "campaign_id": lambda claim: claim.campaign,
    "user_id": lambda claim: claim.user_id,
    "claim_id": lambda claim: claim.id,
    "external_status": lambda claim: claim.external_status,
}


def listing(visit: Visit) -> Reply:
    """A page of the claims that fit every filter."""
    query, claims = visit.arguments.query, _open(visit)
    limit = query.get("limit", _LIMIT)
    # The smallest limit is not known; Go's servers read zero and less as no limit at all.
    limit = limit if limit > 0 else _LIMIT
    wanted = [(_FILTERS[name], query[name]) for name in _FILTERS if name in query]
    fitting = (
        claim
        for claim in claims.after(query.get("cursor", ""))
        if all(read(claim) == value for read, value in wanted)
    )
    page = list(islice(fitting, limit + 1))
    more = len(page) > limit
    return ok(
        {
            "claims": [_shown(claim) for claim in page[:limit]],
            "cursor": page[limit - 1].id if more else None,
        }
    )


def update(visit: Visit) -> Reply:
    """New states; what becomes of an unknown claim is not known, so it changes nothing."""
    claims, now = _open(visit), visit.world.clock.now()
    for change in visit.arguments.body["claims"]:
        claim = claims.get(change["claim_id"])
        if claim is not None:
            claim.external_status, claim.updated = change["external_status"], now
    return nothing()


def _open(visit: Visit) -> Claims:
    """The claims of the organisation.

    Raises:
        NotAllowed: the app is not tied to it.
    """
    claims = visit.world.claims
    if not claims.opens_to(visit.client_id()):
        raise NotAllowed("the app is not tied to an organisation")
    return claims


def _shown(claim: Claim) -> dict[str, object]:
    return {
        **payloads.claim_identity(claim),
        "external_status": claim.external_status,
        "created_at": rfc3339(claim.created),
        "updated_at": rfc3339(claim.updated),
    }


HANDLERS: Mapping[str, Handler] = {"listDropClaims": listing, "updateDropClaims": update}
"""By operationId."""
