"""The Public API by name: `PublicApi` and `AsyncPublicApi`, over a caller of your choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .aio import AsyncPublicApi as AsyncPublicApi
    from .sync import PublicApi as PublicApi

_MODULES = {"AsyncPublicApi": ".aio", "PublicApi": ".sync"}


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


__all__ = ["AsyncPublicApi", "PublicApi"]
