"""Reading the hand-maintained documents: YAML in, plain dictionaries out, JSON pointers within."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, cast

import yaml

ROOT = Path(__file__).resolve().parent.parent
SPEC = ROOT / "spec"
ID_DOCUMENT = SPEC / "id.openapi.yaml"
API_DOCUMENT = SPEC / "api.openapi.yaml"
LEDGER = SPEC / "quirks.yaml"
VOCABULARY = SPEC / "vocabulary.schema.json"
CONTROL_DOCUMENT = ROOT / "conformance" / "mock" / "control.openapi.yaml"
"""Of the mock's own host: no truth about Kick, and so not below ``spec``."""

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

Node: TypeAlias = dict[str, Any]


class DocumentError(Exception):
    """A document cannot be used. The text is one line that names the file and the place in it."""


def load(path: Path) -> Node:
    """Read one YAML mapping.

    Raises:
        DocumentError: the file is missing, not UTF-8, not YAML, repeats a key, or is no mapping.
    """
    where = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DocumentError(f"{where}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise DocumentError(f"{where}: not UTF-8 at byte {error.start}") from None
    try:
        content = yaml.load(text, Loader=_UniqueKeyLoader)  # noqa: S506  # it is a safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise DocumentError(
            f"{where}{line}: not readable as YAML: {error.problem or error.context}"
        ) from None
    except yaml.YAMLError as error:
        raise DocumentError(
            f"{where}: not readable as YAML: {' '.join(str(error).split())}"
        ) from None
    if not isinstance(content, dict):
        raise DocumentError(f"{where}: a mapping is expected at the top")
    return cast("Node", content)


class _UniqueKeyLoader(yaml.CSafeLoader):
    """PyYAML keeps the last of two equal keys without a word; here a repeated key is refused."""


def _unique_mapping(loader: _UniqueKeyLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    loader.flatten_mapping(node)
    construct = cast("Callable[..., Any]", loader.construct_object)  # pyright: ignore[reportUnknownMemberType]  # stubs
    mapping: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = construct(key_node, deep=True)
        if isinstance(key, (dict, list)):
            raise yaml.constructor.ConstructorError(
                None, None, "a key is a mapping or a list", key_node.start_mark
            )
        if key in mapping:
            raise yaml.constructor.ConstructorError(
                None, None, f"key {key!r} stands twice", key_node.start_mark
            )
        mapping[key] = construct(value_node, deep=True)
    return mapping


_UniqueKeyLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)


def pointer(*parts: str | int) -> str:
    """The JSON pointer (RFC 6901) made of these unescaped parts."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def resolve(document: object, target: str) -> Any:
    """The node a JSON pointer names; a leading ``#`` is allowed.

    Raises:
        KeyError: nothing stands there.
    """
    path = target.removeprefix("#")
    if path and not path.startswith("/"):
        raise KeyError(target)
    node: Any = document
    for part in path.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        try:
            node = node[_index(key) if type(node) is list else key]
        except (KeyError, IndexError, TypeError):
            raise KeyError(target) from None
    return node


def _index(key: str) -> int:
    """The index in a list that a part of a pointer names: digits, nothing else."""
    if not key.isdecimal():
        raise KeyError(key)
    return int(key)


def deref(document: Node, node: Node) -> Node:
    """Follow ``$ref`` (local only, any number of steps)."""
    while "$ref" in node:
        node = resolve(document, node["$ref"])
    return node


@dataclass(frozen=True)
class Place:
    """One operation of a document: where it stands and what it says."""

    path: str
    method: str
    node: Node
    pointer: str

    @property
    def id(self) -> str:
        return cast("str", self.node.get("operationId", f"{self.method} {self.path}"))


def operations(document: Node) -> Iterator[Place]:
    """The operations under ``paths``, in the order of the document."""
    yield from _operations(document, "paths")


def webhooks(document: Node) -> Iterator[Place]:
    """The operations under ``webhooks``; `Place.path` is the webhook's name."""
    yield from _operations(document, "webhooks")


def _operations(document: Node, section: str) -> Iterator[Place]:
    for path, item in cast("Mapping[str, Node]", document.get(section, {})).items():
        for method in METHODS:
            if method in item:
                yield Place(path, method, item[method], pointer(section, path, method))


def walk(node: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Every node below (and with) this one, with its JSON pointer, in document order."""
    yield at, node
    if isinstance(node, dict):
        for key, value in cast("Node", node).items():
            yield from walk(value, at + pointer(key))
    elif isinstance(node, list):
        for index, value in enumerate(cast("list[object]", node)):
            yield from walk(value, at + pointer(index))


def mappings(node: Any) -> Iterator[Node]:
    """Every mapping below (and with) this node, in document order."""
    for _, found in walk(node):
        if isinstance(found, dict):
            yield cast("Node", found)
