"""What a terminal shows, and what it must not be shown."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import termios
from collections.abc import Callable, Mapping

import httpx
import pytest
from kickwire_mock import RunningServer
from kickwire_mock.commands.screen import Plain, padded, plain

from conformance.tests.mock.mock_commands import COMMAND, PATIENCE, Shell, environment
from conformance.tests.mock.mock_hook import Answer, Hook, said

ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
COLOUR = re.compile(r"\x1b\[(?:\d+;)*3[0-7]m")


def terminal(
    *arguments: str,
    columns: int = 120,
    until: str | None = None,
    variables: Mapping[str, str] | None = None,
) -> tuple[int, str]:
    """Run a command on a terminal; its status, and all that it wrote.

    Args:
        arguments: of the command.
        columns: of the terminal.
        until: interrupt the command once this was written; None lets it end by itself.
        variables: of the environment.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    told = environment(**{"TERM": "xterm-256color", "NO_COLOR": "", **(variables or {})})
    for size in ("COLUMNS", "LINES"):  # which would go before the terminal's own
        told.pop(size, None)
    process = subprocess.Popen(
        [*COMMAND, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=told
    )
    os.close(theirs)
    written = b""
    with os.fdopen(ours, "rb", buffering=0) as reader:
        while chunk := _read(reader.fileno()):
            written += chunk
            if until is not None and until in ESCAPE.sub("", written.decode("utf-8", "ignore")):
                process.send_signal(signal.SIGINT)
                until = None
    return process.wait(timeout=PATIENCE), written.decode().replace("\r\n", "\n")


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # on Linux the end of the other side
        return b""


def words(written: str) -> str:
    """What is left when colours and cursors are taken away."""
    return ESCAPE.sub("", written)


@pytest.mark.parametrize(
    "arguments",
    [
        ["seed"],
        ["quirks", "--kind", "fault"],
        ["quirks", "refresh_reuse_policy"],
        ["event", "list"],
        ["journal"],
        ["reset"],
        ["event", "trigger", "channel.followed"],
    ],
)
def test_a_terminal_gets_colours_and_a_pipe_none(
    shell: Shell, served: RunningServer, arguments: list[str]
) -> None:
    """The same words for both; what is written into a pipe is plain text."""
    headers = {"Authorization": f"Bearer {served.token}"}
    assert httpx.get(f"{served.api_url}/public/v1/users", headers=headers).status_code == 200
    status, painted = terminal(*arguments)
    bare = shell(*arguments).out

    assert status == 0
    assert COLOUR.search(painted)
    assert "\x1b" not in bare
    assert set(re.findall(r"[a-z]{4,}", bare)) <= set(re.findall(r"[a-z]{4,}", words(painted)))


@pytest.mark.parametrize("more", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_who_wants_no_colour_gets_none(
    shell: Shell, served: RunningServer, more: dict[str, str]
) -> None:
    """`NO_COLOR` (no-color.org), and terminals that can do without."""
    _, written = terminal("seed", variables=more)

    assert COLOUR.search(written) is None
    assert "alice@example.com" in written


def test_json_on_a_terminal_is_json(shell: Shell, served: RunningServer) -> None:
    """Programs may run in terminals."""
    _, written = terminal("seed", "--json")

    assert written.startswith("{")
    assert "\x1b" not in written


def test_serve_shows_a_panel_and_what_to_try(shell: Shell) -> None:
    """Addresses, credentials, the dashboard, and two whole lines to copy; Ctrl+C is a clean end."""
    status, written = terminal("serve", until="event trigger", columns=60)
    shown = words(written)

    assert status == 0
    assert COLOUR.search(written)
    for seen in ("kickwire-mock", "is ready", "Ctrl+C stops it", "client_secret", "Dashboard"):
        assert seen in shown
    (curl,) = re.findall(r"^  (curl .*)$", shown, re.MULTILINE)
    assert re.fullmatch(r'curl -H "Authorization: Bearer \w+" http://\S+/public/v1/users', curl)
    assert "  kickwire-mock event trigger channel.followed --to http://localhost:8080/" in shown


def test_a_verdict_is_shown_with_its_progress(
    shell: Shell, served: RunningServer, hook: Callable[[Answer], Hook]
) -> None:
    """Something turns while it takes its time; then a table and the sum."""
    status, written = terminal("event", "verify", hook(said(200)).url)

    assert status == 1
    assert "judging http://" in words(written)
    assert re.search(r"22 checks: .+ failed", words(written))


def test_a_narrow_terminal_breaks_no_words(shell: Shell, served: RunningServer) -> None:
    """Where columns have no room, each row is told in lines of its own."""
    wide, narrow = (words(terminal("quirks", columns=columns)[1]) for columns in (200, 60))

    assert "webhook_null_and_missing_fields" in narrow
    assert re.search(r"^webhook_2xx_meaning +setting$", narrow, re.MULTILINE)
    assert "now only_200" in " ".join(narrow.split())
    assert re.search(r"webhook_2xx_meaning +setting +webhooks", wide)


HOSTILE = "\x1b]0;owned\x07\x1b[2J\r\n\x9b31m\u202enwod\u200b"


def test_a_receiver_cannot_drive_the_terminal(
    shell: Shell, served: RunningServer, hook: Callable[[Answer], Hook]
) -> None:
    """Whatever it answers is shown, and nothing of it is obeyed."""
    receiver = hook(said(200, HOSTILE.encode()))
    arguments = ("event", "trigger", "channel.followed", "--to", receiver.url)
    _, painted = terminal(*arguments)
    bare = shell(*arguments).out

    for written in (words(painted), bare):
        assert "owned" in written
        assert not [each for each in "\x1b\x07\x9b\u202e\u200b" if each in written]


def test_a_name_cannot_drive_the_terminal(shell: Shell, served: RunningServer) -> None:
    """Nor can markup of the library that draws."""
    app = served.mock.add_app(f"[red]{HOSTILE}[/red]", redirect_uris=["http://localhost/"])
    arguments = ("event", "trigger", "channel.followed", "--app", app.client_id, "--to")
    _, painted = terminal(*arguments, "http://127.0.0.1:9/")

    assert "[red]" in words(painted)
    assert "\x1b]0" not in painted
    assert "\u202e" not in painted


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("Grüße", "Grüße"),
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("a\nb\tc", "a\\nb\\tc"),
        ("\x7f\x85\u2028", "\\x7f\\x85\\u2028"),
        ("\ud800", "\\ud800"),
    ],
)
def test_what_a_terminal_would_obey_is_shown_as_an_escape(text: str, shown: str) -> None:
    """Every character that has no shape of its own."""
    assert plain(text) == plain((text, "good")) == shown


def test_columns_have_two_spaces_between(capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing at the ends of lines."""
    Plain().table(["a", "long title"], [["word", ("x", "good")], ["", "y"]])

    assert capsys.readouterr().out == "A     LONG TITLE\nword  x\n      y\n"
    assert padded(["a", ("b", "bad")], [2, 1]) == [("a   ", ""), ("b  ", "bad")]


def test_an_encoding_that_lacks_a_character_is_no_traceback(
    shell: Shell, served: RunningServer
) -> None:
    """A question mark stands in its place."""
    app = served.mock.add_app("Zwölf", redirect_uris=["http://localhost/"])
    done = subprocess.run(
        [
            *COMMAND,
            "event",
            "trigger",
            "channel.followed",
            "--app",
            app.client_id,
            "--to",
            "http://127.0.0.1:9/",
        ],
        capture_output=True,
        env=environment(PYTHONIOENCODING="ascii"),
        check=False,
    )

    assert (done.returncode, done.stderr) == (1, b"")  # nobody listens there
