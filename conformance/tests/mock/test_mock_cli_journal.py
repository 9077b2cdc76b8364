"""``journal``, at once and while it goes on."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from kickwire_mock import RunningServer
from kickwire_mock.cli import main
from kickwire_mock.commands.reading import Reader
from kickwire_mock.commands.remote import Remote
from kickwire_mock.world.state import SEED_APP

from conformance.tests.mock.mock_commands import PATIENCE, Shell, running

USERS, TOKEN = "/public/v1/users", "/oauth/token"


def ask(server: RunningServer, *, token: str | None = None) -> None:
    """Ask the API who somebody is."""
    headers = {"Authorization": f"Bearer {token or server.token}"}
    httpx.get(server.api_url + USERS, headers=headers)


def refuse(server: RunningServer) -> None:
    """Ask for a token with a wrong secret, and be refused."""
    form = {"grant_type": "client_credentials", "client_id": SEED_APP[0], "client_secret": "wr0ng"}
    assert httpx.post(server.id_url + TOKEN, data=form).status_code == 401


def test_a_request_is_a_line(shell: Shell, served: RunningServer) -> None:
    """Time, host, method, path, status, who, and why it was refused, which Kick never tells."""
    ask(served)
    refuse(served)
    httpx.get(f"{served.api_url}/nowhere")
    rows = shell("journal").rows

    assert rows[0] == ["2026-01-01T00:00:00Z", "api", "GET", USERS, "200", "alice"]
    assert rows[1][1:5] == ["id", "POST", TOKEN, "401"]
    assert rows[1][5:] == ["Example", "app", "client_secret", "is", "wrong"]
    assert rows[2][3:8] == ["(no", "such", "path)", "404", "-"]
    assert rows[2][-1] == "[nonexistent_paths]"


def test_columns_stand_under_each_other(shell: Shell, served: RunningServer) -> None:
    """Wherever a line is long."""
    ask(served)
    refuse(served)
    lines = shell("journal").out.splitlines()

    assert lines[0].index("200") == lines[1].index("401")
    assert lines[0].index("alice") == lines[1].index("Example app")


def test_columns_of_later_lines_stand_under_earlier_ones(
    shell: Shell, served: RunningServer
) -> None:
    """A short host and method first leave room for the longer ones that follow."""
    refuse(served)
    with followed() as (_, line):
        first = line()
        httpx.delete(f"{served.api_url}/x")
        second = line()

    assert first.index(TOKEN) == second.index("(no such path)")


def test_an_operation_that_there_is_not_is_refused(shell: Shell, served: RunningServer) -> None:
    """With the one that was meant, or with all of them."""
    near = shell.fails("journal", "--operation", "getchannels", "--follow")

    assert "no such operation: 'getchannels'; did you mean getChannels?" in near
    assert "no such operation: 'x'; possible: " in shell.fails("journal", "--operation", "x")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "no request so far"),
        (["--refused"], "no such request so far"),
        (["--operation", "consent"], "no such request so far"),
    ],
)
def test_an_empty_journal_is_said_to_be(
    shell: Shell, served: RunningServer, arguments: list[str], words: str
) -> None:
    """It is no mistake; what was looked for is told apart from anything at all."""
    with pytest.raises(SystemExit) as ended:
        main(["journal", *arguments])

    assert ended.value.code == 0
    assert shell.capsys.readouterr().err == f"kickwire-mock: {words}\n"


def test_no_secret_is_shown(shell: Shell, served: RunningServer) -> None:
    """Neither a token nor a client secret, right or wrong."""
    ask(served)
    ask(served, token="t0ken")
    refuse(served)
    shown = shell("journal").out + shell("journal", "--json").out

    assert not [secret for secret in (served.token, "t0ken", "wr0ng") if secret in shown]


def test_the_journal_is_searched(shell: Shell, served: RunningServer) -> None:
    """By operation, by refusal, by place from the end."""
    ask(served)
    refuse(served)
    ask(served, token="x")

    def numbers(*arguments: str) -> list[int]:
        """Of the entries that are told."""
        told = shell("journal", "--json", *arguments).json
        return [each["number"] for each in told["entries"]]

    assert numbers() == [1, 2, 3]
    assert numbers("--operation", "exchangeToken") == [2]
    assert numbers("--refused") == [2, 3]
    assert numbers("--refused", "--last", "1") == [3]
    assert numbers("-n", "0") == []
    assert numbers("-n", "9") == [1, 2, 3]
    assert shell("journal", "-n", "0").out == ""


def test_a_success_is_not_refused(shell: Shell, served: RunningServer) -> None:
    """Although the journal tells what of it changed nothing."""
    headers = {"Authorization": f"Bearer {served.token}"}
    httpx.get(f"{served.api_url}{USERS}?utm=1", headers=headers)
    refuse(served)

    assert "1 unknown query parameter(s) changed nothing" in shell("journal").out
    told = shell("journal", "--refused", "--json").json
    assert [each["status"] for each in told["entries"]] == [401]


def test_a_fault_that_struck_is_named(shell: Shell, served: RunningServer) -> None:
    """With the entry of the ledger that it comes from."""
    served.mock.faults.arm(served.mock.faults.preset("token_empty_400_episode"))
    form = {"grant_type": "client_credentials", "client_id": SEED_APP[0]}
    httpx.post(served.id_url + TOKEN, data=form)
    (line,) = shell("journal").out.splitlines()

    assert line.endswith("[token_empty_400_episode] (fault-1 struck)")


@contextmanager
def followed(*arguments: str) -> Generator[tuple[subprocess.Popen[str], Callable[[], str]]]:
    """`journal --follow` as a child process, and its next line."""
    with running("journal", "--follow", *arguments) as process:
        assert process.stdout is not None
        yield process, process.stdout.readline


def test_following_goes_on_until_somebody_stops_it(shell: Shell, served: RunningServer) -> None:
    """First what was there, then each request as it comes; Ctrl+C is a clean end."""
    ask(served)
    with followed() as (process, line):
        assert USERS in line()
        refuse(served)
        assert "client_secret is wrong" in line()
        ask(served)
        assert "alice" in line()
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=PATIENCE)

    assert (process.returncode, *rest) == (0, "", "")


def test_programs_follow_lines_of_json(shell: Shell, served: RunningServer) -> None:
    """One object for each request, those that were chosen."""
    refuse(served)
    refuse(served)
    with followed("--json", "--refused", "--last", "1") as (_, line):
        first = json.loads(line())
        ask(served)
        refuse(served)
        second = json.loads(line())

    assert [each["operation"] for each in (first, second)] == ["exchangeToken"] * 2
    assert [each["number"] for each in (first, second)] == [2, 4]


def test_a_mock_that_begins_anew_is_followed_all_the_same(
    shell: Shell, served: RunningServer
) -> None:
    """The numbers start at 1 again, and no request is missed or told twice."""
    ask(served)
    with followed() as (_, line):
        line()
        served.mock.reset()
        assert line() == "the mock began anew\n"
        refuse(served)
        assert "client_secret is wrong" in line()


def test_a_mock_that_stops_ends_it(shell: Shell, served: RunningServer) -> None:
    """With status 2 and a line that says so."""
    ask(served)
    with followed() as (process, line):
        line()
        served.close()
        out, err = process.communicate(timeout=PATIENCE)

    assert (process.returncode, out) == (2, "")
    assert f"no mock answers at {served.control_url}: " in err  # refused, or cut off
    assert err.count("\n") == 1


def test_a_reader_that_has_heard_enough_is_no_error(shell: Shell, served: RunningServer) -> None:
    """As in `kickwire-mock journal --follow | head -1`: the command ends, and says nothing."""
    ask(served)
    with followed() as (process, line):
        line()
        assert process.stdout is not None
        process.stdout.close()
        ask(served)
        assert process.stderr is not None
        err = process.stderr.read()
        process.wait(timeout=PATIENCE)

    assert err == ""


@pytest.mark.parametrize("between", [0, 1, 5])
def test_the_reader_sees_each_entry_once(served: RunningServer, between: int) -> None:
    """However many came between two looks."""
    reader = Reader(Remote(served.control_url))
    ask(served)
    seen = [reader.news()]
    for _ in range(between):
        ask(served)
    seen += [reader.news(), reader.news()]

    assert [[each["number"] for each in found] for found, _ in seen] == [
        [1],
        list(range(2, 2 + between)),
        [],
    ]
    assert not any(anew for _, anew in seen)


def test_the_reader_notices_a_new_beginning_whose_numbers_have_caught_up(
    served: RunningServer,
) -> None:
    """The entry that was read last is another one now."""
    reader = Reader(Remote(served.control_url))
    ask(served)
    reader.news()
    served.mock.reset()
    refuse(served)
    refuse(served)
    found, anew = reader.news()

    assert ([each["number"] for each in found], anew) == ([1, 2], True)


class Forgetful(Remote):
    """A mock whose journal keeps less."""

    forgotten = 0

    def get(self, path: str, **query: str | int | None) -> dict[str, Any]:
        """Tell what is left."""
        query["after"] = max(int(query["after"] or 0), self.forgotten)
        return super().get(path, **query)


def test_the_reader_goes_on_behind_what_was_forgotten(served: RunningServer) -> None:
    """Where more came than a journal keeps, the kept ones are told, and nobody began anew."""
    mock = Forgetful(served.control_url)
    reader = Reader(mock)
    ask(served)
    reader.news()
    for _ in range(3):
        ask(served)
    mock.forgotten = 2
    found, anew = reader.news()

    assert ([each["number"] for each in found], anew) == ([3, 4], False)
