"""Another process on the same store: ``python -m scripts.demo.another``, settings on its stdin."""

from __future__ import annotations

import json
import sys

from kickwire import App, Kick, KickError, SQLiteStore

from scripts.demo.story import CALLERS
from scripts.demo.told import from_threads


def main() -> int:
    """Call as the user in many threads at once; 0 if every one of them was answered."""
    settings = json.loads(sys.stdin.readline())
    app = App(settings["client_id"], settings["client_secret"])
    hosts = {"id_url": settings["id_url"], "api_url": settings["api_url"]}
    now: float = settings["now"]
    with (
        SQLiteStore(settings["path"], keys=settings["key"]) as store,
        Kick(app, store, **hosts, clock=lambda: now) as kick,
    ):
        try:
            from_threads(CALLERS, kick.as_user(settings["account"]).users.get)
        except KickError as error:
            print(f"{type(error).__name__}: {error}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
