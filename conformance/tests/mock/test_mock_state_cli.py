"""``kickwire-mock serve --state FILE``, as a child process."""

from __future__ import annotations

import json
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from conformance.tests.mock.mock_commands import environment, first_line, one_line, running

SIGNALS = [signal.SIGTERM, signal.SIGINT]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where there is no file yet."""
    return tmp_path / "state.json"


def refused(file: Path, *arguments: str) -> str:
    """The line with which a mock does not start."""
    with running("serve", "--json", "--state", str(file), *arguments) as process:
        out, err = process.communicate(timeout=30)
    return one_line(process.returncode, out, err)


def test_a_mock_goes_on_where_it_was_stopped(file: Path) -> None:
    """Whatever signal stops it, its state is there at the next start, its seed and profile too; who
    asks for another profile is told that it does not count."""
    seen: list[dict[str, Any]] = []
    options = ("--seed", "7", "--profile", "docs")
    for number, arguments in zip([*SIGNALS, signal.SIGTERM], [options, (), ()], strict=True):
        with running("serve", "--json", "--state", str(file), *arguments) as process:
            ready = json.loads(first_line(process))
            control = ready["control_url"]
            seen.append(httpx.get(f"{control}/state").json())
            name = f"user-{len(seen)}"
            assert httpx.post(f"{control}/users", json={"name": name}).status_code == 201
            process.send_signal(number)
            rest = process.communicate(timeout=30)
        assert (process.returncode, *rest) == (0, "", "")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with running("serve", "--json", "--state", str(file), "--profile", "strict") as process:
        first_line(process)
        process.terminate()
        _, told = process.communicate(timeout=30)
    assert "(seed 7, profile docs); --profile does not count" in told
    people = [[name for name, _ in each["world"]["users"]["_by_name"][3:]] for each in seen]
    assert people == [[], ["user-1"], ["user-1", "user-2"]]
    assert {each["settings"]["profile"] for each in seen} == {"docs"}
    assert {each["world"]["token"] for each in seen} == {seen[0]["world"]["token"]}


def test_the_ready_line_is_that_of_the_restored_mock(file: Path) -> None:
    """Token and users are those that clients will meet."""
    for expected in (["alice", "bob", "carol"], ["alice", "bob", "carol", "dana"]):
        with running("serve", "--json", "--state", str(file)) as process:
            ready = json.loads(first_line(process))
            assert ready["users"] == expected
            httpx.post(f"{ready['control_url']}/users", json={"name": "dana"})
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)


def test_a_request_in_flight_is_in_the_state(file: Path) -> None:
    """What was answered before the server closed is saved, though its client never left."""
    with running("serve", "--json", "--state", str(file)) as process:
        control = json.loads(first_line(process))["control_url"]
        with httpx.Client() as client:
            assert client.post(f"{control}/users", json={"name": "dana"}).status_code == 201
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)
    assert b'"dana"' in file.read_bytes()


@pytest.mark.parametrize("number", SIGNALS)
def test_a_second_signal_does_not_interrupt_the_saving(file: Path, number: signal.Signals) -> None:
    """Whoever presses Ctrl+C twice loses nothing."""
    script = (
        "import os, sys; from kickwire_mock.cli import main; sync = os.fsync\n"
        "def slow(descriptor):\n"
        f"    os.kill(os.getpid(), {int(number)})\n"
        "    sync(descriptor)\n"
        "os.fsync = slow\n"
        "main(['serve', '--json', '--state', sys.argv[1]])"
    )
    command = [sys.executable, "-c", script, str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as process:
        first_line(process)
        process.send_signal(number)
        assert process.wait(timeout=30) == 0
    assert b'"alice"' in file.read_bytes()


def test_a_file_that_is_no_state_keeps_the_mock_from_starting(file: Path) -> None:
    """One line, status 2, and the file is as it was."""
    file.write_bytes(b'{"format": "kickwire-mock state", "version": 1, "worl')
    before = file.read_bytes()
    assert f"state file {file}: it holds no JSON, or not all of it" in refused(file)
    assert file.read_bytes() == before


def test_a_state_that_cannot_be_saved_is_told_at_the_end(file: Path) -> None:
    """One line, status 2; what somebody else has put there is not overwritten."""
    with running("serve", "--json", "--state", str(file)) as process:
        first_line(process)
        file.write_bytes(b"mine")
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
    assert "somebody else changed it; this mock's state is in " in one_line(
        process.returncode, out, err
    )
    assert file.read_bytes() == b"mine"


def test_the_state_can_be_saved_while_the_mock_runs(file: Path) -> None:
    """A mock that is killed has lost nothing that was saved before."""
    with running("serve", "--json", "--state", str(file)) as process:
        control = json.loads(first_line(process))["control_url"]
        httpx.post(f"{control}/users", json={"name": "dana"})
        assert httpx.post(f"{control}/state/save", json={}).json() == {"status": "ok"}
        process.kill()
        process.wait(timeout=30)
    assert b'"dana"' in file.read_bytes()
