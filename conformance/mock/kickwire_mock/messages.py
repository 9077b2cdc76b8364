"""What crosses the mock's border: a `Request` goes in, a `Reply` comes out.

Values only. Nothing here reads a socket, a clock or a document; carriers build requests and carry
replies out, the core turns one into the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from kickwire_mock.values import value_class

HostKind: TypeAlias = Literal["id", "api", "control"]
"""Which of the mock's three hosts was spoken to: id.kick.com, api.kick.com, or the mock's own."""


MAX_BODY: Mapping[HostKind, int] = {
    "id": 1024 * 1024,
    "api": 1024 * 1024,
    "control": 16 * 1024 * 1024,
}
"""Largest request body in bytes. Ours; Kick's limit is unknown. A megabyte is far above what any
operation takes, and read in under half a second whatever it holds; a state to restore may be more.
A carrier may stop reading one byte after it and hand over what it has: the answer is the same."""


class Headers:
    """Header fields in the order they were sent, repeats included.

    Names are compared without case (RFC 9110 section 5.1). Values are text whose characters stand
    for single bytes, as HTTP/1.1 servers hand them over. The `repr` shows names only, since values
    carry tokens.
    """

    __slots__ = ("_raw",)

    def __init__(
        self, fields: Iterable[tuple[str, str]] = (), raw: Iterable[tuple[bytes, bytes]] = ()
    ) -> None:
        """Take them.

        Args:
            fields: as text.
            raw: as bytes, in front of the others. Carriers have bytes, most of which nobody reads.

        Raises:
            UnicodeEncodeError: a character stands for no single byte.
        """
        self._raw: tuple[tuple[bytes, bytes], ...] = (*raw, *(_encoded(fields) if fields else ()))

    @property
    def raw(self) -> tuple[tuple[bytes, bytes], ...]:
        """All of them as bytes."""
        return self._raw

    def all(self, name: str) -> list[str]:
        """Every value sent under this name, in order; empty if there is none."""
        wanted = name.lower().encode("latin-1")
        size = len(wanted)  # most names differ in it already
        found: list[str] = []
        for key, value in self._raw:
            if len(key) == size and key.lower() == wanted:
                found.append(value.decode("latin-1"))
        return found

    def get(self, name: str) -> str | None:
        """The first value sent under this name, or None."""
        wanted = name.lower().encode("latin-1")
        size = len(wanted)
        for key, value in self._raw:
            if len(key) == size and key.lower() == wanted:
                return value.decode("latin-1")
        return None

    def __iter__(self) -> Iterator[tuple[str, str]]:
        for name, value in self._raw:
            yield name.decode("latin-1"), value.decode("latin-1")

    def __len__(self) -> int:
        return len(self._raw)

    def __eq__(self, other: object) -> bool:
        return self._raw == other._raw if isinstance(other, Headers) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._raw)

    def __repr__(self) -> str:
        return f"Headers({', '.join(name for name, _ in self)})"


def _encoded(fields: Iterable[tuple[str, str]]) -> Iterator[tuple[bytes, bytes]]:
    for name, value in fields:
        yield name.encode("latin-1"), value.encode("latin-1")


NO_HEADERS = Headers()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """Scheme, host and port of each host, without a slash at the end; empty where unknown.

    An address that would start with an empty origin is relative.
    """

    id: str = ""
    api: str = ""
    control: str = ""
    authority: str = field(default="", repr=False)
    """Certificate of who vouches for them, as PEM; empty where no TLS is spoken."""


NO_ORIGINS = Origins()


@value_class(frozen=True, slots=True, kw_only=True)
class Gate:
    """Who may speak to the control host: whoever names it so, and has the key if there is one."""

    names: frozenset[str] = frozenset()
    """Names in lower case that the Host header may have besides those of the loopback."""
    key: str | None = field(default=None, repr=False)


LOOPBACK = Gate()
"""For a control host that nobody else can reach."""


@value_class(frozen=True, slots=True)
class Request:
    """One HTTP request as it was written on the wire.

    Path, query, header values and body stay out of the `repr` as far as they can hold secrets.
    """

    host: HostKind
    method: str
    path: str
    """Still percent-encoded; each character stands for one byte of the request line."""
    query: str = field(default="", repr=False)
    """What follows the first ``?``, still percent-encoded; empty if there is none."""
    headers: Headers = NO_HEADERS
    body: bytes = field(default=b"", repr=False)
    origins: Origins = NO_ORIGINS
    """Under which addresses the carrier answers; redirects and forms of the mock lead there."""
    gate: Gate = LOOPBACK
    """What the carrier demands of those who speak to the control host."""

    @property
    def origin(self) -> str:
        """The origin of the host that was spoken to; empty if the carrier told none."""
        return str(getattr(self.origins, self.host))

    @property
    def excess(self) -> str:
        """Why its body is too large, for whoever reads the refusal; empty if it is not."""
        most = MAX_BODY[self.host]
        return f"the body is larger than {most} bytes" if len(self.body) > most else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What happens to a reply on its way; carriers carry it out."""

    delay: float = 0.0
    """Seconds before the first byte of the answer."""
    cut: int | None = None
    """The connection closes after so many bytes of the body."""
    reset: bool = False
    """The connection is reset instead of an answer."""
    never: bool = False
    """No answer comes, and the connection stays open."""
    hold: str | None = None
    """Id of a hold: wait until control releases it."""
    hold_before: bool = False
    """The request was not processed yet: once released, ``Mock.handle(request, released=hold)``
    processes it."""
    stream: bool = False
    """The body is the beginning of a stream of changes; see `kickwire_mock.carriers.changes`."""

    @property
    def silent(self) -> bool:
        """Whether no answer comes."""
        return self.reset or self.never


NO_EFFECTS = Effects()


@value_class(frozen=True, slots=True)
class Reply:
    """What the mock answers. Message framing (Content-Length, HEAD) is the carrier's business."""

    status: int
    headers: Headers = NO_HEADERS
    body: bytes = field(default=b"", repr=False)
    quirks: tuple[str, ...] = ()
    """Entries of the ledger that shaped the answer, by their ids."""
    reason: str = ""
    """Why the request was refused or some of it not done, in words for people; empty if all went
    well. Never a value the caller sent, so it is safe to show. Kick itself tells it only in some
    ``data`` texts."""
    effects: Effects = NO_EFFECTS

    def sent_as(self, headers: Headers, body: bytes) -> Reply:
        """The same with other headers and another body; `dataclasses.replace` takes five times as
        long, and no reply goes out without this."""
        return Reply(self.status, headers, body, self.quirks, self.reason, self.effects)
