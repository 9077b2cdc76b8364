"""``POST /oauth/token``: who asks is examined here, the grants in modules of their own.

Source: RFC 6749 sections 2.3.1, 3.2 and 5; the order of checks is that of the Go library.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kickwire_mock.bodies import FORM, FormBody, media_type
from kickwire_mock.errors import DocumentError, OAuthRefusal, RequestError, UnknownVariantError
from kickwire_mock.ids import is_ulid
from kickwire_mock.ledger import quirk, setting
from kickwire_mock.messages import Reply, Request
from kickwire_mock.operations import Operation
from kickwire_mock.routes.host import Call
from kickwire_mock.routes.oauth.code import exchange
from kickwire_mock.routes.oauth.refresh import refresh
from kickwire_mock.routes.oauth.refusals import TOKEN_HEADERS, Refusals
from kickwire_mock.wire import json_bytes
from kickwire_mock.world.grants import Issued
from kickwire_mock.world.people import App
from kickwire_mock.world.state import World

IN_BODY = quirk("client_auth_in_body")
FORM_ONLY = quirk("token_form_only")
SECRET_REQUIRED = setting("client_secret_required")
MALFORMED_ID = quirk("client_id_malformed_500")
USER_LIFETIME = setting("access_token_lifetime_user")
APP_LIFETIME = setting("access_token_lifetime_app")
EXPIRES_IN = setting("expires_in_is_a_number")
quirk("tokens_are_opaque")  # see `kickwire_mock.ids.Ids.opaque`


class Token:
    """Answers token requests."""

    def __init__(self, operation: Operation) -> None:
        """Prepare the refusals.

        Raises:
            DocumentError: the document does not show one, or declares no form.
        """
        if not isinstance(operation.body, FormBody):
            raise DocumentError(f"{operation.place.pointer}: the token endpoint takes a form")
        self._body = operation.body
        self._refusals = Refusals(operation)

    def answer(self, call: Call) -> Reply:
        """A token answer (RFC 6749 section 5.1), or an error (section 5.2)."""
        world, client_id = call.world, None
        try:
            form = self._form(call)
            client_id = form["client_id"]
            app = _app(world, form)
            issued = _GRANTS[form["grant_type"]](world, app, form)
        except OAuthRefusal as refusal:
            return self._refusals.reply(refusal, world.settings, client_id)
        return _handed_out(issued, world.settings.get(EXPIRES_IN, client_id))

    def _form(self, call: Call) -> dict[str, str]:
        request = call.request
        try:
            form = self._body.sent(call.form)
        except UnknownVariantError as refusal:
            quirks = () if media_type(request) == FORM else (FORM_ONLY,)
            raise OAuthRefusal("unsupported_grant_type", refusal.reason, *quirks) from None
        except RequestError as refusal:
            raise OAuthRefusal("invalid_request", refusal.reason) from None
        if not form.get("client_id"):
            raise _nobody(request)
        try:
            # Whether the secret may be left out is for the app's record to say.
            self._body.require({**form, "client_secret": form.get("client_secret") or "absent"})
        except RequestError as refusal:
            raise OAuthRefusal("invalid_request", refusal.reason) from None
        return form


def _nobody(request: Request) -> OAuthRefusal:
    """Nobody says in the form who asks: no client authentication (RFC 6749 section 5.2)."""
    if request.headers.get("authorization") is None:
        return OAuthRefusal("invalid_client", "the form field client_id is missing")
    reason = "client_id and client_secret belong in the form, not in a header"
    return OAuthRefusal("invalid_client", reason, IN_BODY)


def _app(world: World, form: Mapping[str, str]) -> App:
    """The app that the form names, once it has proved itself (RFC 6749 section 2.3.1)."""
    app = world.apps.get(form["client_id"])
    if app is None:
        raise _unknown_app(form["client_id"])
    secret = form.get("client_secret")
    if not secret and not _may_leave_it_out(world, app, form["grant_type"]):
        raise OAuthRefusal("invalid_client", "client_secret is missing", SECRET_REQUIRED)
    if secret and secret != app.client_secret:
        raise OAuthRefusal("invalid_client", "client_secret is wrong")
    return app


def _unknown_app(client_id: str) -> OAuthRefusal:
    if is_ulid(client_id):
        return OAuthRefusal("invalid_client", "no app has this client_id")
    reason = "client_id is no ULID of 26 characters"
    return OAuthRefusal("malformed_client_id", reason, MALFORMED_ID)


def _may_leave_it_out(world: World, app: App, grant_type: str) -> bool:
    allowed = world.settings.get(SECRET_REQUIRED, app.client_id) == "public_apps"
    return allowed and app.public and grant_type != "client_credentials"


def _exchange(world: World, app: App, form: Mapping[str, str]) -> Issued:
    return world.vault.issue(exchange(world, app, form), _user_lifetime(world, app))


def _refresh(world: World, app: App, form: Mapping[str, str]) -> Issued:
    return world.vault.issue(refresh(world, app, form), _user_lifetime(world, app))


def _client_credentials(world: World, app: App, _form: Mapping[str, str]) -> Issued:
    grant = world.vault.own_grant(app.client_id)
    return world.vault.issue(grant, int(world.settings.get(APP_LIFETIME, app.client_id)))


def _user_lifetime(world: World, app: App) -> int:
    return int(world.settings.get(USER_LIFETIME, app.client_id))


_GRANTS: Mapping[str, Callable[[World, App, Mapping[str, str]], Issued]] = {
    "authorization_code": _exchange,
    "refresh_token": _refresh,
    "client_credentials": _client_credentials,
}


_EXPIRES_IN: Mapping[str, str] = {
    "number": "%d",
    "numeric_string": '"%d"',
    "empty_string": '""%.0s',
}
"""How it is written in JSON, by the variants of the setting."""


def _handed_out(issued: Issued, variant: str) -> Reply:
    # By hand, in a third of the time: no token has a character that JSON escapes.
    refresh = f'"refresh_token":"{issued.refresh_token}",' if issued.refresh_token else ""
    scopes = json_bytes(" ".join(issued.scopes)).decode("utf-8") if issued.scopes else ""
    scope = f',"scope":{scopes}' if scopes else ""
    expires_in = _EXPIRES_IN[variant] % issued.lifetime
    answer = (
        f'{{"access_token":"{issued.access_token}","token_type":"Bearer",'
        f'{refresh}"expires_in":{expires_in}{scope}}}'
    )
    quirks = () if variant == "number" else (EXPIRES_IN,)
    return Reply(200, TOKEN_HEADERS, answer.encode("utf-8"), quirks)
