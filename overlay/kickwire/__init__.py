"""A client for Kick.com's official API that does not lose its users' sessions.

::

    app = App(client_id, client_secret, "http://localhost:8080/callback")
    with Kick(app, SQLiteStore("tokens.db")) as kick:
        kick.channels.get(slug=["xqc"])                     # as the app
        kick.as_user("alice").channels.update(stream_title="Hello")

The calls themselves are generated (`kickwire_api.facade`). Names are imported on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from . import errors
from ._version import __version__
from .errors import KickError

if TYPE_CHECKING:
    from .accounts import Login
    from .auth import KickAuth
    from .bearer import AsyncBearerCaller, BearerCaller
    from .client import Kick
    from .client_async import AsyncKick
    from .config import App
    from .connection import Connection
    from .given import SettingsWarning
    from .logins import AuthorizationRequest, Denied
    from .oauth import AsyncOAuth, AuthorizationCode, Introspection, OAuth
    from .plain import PlainSettings
    from .retrying import Retries
    from .stores import MemoryStore, SQLiteStore
    from .tokens import TokenSet

__all__ = [
    "App",
    "AsyncBearerCaller",
    "AsyncKick",
    "AsyncOAuth",
    "AuthorizationCode",
    "AuthorizationRequest",
    "BearerCaller",
    "Connection",
    "Denied",
    "Introspection",
    "Kick",
    "KickAuth",
    "KickError",
    "Login",
    "MemoryStore",
    "OAuth",
    "PlainSettings",
    "Retries",
    "SQLiteStore",
    "SettingsWarning",
    "TokenSet",
    "__version__",
    "errors",
]

_HOMES = {
    "App": "config",
    "AsyncBearerCaller": "bearer",
    "AsyncKick": "client_async",
    "AsyncOAuth": "oauth",
    "AuthorizationCode": "oauth",
    "AuthorizationRequest": "logins",
    "BearerCaller": "bearer",
    "Connection": "connection",
    "Denied": "logins",
    "Introspection": "oauth",
    "Kick": "client",
    "KickAuth": "auth",
    "Login": "accounts",
    "MemoryStore": "stores",
    "OAuth": "oauth",
    "PlainSettings": "plain",
    "Retries": "retrying",
    "SQLiteStore": "stores",
    "SettingsWarning": "given",
    "TokenSet": "tokens",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
