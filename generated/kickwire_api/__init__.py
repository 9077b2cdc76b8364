"""api.kick.com reads and changes what Kick knows: users, channels, rewards, chat,
livestreams, event subscriptions, drops and ad breaks. Kick publishes a Swagger 2.0
file whose answers declare nothing as required; this document is kept by hand from
the published pages, captures and SDK sources, and says where a claim is `observed`
or `inferred` instead of documented.

What to know before the first call:

* Every answer with a body is `{"data": ..., "message": ...}`. On errors `data` may
  be `{}`, `null` or a string with the real reason.
* 401 means "bad token", but also "missing scope" and sometimes "not allowed here";
  only some places say 403.
* Kick publishes no rate limits and sends no header that counts them. 429 exists,
  `Retry-After` is not promised.
* User, channel and category ids are integers; rewards, redemptions, subscriptions,
  apps and claims are ULIDs; chat messages, livestreams (v2) and ad breaks are
  UUIDs. Kick's own examples hold a reward id of 31 characters, so no pattern is
  laid on ULIDs.
* Where there is nothing, Kick sends Go's zero values rather than null: an empty
  string, 0, or `0001-01-01T00:00:00Z`. Fields whose zero means nothing carry
  `x-kick-zero: none`.
* Unknown request fields are ignored in silence.
* A path this host does not know is a 404 in the same envelope. The CDN in front of
  it answers in a shape of its own (see the unused response component `EdgeBlock`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .types import UNSET, Found, Raw, Unset

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


__all__ = ["UNSET", "Client", "Found", "Raw", "Unset", "api", "errors", "models"]
