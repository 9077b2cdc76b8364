"""The results as JUnit XML: a suite for each way, so each profile and each moved setting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from conformance.suite.runner import Result
from conformance.suite.summary import is_failure, is_warning

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def report(results: Sequence[Result]) -> str:
    """The document as text. A warning counts as passed, with its text in ``system-out``."""
    root = ET.Element("testsuites", {"name": "kickwire conformance", **_counts(results)})
    for way in sorted({one.way for one in results}, key=lambda way: way.order):
        members = [one for one in results if one.way == way]
        suite = ET.SubElement(root, "testsuite", {"name": str(way), **_counts(members)})
        for one in members:
            _case(suite, one)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _counts(results: Sequence[Result]) -> dict[str, str]:
    verdicts = [one.verdict for one in results if is_failure(one) or one.verdict == "skipped"]
    return {
        "tests": str(len(results)),
        "failures": str(verdicts.count("failed")),
        "errors": str(verdicts.count("error")),
        "skipped": str(verdicts.count("skipped")),
        "time": f"{sum(one.seconds for one in results):.3f}",
    }


def _case(suite: ET.Element, result: Result) -> None:
    case = result.case
    group, _, name = case.id.rpartition("/")
    element = ET.SubElement(
        suite,
        "testcase",
        classname=f"{result.way}.{group.replace('/', '.')}",
        name=name,
        time=f"{result.seconds:.3f}",
    )
    properties = ET.SubElement(element, "properties")
    for key, value in (
        ("id", case.id),
        ("level", case.level.value),
        ("promise", case.promise),
        ("evidence", "; ".join(case.evidence)),
        *((f"setting {name}", value) for name, value in result.way.moved),
    ):
        ET.SubElement(properties, "property", name=key, value=value)
    _verdict(element, result)
    lines = [*result.evidence]
    if is_warning(result):
        lines = [f"warning: {result.reason}", *lines]
    if lines:
        ET.SubElement(element, "system-out").text = _clean("\n".join(lines))


def _verdict(element: ET.Element, result: Result) -> None:
    message = _clean(result.reason)
    if result.verdict == "skipped":
        ET.SubElement(element, "skipped", message=message)
    elif is_failure(result):
        tag = "failure" if result.verdict == "failed" else "error"
        first = message.splitlines()[0] if message else ""
        ET.SubElement(element, tag, message=first).text = message


def _clean(text: str) -> str:
    """A text without the characters that XML has no place for."""
    return _NOT_IN_XML.sub("\ufffd", text)
