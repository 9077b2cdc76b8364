# What stands in a place, and what is put there instead, has no type here:
# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Bugs of sending: attempts, acknowledgements, giving up, receivers, troubles and keys."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.selftest.ground import Ground
from conformance.selftest.plant import plant

_ATTEMPTS = "kickwire_mock.delivery.attempts"
_ANNOUNCING = "kickwire_mock.delivery.announcing"
_DESK = "kickwire_mock.delivery.desk:Webhooks"
_COURIER = "kickwire_mock.carriers.courier"
_OUTBOX = "kickwire_mock.world.outbox:Outbox"


def _pauses(ground: Ground, **pauses: tuple[float, ...]) -> None:
    """Change the pauses between attempts."""
    ground.swap(f"{_ATTEMPTS}:_PAUSES", lambda before: {**before, **pauses})


@plant("second-attempt-late", "mock", "hooks/retries/short")
def second_attempt_late(ground: Ground) -> None:
    """The second attempt comes two seconds after the first."""
    _pauses(ground, three_short=(2.0, 5.0))


@plant("fourth-attempt", "mock", "hooks/retries/short")
def fourth_attempt(ground: Ground) -> None:
    """What fails three times is sent a fourth time."""
    _pauses(ground, three_short=(1.0, 5.0, 60.0))


def _resigned(world: Any, delivery: Any, changes: dict[str, str]) -> None:
    """Give a delivery other headers, and the signature that fits."""
    known = {**dict(delivery.headers), **changes}
    names = ("Kick-Event-Message-Id", "Kick-Event-Message-Timestamp")
    message = b".".join([*(known[name].encode() for name in names), delivery.body])
    known["Kick-Event-Signature"] = world.keys.sign(world.signing_key, message)
    delivery.headers = tuple(known.items())


@plant("new-id-on-retry", "mock", "hooks/retries/short")
def new_id_on_retry(ground: Ground) -> None:
    """An attempt after a failure has a message id of its own."""

    def make(go_on: Any) -> Any:
        def renamed(world: Any, delivery: Any, why: str) -> None:
            _resigned(world, delivery, {"Kick-Event-Message-Id": world.ids.ulid()})
            go_on(world, delivery, why)

        return renamed

    ground.swap(f"{_ATTEMPTS}:_go_on", make)


@plant("overlapping-waits", "mock", "hooks/retries/overlapping")
def overlapping_waits(ground: Ground) -> None:
    """Attempts that should overlap wait for the answer to the one before."""
    ground.swap(f"{_ATTEMPTS}:_AT_ONCE", lambda _: {})
    _pauses(ground, three_overlapping=(0.1, 0.1))


@plant("single-is-two", "mock", "hooks/retries/single")
def single_is_two(ground: Ground) -> None:
    """What should be sent once is sent twice."""
    _pauses(ground, single=(1.0,))


@plant("retry-after-success", "mock", "hooks/retries/acknowledged")
def retry_after_success(ground: Ground) -> None:
    """What was acknowledged comes again a minute later."""

    def make(end: Any) -> Any:
        def again(world: Any, delivery: Any, attempt: Any, **outcome: Any) -> None:
            waited = delivery.status == "waiting"
            end(world, delivery, attempt, **outcome)
            if waited and delivery.status == "delivered":
                world.outbox.schedule(delivery, world.clock.now() + 60, copy=True)

        return again

    ground.swap(f"{_ATTEMPTS}:end", make)


@plant("retries-whatever-the-profile", "mock", "hooks/retries/number", profile="docs")
def retries_whatever_the_profile(ground: Ground) -> None:
    """A failure is repeated where the profile knows of one attempt."""
    _pauses(ground, single=(1.0, 5.0))


def _acknowledged(ground: Ground, statuses: range) -> None:
    ground.swap(
        f"{_ATTEMPTS}:_acknowledged", lambda _: lambda world, delivery, status: status in statuses
    )


@plant("any-2xx-acknowledges", "mock", "hooks/acks/profile")
def any_2xx_acknowledges(ground: Ground) -> None:
    """Any 2xx acknowledges where only 200 should."""
    _acknowledged(ground, range(200, 300))


@plant("only-200-acknowledges", "mock", "hooks/acks/profile", profile="observed")
def only_200_acknowledges(ground: Ground) -> None:
    """Only 200 acknowledges where any 2xx should."""
    _acknowledged(ground, range(200, 201))


@plant("gone-acknowledges", "mock", "hooks/acks/values")
def gone_acknowledges(ground: Ground) -> None:
    """A receiver that is gone need not be tried again, so its 410 is taken for a success."""

    def make(acknowledged: Any) -> Any:
        return lambda world, delivery, status: (
            status == 410 or acknowledged(world, delivery, status)
        )

    ground.swap(f"{_ATTEMPTS}:_acknowledged", make)


