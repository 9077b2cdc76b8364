"""The form of the consent page, sent to ``/oauth/authorize`` on the api host.

Kick's own page takes this way too (ledger ``authorize_two_hop``), so a user whose last step fails
ends on the api host.
"""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from kickwire_mock.errors import RequestError
from kickwire_mock.ledger import quirk, setting
from kickwire_mock.messages import Headers, Reply, Request
from kickwire_mock.pages import consent
from kickwire_mock.routes.host import Call
from kickwire_mock.wire import is_loopback
from kickwire_mock.world.grants import AuthorizeRequest, Code
from kickwire_mock.world.shelf import USED

DENIED = quirk("authorize_denied")
CODE_LIFETIME = setting("code_format_and_lifetime")


def answer(call: Call) -> Reply:
    """Send the browser on to the app, with a code or with ``access_denied``.

    The nonce of the form is spent by this, whatever else the form holds; not by a form of a page of
    somebody else, who can know it, since a seed gives the same ones again.
    """
    if not _from_own_page(call.request):
        return consent.refused("the form was sent by a page of another site")
    try:
        form = call.form
    except RequestError as refusal:
        return consent.refused(refusal.reason)
    requests = call.world.vault.requests
    nonce = form.get("nonce", [""])[0]
    request = requests.get(nonce)
    if request is None:
        return consent.spent(requests.why_not(nonce))
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


def _from_own_page(request: Request) -> bool:
    """Whether nothing says that a page of another site sent the form.

    Browsers tell the origin of the page (RFC 6454) with every form, other programs none.
    """
    sent, own = request.headers.all("origin"), request.origins.id
    if not sent or not own:
        return True
    try:
        page, here = urlsplit(sent[0]), urlsplit(own)
        same_port = (page.scheme, page.port) == (here.scheme, here.port)
    except ValueError:
        return False
    names = (page.hostname or "", here.hostname or "")
    return len(sent) == 1 and same_port and (len(set(names)) == 1 or all(map(is_loopback, names)))


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
