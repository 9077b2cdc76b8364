"""What this package raises. Transport errors are httpx's own.

ApiException
├── StatusError    the server answered with something other than 2xx
└── InvalidData    JSON that does not have the shape the document gives it
"""

from __future__ import annotations

from typing import Any


class ApiException(Exception):
    """Base of the errors of this package."""


class StatusError(ApiException):
    """The server answered with a status other than 2xx.

    Attributes:
        operation: the operationId.
        status: the HTTP status, also one that no standard lists (520 to 527).
        error: the typed error answer, or None where the body is not one. It is not part of the text.
    """

    def __init__(self, operation: str, status: int, error: Any = None) -> None:
        super().__init__(operation, status, error)
        self.operation = operation
        self.status = status
        self.error = error

    def __str__(self) -> str:
        told = "; what it said is in .error" if self.error is not None else ""
        return f"{self.operation}: the server answered with status {self.status}{told}"

    def __repr__(self) -> str:
        return f"StatusError(operation={self.operation!r}, status={self.status})"


class InvalidData(ApiException, ValueError):
    """JSON that does not have the shape the document gives it.

    Attributes:
        reason: what was expected and which kind of value was found; never the value itself.
        pointer: where, as a JSON pointer (RFC 6901); empty for the whole.
        operation: the operationId whose answer this is; empty when a model was read directly.
    """

    def __init__(self, reason: str, pointer: str = "", operation: str = "") -> None:
        super().__init__(reason, pointer, operation)
        self.reason = reason
        self.pointer = pointer
        self.operation = operation

    def __str__(self) -> str:
        place = self.pointer or "the whole"
        of = f"the answer of {self.operation}: " if self.operation else ""
        return f"{of}{place}: {self.reason}"

    def under(self, part: str | int) -> InvalidData:
        """The same complaint, seen from one level further up."""
        escaped = str(part).replace("~", "~0").replace("/", "~1")
        return InvalidData(self.reason, f"/{escaped}{self.pointer}", self.operation)

    def of(self, operation: str) -> InvalidData:
        """The same complaint about the answer of this operation."""
        return InvalidData(self.reason, self.pointer, operation)


__all__ = ["ApiException", "InvalidData", "StatusError"]
