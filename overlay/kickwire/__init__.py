"""A client for Kick.com's official API. So far: callers with a given token, and the errors.

The calls themselves are generated: ``kickwire_api.facade.PublicApi(BearerCaller(token))``.
"""

from __future__ import annotations

from . import errors
from ._version import __version__
from .calls import AsyncBearerCaller, BearerCaller
from .errors import KickError

__all__ = ["AsyncBearerCaller", "BearerCaller", "KickError", "__version__", "errors"]
