"""The programs for users of other languages run as the page shows them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

import httpx
import pytest

from conformance.suite.control import Control
from conformance.suite.target import Target, started_mock
from conformance.tests.mock.mock_wire import free_port
from scripts.documents import ROOT

FOLDER = ROOT / "examples" / "any_language"
PAGE = ROOT / "docs" / "mock.md"
GIFTS = "channel.subscription.gifts"
JSON = {"Content-Type": "application/json"}


def tool(name: str) -> str:
    """A program of the system; without it the test is skipped."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.fixture
def target() -> Generator[Target]:
    """A mock over real sockets."""
    with started_mock() as running:
        yield running


def environment(target: Target, **more: str) -> dict[str, str]:
    """What the programs are told."""
    assert target.control_url
    return {
        **os.environ,
        "KICK_ID_URL": target.id_url,
        "KICK_API_URL": target.api_url,
        "KICK_CONTROL_URL": target.control_url,
        **more,
    }


def printed(target: Target, interpreter: str, program: str) -> str:
    """What a program prints that goes well."""
    done = subprocess.run(
        [tool(interpreter), str(FOLDER / program)],
        env=environment(target),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_tour_shows_what_it_says(target: Target) -> None:
    """With curl alone: a token, a channel, an event, a fault, time, and the reason why."""
    tool("curl")
    shown = printed(target, "bash", "tour.sh")
    for seen in (
        '"slug":"alice"',
        '"subscription_id":"',
        '"gifter":',
        "Kick-Event-Signature",
        '"message":"internal server error"',
        '"message":"Unauthorized"',
        "the access token has expired",
    ):
        assert seen in shown


def test_the_login_goes_the_whole_way(target: Target) -> None:
    """In JavaScript: consent, exchange, a refresh, and the end of the used token."""
    shown = printed(target, "node", "login.mjs")

    assert shown in PAGE.read_text("utf-8")
    assert "the same refresh token again: 401" in shown


def python(_folder: Path) -> Sequence[str]:
    """How to run the receiver in Python."""
    return [sys.executable, "-W", "error", str(FOLDER / "receiver.py")]


def node(_folder: Path) -> Sequence[str]:
    """How to run the receiver in JavaScript."""
    return [tool("node"), str(FOLDER / "receiver.mjs")]


def go(folder: Path) -> Sequence[str]:
    """How to run the receiver in Go."""
    program = folder / "receiver"
    told = {**os.environ, "GOCACHE": str(folder / "cache"), "GOFLAGS": "-mod=mod"}
    build = [tool("go"), "build", "-o", str(program), str(FOLDER / "receiver.go")]
    subprocess.run(build, env=told, check=True, timeout=300)
    return [str(program)]


@pytest.mark.parametrize("command", [python, node, go])
def test_a_receiver_knows_what_is_genuine(
    target: Target, command: Callable[[Path], Sequence[str]], tmp_path: Path
) -> None:
    """A signed event is taken, one with a wrong signature refused, and each body form verifies; so
    does a claim of drops, whose headers are others."""
    with (
        free_port() as port,
        subprocess.Popen(
            command(tmp_path),
            env=environment(target, PORT=str(port)),
            stdout=subprocess.PIPE,
            text=True,
        ) as running,
        Control(str(target.control_url)) as control,
    ):
        try:
            assert running.stdout is not None
            assert running.stdout.readline() == "listening\n"
            url = f"http://127.0.0.1:{port}/kick"
            outcomes = [
                control.delivered(GIFTS, to=url, trouble=trouble)
                for trouble in ({"bad_signature": True}, {"form": "spaced"}, {"age": 60})
            ]
            outcomes.append(control.delivered("drops.claim", to=url))
        finally:
            running.kill()

    assert outcomes == [403, 200, 200, 200]


def test_the_page_shows_these_programs() -> None:
    """Letter for letter, each under the name of its file."""
    page = PAGE.read_text("utf-8")
    shown = re.findall(r"<!-- from (\S+) -->\n```\w+\n(.*?)```", page, re.DOTALL)

    assert {Path(name).name for name, _ in shown} >= {
        "login.mjs",
        "receiver.py",
        "receiver.mjs",
        "receiver.go",
        "tour.sh",
    }
    for name, snippet in shown:
        assert snippet in (ROOT / name).read_text("utf-8"), name


def section(title: str) -> str:
    """What stands under a title of the page."""
    return PAGE.read_text("utf-8").split(f"\n### {title}\n")[1].split("\n#")[0]


def test_faults_of_the_page_can_be_armed(target: Target) -> None:
    """Each body of the table, as it stands there."""
    bodies = re.findall(r"`(\{.+?\})`", section("Faults of your own"))

    assert len(bodies) > 15
    for body in bodies:
        armed = httpx.post(f"{target.control_url}/faults", content=body, headers=JSON)
        assert armed.status_code == 201, body


def test_other_requests_of_the_page_are_understood(target: Target) -> None:
    """Each with its body; only a hold of that id is not there."""
    sent = re.findall(r"`([A-Z]+) (/\S+)`(?: `(\{.+?\})`)?", section("Holds, ends and counts"))

    answers = [
        httpx.request(method, f"{target.control_url}{path}", content=body, headers=JSON).status_code
        for method, path, body in sent
    ]
    assert [path for _, path, _ in sent][:2] == ["/holds", "/holds/release"]
    assert answers == [200, 404, 200, 200, 200, 200]
