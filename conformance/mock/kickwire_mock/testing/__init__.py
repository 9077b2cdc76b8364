"""The mock of Kick as tests have it: what the fixtures ``kick_mock`` and ``kick_server`` give.

The fixtures are in `kickwire_mock.pytest_plugin`, which pytest finds by itself. Here are their
types, for annotations, and for tests without pytest::

    kick_mock = KickMock()
"""

from __future__ import annotations

from kickwire_mock.testing.deliveries import SignedDelivery
from kickwire_mock.testing.inprocess import HOST, InProcessSettings, KickMock
from kickwire_mock.testing.logins import Tokens
from kickwire_mock.testing.quirks import settle
from kickwire_mock.testing.receivers import Receiver
from kickwire_mock.testing.settings import ClientSettings
from kickwire_mock.testing.sockets import KickServer

__all__ = [
    "HOST",
    "ClientSettings",
    "InProcessSettings",
    "KickMock",
    "KickServer",
    "Receiver",
    "SignedDelivery",
    "Tokens",
    "settle",
]
