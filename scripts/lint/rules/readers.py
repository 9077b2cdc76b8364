"""PyYAML reads YAML 1.1, the generator's ruamel reads YAML 1.2: a document must mean the same to both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from scripts.documents import pointer, walk
from scripts.lint.plain import is_json
from scripts.lint.registry import source_rule
from scripts.lint.sites import Remark
from scripts.lint.sources import Source


@source_rule("readers-disagree")
def readers_disagree(source: Source) -> Iterator[Remark]:
    """A value that the two YAML readers take for different things means one thing to the mock and another to the client."""
    try:
        other: Any = YAML(typ="safe").load(source.text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        yield Remark("", f"the generator's reader refuses line {line}: {error.problem}")
    except (YAMLError, ValueError) as error:
        yield Remark("", f"the generator's reader refuses it: {error}")
    else:
        yield from _differences(source.content, other, "")


def _differences(ours: Any, theirs: Any, at: str) -> Iterator[Remark]:
    if type(ours) is not type(theirs):
        yield Remark(at, f"PyYAML reads {ours!r}, ruamel reads {theirs!r}; quote it")
    elif isinstance(ours, dict):
        yield from _mapping_differences(cast(dict[Any, Any], ours), theirs, at)
    elif isinstance(ours, list):
        pairs = zip(cast(list[Any], ours), theirs, strict=False)
        for index, (one, other) in enumerate(pairs):
            yield from _differences(one, other, at + pointer(index))
    elif ours != theirs and not (ours != ours and theirs != theirs):
        yield Remark(at, f"PyYAML reads {ours!r}, ruamel reads {theirs!r}; quote it")


def _mapping_differences(ours: dict[Any, Any], theirs: Any, at: str) -> Iterator[Remark]:
    our_types, their_types = _key_types(ours), _key_types(theirs)
    for key in [*ours, *(key for key in theirs if key not in ours)]:
        if our_types.get(key) is not their_types.get(key):
            yield Remark(at, f"the readers take the key {key!r} for different things; quote it")
        else:
            yield from _differences(ours[key], theirs[key], at + pointer(str(key)))


def _key_types(content: dict[Any, Any]) -> dict[Any, type]:
    return {key: type(key) for key in content}


@source_rule("not-json")
def not_json(source: Source) -> Iterator[Remark]:
    """A date, a binary, an infinity or a key that is no text cannot be written into the JSON copy that the mock reads."""
    for at, value in walk(source.content):
        if isinstance(value, dict):
            for key in cast(dict[Any, Any], value):
                if not isinstance(key, str):
                    yield Remark(at + pointer(str(key)), f"the key {key!r} is no text; quote it")
        elif not is_json(value):
            yield Remark(at, f"{value!r} is a {type(value).__name__}, which JSON lacks; quote it")


@source_rule("yaml-anchor")
def yaml_anchor(source: Source) -> Iterator[Remark]:
    """An anchor or alias hides a value from whoever reads the place where it is used."""
    for event in yaml.parse(source.text, Loader=yaml.CSafeLoader):
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            line = event.start_mark.line + 1
            yield Remark(source.pointer_at(line), f"{sign}{anchor} in line {line}: write the value out")


@source_rule("yaml-tag")
def yaml_tag(source: Source) -> Iterator[Remark]:
    """An explicit tag changes a value's type behind the reader's back."""
    for event in yaml.parse(source.text, Loader=yaml.CSafeLoader):
        tag = getattr(event, "tag", None)
        if tag is not None:
            line = event.start_mark.line + 1
            yield Remark(source.pointer_at(line), f"{tag} in line {line}: write the value plainly")
