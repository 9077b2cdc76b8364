"""Request bodies: JSON on the API host, forms on the identity host."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Protocol, cast

from kickwire_mock.documents import Place
from kickwire_mock.errors import DocumentError, RequestError, UnknownVariantError
from kickwire_mock.messages import Request
from kickwire_mock.schemas import Check, Schemas
from kickwire_mock.values import value_class
from kickwire_mock.wire import json_value, pairs

_JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


class Body(Protocol):
    """How one operation reads its request body."""

    def read(self, request: Request) -> Any:
        """The body as plain values.

        Raises:
            RequestError: it is missing, unreadable, or breaks the document.
        """
        ...


@value_class(frozen=True, slots=True)
class JsonBody:
    """A JSON body with one schema. An optional one may be left out, which reads as None."""

    required: bool
    check: Check = field(repr=False)
    fields: frozenset[str] = field(repr=False)
    """Every field that it declares; empty where it declares none."""

    def unknown(self, value: Any) -> int:
        """How many fields of a body that was read nobody knows."""
        if not self.fields or not isinstance(value, dict):
            return 0
        return len(cast("dict[str, Any]", value).keys() - self.fields)

    def read(self, request: Request) -> Any:
        """See `Body.read`."""
        if not request.body:
            if self.required:
                raise RequestError("a JSON body is required")
            return None
        if media_type(request) != _JSON:
            raise RequestError(f"the body must be sent as {_JSON}")
        value = json_value(request.body)
        self.check.require(value, "the body")
        return value


@value_class(frozen=True, slots=True)
class FormBody:
    """A form that is one of several variants, told apart by the constant value of one field.

    A body of another media type is read as an empty form, because that is what Go's form reader
    makes of it (ledger ``token_form_only``). Values stay text; Kick's forms hold nothing else.
    """

    selector: str
    """The field that tells the variants apart, for instance ``grant_type``."""
    variants: dict[str, Check] = field(repr=False)
    fields: frozenset[str] = field(repr=False)
    """Every field that some variant declares; others are ignored."""

    def read(self, request: Request) -> dict[str, str]:
        """See `Body.read`."""
        form = self.sent(sent_form(request))
        self.require(form)
        return form

    def sent(self, fields: Mapping[str, list[str]]) -> dict[str, str]:
        """The declared fields of a form, each once, of a variant that is known.

        Args:
            fields: everything that was sent; see `sent_form`.

        Raises:
            UnknownVariantError: the selecting field is missing, or names none of the variants.
            RequestError: it repeats a declared field.
        """
        form: dict[str, str] = {}
        for name, values in fields.items():
            if name not in self.fields:
                continue
            if len(values) > 1:
                # RFC 6749 section 3.2 forbids it.
                raise RequestError(f"the form field {name} may be sent only once")
            form[name] = values[0]
        self._variant(form.get(self.selector))
        return form

    def require(self, form: dict[str, str]) -> None:
        """Check a form against the schema of its variant.

        Raises:
            UnknownVariantError: it has no known variant.
            RequestError: it breaks the schema.
        """
        self._variant(form.get(self.selector)).require(form, "the form")

    def _variant(self, name: str | None) -> Check:
        if not name:
            raise UnknownVariantError(f"no {self.selector} reached the server as a form field")
        if name not in self.variants:
            raise UnknownVariantError(
                f"{self.selector} is none of {', '.join(sorted(self.variants))}"
            )
        return self.variants[name]


def sent_form(request: Request) -> dict[str, list[str]]:
    """Every field of a form with its values in order; none if the body claims another media type.

    Raises:
        RequestError: the form is malformed.
    """
    if media_type(request) != FORM:
        return {}
    return pairs(request.body.decode("latin-1"), "the form")


def media_type(request: Request) -> str | None:
    """The media type the body claims to have, lower-case and without parameters."""
    value = request.headers.get("content-type")
    return None if value is None else value.partition(";")[0].strip().lower()


def declared(place: Place, schemas: Schemas) -> Body:
    """Read the ``requestBody`` of an operation.

    Raises:
        DocumentError: it is declared in a way Kick does not use.
    """
    required = place.get("required")
    for name, media in place.at("content").items():
        schema = media.at("schema")
        if name == _JSON:
            properties = schema.get("properties")
            known = () if properties is None else (str(key) for key, _ in properties.items())
            must = required is not None and required.node is True
            return JsonBody(must, schemas.check(schema), frozenset(known))
        if name == FORM:
            return _declared_form(schema, schemas)
    raise DocumentError(f"{place.pointer}: neither a JSON nor a form body")


def _declared_form(schema: Place, schemas: Schemas) -> FormBody:
    members = list(schema.at("oneOf").values())
    selectors = {name for member in members for name in _constants(member)}
    if len(selectors) != 1:
        raise DocumentError(f"{schema.pointer}: one field with a const must tell the forms apart")
    (selector,) = selectors
    variants = {_constants(member).get(selector, ""): schemas.check(member) for member in members}
    if "" in variants or len(variants) != len(members):
        raise DocumentError(f"{schema.pointer}: two forms cannot be told apart by {selector}")
    fields = {str(name) for member in members for name, _ in member.at("properties").items()}
    return FormBody(selector, variants, frozenset(fields))


def _constants(member: Place) -> dict[str, str]:
    properties = member.at("properties").items()
    return {
        str(name): str(constant.node)
        for name, place in properties
        if (constant := place.get("const")) is not None
    }
