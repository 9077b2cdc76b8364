"""The examples run as they stand, and the README shows nothing that is not in them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Generator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from conformance.suite.control import Control
from conformance.suite.target import Target, started_mock
from scripts.documents import ROOT

LOGIN = ROOT / "examples" / "login.py"
EXAMPLES = sorted(set((ROOT / "examples").glob("*.py")) - {LOGIN})


@pytest.fixture(scope="module")
def target() -> Generator[Target]:
    """A mock over real sockets."""
    with started_mock() as running:
        yield running


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_runs_against_the_mock(target: Target, example: os.PathLike[str]) -> None:
    """Each example is a whole program that ends well and prints something."""
    told = {**os.environ, "KICK_TOKEN": target.token, "KICK_API_URL": target.api_url}

    done = subprocess.run(
        [sys.executable, "-W", "error", os.fspath(example)],
        env=told,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout
    assert target.token not in done.stdout


def test_the_login_example_logs_in(target: Target, tmp_path: Path) -> None:
    """The program of the README takes a pasted callback and knows who logged in."""
    assert target.control_url
    assert target.client_secret
    told = {
        **os.environ,
        "KICK_CLIENT_ID": str(target.client_id),
        "KICK_CLIENT_SECRET": target.client_secret,
        "KICK_ID_URL": target.id_url,
        "KICK_API_URL": target.api_url,
        "KICKWIRE_STORE": str(tmp_path / "tokens.db"),
        "KICKWIRE_STORE_KEYS": Fernet.generate_key().decode(),
    }
    with (
        Control(target.control_url) as control,
        subprocess.Popen(
            [sys.executable, "-W", "error", os.fspath(LOGIN)],
            env=told,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as program,
    ):
        assert program.stdout
        program.stdout.readline()
        callback = control.consent(program.stdout.readline().strip(), "bob")
        output, _ = program.communicate(callback + "\n", timeout=60)

    assert program.returncode == 0, output
    assert "Logged in as bob" in output


def test_the_readme_shows_what_the_examples_do() -> None:
    """Every snippet of Python in the README stands letter for letter in the example it names."""
    readme = (ROOT / "README.md").read_text("utf-8")
    snippets = re.findall(r"<!-- from (\S+) -->\n```python\n(.*?)```", readme, re.DOTALL)

    assert len(snippets) == readme.count("```python")
    for name, snippet in snippets:
        assert textwrap.dedent(snippet) in (ROOT / name).read_text("utf-8"), name


def test_links_of_the_pages_lead_somewhere() -> None:
    """Every relative link in the README and the other pages names a file that exists."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    dead = [
        f"{page.name}: {link}"
        for page in pages
        for link in re.findall(r"\]\(([^)#:]+)[^):]*\)", page.read_text("utf-8"))
        if not (page.parent / link).exists()
    ]

    assert dead == []
