"""Another process on the same store, told what to do as in `scripts.bench.children`.

The settings come first. Then, race by race, the time by its clock (or `BARE`), answered with 0 when
all callers stand ready, and a word to begin, answered with the seconds that the slowest took.
"""

from __future__ import annotations

from kickwire import App, Kick, SQLiteStore

from scripts.bench.children import heard, tell
from scripts.bench.waiters import BARE, CALLERS_EACH, Least, Race


def main() -> None:
    """Serve until the input ends."""
    settings = heard()
    app = App(settings["client_id"], settings["client_secret"])
    hosts = {"id_url": settings["id_url"], "api_url": settings["api_url"]}
    now = [0.0]
    with (
        SQLiteStore(settings["path"], keys=settings["key"]) as store,
        Kick(app, store, **hosts, clock=lambda: now[0]) as kick,
    ):
        while (word := heard()) is not None:
            if word == BARE:
                race = Race(CALLERS_EACH, Least().wait)
            else:
                now[0] = word
                race = Race(CALLERS_EACH, lambda: kick.tokens(settings["account"]))
            tell(0)
            heard()
            tell(race.slowest())


if __name__ == "__main__":
    main()
