"""Codes, tokens and identifiers that look random and are not: a seed gives the same ones again."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
import uuid

from kickwire_mock.clock import Clock

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ULID_LENGTH = 26
_BLOCK = 16
"""Opaque values that are made in one go."""
_ULID = re.compile(f"[0-7][{_CROCKFORD}]{{{_ULID_LENGTH - 1}}}", re.ASCII | re.IGNORECASE)


class Ids:
    """A source of identifiers. Each call gives the next one of its kind."""

    _seed: int
    _clock: Clock
    _drawn: dict[str, int]
    """How many there were, by kind."""

    def __init__(self, seed: int, clock: Clock) -> None:
        self._seed = seed
        self._clock = clock
        self._drawn = {}

    def opaque(self) -> str:
        """A code or token: 48 upper-case characters (ledger ``tokens_are_opaque``)."""
        block, place = divmod(self._next("opaque"), _BLOCK)
        return _opaque_block(self._seed, block)[place]

    def ulid(self) -> str:
        """The id of an app, a reward and the like: 26 characters of Crockford's base32.

        The first ten are the milliseconds of the mock's clock: ids sort by time, as Kick's do.
        """
        millis = int(self._clock.now() * 1000)
        number = millis << 80 | int.from_bytes(self._bytes("ulid", 10), "big")
        shifts = range(5 * (_ULID_LENGTH - 1), -1, -5)
        return "".join(_CROCKFORD[number >> shift & 31] for shift in shifts)

    def uuid(self) -> str:
        """The id of a chat message and the like: a random UUID (RFC 9562 version 4)."""
        return str(uuid.UUID(bytes=self._bytes("uuid", 16), version=4))

    def secret(self) -> str:
        """A client secret: 64 hexadecimal characters."""
        return self._bytes("secret", 32).hex()

    def nonce(self) -> str:
        """The one-time value of a consent form: 32 hexadecimal characters."""
        return self._bytes("nonce", 16).hex()

    def _bytes(self, kind: str, count: int) -> bytes:
        return _digest(self._seed, kind, self._next(kind))[:count]

    def _next(self, kind: str) -> int:
        number = self._drawn[kind] = self._drawn.get(kind, 0) + 1
        return number

    def __repr__(self) -> str:
        return f"Ids(seed={self._seed})"


@functools.lru_cache(maxsize=64)
def _opaque_block(seed: int, block: int) -> tuple[str, ...]:
    # Most of what one costs is code that has left the processor's caches since the last one: so one
    # request in so many pays for it.
    first = block * _BLOCK
    return tuple(_opaque(seed, number) for number in range(first, first + _BLOCK))


def _opaque(seed: int, number: int) -> str:
    # Made as the Go library makes them: a UUID as text, in base64, upper-cased.
    digits = _digest(seed, "opaque", number)[:16].hex()
    text = f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
    # Of these characters base64 makes neither + nor /, so it is safe in a URL as it is.
    return base64.b64encode(text.encode("ascii")).decode("ascii").upper()


def _digest(seed: int, kind: str, number: int) -> bytes:
    return hashlib.sha256(f"kickwire-mock {seed} {kind} {number}".encode("ascii")).digest()


def is_ulid(text: str) -> bool:
    """Whether a text has the shape of a ULID, in either case; 128 bits hold no more than 7ZZZ..."""
    return _ULID.fullmatch(text) is not None
