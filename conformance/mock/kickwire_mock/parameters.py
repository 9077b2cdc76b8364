"""Path and query parameters: from text to typed values, as the document declares them.

Styles are those that Kick uses: ``simple`` in paths, ``form`` in queries, where an array is either
repeated (``explode: true``) or comma-separated (``explode: false``, v2 categories only).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import Any

from kickwire_mock.documents import Place
from kickwire_mock.errors import DocumentError, RequestError
from kickwire_mock.schemas import Check, Schemas
from kickwire_mock.values import value_class
from kickwire_mock.wire import percent_decoded

_INTEGER = re.compile(r"[+-]?[0-9]{1,19}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,300}(\.[0-9]{1,300})?([eE][+-]?[0-9]{1,2})?")
_INT64 = range(-(2**63), 2**63)


def _integer(text: str) -> int:
    # Kick is written in Go, where a number outside 64 bits is a parse error, not a big number.
    if _INTEGER.fullmatch(text) is None or int(text) not in _INT64:
        raise RequestError("is not an integer of 64 bits")
    return int(text)


def _number(text: str) -> float:
    if _NUMBER.fullmatch(text) is None:
        raise RequestError("is not a number")
    return float(text)


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise RequestError("is neither true nor false")
    return text == "true"


_CONVERTERS: dict[str, Callable[[str], Any]] = {
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "string": str,
}


@value_class(frozen=True, slots=True)
class Parameter:
    """One declared parameter of an operation."""

    name: str
    place: str
    """``path`` or ``query``."""
    required: bool
    many: bool
    """Whether the value is an array."""
    explode: bool
    """Whether an array repeats its name for each item; otherwise commas separate the items."""
    convert: Callable[[str], Any] = field(repr=False)
    check: Check = field(repr=False)
    label: str
    """How refusals name it."""

    def from_path(self, segment: str) -> Any:
        """The value of a path segment, which is still percent-encoded.

        Raises:
            RequestError: it cannot be decoded or converted, or breaks the schema.
        """
        return self._checked([percent_decoded(segment, self.label)])

    def from_query(self, values: list[str] | None) -> Any:
        """The value of a query parameter; None if an optional one was not sent.

        Args:
            values: every decoded value sent under the name, in order; None if there is none.

        Raises:
            RequestError: a required one is missing, one was repeated that may not be, or a value
                cannot be converted or breaks the schema.
        """
        if values is None:
            if self.required:
                raise RequestError(f"{self.label} is required")
            return None
        if len(values) > 1 and not (self.many and self.explode):
            raise RequestError(f"{self.label} may be sent only once")
        return self._checked(values)

    def _checked(self, values: list[str]) -> Any:
        if self.many and not self.explode:
            # Split after decoding, as the server does: a comma inside an item cannot be sent. An
            # empty text is an empty array, since that is how one is written.
            values = values[0].split(",") if values[0] else []
        try:
            items = [self.convert(text) for text in values]
        except RequestError as refusal:
            raise RequestError(f"{self.label} {refusal.reason}") from None
        value: Any = items if self.many else items[0]
        self.check.require(value, self.label)
        return value


def read_path(parameters: Iterable[Parameter], segments: Iterable[str]) -> dict[str, Any]:
    """The parameters that stand in a path.

    Args:
        parameters: those of the path, in its order.
        segments: where they stand, still percent-encoded, in the same order.

    Raises:
        RequestError: see `Parameter.from_path`.
    """
    return {
        parameter.name: parameter.from_path(segment)
        for parameter, segment in zip(parameters, segments, strict=True)
    }


def read_query(parameters: Iterable[Parameter], sent: Mapping[str, list[str]]) -> dict[str, Any]:
    """The declared parameters found in a query; unknown ones are ignored, as Kick does.

    Raises:
        RequestError: see `Parameter.from_query`.
    """
    values: dict[str, Any] = {}
    for parameter in parameters:
        value = parameter.from_query(sent.get(parameter.name))
        if value is not None:
            values[parameter.name] = value
    return values


def declared(place: Place, schemas: Schemas) -> Parameter:
    """Read one parameter of a document.

    Raises:
        DocumentError: it is declared in a way Kick does not use.
    """
    where = place.at("in").node
    if where not in ("path", "query"):
        raise DocumentError(f"{place.pointer}: only path and query parameters are understood")
    schema = place.at("schema")
    kind = _type(schema)
    many = kind == "array"
    item = _type(schema_part(schema, "items")) if many else kind
    if item not in _CONVERTERS:
        raise DocumentError(f"{schema.pointer}: a parameter of type {item} is not understood")
    explode = place.get("explode")
    name = str(place.at("name").node)
    return Parameter(
        name=name,
        place=str(where),
        required=where == "path" or _flag(place, "required"),
        many=many,
        explode=True if explode is None else bool(explode.node),
        convert=_CONVERTERS[item],
        check=schemas.check(schema),
        label=f"{where} parameter {name}",
    )


def _flag(place: Place, key: str) -> bool:
    found = place.get(key)
    return found is not None and found.node is True


def schema_part(schema: Place, keyword: str) -> Place:
    """A keyword of a schema, looked for in its ``allOf`` members too.

    Raises:
        DocumentError: no member has it.
    """
    found = schema.get(keyword)
    members = schema.get("allOf")
    if found is None and members is not None:
        for member in members.values():
            found = found or member.get(keyword)
    if found is None:
        raise DocumentError(f"{schema.pointer}: {keyword} is missing")
    return found


def _type(schema: Place) -> str:
    node = schema_part(schema, "type").node
    return str(node)
