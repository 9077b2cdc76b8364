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

from conformance.suite.target import Target, started_mock
from conformance.tests.packaging.packaging_programs import log_in, settings
from scripts.documents import ROOT

LOGIN = ROOT / "examples" / "login.py"
ASKING = {LOGIN, ROOT / "examples" / "twelve_lines.py"}
"""Examples that want a callback pasted; the second one runs from the wheel."""
EXAMPLES = sorted(set((ROOT / "examples").glob("*.py")) - ASKING)


@pytest.fixture(scope="module")
def target() -> Generator[Target]:
    """A mock over real sockets."""
    with started_mock() as running:
        yield running


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_runs_against_the_mock(
    target: Target, example: os.PathLike[str], tmp_path: Path
) -> None:
    """Each example is a whole program that ends well and prints something."""
    more = {"KICK_TOKEN": target.token, "KICK_SCOPES": "user:read chat:write"}
    told = {**os.environ, **settings(target, tmp_path), **more}

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
    program = [sys.executable, "-W", "error", str(LOGIN)]

    status, output = log_in(program, "bob", target, settings(target, tmp_path), tmp_path)

    assert status == 0, output
    assert "Logged in as bob" in output


@pytest.mark.parametrize("name", ["README.md", "docs/configuration.md"])
def test_the_pages_show_what_the_examples_do(name: str) -> None:
    """Every snippet of Python in a page stands letter for letter in the example it names."""
    page = (ROOT / name).read_text("utf-8")
    snippets = re.findall(r"<!-- from (\S+) -->\n```python\n(.*?)```", page, re.DOTALL)

    assert len(snippets) == page.count("```python")
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
