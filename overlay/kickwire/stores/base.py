"""What a token store does. Everything here is synchronous and may be called from any thread.

A store keeps texts under keys. It never looks into a text, and it decides nothing about tokens: the
rules of renewal are in `kickwire.refresher`, the form of a text in `kickwire.tokens`.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

Kind: TypeAlias = Literal["user", "app", "login", "pending"]
"""An account's pair; the app's own token; a login in flight; a pair whose account is not known."""


@dataclass(frozen=True, slots=True)
class Key:
    """Whose record it is. Records of different apps and kinds never meet.

    Attributes:
        app: the client id.
        kind: what the record is for.
        name: the account, as the caller names it; empty for the app's own token.
    """

    app: str
    kind: Kind
    name: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What a store holds under a key.

    Attributes:
        version: a random id, new with every change of the text. Never a counter: a late save of an
            old chain must not look newer than a new login.
        text: what is kept, as plain text. It holds tokens.
        attempt: id of a renewal that began from this version and has not ended here; None if there
            is none. It is gone with the next version.
    """

    version: str
    text: str = field(repr=False)
    attempt: str | None = None


class Store(Protocol):
    """Keeps one record per key. Hashable by identity and weakly referable, as classes are at first.

    Every method but `lock` is one atomic step that is durable when it returns. All of them raise
    `kickwire.errors.StoreError` when the store cannot be used; nothing has changed then.
    """

    @property
    def lock_proves_end(self) -> bool:
        """Whether getting a lock proves that whoever had it before is done or dead.

        True for locks that the operating system takes from a dead process; False for locks that can
        run out while their holder is alive.
        """
        ...

    def load(self, key: Key) -> Record | None:
        """The record of a key, or None."""
        ...

    def lock(self, key: Key) -> AbstractContextManager[None]:
        """Exclusive among all threads and processes that share the store, for one key.

        Not reentrant. It guards renewals against each other and nothing else: every other method
        works without it.

        Raises:
            StoreBusy: it was not to be had in time.
        """
        ...

    def begin(self, key: Key, version: str, attempt: str) -> bool:
        """Note that a renewal of this version begins. False if the version is no longer stored."""
        ...

    def replace(self, key: Key, expected_version: str, text: str) -> Record | None:
        """Store a text under a new version if the expected one is still stored.

        Returns what is stored afterwards: the new record, or the one that came in between, or None
        if the record was forgotten meanwhile.
        """
        ...

    def put(self, key: Key, text: str, *, expires_at: float | None = None) -> Record:
        """Store a text whatever was there before.

        Args:
            key: where.
            text: what.
            expires_at: Unix seconds after which `purge` may drop it; None keeps it.
        """
        ...

    def take(self, key: Key) -> Record | None:
        """Load and delete in one step: of two callers one gets the record."""
        ...

    def forget(self, key: Key) -> bool:
        """Delete. False if there was nothing."""
        ...

    def purge(self, now: float) -> int:
        """Delete what has expired by now (Unix seconds). Returns how many records."""
        ...


__all__ = ["Key", "Kind", "Record", "Store"]
