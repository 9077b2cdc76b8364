"""id.kick.com signs people in and issues, renews, examines and withdraws the tokens
that api.kick.com accepts. Its behaviour resembles a well-known Go OAuth 2 server
library down to the error texts; where no capture exists, this document follows that
library and says `inferred`.

What to know before the first call:

* Two hosts only. `id.kick.com` for tokens, `api.kick.com` for data; kick.com itself
  refuses both.
* Every OAuth app has a secret and must send it in the form body of every token
  call, PKCE or not.
* Tokens are opaque. There is no id token and no user id in any answer of this host;
  ask `GET /public/v1/users`.
* A path this host does not know is answered with 307 to `/`, which is a 404 page.
* The host sits behind a CDN that may answer 403 with a body of its own (see the
  unused response components `EdgeBlock` and `EdgeChallenge`); such an answer says
  nothing about the token.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .types import UNSET, Raw, Unset

if TYPE_CHECKING:
    from . import api as api
    from . import errors as errors
    from . import models as models
    from .client import Client as Client


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "Client":
        return import_module(".client", __name__).Client
    if name in ("api", "errors", "models"):
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)


__all__ = ["UNSET", "Client", "Raw", "Unset", "api", "errors", "models"]
