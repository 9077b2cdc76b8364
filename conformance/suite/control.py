"""Driving a mock over its control API, as a test or a story does."""

from __future__ import annotations

import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self, cast

import httpx

_PATIENCE = 30.0
_PAUSE = 0.01


class ControlError(Exception):
    """The control host refused; the text is its own line."""


class Control:
    """The control host of a running mock.

    Args:
        url: ``control_url`` of the ready line.
        transport: another way to it than a socket.
    """

    def __init__(self, url: str, transport: httpx.BaseTransport | None = None) -> None:
        self._http = httpx.Client(
            base_url=url, timeout=_PATIENCE, trust_env=False, transport=transport
        )

    def consent(
        self,
        url: str,
        user: str,
        *,
        approve: bool = True,
        scopes: list[str] | None = None,
    ) -> str:
        """Decide on an authorize URL as a user; the URL the browser would land on."""
        decision: dict[str, Any] = {"url": url, "user": user, "approve": approve}
        if scopes is not None:
            decision["scopes"] = scopes
        return str(self._ask("POST", "/consent", decision)["redirect"])

    def advance(self, seconds: float) -> None:
        """Move the mock's clock."""
        self._ask("POST", "/clock", {"advance": seconds})

    def now(self) -> float:
        """Unix seconds by the mock's clock."""
        return float(self._ask("GET", "/clock")["now"])

    def set(self, **settings: str) -> None:
        """Change settings of the ledger."""
        self._ask("PATCH", "/settings", {"settings": settings})

    def use(self, profile: str) -> None:
        """Begin again from a profile: strict, observed or docs."""
        self._ask("PATCH", "/settings", {"profile": profile})

    def arm(self, **fault: Any) -> str:
        """Arm a fault; its id."""
        return str(self._ask("POST", "/faults", fault)["id"])

    def disarm(self) -> None:
        """Disarm every fault."""
        self._ask("DELETE", "/faults")

    def end_tokens(self, user: str | None = None, kind: str = "access_token") -> int:
        """Kill tokens on the server's side; how many."""
        whose = {} if user is None else {"user": user}
        return int(self._ask("POST", "/tokens/end", {**whose, "kind": kind})["ended"])

    def add_user(self, name: str) -> int:
        """Add a user; the user id."""
        return int(self._ask("POST", "/users", {"name": name})["user_id"])

    def set_channel(self, name: str, **changes: Any) -> dict[str, Any]:
        """Change a person's channel: live, title, category_id, tags, language, mature, viewers."""
        return self._ask("PATCH", f"/users/{name}/channel", changes)

    def add_app(
        self,
        name: str,
        redirect_uris: Sequence[str],
        *,
        scopes: Sequence[str] | None = None,
        public: bool = False,
        **more: Any,
    ) -> dict[str, Any]:
        """Register an app; its record with its secret. It has every scope if None is given."""
        app: dict[str, Any] = {"name": name, "redirect_uris": list(redirect_uris), "public": public}
        app.update(more)
        if scopes is not None:
            app["scopes"] = list(scopes)
        return self._ask("POST", "/apps", app)

    def change_app(self, client_id: str, **changes: Any) -> dict[str, Any]:
        """Change an app; its record afterwards.

        Args:
            client_id: of the app.
            changes: redirect_uris, scopes, public, bot, rotate_secret, webhooks, webhook_url,
                drops_url.
        """
        return self._ask("PATCH", f"/apps/{client_id}", changes)

    def trigger(self, event: str, **said: Any) -> dict[str, Any]:
        """Let an event happen: its payload, and the message ids of the deliveries.

        Args:
            event: its name.
            said: channel, user, fields, client_id, to, trouble.
        """
        return self._ask("POST", "/events", {"event": event, **said})

    def delivered(self, event: str, **told: Any) -> int | None:
        """Trigger an event and wait for the end of its one delivery's first attempt.

        Args:
            event: its name.
            told: ``channel``, ``user``, ``fields``, ``to`` or ``trouble``.

        Returns:
            The status that the receiver answered; None if it gave no answer.

        Raises:
            ControlError: there was not exactly one delivery, or it does not end.
        """
        made = self.trigger(event, **told)["deliveries"]
        if len(made) != 1:
            raise ControlError(f"{event}: {len(made)} deliveries")
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            attempt = self._ask("GET", f"/deliveries/{made[0]}")["attempts"][0]
            if attempt["ended"]:
                return cast("int | None", attempt["status"])
            time.sleep(_PAUSE)
        raise ControlError(f"{event}: nobody took it within {_PATIENCE:g} s")

    def deliveries(self, **query: Any) -> list[dict[str, Any]]:
        """The webhook deliveries, with every attempt, oldest first."""
        found = self._ask("GET", "/deliveries", query=query)["deliveries"]
        return cast("list[dict[str, Any]]", found)

    def repeat(self, delivery: str) -> None:
        """Send a delivery once more."""
        self._ask("POST", f"/deliveries/{delivery}/repeat", {})

    def rotate_key(self) -> str:
        """Have deliveries signed with another key; its public half as PEM."""
        return str(self._ask("POST", "/keys/rotate", {})["public_key"])

    def count(
        self, operation: str, *, grant_type: str | None = None, status: int | None = None
    ) -> int:
        """How often an operation was asked, by its grant and how it was answered."""
        return sum(
            int(one["count"])
            for one in self._ask("GET", "/counts")["counts"]
            if one["operation"] == operation
            and grant_type in (None, one["grant_type"])
            and status in (None, one["status"])
        )

    def refreshes(self) -> int:
        """How many refresh tokens were traded for new pairs."""
        return self.count("exchangeToken", grant_type="refresh_token", status=200)

    def holds(self) -> list[str]:
        """The ids of the requests that are held."""
        return [str(hold["id"]) for hold in self._ask("GET", "/holds")["holds"]]

    def release(self, hold: str | None = None) -> int:
        """Let one held request go, or all; how many."""
        return int(
            self._ask("POST", "/holds/release", {} if hold is None else {"id": hold})["released"]
        )

    def journal(self, **query: Any) -> list[dict[str, Any]]:
        """What was asked and how it was answered."""
        entries = self._ask("GET", "/journal", query=query)["entries"]
        return cast("list[dict[str, Any]]", entries)

    def reset(self) -> None:
        """Back to the seed: state, settings, faults, holds, counts and clock."""
        self._ask("POST", "/reset", {})

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _ask(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        query: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        answer = self._http.request(method, path, json=body, params=query)
        if not answer.is_success:
            raise ControlError(f"{method} {path}: {answer.status_code} {answer.text[:400]}")
        return cast("dict[str, Any]", answer.json())
