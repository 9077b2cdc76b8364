"""Reading and writing the encodings of the wire: percent-encoding, forms, JSON.

Readers are total: any input gives a value or `RequestError`, nothing else.
"""

from __future__ import annotations

import ipaddress
import json
import math
import re
from typing import Any, NoReturn
from urllib.parse import unquote_to_bytes

from kickwire_mock.errors import RequestError

MAX_PAIRS = 1_000
"""Name-value pairs read from one query or form. Ours, not Kick's: far above what any operation
takes, and low enough that a form of nothing but ampersands costs nothing."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?::([0-9]{1,5}))?")
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")


def percent_decoded(text: str, what: str) -> str:
    """Undo percent-encoding (RFC 3986 section 2.1); a plus sign stays one.

    Args:
        text: as sent, one character per byte.
        what: how the refusal names the place, for instance ``"the query"``.

    Raises:
        RequestError: an escape is broken, or the bytes are not UTF-8.
    """
    if "%" not in text and text.isascii():
        return text
    try:
        raw = text.encode("latin-1")
    except UnicodeEncodeError:
        raise RequestError(f"{what} holds characters that no request line can carry") from None
    if _BROKEN_ESCAPE.search(raw):
        raise RequestError(f"{what} has a % that is not followed by two hexadecimal digits")
    try:
        return unquote_to_bytes(raw).decode("utf-8")
    except UnicodeDecodeError:
        raise RequestError(f"{what} is not UTF-8 after percent-decoding") from None


def pairs(text: str, what: str) -> dict[str, list[str]]:
    """Read a query or form body (``application/x-www-form-urlencoded``): name to values, in order.

    Raises:
        RequestError: an escape is broken, the bytes are not UTF-8, or there are too many pairs.
    """
    found: dict[str, list[str]] = {}
    if not text:
        return found
    if text.count("&") >= MAX_PAIRS:
        raise RequestError(f"{what} has more than {MAX_PAIRS} fields")
    plain = "%" not in text and text.isascii()  # as most are: nothing is left to decode
    for field in text.replace("+", " ").split("&"):
        if not field:
            continue
        name, _, value = field.partition("=")
        if not plain:
            name, value = percent_decoded(name, what), percent_decoded(value, what)
        found.setdefault(name, []).append(value)
    return found


def host_and_port(text: str) -> tuple[str, int | None] | None:
    """Read a Host header (RFC 9110 section 7.2): the name in lower case and the port, if any.

    The name has no brackets and no dot at its end. None where it is no name or address.
    """
    match = _HOST.fullmatch(text)
    if match is None:
        return None
    address, name, port = match.groups()
    return (address or name.removesuffix(".")).lower(), int(port) if port else None


def is_loopback(host: str) -> bool:
    """Whether a host, a name in lower case or an address, is this computer itself."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def json_value(body: bytes) -> Any:
    """Read a JSON text (RFC 8259) in UTF-8.

    Raises:
        RequestError: not UTF-8, not JSON, nested too deeply, or with a number or character that
            cannot be read.
    """
    try:
        text = body.decode("utf-8")
        value = json.loads(text, parse_float=_number, parse_constant=_no_constant)
        if _SURROGATE.search(body):
            json_bytes(value)  # half of a pair cannot be written again, nor read by anything else
        return value
    except UnicodeDecodeError as error:
        raise RequestError(f"the body is not UTF-8 at byte {error.start}") from None
    except UnicodeEncodeError:
        raise RequestError("the body holds half of a surrogate pair") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno} column {error.colno}"
        raise RequestError(f"the body is not JSON: {error.msg} at {place}") from None
    except RecursionError:
        raise RequestError("the body is nested too deeply") from None
    except ValueError:
        # CPython refuses to read integers of more than 4,300 digits, `_number` what is too large.
        raise RequestError("the body holds a number that cannot be read") from None


def _number(text: str) -> float:
    """A number with a fraction or an exponent; `int` where it is whole, as JSON Schema has it."""
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("too large")
    return int(value) if value.is_integer() else value


def _no_constant(name: str) -> NoReturn:
    # Python reads NaN and Infinity where JSON knows neither.
    raise json.JSONDecodeError(f"{name} is not a JSON value", "", 0)


def json_bytes(value: Any, escaped: str = "&<>\u2028\u2029") -> bytes:
    """Write JSON as Go's encoder does: compact, with ``&``, ``<`` and ``>`` escaped.

    Source: genuine webhook bodies are written so (ledger ``webhook_raw_body``), and Kick's servers
    are Go throughout.

    Args:
        value: what JSON can hold.
        escaped: characters that are, besides those that JSON wants so.
    """
    text = _ENCODER.encode(value)
    # These characters stand only inside strings, so replacing them in the text is safe.
    for character in escaped:
        if character in text:
            text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode("utf-8")
