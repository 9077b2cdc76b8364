"""How it is told that a delivery got no answer."""

from __future__ import annotations

import socket
import ssl

import httpx
import pytest
from kickwire_mock.carriers.failures import explained


def caused(failure: Exception, *causes: Exception) -> Exception:
    """A failure that these have led to, the nearest first."""
    below = failure
    for cause in causes:
        below.__cause__ = cause
        below = cause
    return failure


def distrusted() -> ssl.SSLCertVerificationError:
    """What the judge of certificates says."""
    error = ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED] ...")
    error.verify_message = "self-signed certificate"
    return error


REFUSED = ConnectionRefusedError(111, "Connect call failed")
MANY = ExceptionGroup("multiple connection attempts failed", [OSError("x"), REFUSED])
FAILED = "All connection attempts failed"
FAILURES: list[tuple[Exception, str]] = [
    (caused(httpx.ConnectError(FAILED), OSError(FAILED), REFUSED), "connection refused"),
    (caused(httpx.ConnectError(FAILED), OSError(FAILED), MANY), "connection refused"),
    (
        caused(httpx.ConnectError("[Errno -2]"), socket.gaierror(-2, "Name or service not known")),
        "the name of the host cannot be resolved",
    ),
    (UnicodeError("label too long"), "the name of the host cannot be resolved"),
    (caused(httpx.ReadError(""), ConnectionResetError(104, "x")), "the connection was reset"),
    (caused(httpx.WriteError(""), BrokenPipeError(32, "x")), "the connection was reset"),
    (httpx.ReadError(""), "the connection broke"),
    (httpx.ReadError("torn\napart"), "torn apart"),
    (
        caused(httpx.ConnectError("x"), distrusted()),
        "its certificate is not trusted: self-signed certificate",
    ),
    (ssl.SSLError(1, "x"), "TLS failed: no reason is known"),
    (httpx.RemoteProtocolError("illegal status line: bytearray(b'x')"), "the answer is not HTTP"),
    (httpx.ReadTimeout("x"), "no answer came in time"),
    (httpx.ConnectError("nobody there"), "no connection: nobody there"),
    (httpx.ConnectError(""), "no connection"),
]


@pytest.mark.parametrize(("failure", "words"), FAILURES, ids=[words for _, words in FAILURES])
def test_a_failure_is_told_in_plain_words(failure: Exception, words: str) -> None:
    """What the author of a receiver can act upon; no library's class is named."""
    assert explained(failure) == words
