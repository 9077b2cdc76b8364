"""Where deliveries go, how often, and when Kick gives up."""

from __future__ import annotations

import httpx
import pytest
from kickwire_mock import Effects, Fault, Mock, MockError, NotFoundError
from kickwire_mock.faults import Trouble
from kickwire_mock.world.outbox import LENGTH

from conformance.tests.mock.mock_receiver import EVENTS, HOOK, Receiver, genuine

FOLLOW = "channel.followed"
DAY = 24 * 3600


def failing(**settings: str) -> Receiver:
    """An app that is subscribed to follows and fails."""
    receiver = Receiver(Mock(settings=settings), status=500)
    receiver.subscribe(FOLLOW)
    return receiver


def ids(got: list[httpx.Request]) -> list[str]:
    """The message ids of what arrived."""
    return [each.headers["kick-event-message-id"] for each in got]


@pytest.mark.quirk("webhook_no_challenge")
def test_nothing_is_sent_before_an_event() -> None:
    """Neither a new URL nor a subscription is followed by a request."""
    receiver = Receiver()
    receiver.subscribe(FOLLOW)

    assert receiver.after(DAY) == []
    assert receiver.mock.webhooks.next_due() is None


@pytest.mark.quirk("webhook_retry_policy")
def test_three_attempts_and_no_more() -> None:
    """One and then five seconds after a failure, with the same id, body and signature."""
    receiver = failing()
    receiver.mock.webhooks.trigger(FOLLOW)
    first, early, second = receiver.receive(), receiver.after(0.9), receiver.after(0.2)
    between, third, never = receiver.after(4.8), receiver.after(0.3), receiver.after(DAY / 2)

    assert (early, between, never) == ([], [], [])
    got = [*first, *second, *third]
    assert len(set(ids(got))) == 1
    assert len(got) == 3
    assert len({each.content for each in got}) == len({str(each.headers) for each in got}) == 1
    assert (receiver.last().status, receiver.last().reason) == (
        "failed",
        "the receiver answered 500",
    )


@pytest.mark.quirk("webhook_retry_policy")
def test_three_attempts_that_do_not_wait() -> None:
    """A tenth of a second apart, also where the first one has not failed yet."""
    receiver = failing(webhook_retry_policy="three_overlapping")
    receiver.mock.webhooks.trigger(FOLLOW)
    (delivery, first), *_ = receiver.mock.webhooks.due()
    got = receiver.after(0.1), receiver.after(0.1)
    receiver.mock.webhooks.ended(delivery, first, error="no answer")

    assert [len(each) for each in got] == [1, 1]
    assert receiver.last().status == "failed"
    assert receiver.after(DAY / 2) == []


@pytest.mark.quirk("webhook_retry_policy")
def test_one_attempt_alone() -> None:
    """As the pages of today promise no repeat."""
    receiver = failing(webhook_retry_policy="single")
    receiver.mock.webhooks.trigger(FOLLOW)

    assert len(receiver.receive()) == 1
    assert receiver.after(DAY / 2) == []
    assert receiver.last().status == "failed"


def test_a_success_ends_the_attempts() -> None:
    """Whichever of them it was; overlapping ones that wait are not sent any more."""
    for policy in ("three_short", "three_overlapping", "single"):
        receiver = Receiver(Mock(settings={"webhook_retry_policy": policy}))
        receiver.subscribe(FOLLOW)
        receiver.mock.webhooks.trigger(FOLLOW)

        assert len(receiver.receive()) == 1
        assert receiver.after(60) == []
        assert [each.status for each in receiver.last().attempts] == [200]
        assert receiver.last().status == "delivered"


