"""What the facade template shows: resources, their methods, how arguments reach ``build``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import cast

from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import EnumProperty, ModelProperty
from openapi_python_client.parser.properties.const import ConstProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol as Property
from openapi_python_client.parser.properties.uuid import UuidProperty

from scripts.documents import DocumentError, Node, resolve
from scripts.generate.constants import tokens_doc
from scripts.generate.endpoints import Argument, EndpointView
from scripts.generate.properties import annotation, classes, const
from scripts.generate.text import docstring, literal, paragraphs, prose, section


@dataclass(frozen=True)
class FacadeArgument:
    """``expression`` turns what the user gave into what ``build`` or the body's model takes."""

    name: str
    annotation: str
    default: str
    expression: str
    doc: str

    @property
    def declaration(self) -> str:
        return f"{self.name}: {self.annotation}" + (f" = {self.default}" if self.default else "")


@dataclass(frozen=True)
class FacadePaging:
    """The type of one item, and the attributes that lead to the items of a page."""

    item_type: str
    items: str


@dataclass(frozen=True)
class Method:
    """One method of the facade, in both faces and with the whole answer."""

    name: str
    tag: str
    module: str
    docstring: str
    positional: list[FacadeArgument]
    keywords: list[FacadeArgument]
    binding: list[str]
    runtime_imports: list[tuple[str, str]]
    type_imports: list[tuple[str, str]]
    answer_type: str
    value_type: str
    finds: bool
    one_request: str
    paging: FacadePaging | None
    deprecation: str

    @property
    def iter_name(self) -> str:
        return "iter" if self.name == "list" else f"iter_{self.name}"

    @property
    def pages_name(self) -> str:
        return "pages" if self.name == "list" else f"pages_{self.name}"


@dataclass
class Resource:
    """One attribute of the facade: the operations of a tag."""

    name: str
    class_name: str
    docstring: str
    methods: list[Method] = field(default_factory=list[Method])


def resources(document: Node, endpoints: list[tuple[Endpoint, EndpointView]]) -> list[Resource]:
    """The resources of the facade, in the order of the document's tags."""
    found = {
        tag["name"]: Resource(
            tag["name"],
            "".join(word.capitalize() for word in tag["name"].split("_")) + "Api",
            docstring(prose(tag["description"])),
        )
        for tag in cast("list[Node]", document["tags"])
    }
    for endpoint, view in endpoints:
        resource, name = view.place.node["x-kick-name"].split(".")
        found[resource].methods.append(_Builder(document, endpoint, view, name).method())
    return [resource for resource in found.values() if resource.methods]


