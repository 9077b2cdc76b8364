"""How commands find the mock that runs, and speak to it."""

from __future__ import annotations

import json
import os
import signal
import stat
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from kickwire_mock import RunningServer, start_server
from kickwire_mock.commands import notes
from kickwire_mock.commands.notes import Running

from conformance.tests.mock.mock_commands import Shell, first_line, running
from conformance.tests.mock.mock_hook import Answer, Hook, Taken
from conformance.tests.mock.mock_wire import free_port

pytestmark = pytest.mark.skipif(os.name != "posix", reason="folders belong to users there")


def notes_in(shell: Shell) -> list[Path]:
    """The notes that were left."""
    return sorted((shell.runtime / "kickwire-mock").glob("*"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_mock_is_found_while_it_runs(shell: Shell, number: signal.Signals) -> None:
    """`serve` leaves a note that only this person can read, without secrets, and takes it away."""
    with running("serve", "--json") as process:
        ready = json.loads(first_line(process))
        (note,) = notes_in(shell)
        told = json.loads(note.read_text())
        found = shell("seed", "--json").json
        process.send_signal(number)
        process.communicate(timeout=60)

    assert told == {
        "control_url": ready["control_url"],
        "for_program": True,
        "pid": process.pid,
    }
    assert (found["api_url"], found["token"]) == (ready["api_url"], ready["token"])
    assert notes_in(shell) == []
    assert "no mock runs on this computer" in shell.fails("reset")


def test_a_note_is_private(shell: Shell) -> None:
    """Neither it nor its folder is open to anybody else."""
    with notes.left(Running("http://127.0.0.1:1/_mock")):
        (note,) = notes_in(shell)
        modes = [stat.S_IMODE(path.stat().st_mode) for path in (note, note.parent)]

    assert modes == [0o600, 0o700]


def test_a_killed_mock_is_not_found(shell: Shell) -> None:
    """Its note, which nobody could take away, is removed by the next command."""
    with running("serve", "--json") as process:
        first_line(process)
        process.kill()
        process.wait(timeout=60)

        assert len(notes_in(shell)) == 1
        assert "no mock runs" in shell.fails("reset")
        assert notes_in(shell) == []


def test_a_process_that_has_taken_the_number_is_no_mock(shell: Shell) -> None:
    """A note counts only if its process lives and somebody listens at its address."""
    with free_port() as port, notes.left(Running(f"http://127.0.0.1:{port}/_mock")):
        assert notes.running() == []
        assert notes_in(shell) == []


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"pid": 1}', b'{"pid": "x", "control_url": "y"}', b"\xff"]
)
def test_a_damaged_note_is_passed_over(shell: Shell, served: RunningServer, content: bytes) -> None:
    """What is no note is left alone, and hides no mock."""
    strange = shell.runtime / "kickwire-mock" / "x.json"
    strange.write_bytes(content)

    assert notes.running() == [Running(served.control_url)]
    assert strange.exists()


def test_of_several_mocks_one_has_to_be_named(shell: Shell, served: RunningServer) -> None:
    """The line lists them all, the newest first, each as it is to be given."""
    with start_server() as other, notes.left(Running(other.control_url)):
        os.utime(notes_in(shell)[0], (1, 1))
        line = shell.fails("reset")
        named = shell("seed", "--json", "--control", other.control_url).json
        shell.environment(KICKWIRE_MOCK_CONTROL=served.control_url)
        chosen = shell("seed", "--json").json

    for server in (served, other):
        assert f"--control {server.control_url}" in line
    assert "2 mocks run on this computer; choose one" in line
    assert (named["api_url"], chosen["api_url"]) == (other.api_url, served.api_url)


def test_a_mock_that_a_program_started_is_seldom_meant(shell: Shell, served: RunningServer) -> None:
    """A test run beside it does not take the commands away from the mock that a person started."""
    with start_server() as other, notes.left(Running(other.control_url, for_program=True)):
        found = shell("seed", "--json").json

    assert found["api_url"] == served.api_url


def test_a_folder_that_others_can_write_to_is_not_trusted(shell: Shell) -> None:
    """Nobody can have this person's commands, and the key of the mock, sent somewhere else."""
    folder = shell.runtime / "kickwire-mock"
    folder.mkdir(mode=0o700)
    folder.chmod(0o777)
    (folder / "x.json").write_text(json.dumps({"control_url": "http://127.0.0.1:1", "pid": 1}))

    assert notes.running() == []
    with running("serve", "--json") as process:
        ready = json.loads(first_line(process))
        process.terminate()
        _, err = process.communicate(timeout=60)
    assert f"will need --control {ready['control_url']}" in err
    assert err.count("\n") == 1


def test_a_symlink_is_not_followed(shell: Shell) -> None:
    """The folder has to be one."""
    (shell.runtime / "elsewhere").mkdir()
    (shell.runtime / "kickwire-mock").symlink_to(shell.runtime / "elsewhere")

    with notes.left(Running("http://127.0.0.1:1/_mock")):
        assert list((shell.runtime / "elsewhere").iterdir()) == []


