"""What the endpoint template shows: the arguments of an operation, its request, its answers."""

from __future__ import annotations

from dataclasses import dataclass

from openapi_python_client.parser.bodies import Body, BodyType
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties.const import ConstProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol as Property
from openapi_python_client.parser.responses import Response
from openapi_python_client.strings import PythonIdentifier

from scripts.documents import DocumentError, Node, Place, operations
from scripts.generate.checks import Checks
from scripts.generate.constants import operation, parameters, tokens_doc
from scripts.generate.properties import annotation, classes, const, reader
from scripts.generate.text import docstring, literal, paragraphs, prose, quirks_section, section


@dataclass(frozen=True)
class Argument:
    """One argument of ``build``."""

    python_name: str
    annotation: str
    default: str
    doc: str
    prop: Property

    @property
    def declaration(self) -> str:
        return f"{self.python_name}: {self.annotation}" + (
            f" = {self.default}" if self.default else ""
        )


@dataclass(frozen=True)
class EndpointView:
    """All that the endpoint template and the facade need of one operation."""

    place: Place
    module_docstring: str
    build_docstring: str
    operation: str
    argument_checks: str
    body_checks: str
    arguments: list[Argument]
    path_arguments: list[Argument]
    query_arguments: list[Argument]
    body: Property | None
    query: list[str]
    request_arguments: list[str]
    secret_arguments: list[str]
    imports: list[tuple[str, str]]
    answer: Property | None
    answer_type: str
    answer_reader: str
    answer_imports: list[tuple[str, str]]
    error_type: str
    error_readers: list[tuple[int, str]]
    error_imports: list[tuple[str, str]]
    deprecation: str


class Endpoints:
    """Views of the operations of one document."""

    def __init__(self, document: Node) -> None:
        self._document = document
        self._checks = Checks(document)
        self._places = {str(PythonIdentifier(p.id, "")): p for p in operations(document)}

    def view(self, endpoint: Endpoint) -> EndpointView:
        """The view of one endpoint.

        Raises:
            DocumentError: the operation has something for which there is no template.
        """
        place = self._places[str(endpoint.name)]
        found = list(parameters(self._document, place.node))
        if endpoint.header_parameters or endpoint.cookie_parameters:
            raise DocumentError(f"{place.id}: no template for parameters in headers or cookies")
        path_arguments = [self._argument(prop, found) for prop in endpoint.path_parameters]
        query_arguments = [self._argument(prop, found) for prop in endpoint.query_parameters]
        secrets = [
            a.python_name for a in query_arguments if _parameter(a.prop, found).get("x-kick-secret")
        ]
        body = _only_body(place, endpoint.bodies)
        body_argument = [_body_argument(body.prop, place.node)] if body else []
        arguments = path_arguments + body_argument + query_arguments
        success = _success(place, endpoint)
        answer = success.prop if success and success.source["attribute"] != "None" else None
        reads_json = success is not None and success.source["attribute"] == "response.json()"
        errors = [r for r in endpoint.responses.patterns if _status(r) >= 400 and _is_json(r)]
        error_types = sorted({annotation(r.prop, optional=False) for r in errors})
        return EndpointView(
            place=place,
            module_docstring=docstring(
                [f"``{place.method.upper()} {place.path}``: {place.node['summary']}."]
            ),
            build_docstring=_build_docstring(place.node, arguments, bool(secrets)),
            operation=operation(self._document, place),
            argument_checks=self._checks.arguments(place),
            body_checks=self._checks.body(place),
            arguments=arguments,
            path_arguments=path_arguments,
            query_arguments=query_arguments,
            body=body.prop if body else None,
            query=[_query_line(a, found) for a in query_arguments],
            request_arguments=_request_arguments(
                place, path_arguments, bool(query_arguments), body
            ),
            secret_arguments=secrets,
            imports=_imports(
                [a.prop for a in arguments]
                + [r.prop for r in errors]
                + ([answer] if answer else [])
            ),
            answer=answer,
            answer_type=annotation(answer, optional=False) if answer else "None",
            answer_reader=reader(answer) if answer and reads_json else "",
            answer_imports=_imports([answer]) if answer and reads_json else [],
            error_type=" | ".join([*error_types, "None"]),
            error_readers=[(_status(r), reader(r.prop)) for r in errors],
            error_imports=_imports([r.prop for r in errors]),
            deprecation=literal(self._deprecation(place)) if place.node.get("deprecated") else "",
        )

    def _deprecation(self, place: Place) -> str:
        """The sentence that says since when, with the facade's name of what it points to."""
        text = " ".join(place.node["description"].split())
        sentence = next(s for s in text.split(". ") if "deprecated" in s.lower()).rstrip(".")
        for other in self._places.values():
            route = f"`{other.method.upper()} {other.path}`"
            if route in sentence and "x-kick-name" in other.node:
                sentence = sentence.replace(route, f"{route} ({other.node['x-kick-name']})")
        return f"{place.node.get('x-kick-name', place.id)}: {sentence}."

    def _argument(self, prop: Property, parameters: list[Node]) -> Argument:
        raw = _parameter(prop, parameters)
        python_name = str(prop.python_name)
        default = (
            const(prop) if isinstance(prop, ConstProperty) else "" if prop.required else "UNSET"
        )
        blocks = paragraphs(raw["description"])
        doc = f"{python_name}: {blocks[0]}"
        if "default" in raw["schema"]:
            doc = f"{doc.rstrip()} Kick's default is {raw['schema']['default']}."
        return Argument(python_name, annotation(prop), default, doc, prop)


