"""How a mock is set: which value each setting of the ledger has, for all apps or for one."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

from kickwire_mock.errors import NotFoundError
from kickwire_mock.ledger import PROFILES, Profile, Quirk, entries, registered
from kickwire_mock.unknown import unknown

_NOT_SWITCHED = {
    "rule": "a rule, which always holds",
    "fault": "a fault, which is armed",
    "duty": "a duty of clients",
    "history": "history",
}
"""What else an entry of the ledger is, by its kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """How settings stand."""

    profile: Profile
    changes: Mapping[str, str]
    """Value by ledger id, for all apps."""
    apps: Mapping[str, Mapping[str, str]]
    """The same by client id, for single apps."""


class Settings:
    """Which value each registered setting has: of the profile, changed for all, or for one app."""

    def __init__(
        self,
        lock: AbstractContextManager[object],
        profile: str = "strict",
        changes: Mapping[str, str] | None = None,
    ) -> None:
        """Take a profile and changes to it; `reset` returns to them.

        Raises:
            NotFoundError: there is no such profile or setting.
            MockError: a setting has no such value.
        """
        self._lock = lock
        self._known = {
            each.id: each for each in registered().values() if each.kind in ("setting", "payload")
        }
        self._start = self._chosen_anew(profile, changes or {})
        self._stand(self._start)

    @property
    def profile(self) -> Profile:
        """The profile whose values hold where nothing was changed."""
        return self._chosen.profile

    def get(self, id: str, client_id: str | None = None) -> str:
        """The value that holds, for this app if one is named.

        Raises:
            NotFoundError: no such setting is registered.
        """
        own = self._chosen.apps.get(client_id) if client_id is not None else None
        if own is not None and id in own:
            return own[id]
        try:
            return self._values[id]
        except KeyError:
            raise self._unknown(id) from None

    def change(self, changes: Mapping[str, str | None]) -> None:
        """Change values for all apps; all of them or, when one is wrong, none.

        Args:
            changes: value by ledger id; None goes back to that of the profile.

        Raises:
            NotFoundError: there is no such setting.
            MockError: a setting has no such value.
        """
        with self._lock:
            old = self._chosen
            self._stand(replace(old, changes=self._with(old.changes, changes)))

    def change_for_app(self, client_id: str, changes: Mapping[str, str | None]) -> None:
        """Change values for one app; they go before those for all.

        Args:
            client_id: of the app.
            changes: value by ledger id; None goes back to what holds for all.

        Raises:
            NotFoundError: there is no such setting.
            MockError: a setting has no such value.
        """
        with self._lock:
            old = self._chosen
            own = self._with(old.apps.get(client_id, {}), changes)
            apps = {**old.apps, client_id: own}
            self._stand(replace(old, apps={name: each for name, each in apps.items() if each}))

    def use(self, profile: str) -> None:
        """Take another profile and forget every change.

        Raises:
            NotFoundError: there is no such profile.
        """
        with self._lock:
            self._stand(self._chosen_anew(profile, {}))

    def begin(self, profile: str, changes: Mapping[str, str]) -> None:
        """Start from another profile and other changes, now and at each `reset`.

        Raises:
            NotFoundError: there is no such profile or setting.
            MockError: a setting has no such value.
        """
        with self._lock:
            self._start = self._chosen_anew(profile, changes)
            self.reset()

    def reset(self) -> None:
        """Return to the profile and the changes of the start."""
        with self._lock:
            self._stand(self._start)

    def chosen(self) -> Chosen:
        """How they stand, for `take`."""
        return self._chosen

    def own(self) -> Mapping[str, Mapping[str, str]]:
        """The values that single apps have of their own, by client id; all of it in order."""
        return {app: dict(sorted(own.items())) for app, own in sorted(self._chosen.apps.items())}

    def require(self, chosen: Chosen) -> None:
        """Let what somebody chose pass.

        Raises:
            MockError: there is no such profile, setting or value.
        """
        _profile(chosen.profile)
        for changes in (chosen.changes, *chosen.apps.values()):
            self._checked(changes)

    def take(self, chosen: Chosen) -> None:
        """Stand as somebody chose; `reset` returns to the start of these settings nevertheless.

        Raises:
            MockError: there is no such profile, setting or value; nothing is changed.
        """
        self.require(chosen)
        with self._lock:
            self._stand(chosen)

    def describe(self) -> list[dict[str, Any]]:
        """Each setting with ``id``, ``title``, ``surface``, ``values`` and ``value``, in order."""
        with self._lock:
            return [
                {
                    "id": found.id,
                    "title": found.title,
                    "surface": found.surface,
                    "values": dict(found.values),
                    "value": self.get(found.id),
                }
                for found in sorted(self._known.values(), key=lambda found: found.id)
            ]

    def _chosen_anew(self, profile: str, changes: Mapping[str, str]) -> Chosen:
        return Chosen(profile=_profile(profile), changes=self._checked(changes), apps={})

    def _checked(self, changes: Mapping[str, str]) -> dict[str, str]:
        return {name: self._found(name).checked(value) for name, value in changes.items()}

    def _with(self, values: Mapping[str, str], changes: Mapping[str, str | None]) -> dict[str, str]:
        """The values with these changes; None takes one away."""
        lifted = {self._found(name).id for name, value in changes.items() if value is None}
        given = {name: value for name, value in changes.items() if value is not None}
        after = {**values, **self._checked(given)}
        return {name: value for name, value in after.items() if name not in lifted}

    def _found(self, id: str) -> Quirk:
        found = self._known.get(id)
        if found is None:
            raise self._unknown(id)
        return found

    def _unknown(self, id: str) -> NotFoundError:
        other = entries().get(id)
        if other is not None and other.kind in _NOT_SWITCHED:
            return NotFoundError(f"{id} cannot be switched: it is {_NOT_SWITCHED[other.kind]}")
        return unknown("no such setting", id, sorted(self._known))

    def _stand(self, chosen: Chosen) -> None:
        self._chosen = chosen
        # What holds for all apps in one table, since every request asks for several of them.
        usual = {name: each.profiles[chosen.profile] for name, each in self._known.items()}
        self._values: Mapping[str, str] = {**usual, **chosen.changes}

    def __repr__(self) -> str:
        return f"Settings(profile={self.profile!r}, changed={sorted(self._chosen.changes)})"


def _profile(name: str) -> Profile:
    if name in PROFILES:
        return name
    raise NotFoundError(f"no such profile; possible: {', '.join(PROFILES)}")
