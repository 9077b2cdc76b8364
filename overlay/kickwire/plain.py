"""The settings of a file as keyword arguments: their names and types, for type checkers.

docs/configuration.md says what each of them is; `kickwire.settings` checks them.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from .retrying import Retries
    from .stores.base import Store


class _Needed(TypedDict):
    client_id: str
    client_secret: str
    store: Store | str | os.PathLike[str]


class PlainSettings(_Needed, total=False):
    """What `Kick.from_settings` and `AsyncKick.from_settings` share. None counts as not given."""

    redirect_uri: str | None
    scopes: Collection[str] | str | None
    id_url: str | None
    api_url: str | None
    store_keys: list[str] | str | None
    timeout: float | None
    connect_timeout: float | None
    read_timeout: float | None
    write_timeout: float | None
    pool_timeout: float | None
    proxy: str | None
    ca_bundle: str | os.PathLike[str] | None
    http2: bool | None
    max_connections: int | None
    keep_alive: float | None
    trust_env: bool | None
    retries: Retries | int | None
    retries_total_wait: float | None


__all__ = ["PlainSettings"]