def _parameter(prop: Property, parameters: list[Node]) -> Node:
    return next(p for p in parameters if p["name"] == prop.name.get_untrusted_value())


def _query_line(argument: Argument, parameters: list[Node]) -> str:
    raw = _parameter(argument.prop, parameters)
    if raw.get("x-kick-secret"):
        how = "secret"
    elif raw["schema"].get("type") == "array":
        how = "repeated" if raw.get("explode", True) else "separated"
    else:
        how = "one"
    return f"query.{how}({literal(raw['name'])}, {argument.python_name})"


def _only_body(place: Place, bodies: list[Body]) -> Body | None:
    if len(bodies) > 1 or any(b.body_type not in (BodyType.JSON, BodyType.DATA) for b in bodies):
        raise DocumentError(f"{place.id}: one JSON or form body is expected")
    if bodies and not bodies[0].prop.required:
        raise DocumentError(f"{place.id}: the request body must be required")
    return bodies[0] if bodies else None


def _body_argument(prop: Property, node: Node) -> Argument:
    blocks = paragraphs(node["requestBody"].get("description", "the request body"))
    return Argument("body", annotation(prop), "", f"body: {blocks[0]}", prop)


def _request_arguments(
    place: Place, path: list[Argument], query: bool, body: Body | None
) -> list[str]:
    lines: list[str] = []
    if path:
        text = place.path
        for argument in path:
            raw = argument.prop.name.get_untrusted_value()
            text = text.replace(
                f"{{{raw}}}", f"{{segment({literal(raw)}, {argument.python_name})}}"
            )
        lines.append(f"path=f'{text}'")
    if query:
        lines.append("query=query")
    if body:
        lines.append(f"{'json' if body.body_type == BodyType.JSON else 'form'}_body=body.to_dict()")
    return lines


def _status(response: Response) -> int:
    status = response.status_code.range
    if status is None or status[0] != status[1]:
        raise DocumentError("statuses are written one by one")
    return status[0]


def _is_json(response: Response) -> bool:
    return response.source["attribute"] == "response.json()"


def _success(place: Place, endpoint: Endpoint) -> Response | None:
    found = [r for r in endpoint.responses.patterns if 200 <= _status(r) < 300]
    if len(found) > 1:
        raise DocumentError(f"{place.id}: one 2xx answer is expected")
    return found[0] if found else None


def _imports(props: list[Property]) -> list[tuple[str, str]]:
    return sorted({pair for prop in props for pair in classes(prop)})


_SEALED = (
    "the secret parameters are not in the URL of what is built, so that no log shows them;"
    " send it with this package's Client or through its SecretQueryTransport, anything else fails."
)


def _build_docstring(node: Node, arguments: list[Argument], secret: bool) -> str:
    return docstring(
        [
            f"{node['summary']}.",
            *prose(node["description"]),
            section("Args", ["base_url: origin of the server.", *(a.doc for a in arguments)]),
            section("Token", [tokens_doc(node)]),
            section("Sending", [_SEALED] if secret else []),
            quirks_section(node),
        ]
    )
