"""What a rule is, and the ways to write one: about files, documents, objects, everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from scripts.lint.sites import Remark, Site
from scripts.lint.sources import Document, Source, Spec

Hit: TypeAlias = tuple[Source, Remark]
SourceCheck: TypeAlias = Callable[[Source], Iterator[Remark]]
DocumentCheck: TypeAlias = Callable[[Document], Iterator[Remark]]
SiteCheck: TypeAlias = Callable[[Document, Site], Iterator[Remark]]
SpecCheck: TypeAlias = Callable[[Spec], Iterator[Hit]]

_LONGEST = 240


@dataclass(frozen=True, order=True)
class Finding:
    """One line of the lint's output."""

    file: str
    line: int
    pointer: str
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.pointer or '(root)'}: {self.rule}: {self.message}"


def finding(source: Source, remark: Remark, rule: str) -> Finding:
    """The finding that a remark on a file is; messages of others are cut to one readable line."""
    message = " ".join(remark.message.split())
    if len(message) > _LONGEST:
        message = message[:_LONGEST] + "..."
    return Finding(source.name, source.line(remark.pointer), remark.pointer, rule, message)


@dataclass(frozen=True)
class Rule:
    """A rule: its id, the sentence that says what it refuses and why, and what finds it."""

    id: str
    sentence: str
    check: SpecCheck

    def findings(self, spec: Spec) -> Iterator[Finding]:
        """Where the documents break it."""
        for source, remark in self.check(spec):
            yield finding(source, remark, self.id)


RULES: dict[str, Rule] = {}


def _register(rule_id: str, sentence: str | None, check: SpecCheck) -> None:
    if rule_id in RULES or not sentence:
        raise ValueError(f"rule {rule_id}: ids are unique and the docstring is its sentence")
    RULES[rule_id] = Rule(rule_id, " ".join(sentence.split()), check)


def source_rule(rule_id: str) -> Callable[[SourceCheck], SourceCheck]:
    """A rule about each YAML file, the ledger included."""

    def register(check: SourceCheck) -> SourceCheck:
        def whole(spec: Spec) -> Iterator[Hit]:
            return ((source, remark) for source in spec.sources for remark in check(source))

        _register(rule_id, check.__doc__, whole)
        return check

    return register


def document_rule(rule_id: str) -> Callable[[DocumentCheck], DocumentCheck]:
    """A rule about each OpenAPI document as a whole."""

    def register(check: DocumentCheck) -> DocumentCheck:
        def whole(spec: Spec) -> Iterator[Hit]:
            return ((document, remark) for document in spec.documents for remark in check(document))

        _register(rule_id, check.__doc__, whole)
        return check

    return register


def site_rule(rule_id: str, *kinds: str) -> Callable[[SiteCheck], SiteCheck]:
    """A rule about each object of these kinds."""

    def register(check: SiteCheck) -> SiteCheck:
        def whole(spec: Spec) -> Iterator[Hit]:
            for document in spec.documents:
                for site in document.of_kind(*kinds):
                    yield from ((document, remark) for remark in check(document, site))

        _register(rule_id, check.__doc__, whole)
        return check

    return register


def spec_rule(rule_id: str) -> Callable[[SpecCheck], SpecCheck]:
    """A rule about documents and ledger together."""

    def register(check: SpecCheck) -> SpecCheck:
        _register(rule_id, check.__doc__, check)
        return check

    return register
