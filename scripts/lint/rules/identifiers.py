"""Names: what becomes Python must stay distinct and must not break the class it lands in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scripts.lint.names import class_name, python_name, snake_case
from scripts.lint.operations import body_schemas, parameters
from scripts.lint.registry import document_rule, site_rule
from scripts.lint.schemas import body_properties, properties
from scripts.lint.sites import Remark, Site
from scripts.lint.sources import Document

_METHODS = frozenset({"to_dict", "from_dict", "additional_properties", "additional_keys"})
_OURS = frozenset(
    {"AsyncCaller", "AsyncPublicApi", "Build", "Caller", "Chunk", "Client", "Fields"}
    | {"Found", "Operation", "Paging", "PublicApi", "Query", "Raw", "TokenRequirement", "UNSET"}
    | {"Unset", "Values"}
)
_PYTHONS = frozenset(
    {"Any", "AsyncIterator", "Callable", "Iterator", "Literal", "Mapping", "StrEnum"}
    | {"TYPE_CHECKING", "TypeVar", "UUID"}
)
IMPORTED = _OURS | _PYTHONS
"""Names that generated modules import beside models; a model called so would hide them."""


@site_rule("reserved-property", "schema", "boolean-schema")
def reserved_property(_: Document, site: Site) -> Iterator[Remark]:
    """A property called like a method of the generated class breaks the class."""
    if site.field == "properties" and python_name(site.key) in _METHODS:
        yield site.remark(f"{site.key} is a method or field of every generated model")


@site_rule("property-names", "schema")
def property_names(document: Document, site: Site) -> Iterator[Remark]:
    """Two properties with one Python name: the generator renames both, or drops the model."""
    if site.named:
        for one, other in _collisions(properties(document, site.node)):
            yield site.remark(f"{one} and {other} are both {python_name(one)}", "properties", other)


@site_rule("class-name", "schema")
def component_class_name(_: Document, site: Site) -> Iterator[Remark]:
    """The key of a named schema is its class name, and hides nothing that modules import."""
    if not site.named:
        return
    if class_name(site.key) != site.key:
        yield site.remark(f"the class would be called {class_name(site.key)}")
    elif site.key in IMPORTED:
        yield site.remark("generated modules import something else of this name")


@document_rule("class-names")
def class_names(document: Document) -> Iterator[Remark]:
    """Two schemas with one class or module name overwrite each other."""
    for style in (class_name, snake_case):
        names: dict[str, str] = {}
        for site in document.of_kind("schema"):
            if site.named:
                first = names.setdefault(style(site.key), site.key)
                if first != site.key:
                    yield site.remark(f"{first} and {site.key} are both {style(site.key)}")


@site_rule("argument-names", "operation")
def argument_names(document: Document, site: Site) -> Iterator[Remark]:
    """Parameters and flattened body are arguments of one method, so their Python names differ."""
    names = [str(parameter.get("name")) for parameter in parameters(document, site)]
    for schema in body_schemas(document, site):
        names += body_properties(document, schema)
    for one, other in _collisions(names):
        yield site.remark(f"{one} and {other} are both the argument {python_name(one)}")


def _collisions(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    seen: dict[str, str] = {}
    for name in names:
        if python_name(name) in seen:
            yield seen[python_name(name)], name
        seen.setdefault(python_name(name), name)