@pytest.mark.quirk("webhook_2xx_meaning")
@pytest.mark.parametrize(
    ("value", "status", "outcome"),
    [
        ("only_200", 200, "delivered"),
        ("only_200", 204, "waiting"),
        ("any_2xx", 204, "delivered"),
        ("any_2xx", 302, "waiting"),
        ("any_2xx", 404, "waiting"),
    ],
)
def test_what_acknowledges(value: str, status: int, outcome: str) -> None:
    """200 alone, or any 2xx; redirects and errors never do."""
    receiver = Receiver(Mock(settings={"webhook_2xx_meaning": value}), status=status)
    receiver.subscribe(FOLLOW)
    receiver.mock.webhooks.trigger(FOLLOW)
    receiver.receive()

    assert receiver.last().status == outcome


@pytest.mark.quirk("webhook_auto_unsubscribe")
def test_a_day_of_failures_unsubscribes() -> None:
    """The first failure more than a day after the first ends every subscription to the event."""
    receiver = failing(webhook_retry_policy="single")
    receiver.subscribe("chat.message.sent")
    for seconds in (0, DAY):
        receiver.mock.clock.advance(seconds)
        receiver.mock.webhooks.trigger(FOLLOW)
        receiver.receive()
    left = [each.event for each in receiver.mock.subscriptions()]
    receiver.mock.clock.advance(1)
    receiver.mock.webhooks.trigger(FOLLOW)
    receiver.receive()

    assert left == [FOLLOW, "chat.message.sent"]
    assert [each.event for each in receiver.mock.subscriptions()] == ["chat.message.sent"]
    assert "unsubscribed from the event" in receiver.last().reason
    assert receiver.last().quirks == ("webhook_auto_unsubscribe",)


@pytest.mark.quirk("webhook_auto_unsubscribe")
def test_a_success_between_begins_the_day_anew() -> None:
    """The row of failures has to be unbroken."""
    receiver = failing(webhook_retry_policy="single")
    statuses = iter([500, 200, 500])
    receiver.answer = lambda _: httpx.Response(next(statuses))
    for _ in range(3):
        receiver.mock.webhooks.trigger(FOLLOW)
        receiver.receive()
        receiver.mock.clock.advance(DAY)

    assert len(receiver.mock.subscriptions()) == 1


@pytest.mark.quirk("webhook_auto_unsubscribe")
def test_three_failures_can_unsubscribe() -> None:
    """Attempts of one delivery or of several, as an older text has it."""
    receiver = failing(webhook_auto_unsubscribe="after_three_failures")
    receiver.mock.webhooks.trigger(FOLLOW)
    receiver.receive()
    receiver.after(1)
    assert len(receiver.mock.subscriptions()) == 1
    receiver.after(5)

    assert receiver.mock.subscriptions() == []


@pytest.mark.quirk("webhook_toggle_unsubscribes")
def test_switching_webhooks_off_ends_every_subscription() -> None:
    """Switching them on again brings none back; meanwhile nothing can be subscribed to."""
    receiver = Receiver()
    receiver.subscribe(FOLLOW, "chat.message.sent")
    client_id = receiver.api.app.client_id
    receiver.mock.change_app(client_id, webhooks=False)
    body = {"events": [{"name": FOLLOW, "version": 1}]}
    (entry,) = receiver.api.data(f"POST {EVENTS}", body)
    receiver.mock.change_app(client_id, webhooks=True)

    assert entry["error"] == "webhooks are not enabled for app"
    assert receiver.mock.subscriptions() == []
    receiver.subscribe(FOLLOW)
    assert len(receiver.mock.subscriptions()) == 1


@pytest.mark.quirk("webhook_needs_bot")
def test_an_app_without_a_bot_can_hear_nothing() -> None:
    """As the setting has it; the delivery is there to be looked at and says why."""
    receiver = Receiver(Mock(settings={"webhook_needs_bot": "required"}))
    receiver.subscribe(FOLLOW)
    receiver.mock.webhooks.trigger(FOLLOW)
    with_bot = receiver.receive()
    receiver.mock.change_app(receiver.api.app.client_id, bot=False)
    receiver.mock.webhooks.trigger(FOLLOW)

    assert len(with_bot) == 1
    assert receiver.receive() == []
    assert (receiver.last().status, receiver.last().reason) == ("unsent", "the app has no bot")
    assert receiver.last().quirks == ("webhook_needs_bot",)


