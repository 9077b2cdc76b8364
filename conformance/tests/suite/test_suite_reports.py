"""What a run leaves behind: JUnit that programs read, and a page that needs nothing else."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from conformance.suite import summary
from conformance.suite.cases import SHOULD
from conformance.suite.reports import html, junit
from conformance.suite.runner import Result
from conformance.suite.ways import Way
from conformance.tests.suite.suite_server import a_case

CASE = a_case(lambda stage: None)
OTHER = replace(a_case(lambda stage: None, id="id/made/2", level=SHOULD), promise="A < B & C.")
RESULTS = [
    Result(CASE, Way("strict"), "held", "", ("GET /x -> 200",), 0.25),
    Result(CASE, Way("docs"), "failed", "expected <1>,\ngot 2\x00", ("GET /x -> 500",), 0.5),
    Result(OTHER, Way("strict"), "failed", "expected 3, got 4"),
    Result(OTHER, Way("docs"), "skipped", "needs control_url"),
]


class _Page(HTMLParser):
    """The elements of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it."""
        self.elements.append((tag, dict(attrs)))


def suites() -> dict[str, ET.Element]:
    """The suites of the report by their names."""
    return {suite.attrib["name"]: suite for suite in ET.fromstring(junit.report(RESULTS))}


def test_junit_has_a_suite_for_each_profile() -> None:
    """Each profile is a suite with its counts; a warning is not counted as a failure."""
    counts = {
        name: [suite.attrib[key] for key in ("tests", "failures", "errors", "skipped")]
        for name, suite in suites().items()
    }

    assert counts == {"strict": ["2", "0", "0", "0"], "docs": ["2", "1", "0", "1"]}


def test_junit_names_id_level_promise_and_evidence() -> None:
    """A test case tells all that the registry knows, and how long it took."""
    (case, _) = suites()["strict"]

    assert (case.attrib["classname"], case.attrib["name"]) == ("strict.id.made", "1")
    assert case.attrib["time"] == "0.250"
    assert {each.attrib["name"]: each.attrib["value"] for each in case.iter("property")} == {
        "id": "id/made/1",
        "level": "MUST",
        "promise": "Something is so.",
        "evidence": "RFC 6749 section 6",
    }
    assert case.findtext("system-out") == "GET /x -> 200"


def test_junit_bears_any_text() -> None:
    """Characters that XML cannot hold, and those that it reads, do not break the report."""
    failure = suites()["docs"][0].find("failure")

    assert failure is not None
    assert failure.attrib["message"] == "expected <1>,"
    assert failure.text == "expected <1>,\ngot 2\ufffd"


def test_a_warning_is_told_in_junit() -> None:
    """A SHOULD that did not hold is in the output of its case."""
    assert suites()["strict"][1].findtext("system-out") == "warning: expected 3, got 4"


def test_every_id_is_an_anchor() -> None:
    """A link to an id leads to its row, with level and verdicts to filter by."""
    rows = [attrs for tag, attrs in _Page(html.report(RESULTS)).elements if tag == "details"]

    assert [(row["id"], row["data-level"], row["data-verdicts"]) for row in rows] == [
        ("id/made/1", "MUST", "failed held"),
        ("id/made/2", "SHOULD", "skipped warning"),
    ]


def test_the_page_needs_nothing_else() -> None:
    """No element of the page fetches anything, and its policy would not allow it."""
    page = _Page(html.report(RESULTS))

    assert not [attrs for _, attrs in page.elements if "src" in attrs]
    ids = {attrs["id"] for _, attrs in page.elements if "id" in attrs}
    ways = {attrs["href"] for _, attrs in page.elements if "href" in attrs}
    assert ways == {"#id/made"}
    assert ways <= {f"#{each}" for each in ids}
    assert "url(" not in html.report(RESULTS)
    policies = [attrs["content"] for _, attrs in page.elements if "http-equiv" in attrs]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"]


def test_the_page_escapes_what_it_shows() -> None:
    """Words of a server are text and never elements of the page."""
    page = html.report([replace(RESULTS[1], reason="<script>alert(1)</script>")])

    assert page.count("<script>") == 1
    assert "&lt;script&gt;alert(1)" in page


def test_the_page_has_no_times() -> None:
    """Two runs with the same verdicts and evidence give the same page."""
    slower = [replace(one, seconds=one.seconds + 1) for one in RESULTS]

    assert html.report(RESULTS) == html.report(slower)


@pytest.mark.parametrize(
    ("results", "passed"),
    [
        ([], False),
        ([RESULTS[0]], True),
        ([RESULTS[0], RESULTS[2]], True),
        ([RESULTS[0], RESULTS[1]], False),
        ([RESULTS[0], replace(RESULTS[1], verdict="error")], False),
        ([RESULTS[0], replace(RESULTS[2], verdict="error")], False),
        ([RESULTS[0], RESULTS[3]], True),
        ([RESULTS[3]], False),
    ],
    ids=["nothing", "held", "warning", "failed", "error", "broken", "skipped", "only-skipped"],
)
def test_a_run_holds_if_its_demands_do(results: list[Result], passed: bool) -> None:
    """A MUST that failed or broke fails the run, a SHOULD does not, and nothing is no success."""
    assert summary.passed(results) is passed


def test_the_summary_tells_how_to_run_a_case_again() -> None:
    """Each case that did not hold is told with its reason, its evidence and a command."""
    told = "\n".join(summary.told(RESULTS, 3.2, colours=False))

    assert "failed: id/made/1 (MUST, docs)" in told
    assert "warning: id/made/2 (SHOULD, strict)" in told
    assert "    GET /x -> 500" in told
    assert "ARGS='--only id/made/1 --profile docs'" in told
    assert "skipped 1: needs control_url" in told
    assert "1 held, 2 failed, 1 skipped (2 profiles, 3 s)" in told
    assert told.endswith("conformance: did not hold")


def test_colours_change_no_word() -> None:
    """On a terminal the same words are told in colours."""
    plain = "\n".join(summary.told(RESULTS, 1, colours=False))
    painted = "\n".join(summary.told(RESULTS, 1, colours=True))

    assert painted != plain
    assert re.sub(r"\x1b\[\d+m", "", painted) == plain


class _Terminal(io.StringIO):
    """A terminal that keeps what was written."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def test_progress_is_for_terminals_only() -> None:
    """A terminal is told how far the run is, and its line is clean in the end; a file is not."""
    terminal, file = _Terminal(), io.StringIO()
    for where in (terminal, file):
        with summary.Progress(where) as progress:
            for one in RESULTS:
                progress.tell(one)

    assert "2 not held, 2 run: id/made/2" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")
    assert file.getvalue() == ""


def test_the_list_tells_id_level_profiles_and_promise() -> None:
    """One line for each case."""
    assert list(summary.listed([CASE])) == [
        "id/made/1  MUST    strict,observed,docs  Something is so."
    ]
