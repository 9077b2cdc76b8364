"""The conversations with the identity host, each as a generator of requests.

Requests and answers are the generated ones; nothing here spells a path or a form field. A refused
or unreadable answer is raised as one of our errors, with every secret of the request masked.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from ..config import App, token_problem
from ..errors import FixTheCall, UnexpectedAnswer
from ..refusals import json_object, label, refusal, token_refusal
from ..scopes import scopes_of
from ..tokens import TokenSet, lifetime_of
from .parsing import parsed

if TYPE_CHECKING:
    import httpx
    from kickwire_id.models.authorization_code_grant import AuthorizationCodeGrant
    from kickwire_id.models.client_credentials_grant import ClientCredentialsGrant
    from kickwire_id.models.refresh_token_grant import RefreshTokenGrant
    from kickwire_id.models.token_answer import TokenAnswer
    from kickwire_id.types import Unset

    Grant: TypeAlias = AuthorizationCodeGrant | RefreshTokenGrant | ClientCredentialsGrant

T = TypeVar("T")
Flow: TypeAlias = "Generator[httpx.Request, httpx.Response, T]"


@dataclass(frozen=True, slots=True)
class AuthorizationCode:
    """What a callback brought, with what is needed to redeem it (RFC 6749 section 4.1.3).

    Attributes:
        code: good once, for seconds (ledger ``code_format_and_lifetime``).
        verifier: the PKCE code verifier of the same login.
        redirect_uri: the one the login began with.
        scopes: what was asked for.
    """

    code: str = field(repr=False)
    verifier: str = field(repr=False)
    redirect_uri: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Introspection:
    """What Kick knows about a token.

    Attributes:
        active: whether it is good now.
        kind: ``user`` or ``app``; None if Kick did not tell.
        client_id: whose token it is; None if Kick did not tell.
        scopes: what was granted; empty for an app token.
        expires_at: Unix seconds (ledger ``introspect_exp_is_unix_time``); None if not told.
    """

    active: bool
    kind: str | None = None
    client_id: str | None = None
    scopes: tuple[str, ...] = ()
    expires_at: int | None = None


def exchange(
    app: App, id_url: str, code: AuthorizationCode, now: float, lineage: str = ""
) -> Flow[TokenSet]:
    """Redeem an authorization code (RFC 6749 section 4.1.3, RFC 7636 section 4.5).

    Args:
        app: whose code it is.
        id_url: the identity host.
        code: from the callback.
        now: Unix seconds; the life of the tokens is counted from here.
        lineage: a name for this login.

    Raises:
        LoginFailed: the code is spent, too old, or does not fit.
        AppRefused: the app's id or secret is wrong.
        KickError: any other refusal; the code is spent all the same (ledger
            ``code_burned_before_pkce_check``).
    """
    from kickwire_id.models.authorization_code_grant import AuthorizationCodeGrant

    grant = AuthorizationCodeGrant(
        grant_type="authorization_code",
        client_id=app.client_id,
        client_secret=app.client_secret,
        code=code.code,
        redirect_uri=code.redirect_uri,
        code_verifier=code.verifier,
    )
    answer = yield from _granted(id_url, grant)
    return _pair(answer, _asked_for(code, now, lineage))


def refresh(app: App, id_url: str, tokens: TokenSet, now: float) -> Flow[TokenSet]:
    """Trade a refresh token for the next pair (RFC 6749 section 6).

    Raises:
        FixTheCall: there is no refresh token, as in an app's token.
        GrantLost: Kick said ``invalid_grant``. Nothing else proves that the grant is lost.
        KickError: any other refusal or an unreadable answer; the old pair may still be good.
    """
    from kickwire_id.models.refresh_token_grant import RefreshTokenGrant

    if tokens.refresh_token is None:
        raise FixTheCall("there is no refresh token in these tokens; an app's are minted anew")
    grant = RefreshTokenGrant(
        grant_type="refresh_token",
        client_id=app.client_id,
        client_secret=app.client_secret,
        refresh_token=tokens.refresh_token,
    )
    answer = yield from _granted(id_url, grant)
    return _pair(answer, replace(tokens, issued_at=now))


def client_credentials(app: App, id_url: str, now: float) -> Flow[TokenSet]:
    """Mint a token of the app itself (RFC 6749 section 4.4)."""
    from kickwire_id.models.client_credentials_grant import ClientCredentialsGrant

    grant = ClientCredentialsGrant(
        grant_type="client_credentials",
        client_id=app.client_id,
        client_secret=app.client_secret,
    )
    return _token((yield from _granted(id_url, grant)), now)


def revoke(id_url: str, tokens: TokenSet) -> Flow[None]:
    """End both tokens of a set: whether one ends the other is unknown (``revoke_cascade_unknown``).

    Kick answers OK whatever the token (ledger ``revoke_always_200``), so this proves nothing.
    """
    from kickwire_id.api.oauth import revoke_token

    for request in _revocations(id_url, tokens):
        response = yield request
        if not response.is_success:
            raise refusal(revoke_token.OPERATION, response)


def introspect(id_url: str, tokens: TokenSet) -> Flow[Introspection]:
    """Ask whether an access token is good. It renews nothing.

    Not RFC 7662: the token examines itself, and the answer is wrapped (ledger
    ``introspect_self_bearer_wrapped``). A dead token is refused with 401 or described as inactive
    (ledger ``introspect_invalid_token``); both are an answer here.

    Raises:
        KickError: there is no verdict.
    """
    from kickwire_id.api.oauth import introspect_token

    request = introspect_token.build(id_url)
    request.headers["Authorization"] = f"Bearer {tokens.access_token}"
    response = yield request
    operation = introspect_token.OPERATION
    if response.status_code == 401 and json_object(response) is not None:
        return Introspection(active=False)
    if not response.is_success:
        raise refusal(operation, response)
    data = parsed(operation, response, introspect_token.parse).data
    return Introspection(
        active=data.active,
        kind=_told(data.token_type),
        client_id=_told(data.client_id),
        scopes=scopes_of(_told(data.scope) or ""),
        expires_at=_told(data.exp),
    )


def own_user_id(api_url: str, tokens: TokenSet) -> Flow[int]:
    """The id of the user behind a token.

    There is no id token to read it from, and nobody has verified the e-mail address that comes
    along (ledger ``no_id_token``).
    """
    from kickwire_api.api.users import get_users

    request = get_users.build(api_url)
    request.headers["Authorization"] = f"Bearer {tokens.access_token}"
    response = yield request
    operation = get_users.OPERATION
    if not response.is_success:
        raise refusal(operation, response)
    users = parsed(operation, response, get_users.parse).data
    if len(users) != 1:
        raise UnexpectedAnswer(f"one user was expected, not {len(users)}", label(operation))
    return users[0].user_id


def _revocations(id_url: str, tokens: TokenSet) -> list[httpx.Request]:
    """One request per token; made here, since a frame that raises must not hold the tokens."""
    from kickwire_id.api.oauth import revoke_token
    from kickwire_id.models.token_type_hint import TokenTypeHint

    both = [(tokens.refresh_token, "refresh_token"), (tokens.access_token, "access_token")]
    return [
        revoke_token.build(id_url, token=token, token_hint_type=TokenTypeHint(hint))
        for token, hint in both
        if token is not None
    ]


def _asked_for(code: AuthorizationCode, now: float, lineage: str) -> TokenSet:
    return TokenSet(
        access_token="",
        scopes=code.scopes,
        issued_at=now,
        lifetime=0,
        consented_at=now,
        lineage=lineage,
    )


def _granted(id_url: str, grant: Grant) -> Flow[TokenAnswer]:
    from kickwire_id.api.oauth import exchange_token

    try:
        request = exchange_token.build(id_url, body=grant)
    except ValueError as error:
        raise FixTheCall(f"nothing was sent: {error}") from None
    response = yield request
    if not response.is_success:
        raise token_refusal(exchange_token.OPERATION, response)
    try:
        return parsed(exchange_token.OPERATION, response, exchange_token.parse)
    except UnexpectedAnswer as error:
        failure = error
    salvaged = _salvaged(response)
    if salvaged is None:
        raise failure
    return salvaged


def _salvaged(response: httpx.Response) -> TokenAnswer | None:
    """The tokens of an answer whose other fields are not what the document says; else None.

    Kick has spent the old refresh token by now: a fresh pair is not thrown away over a lifetime
    (ledger ``expires_in_is_a_number``) or whatever else stands beside it.
    """
    from kickwire_id.models.token_answer import TokenAnswer
    from kickwire_id.types import UNSET

    found = json_object(response) or {}
    texts = {name: value for name, value in found.items() if isinstance(value, str)}
    if "access_token" not in texts:
        return None
    lifetime = found.get("expires_in")
    return TokenAnswer(
        access_token=texts["access_token"],
        token_type=texts.get("token_type", "Bearer"),
        expires_in=lifetime if isinstance(lifetime, int) else str(lifetime),
        refresh_token=texts.get("refresh_token", UNSET),
        scope=texts.get("scope", UNSET),
    )


def _pair(answer: TokenAnswer, before: TokenSet) -> TokenSet:
    """The pair of an answer; what it leaves out stays as it was before."""
    granted = _told(answer.scope)
    pair = replace(
        _token(answer, before.issued_at),
        # Kick answers with a new one each time, but the standard lets the old one live on
        # (RFC 6749 section 6); better kept than lost.
        refresh_token=_told(answer.refresh_token) or before.refresh_token,
        # No scope in the answer means what was asked for (RFC 6749 section 5.1).
        scopes=before.scopes if granted is None else scopes_of(granted),
        consented_at=before.consented_at,
        lineage=before.lineage,
    )
    if pair.refresh_token is None or token_problem(pair.refresh_token):
        raise _without("refresh token")
    return pair


def _token(answer: TokenAnswer, now: float) -> TokenSet:
    if token_problem(answer.access_token):
        raise _without("access token")
    return TokenSet(
        access_token=answer.access_token,
        issued_at=now,
        lifetime=lifetime_of(answer.expires_in),
    )


def _without(what: str) -> UnexpectedAnswer:
    from kickwire_id.api.oauth import exchange_token

    return UnexpectedAnswer(
        f"the answer holds no usable {what}",
        label(exchange_token.OPERATION),
        f"/{what.replace(' ', '_')}",
    )


def _told(value: T | Unset | None) -> T | None:
    from kickwire_id.types import Unset

    return None if isinstance(value, Unset) else value