@pytest.mark.quirk("webhook_event_names")
def test_another_name_is_an_error_of_its_entry() -> None:
    """livestream.metadata, found in a guide, is none; the ten are."""
    receiver = Receiver()
    events = [{"name": "livestream.metadata", "version": 1}, {"name": FOLLOW, "version": 1}]
    reply = receiver.api.call(f"POST {EVENTS}", {"events": events})

    assert reply.quirks == ("webhook_event_names",)
    assert [each.event for each in receiver.mock.subscriptions()] == [FOLLOW]
    names = [each for each in receiver.mock.webhooks.events() if each != "drops.claim"]
    assert len(receiver.subscribe(*names)) == 10


@pytest.mark.quirk("webhook_url_rules")
@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:3000/kick",
        "https://localhost/kick",
        "http://[::1]:1/",
        "http://127.9.9.9/",
        "http://hooks.example.com:8080/kick?x=1",
        "http://HOOKS.example.com./",
    ],
)
def test_a_url_on_this_computer_or_of_an_allowed_host_is_taken(url: str) -> None:
    """One for each app; it can be taken away again."""
    mock = Mock(allow_webhooks=["Hooks.example.com"])
    client_id = mock.apps()[0].client_id

    assert mock.change_app(client_id, webhook_url=url).webhook_url == url
    assert mock.change_app(client_id, webhook_url=None).webhook_url is None
    assert mock.add_app("Other", redirect_uris=["http://x/"], drops_url=url).drops_url == url


@pytest.mark.quirk("webhook_url_rules")
@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1/",
        "http://example.com/",
        "http://127.0.0.1.example.com/",
        "http://127.0.0.1@example.com/",
        "http://localhost.evil.example/",
        "http://2130706433/",
        "http://0.0.0.0/",
        "http://[::ffff:10.0.0.1]/",
        "ftp://127.0.0.1/",
        "//127.0.0.1/",
        "http://",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1/\r\nHost: x",
        "http://127.0.0.1/#x",
        "http://[::1/",
        "http://lök.example/",
    ],
)
def test_a_url_elsewhere_is_refused(url: str) -> None:
    """With one line, and the app keeps what it had."""
    mock = Mock()
    client_id = mock.apps()[0].client_id
    mock.change_app(client_id, webhook_url=HOOK)
    for name in ("webhook_url", "drops_url"):
        with pytest.raises(MockError, match=r"webhook URL|loopback addresses only"):
            mock.change_app(client_id, **{name: url})  # type: ignore[arg-type]  # one of the two

    assert mock.apps()[0].webhook_url == HOOK


@pytest.mark.quirk("webhook_url_rules")
def test_a_url_is_not_saved_while_webhooks_are_off() -> None:
    """As in Kick's settings; switched on in the same moment, it is."""
    mock = Mock()
    client_id = mock.apps()[0].client_id
    with pytest.raises(MockError, match="switched off"):
        mock.change_app(client_id, webhooks=False, webhook_url=HOOK)
    mock.change_app(client_id, webhooks=False)
    with pytest.raises(MockError, match="switched off"):
        mock.change_app(client_id, webhook_url=HOOK)

    assert mock.change_app(client_id, webhooks=True, webhook_url=HOOK).webhook_url == HOOK


@pytest.mark.quirk("webhook_url_rules")
def test_an_app_without_a_url_hears_nothing() -> None:
    """Its deliveries are there to be looked at; with a URL they can be sent after all."""
    receiver = Receiver()
    client_id = receiver.api.app.client_id
    receiver.mock.change_app(client_id, webhook_url=None)
    receiver.subscribe(FOLLOW)
    (delivery,) = receiver.mock.webhooks.trigger(FOLLOW).deliveries
    assert (delivery.status, delivery.reason) == ("unsent", "the app has no URL for it")
    with pytest.raises(MockError, match="no URL"):
        receiver.mock.webhooks.repeat(delivery.id)
    receiver.mock.change_app(client_id, webhook_url=HOOK)
    receiver.mock.webhooks.repeat(delivery.id)

    assert ids(receiver.receive()) == [delivery.id]
    assert delivery.status == "delivered"


