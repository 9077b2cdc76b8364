"""Schemathesis as a process: a program and not a library, so that its hooks, its settings and its
patience end with it.

To load it takes longer than to test a few operations. So where the system can, the process is a
fork of one that has loaded it once and does nothing else.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from multiprocessing.process import BaseProcess
from pathlib import Path

PRELOADED = (
    "httpx",
    "yaml",
    "schemathesis.cli.commands.run.executor",
    "schemathesis.engine.core",
    "schemathesis.engine.run.unit",
    "schemathesis.generation.hypothesis.builder",
    "schemathesis.specs.openapi.coverage._operation",
    "schemathesis.specs.openapi.schemas",
)
"""What a run loads late and is best loaded before."""

_Process: type[BaseProcess] = multiprocessing.get_context("spawn").Process
if "forkserver" in multiprocessing.get_all_start_methods():
    _Process = multiprocessing.get_context("forkserver").Process
    multiprocessing.set_forkserver_preload([__name__, *PRELOADED])


def started(
    arguments: Sequence[str], environment: Mapping[str, str], workplace: Path, said: Path
) -> BaseProcess:
    """Start it.

    Args:
        arguments: of its command line.
        environment: what is added to ours.
        workplace: a folder in which it may leave what it likes.
        said: the file that gets what it prints.
    """
    process = _Process(target=_run, args=(arguments, environment, workplace, said))
    process.start()
    return process


def _run(
    arguments: Sequence[str], environment: Mapping[str, str], workplace: Path, said: Path
) -> None:
    """The life of the process; its exit code is of no interest, as its report tells all."""
    from schemathesis.cli import schemathesis  # not loaded where nothing is tested

    os.environ.update(environment)
    os.chdir(workplace)
    with said.open("w", encoding="utf-8") as out, redirect_stdout(out), redirect_stderr(out):
        schemathesis(list(arguments))