class _Builder:
    def __init__(self, document: Node, endpoint: Endpoint, view: EndpointView, name: str) -> None:
        self.document, self.endpoint, self.view, self.name = document, endpoint, view, name
        self.runtime: set[tuple[str, str]] = set()
        self.types: set[tuple[str, str]] = set()

    def method(self) -> Method:
        view, node = self.view, self.view.place.node
        positional = [self._argument(a) for a in view.path_arguments]
        query = [self._argument(a) for a in view.query_arguments]
        body = self._body_fields()
        binding = [f"{a.name}={a.expression}" for a in positional + query]
        if isinstance(view.body, ModelProperty):
            fields = ", ".join(f"{python_name}={a.expression}" for python_name, a in body)
            binding.append(f"body={view.body.class_info.name}({fields})")
            self.runtime |= classes(view.body)
        keywords = [a for _, a in body] + query
        value_type = self._value_type()
        paging = self._paging() if "x-kick-page" in node else None
        return Method(
            name=self.name,
            tag=str(self.endpoint.tags[0]),
            module=str(self.endpoint.name),
            docstring=self._docstring(positional + keywords, value_type),
            positional=positional,
            keywords=keywords,
            binding=binding,
            runtime_imports=sorted(self.runtime),
            type_imports=sorted(self.types | (classes(view.answer) if view.answer else set())),
            answer_type=_outside_of_methods(view.answer_type),
            value_type=_outside_of_methods(value_type),
            finds=_finds(node),
            one_request=_one_request(node),
            paging=paging,
            deprecation=view.deprecation,
        )

    def _argument(self, argument: Argument) -> FacadeArgument:
        name = argument.prop.name.get_untrusted_value()
        doc = argument.doc.removeprefix(f"{argument.python_name}: ")
        return self._facade_argument(name, argument.prop, argument.default, doc)

    def _body_fields(self) -> list[tuple[str, FacadeArgument]]:
        """The body's fields as arguments, with their names in the model; the document's order."""
        body = self.view.body
        if body is None:
            return []
        if not isinstance(body, ModelProperty):
            raise DocumentError(
                f"{self.view.place.id}: the facade flattens one object, not a union"
            )
        schemas = cast("dict[str, Node]", self.document["components"]["schemas"])
        raw = cast("dict[str, Node]", schemas[body.class_info.name]["properties"])
        props = [*(body.required_properties or []), *(body.optional_properties or [])]
        by_name = {prop.name.get_untrusted_value(): prop for prop in props}
        fields: list[tuple[str, FacadeArgument]] = []
        for name, schema in raw.items():
            prop = by_name[name]
            default = (
                const(prop) if isinstance(prop, ConstProperty) else "" if prop.required else "UNSET"
            )
            doc = paragraphs(schema.get("description", ""))[:1]
            fields.append(
                (str(prop.python_name), self._facade_argument(name, prop, default, "".join(doc)))
            )
        return fields

    def _facade_argument(self, name: str, prop: Property, default: str, doc: str) -> FacadeArgument:
        text, expression = annotation(prop), name
        if isinstance(prop, EnumProperty):
            class_name = str(prop.class_info.name)
            values = ", ".join(literal(str(value)) for value in prop.values.values())
            text = text.replace(class_name, f"{class_name} | Literal[{values}]")
            expression = _unless_unset(
                name, f"as_enum({literal(name)}, {class_name}, {name})", prop
            )
            self.runtime |= classes(prop)
        elif isinstance(prop, UuidProperty):
            text = text.replace("UUID", "UUID | str")
            expression = _unless_unset(name, f"as_uuid({literal(name)}, {name})", prop)
        self.types |= classes(prop)
        return FacadeArgument(
            name, _outside_of_methods(text), default, expression, f"{name}: {doc}"
        )

    def _value_type(self) -> str:
        """What a call gives: the ``data`` of the envelope where there is one."""
        answer = self.view.answer
        if isinstance(answer, ModelProperty):
            for prop in answer.required_properties or []:
                if prop.name.get_untrusted_value() == "data":
                    self.types |= classes(prop)
                    text = annotation(prop)
                    finds = _finds(self.view.place.node)
                    return f"Found{text.removeprefix('list')}" if finds else text
            raise DocumentError(
                f"{self.view.place.id}: the answer is no envelope with a required data"
            )
        return self.view.answer_type

    def _paging(self) -> FacadePaging:
        page = self.view.place.node["x-kick-page"]
        prop: Property = cast("Property", self.view.answer)
        steps: list[str] = []
        for step in page["items"].split("/")[1:]:
            prop = self._member(prop, step)
            steps.append(str(prop.python_name))
        if not isinstance(prop, ListProperty):
            raise DocumentError(f"{self.view.place.id}: x-kick-page: {page['items']} is no list")
        self.types |= classes(prop)
        return FacadePaging(annotation(prop.inner_property, optional=False), ".".join(steps))

    def _member(self, prop: Property, name: str) -> Property:
        if isinstance(prop, ModelProperty):
            for member in prop.required_properties or []:
                if member.name.get_untrusted_value() == name:
                    return member
        raise DocumentError(f"{self.view.place.id}: x-kick-page: {name} is no required field")

    def _docstring(self, arguments: list[FacadeArgument], value_type: str) -> str:
        node = self.view.place.node
        method, path = self.view.place.method.upper(), self.view.place.path
        return docstring(
            [
                f"{node['summary']}.",
                *prose(node["description"]),
                section("Args", [argument.doc for argument in arguments]),
                section("Returns", [self._returns(value_type)] if value_type != "None" else []),
                section("Token", [tokens_doc(node)]),
                section(
                    "Raises",
                    [
                        "ValueError: an argument cannot be sent.",
                        "Whatever the caller raises; `KickError` for those of `kickwire`.",
                    ],
                ),
                section("Source", [f"{method} {path}" + _quirks(node)]),
            ]
        )

    def _returns(self, value_type: str) -> str:
        answer = next(
            answer
            for status, answer in cast("dict[str, Node]", self.view.place.node["responses"]).items()
            if status.startswith("2")
        )
        if "$ref" in answer:
            answer = resolve(self.document, answer["$ref"])
        missing = " What was asked for and is not there is in `missing`."
        text = paragraphs(answer["description"])[0].rstrip()
        return f"{value_type}: {text}{missing if _finds(self.view.place.node) else ''}"


def _finds(node: Node) -> bool:
    """Whether the answer can be held against what was asked for."""
    return any("identifies" in chunk for chunk in node.get("x-kick-chunk", []))


def _one_request(node: Node) -> str:
    """What cannot be sent in portions where the answer is given as a whole."""
    limits = [
        f"{chunk['size']} of `{chunk['parameter']}`" for chunk in node.get("x-kick-chunk", [])
    ]
    return f", of one request: at most {' or '.join(limits)}" if limits else ""


def _unless_unset(name: str, expression: str, prop: Property) -> str:
    return expression if prop.required else f"UNSET if isinstance({name}, Unset) else {expression}"


def _quirks(node: Node) -> str:
    return f"; quirks {', '.join(node['x-kick-quirks'])}" if "x-kick-quirks" in node else ""


def _outside_of_methods(text: str) -> str:
    """``list`` is also the name of methods, inside whose class it would mean them."""
    return re.sub(r"\blist\[", "builtins.list[", text)