def test_a_delivery_can_be_repeated() -> None:
    """The same bytes, as often as one likes, whatever became of it before."""
    receiver = Receiver()
    receiver.subscribe(FOLLOW)
    receiver.mock.webhooks.trigger(FOLLOW)
    (first,) = receiver.receive()
    receiver.mock.webhooks.rotate_key()
    for _ in range(2):
        receiver.mock.webhooks.repeat(ids([first])[0])
    again = receiver.receive()

    assert [each.content for each in again] == [first.content] * 2
    assert [each.headers for each in again] == [first.headers] * 2
    with pytest.raises(NotFoundError, match="no delivery has this message id"):
        receiver.mock.webhooks.repeat("no")


@pytest.mark.quirk("webhook_loss_and_delay")
def test_deliveries_are_late_lost_reordered_or_bunched() -> None:
    """Each variant as it says, once or for as many as are counted; then all is well again."""
    receiver = Receiver()
    receiver.subscribe(FOLLOW)

    def five(variant: str) -> tuple[list[str], list[str], list[str]]:
        """The ids of five deliveries, of those that arrive at once, and after five minutes."""
        receiver.api.arm("webhook_loss_and_delay", variant)
        made: list[str] = []
        arrived: list[httpx.Request] = []
        for _ in range(5):
            made += [each.id for each in receiver.mock.webhooks.trigger(FOLLOW).deliveries]
            arrived += receiver.receive()
        return made, ids(arrived), ids(receiver.after(300))

    made, arrived, late = five("delayed")
    assert (arrived, late) == (made[1:], made[:1])
    made, arrived, late = five("dropped")
    assert (arrived, late) == (made[1:], [])
    lost = receiver.mock.webhooks.delivery(made[0])
    assert (lost.status, lost.quirks) == ("lost", ("webhook_loss_and_delay",))
    made, arrived, _ = five("reordered")
    assert arrived == [*reversed(made[:3]), *made[3:]]
    made, arrived, _ = five("burst")
    assert arrived == made


@pytest.mark.quirk("webhook_loss_and_delay")
def test_what_is_held_back_leaves_when_its_fault_is_disarmed() -> None:
    """Nothing waits for a fault that can strike no more."""
    receiver = Receiver()
    receiver.subscribe(FOLLOW)
    fault = receiver.api.arm("webhook_loss_and_delay", "burst")
    made = [receiver.mock.webhooks.trigger(FOLLOW).deliveries[0].id for _ in range(2)]
    before = receiver.receive()
    receiver.mock.faults.disarm(fault.id)

    assert before == []
    assert ids(receiver.receive()) == made


def test_copies_have_the_same_message_id() -> None:
    """They come although the first was acknowledged, and can be told by nothing."""
    receiver = Receiver()
    receiver.subscribe(FOLLOW)
    receiver.mock.faults.arm(Fault(event=FOLLOW, trouble=Trouble(copies=2)))
    receiver.mock.webhooks.trigger(FOLLOW)
    got = receiver.receive()

    assert len(got) == 3
    assert len({(each.content, str(each.headers)) for each in got}) == 1


def test_a_trouble_strikes_the_deliveries_that_it_names() -> None:
    """Of its event and its app; requests of that kind are not struck."""
    receiver = Receiver()
    receiver.subscribe(FOLLOW, "kicks.gifted")
    armed = Fault(event="kicks.gifted", count=None, trouble=Trouble(form="spaced"))
    receiver.mock.faults.arm(armed)
    other = receiver.mock.add_app("Other", redirect_uris=["http://localhost/"])
    receiver.mock.faults.arm(Fault(client_id=other.client_id, trouble=Trouble(drop=True)))
    receiver.mock.webhooks.trigger(FOLLOW)
    receiver.mock.webhooks.trigger("kicks.gifted")
    compact, spaced = receiver.receive()

    assert b'": ' not in compact.content
    assert b'": ' in spaced.content
    assert genuine(spaced.headers, spaced.content, receiver.mock.webhooks.public_key)
    receiver.subscribe("kicks.gifted")
    assert len(receiver.mock.faults.armed()) == 2


