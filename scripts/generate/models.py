"""What the model and enum templates show: one view per class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from openapi_python_client.parser.properties import EnumProperty, ModelProperty
from openapi_python_client.parser.properties.const import ConstProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol as Property
from openapi_python_client.strings import ClassName

from scripts.documents import DocumentError, Node
from scripts.generate.prepare import zero
from scripts.generate.properties import annotation, classes, const, reader
from scripts.generate.text import docstring, literal, paragraphs, prose, quirks_section, section


@dataclass(frozen=True)
class FieldView:
    """One field: how it is declared, read and written."""

    name: str
    python_name: str
    declaration: str
    reading: str
    writer: str
    secret: bool
    doc: str


@dataclass(frozen=True)
class ModelView:
    """One model class."""

    class_name: str
    docstring: str
    fields: list[FieldView]
    imports: list[tuple[str, str]]

    @property
    def has_secret(self) -> bool:
        return any(field.secret for field in self.fields)


@dataclass(frozen=True)
class EnumView:
    """One open enum; members are pairs of a name and a literal."""

    class_name: str
    docstring: str
    members: list[tuple[str, str]]


class Models:
    """Views of the component schemas of one document."""

    def __init__(self, document: Node) -> None:
        schemas = cast("dict[str, Node]", document.get("components", {}).get("schemas", {}))
        self._document = document
        self._schemas = {str(ClassName(name, "")): schema for name, schema in schemas.items()}

    def model(self, model: ModelProperty) -> ModelView:
        """The view of a model, its fields in the order of the document."""
        name = str(model.class_info.name)
        schema = self._schema(name)
        raw = cast("dict[str, Node]", schema.get("properties", {}))
        found: list[Property] = [
            *(model.required_properties or []),
            *(model.optional_properties or []),
        ]
        by_name = {prop.name.get_untrusted_value(): prop for prop in found}
        fields = [self._field(by_name[key], raw[key]) for key in raw]
        imports = {pair for prop in by_name.values() for pair in classes(prop)}
        parts = [
            *prose(schema.get("description", "")),
            section("Attributes", [field.doc for field in fields]),
            quirks_section(schema),
        ]
        return ModelView(name, docstring(parts), fields, sorted(imports))

    def enum(self, enum: EnumProperty) -> EnumView:
        """The view of an enum."""
        name = str(enum.class_info.name)
        schema = self._schema(name)
        members = [(key, literal(str(value))) for key, value in enum.values.items()]
        doc = [
            *prose(schema.get("description", "")),
            "Open: a value that is not listed is kept as it came.",
        ]
        return EnumView(name, docstring(doc), members)

    def _schema(self, class_name: str) -> Node:
        try:
            return self._schemas[class_name]
        except KeyError:
            raise DocumentError(f"class {class_name} comes from no named component") from None

    def _field(self, prop: Property, schema: Node) -> FieldView:
        name = literal(prop.name.get_untrusted_value())
        python_name = str(prop.python_name)
        secret = schema.get("x-kick-secret") is True
        text = annotation(prop)
        way = "required" if prop.required else "optional"
        read, write = reader(prop), f"self.{python_name}"
        if schema.get("x-kick-zero") == "none":
            nothing = literal(zero(self._document, schema))
            way, write = f"{way}_or_none", f"none_is_zero({write}, {nothing})"
            read = f"{_without_null(read)}, {nothing}"
        default = self._default(prop)
        if secret:
            given = f"default={default}, " if default else ""
            default = f"field({given}repr=False)"
        return FieldView(
            name=name,
            python_name=python_name,
            declaration=f"{python_name}: {text}" + (f" = {default}" if default else ""),
            reading=f"{way}({name}, {read})",
            writer=write,
            secret=secret,
            doc=f"{python_name}: {_first_paragraph(schema, self._schemas)}",
        )

    @staticmethod
    def _default(prop: Property) -> str:
        if isinstance(prop, ConstProperty):
            return const(prop)
        return "" if prop.required else "UNSET"


def _without_null(read: str) -> str:
    """The reader of a field that was made nullable only for the generator's types."""
    return read[len("nullable(") : -1] if read.startswith("nullable(") else read


def _first_paragraph(schema: Node, schemas: dict[str, Node]) -> str:
    description = schema.get("description")
    if description is None and "$ref" in schema:
        target = schemas[str(ClassName(schema["$ref"].rsplit("/", 1)[1], ""))]
        description = target.get("description", "")
    blocks = paragraphs(description or "")
    return " ".join(blocks[0].split()) if blocks else ""
