"""Why a delivery got no answer: in the words of who writes a receiver, not in those of a library.

httpx is imported with the first failure, like everything that few mocks need.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from typing import cast

_CUT = "peer closed connection"
_SILENT = "Server disconnected"
"""How httpx begins to tell that an answer ended too early, or never began."""


def explained(failure: Exception) -> str:
    """What went wrong between the mock and a receiver, without the name of a class."""
    for cause in _causes(failure):
        if words := _of_system(cause):
            return words
    return _of_http(failure)


def _causes(failure: BaseException) -> Iterator[BaseException]:
    """The failure, and everything that led to it."""
    yield failure
    if isinstance(failure, BaseExceptionGroup):
        group = cast("BaseExceptionGroup[BaseException]", failure)  # one for each address of a host
        for each in group.exceptions:
            yield from _causes(each)
    before = failure.__cause__ or failure.__context__
    if before is not None:
        yield from _causes(before)


def _of_system(cause: BaseException) -> str:
    """What the system says by the kind of an error; empty where it says nothing."""
    match cause:
        case ssl.SSLCertVerificationError():
            return f"its certificate is not trusted: {cause.verify_message}"
        case ssl.SSLError(reason="WRONG_VERSION_NUMBER"):
            return "it does not speak TLS"
        case ssl.SSLError():
            reason = str(getattr(cause, "reason", None) or "no reason is known")
            return f"TLS failed: {reason.replace('_', ' ').lower()}"
        case socket.gaierror() | UnicodeError():
            return "the name of the host cannot be resolved"
        case ConnectionRefusedError():
            return "connection refused"
        case ConnectionResetError() | BrokenPipeError():
            return "the connection was reset"
        case _:
            return ""


def _of_http(failure: Exception) -> str:
    import httpx

    words = " ".join(str(failure).split())
    match failure:
        case httpx.TimeoutException():
            return "no answer came in time"
        case httpx.RemoteProtocolError() if words.startswith(_SILENT):
            return "the connection was closed without an answer"
        case httpx.RemoteProtocolError() if words.startswith(_CUT):
            return "the answer broke off"
        case httpx.RemoteProtocolError():
            return "the answer is not HTTP"
        case httpx.ConnectError():
            return f"no connection: {words}" if words else "no connection"
        case _:
            return words or "the connection broke"
