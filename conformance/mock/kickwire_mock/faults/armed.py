"""The faults that are armed, and those of the ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

from kickwire_mock.faults.aims import Aims
from kickwire_mock.faults.checks import examine
from kickwire_mock.faults.values import Caller, Fault, Preset
from kickwire_mock.messages import HostKind
from kickwire_mock.unknown import unknown


class Faults:
    """The armed faults. Of several that fit a request, the one armed first strikes."""

    def __init__(
        self,
        lock: AbstractContextManager[object],
        aims: Aims,
        act: Callable[[Fault], object],
        disarmed: Callable[[], object],
        presets: Sequence[Preset],
    ) -> None:
        """Get ready.

        Args:
            lock: guards the mock.
            aims: whom a fault can be meant for.
            act: carries out a fault that acts at once.
            disarmed: called when faults were disarmed.
            presets: the faults of the ledger.
        """
        self._lock = lock
        self._aims = aims
        self._act = act
        self._disarmed = disarmed
        self._presets = tuple(presets)
        self._armed: list[Fault] = []
        self._numbered = 0

    def arm(self, fault: Fault) -> Fault:
        """Arm a fault; returns it with its id.

        Raises:
            NotFoundError: it names an operation, an app, a user or the like that does not exist.
            MockError: it would do nothing, what it should do cannot be, or it could never strike.
        """
        examine(fault)
        with self._lock:
            self._aims.require(fault)
            self._numbered += 1
            fault = replace(fault, id=f"fault-{self._numbered}")
            if fault.acts_at_once:
                self._act(fault)
            else:
                self._armed.append(fault)
        return fault

    def armed(self) -> list[Fault]:
        """The armed faults with what is left of `Fault.skip` and `Fault.count`, oldest first."""
        with self._lock:
            return list(self._armed)

    def disarm(self, id: str | None = None) -> int:
        """Take one fault away, or all of them; returns how many there were."""
        with self._lock:
            before = len(self._armed)
            self._armed = [fault for fault in self._armed if id not in (None, fault.id)]
        self._disarmed()
        return before - len(self._armed)

    def reset(self) -> None:
        """Disarm all of them; ids begin at 1 again."""
        with self._lock:
            self.disarm()
            self._numbered = 0

    def strike(self, host: HostKind, operation: str | None, caller: Caller) -> Fault | None:
        """The fault that strikes this request, if one does; once it did, `spend` counts it."""
        if not self._armed:
            return None
        return self._next(lambda fault: fault.fits(host, operation, caller))

    def strike_delivery(self, event: str, client_id: str) -> Fault | None:
        """The fault that strikes this webhook delivery, if one does; counts it."""
        fault = self._next(lambda fault: fault.troubles(event, client_id))
        if fault is not None:
            self.spend(fault)
        return fault

    def spend(self, fault: Fault) -> None:
        """Count a strike of a fault that `strike` gave."""
        place = self._armed.index(fault)
        if fault.count == 1:
            del self._armed[place]
        elif fault.count is not None:
            self._armed[place] = replace(fault, count=fault.count - 1)

    def is_armed(self, id: str) -> bool:
        """Whether the fault with this id can still strike."""
        return any(fault.id == id for fault in self._armed)

    def _next(self, meant: Callable[[Fault], bool]) -> Fault | None:
        for place, fault in enumerate(self._armed):
            if not meant(fault):
                continue
            if not fault.skip:
                return fault
            self._armed[place] = replace(fault, skip=fault.skip - 1)
        return None

    def presets(self) -> list[Preset]:
        """The faults of the ledger, ready to be armed."""
        return list(self._presets)

    def preset(self, quirk: str, variant: str | None = None) -> Fault:
        """One of them; without a variant the first of its quirk.

        Raises:
            NotFoundError: there is none; the text lists the possible ones.
        """
        for each in self._presets:
            if each.quirk == quirk and variant in (None, each.variant):
                return each.fault
        known = [f"{each.quirk}/{each.variant}" for each in self._presets]
        raise unknown("no such fault", quirk if variant is None else f"{quirk}/{variant}", known)

    def __repr__(self) -> str:
        return f"Faults({len(self._armed)} armed)"
