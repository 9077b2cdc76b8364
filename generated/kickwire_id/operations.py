"""What the document says of an operation beyond its types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class TokenRequirement:
    """One alternative that lets a call pass: a kind of token with all of these scopes."""

    token: Literal["user", "app"]
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paging:
    """How the next page is asked for.

    Attributes:
        parameter: the query parameter that takes the cursor.
        next: the way from the answer's model to the next cursor, attribute by attribute.
        items: the way to the list of items.
        end: values of the cursor that mean "no more", besides its absence.
    """

    parameter: str
    next: tuple[str, ...]
    items: tuple[str, ...]
    end: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A list parameter that is best sent in portions.

    Attributes:
        parameter: its name in Python.
        size: how many values one request carries.
        identifies: the way from an item of the answer to the value it was asked for with, attribute
            by attribute; empty where the answer has no items.
        all_or_nothing: whether one unknown value can refuse the whole request.
    """

    parameter: str
    size: int
    identifies: tuple[str, ...] = ()
    all_or_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of the document.

    Attributes:
        id: the operationId.
        name: the name in the facade, ``resource.method``; empty where there is none.
        method: the HTTP method, in capitals.
        path: the path template.
        tokens: alternatives, any of which lets the call pass; empty when no token is needed.
        optional_scopes: scopes that widen the answer.
        paging: set on operations that answer in pages.
        chunks: list parameters to be sent in portions.
        idempotent: sending it twice changes no more than sending it once.
        shared: the answer is the same for every caller.
        secret_fields: names of the secret fields of its parameters, body and answer.
        deprecated: Kick has announced a successor.
    """

    id: str
    name: str
    method: str
    path: str
    tokens: tuple[TokenRequirement, ...] = ()
    optional_scopes: tuple[str, ...] = ()
    paging: Paging | None = None
    chunks: tuple[Chunk, ...] = ()
    idempotent: bool = False
    shared: bool = False
    secret_fields: tuple[str, ...] = ()
    deprecated: bool = False


__all__ = ["Chunk", "Operation", "Paging", "TokenRequirement"]