@plant("unsubscribes-after-23-hours", "mock", "hooks/unsubscribes/after_a_day")
def unsubscribes_after_23_hours(ground: Ground) -> None:
    """Failures of 23 hours end a subscription."""
    ground.swap(f"{_ATTEMPTS}:_DAY", lambda day: day * 23 / 24)


@plant("never-unsubscribes", "mock", "hooks/unsubscribes/after_a_day")
def never_unsubscribes(ground: Ground) -> None:
    """However long deliveries fail, the subscription stays."""
    ground.swap(f"{_ATTEMPTS}:_DAY", lambda day: day * 1000)


@plant("unsubscribes-from-everything", "mock", "hooks/unsubscribes/after_a_day")
def unsubscribes_from_everything(ground: Ground) -> None:
    """An event that fails for a day ends the subscriptions to all events."""
    ground.swap(
        "kickwire_mock.world.subscriptions:Subscriptions.end",
        lambda end: lambda self, app, event=None: end(self, app),
    )


@plant("success-changes-nothing", "mock", "hooks/unsubscribes/success")
def success_changes_nothing(ground: Ground) -> None:
    """A success does not end a row of failures."""

    def make(end: Any) -> Any:
        def grudging(world: Any, delivery: Any, attempt: Any, **outcome: Any) -> None:
            before = dict(world.outbox.failing)
            end(world, delivery, attempt, **outcome)
            if delivery.status == "delivered":
                world.outbox.failing.update(before)

        return grudging

    ground.swap(f"{_ATTEMPTS}:end", make)


@plant("two-failures-are-enough", "mock", "hooks/unsubscribes/after_three")
def two_failures_are_enough(ground: Ground) -> None:
    """The second failure ends a subscription where the third should."""

    def make(count: Any) -> Any:
        def hasty(world: Any, delivery: Any) -> None:
            from kickwire_mock.world.outbox import Failing

            key, now = (delivery.app, delivery.event), world.clock.now()
            world.outbox.failing.setdefault(key, Failing(since=now, attempts=1))
            count(world, delivery)

        return hasty

    ground.swap(f"{_ATTEMPTS}:_count_failure", make)


@plant("attempts-count-as-one", "mock", "hooks/unsubscribes/retries")
def attempts_count_as_one(ground: Ground) -> None:
    """Only the first attempt of a delivery counts as a failure."""

    def make(count: Any) -> Any:
        def lenient(world: Any, delivery: Any) -> None:
            if sum(each.ended for each in delivery.attempts) == 1:
                count(world, delivery)

        return lenient

    ground.swap(f"{_ATTEMPTS}:_count_failure", make)


@plant("redirects-followed", "mock", "hooks/answers/redirects")
def redirects_followed(ground: Ground) -> None:
    """A delivery goes to where the receiver sends it on."""

    def make(client: Any) -> Any:
        def following() -> Any:
            made = client()
            made.follow_redirects = True
            return made

        return following

    ground.swap(f"{_COURIER}:_client", make)


def _ended(ground: Ground, forgiven: Callable[[str], bool]) -> None:
    """Take errors of some kind for an acknowledgement."""

    def make(ended: Any) -> Any:
        def lenient(self: Any, *args: Any, error: str = "", **outcome: Any) -> None:
            if error and forgiven(error):
                error, outcome["status"] = "", 200
            ended(self, *args, error=error, **outcome)

        return lenient

    ground.swap(f"{_DESK}.ended", make)


@plant("half-an-answer-is-enough", "mock", "hooks/answers/broken")
def half_an_answer_is_enough(ground: Ground) -> None:
    """An answer whose body ends too early acknowledges."""
    _ended(ground, lambda error: error == "the answer broke off")


@plant("nobody-acknowledges", "mock", "hooks/answers/nobody")
def nobody_acknowledges(ground: Ground) -> None:
    """A delivery that could not be sent counts as acknowledged."""
    _ended(ground, lambda error: error == "connection refused")


@plant("answers-read-to-the-end", "mock", "hooks/answers/huge")
def answers_read_to_the_end(ground: Ground) -> None:
    """However long an answer is, it is read and kept as a whole."""
    ground.swap(f"{_COURIER}:ANSWER_KEPT", lambda _: 1024**3)
    ground.swap("kickwire_mock.world.outbox:_ANSWERS", lambda _: 1024**3)


@plant("one-delivery-at-a-time", "mock", "hooks/answers/beside")
def one_delivery_at_a_time(ground: Ground) -> None:
    """A delivery waits until the one before it was answered."""
    ground.swap(f"{_COURIER}:_AT_ONCE", lambda _: 1)


@plant("silence-acknowledges", "mock", "hooks/answers/never")
def silence_acknowledges(ground: Ground) -> None:
    """A receiver that never answers is taken to have got it."""
    _ended(ground, lambda error: error.startswith("no whole answer"))


