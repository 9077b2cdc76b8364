"""A process of the benches: it is told lines of JSON and answers each with one."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack
from typing import Any

from scripts.documents import ROOT


class Child:
    """``python -m scripts.bench.NAME``; it is killed with the subject."""

    def __init__(self, stack: ExitStack, name: str, *arguments: str) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", f"scripts.bench.{name}", *arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._process = stack.enter_context(process)
        stack.callback(process.kill)

    def tell(self, word: object) -> None:
        """Send it a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(word) + "\n")
        self._process.stdin.flush()

    def told(self) -> Any:
        """Its next line."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("a child has ended")
        return json.loads(line)


def heard() -> Any:
    """In the child: the next line, or None at the end."""
    line = sys.stdin.readline()
    return json.loads(line) if line else None


def tell(word: object) -> None:
    """In the child: answer."""
    print(json.dumps(word), flush=True)
