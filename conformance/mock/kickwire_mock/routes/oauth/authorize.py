"""``GET /oauth/authorize``: every parameter examined, then the consent page.

Source: RFC 6749 section 4.1.1, RFC 7636 section 4.3, and the ledger, whose entries of this surface
are registered here and in the module of the consent form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from urllib.parse import urlsplit

from kickwire_mock.errors import RequestError
from kickwire_mock.ids import is_ulid
from kickwire_mock.ledger import quirk, setting
from kickwire_mock.messages import Reply
from kickwire_mock.operations import Operation
from kickwire_mock.pages import consent
from kickwire_mock.routes.host import Call
from kickwire_mock.routes.oauth.frontpage import bounce
from kickwire_mock.wire import pairs
from kickwire_mock.world.grants import AuthorizeRequest
from kickwire_mock.world.people import App
from kickwire_mock.world.state import World

BAD_PARAMS = setting("authorize_bad_params_bounce_404")
STATE = quirk("state_required")
PKCE = quirk("pkce_mandatory_s256")
PADDING = setting("pkce_challenge_padding_tolerated")
EXACT_REDIRECT = quirk("redirect_uri_exact_match")
LOOPBACK = setting("loopback_ip_rewritten")
UNKNOWN_SCOPES = setting("scope_names_that_do_not_exist")
REDUCED = quirk("authorize_scope_silently_reduced")

PATIENCE = 600
"""Seconds that the mock waits for the user's decision. Ours; Kick's is unknown."""

_CHALLENGE_LENGTHS = range(43, 129)
_USERS_SHOWN = 100
_WHY = {"state": (STATE,), "code_challenge": (PKCE,), "code_challenge_method": (PKCE,)}


class Authorize:
    """Answers authorize requests."""

    def __init__(self, operation: Operation) -> None:
        """Prepare the refusal.

        Raises:
            DocumentError: the document does not show it.
        """
        self._documented = operation.documented(400, "documented")

    def answer(self, call: Call) -> Reply:
        """The consent page, or the refusal that the setting ``BAD_PARAMS`` asks for."""
        app: App | None = None
        try:
            values, rewritten = _read(call)
            app = _app(call.world, values)
            request = _examined(call.world, app, values, rewritten)
        except RequestError as refusal:
            return self._refused(call, app, refusal)
        nonce = call.world.vault.ask(request)
        page = consent.page(_view(call, app, request, nonce))
        dropped = [each for each in _wanted(call.world, values) if each not in app.scopes]
        if not dropped:
            return page
        reason = f"the app has not enabled {', '.join(dropped)}, so nobody is asked for it"
        return replace(page, reason=reason, quirks=(REDUCED,))

    def _refused(self, call: Call, app: App | None, refusal: RequestError) -> Reply:
        quirks = (BAD_PARAMS, *refusal.quirks)
        client_id = None if app is None else app.client_id
        if call.world.settings.get(BAD_PARAMS, client_id) == "json400":
            return replace(self._documented, reason=refusal.reason, quirks=quirks)
        return bounce(call.request, refusal.reason, *quirks)


def _read(call: Call) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """The parameters as the document declares them, and the quirk that changed them."""
    query = call.request.query
    rewritten = query
    if call.world.settings.get(LOOPBACK) == "rewritten":
        rewritten = query.replace("127.0.0.1", "localhost", 1)
    sent = pairs(rewritten, "the query")
    values: dict[str, str] = {}
    for parameter in call.operation.query_parameters:
        try:
            value = parameter.from_query(sent.get(parameter.name))
        except RequestError as refusal:
            raise RequestError(refusal.reason, *_WHY.get(parameter.name, ())) from None
        if value is not None:
            values[parameter.name] = value
    return values, () if rewritten == query else (LOOPBACK,)


def _app(world: World, values: Mapping[str, str]) -> App:
    if not is_ulid(values["client_id"]):
        raise RequestError("client_id is no ULID of 26 characters")
    app = world.apps.get(values["client_id"])
    if app is None:
        raise RequestError("no app has this client_id")
    return app


def _examined(
    world: World, app: App, values: Mapping[str, str], rewritten: tuple[str, ...]
) -> AuthorizeRequest:
    if values["redirect_uri"] not in app.redirect_uris:
        also = " (its 127.0.0.1 was rewritten to localhost)" if rewritten else ""
        reason = f"redirect_uri is not the registered one, byte for byte{also}"
        raise RequestError(reason, EXACT_REDIRECT, *rewritten)
    challenge = values["code_challenge"]
    if "=" in challenge and world.settings.get(PADDING, app.client_id) == "refused":
        raise RequestError("code_challenge has padding (=), RFC 7636 has none", PADDING)
    if len(challenge) not in _CHALLENGE_LENGTHS:
        raise RequestError("code_challenge is not 43 to 128 characters long", PKCE)
    return AuthorizeRequest(
        client_id=app.client_id,
        redirect_uri=values["redirect_uri"],
        scopes=_granted(world, app, values),
        state=values["state"],
        challenge=challenge,
        expires=world.clock.now() + PATIENCE,
    )


def _granted(world: World, app: App, values: Mapping[str, str]) -> tuple[str, ...]:
    """Those of the wanted scopes that the app has enabled; the others vanish."""
    unknown = [scope for scope in values["scope"].split() if scope not in world.scopes]
    if unknown and world.settings.get(UNKNOWN_SCOPES, app.client_id) == "refused":
        raise RequestError("scope names one that does not exist", UNKNOWN_SCOPES)
    return tuple(scope for scope in _wanted(world, values) if scope in app.scopes)


def _wanted(world: World, values: Mapping[str, str]) -> list[str]:
    """The wanted scopes that exist, each once."""
    return [each for each in dict.fromkeys(values["scope"].split()) if each in world.scopes]


def _view(call: Call, app: App, request: AuthorizeRequest, nonce: str) -> consent.ConsentView:
    world = call.world
    # The page stays readable, and its cost does not grow with the number of users.
    users = list(islice(world.users, _USERS_SHOWN + 1))
    return consent.ConsentView(
        app_name=app.name,
        users=tuple((user.name, user.user_id) for user in users[:_USERS_SHOWN]),
        others=len(users) > _USERS_SHOWN,
        scopes=tuple((scope, world.scopes[scope]) for scope in request.scopes),
        nonce=nonce,
        action=f"{call.request.origins.api}/oauth/authorize",
        redirect_origin=_origin(request.redirect_uri),
    )


def _origin(uri: str) -> str:
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else f"{parts.scheme}:"
