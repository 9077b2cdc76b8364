"""Second opinions: openapi-spec-validator always, Redocly where Node is and always in CI."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from scripts.documents import ROOT, SPEC, Node, pointer
from scripts.lint.plain import integer, mapping, sequence, text
from scripts.lint.registry import Finding, finding
from scripts.lint.sites import Remark
from scripts.lint.sources import Document, shown

OPENAPI_SPEC = "openapi-spec"
REDOCLY = "redocly"

REDOCLY_FOLDER = ROOT / "scripts" / "redocly"
REDOCLY_RULES = SPEC / "redocly.yaml"
_PACKAGE = "@redocly/cli"
_OLDEST_NODE = (20, 19)
_PATIENCE = 120


class ToolError(Exception):
    """A tool is missing or does not work. The text is one line that says what to do."""


class Unavailable(Exception):
    """Redocly cannot run on this machine. The text says why; outside CI that is no error."""


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
        try:
            for error in OpenAPIV31SpecValidator(document.tree).iter_errors():
                remark = Remark(pointer(*error.absolute_path), error.message)
                yield finding(document, remark, OPENAPI_SPEC)
        except Exception as crash:  # it takes for granted what it is there to check
            message = f"the validator broke down: {type(crash).__name__}: {crash}"
            yield finding(document, Remark("", message), OPENAPI_SPEC)


def redocly(
    documents: Sequence[Document],
    environment: Mapping[str, str] = os.environ,
    folder: Path = REDOCLY_FOLDER,
) -> list[Finding] | str:
    """What Redocly finds, or why it was skipped. The pinned version is installed if missing.

    Raises:
        ToolError: it cannot be run although CI requires it, or it breaks down.
    """
    try:
        node = _node(environment)
        _install(folder, environment)
    except Unavailable as reason:
        if environment.get("CI") == "true":
            raise ToolError(f"Redocly is required when CI=true, but {reason}") from None
        return str(reason)
    command = [node, str(folder / "node_modules" / _PACKAGE / "bin" / "cli.js"), "lint"]
    command += [str(document.path.resolve()) for document in documents]
    command += [f"--config={REDOCLY_RULES}", "--format=json", "--max-problems=1000"]
    return list(_problems(_reports(_run(command, environment)), documents))


def _node(environment: Mapping[str, str]) -> str:
    """The path of a Node that is new enough."""
    node = shutil.which("node", path=environment.get("PATH", ""))
    if node is None:
        raise Unavailable("Node is not installed")
    version = _run([node, "--version"], environment).stdout.strip().removeprefix("v")
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdecimal())
    if numbers < _OLDEST_NODE:
        oldest = ".".join(map(str, _OLDEST_NODE))
        raise Unavailable(f"Node is {version or 'of unknown version'}, older than {oldest}")
    return node


def _install(folder: Path, environment: Mapping[str, str]) -> None:
    """Install what package-lock.json pins, unless it is there already."""
    wanted = mapping(_json(folder / "package.json").get("dependencies")).get(_PACKAGE)
    installed = _json(folder / "node_modules" / _PACKAGE / "package.json").get("version")
    if wanted == installed:
        return
    npm = shutil.which("npm", path=environment.get("PATH", ""))
    if npm is None:
        raise Unavailable("npm is not installed")
    answer = _run([npm, "ci", "--prefix", str(folder), "--loglevel=error"], environment)
    if answer.returncode:
        raise Unavailable(f"npm could not install it: {_first_line(answer.stderr)}")


def _run(command: list[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    quiet = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
    try:
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            cwd=ROOT,
            env={**environment, **quiet},
            timeout=_PATIENCE,
        )
    except OSError as error:
        raise ToolError(f"Redocly: {command[0]} cannot be run: {error.strerror}") from None
    except subprocess.TimeoutExpired:
        name = Path(command[0]).name
        raise ToolError(f"Redocly: {name} gave no answer within {_PATIENCE} s") from None


def _reports(answer: subprocess.CompletedProcess[str]) -> list[Any]:
    """Redocly prints one JSON report per document, one after the other."""
    reports: list[Any] = []
    rest = answer.stdout.strip()
    try:
        while rest or not reports:
            report, end = json.JSONDecoder().raw_decode(rest)
            reports.append(report)
            rest = rest[end:].strip()
    except ValueError:
        reason = _first_line(answer.stderr)
        raise ToolError(f"Redocly did not work: {reason}") from None
    return reports


def _problems(reports: list[Any], documents: Sequence[Document]) -> Iterator[Finding]:
    by_path = {document.path.resolve(): document for document in documents}
    for problem in [
        item for report in reports for item in sequence(mapping(report).get("problems"))
    ]:
        place = mapping(next(iter(sequence(mapping(problem).get("location"))), None))
        path = (ROOT / text(mapping(place.get("source")).get("ref"))).resolve()
        at = text(place.get("pointer")).removeprefix("#").removesuffix("/")
        message = f"{mapping(problem).get('ruleId')}: {mapping(problem).get('message')}"
        if path in by_path:
            yield finding(by_path[path], Remark(at, message), REDOCLY)
        else:
            line = integer(mapping(place.get("start")).get("line")) or 1
            yield Finding(shown(path), line, at, REDOCLY, message)


def _json(path: Path) -> Node:
    """The content of a JSON file, or nothing when it cannot be read."""
    try:
        return mapping(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _first_line(output: str) -> str:
    return next((line.strip() for line in output.splitlines() if line.strip()), "no output")
