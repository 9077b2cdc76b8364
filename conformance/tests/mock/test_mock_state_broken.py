"""States that no mock has written: each is refused in one line, and nothing is changed by it."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from kickwire_mock import Mock, MockError

from conformance.tests.mock.mock_bodies import places
from conformance.tests.mock.mock_client import world_of
from conformance.tests.mock.mock_walk import Walk
from conformance.tests.mock.test_mock_state import ROOMS

State = dict[str, Any]

BROKEN_SEEDS = 6
BROKEN_EACH = 60
OTHERS: list[Any] = [
    *(None, True, 0, -1, 2**63, 10**300, 1e308, float("nan"), float("inf"), -1.5, 1_767_225_600),
    *("", "never", "alice", "\ud800", "a\r\nb: c", "é" * 1000, [], {}, [[]], {"$ref": "User-1"}),
    *({"$ref": "Ids-1"}, {"$ref": 5}, {"$id": "User-1"}),
]


@pytest.fixture(scope="module")
def written() -> str:
    """The state of a mock with a past, as JSON."""
    mock = Mock()
    Walk(1, mock).go(250)
    for room in ROOMS:
        getattr(world_of(mock), room)
    return json.dumps(mock.state())


def refusal(state: object) -> str:
    """The line with which a state is refused, by a mock that stays as it was."""
    mock = Mock(seed=4)
    before = json.dumps(mock.state())
    with pytest.raises(MockError) as refused:
        mock.restore(state)
    assert json.dumps(mock.state()) == before
    line = str(refused.value)
    assert "\n" not in line
    return line


@pytest.mark.parametrize(
    "state",
    [None, [], "kickwire-mock state", 5, {}, {"format": "tarball"}, {"format": ["kickwire-mock"]}],
)
def test_what_is_no_state_is_told_apart(state: object) -> None:
    """Something else than a state is named so, whatever it is."""
    assert refusal(state) == "this is no state of a mock; its format is not 'kickwire-mock state'"


@pytest.mark.parametrize("version", [0, 2, "1", 1.0, True, None, [1], 10**300])
def test_another_version_is_told(version: object) -> None:
    """The layout has to be the one that this mock reads."""
    line = refusal({**Mock().state(), "version": version})
    assert line == "the state is of another version; this mock reads version 1"


def test_who_wrote_it_is_told_when_it_was_another_kickwire() -> None:
    """A state that does not fit may be of an older release; of the same one nothing is said."""
    state = Mock().state()
    del state["world"]["limits"]
    assert refusal(state) == "the state is broken: world: limits is missing"
    assert "(written by kickwire '0.0.1'; this is " in refusal({**state, "package": "0.0.1"})


def _app(state: State) -> State:
    return state["world"]["apps"]["_by_id"][0][1]  # type: ignore[no-any-return]


def _tokens(state: State) -> State:
    return state["world"]["vault"]["access_tokens"]  # type: ignore[no-any-return]


def _set(path: str, value: object) -> Callable[[State], None]:
    """Put a value at the place that a path names."""
    *steps, last = [int(step) if step.isdigit() else step for step in path.split("/")]

    def change(state: Any) -> None:
        for step in steps:
            state = state[step]
        state[last] = value

    return change


ATTACKS: dict[str, tuple[Callable[[State], None], str]] = {
    "a class by name": (_set("world/vault", {"class": "os.system"}), "world/vault: "),
    "a class of jsonpickle": (_set("world/ids", {"py/object": "pathlib.Path"}), "world/ids: "),
    "a reduction": (_set("world/ids/__reduce__", ["os.system", ["id"]]), "'__reduce__' is not"),
    "the class itself": (_set("world/users/__class__", "os"), "'__class__' is not known"),
    "a method": (_set("world/users/get", "x"), "world/users: 'get' is not known"),
    "a property": (_set("world/users/_by_name/0/1/slug", "x"), "'slug' is not known"),
    "a given thing": (_set("world/clock", {"_start": 0}), "world: 'clock' is not known"),
    "a cache": (_set("world/vault/_made", []), "world/vault: '_made' is not known"),
    "a long name": (_set("x" * 9999, 1), "x' is not known"),
    "a reference to nowhere": (_set("world/ids", {"$ref": "Ids-9"}), "world/ids: its $ref"),
    "a reference to later": (
        lambda state: state["world"].update(ids={"$ref": "Grant-1"}),
        "world/ids: its $ref leads to nothing of this kind",
    ),
    "a reference to another class": (
        _set("world/apps/_ids", {"$ref": "User-1"}),
        "world/apps/_ids: its $ref leads to nothing of this kind",
    ),
    "a reference with more": (
        _set("world/apps/_ids", {"$ref": "Ids-1", "_seed": 1}),
        "world/apps/_ids: its $ref leads to nothing of this kind",
    ),
    "a label twice": (_set("world/users/_by_name/1/1/$id", "User-1"), "not the only one"),
    "a label that is none": (_set("world/users/$id", ["x"]), "its $id is no text"),
    "a huge number": (_set("world/users/_next_id", 10**400), "_next_id: a whole number"),
    "a huge fraction": (_set("world/began", 1e300), "world/began: a number is expected"),
    "no number": (_set("world/began", float("nan")), "world/began: a number is expected"),
    "an infinite time": (_set("world/began", "never"), "world/began: a number is expected"),
    "a number as truth": (lambda state: _app(state).update(bot=1), "bot: true or false"),
    "truth as a number": (_set("world/seed", True), "world/seed: a whole number"),
    "half a surrogate pair": (lambda state: _app(state).update(name="\ud800"), "name: a text"),
    "a header in an address": (
        lambda state: _app(state).update(redirect_uris=["http://localhost/\r\nSet-Cookie: a=b"]),
        "world/apps: its parts do not agree",
    ),
    "an app whose id is no ULID": (
        lambda state: state["world"]["apps"]["_by_id"].__setitem__(
            0, ["my-app", {**_app(state), "client_id": "my-app"}]
        ),
        "world/apps: ",
    ),
    "an app without address": (lambda state: _app(state).update(redirect_uris=[]), "world/apps: "),
    "a key twice": (
        lambda state: _tokens(state)["_items"].append(_tokens(state)["_items"][0]),
        "two of its keys are the same",
    ),
    "a dictionary as an object": (_set("world/users/_by_name", {}), "_by_name: a list"),
    "a pair of three": (_set("world/users/_by_id/0", [123, 4, 5]), "2 values are expected"),
    "a code as a token": (
        lambda state: _tokens(state)["_items"].append(["x", {"request": {}, "user": "alice"}]),
        "access_tokens/_items/",
    ),
    "an index that disagrees": (_set("world/users/_by_id", []), "world/users: its parts do not"),
    "a name that is none": (
        lambda state: state["world"]["users"]["_by_name"][0].__setitem__(0, "<script>"),
        "world/users: its parts do not agree",
    ),
    "no people": (lambda state: _empty(state["world"]["users"]), "world: its parts do not agree"),
    "no app": (_set("world/apps/_by_id", []), "world: its parts do not agree"),
    "an unknown profile": (_set("settings/profile", "lenient"), "settings/profile: strict or"),
    "an unknown setting": (
        _set("settings/changes", {"x": "y"}),
        "no such setting: 'x'; possible: ",
    ),
    "an unknown value": (
        _set("settings/apps", {"app": {"refresh_reuse_policy": "x"}}),
        "refresh_reuse_policy has no such value",
    ),
    "settings as pairs": (_set("settings/changes", [["a", "b"]]), "settings/changes: an object"),
    "a time before time": (_set("clock/now", -1), "the clock goes from 1970 to 9999"),
    "a time after time": (_set("clock/now", 1e12), "the clock goes from 1970 to 9999"),
    "a deque that is too full": (
        lambda state: state["world"].update(
            rewards={
                "_ids": {"$ref": "Ids-1"},
                "_all": [],
                "_offered": [],
                "_deleted": {"maxlen": 1, "items": ["a", "b"]},
            }
        ),
        "it holds more than its maxlen",
    ),
}


def _empty(users: State) -> None:
    """Take everybody away, from every index."""
    for index in ("_by_name", "_by_id", "_by_slug"):
        users[index] = []


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused(name: str) -> None:
    """The line says where in the state something is wrong, and what should be there."""
    change, words = ATTACKS[name]
    state = copy.deepcopy(Mock().state())
    change(state)
    line = refusal(state)
    assert words in line
    assert line.startswith("the state is broken: ")


OUTBOXES: dict[str, Callable[[State], object]] = {
    "another id": lambda outbox: outbox["_kept"][0].__setitem__(0, "x"),
    "a number twice": lambda outbox: outbox["_queue"].append(outbox["_queue"][0]),
    "a number to come": lambda outbox: outbox.update(_queued=0),
    "an attempt of another delivery": lambda outbox: outbox["_queue"][0].__setitem__(
        2, {"$ref": "Delivery-2"}
    ),
    "answers that nobody gave": lambda outbox: outbox.update(_characters=10**9),
    "a line break in a header": lambda outbox: outbox["_kept"][0][1]["headers"].append(
        ["X", "a\r\nb: c"]
    ),
    "a header that is no ASCII": lambda outbox: outbox["_kept"][0][1]["headers"].append(["ü", ""]),
}


@pytest.mark.parametrize("name", OUTBOXES)
def test_an_attack_on_the_outbox_is_refused(name: str) -> None:
    """Deliveries and the queue of their attempts have to agree, headers to be sendable."""
    mock = Mock()
    for _ in range(2):
        mock.webhooks.trigger("channel.followed", to="http://localhost:9/")
    state = mock.state()
    OUTBOXES[name](state["world"]["outbox"])
    assert refusal(state) == "the state is broken: world/outbox: its parts do not agree"


def test_a_restored_delivery_goes_nowhere_that_is_not_allowed() -> None:
    """An address that was written into a state is judged before anything is sent."""
    mock = Mock()
    mock.webhooks.trigger("channel.followed", to="http://localhost:9/")
    state = mock.state()
    state["world"]["outbox"]["_kept"][0][1]["url"] = "http://kick.com/"
    other = Mock()
    other.restore(state)
    assert other.webhooks.due() == []
    (delivery,) = other.webhooks.deliveries()
    assert (delivery.status, "loopback" in delivery.reason) == ("unsent", True)


def test_an_empty_world_is_refused() -> None:
    """Nothing that the world needs is made up."""
    line = refusal({**Mock().state(), "world": {}})
    assert re.fullmatch(r"the state is broken: world: \w+ is missing", line)


def test_deep_nesting_is_refused() -> None:
    """However deep a value is nested where another one should be."""
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    state = Mock().state()
    for place in ("seed", "users", "ids"):
        assert refusal({**state, "world": {**state["world"], place: deep}})


def test_a_refusal_quotes_no_secret() -> None:
    """Tokens are keys of what is read; the line counts places instead."""
    state = Mock().state()
    ((token, content),) = _tokens(state)["_items"]
    content["expires"] = token
    assert token not in refusal(state)


@pytest.mark.parametrize("seed", range(BROKEN_SEEDS))
def test_a_state_that_is_broken_anywhere_is_refused_or_does_no_harm(
    written: str, seed: int
) -> None:
    """What is let in can be lived with: the mock answers everything, and can be saved again."""
    chance, accepted, lines = random.Random(seed), 0, list[str]()
    for number in range(BROKEN_EACH):
        state = json.loads(written)
        _break(chance, state)
        mock = Mock()
        try:
            mock.restore(state)
        except MockError as refused:
            lines.append(str(refused))
            continue
        accepted += 1
        Walk(number, mock).go(30)
        Mock().restore(json.loads(json.dumps(mock.state())))
    assert not [line for line in lines if "\n" in line]
    assert accepted < BROKEN_EACH


def _break(chance: random.Random, state: State) -> None:
    """Change a state somewhere: put, take away, copy or exchange something."""
    known = list(places(state))
    (container, key), (other, place) = chance.sample(known, 2)
    deed = chance.randrange(5)
    if deed == 0:
        container[key] = copy.deepcopy(chance.choice(OTHERS))
    elif deed == 1:
        del container[key]
    elif deed == 2:
        container[key] = copy.deepcopy(other[place])
    elif deed == 3:
        container[key] = _near(chance, container[key])
    elif isinstance(key, int):
        container.insert(key, copy.deepcopy(container[key]))
    else:
        container[chance.choice(["x", "$id", "$ref"])] = copy.deepcopy(container[key])


def _near(chance: random.Random, value: Any) -> Any:
    """Another value of the same type."""
    match value:
        case bool():
            return not value
        case int():
            return chance.choice([0, -1, value + 1, -value, 2**63 - 1, -(2**63) + 1, 123, 2001])
        case float():
            return chance.choice([0.0, -1.0, value + 1, -value, 2.0**53, -(2.0**53), 1e12])
        case str():
            return chance.choice(["", value[:-1], value.swapcase(), "alice", "\r\nx: y", "\x00<b>"])
        case _:
            return type(value)()
