"""How the suite judges deliveries, without the code of what it judges."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from kickwire_mock import Mock, RunningServer
from kickwire_mock.faults import Trouble
from kickwire_mock.world.outbox import Delivery

from conformance.suite import listeners, proofs
from conformance.suite.cases import Failed
from conformance.suite.listeners import Listener
from conformance.suite.receiver import SILENT, Arrival, held
from conformance.suite.runner import Runner
from conformance.suite.stage import Stage
from conformance.suite.ways import Way
from conformance.tests.suite.suite_server import a_case, target_of

CHAT = "chat.message.sent"


def arrived(delivery: Delivery, **changes: str) -> Arrival:
    """A delivery as if it had come, with other headers; underscores stand for hyphens."""
    headers: Mapping[str, str] = {
        **dict(delivery.headers),
        **{name.replace("_", "-"): value for name, value in changes.items()},
    }
    return Arrival(1, "POST", tuple(headers.items()), delivery.body)


@pytest.mark.parametrize("event", proofs.EVENTS)
def test_a_good_signature_is_believed(event: str) -> None:
    """Of each event and of a claim, and no longer when anything that is signed has changed."""
    mock = Mock()
    key, delivery = mock.webhooks.public_key, mock.webhooks.signed_delivery(event)
    good = arrived(delivery)
    sent_at = proofs.DROPS_TIMESTAMP if event == proofs.DROPS else proofs.TIMESTAMP

    assert proofs.event_of(good) == event
    assert proofs.is_signed(good, key, event)
    later = {sent_at.replace("-", "_"): "2026-01-01T00:00:01Z"}
    assert not proofs.is_signed(arrived(delivery, **later), key, event)
    longer = Arrival(1, "POST", good.headers, good.body + b"\n")
    assert not proofs.is_signed(longer, key, event)
    assert not proofs.is_signed(good, mock.webhooks.rotate_key(), event)


@pytest.mark.parametrize("signature", ["", "?", "abc", "YWJj", "\xe9"])
def test_a_signature_of_anything_proves_nothing(signature: str) -> None:
    """Whatever stands in the header, the verdict is that it is not signed."""
    mock = Mock()
    delivery = mock.webhooks.signed_delivery(CHAT)
    arrival = arrived(delivery, Kick_Event_Signature=signature)

    assert not proofs.is_signed(arrival, mock.webhooks.public_key, CHAT)
    with pytest.raises(Failed, match="expected a signature"):
        proofs.signed(arrival, mock.webhooks.public_key, CHAT)


@pytest.mark.parametrize("pem", ["", "-----BEGIN PUBLIC KEY-----\nno\n-----END PUBLIC KEY-----"])
def test_a_key_that_is_none_is_a_failure(pem: str) -> None:
    """A key that cannot be read is told as the server's failure, not as an accident."""
    arrival = arrived(Mock().webhooks.signed_delivery(CHAT))

    with pytest.raises(Failed, match="expected PEM"):
        proofs.is_signed(arrival, pem, CHAT)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"\xff", "expected JSON"),
        (b"{", "expected JSON"),
        (b"[]", "expected the payload as documented"),
        (b"{}", "is a required property"),
    ],
)
def test_a_payload_that_is_none_is_a_failure(body: bytes, told: str) -> None:
    """Other bytes than JSON, and JSON that the document does not describe."""
    with pytest.raises(Failed, match=told):
        proofs.payload(Arrival(1, "POST", (), body), CHAT)


def test_go_writes_json_in_its_own_way() -> None:
    """Compact, what browsers would read as markup escaped, all other characters as they are."""
    written = proofs.as_go_writes({"a": ["<&>", "\u65e5\u2028", 1, None, '\t"']})

    assert written == b'{"a":["\\u003c\\u0026\\u003e","\xe6\x97\xa5\\u2028",1,null,"\\t\\""]}'
    assert json.loads(written) == {"a": ["<&>", "\u65e5\u2028", 1, None, '\t"']}


def test_a_difference_is_shown_where_it_is() -> None:
    """Of long bodies the text has a few bytes around the first that differs."""
    same = b"x" * 500
    with pytest.raises(Failed, match=r"body, from byte 500: expected b'x+1', got b'x+2'"):
        proofs.same_bytes("body", same + b"2", same + b"1")
    with pytest.raises(Failed, match=r"from byte 500: expected b'x+1', got b'x+'"):
        proofs.same_bytes("body", same, same + b"1")


def heard(server: RunningServer, body: str) -> tuple[str, str]:
    """The verdict on a case of a listener, and its reason."""

    def run(stage: Stage) -> None:
        """Do what is to be done."""
        me = Listener(stage, stage.app, stage.target.token)
        me.subscribe(CHAT)
        _BODIES[body](me)

    with Runner(target_of(server)) as runner:
        result = runner.run_one(a_case(run), Way("strict"))
    return result.verdict, result.reason


def _hears_nothing(me: Listener) -> None:
    me.trigger(CHAT)
    me.heard_nothing()


def _waits_for_ever(me: Listener) -> None:
    me.inbox.answers(held(SILENT))
    me.trigger(CHAT)
    me.inbox.wait(1)
    listeners.settle(me.stage, held=True)


def _waits_for_none(me: Listener) -> None:
    me.trigger(CHAT, trouble={"drop": True})
    me.heard_one()


_BODIES = {
    "nothing": _hears_nothing,
    "ever": _waits_for_ever,
    "none": _waits_for_none,
}


def test_what_should_not_come_is_named(server: RunningServer) -> None:
    """A case that hears what it should not says which event it was."""
    told = "deliveries: expected [], got ['chat.message.sent']"

    assert heard(server, "nothing") == ("failed", told)


def test_what_does_not_come_is_not_waited_for(server: RunningServer) -> None:
    """Once everything that is due has been sent, what is missing is a failure at once."""
    assert heard(server, "none") == ("failed", "deliveries: expected 1, got 0")


def test_what_never_ends_is_told(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A delivery that is under way for too long is a failure that says so."""
    monkeypatch.setattr(listeners, "PATIENCE", 0.05)
    told = "deliveries: expected to be over after 0.05 s, got 1 due"

    assert heard(server, "ever") == ("failed", told)


def test_a_forged_delivery_is_seen() -> None:
    """What the mock forges on purpose is not believed."""
    mock = Mock()
    delivery = mock.webhooks.signed_delivery(CHAT, trouble=Trouble(bad_signature=True))

    assert not proofs.is_signed(arrived(delivery), mock.webhooks.public_key, CHAT)
