"""The Public API by name: `sync.PublicApi` and `aio.AsyncPublicApi`, over a caller of your choice."""

from __future__ import annotations

from .aio import AsyncPublicApi
from .sync import PublicApi

__all__ = ["AsyncPublicApi", "PublicApi"]
