"""What the lint looks at: the two documents, the ledger, and the schema of our words."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import jsonschema_rs
import yaml

from scripts.documents import (
    API_DOCUMENT,
    ID_DOCUMENT,
    LEDGER,
    ROOT,
    VOCABULARY,
    DocumentError,
    Node,
    load,
    pointer,
    resolve,
)
from scripts.lint.plain import as_json, mapping
from scripts.lint.sites import Site, visit

_VOCABULARY_URI = "urn:kickwire:vocabulary"


def shown(path: Path) -> str:
    """The path as findings print it."""
    return (path.relative_to(ROOT) if path.is_relative_to(ROOT) else path).as_posix()


@dataclass(frozen=True)
class Source:
    """One YAML file: its text, and what PyYAML makes of it."""

    path: Path
    text: str
    content: Node

    @classmethod
    def read(cls, path: Path) -> Source:
        """Read the file.

        Raises:
            DocumentError: it cannot be read; the text names the place.
        """
        content = load(path)
        return cls(path, path.read_text(encoding="utf-8"), content)

    @cached_property
    def name(self) -> str:
        """The path as findings print it."""
        return shown(self.path)

    @cached_property
    def tree(self) -> Node:
        """The content as JSON has it: keys and dates are texts."""
        return cast("Node", as_json(self.content))

    @cached_property
    def _lines(self) -> dict[str, int]:
        return dict(_lines(yaml.compose(self.text, Loader=yaml.CSafeLoader), ""))

    def line(self, at: str) -> int:
        """The line of a pointer, or of the nearest thing around it that exists."""
        while at and at not in self._lines:
            at = at.rpartition("/")[0]
        return self._lines.get(at, 1)

    def pointer_at(self, line: int) -> str:
        """The pointer of the last thing that begins in or above a line."""
        above = [(start, at) for at, start in self._lines.items() if start <= line]
        return max(above, default=(0, ""), key=lambda pair: pair[0])[1]


def _lines(node: yaml.Node | None, at: str) -> Iterator[tuple[str, int]]:
    """The line of every pointer; that of a mapping's value is the line of its key."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = at + pointer(str(key.value))
            yield below, key.start_mark.line + 1
            yield from _lines(value, below)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            below = at + pointer(index)
            yield below, item.start_mark.line + 1
            yield from _lines(item, below)


class Vocabulary:
    """The schema of our words and of the ledger."""

    def __init__(self, schema: Node) -> None:
        self.definitions = mapping(schema.get("$defs"))
        self._registry = jsonschema_rs.Registry([(_VOCABULARY_URI, schema)])
        self._validators: dict[str, jsonschema_rs.Draft202012Validator] = {}

    @classmethod
    def read(cls, path: Path = VOCABULARY) -> Vocabulary:
        """Read the schema.

        Raises:
            DocumentError: the file is missing or is not JSON.
        """
        try:
            return cls(json.loads(path.read_text(encoding="utf-8")))
        except OSError as error:
            raise DocumentError(f"{shown(path)}: cannot be read: {error.strerror}") from None
        except ValueError as error:
            raise DocumentError(f"{shown(path)}: not readable as JSON: {error}") from None

    @property
    def words(self) -> set[str]:
        """All words there are."""
        return {name for name in self.definitions if name.startswith("x-kick-")}

    def allowed(self, place: str) -> set[str]:
        """The words that may stand at this place."""
        return set(mapping(mapping(self.definitions.get(f"place:{place}")).get("properties")))

    def complaints(self, definition: str, value: Any) -> Iterator[tuple[str, str]]:
        """Where and how a value breaks one of the definitions: pointer below the value, message."""
        if definition not in self._validators:
            schema = {"$ref": f"{_VOCABULARY_URI}#/$defs/{definition}"}
            validator = jsonschema_rs.Draft202012Validator(schema, registry=self._registry)
            self._validators[definition] = validator
        for error in self._validators[definition].iter_errors(value):
            yield pointer(*error.instance_path), error.message


@dataclass(frozen=True)
class Document(Source):
    """An OpenAPI document, with its objects sorted by what they are."""

    vocabulary: Vocabulary

    @classmethod
    def of(cls, source: Source, vocabulary: Vocabulary) -> Document:
        """The document that a source is, and the words it may use."""
        return cls(source.path, source.text, source.content, vocabulary)

    @property
    def is_api(self) -> bool:
        """Whether this is the document of api.kick.com; only its operations are in the facade."""
        return self.path.name == API_DOCUMENT.name

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """Every object of the document."""
        return tuple(visit(Site("document", "", self.tree)))

    @cached_property
    def _by_kind(self) -> dict[str, list[Site]]:
        sorted_sites: defaultdict[str, list[Site]] = defaultdict(list)
        for site in self.sites:
            sorted_sites[site.kind].append(site)
        return sorted_sites

    def of_kind(self, *kinds: str) -> Iterator[Site]:
        """The objects of these kinds."""
        for kind in kinds:
            yield from self._by_kind.get(kind, ())

    def components(self, section: str) -> Node:
        """One section of ``components``."""
        return mapping(mapping(self.tree.get("components")).get(section))

    def follow(self, node: Any) -> Node:
        """The object or, through any number of references, what it stands for; empty if none."""
        current, seen = mapping(node), set[str]()
        while isinstance(target := current.get("$ref"), str):
            if target in seen:
                return {}
            seen.add(target)
            try:
                current = mapping(resolve(self.tree, target))
            except KeyError:
                return {}
        return current


@dataclass(frozen=True)
class Spec:
    """All of it."""

    documents: tuple[Document, ...]
    ledger: Source
    vocabulary: Vocabulary

    @classmethod
    def read(cls, folder: Path, vocabulary: Vocabulary) -> Spec:
        """Read the documents and the ledger of a folder.

        Raises:
            DocumentError: one of them cannot be read.
        """
        paths = [folder / path.name for path in (ID_DOCUMENT, API_DOCUMENT)]
        documents = tuple(Document.of(Source.read(path), vocabulary) for path in paths)
        return cls(documents, Source.read(folder / LEDGER.name), vocabulary)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every YAML file."""
        return (*self.documents, self.ledger)
