"""Lint the documents. Exit 0: clean; 1: findings; 2: a document or a tool cannot be used."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from scripts.documents import SPEC, DocumentError
from scripts.lint import tools
from scripts.lint.plain import sequence
from scripts.lint.registry import Finding
from scripts.lint.rules import RULES
from scripts.lint.sources import Spec, Vocabulary

_UNSOUND = {"external-ref", "unresolved-ref"}
"""With these the tools would leave the document, for the file system or the network."""


def check(spec: Spec) -> list[Finding]:
    """What our own rules find, in the order of the files."""
    return sorted(found for rule in RULES.values() for found in rule.findings(spec))


def main(arguments: Sequence[str] | None = None) -> int:
    """Lint the documents of a folder and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m scripts.lint", description=__doc__)
    parser.add_argument("--spec", type=Path, default=SPEC, help="folder of the documents")
    parser.add_argument("--rules", action="store_true", help="list the rules and stop")
    options = parser.parse_args(arguments)
    if options.rules:
        _print(f"{rule.id}: {rule.sentence}" for rule in RULES.values())
        return 0
    try:
        return _lint(Spec.read(options.spec, Vocabulary.read()))
    except (DocumentError, tools.ToolError) as error:
        print(f"document lint: {error}", file=sys.stderr)
        return 2


def _lint(spec: Spec) -> int:
    """Ours are printed before a tool is asked, which may fail over what they say."""
    findings = check(spec)
    _print(findings)
    if not any(found.rule in _UNSOUND for found in findings):
        theirs = sorted(_second_opinions(spec))
        _print(theirs)
        findings += theirs
    print(f"document lint: {_summary(spec, len(findings))}")
    return 1 if findings else 0


def _second_opinions(spec: Spec) -> Iterator[Finding]:
    yield from tools.openapi_spec(spec.documents)
    opinion = tools.redocly(spec.documents)
    if isinstance(opinion, str):
        print(f"document lint: Redocly skipped: {opinion}")
    else:
        yield from opinion


def _summary(spec: Spec, findings: int) -> str:
    documents = spec.documents
    operations = sum(1 for document in documents for _ in document.of_kind("operation"))
    webhooks = sum(1 for document in documents for _ in document.of_kind("webhook"))
    quirks = len(sequence(spec.ledger.tree.get("quirks")))
    verdict = "clean" if not findings else f"{findings} finding{'s' * (findings > 1)}"
    return (
        f"{len(documents)} documents, {operations} operations, {webhooks} webhooks, "
        f"{quirks} quirks, {len(RULES)} rules: {verdict}"
    )


def _print(lines: Iterable[object]) -> None:
    for line in lines:
        print(line)


if __name__ == "__main__":
    sys.exit(main())
