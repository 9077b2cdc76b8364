"""One operation of a document, ready to be asked: what it takes, who may call it, what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import field
from typing import Any

from kickwire_mock import answers, bodies, parameters
from kickwire_mock.documents import Node, Place, root
from kickwire_mock.errors import DocumentError
from kickwire_mock.messages import Reply, Request
from kickwire_mock.schemas import Schemas
from kickwire_mock.unknown import nearest
from kickwire_mock.values import value_class
from kickwire_mock.wire import pairs

CONSENT = "consent"
"""Id of the one operation that no document has: the form of the consent page, sent to the api host
(ledger ``authorize_two_hop``)."""

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@value_class(frozen=True, slots=True)
class Arguments:
    """What a valid request says, converted to the types of the document.

    Absent optional parameters have no entry. The `repr` is bare: values may be secret.
    """

    path: dict[str, Any] = field(repr=False)
    query: dict[str, Any] = field(repr=False)
    body: Any = field(repr=False)
    ignored: Set[str] = field(repr=False)
    """The names of query parameters that the document does not know."""


@value_class(frozen=True, slots=True)
class Operation:
    """An operation as its document declares it."""

    id: str
    tag: str
    method: str
    """Upper-case."""
    template: str
    """Path with parameter names in braces."""
    protected: bool
    """Whether a Bearer token is needed: its ``security`` is not the empty list."""
    success: Reply = field(repr=False)
    place: Place = field(repr=False)
    path_parameters: tuple[parameters.Parameter, ...] = field(repr=False)
    query_parameters: tuple[parameters.Parameter, ...] = field(repr=False)
    body: bodies.Body | None = field(repr=False)

    def read(self, request: Request, segments: Sequence[str]) -> Arguments:
        """Check a request against the document and convert what it says.

        Args:
            request: the request, already matched to this operation.
            segments: the path segments that stand for parameters, still encoded, in path order.

        Raises:
            RequestError: the first thing found wrong: path before query before body.
        """
        path = parameters.read_path(self.path_parameters, segments) if segments else {}
        # Who reads no parameters does not look at the query, so there nothing is wrong with it.
        sent = pairs(request.query, "the query") if self.query_parameters else {}
        query = parameters.read_query(self.query_parameters, sent)
        body = None if self.body is None else self.body.read(request)
        return Arguments(path, query, body, sent.keys() - query.keys())

    def unheard(self, arguments: Arguments) -> str:
        """What of a request changed nothing because nobody knows it, for the journal; else empty.

        It quotes no name that was sent, since that may be anything.
        """
        fields = self.body.unknown(arguments.body) if isinstance(self.body, bodies.JsonBody) else 0
        told = [f"{fields} unknown field(s) changed nothing"] if fields else []
        if arguments.ignored:
            known = [parameter.name for parameter in self.query_parameters]
            near = {nearest(name.lower(), known) for name in arguments.ignored}
            meant = ", ".join(sorted(name for name in near if name is not None))
            perhaps = f" (perhaps {meant} was meant)" if meant else ""
            number = len(arguments.ignored)
            told.append(f"{number} unknown query parameter(s) changed nothing{perhaps}")
        return "; ".join(told)

    def shows(self, status: int) -> bool:
        """Whether its document shows a reply of this status."""
        responses = self.place.get("responses")
        return responses is not None and responses.get(str(int(status))) is not None

    def documented(self, status: int, example: str | None = None) -> Reply:
        """The reply its document shows for this status.

        Raises:
            DocumentError: it shows none.
        """
        return answers.documented(self.place.at("responses", str(int(status))), status, example)


def operations(document: Node, *, names: bool = False) -> Iterator[Operation]:
    """The operations under ``paths``, in the order of the document.

    Args:
        document: in OpenAPI.
        names: see `kickwire_mock.schemas.Schemas`.

    Raises:
        DocumentError: the document is incomplete or says something the mock cannot imitate.
        ImportError: jsonschema-rs is not installed.
    """
    schemas = Schemas(document, names=names)
    for template, item in root(document).at("paths").items():
        for method in METHODS:
            place = item.get(method)
            if place is not None:
                yield _operation(str(template), method, place, schemas)


def _operation(template: str, method: str, place: Place, schemas: Schemas) -> Operation:
    declared = place.get("parameters")
    found = [
        parameters.declared(parameter, schemas)
        for parameter in (() if declared is None else declared.values())
    ]
    body = place.get("requestBody")
    return Operation(
        id=str(place.at("operationId").node),
        tag=str(place.at("tags", 0).node),
        method=method.upper(),
        template=template,
        protected=bool(place.at("security").node),
        success=answers.success(place),
        place=place,
        path_parameters=_in_path_order(template, found, place.pointer),
        query_parameters=tuple(parameter for parameter in found if parameter.place == "query"),
        body=None if body is None else bodies.declared(body, schemas),
    )


def _in_path_order(
    template: str, declared: list[parameters.Parameter], pointer: str
) -> tuple[parameters.Parameter, ...]:
    known = {parameter.name: parameter for parameter in declared if parameter.place == "path"}
    names = [name for segment in template.split("/") if (name := parameter_name(segment))]
    if sorted(names) != sorted(known):
        raise DocumentError(f"{pointer}: path parameters and path do not agree")
    return tuple(known[name] for name in names)


def parameter_name(segment: str) -> str | None:
    """The name in a template segment such as ``{id}``; None for a literal segment."""
    return segment[1:-1] if segment.startswith("{") and segment.endswith("}") else None
