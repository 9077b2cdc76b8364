"""Token stores: where sessions live between calls.

`MemoryStore` lasts as long as the process; `SQLiteStore` is a file that the processes of one
machine share, encrypted and durable. Names are imported on first use, so ``import kickwire.stores``
needs neither sqlite3 nor cryptography nor filelock.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .base import Key, Kind, Record, Store
    from .memory import MemoryStore
    from .sqlite import SQLiteStore

__all__ = ["Key", "Kind", "MemoryStore", "Record", "SQLiteStore", "Store"]

_HOMES = {
    "Key": "base",
    "Kind": "base",
    "MemoryStore": "memory",
    "Record": "base",
    "SQLiteStore": "sqlite",
    "Store": "base",
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