def _troubled(ground: Ground, **changes: Any) -> None:
    """Leave out parts of what should go wrong with deliveries."""
    ground.swap(
        f"{_ANNOUNCING}:_send",
        lambda send: (
            lambda world, delivery, trouble, fault, **named: send(
                world, delivery, replace(trouble, **changes), fault, **named
            )
        ),
    )


@plant("delay-ignored", "mock", "hooks/loss/delayed")
def delay_ignored(ground: Ground) -> None:
    """A delivery that should be late is not."""
    _troubled(ground, delay=0.0)


@plant("timestamp-of-the-attempt", "mock", "hooks/loss/delayed")
def timestamp_of_the_attempt(ground: Ground) -> None:
    """A late delivery has the time at which it is sent."""

    def make(due: Any) -> Any:
        def stamped(self: Any) -> Any:
            from kickwire_mock.clock import rfc3339

            world, taken = self._world(), due(self)
            for delivery, _ in taken:
                sent_at = {"Kick-Event-Message-Timestamp": rfc3339(world.clock.now())}
                _resigned(world, delivery, sent_at)
            return taken

        return stamped

    ground.swap(f"{_DESK}.due", make)


@plant("trouble-for-every-event", "mock", "hooks/loss/dropped")
def trouble_for_every_event(ground: Ground) -> None:
    """A trouble strikes deliveries of other events than its own."""
    ground.swap(
        "kickwire_mock.faults:Fault.troubles",
        lambda _: lambda self, event, client_id: self.trouble is not None,
    )


@plant("lost-is-late", "mock", "hooks/loss/dropped")
def lost_is_late(ground: Ground) -> None:
    """A delivery that should be lost comes a minute later."""
    _troubled(ground, drop=False, delay=60.0)


@plant("nothing-held-back", "mock", "hooks/loss/burst")
def nothing_held_back(ground: Ground) -> None:
    """What should come in a burst comes as it happens."""
    _troubled(ground, gather=False)


@plant("first-comes-first", "mock", "hooks/loss/reordered")
def first_comes_first(ground: Ground) -> None:
    """What should come last first comes in order."""
    ground.swap(
        f"{_OUTBOX}.gather",
        lambda gather: (
            lambda self, key, delivery, last_first: gather(self, key, delivery, last_first=False)
        ),
    )


@plant("stale-as-of-now", "mock", "hooks/loss/stale")
def stale_as_of_now(ground: Ground) -> None:
    """A delivery that should be stale has the present time."""
    ground.swap(
        f"{_ANNOUNCING}:signed",
        lambda signed: lambda *args: signed(*args[:-1], replace(args[-1], age=0.0)),
    )


@plant("forged-and-good", "mock", "hooks/loss/forged")
def forged_and_good(ground: Ground) -> None:
    """A signature that should prove nothing is good."""
    ground.swap(
        f"{_ANNOUNCING}:signed",
        lambda signed: lambda *args: signed(*args[:-1], replace(args[-1], bad_signature=False)),
    )


@plant("no-copies", "mock", "hooks/loss/copies")
def no_copies(ground: Ground) -> None:
    """A delivery that should come several times comes once."""
    _troubled(ground, copies=0)


@plant("repeat-signed-anew", "mock", "hooks/repeat/same")
def repeat_signed_anew(ground: Ground) -> None:
    """A delivery that is sent once more has another timestamp and signature."""

    def make(repeat: Any) -> Any:
        def stamped(self: Any, id: str) -> Any:
            from kickwire_mock.clock import rfc3339

            world = self._world()
            sent_at = {"Kick-Event-Message-Timestamp": rfc3339(world.clock.now())}
            _resigned(world, self.delivery(id), sent_at)
            return repeat(self, id)

        return stamped

    ground.swap(f"{_DESK}.repeat", make)


@plant("rotation-keeps-the-key", "mock", "hooks/rotation/keys")
def rotation_keeps_the_key(ground: Ground) -> None:
    """A rotation publishes another key, and the old one signs on."""
    ground.swap(
        "kickwire_mock.keys:Keys.sign", lambda sign: lambda self, _, message: sign(self, 0, message)
    )


@plant("old-key-published", "mock", "hooks/rotation/keys")
def old_key_published(ground: Ground) -> None:
    """After a rotation the old key is published still."""
    ground.swap("kickwire_mock.keys:Keys.public", lambda public: lambda self, _: public(self, 0))


@plant("armed-rotation-waits", "mock", "hooks/rotation/armed")
def armed_rotation_waits(ground: Ground) -> None:
    """A rotation that is armed as a fault does nothing."""
    ground.swap(f"{_DESK}.rotate_key", lambda _: lambda self: self.public_key)


@plant("ids-of-chance", "mock", "hooks/again/bytes")
def ids_of_chance(ground: Ground) -> None:
    """Message ids are others after each reset."""

    def make(ulid: Any) -> Any:
        return lambda self: ulid(self)[:-6] + os.urandom(3).hex().upper()

    ground.swap("kickwire_mock.ids:Ids.ulid", make)
