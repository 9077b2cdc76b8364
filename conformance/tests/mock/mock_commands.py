"""Running ``kickwire-mock``: in this process, or as a child the way other programs do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import kickwire_mock
import pytest
from kickwire_mock.cli import main

COMMAND = [sys.executable, "-m", "kickwire_mock"]
PATIENCE = 60


def environment(**more: str) -> dict[str, str]:
    """That of this process, in which a child finds the mock's package."""
    return {**os.environ, "PYTHONPATH": str(Path(kickwire_mock.__file__).parents[1]), **more}


@contextmanager
def running(*arguments: str, **more: str) -> Generator[subprocess.Popen[str]]:
    """The command as a child process that is gone afterwards."""
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(**more),
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def first_line(process: subprocess.Popen[str]) -> str:
    """The ready line; reading it is all the waiting that is needed."""
    assert process.stdout is not None
    return process.stdout.readline()


def one_line(status: int | str | None, stdout: str, stderr: str) -> str:
    """The one line on stderr of a command that ended with status 2."""
    assert (status, stdout) == (2, "")
    assert stderr.count("\n") == 1
    assert stderr.startswith("kickwire-mock: ")
    return stderr


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    status: int | str | None
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it told a program."""
        return json.loads(self.out)

    @property
    def rows(self) -> list[list[str]]:
        """The words of each line."""
        return [line.split() for line in self.out.splitlines()]


@dataclass(frozen=True)
class Shell:
    """Runs commands in this process, where nobody sees a terminal."""

    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch
    runtime: Path
    """The folder that the system has for what runs."""

    def __call__(self, *arguments: str, status: int = 0) -> Done:
        """Run a command that ends with this status, and says nothing on stderr unless it failed."""
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        out, err = self.capsys.readouterr()
        assert ended.value.code == status, err
        assert status == 2 or not err
        return Done(ended.value.code, out, err)

    def fails(self, *arguments: str) -> str:
        """What is wrong with a command, in one line."""
        done = self(*arguments, status=2)
        return one_line(done.status, done.out, done.err)

    def environment(self, **variables: str) -> None:
        """Set variables of the environment."""
        for name, value in variables.items():
            self.monkeypatch.setenv(name, value)


def by(entries: list[dict[str, Any]], key: str) -> Mapping[str, dict[str, Any]]:
    """Objects by one of their values."""
    return {each[key]: each for each in entries}
