"""A process that forks with a client in hand: parent and child renew different accounts.

``python -m conformance.tests.oauth.oauth_forked``, settings as JSON on its stdin; it prints who
each account acts as afterwards.
"""

from __future__ import annotations

import json
import os
import sys
from functools import partial

from kickwire import App, Kick, SQLiteStore, errors


def main() -> None:
    """Use the client, fork, renew one account on each side, then ask whose tokens are whose."""
    told = json.loads(sys.stdin.readline())
    app = App(told["client_id"], told["client_secret"])
    store = SQLiteStore(told["path"], keys=told["key"])
    now: float = told["now"]
    made = partial(Kick, app, store, id_url=told["id_url"], api_url=told["api_url"], timeout=60)
    kick = made(clock=lambda: now)
    kick.livestreams.stats()  # opens connections to both hosts
    child = os.fork()
    failure = ""
    try:
        kick.tokens("alice" if child else "bob")
    except errors.KickError as error:
        failure = f"{type(error).__name__}: {error}"
    if not child:
        os._exit(1 if failure else 0)
    _, status = os.waitpid(child, 0)
    with made(clock=lambda: now) as fresh:
        names = {name: fresh.as_user(name).users.get()[0].name for name in ("alice", "bob")}
    sys.stdout.write(json.dumps({"names": names, "parent": failure, "child": status}))


if __name__ == "__main__":
    main()
