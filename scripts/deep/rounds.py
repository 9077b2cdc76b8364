"""A round: a piece of a part that is done with one seed, and what came of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scripts.documents import ROOT

_PATIENCE = 600


@dataclass(frozen=True)
class Round:
    """What came of a round."""

    name: str
    """What was run, in a few words."""
    seed: int
    """With which it is the first of its part."""
    counted: Mapping[str, int] = field(default_factory=dict[str, int])
    """How much of what; is summed up over the rounds."""
    failures: Sequence[str] = ()
    """What did not hold, a line each."""
    said: str = ""
    """How to see it again: long."""
    note: str = ""
    """A figure that cannot be summed up; the last one of a name is shown."""


def run_tests(paths: Sequence[str], seed: int) -> Round:
    """Run tests; properties draw by the seed.

    Args:
        paths: files, folders or ids of tests.
        seed: for what is drawn.
    """
    options = ["-q", "-n0", "-p", "no:cacheprovider", "-p", "scripts.deep.drawn"]
    command = [sys.executable, "-m", "pytest", *options, f"--hypothesis-seed={seed}", *paths]
    name = f"{len(paths)} test files" if len(paths) > 1 else paths[0]
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": str(seed % 2**32)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=_PATIENCE,
        )
    except subprocess.TimeoutExpired:
        return Round(name, seed, failures=[f"{name}: not done after {_PATIENCE} s"])
    passed = re.search(r"(\d+) passed", done.stdout)
    counted = {"tests": int(passed[1]) if passed else 0}
    failures = re.findall(r"^(?:FAILED|ERROR) .*", done.stdout, re.MULTILINE)
    if done.returncode and not failures:
        failures = [f"{name}: pytest ended with {done.returncode}"]
    return Round(name, seed, counted, failures, done.stdout if failures else "")
