"""The ledger and the documents name each other; neither speaks of what the other lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scripts.documents import Node, pointer, resolve
from scripts.lint.plain import mapping, sequence, text, words
from scripts.lint.registry import Hit, spec_rule
from scripts.lint.sites import Remark, Site
from scripts.lint.sources import Document, Spec

_WORD = "x-kick-quirks"


@spec_rule("ledger-form")
def ledger_form(spec: Spec) -> Iterator[Hit]:
    """The mock, the closure test and the docs page read the ledger by its schema."""
    for at, message in spec.vocabulary.complaints("ledger", spec.ledger.tree):
        yield spec.ledger, Remark(at, message)


@spec_rule("duplicate-quirk")
def duplicate_quirk(spec: Spec) -> Iterator[Hit]:
    """One id is one entry: code, tests and documents name it."""
    seen: set[str] = set()
    for at, entry in _entries(spec):
        if _id(entry) in seen:
            yield spec.ledger, Remark(at + "/id", f"{_id(entry)} stands twice")
        seen.add(_id(entry))


@spec_rule("quirk-pointer")
def quirk_pointer(spec: Spec) -> Iterator[Hit]:
    """A pointer of the ledger that leads nowhere proves nothing about the document."""
    for at, _, document, target in _pointers(spec):
        if _node(document, target) is None:
            yield spec.ledger, Remark(at, f"{document.name} has nothing at {target}")


@spec_rule("quirk-not-named-back")
def quirk_not_named_back(spec: Spec) -> Iterator[Hit]:
    """Who reads the place in the document must learn of the quirk there."""
    for at, quirk, document, target in _pointers(spec):
        node = _node(document, target)
        if node is not None and quirk not in words(mapping(node).get(_WORD)):
            yield spec.ledger, Remark(at, f"{document.name}{target} does not name {quirk}")


@spec_rule("unknown-quirk")
def unknown_quirk(spec: Spec) -> Iterator[Hit]:
    """A document that names a quirk without an entry promises what nobody keeps."""
    known = {_id(entry) for _, entry in _entries(spec)}
    for document, site, at, quirk in _named(spec):
        if quirk not in known:
            yield document, site.remark(f"{quirk} is not in the ledger", _WORD, at)


@spec_rule("quirk-not-pointing")
def quirk_not_pointing(spec: Spec) -> Iterator[Hit]:
    """The ledger lists every place of the documents that names the entry."""
    known = {_id(entry) for _, entry in _entries(spec)}
    listed = {(quirk, document.name, target) for _, quirk, document, target in _pointers(spec)}
    for document, site, at, quirk in _named(spec):
        if quirk in known and (quirk, document.name, site.pointer) not in listed:
            message = f"the pointers of {quirk} leave this place out"
            yield document, site.remark(message, _WORD, at)


@spec_rule("profile-value")
def profile_value(spec: Spec) -> Iterator[Hit]:
    """A profile that sets a value the entry does not declare sets nothing."""
    for at, entry in _entries(spec):
        values = mapping(entry.get("values"))
        for profile, value in mapping(entry.get("profiles")).items():
            if values and str(value) not in values:
                message = f"{value} is none of {', '.join(values)}"
                yield spec.ledger, Remark(at + pointer("profiles", profile), message)


@spec_rule("retired-kind")
def retired_kind(spec: Spec) -> Iterator[Hit]:
    """What is no longer so is history: nothing may depend on it."""
    for at, entry in _entries(spec):
        if entry.get("status") == "retired" and entry.get("kind") != "history":
            yield spec.ledger, Remark(at + "/kind", "a retired entry is history")


def _entries(spec: Spec) -> Iterator[tuple[str, Node]]:
    for index, entry in enumerate(sequence(spec.ledger.tree.get("quirks"))):
        yield pointer("quirks", index), mapping(entry)


def _id(entry: Node) -> str:
    return text(entry.get("id"))


def _pointers(spec: Spec) -> Iterator[tuple[str, str, Document, str]]:
    """Every pointer of the ledger: where it stands, whose it is, into what, and where to."""
    for at, entry in _entries(spec):
        for document in spec.documents:
            key = "api" if document.is_api else "id"
            targets = words(mapping(entry.get("pointers")).get(key))
            for index, target in enumerate(targets):
                yield at + pointer("pointers", key, index), _id(entry), document, target


def _named(spec: Spec) -> Iterator[tuple[Document, Site, int, str]]:
    """Every quirk that a document names: document, object, place in its list, id."""
    for document in spec.documents:
        for site in document.sites:
            for index, quirk in enumerate(words(site.node.get(_WORD))):
                yield document, site, index, quirk


def _node(document: Document, target: str) -> Any:
    try:
        return resolve(document.tree, target)
    except KeyError:
        return None
