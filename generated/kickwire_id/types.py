"""Values that stand for the absence of a value, and a whole answer."""

from __future__ import annotations

from typing import Generic, Literal, TypeVar, final

import httpx

T = TypeVar("T")


@final
class Unset:
    """The type of `UNSET`: a field that was not sent, as opposed to one sent as null."""

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        return "UNSET"


UNSET: Unset = Unset()


class Raw(Generic[T]):
    """An answer with everything around its value.

    Attributes:
        status: the HTTP status.
        headers: the headers; not in the ``repr``, since they may hold cookies.
        body: the bytes as they came, content encoding removed; not in the ``repr``.
        value: the body as the document types it, envelope included.
    """

    __slots__ = ("body", "headers", "status", "value")

    def __init__(self, status: int, headers: httpx.Headers, body: bytes, value: T) -> None:
        self.status = status
        self.headers = headers
        self.body = body
        self.value = value

    def __repr__(self) -> str:
        return f"Raw(status={self.status}, value={self.value!r})"


__all__ = ["UNSET", "Raw", "Unset"]
