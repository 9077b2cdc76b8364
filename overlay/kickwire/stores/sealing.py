"""Encryption at rest: what a durable store writes is sealed, and bound to its place.

A sealed record is a Fernet token (AES-128-CBC and HMAC-SHA256). Its plaintext carries whose record
it is and its version, so that a row that was copied over another one, or an old one that was put
back under a newer version, is found out.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from kickwire.errors import ConfigurationError, StoreError

from .base import Key, Kind, Record
from .naming import shown

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

KEYS_VARIABLE = "KICKWIRE_STORE_KEYS"
"""The environment variable that holds the keys, newest first, with commas between them."""

_ADVICE = "make one with: kickwire keygen"


def new_key() -> str:
    """A new key: 256 random bits as 44 letters."""
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode("ascii")


class HiddenKeys:
    """Keys on their way to a `Sealer`; no traceback with local variables shows them.

    Args:
        keys: one text, in which commas may stand between keys, or several, newest first; None
            takes them from the environment. Nothing is checked here.
    """

    __slots__ = ("keys", "place")

    def __init__(self, keys: str | Sequence[str] | None) -> None:
        self.place = "keys" if keys is not None else KEYS_VARIABLE
        given = os.environ.get(KEYS_VARIABLE, "") if keys is None else keys
        self.keys: list[object] = [
            part.strip() if isinstance(part, str) else part for part in _parts(given)
        ]


def _parts(given: object) -> list[object]:
    if isinstance(given, str):
        return list(given.split(","))
    several = isinstance(given, Iterable) and not isinstance(given, bytes)
    return list(cast("Iterable[object]", given)) if several else [given]


class Sealer:
    """Seals records with the newest key and opens them with any.

    Args:
        keys: one key, or several with the newest first; None takes them from the environment
            variable ``KICKWIRE_STORE_KEYS``.

    Raises:
        ConfigurationError: there is no key, or one is malformed.
    """

    def __init__(self, keys: str | Sequence[str] | HiddenKeys | None = None) -> None:
        hidden = keys if isinstance(keys, HiddenKeys) else HiddenKeys(keys)
        del keys
        self._number = len(hidden.keys)
        problem = _keys_problem(hidden)
        if problem:
            raise ConfigurationError(problem)
        self._fernet = _fernet(hidden)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} keys={self._number}>"

    def seal(self, key: Key, record: Record) -> bytes:
        """The text and version of a record, readable with the keys alone."""
        return self._fernet.encrypt(_plaintext(key, record))

    def unseal(self, key: Key, version: str, sealed: object, attempt: str | None = None) -> Record:
        """The record that was sealed for this key under this version.

        Args:
            key: whose record it has to be.
            version: the version it has to have.
            sealed: what `seal` gave.
            attempt: goes into the record as it is.

        Raises:
            StoreError: no key opens it, or it was sealed for another key or version.
        """
        opened = self._opened(sealed)
        if opened is None:
            raise StoreError(_unopened(key))
        if opened.key != key or opened.record.version != version:
            raise StoreError(_untrusted(key))
        return Record(version, opened.record.text, attempt)

    def _opened(self, sealed: object) -> _Opened | None:
        from cryptography.fernet import InvalidToken

        if not isinstance(sealed, bytes):
            return None
        try:
            return _parsed(self._fernet.decrypt(sealed))
        except InvalidToken:
            return None


@dataclass(frozen=True, slots=True)
class _Opened:
    """What a sealed record says of itself. Its `repr` shows no text."""

    key: Key
    record: Record


def _plaintext(key: Key, record: Record) -> bytes:
    # JSON in ASCII carries every str, lone surrogates too.
    fields = [key.app, key.kind, key.name, record.version, record.text]
    return json.dumps(fields).encode("ascii")


def _parsed(plaintext: bytes) -> _Opened:
    """What the plaintext says. Another use of the same keys gives a record of nobody."""
    nobody = _Opened(Key("", "app"), Record("", ""))
    try:
        fields: object = json.loads(plaintext)
    except ValueError:
        return nobody
    if not isinstance(fields, list) or len(cast("list[object]", fields)) != 5:
        return nobody
    app, kind, name, version, text = cast("list[str]", fields)
    return _Opened(Key(app, cast("Kind", kind), name), Record(version, text))


def _keys_problem(hidden: HiddenKeys) -> str:
    """Why the keys cannot be used, without showing any; empty if they can."""
    if not any(hidden.keys):
        return (
            f"{hidden.place}: there is no key, and nothing is stored in the clear; {_ADVICE} - then"
            f" keep it, and give it as keys= or in the environment variable {KEYS_VARIABLE}"
        )
    for number, key in enumerate(hidden.keys, 1):
        which = f"{hidden.place}: key {number} of {len(hidden.keys)}"
        if not isinstance(key, str):
            return f"{which} is no text but {type(key).__name__}; {_ADVICE}"
        # Fernet itself skips letters that are not base64, and would take a mistyped key.
        if not re.fullmatch(r"[A-Za-z0-9_-]{43}=", key):
            return f"{which} is malformed (44 letters, the last one is =); {_ADVICE}"
    return ""


def _fernet(hidden: HiddenKeys) -> MultiFernet:
    from cryptography.fernet import Fernet, MultiFernet

    return MultiFernet([Fernet(cast("str", key)) for key in hidden.keys])


def _unopened(key: Key) -> str:
    return (
        f"none of the keys opens the record of {shown(key)}. If a key was exchanged, put the old"
        f" one back behind the newest ({KEYS_VARIABLE} or keys=); else the record is damaged:"
        " restore the store, or have the user log in again. Nothing was deleted"
    )


def _untrusted(key: Key) -> str:
    return (
        f"the record of {shown(key)} cannot be trusted: it was sealed as another account's or as"
        " another version, so something other than kickwire changed the store. Restore the store,"
        " or forget this account and have the user log in again. Nothing was deleted"
    )


__all__ = ["KEYS_VARIABLE", "HiddenKeys", "Sealer", "new_key"]
