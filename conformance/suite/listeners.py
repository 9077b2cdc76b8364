"""Apps that listen: what they subscribe to, and what comes in."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Sequence
from typing import Any

from conformance.suite import checks
from conformance.suite.apps import App
from conformance.suite.cases import PROFILES, Failed, Level, case
from conformance.suite.proofs import event_of
from conformance.suite.receiver import PATIENCE, Arrival
from conformance.suite.stage import Stage

PUBLIC_KEY = "/public/v1/public-key"
ONCE = PROFILES[:1]
"""For a case that sets whatever it depends on: under another profile it would say the same."""
_SOON = 0.001
"""Seconds that an attempt may be due later and count as due: sums of steps are not exact."""
_SUBSCRIPTIONS = "/public/v1/events/subscriptions"


class Listener:
    """An app whose events go to an inbox of its own.

    Args:
        stage: of the case.
        app: the app.
        token: of one of its users, who has every scope.
    """

    def __init__(self, stage: Stage, app: App, token: str) -> None:
        self.stage = stage
        self.app = app
        self.token = token
        self.inbox = stage.receiver.inbox()
        self.change(webhook_url=self.inbox.url)

    def another(self, user: str = "alice", *, bot: bool = True, **details: Any) -> Listener:
        """A new app that listens, with this user, and with a bot: somewhere none hears without."""
        app = self.stage.another_app(bot=bot, **details)
        return Listener(self.stage, app, app.login(user).access_token)

    def change(self, **changes: Any) -> None:
        """Change the app over control."""
        self.stage.control.change_app(self.app.client_id, **changes)

    def subscribe(self, *events: str, **fields: Any) -> list[str]:
        """Subscribe to events of the user's channel; the ids of the subscriptions.

        Raises:
            Failed: one of them was not made.
        """
        wanted = [{"name": name, "version": 1} for name in events]
        answer = self.stage.api.post(
            _SUBSCRIPTIONS, json={"events": wanted, **fields}, token=self.token
        )
        checks.status(answer, 200, 201)
        if refused := [each for each in answer.data if not each.get("subscription_id")]:
            raise Failed(f"{refused[0]['name']}: expected a subscription, got an error")
        return [each["subscription_id"] for each in answer.data]

    def hear_drops(self) -> None:
        """Let claims of drops come to the same inbox."""
        self.change(drops_url=self.inbox.url)

    def listed(self) -> list[str]:
        """The ids of the subscriptions that the token sees."""
        answer = self.stage.api.get(_SUBSCRIPTIONS, token=self.token)
        checks.status(answer, 200)
        return [each["id"] for each in answer.data]

    def key(self) -> str:
        """The key that the API host publishes, as PEM."""
        answer = self.stage.api.get(PUBLIC_KEY)
        checks.status(answer, 200)
        return str(checks.conforms(answer, "api", "getPublicKey")["data"]["public_key"])

    def trigger(self, event: str, **said: Any) -> None:
        """Let an event happen over control; on the channel of alice, unless another is named."""
        self.stage.control.trigger(event, **said)
        self.stage.note(f"{event} happens")

    def heard(self) -> list[Arrival]:
        """What has come since this was asked last, when everything that is due has been sent.

        Raises:
            Failed: something that is due is still not sent and answered.
        """
        settle(self.stage)
        arrivals = self.inbox.taken()
        names = ", ".join(sorted(map(event_of, arrivals)))
        self.stage.note(f"arrived: {names or 'nothing'}")
        return arrivals

    def heard_one(self) -> Arrival:
        """The one thing that has come since.

        Raises:
            Failed: it is not one.
        """
        arrivals = self.heard()
        checks.same("deliveries", len(arrivals), 1)
        return arrivals[0]

    def heard_nothing(self) -> None:
        """Demand that nothing has come since.

        Raises:
            Failed: something has.
        """
        checks.same("deliveries", [event_of(each) for each in self.heard()], [])


def settle(stage: Stage, *, held: bool = False) -> None:
    """Wait until all that is due has been sent and answered.

    Args:
        stage: of the case.
        held: also that whose answer the receiver holds: its sender has to give it up.

    Raises:
        Failed: it takes too long.
    """
    until, now = time.monotonic() + PATIENCE, stage.control.now()
    while True:
        holding, waiting = stage.receiver.holding, _under_way(stage, now)
        # The receiver learns a moment later than the sender that an answer was given up.
        if waiting == holding and not (held and holding):
            return
        if time.monotonic() > until:
            raise Failed(f"deliveries: expected to be over after {PATIENCE:g} s, got {waiting} due")
        stage.receiver.pause()


def _under_way(stage: Stage, now: float) -> int:
    """How many attempts are due and have not ended."""
    return sum(
        attempt["due"] < now + _SOON and not attempt["ended"]
        for delivery in stage.control.deliveries()
        for attempt in delivery["attempts"]
    )


def hook_case(
    id: str,
    level: Level,
    *,
    evidence: Sequence[str],
    profiles: Sequence[str] = PROFILES,
) -> Callable[[Callable[[Listener], None]], Callable[[Listener], None]]:
    """Register a case of webhooks; see `conformance.suite.cases.case`.

    It is given the app of the ready line as a listener, with the token that comes there.
    """

    def registered(body: Callable[[Listener], None]) -> Callable[[Listener], None]:
        @functools.wraps(body)
        def run(stage: Stage) -> None:
            body(Listener(stage, stage.app, stage.target.token))

        case(id, level, evidence=evidence, needs=("control", "app"), profiles=profiles)(run)
        return body

    return registered
