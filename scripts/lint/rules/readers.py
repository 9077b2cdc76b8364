"""PyYAML reads YAML 1.1, the generator YAML 1.2: a document must mean the same to both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from scripts.documents import pointer, walk
from scripts.lint.plain import is_json, is_list, is_mapping
from scripts.lint.registry import source_rule
from scripts.lint.sites import Remark
from scripts.lint.sources import Source


@source_rule("readers-disagree")
def readers_disagree(source: Source) -> Iterator[Remark]:
    """A value that the readers take differently is one thing to the mock, another to the client."""
    reader: Any = YAML(typ="safe")
    read = cast("Callable[[str], Any]", reader.load)
    try:
        theirs = read(source.text)
    except (YAMLError, ValueError) as error:
        mark: Any = getattr(error, "problem_mark", None)
        at = source.pointer_at(mark.line + 1) if mark else ""
        reason = getattr(error, "problem", None) or error
        yield Remark(at, f"the generator's reader refuses it: {reason}")
    else:
        yield from _differences(source.content, theirs, "")


def _differences(ours: Any, theirs: Any, at: str) -> Iterator[Remark]:
    if type(ours) is not type(theirs):
        yield Remark(at, f"PyYAML reads {ours!r}, ruamel reads {theirs!r}; quote it")
    elif is_mapping(ours):
        yield from _mapping_differences(ours, theirs, at)
    elif is_list(ours):
        for index, (one, other) in enumerate(zip(ours, theirs, strict=False)):
            yield from _differences(one, other, at + pointer(index))
    elif repr(ours) != repr(theirs):
        yield Remark(at, f"PyYAML reads {ours!r}, ruamel reads {theirs!r}; quote it")


def _mapping_differences(ours: dict[Any, Any], theirs: Any, at: str) -> Iterator[Remark]:
    our_keys, their_keys = _typed_keys(ours), _typed_keys(theirs)
    for key in our_keys ^ their_keys:
        yield Remark(at, f"the readers take the key {key[1]!r} for different things; quote it")
    for key, value in ours.items():
        if key in theirs:
            yield from _differences(value, theirs[key], at + pointer(str(key)))


def _typed_keys(content: dict[Any, Any]) -> set[tuple[type, Any]]:
    return {(type(key), key) for key in content}


@source_rule("not-json")
def not_json(source: Source) -> Iterator[Remark]:
    """A date, a binary, an infinity or a key that is no text is lost in the mock's JSON copy."""
    for at, value in walk(source.content):
        if not is_json(value):
            yield Remark(at, f"{value!r} is a {type(value).__name__}, which JSON lacks; quote it")
        for key in cast("dict[Any, Any]", value) if is_mapping(value) else ():
            if not isinstance(key, str):
                yield Remark(at + pointer(str(key)), f"the key {key!r} is no text; quote it")


@source_rule("yaml-anchor")
def yaml_anchor(source: Source) -> Iterator[Remark]:
    """An anchor or alias hides a value from whoever reads the place where it is used."""
    for at, event in _events(source):
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            yield Remark(at, f"{sign}{anchor}: write the value out")


@source_rule("yaml-tag")
def yaml_tag(source: Source) -> Iterator[Remark]:
    """An explicit tag changes a value's type behind the reader's back."""
    for at, event in _events(source):
        tag = getattr(event, "tag", None)
        if tag is not None:
            yield Remark(at, f"{tag}: write the value plainly")


def _events(source: Source) -> Iterator[tuple[str, yaml.Event]]:
    """What stands in the file, with the pointer of the line, where a tag or an anchor is."""
    for event in yaml.parse(source.text, Loader=yaml.CSafeLoader):
        marked = getattr(event, "anchor", None) or getattr(event, "tag", None)
        if marked and event.start_mark:
            yield source.pointer_at(event.start_mark.line + 1), event
