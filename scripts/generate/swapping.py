"""New outputs put in place as one, so that a run killed at any moment can be undone.

Three states, each left by one rename: nothing (no swap is under way), a backup (outputs are being
moved; whatever happens, undo), a spent backup (all are in place; it only waits to be deleted).
Whoever calls holds the lock of `scripts.generate.__main__`.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

_FRESH = "fresh.json"
"""In the backup: the outputs that had no predecessor, which undoing takes away again."""


@dataclass(frozen=True)
class Swap:
    """Moves outputs, given as paths below ``root``, and keeps their predecessors meanwhile."""

    root: Path
    backup: Path
    outputs: Sequence[str]

    @property
    def interrupted(self) -> bool:
        """Whether an earlier swap did not come to its end."""
        return self.backup.exists()

    def run(self, aside: Path) -> None:
        """Put the outputs built aside in place; if any cannot be moved, all stays as it was."""
        self._begin()
        try:
            for output in self.outputs:
                if (self.root / output).exists():
                    _move(self.root / output, self.backup / output)
                _move(aside / output, self.root / output)
        except BaseException:
            self.undo()
            raise
        self._end()

    def undo(self) -> None:
        """Bring everything back; may itself be killed and done again."""
        fresh = self._fresh()
        for output in self.outputs:
            kept, place = self.backup / output, self.root / output
            if kept.exists() or output in fresh:
                _remove(place)
            if kept.exists():
                _move(kept, place)
        self._end()

    def clean(self) -> None:
        """Delete what a run left that was killed while it tidied up."""
        _remove(self._aside("new"))
        _remove(self._aside("done"))

    def _begin(self) -> None:
        self.clean()
        new = self._aside("new")
        new.mkdir(parents=True)
        fresh = [output for output in self.outputs if not (self.root / output).exists()]
        (new / _FRESH).write_text(json.dumps(fresh), encoding="utf-8")
        new.replace(self.backup)

    def _end(self) -> None:
        """From here on the backup is spent: a half-deleted one must never be brought back."""
        spent = self._aside("done")
        _remove(spent)
        self.backup.replace(spent)
        shutil.rmtree(spent, ignore_errors=True)

    def _fresh(self) -> list[str]:
        listed = self.backup / _FRESH
        return cast("list[str]", json.loads(listed.read_text("utf-8"))) if listed.exists() else []

    def _aside(self, state: str) -> Path:
        return self.backup.with_name(f"{self.backup.name}-{state}")


def _remove(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    elif place.exists():
        place.unlink()


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)
