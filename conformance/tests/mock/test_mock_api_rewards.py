"""Rewards."""

from __future__ import annotations

import pytest

from conformance.tests.mock import mock_caller
from conformance.tests.mock.mock_api import Api, Error, error_of
from conformance.tests.mock.mock_client import world_of

REWARDS = "/public/v1/channels/rewards"
FORBIDDEN: Error = (403, {}, "Forbidden")
NOT_FOUND: Error = (404, {}, "Not found")


@pytest.fixture
def api() -> Api:
    """A client of a fresh mock."""
    return Api()


def test_a_reward_is_kept_as_it_was_made(api: Api) -> None:
    """What nobody chose has the document's defaults, and the list shows it too."""
    made = api.data(f"POST {REWARDS}", {"title": "Hydrate", "cost": 50})

    assert {name: made[name] for name in made if name != "id"} == {
        "title": "Hydrate",
        "cost": 50,
        "description": "",
        "background_color": "#00e701",
        "is_enabled": True,
        "is_paused": False,
        "is_user_input_required": False,
        "should_redemptions_skip_request_queue": False,
    }
    assert api.data(f"GET {REWARDS}")[-1] == made


def test_a_reward_cannot_be_made_paused(api: Api) -> None:
    """The field is none of a new reward, so it is ignored like any unknown one."""
    made = api.data(f"POST {REWARDS}", {"title": "x", "cost": 1, "is_paused": True, "id": "mine"})

    assert made["is_paused"] is False
    assert made["id"] != "mine"


def test_a_change_leaves_the_other_fields(api: Api) -> None:
    """Only what was sent becomes different."""
    before = api.data(f"POST {REWARDS}", {"title": "x", "cost": 1, "description": "Words"})
    after = api.data(f"PATCH {REWARDS}/{before['id']}", {"is_paused": True, "cost": 250})

    assert after == {**before, "is_paused": True, "cost": 250}
    assert api.data(f"GET {REWARDS}")[-1] == after


def test_a_change_needs_a_field(api: Api) -> None:
    """An empty one is 400."""
    (reward,) = api.data(f"GET {REWARDS}")

    assert api.call(f"PATCH {REWARDS}/{reward['id']}", {}).status == 400


def test_a_deleted_reward_is_gone(api: Api) -> None:
    """204 once, then 404, and the list has it no longer."""
    (reward,) = api.data(f"GET {REWARDS}")

    assert api.call(f"DELETE {REWARDS}/{reward['id']}").status == 204
    assert api.data(f"GET {REWARDS}") == []
    assert error_of(api.call(f"DELETE {REWARDS}/{reward['id']}")) == NOT_FOUND


@pytest.mark.parametrize(
    ("cost", "status"), [("7.0", 200), ("7e0", 200), ("7.5", 400), ("1e999", 400)]
)
def test_a_price_is_a_whole_number(api: Api, cost: str, status: int) -> None:
    """However it is written, and it comes back written as one."""
    body = f'{{"title":"x","cost":{cost}}}'.encode()
    reply = mock_caller.Api(api.mock).send("POST", REWARDS, "", body)

    assert reply.status == status
    assert (b'"cost":7,' in reply.body) is (status == 200)


def test_rewards_may_come_and_go_for_ever(api: Api) -> None:
    """Of the deleted ones the mock keeps only so many."""
    rewards = world_of(api.mock).rewards
    first = rewards.add(123, "an app", {"title": "first", "cost": 1})
    rewards.delete(first)
    assert rewards.get(first.id)
    for number in range(1_000):
        rewards.delete(rewards.add(123, "an app", {"title": f"{number}", "cost": 1}))

    assert rewards.get(first.id) is None


@pytest.mark.quirk("rewards_cap")
def test_a_channel_holds_fifteen_rewards(api: Api) -> None:
    """Switched off or not; the sixteenth is 400, and a deleted one makes room."""
    for number in range(14):
        api.data(f"POST {REWARDS}", {"title": f"{number}", "cost": 1, "is_enabled": number % 2 > 0})
    refused = api.call(f"POST {REWARDS}", {"title": "one more", "cost": 1})
    rewards = api.data(f"GET {REWARDS}")

    assert (refused.status, len(rewards)) == (400, 15)
    assert refused.quirks == ("rewards_cap",)
    api.call(f"DELETE {REWARDS}/{rewards[0]['id']}")
    assert api.call(f"POST {REWARDS}", {"title": "one more", "cost": 1}).status == 200


@pytest.mark.parametrize(("method", "body"), [("PATCH", {"cost": 2}), ("DELETE", None)])
def test_only_the_app_that_made_a_reward_may_touch_it(api: Api, method: str, body: object) -> None:
    """Another app of the same user hears 403, and nothing changes."""
    before = api.data(f"GET {REWARDS}")
    other = api.another()
    refused = other.call(f"{method} {REWARDS}/{before[0]['id']}", body, token=other.login())

    assert error_of(refused) == FORBIDDEN
    assert api.data(f"GET {REWARDS}") == before


@pytest.mark.parametrize(("method", "body"), [("PATCH", {"cost": 2}), ("DELETE", None)])
def test_a_reward_of_another_channel_is_not_there(api: Api, method: str, body: object) -> None:
    """404, as for an id that never was."""
    (reward,) = api.data(f"GET {REWARDS}")
    bob = api.login("bob")

    assert api.data(f"GET {REWARDS}", token=bob) == []
    assert error_of(api.call(f"{method} {REWARDS}/{reward['id']}", body, token=bob)) == NOT_FOUND
    assert error_of(api.call(f"{method} {REWARDS}/{'0' * 26}", body)) == NOT_FOUND


@pytest.mark.quirk("rewards_read_scope")
@pytest.mark.parametrize("target", [REWARDS, f"{REWARDS}/redemptions"])
@pytest.mark.parametrize(
    ("setting", "scope", "status"),
    [
        ("either", "channel:rewards:read", 200),
        ("either", "channel:rewards:write", 200),
        ("read_only", "channel:rewards:read", 200),
        ("read_only", "channel:rewards:write", 401),
    ],
)
def test_which_scope_reads_rewards(
    api: Api, target: str, setting: str, scope: str, status: int
) -> None:
    """Either one, or the read scope alone."""
    api.mock.settings.change({"rewards_read_scope": setting})
    reply = api.call(f"GET {target}", token=api.login(scope=scope))

    assert reply.status == status
    assert ("rewards_read_scope" in reply.quirks) is (status == 401)
