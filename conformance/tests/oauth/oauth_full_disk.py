"""A process whose disk takes no more: ``python -m conformance.tests.oauth.oauth_full_disk PATH``.

Its files may not grow, at first when a renewal begins, then when the new pair is to be saved. It
tells as one line of JSON how each call ended and how many renewals Kick had counted by then.
"""

from __future__ import annotations

import json
import resource
import sys

from kickwire import Kick, KickError, SQLiteStore
from kickwire.stores import Key

from conformance.suite.watched import WatchedStore
from conformance.tests.oauth.oauth_scene import STORE_KEY, TWO_HOURS, Scene


class Disk:
    """A disk that is full from a step of a store on, until there is room."""

    def __init__(self, step: str) -> None:
        self._step = step
        self._limit = resource.getrlimit(resource.RLIMIT_FSIZE)

    def before(self, step: str, _key: Key) -> None:
        """A step is about to be done."""
        if step == self._step:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1, self._limit[1]))

    def make_room(self) -> None:
        """The disk is never full again."""
        self._step = ""
        resource.setrlimit(resource.RLIMIT_FSIZE, self._limit)


def outcome(kick: Kick) -> str:
    """How a call as the user ends."""
    try:
        kick.as_user("alice").users.get()
    except KickError as error:
        return str(error)
    return "answered"


def main() -> None:
    """Call with a full disk, and again when there is room; then as a process without a past."""
    told: list[object] = []
    with SQLiteStore(sys.argv[1], keys=STORE_KEY) as store:
        for step in ("begin", "replace"):
            scene = Scene(store)
            disk = Disk(step)
            with scene.kick(WatchedStore(store, disk.before)) as kick:
                scene.log_in(kick)
                scene.mock.clock.advance(TWO_HOURS)
                told.append((outcome(kick), scene.asked()))
                disk.make_room()
                told.append((outcome(kick), scene.asked()))
            told.append((outcome(scene.kick()), scene.asked()))
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
