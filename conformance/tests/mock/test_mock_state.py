"""The state of a mock: taken, restored, and gone on with."""

from __future__ import annotations

import difflib
import functools
import json
from typing import Any

import pytest
from kickwire_mock import Clock, Fault, Mock, WallClock
from kickwire_mock.clock import START
from kickwire_mock.ledger import PROFILES
from kickwire_mock.saving.layout import laid_out
from kickwire_mock.world.state import World

from conformance.tests.mock.mock_api import Api
from conformance.tests.mock.mock_client import Client, json_of, world_of
from conformance.tests.mock.mock_walk import OPERATIONS, Walk

ROOMS = tuple(
    name for name, each in vars(World).items() if isinstance(each, functools.cached_property)
)
"""Parts of a world that are made on first use."""


def sent(value: Any) -> Any:
    """A JSON value as it arrives after a way through another language."""
    return json.loads(json.dumps(value, sort_keys=True), parse_float=_whole)


def _whole(text: str) -> float:
    number = float(text)
    return int(number) if number.is_integer() else number


def restored(mock: Mock, **options: Any) -> Mock:
    """Another mock with the state of this one."""
    other = Mock(**options)
    other.restore(sent(mock.state()))
    return other


@pytest.mark.parametrize("profile", PROFILES)
def test_a_restored_mock_answers_byte_for_byte_like_the_saved_one(profile: str) -> None:
    """After any past, requests and what is done over control lead both to the same answers."""
    done: set[str] = set()
    for seed in range(4):
        mock = Mock(seed=seed, profile=profile)
        walk = Walk(seed, mock)
        walk.go(250)
        walk.mocks.append(restored(mock, seed=77, profile="docs"))
        walk.go(150)
        first, second = (each.state() for each in walk.mocks)
        assert laid_out(first) == laid_out(second)
        done |= walk.done
    # Otherwise the walk proves little.
    assert len(done & {each.id for each in OPERATIONS}) >= len(OPERATIONS) - 4
    assert {"authorization_code", "refresh_token", "client_credentials"} <= done


def test_the_same_state_is_written_alike() -> None:
    """Taking it changes nothing; a restored mock has the same one, and so has a twin."""
    mock, twin = Mock(seed=3), Mock(seed=3)
    for each in (mock, twin):
        for room in ROOMS:
            getattr(world_of(each), room)
    text = laid_out(mock.state())
    assert text == laid_out(mock.state()) == laid_out(twin.state())
    assert text == laid_out(restored(mock).state())


def test_what_nobody_looked_at_is_not_written() -> None:
    """A new mock has a small state; rooms that are made later are those of the saved mock."""
    mock = Mock()
    mock.clock.advance(9 * 86_400)
    world = mock.state()["world"]
    assert not world.keys() & set(ROOMS)
    assert len(laid_out(mock.state())) < 4_000
    bought, later = "GET /public/v1/channels/rewards/redemptions", restored(mock)
    assert Api(later).data(bought) == Api(mock).data(bought)


def test_every_room_is_written_once_it_is_there() -> None:
    """What a world makes on first use is part of the state as soon as it exists."""
    mock = Mock()
    for room in ROOMS:
        getattr(world_of(mock), room)
    assert set(ROOMS) <= mock.state()["world"].keys()


def test_an_item_is_a_line() -> None:
    """Of two states people see what differs: a new person is a line in each list of people."""
    mock = Mock()
    before = laid_out(mock.state()).splitlines()
    mock.add_user("dana")
    after = laid_out(mock.state()).splitlines()
    new = [line[2:] for line in difflib.ndiff(before, after) if line.startswith("+ ")]
    assert len([line for line in new if "dana" in line or "10001" in line]) == 3
    assert len(new) <= 7


def test_tokens_of_one_grant_still_hang_together() -> None:
    """A refresh token that is used twice ends its access tokens, in a restored mock too."""
    mock = Mock(settings={"refresh_reuse_policy": "family"})
    pair = Client(mock).pair()
    client = Client(restored(mock))
    new = json_of(client.refresh(pair["refresh_token"]))
    assert Api(client.mock).call("GET /public/v1/users", token=new["access_token"]).status == 200
    assert client.refresh(pair["refresh_token"]).status == 401
    assert Api(client.mock).call("GET /public/v1/users", token=new["access_token"]).status == 401


def test_a_login_goes_on_where_it_was() -> None:
    """A consent page that is open, a code that waits and the next token are the saved mock's."""
    mock = Mock()
    code = Client(mock).code()
    other = restored(mock)
    pairs = [json_of(Client(each).exchange(code)) for each in (mock, other)]
    assert pairs[0] == pairs[1]
    assert pairs[0]["access_token"]


def test_mocks_share_nothing_after_a_restore() -> None:
    """What is done to one of them does not show in the other."""
    mock = Mock()
    other = restored(mock)
    mock.add_user("dana")
    mock.settings.change({"refresh_reuse_policy": "reusable"})
    assert [user.name for user in other.users()] == ["alice", "bob", "carol"]
    assert other.settings.get("refresh_reuse_policy") == "strict"


