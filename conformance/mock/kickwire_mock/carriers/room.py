"""How many connections fit: each is an open file, and the system limits how many there may be.

An event loop that cannot open the file of one more connection gives up its listener (uvloop), or
logs it (asyncio); so whoever is too many is turned away before that.
"""

from __future__ import annotations

import sys

from kickwire_mock.carriers.handshakes import HANDSHAKES

_OTHERS = 128 + HANDSHAKES
"""Files that the mock may have open besides its connections, those of webhooks among them."""
_PLENTY = 10_240
"""More than macOS allows cannot be asked for."""

if sys.platform == "win32":

    def make_room() -> None:
        """Nothing is to be done: Windows has no such limit."""

    def room_for_connections() -> int:
        """So many connections may be open at once."""
        return _PLENTY

else:
    import resource

    def make_room() -> None:
        """Raise this process's limit as far as the system lets it, which is often far."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _PLENTY if hard == resource.RLIM_INFINITY else min(hard, _PLENTY)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))

    def room_for_connections() -> int:
        """So many connections may be open at once."""
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft == resource.RLIM_INFINITY:
            return _PLENTY
        return max(soft - _OTHERS, soft // 4)
