"""The way of one request: an operation found, perhaps a fault, an answer, a line in the journal."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from kickwire_mock.clock import http_date
from kickwire_mock.delivery.documented import DocumentedEvents
from kickwire_mock.documents import Documents, packaged, scopes
from kickwire_mock.faults import NOBODY, Caller, Fault, Faults
from kickwire_mock.holds import Holds
from kickwire_mock.journal import Journal, Row
from kickwire_mock.messages import NO_EFFECTS, Effects, Headers, Reply, Request
from kickwire_mock.operations import METHODS, Operation, operations
from kickwire_mock.router import Found, WrongMethod
from kickwire_mock.routes import edge, limits
from kickwire_mock.routes.api import ApiHost
from kickwire_mock.routes.callers import caller_of
from kickwire_mock.routes.host import Call, Host
from kickwire_mock.routes.oauth.host import OAuthHost
from kickwire_mock.values import value_class
from kickwire_mock.world.state import World


@value_class(frozen=True, slots=True)
class Kick:
    """The hosts that the documents describe. Immutable, so mocks may share it."""

    id: OAuthHost
    api: ApiHost
    scopes: Mapping[str, str]
    """Every scope with its description."""
    events: DocumentedEvents

    def operations(self) -> Iterator[str]:
        """The ids of all operations."""
        for router in (self.id.router, self.api.router):
            yield from (operation.id for operation in router)


def kick(documents: Documents | None) -> Kick:
    """Read documents; None takes those that came with this package.

    Raises:
        DocumentError: they cannot drive the mock.
        ImportError: jsonschema-rs is not installed.
    """
    if documents is None:
        return _packaged_kick()
    id_host = OAuthHost(operations(documents.id))
    api_host = ApiHost(operations(documents.api))
    return Kick(id_host, api_host, scopes(documents.id), DocumentedEvents(documents.api))


@functools.cache
def _packaged_kick() -> Kick:
    # Reading and compiling both documents takes milliseconds, which a thousand mocks would feel.
    return kick(packaged())


@value_class(frozen=True, slots=True)
class _Visit:
    """A request with what was found out about it."""

    request: Request
    host: Host
    found: Call | WrongMethod | None
    excess: str
    """Why the body is too large to look at; empty if it is not."""
    template: str
    """The path as its document writes it; empty where there is none. A path that was sent may hold
    anything, and stays out of the journal."""
    operation_id: str | None = None
    caller: Caller = NOBODY

    @property
    def operation(self) -> Operation | None:
        return self.found.operation if isinstance(self.found, Call) else None

    def processed(self) -> Reply:
        """What the host answers."""
        if self.excess:
            return self.host.too_large(self.excess)
        if self.found is None:
            return self.host.unknown_path(self.request)
        if isinstance(self.found, WrongMethod):
            return self.host.wrong_method(self.found.allow)
        return self.host.answer(self.found)


class Passage:
    """Leads requests to the hosts of Kick. Whoever calls it holds the mock's lock.

    Args:
        kick: the hosts.
        faults, holds, journal: those of the mock.
        tell: announces what happened to those who subscribed to it.
    """

    def __init__(
        self,
        kick: Kick,
        faults: Faults,
        holds: Holds,
        journal: Journal,
        tell: Callable[[World], object],
    ) -> None:
        self._kick = kick
        self._tell = tell
        self._faults = faults
        self._holds = holds
        self._journal = journal

    def answer(self, world: World, request: Request, released: bool) -> Reply:
        """Answer a request to one of Kick's hosts, and write it down.

        Args:
            world: that of the mock.
            request: what was sent.
            released: whether it was held before and is let go now; no fault strikes it again.
        """
        visit = self._visit(world, request)
        fault = None
        if not released:
            fault = self._faults.strike(request.host, visit.operation_id, visit.caller)
        if fault is None:
            reply = visit.processed()
        else:
            reply, struck = self._met(visit, fault, world)
            if struck:
                self._faults.spend(fault)
            else:
                fault = None
        if world.news:
            self._tell(world)
        if not reply.effects.hold_before:
            self._journal.write(_row(visit, reply, fault, world.clock.now()))
        return reply

    def _visit(self, world: World, request: Request) -> _Visit:
        host: Host = self._kick.id if request.host == "id" else self._kick.api
        found = host.router.find(request.method, request.path)
        excess = request.excess
        if not isinstance(found, Found):
            return _Visit(request, host, found, excess, "" if found is None else found.template)
        operation = found.operation
        call = Call(world, request, operation, found.segments)
        caller = NOBODY if excess else caller_of(call)
        return _Visit(request, host, call, excess, operation.template, operation.id, caller)

    def _met(self, visit: _Visit, fault: Fault, world: World) -> tuple[Reply, bool]:
        """The answer, and whether the fault struck: what it would alter may not be there."""
        if fault.hold:
            return self._held(visit, fault), True
        if fault.alter is None or fault.effects != NO_EFFECTS:
            return self._struck(visit, fault, world), True
        reply = visit.processed()
        altered = fault.alter(reply)
        return (reply, False) if altered is reply else (_marked(altered, fault), True)

    def _held(self, visit: _Visit, fault: Fault) -> Reply:
        if fault.after_commit:
            hold = self._holds.start(visit.operation_id, "after")
            return replace(visit.processed(), effects=Effects(hold=hold))
        hold = self._holds.start(visit.operation_id, "before")
        return replace(fault.answer(), effects=Effects(hold=hold, hold_before=True))

    def _struck(self, visit: _Visit, fault: Fault, world: World) -> Reply:
        """The answer as the fault leaves it."""
        if fault.steers and isinstance(visit.found, Call):
            visit = replace(visit, found=replace(visit.found, fault=fault))
        reply = visit.processed() if fault.spares_the_request else fault.answer()
        if fault.forbidden:
            app = visit.caller.client_id
            reply = self._kick.api.forbidden(world, visit.operation, app, fault.reason)
        elif fault.worded:
            reply = _worded(visit, fault, world)
        elif fault.edge:
            reply = _with_headers(edge.page(visit.request.host, fault.status or 0), fault)
        elif fault.status is not None:
            reply = fault.answer()
        return _marked(reply if fault.alter is None else fault.alter(reply), fault)


def _marked(reply: Reply, fault: Fault) -> Reply:
    """The reply with what the fault does to it on its way, and its name."""
    return replace(
        reply,
        effects=fault.effects,
        quirks=tuple(dict.fromkeys((*reply.quirks, *fault.quirks))),
        reason=fault.reason or reply.reason,
    )


def _worded(visit: _Visit, fault: Fault, world: World) -> Reply:
    """What the host says with the status of a fault."""
    reply = visit.host.worded(visit.operation, fault.status or 0, fault.reason)
    reply = limits.told(reply, world, visit.caller.client_id, form=fault.retry_after)
    return _with_headers(reply, fault)


def _with_headers(reply: Reply, fault: Fault) -> Reply:
    """The reply with the headers of a fault, which go before its own."""
    own = {name.lower() for name, _ in fault.headers}
    kept = [(name, value) for name, value in reply.headers if name.lower() not in own]
    return replace(reply, headers=Headers([*kept, *fault.headers]))


def sealed(method: str, reply: Reply, now: float) -> Reply:
    """A reply with the headers that every one has, and to HEAD without its body.

    Args:
        method: of the request that it answers.
        reply: the reply.
        now: Unix seconds, for the Date header.
    """
    headers = _completed(reply.headers.raw, int(now), reply.quirks)
    # A reply to HEAD has no body (RFC 9110 section 9.3.2).
    return reply.sent_as(headers, b"" if method == "HEAD" else reply.body)


@functools.lru_cache(maxsize=64)
def _completed(
    raw: tuple[tuple[bytes, bytes], ...], second: int, quirks: tuple[str, ...]
) -> Headers:
    # The last few are kept, since most answers of a second have the same ones.
    headers = Headers((), raw)
    added: list[tuple[str, str]] = []
    if headers.get("date") is None:
        added.append(("Date", http_date(second)))
    if quirks:
        added.append(("X-Kick-Mock-Quirk", ", ".join(quirks)))
    return Headers(added, raw)


def _row(visit: _Visit, reply: Reply, fault: Fault | None, now: float) -> Row:
    request, caller = visit.request, visit.caller
    return (
        now,
        request.host,
        # A method is the client's own text; only known ones are worth keeping.
        request.method if request.method.lower() in METHODS else "?",
        visit.template,
        visit.operation_id,
        0 if reply.effects.silent else int(reply.status),
        caller.grant_type,
        caller.client_id,
        caller.user,
        reply.reason,
        reply.quirks,
        None if fault is None else fault.id,
    )
