"""The examples run as they stand, and the README shows nothing that is not in them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Generator

import pytest

from conformance.suite.target import Target, started_mock
from scripts.documents import ROOT

EXAMPLES = sorted((ROOT / "examples").glob("*.py"))


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
