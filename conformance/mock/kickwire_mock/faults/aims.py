"""Whom a fault can be meant for: one that names nobody would never strike, and a test that should
have failed would pass."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from kickwire_mock.errors import MockError
from kickwire_mock.faults.values import SUBSCRIBE, Fault
from kickwire_mock.messages import HostKind
from kickwire_mock.unknown import unknown
from kickwire_mock.values import value_class

_EXCHANGE = "exchangeToken"
_AUTHORIZE = "authorize"
_APP_ITSELF = "client_credentials"


@value_class(frozen=True, slots=True, kw_only=True)
class Aims:
    """What there is in a mock."""

    operations: Mapping[str, HostKind]
    """Each with the host that has it."""
    grant_types: Collection[str]
    events: Collection[str]
    require_app: Callable[[str], object]
    """Raises `NotFoundError` for a client id that no app has."""
    require_user: Callable[[str], object]
    """Raises `NotFoundError` for a name that nobody has."""

    def require(self, fault: Fault) -> None:
        """Let a fault pass whose names exist and go together.

        Raises:
            NotFoundError: it names what does not exist.
            MockError: no request is at once all that it names.
        """
        if fault.operation is not None and fault.operation not in self.operations:
            raise unknown("no such operation", fault.operation, sorted(self.operations))
        if fault.grant_type is not None and fault.grant_type not in self.grant_types:
            raise unknown("no such grant_type", fault.grant_type, sorted(self.grant_types))
        if fault.event is not None and fault.event not in self.events:
            raise unknown("no such event", fault.event, self.events)
        if fault.client_id is not None:
            self.require_app(fault.client_id)
        if fault.user is not None:
            self.require_user(fault.user)
            _require_known_user(fault)
        self._require_one(sorted(set(_operations(fault))), fault.host)

    def _require_one(self, operations: list[str], host: HostKind | None) -> None:
        if len(operations) > 1:
            raise MockError(
                f"no request is {' and '.join(operations)} at once: one with a grant_type is "
                f"{_EXCHANGE}, one with an event is {SUBSCRIBE}"
            )
        for operation in operations:
            home = self.operations.get(operation)
            if home is not None and host not in (None, home):
                raise MockError(f"{operation} is on the {home} host; give host {home} or None")


def _operations(fault: Fault) -> Iterator[str]:
    """The operations that it is meant for, one way or another; nothing: any."""
    if fault.operation is not None:
        yield fault.operation
    if fault.grant_type is not None:
        yield _EXCHANGE
    if fault.event is not None and fault.trouble is None:
        yield SUBSCRIBE


def _require_known_user(fault: Fault) -> None:
    if fault.operation == _AUTHORIZE:
        raise MockError("who opens the authorize page is not known yet; give operation consent")
    if fault.grant_type == _APP_ITSELF:
        raise MockError(f"{_APP_ITSELF} is asked for by an app itself; leave user out")
