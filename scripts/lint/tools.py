"""Second opinions: openapi-spec-validator always, Redocly where Node is present and always in CI."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from scripts.documents import ROOT, SPEC, pointer
from scripts.lint.plain import integer, mapping, sequence, text
from scripts.lint.registry import Finding, finding
from scripts.lint.sites import Remark
from scripts.lint.sources import Document, shown

OPENAPI_SPEC = "openapi-spec"
REDOCLY = "redocly"

_REDOCLY_FOLDER = ROOT / "scripts" / "redocly"
_REDOCLY_CLI = _REDOCLY_FOLDER / "node_modules" / "@redocly" / "cli" / "bin" / "cli.js"
_REDOCLY_RULES = SPEC / "redocly.yaml"
_OLDEST_NODE = (20, 19)
_PATIENCE = 60


class ToolError(Exception):
    """A tool is missing or does not work. The text is one line that says what to do."""


def openapi_spec(documents: Sequence[Document]) -> Iterator[Finding]:
    """What openapi-spec-validator finds.

    Raises:
        ToolError: it is not installed.
    """
    try:
        from openapi_spec_validator import OpenAPIV31SpecValidator
    except ImportError:
        raise ToolError("openapi-spec-validator is not installed: run make setup") from None
    for document in documents:
        for error in OpenAPIV31SpecValidator(document.tree).iter_errors():
            remark = Remark(pointer(*error.absolute_path), error.message)
            yield finding(document, remark, OPENAPI_SPEC)


def redocly(
    documents: Sequence[Document], environment: Mapping[str, str] = os.environ
) -> list[Finding] | str:
    """What Redocly finds, or why it was skipped.

    Raises:
        ToolError: it is required, or Node is present, and it cannot be run.
    """
    node = shutil.which("node", path=environment.get("PATH"))
    reason = "Node is not installed" if node is None else _too_old(node)
    if node is None or reason:
        if environment.get("CI") == "true":
            raise ToolError(f"Redocly is required when CI=true, but {reason}")
        return reason
    if not _REDOCLY_CLI.is_file():
        folder = shown(_REDOCLY_FOLDER)
        raise ToolError(f"Redocly is not installed: run npm ci --prefix {folder}")
    return list(_problems(_run(node, documents, environment), documents))


def _too_old(node: str) -> str:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    version = answer.stdout.strip().removeprefix("v")
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdecimal())
    return "" if numbers >= _OLDEST_NODE else f"Node {version or 'of unknown version'} is too old"


def _run(node: str, documents: Sequence[Document], environment: Mapping[str, str]) -> list[Any]:
    paths = [str(document.path.resolve()) for document in documents]
    options = [f"--config={_REDOCLY_RULES}", "--format=json", "--max-problems=1000"]
    quiet = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
    try:
        answer = subprocess.run(
            [node, str(_REDOCLY_CLI), "lint", *paths, *options],
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
            env={**environment, **quiet},
            timeout=_PATIENCE,
        )
        return _reports(answer.stdout)
    except subprocess.TimeoutExpired:
        raise ToolError(f"Redocly gave no answer within {_PATIENCE} s") from None
    except ValueError:
        lines = [line.strip() for line in answer.stderr.splitlines() if line.strip()]
        raise ToolError(f"Redocly did not work: {lines[-1] if lines else 'no output'}") from None


def _reports(output: str) -> list[Any]:
    """Redocly prints one JSON report per document, one after the other."""
    reports: list[Any] = []
    rest = output.strip()
    while rest or not reports:
        report, end = json.JSONDecoder().raw_decode(rest)
        reports.append(report)
        rest = rest[end:].strip()
    return reports


def _problems(reports: list[Any], documents: Sequence[Document]) -> Iterator[Finding]:
    by_path = {document.path.resolve(): document for document in documents}
    problems = [item for report in reports for item in sequence(mapping(report).get("problems"))]
    for problem in problems:
        place = mapping(next(iter(sequence(mapping(problem).get("location"))), None))
        path = (ROOT / text(mapping(place.get("source")).get("ref"))).resolve()
        at = text(place.get("pointer")).removeprefix("#").removesuffix("/")
        message = f"{mapping(problem).get('ruleId')}: {mapping(problem).get('message')}"
        if path in by_path:
            yield finding(by_path[path], Remark(at, message), REDOCLY)
        else:
            yield _elsewhere(path, place, message)


def _elsewhere(path: Path, place: dict[str, Any], message: str) -> Finding:
    line = integer(mapping(place.get("start")).get("line")) or 1
    return Finding(shown(path), line, "", REDOCLY, message)
