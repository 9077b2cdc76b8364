"""The faults of the ledger, ready to be armed; of several variants the usual one comes first."""

from __future__ import annotations

from kickwire_mock.answers import JSON
from kickwire_mock.delivery.desk import ROTATION
from kickwire_mock.delivery.signing import STALE
from kickwire_mock.faults import SUBSCRIBE, Fault, Preset, Trouble
from kickwire_mock.ledger import quirk
from kickwire_mock.messages import Effects
from kickwire_mock.operations import CONSENT
from kickwire_mock.routes.api.channels import CORRUPTED, corrupted
from kickwire_mock.routes.limits import RETRY_AFTER
from kickwire_mock.routes.oauth.frontpage import front_page
from kickwire_mock.wire import json_bytes

_TOKEN = "exchangeToken"  # noqa: S105  # the id of the operation
_HTML = "text/html; charset=utf-8"

_TWO_HOP = quirk("authorize_two_hop")
_SOCIAL_LOGIN = quirk("authorize_social_login_return_broken")
_OUTAGE = quirk("authorize_new_app_or_outage_lookalikes")
_EDGE = quirk("token_edge_challenge")
_EMPTY_400 = quirk("token_empty_400_episode")
_DIES_EARLY = quirk("app_token_dies_early")
_LOST_ANSWER = quirk("refresh_lost_response_lockout")
_UNKNOWN = quirk("redemption_fails_unknown")
_PARTIAL_ERRORS = quirk("subscription_partial_errors")
_VANISHES = quirk("subscription_vanishes")
_LOSS = quirk("webhook_loss_and_delay")
_NOT_ALLOWED = "api_401_overloaded"
"""A setting, not a fault: it decides what the refusal looks like."""

_FAILED = json_bytes({"message": "Internal Server Error"})
_UNKNOWN_APP = json_bytes(
    {"error": "invalid_client", "error_description": "Client authentication failed"}
)
# kick.com and the authorize URL run together, its colon lost; no host has this name.
_BROKEN_RETURN = ("Location", "https://kick.comhttps//id.kick.com/oauth/authorize")

PRESETS = (
    Preset(
        "server_error",
        Fault(quirk=_TWO_HOP, operation=CONSENT, status=500, content_type=JSON, body=_FAILED),
    ),
    Preset("blank_400", Fault(quirk=_TWO_HOP, operation=CONSENT, status=400)),
    Preset(
        "broken_return",
        Fault(quirk=_SOCIAL_LOGIN, operation=CONSENT, status=302, headers=(_BROKEN_RETURN,)),
    ),
    Preset(
        "http_500",
        Fault(quirk=_OUTAGE, host="id", status=500, content_type=JSON, body=_FAILED),
    ),
    Preset(
        "http_404",
        Fault(quirk=_OUTAGE, host="id", status=404, content_type=_HTML, body=front_page().body),
    ),
    Preset("http_403", Fault(quirk=_OUTAGE, host="id", status=403)),
    Preset("timeout", Fault(quirk=_OUTAGE, host="id", effects=Effects(never=True))),
    Preset(
        "unknown_app",
        Fault(quirk=_OUTAGE, operation=_TOKEN, status=401, content_type=JSON, body=_UNKNOWN_APP),
    ),
    Preset("html_403", Fault(quirk=_EDGE, operation=_TOKEN, status=403, edge=True)),
    Preset("empty_403", Fault(quirk=_EDGE, operation=_TOKEN, status=403)),
    Preset(
        "empty_400",
        Fault(quirk=_EMPTY_400, operation=_TOKEN, grant_type="client_credentials", status=400),
    ),
    Preset("all_dead", Fault(quirk=_DIES_EARLY, ends="app_token")),
    Preset(
        "connection_reset",
        Fault(
            quirk=_LOST_ANSWER,
            operation=_TOKEN,
            grant_type="refresh_token",
            after_commit=True,
            effects=Effects(reset=True),
        ),
    ),
    Preset("refused", Fault(quirk=_NOT_ALLOWED, host="api", forbidden=True)),
    Preset("limited", Fault(quirk=RETRY_AFTER, status=429, worded=True)),
    *(
        Preset(form, Fault(quirk=RETRY_AFTER, status=429, worded=True, retry_after=form))
        for form in ("seconds", "http_date", "absent")
    ),
    Preset("wrong_data", Fault(quirk=CORRUPTED, operation="getChannels", alter=corrupted)),
    *(
        Preset(
            decision,
            Fault(quirk=_UNKNOWN, operation=f"{decision}Redemptions", entry_error="UNKNOWN"),
        )
        for decision in ("accept", "reject")
    ),
    Preset(
        "quota",
        Fault(
            quirk=_PARTIAL_ERRORS,
            operation=SUBSCRIBE,
            entry_error="failed to get rate limit token, retry quota exceeded",
        ),
    ),
    Preset(
        "webhooks_off",
        Fault(
            quirk=_PARTIAL_ERRORS,
            operation=SUBSCRIBE,
            entry_error="webhooks are not enabled for app",
        ),
    ),
    Preset("forgotten", Fault(quirk=_VANISHES, operation=SUBSCRIBE, vanishes=True)),
    Preset("rotated", Fault(quirk=ROTATION, rotates_key=True)),
    Preset("delayed", Fault(quirk=_LOSS, trouble=Trouble(delay=300.0))),
    Preset("dropped", Fault(quirk=_LOSS, trouble=Trouble(drop=True))),
    Preset("reordered", Fault(quirk=_LOSS, count=3, trouble=Trouble(gather=True, reverse=True))),
    Preset("burst", Fault(quirk=_LOSS, count=3, trouble=Trouble(gather=True))),
    Preset("stale", Fault(quirk=STALE, trouble=Trouble(age=1200.0))),
)
"""Every preset."""
