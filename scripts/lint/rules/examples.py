"""Examples and defaults are valid values of what they stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import jsonschema_rs

from scripts.documents import pointer
from scripts.lint.registry import document_rule
from scripts.lint.sites import Remark, Site
from scripts.lint.sources import Document

_URI = "urn:kickwire:document"
_FORMATS: dict[str, Callable[[str], bool]] = {
    "ulid": lambda value: bool(re.fullmatch("[0-7][0-9A-HJKMNP-TV-Z]{25}", value)),
}


@document_rule("invalid-example")
def invalid_example(document: Document) -> Iterator[Remark]:
    """An example that its own schema refuses misleads the reader and breaks mock and tests."""
    validate = _Validators(document)
    for site in document.of_kind("parameter", "header", "media-type"):
        if isinstance(site.node.get("schema"), dict):
            for at, value in _examples(document, site):
                yield from validate(site.pointer + "/schema", value, at)
    for site in document.of_kind("schema"):
        for index, value in enumerate(site.list("examples")):
            yield from validate(site.pointer, value, site.pointer + pointer("examples", index))


def _examples(document: Document, site: Site) -> Iterator[tuple[str, Any]]:
    if "example" in site.node:
        yield site.pointer + "/example", site.node["example"]
    for name, example in site.map("examples").items():
        content = document.follow(example)
        if "value" in content:
            yield site.pointer + pointer("examples", name, "value"), content["value"]


@document_rule("invalid-default")
def invalid_default(document: Document) -> Iterator[Remark]:
    """The generator drops the model or operation whose default is no valid value."""
    validate = _Validators(document)
    for site in document.of_kind("schema"):
        if "default" in site.node:
            yield from validate(site.pointer, site.node["default"], site.pointer + "/default")


class _Validators:
    """Validates values against schemas of one document, formats included."""

    def __init__(self, document: Document) -> None:
        self._registry = jsonschema_rs.Registry([(_URI, document.tree)])
        self._compiled: dict[str, jsonschema_rs.Draft202012Validator] = {}

    def __call__(self, schema: str, value: Any, at: str) -> Iterator[Remark]:
        """The complaints about a value, at the place where the value stands."""
        try:
            validator = self._validator(schema)
        except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError):
            return  # the rules on references and schemas say what is wrong with it
        for error in validator.iter_errors(value):
            yield Remark(at + pointer(*error.instance_path), error.message)

    def _validator(self, schema: str) -> jsonschema_rs.Draft202012Validator:
        if schema not in self._compiled:
            self._compiled[schema] = jsonschema_rs.Draft202012Validator(
                {"$ref": f"{_URI}#{quote(schema, safe='/~')}"},
                registry=self._registry,
                validate_formats=True,
                formats=_FORMATS,
            )
        return self._compiled[schema]