def test_without_a_runtime_folder_notes_are_temporary_files(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The folder then carries the user's number, since others share its parent."""
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr(tempfile, "tempdir", str(shell.runtime))

    with start_server() as server, notes.left(Running(server.control_url)):
        folder = shell.runtime / f"kickwire-mock-{os.getuid()}"
        assert len(list(folder.iterdir())) == 1
        assert notes.running() == [Running(server.control_url)]
    assert capsys.readouterr().err == ""


def answering(status: int, body: bytes, seen: list[str | None]) -> Answer:
    """A control host that says one thing, and notes the key that it is sent."""

    def answer(handler: Taken) -> None:
        """Say it."""
        seen.append(handler.headers["authorization"])
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def control_of(stack: ExitStack, status: int, body: bytes) -> tuple[str, list[str | None]]:
    """The address of such a host, and the keys that it was sent."""
    seen: list[str | None] = []
    hook = Hook(answering(status, body, seen))
    stack.callback(hook.close)
    return hook.url.removesuffix("/kick"), seen


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    """Closes what was opened."""
    with ExitStack() as opened:
        yield opened


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (200, b"<html>", "is no kickwire-mock"),
        (200, b"[]", "is no kickwire-mock"),
        (404, b"{}", "is no kickwire-mock"),
        (500, b'{"error": 5}', "is no kickwire-mock"),
        (401, b"", "wants its key: set KICKWIRE_MOCK_KEY, or give --control-key-file"),
        (400, b'{"error": "that\\u001b[2J cannot be"}', "that\\x1b[2J cannot be."),
    ],
)
def test_what_does_not_answer_like_a_mock_is_told_in_one_line(
    shell: Shell, stack: ExitStack, status: int, body: bytes, words: str
) -> None:
    """Whatever it says, and whatever a terminal would make of it."""
    url, _ = control_of(stack, status, body)

    assert words in shell.fails("reset", "--control", url)


def test_a_mock_that_is_gone_is_one_line(shell: Shell) -> None:
    """Where it was looked for, and how to start or name one."""
    with free_port() as port:
        line = shell.fails("reset", "--control", f"http://127.0.0.1:{port}")

    assert f"no mock answers at http://127.0.0.1:{port}/_mock: connection refused" in line
    assert "kickwire-mock serve" in line


@pytest.mark.parametrize(
    "url",
    [
        "",
        "8403",
        "127.0.0.1:8403",
        "ftp://x",
        "http://",
        "http://x:0",
        "http://x:70000",
        "http://a b/",
        "http://[::1",
        "http://user:secret@x",
    ],
)
def test_an_address_that_is_none_is_one_line(shell: Shell, url: str) -> None:
    """With an example of one."""
    assert "is not the address of a control host" in shell.fails("reset", "--control", url)


def test_the_address_is_taken_with_and_without_its_path(
    shell: Shell, served: RunningServer
) -> None:
    """As the ready line has it, as a browser shows it, or bare."""
    bare = served.control_url.removesuffix("/_mock")
    for url in (bare, f"{bare}/", f"{bare}/_mock", f"{bare}/_mock/"):
        shell("reset", "--control", url)


def test_the_key_is_sent_and_never_shown(shell: Shell, stack: ExitStack) -> None:
    """From the environment or, before that, from a file; a wrong one is not quoted."""
    url, seen = control_of(stack, 200, b'{"status": "ok"}')
    file = shell.runtime / "key"
    file.write_text("from-a-file\n")

    shell("reset", "--control", url)
    shell.environment(KICKWIRE_MOCK_KEY="from-outside")
    shell("reset", "--control", url)
    shell("reset", "--control", url, "--control-key-file", str(file))
    assert seen == [None, "Bearer from-outside", "Bearer from-a-file"]

    for wrong in ("zwölf-secret", "two\nlines-secret", "\x07secret"):
        shell.environment(KICKWIRE_MOCK_KEY=wrong)
        line = shell.fails("reset", "--control", url)
        assert "printable ASCII" in line
        assert "secret" not in line
    file.write_bytes(b"\xff\xfe")
    for path in (file, shell.runtime, shell.runtime / "nothing"):
        line = shell.fails("reset", "--control", url, "--control-key-file", str(path))
        assert str(path) in line


def test_a_mock_that_wants_a_key_gets_it_from_the_environment(shell: Shell) -> None:
    """`serve` and the other commands look in the same place."""
    key = "worthless-but-long"
    with running("serve", "--json", KICKWIRE_MOCK_KEY=key) as process:
        ready = json.loads(first_line(process))
        refused = shell.fails("reset")
        shell.environment(KICKWIRE_MOCK_KEY=key)
        shell("reset")
        told = shell("seed", "--json").json

    assert "wants its key" in refused
    assert told["token"] == ready["token"]


def test_a_key_that_was_made_up_is_shown_to_people(shell: Shell) -> None:
    """As a line to copy, since no other command could speak to the mock without it."""
    with running("serve", "--host", "0.0.0.0") as process:
        assert process.stdout is not None
        lines = list(
            iter(
                process.stdout.readline,
                "  kickwire-mock event trigger channel.followed "
                "--to http://localhost:8080/webhooks\n",
            )
        )
        (line,) = [line for line in lines if "export" in line]
        name, _, key = line.removeprefix("  export ").strip().partition("=")
        shell.environment(**{name: key})
        shell("reset")

    assert name == "KICKWIRE_MOCK_KEY"
