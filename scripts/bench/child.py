"""Another process on the same store: ``python -m scripts.bench.child``, told what to do on stdin.

The settings come first. Then, race by race, the time by its clock (or `BARE`), answered with 0 when
all callers stand ready, and a word to begin, answered with the seconds that the slowest took.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from kickwire import App, Kick, SQLiteStore

from scripts.bench.waiters import BARE, CALLERS_EACH, Least, Race


def main() -> None:
    """Serve until the input ends."""
    settings = _heard()
    app = App(settings["client_id"], settings["client_secret"])
    hosts = {"id_url": settings["id_url"], "api_url": settings["api_url"]}
    now = [0.0]
    with (
        SQLiteStore(settings["path"], keys=settings["key"]) as store,
        Kick(app, store, **hosts, clock=lambda: now[0]) as kick,
    ):
        while (heard := _heard()) is not None:
            if heard == BARE:
                race = Race(CALLERS_EACH, Least().wait)
            else:
                now[0] = heard
                race = Race(CALLERS_EACH, lambda: kick.tokens(settings["account"]))
            _tell(0)
            _heard()
            _tell(race.slowest())


def _heard() -> Any:
    line = sys.stdin.readline()
    return json.loads(line) if line else None


def _tell(word: object) -> None:
    print(json.dumps(word), flush=True)


if __name__ == "__main__":
    main()
