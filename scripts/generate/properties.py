"""A property of the generator as Python text: how it is read, written and declared."""

from __future__ import annotations

from typing import Any

from openapi_python_client.parser.properties import AnyProperty, EnumProperty, ModelProperty
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.const import ConstProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.float import FloatProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol as Property
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.parser.properties.uuid import UuidProperty

from scripts.documents import DocumentError

_SCALARS: dict[type[Any], str] = {
    AnyProperty: "anything",
    BooleanProperty: "boolean",
    DateTimeProperty: "date_time",
    FloatProperty: "number",
    IntProperty: "integer",
    NoneProperty: "nothing",
    StringProperty: "string",
    UuidProperty: "uuid",
}


def annotation(prop: Property, *, optional: bool | None = None) -> str:
    """The type of a property; ``| Unset`` unless it is required or ``optional`` says otherwise."""
    text = _type(prop)
    wants_unset = not prop.required if optional is None else optional
    return f"{text} | Unset" if wants_unset else text


def _type(prop: Property) -> str:
    """As the generator writes it, with None at the end of a union."""
    if isinstance(prop, ListProperty):
        return f"list[{_type(prop.inner_property)}]"
    if isinstance(prop, UnionProperty):
        members = dict.fromkeys(_type(member) for member in prop.inner_properties)
        return " | ".join(sorted(members, key=lambda text: text == "None"))
    return prop.get_type_string(no_optional=True).as_unembedded_code()


def reader(prop: Property) -> str:
    """The expression that reads the property's JSON (names of ``_reading.py``).

    Raises:
        DocumentError: the generator made a kind of property for which there is no reader.
    """
    if isinstance(prop, ModelProperty):
        return f"{prop.class_info.name}.from_dict"
    if isinstance(prop, EnumProperty):
        return f"open_enum({prop.class_info.name})"
    if isinstance(prop, ConstProperty):
        return f"exactly({const(prop)})"
    if isinstance(prop, ListProperty):
        return f"array({reader(prop.inner_property)})"
    if isinstance(prop, UnionProperty):
        members = [m for m in prop.inner_properties if not isinstance(m, NoneProperty)]
        text = ", ".join(reader(member) for member in members)
        text = text if len(members) == 1 else f"first_of({text})"
        return text if len(members) == len(prop.inner_properties) else f"nullable({text})"
    try:
        return _SCALARS[type(prop)]
    except KeyError:
        raise DocumentError(f"no reader for {type(prop).__name__} ({prop.name})") from None


def const(prop: ConstProperty) -> str:
    """The literal of a constant."""
    return prop.value.python_code.as_unembedded_code()


def classes(prop: Property) -> set[tuple[str, str]]:
    """The (module, class) pairs that the type of a property names."""
    if isinstance(prop, ModelProperty | EnumProperty):
        return {(str(prop.class_info.module_name), str(prop.class_info.name))}
    if isinstance(prop, ListProperty):
        return classes(prop.inner_property)
    if isinstance(prop, UnionProperty):
        return {pair for member in prop.inner_properties for pair in classes(member)}
    return set()
