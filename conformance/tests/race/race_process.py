"""Another process on the same store: ``python -m conformance.tests.race.race_process``.

Everything comes as lines of JSON: settings first, then one line for each round. A round is answered
with the word ``waiting`` when all callers wait for a renewal (only if the round says that they
will), and then with what they were told.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

from kickwire import App, AsyncKick, Kick, SQLiteStore

from conformance.suite.threads import Outcome
from conformance.tests.race.race_callers import PATIENCE, Answer, Tasks, Threads, failures
from conformance.tests.race.race_world import Waiting


def tell(line: object) -> None:
    """One line of JSON to whoever started this process."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


class Worker:
    """The callers of this process: threads on one `Kick`, or tasks on one `AsyncKick`."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self._now = 0.0
        self._waiting = Waiting()
        self._opened = ExitStack()
        app = App(settings["client_id"], settings["client_secret"])
        store = SQLiteStore(settings["path"], keys=settings["keys"])
        self._opened.callback(store.close)
        options: dict[str, Any] = {
            "id_url": settings["id_url"],
            "api_url": settings["api_url"],
            "clock": lambda: self._now,
            "timeout": PATIENCE,
        }
        self._face: Threads | Tasks
        if settings["kind"] == "threads":
            self._face = Threads(Kick(app, store, **options))
        else:
            self._face = Tasks(AsyncKick(app, store, **options))
        self._opened.callback(self._face.close)

    def close(self) -> None:
        """End it."""
        self._opened.close()

    def round(self, round: dict[str, Any]) -> Sequence[Outcome[Answer]]:
        """So many calls as an account, or as the app."""
        self._now = round["now"]
        self._waiting.forget()

        def meanwhile() -> None:
            if round["together"]:
                self._waiting.until(round["callers"])
                tell("waiting")

        return self._face.calls(round["callers"], round["account"], meanwhile=meanwhile)


def main() -> None:
    """Play rounds until there are no more."""
    worker = Worker(json.loads(sys.stdin.readline()))
    tell("ready")
    for line in sys.stdin:
        tell(failures(worker.round(json.loads(line))))
    worker.close()


if __name__ == "__main__":
    main()
