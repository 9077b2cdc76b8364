"""What the document says of arguments, as expressions of the generated ``_checking``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, cast

from scripts.documents import DocumentError, Node, Place, deref
from scripts.generate.constants import parameters, python_name
from scripts.generate.text import literal
from scripts.lint.requests import plain, unchecked, words_of


class Checks:
    """The checks of one document."""

    def __init__(self, document: Node) -> None:
        self._document = document

    def arguments(self, place: Place) -> str:
        """The check of the parameters in path and query; empty where there are none."""
        found = list(parameters(self._document, place.node))
        if not found:
            return ""
        for parameter in found:
            self._refuse(place, parameter["schema"], body=False)
        # A cursor is the server's own: what was seen of its length is no limit for those to come.
        cursor = place.node.get("x-kick-page", {}).get("cursor")
        fields = {
            p["name"]: (
                {"type": "string"} if p["name"] == cursor else p["schema"],
                bool(p.get("x-kick-secret")),
            )
            for p in found
        }
        required = {p["name"] for p in found if p.get("required")}
        return self._values(fields, required, self._rules(place, set(fields)))

    def body(self, place: Place) -> str:
        """The check of the body's model; empty where there is no body."""
        if "requestBody" not in place.node:
            return ""
        body = deref(self._document, place.node["requestBody"])
        given = next(iter(body["content"].values()))["schema"]
        self._refuse(place, given, body=True)
        schema = self._plain(given)
        if "oneOf" in schema:
            return self._one_of(place, [self._plain(member) for member in schema["oneOf"]])
        return self._object(schema, self._rules(place, set(schema["properties"])))

    def _one_of(self, place: Place, members: list[Node]) -> str:
        for name in members[0]["properties"]:
            marks = [member["properties"].get(name, {}).get("const") for member in members]
            if None not in marks and len(set(marks)) == len(marks):
                pairs = zip(marks, members, strict=True)
                cases = ", ".join(f"{literal(m)}: {self._object(schema)}" for m, schema in pairs)
                return f"one_of({literal(python_name(name))}, {{{cases}}})"
        raise DocumentError(f"{place.id}: no constant tells the members of the body apart")

    def _object(self, schema: Node, rules: Iterable[str] = ()) -> str:
        fields = {
            name: (field, bool(field.get("x-kick-secret")))
            for name, field in cast("dict[str, Node]", schema.get("properties", {})).items()
        }
        options = [f"least={schema['minProperties']}"] if "minProperties" in schema else []
        if schema.get("additionalProperties") is False:
            options.append("closed=True")
        return self._values(fields, set(schema.get("required", [])), [*options, *rules])

    def _values(
        self, fields: dict[str, tuple[Node, bool]], required: set[str], options: Iterable[str]
    ) -> str:
        checks = {name: self._check(*field) for name, field in fields.items()}
        parts = [
            f"{way}={{{', '.join(entries)}}}"
            for way, wanted in (("required", True), ("optional", False))
            if (
                entries := [
                    f"{literal(python_name(name))}: {check}"
                    for name, check in checks.items()
                    if (name in required) is wanted
                ]
            )
        ]
        return f"Values({', '.join([*parts, *options])})"

    @staticmethod
    def _rules(place: Place, names: set[str]) -> list[str]:
        """The rules across values that speak of these names."""
        rules: list[str] = []
        groups = [g for g in place.node.get("x-kick-exclusive", []) if names.issuperset(g)]
        if groups:
            text = ", ".join(literal(tuple(map(python_name, group))) for group in groups)
            rules.append(f"exclusive=({text},)")
        needs = [n for n in place.node.get("x-kick-needs", []) if n["needed"] in names]
        if needs:
            text = ", ".join(
                literal((python_name(n["needed"]), python_name(n["where"]), n["is"])) for n in needs
            )
            rules.append(f"needs=({text},)")
        return rules

    def _check(self, schema: Node, secret: bool = False) -> str:
        schema = self._plain(schema)
        if "anyOf" in schema:
            return "text()"  # an enum that is open for any other text
        if "const" in schema or "enum" in schema:
            return f"member({', '.join(map(literal, words_of(schema)))})"
        match schema["type"]:
            case "object":
                return self._object(schema)
            case "array":
                return self._array(schema, secret)
            case "integer":
                limits = _given(least=schema.get("minimum"), most=schema.get("maximum"))
                return f"integer({limits})"
            case "boolean":
                return "boolean"
            case _:
                return self._text(schema, secret)

    @staticmethod
    def _text(schema: Node, secret: bool) -> str:
        if schema.get("format") == "uuid":
            return "uuid"
        given = _given(
            least=schema.get("minLength"),
            most=schema.get("maxLength"),
            pattern=schema.get("pattern"),
            secret=(secret and "pattern" in schema) or None,
        )
        return f"text({given})"

    def _array(self, schema: Node, secret: bool) -> str:
        given = _given(
            least=schema.get("minItems"),
            most=schema.get("maxItems"),
            unique=schema.get("uniqueItems"),
        )
        item = self._check(schema["items"], secret)
        return f"array({item}{', ' if given else ''}{given})"

    def _plain(self, schema: Node) -> Node:
        return plain(partial(deref, self._document), schema)

    def _refuse(self, place: Place, schema: Node, *, body: bool) -> None:
        for reason in unchecked(partial(deref, self._document), schema, body=body):
            raise DocumentError(f"{place.id}: {reason}")


def _given(**options: Any) -> str:
    return ", ".join(f"{name}={literal(v)}" for name, v in options.items() if v is not None)
