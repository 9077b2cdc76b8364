"""The form of the consent page, sent to ``/oauth/authorize`` on the api host.

Kick's own page takes this way too (ledger ``authorize_two_hop``), so a user whose last step fails
ends on the api host.
"""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

from kickwire_mock.errors import RequestError
from kickwire_mock.ledger import quirk, setting
from kickwire_mock.messages import Headers, Reply
from kickwire_mock.pages import consent
from kickwire_mock.routes.host import Call
from kickwire_mock.world.grants import AuthorizeRequest, Code
from kickwire_mock.world.shelf import USED

DENIED = quirk("authorize_denied")
CODE_LIFETIME = setting("code_format_and_lifetime")


def answer(call: Call) -> Reply:
    """Send the browser on to the app, with a code or with ``access_denied``.

    The nonce of the form is spent by this, whatever else the form holds.
    """
    try:
        form = call.form
    except RequestError as refusal:
        return consent.refused(refusal.reason)
    requests = call.world.vault.requests
    nonce = form.get("nonce", [""])[0]
    request = requests.get(nonce)
    if request is None:
        return consent.spent()
    requests.drop(nonce, USED)
    decision = form.get("decision")
    if decision == ["deny"]:
        return _denied(request)
    if decision != ["approve"]:
        return consent.refused("decision is neither approve nor deny")
    named = form.get("other", [""])[0].strip() or form.get("user", [""])[0]
    user = call.world.users.get(named)
    if user is None:
        return consent.refused("user names nobody")
    return _approved(call, request, user.name, form.get("scope", []))


def _denied(request: AuthorizeRequest) -> Reply:
    # RFC 6749 section 4.1.2.1.
    outcome = {"error": "access_denied", "state": request.state}
    return _back(request, outcome, "the user denied the consent", DENIED)


def _approved(call: Call, request: AuthorizeRequest, user: str, chosen: list[str]) -> Reply:
    world = call.world
    lifetime = int(world.settings.get(CODE_LIFETIME, request.client_id))
    code = Code(
        request=request,
        user=user,
        scopes=tuple(scope for scope in request.scopes if scope in chosen),
        expires=world.clock.now() + lifetime,
    )
    return _back(request, {"code": world.vault.allow(code), "state": request.state})


def _back(request: AuthorizeRequest, outcome: dict[str, str], reason: str = "", *q: str) -> Reply:
    joint = "&" if "?" in request.redirect_uri else "?"
    location = f"{request.redirect_uri}{joint}{urlencode(outcome)}"
    return Reply(
        status=HTTPStatus.FOUND, headers=Headers([("Location", location)]), reason=reason, quirks=q
    )
