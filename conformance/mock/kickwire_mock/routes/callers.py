"""Who sends a request, read before it is processed: for faults that mean somebody, and the journal.

Only what is known goes in: an app of this mock, the user of a living code or token, a grant type
that exists. A value that was sent by mistake, a secret among them, never does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from kickwire_mock.bodies import FormBody
from kickwire_mock.errors import RequestError
from kickwire_mock.faults import NOBODY, SUBSCRIBE, Caller
from kickwire_mock.operations import CONSENT
from kickwire_mock.routes.host import Call
from kickwire_mock.routes.oauth.revoke import sent_token
from kickwire_mock.wire import pairs
from kickwire_mock.world.grants import Grant
from kickwire_mock.world.state import World


def caller_of(call: Call) -> Caller:
    """Who sends the request, as far as it can be read."""
    find = _FINDERS.get(call.operation.id)
    if find is None:
        find = _of_bearer if call.operation.protected else _nobody
    try:
        return find(call)
    except RequestError:
        return NOBODY


def _nobody(_call: Call) -> Caller:
    return NOBODY


def _of_bearer(call: Call) -> Caller:
    return _of_grant(call.access_token.grant)


def _of_subscriber(call: Call) -> Caller:
    caller = _of_bearer(call)
    try:
        asked = call.arguments.body["events"]
    except RequestError:
        return caller
    return replace(caller, events=frozenset(each["name"] for each in asked))


def _of_authorize(call: Call) -> Caller:
    return Caller(client_id=_app(call.world, pairs(call.request.query, "the query")))


def _of_consent(call: Call) -> Caller:
    form = call.form
    request = call.world.vault.requests.get(_first(form, "nonce"))
    user = call.world.users.get(_first(form, "user"))
    return Caller(
        client_id=None if request is None else request.client_id,
        user=None if user is None else user.name,
    )


def _of_token(call: Call) -> Caller:
    form = call.form
    body, grant_type = call.operation.body, _first(form, "grant_type")
    known = isinstance(body, FormBody) and grant_type in body.variants
    app, user = _app(call.world, form), _user(call.world, form)
    return Caller(grant_type if known else None, app, user)


def _of_revoke(call: Call) -> Caller:
    grant = call.world.vault.grant_of(sent_token(call))
    return NOBODY if grant is None else _of_grant(grant)


def _of_grant(grant: Grant) -> Caller:
    return Caller(None, grant.client_id, grant.user)


def _app(world: World, fields: Mapping[str, list[str]]) -> str | None:
    app = world.apps.get(_first(fields, "client_id"))
    return None if app is None else app.client_id


def _user(world: World, form: Mapping[str, list[str]]) -> str | None:
    if "code" in form and (code := world.vault.codes.get(_first(form, "code"))) is not None:
        return code.user
    if "refresh_token" not in form:
        return None
    token = world.vault.refresh_tokens.get(_first(form, "refresh_token"))
    return None if token is None else token.grant.user


def _first(fields: Mapping[str, list[str]], name: str) -> str:
    return fields.get(name, [""])[0]


_FINDERS: Mapping[str, Callable[[Call], Caller]] = {
    "authorize": _of_authorize,
    CONSENT: _of_consent,
    "exchangeToken": _of_token,
    SUBSCRIBE: _of_subscriber,
    "revokeToken": _of_revoke,
}
