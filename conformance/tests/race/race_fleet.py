"""Several processes that share one SQLite file."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from kickwire import SQLiteStore

from conformance.suite.target import Target
from conformance.tests.race.race_callers import PATIENCE
from conformance.tests.race.race_world import World
from scripts.documents import ROOT

KEY = "d29ydGhsZXNzLXdvcnRobGVzcy13b3J0aGxlc3MtMDE="


class Process:
    """One of them. It ends with its stdin, or is killed.

    Args:
        settings: see `race_process`.
    """

    def __init__(self, settings: dict[str, Any]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "conformance.tests.race.race_process"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.tell(settings)

    def tell(self, line: object) -> None:
        """Tell it one line."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(line) + "\n")
        self._process.stdin.flush()

    def told(self) -> Any:
        """The next thing it tells."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the process has ended"
        return json.loads(line)

    def end(self) -> None:
        """Tell it that no round follows."""
        assert self._process.stdin is not None
        self._process.stdin.close()

    def close(self) -> None:
        """Wait until it has ended, or end it."""
        with self._process:
            try:
                self._process.wait(PATIENCE)
            finally:
                self._process.kill()


class Fleet:
    """Eight processes on one file: four call from threads, four from tasks.

    Args:
        target: the mock.
        path: the file.
    """

    def __init__(self, target: Target, path: Path) -> None:
        self.path = path
        self._stack = ExitStack()
        settings = {
            "client_id": target.client_id,
            "client_secret": target.client_secret,
            "id_url": target.id_url,
            "api_url": target.api_url,
            "path": str(path),
            "keys": KEY,
        }
        self._processes: list[Process] = []
        for kind in ("threads", "tasks") * 4:
            process = Process({**settings, "kind": kind})
            self._stack.callback(process.close)
            self._processes.append(process)
        assert [process.told() for process in self._processes] == ["ready"] * 8

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.end()
        self._stack.close()

    def store(self) -> SQLiteStore:
        """Another store on the file."""
        return SQLiteStore(self.path, keys=KEY)

    def begin(
        self,
        world: World,
        account: str | None,
        *,
        callers: int,
        processes: int = 8,
        together: bool = False,
    ) -> Round:
        """Let so many callers in so many processes call at once.

        Args:
            world: whose time it is.
            account: None for the app.
            callers: in each process.
            processes: how many.
            together: whether all of them find that they have to wait for a renewal.
        """
        chosen = self._processes[:processes]
        for process in chosen:
            process.tell(
                {"now": world.now, "account": account, "callers": callers, "together": together}
            )
        return Round(chosen)


class Round:
    """Calls that are under way in several processes."""

    def __init__(self, processes: list[Process]) -> None:
        self._processes = processes

    def all_wait(self) -> None:
        """Return when all of them wait for a renewal."""
        assert [each.told() for each in self._processes] == ["waiting"] * len(self._processes)

    def failures(self) -> list[str]:
        """What they were told that was no answer, when all of them have ended."""
        return [failure for process in self._processes for failure in process.told()]
