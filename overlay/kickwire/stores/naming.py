"""How a key is called on disk, and in a text that people read."""

from __future__ import annotations

import hashlib
import json

from .base import Key

_SHOWN_LETTERS = 60


def digest(key: Key) -> bytes:
    """32 bytes that stand for a key: its row, and the name of its lock.

    Any name gives one: there is no text that a file name or a column would refuse. It is no keyed
    hash. The name of a row must not change with the encryption keys: while they are exchanged, one
    process knows the new key and another one does not yet, and the two would renew one account in
    two rows under two locks, which loses it. So names are out of sight in files and backups, but
    whoever holds the file can find out whether a name they guess is in it.
    """
    return hashlib.sha256(json.dumps([key.app, key.kind, key.name]).encode("ascii")).digest()


def shown(key: Key) -> str:
    """Whose record it is, for errors. Names of logins are left out: they are made from states."""
    if key.kind == "app":
        return f"the token of app {_short(key.app)}"
    if key.kind == "user":
        return f"account {_short(key.name)} of app {_short(key.app)}"
    return f"a {key.kind} record of app {_short(key.app)}"


def _short(name: str) -> str:
    """A name in quotes, without what would break a line or a terminal."""
    return ascii(name if len(name) <= _SHOWN_LETTERS else f"{name[:_SHOWN_LETTERS]}...")


__all__ = ["digest", "shown"]
