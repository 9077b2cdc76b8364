"""JSON Schema checks, compiled once from the schemas of one document.

The document itself is the registry: a check is named by the JSON pointer of its schema, and local
references inside resolve against the whole document. The dialect is JSON Schema 2020-12, which is
that of OpenAPI 3.1; formats (``date-time``, ``uuid``, ``uri``, ...) are checked, unknown ones are
not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kickwire_mock.documents import Node, Place
from kickwire_mock.errors import DocumentError, RequestError

if TYPE_CHECKING:
    from jsonschema_rs import Validator

_BASE = "urn:kickwire:document"
_LONGEST_REASON = 300


class Check:
    """One compiled schema."""

    __slots__ = ("_names", "_validator")

    def __init__(self, validator: Validator, names: bool) -> None:
        self._validator = validator
        self._names = names

    def require(self, value: Any, what: str) -> None:
        """Let a value pass or say what is wrong with it.

        Args:
            value: anything that was read from JSON, or converted from text.
            what: how the refusal names the value, for instance ``"query parameter limit"``.

        Raises:
            RequestError: the value breaks the schema, or cannot be examined at all.
        """
        try:
            if self._validator.is_valid(value):
                return
            # Instance values are masked by the validator, so that no secret gets into a reason.
            error = next(self._validator.iter_errors(value))
        except ValueError:
            raise RequestError(f"{what} is nested too deeply") from None
        inside = "".join(f"/{step}" for step in error.instance_path)
        where = f"{what} at {inside}" if inside else what
        message = error.message
        if error.schema_path[-1:] == ["enum"]:
            message = f"value is not one of {_listed(getattr(error.kind, 'options', ()))}"
        if error.schema_path[-1:] == ["additionalProperties"] and not self._names:
            message = "it has a field that is not declared"
        raise RequestError(f"{where}: {message}"[:_LONGEST_REASON], at=inside)


def _listed(options: Iterable[object]) -> str:
    """All of them; the validator counts the later ones only."""
    return ", ".join(json.dumps(each) for each in options)


class Schemas:
    """The schemas of one document, compiled on request and kept."""

    def __init__(self, document: Node, *, names: bool = False) -> None:
        """Read the document.

        Args:
            document: with the schemas.
            names: whether a refusal may quote the name of a field that is not declared, which is
                the caller's own text.

        Raises:
            ImportError: jsonschema-rs is not installed.
        """
        try:
            import jsonschema_rs
        except ModuleNotFoundError as error:
            raise ImportError(
                "the mock needs jsonschema-rs; install kickwire[mock]", name=error.name
            ) from None
        self._library = jsonschema_rs
        self._names = names
        self._registry = jsonschema_rs.Registry([(_BASE, document)])
        self._checks: dict[str, Check] = {}

    def check(self, place: Place) -> Check:
        """The check for the schema at this place.

        Raises:
            DocumentError: it is not a usable schema.
        """
        known = self._checks.get(place.pointer)
        if known is None:
            known = self._checks[place.pointer] = Check(self._compiled(place.pointer), self._names)
        return known

    def _compiled(self, pointer: str) -> Validator:
        # A fragment is part of a URI, where braces of path templates must be escaped.
        reference = {"$ref": f"{_BASE}#{quote(pointer, safe='/~')}"}
        try:
            return self._library.Draft202012Validator(
                reference, registry=self._registry, validate_formats=True, mask="value"
            )
        except (self._library.ValidationError, self._library.ReferencingError) as error:
            raise DocumentError(f"{pointer}: not a usable schema: {error.message}") from None
