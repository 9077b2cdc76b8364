"""The models of the document; each is imported when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .authorization_code_grant import AuthorizationCodeGrant as AuthorizationCodeGrant
    from .client_credentials_grant import ClientCredentialsGrant as ClientCredentialsGrant
    from .edge_error import EdgeError as EdgeError
    from .error_envelope import ErrorEnvelope as ErrorEnvelope
    from .introspection_answer import IntrospectionAnswer as IntrospectionAnswer
    from .o_auth_error import OAuthError as OAuthError
    from .refresh_token_grant import RefreshTokenGrant as RefreshTokenGrant
    from .token_answer import TokenAnswer as TokenAnswer
    from .token_introspection import TokenIntrospection as TokenIntrospection
    from .token_kind import TokenKind as TokenKind
    from .token_type_hint import TokenTypeHint as TokenTypeHint

_MODULES = {
    "AuthorizationCodeGrant": ".authorization_code_grant",
    "ClientCredentialsGrant": ".client_credentials_grant",
    "EdgeError": ".edge_error",
    "ErrorEnvelope": ".error_envelope",
    "IntrospectionAnswer": ".introspection_answer",
    "OAuthError": ".o_auth_error",
    "RefreshTokenGrant": ".refresh_token_grant",
    "TokenAnswer": ".token_answer",
    "TokenIntrospection": ".token_introspection",
    "TokenKind": ".token_kind",
    "TokenTypeHint": ".token_type_hint",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    try:
        module = import_module(_MODULES[name], __name__)
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    value = getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


__all__ = [
    "AuthorizationCodeGrant",
    "ClientCredentialsGrant",
    "EdgeError",
    "ErrorEnvelope",
    "IntrospectionAnswer",
    "OAuthError",
    "RefreshTokenGrant",
    "TokenAnswer",
    "TokenIntrospection",
    "TokenKind",
    "TokenTypeHint",
]
