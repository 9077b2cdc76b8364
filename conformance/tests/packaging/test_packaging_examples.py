"""The examples run as they stand, and the README shows nothing that is not in them."""

from __future__ import annotations

import ast
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
from scripts.documents import (
    API_DOCUMENT,
    CONTROL_DOCUMENT,
    ID_DOCUMENT,
    METHODS,
    ROOT,
    load,
)

LOGIN = ROOT / "examples" / "login.py"
ASKING = {LOGIN, ROOT / "examples" / "twelve_lines.py"}
"""Examples that want a callback pasted; the second one runs from the wheel."""
TESTS = ROOT / "examples" / "test_with_kickwire.py"
EXAMPLES = sorted(set((ROOT / "examples").glob("*.py")) - ASKING - {TESTS})
FIXTURES = ("kick", "kick_mock", "kick_server", "bot")
PAGES = ("README.md", "docs/configuration.md", "docs/testing-with-pytest.md")


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


def passed(file: Path, folder: Path) -> None:
    """Run tests as pytest does outside of this repository, where no configuration is."""
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider"]

    done = subprocess.run(
        [*command, "--rootdir", str(folder), "-c", os.devnull, str(file)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^\d+ passed in", done.stdout, re.MULTILINE), done.stdout


def test_the_tests_pass_that_show_how_to_test(tmp_path: Path) -> None:
    """As they stand, in a folder of their own."""
    passed(TESTS, tmp_path)


def snippets(page: Path) -> list[tuple[str, str]]:
    """Every snippet of Python in a page, after the name of the example that it is from."""
    return re.findall(
        r"<!-- from (\S+) -->\n```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL
    )


def as_test(number: int, snippet: str) -> str:
    """A snippet as it stands, if a module can have it; else as a test that asks for fixtures."""
    if snippet.endswith(":\n"):
        return f"{snippet}    assert bot\n"
    if re.match(r"@|import |from ", snippet):
        return snippet
    fixtures = [name for name in FIXTURES if re.search(rf"\b{name}\b", snippet)]
    return f"def test_{number}({', '.join(fixtures)}):\n{textwrap.indent(snippet, '    ')}"


def test_what_is_copied_from_the_page_about_pytest_runs(tmp_path: Path) -> None:
    """With the imports that it shows, and the example beside it; nothing else is needed."""
    shown = [snippet for _, snippet in snippets(ROOT / "docs" / "testing-with-pytest.md")]
    pieces = [as_test(number, snippet) for number, snippet in enumerate(shown)]
    pieces.insert(1, "from test_with_kickwire import Bot\n")
    (tmp_path / TESTS.name).write_text(TESTS.read_text("utf-8"), "utf-8")
    file = tmp_path / "test_copied.py"
    file.write_text("\n\n".join(pieces), "utf-8")

    passed(file, tmp_path)


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_show_what_the_examples_do(name: str) -> None:
    """Every snippet of Python in a page stands in the example it names, but for indentation; of
    imports those that the page needs."""
    page = ROOT / name

    assert len(snippets(page)) == page.read_text("utf-8").count("```python")
    for name, snippet in snippets(page):
        depths = (textwrap.indent(textwrap.dedent(snippet), " " * depth) for depth in (0, 4, 8))
        example = (ROOT / name).read_text("utf-8")
        if all(re.match(r"import |from |$", line) for line in snippet.splitlines()):
            assert imports(snippet) <= imports(example)
        else:
            assert any(lines in example for lines in depths), name


def imports(program: str) -> set[tuple[str | None, str]]:
    """What a program imports, each with the module that has it."""
    return {
        (node.module if isinstance(node, ast.ImportFrom) else None, each.name)
        for node in ast.walk(ast.parse(program))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for each in node.names
    }


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


def operations(document: Path) -> set[str]:
    """Every method of a document with its path."""
    paths = load(document)["paths"]
    return {f"{each.upper()} {path}" for path in paths for each in METHODS if each in paths[path]}


def test_requests_of_the_pages_are_answered() -> None:
    """Every method with a path in the README and the other pages is in the document of a host; the
    mock's own are named with ``/_mock`` or without."""
    own = operations(CONTROL_DOCUMENT)
    below = {each.replace(" ", " /_mock", 1) for each in own}
    known = own | below | operations(ID_DOCUMENT) | operations(API_DOCUMENT)
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    named = re.compile(rf"\b((?:{'|'.join(METHODS).upper()}) /[^\s`?),;]*)")
    unknown = [
        f"{page.name}: {each}"
        for page in pages
        for each in named.findall(page.read_text("utf-8"))
        if each not in known
    ]

    assert unknown == []