def test_settings_come_along() -> None:
    """Profile, changes for all and changes for one app are those of the saved mock."""
    mock = Mock(profile="docs")
    client_id = mock.apps()[0].client_id
    mock.settings.change({"channels_stale_reads": "60"})
    mock.settings.change_for_app(client_id, {"refresh_reuse_policy": "grace"})
    other = restored(mock, profile="observed", settings={"chat_bot_vs_user": "always_500"})
    assert other.settings.profile == "docs"
    assert other.settings.describe() == mock.settings.describe()
    assert other.settings.get("refresh_reuse_policy", client_id) == "grace"


def test_settings_can_be_changed_afterwards() -> None:
    """A restored world goes by the settings and the clock of the mock that it lives in."""
    other = restored(Mock())
    client = Client(other)
    other.settings.change({"access_token_lifetime_user": "60"})
    token = client.pair()["access_token"]
    assert Api(other).call("GET /public/v1/users", token=token).status == 200
    other.clock.advance(61)
    assert Api(other).call("GET /public/v1/users", token=token).status == 401


def test_a_reset_goes_back_to_the_seed_of_the_state() -> None:
    """Settings and clock go back to where the restored mock itself began."""
    mock = Mock(seed=7, profile="docs")
    mock.clock.advance(60)
    mock.add_user("dana")
    other = restored(mock, profile="observed")
    assert other.clock.now() == START + 60
    other.reset()
    assert other.token == Mock(seed=7).token
    assert [user.name for user in other.users()] == ["alice", "bob", "carol"]
    assert (other.settings.profile, other.clock.now()) == ("observed", START)
    assert other.state() == Mock(seed=7, profile="observed").state()


def test_journal_and_faults_stay_as_they_are() -> None:
    """They are no part of the state: those of the restoring mock remain."""
    mock, other = Mock(), Mock()
    Api(mock).data("GET /public/v1/users")
    fault = other.faults.arm(Fault(operation="getChannels", status=503))
    Api(other).data("GET /public/v1/livestreams/stats")
    other.restore(mock.state())
    assert [entry.operation for entry in other.journal.entries()] == ["getLivestreamStats"]
    assert other.faults.armed() == [fault]
    assert not {"journal", "faults", "holds"} & mock.state().keys()


def test_a_clock_that_stands_goes_on_at_the_saved_time() -> None:
    """Wherever the restoring mock's clock was, and wherever it began."""
    mock, other = Mock(), Mock(clock=Clock(5.0))
    mock.clock.set(1_800_000_000.25)
    other.restore(mock.state())
    assert other.clock.now() == 1_800_000_000.25


def test_time_passes_between_two_mocks_with_real_clocks() -> None:
    """What is kept of a running clock is how far it was moved against the computer's."""
    mock, other = Mock(clock=WallClock()), Mock(clock=WallClock())
    mock.clock.advance(3600)
    other.restore(sent(mock.state()))
    assert other.clock.ahead == pytest.approx(mock.clock.ahead, abs=1)
    assert other.clock.ahead == pytest.approx(3600, abs=1)


def test_a_running_clock_goes_on_from_one_that_stood() -> None:
    """It runs on from the saved time; the other way round it stands there."""
    still, running = Mock(), Mock(clock=WallClock())
    running.restore(still.state())
    assert START <= running.clock.now() < START + 600
    moment = running.state()["clock"]["now"]
    still.restore({**running.state(), "clock": {"now": moment, "ahead": 5.0}})
    assert still.clock.now() == moment


def test_a_delivery_under_way_is_sent_again() -> None:
    """Nobody hears how it ended, so a restored mock begins it anew: the same id, the same bytes."""
    mock = Mock()
    (made,) = mock.webhooks.trigger("channel.followed", to="http://localhost:9/").deliveries
    ((delivery, attempt),) = mock.webhooks.due()
    other = restored(mock)
    ((again, _),) = other.webhooks.due()
    assert (again.id, again.headers, again.body) == (made.id, made.headers, made.body)
    assert not other.webhooks.due()
    mock.webhooks.ended(delivery, attempt, status=200, answer="Thank you")
    done = restored(mock)
    assert not done.webhooks.due()
    assert done.webhooks.delivery(made.id).attempts[0].answer == "Thank you"


def test_the_key_that_signs_stays_the_same() -> None:
    """A rotated key is the one of the restored mock too; a reset goes back to the first."""
    mock = Mock()
    first, second = mock.webhooks.public_key, mock.webhooks.rotate_key()
    other = restored(mock)
    assert other.webhooks.public_key == second != first
    other.reset()
    assert other.webhooks.public_key == first


def test_caches_are_not_written() -> None:
    """What was made of channels to answer faster is made again."""
    mock = Mock()
    Api(mock).data("GET /public/v2/livestreams")
    assert vars(world_of(mock).channels)["_made"]
    assert "_made" not in mock.state()["world"]["channels"]
    other = restored(mock)
    assert vars(world_of(other).channels)["_made"] == {}


def test_an_attribute_that_no_class_declares_is_a_mistake_of_ours() -> None:
    """Nothing is left out silently: a world that grew something unknown cannot be written."""
    mock = Mock()
    vars(world_of(mock).vault)["forgotten"] = 1
    with pytest.raises(TypeError, match=r"world/vault: Vault does not declare forgotten"):
        mock.state()


def test_a_value_that_is_not_as_declared_is_a_mistake_of_ours() -> None:
    """What could not be read again is not written either."""
    mock = Mock()
    world_of(mock).began = int(START)
    with pytest.raises(TypeError, match=r"world/began: a finite number"):
        mock.state()