@pytest.mark.parametrize(
    ("fault", "complaint"),
    [
        (Fault(trouble=Trouble()), "does nothing"),
        (Fault(trouble=Trouble(drop=True), operation="getUsers"), "by event and client_id alone"),
        (Fault(trouble=Trouble(gather=True), count=None), "give it a count"),
        (Fault(trouble=Trouble(reverse=True)), "add gather"),
        (Fault(trouble=Trouble(gather=True, delay=1), count=2), "leaves once"),
        (Fault(trouble=Trouble(delay=-1)), "not negative"),
        (Fault(trouble=Trouble(drop=True), status=500), "a second fault for requests"),
        (Fault(trouble=Trouble(drop=True), effects=Effects(delay=1)), "a second fault for"),
    ],
)
def test_a_trouble_that_cannot_be_is_refused(fault: Fault, complaint: str) -> None:
    """Where it is armed, with what to change."""
    with pytest.raises(MockError, match=complaint):
        Mock().faults.arm(fault)


def test_a_form_that_does_not_exist_is_refused() -> None:
    """In a trouble of a trigger and of a delivery that is handed over, before anything happens."""
    webhooks = Mock().webhooks
    with pytest.raises(MockError, match="possible: compact, spaced, escaped, trailing_newline"):
        webhooks.trigger(FOLLOW, trouble=Trouble(form="pretty"))
    with pytest.raises(MockError, match="no such form"):
        webhooks.signed_delivery(FOLLOW, trouble=Trouble(form="pretty"))


def test_the_outbox_is_a_ring() -> None:
    """The last 10,000 are kept; numbers go on, and what gave way is not sent any more."""
    receiver = Receiver(Mock(settings={"webhook_retry_policy": "single"}))
    webhooks = receiver.mock.webhooks
    (first,) = webhooks.trigger(FOLLOW, to=HOOK, trouble=Trouble(delay=60)).deliveries
    outbox = vars(receiver.mock)["_world"].outbox
    for number in range(LENGTH):
        outbox.put(_copied(first, f"copy {number}"))

    assert len(webhooks.deliveries(limit=20_000)) == LENGTH
    assert (first.status, webhooks.deliveries(after=0, limit=1)[0].number) == ("lost", 2)
    assert receiver.after(60) == []


def _copied(delivery: object, name: str) -> object:
    from dataclasses import replace

    return replace(delivery, id=name, attempts=[], status="delivered")  # type: ignore[type-var]


def test_a_reset_forgets_what_waits() -> None:
    """And what was under way then ends unheard."""
    receiver = failing()
    receiver.mock.webhooks.trigger(FOLLOW)
    ((delivery, attempt),) = receiver.mock.webhooks.due()
    receiver.mock.reset()
    receiver.mock.webhooks.ended(delivery, attempt, status=200)

    assert receiver.mock.webhooks.deliveries() == []
    assert receiver.mock.webhooks.next_due() is None
    assert delivery.status == "waiting"


def test_what_receivers_say_is_kept_within_bounds() -> None:
    """64 KiB of an answer, and of all answers together what a small computer can hold."""
    receiver = Receiver()
    receiver.subscribe(FOLLOW)
    receiver.answer = lambda _: httpx.Response(200, content=b"x" * 100_000)
    for _ in range(80):
        receiver.mock.webhooks.trigger(FOLLOW)
    receiver.receive()
    answers = [each.attempts[0].answer for each in receiver.mock.webhooks.deliveries()]

    assert (len(answers[0]), len(answers[-1])) == (0, 64 * 1024)
    assert sum(map(len, answers)) <= 4 * 1024 * 1024
