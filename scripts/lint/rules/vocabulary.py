"""Our own words: a closed list with places and values, kept in spec/vocabulary.schema.json."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.lint.registry import document_rule, site_rule
from scripts.lint.schemas import admits_null, all_types
from scripts.lint.sites import FIELDS, Remark, Site
from scripts.lint.sources import Document

_SECRETS = frozenset({"access_token", "refresh_token", "client_secret", "code_verifier"})


def _words(site: Site) -> list[str]:
    return [key for key in site.node if key.startswith("x-")]


def _spoken(document: Document) -> Iterator[tuple[Site, str]]:
    """Every word of ours with the object that carries it."""
    known = document.vocabulary.words
    for site in document.sites:
        yield from ((site, word) for word in _words(site) if word in known)


@document_rule("unknown-word")
def unknown_word(document: Document) -> Iterator[Remark]:
    """A word outside the closed list is misspelt, or nobody reads it."""
    for site in document.sites:
        for word in _words(site):
            if word not in document.vocabulary.words:
                yield site.remark(f"{word} is none of our words", word)


@document_rule("word-place")
def word_place(document: Document) -> Iterator[Remark]:
    """A word at a place where nobody looks for it says nothing."""
    for site, word in _spoken(document):
        misplaced = word not in document.vocabulary.allowed(site.place)
        if misplaced or (word == "x-kick-name" and not document.is_api):
            yield site.remark(f"{word} has no meaning on this {site.place}", word)


@document_rule("word-value")
def word_value(document: Document) -> Iterator[Remark]:
    """A word with a value that its schema refuses would be misread."""
    for site, word in _spoken(document):
        for below, message in document.vocabulary.complaints(word, site.node[word]):
            at = site.remark("", word).pointer + below
            yield Remark(at, f"{word}: {message}")


@document_rule("missing-evidence")
def missing_evidence(document: Document) -> Iterator[Remark]:
    """What is not documented but observed says where it was seen."""
    for site, word in _spoken(document):
        if word == "x-kick-status":
            for _ in document.vocabulary.complaints("claim", site.node):
                yield site.remark("observed, but without x-kick-evidence", word)


@site_rule("zero-nullable", "schema")
def zero_nullable(document: Document, site: Site) -> Iterator[Remark]:
    """A field that can be null has a way to say none; which zero stood there would be forgotten."""
    if "x-kick-zero" in site.node and admits_null(document, site.node):
        yield site.remark("the field admits null already", "x-kick-zero")


@site_rule("secret-place", "schema", "parameter")
def secret_place(document: Document, site: Site) -> Iterator[Remark]:
    """Only properties, named texts and query parameters can be kept out of repr and logs."""
    if "x-kick-secret" not in site.node or site.place not in ("schema", "parameter"):
        return
    if site.kind == "parameter" and site.node.get("in") != "query":
        yield site.remark("only a parameter of the query can be a secret", "x-kick-secret")
    if site.kind == "schema" and all_types(document, site.node) != {"string"}:
        yield site.remark("only a text can be a secret as a whole", "x-kick-secret")


@site_rule("unmarked-secret", "schema", "parameter")
def unmarked_secret(_: Document, site: Site) -> Iterator[Remark]:
    """A token, a client secret or a code verifier that is not marked would be printed."""
    name = site.key if site.place == "property" else site.text("name")
    marked = "x-kick-secret" in site.node
    if site.place in ("property", "parameter") and name in _SECRETS and not marked:
        yield site.remark(f"{name} needs x-kick-secret: true")


@site_rule("idempotent-method", "path-item")
def idempotent_method(_: Document, site: Site) -> Iterator[Remark]:
    """GET, PUT and DELETE are idempotent anyway; the word is for POST and PATCH."""
    yield from _only_on(site, "x-kick-idempotent", ("post", "patch"))


@site_rule("shared-method", "path-item")
def shared_method(_: Document, site: Site) -> Iterator[Remark]:
    """Only the answer of a GET can be the same for every caller."""
    yield from _only_on(site, "x-kick-shared", ("get",))


def _only_on(site: Site, word: str, methods: tuple[str, ...]) -> Iterator[Remark]:
    for method in FIELDS["path-item"]:
        if word in site.map(method) and method not in methods:
            yield site.remark(f"means nothing on {method}", method, word)
