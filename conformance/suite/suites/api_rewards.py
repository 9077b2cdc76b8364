"""Rewards and their redemptions."""

from __future__ import annotations

from typing import Any

from conformance.suite import checks
from conformance.suite.cases import MUST, QUIRK, Skipped, case
from conformance.suite.probes import Answer
from conformance.suite.stage import Stage
from conformance.suite.suites.api_envelope import refused

REWARDS = "/public/v1/channels/rewards"
REDEMPTIONS = f"{REWARDS}/redemptions"
_UNKNOWN = "01KEXAMP1E0000000000000000"
_SMALL = {"title": "Hydrate", "cost": 50}
_MOST = 15


def listed(stage: Stage, token: str) -> list[dict[str, Any]]:
    """The rewards of the token's channel."""
    answer = stage.api.get(REWARDS, token=token)
    checks.status(answer, 200)
    rewards: list[dict[str, Any]] = checks.conforms(answer, "api", "listRewards")["data"]
    return rewards


def made(stage: Stage, token: str, **fields: Any) -> dict[str, Any]:
    """A new reward, which goes when the case is over: a server without control keeps the rest."""
    answer = stage.api.post(REWARDS, json={**_SMALL, **fields}, token=token)
    checks.status(answer, 200)
    reward: dict[str, Any] = checks.conforms(answer, "api", "createReward")["data"]

    def gone() -> None:
        """Delete it, if the case has not."""
        with stage.log.quiet():
            stage.api.delete(f"{REWARDS}/{reward['id']}", token=token)

    stage.at_end(gone)
    return reward


def pending(stage: Stage, token: str) -> list[str]:
    """The ids of the redemptions that wait, of the first page.

    Raises:
        Skipped: there are none.
    """
    groups = stage.api.get(REDEMPTIONS, token=token).data
    found = [each["id"] for group in groups for each in group["redemptions"]]
    if not found:
        raise Skipped("needs a channel with redemptions")
    return found


def decided(stage: Stage, token: str, decision: str, *ids: str) -> Answer:
    """Accept or reject redemptions."""
    answer = stage.api.post(f"{REDEMPTIONS}/{decision}", json={"ids": list(ids)}, token=token)
    return checks.status(answer, 200)


@case(
    "api/rewards/create", MUST, evidence=("document api createReward", "document api listRewards")
)
def a_new_reward(stage: Stage) -> None:
    """A new reward has what was sent, Kick's defaults for the rest, and stands in the list."""
    token = stage.login("bob").access_token
    reward = made(stage, token)
    expected = {
        **_SMALL,
        "background_color": "#00e701",
        "is_enabled": True,
        "is_paused": False,
        "is_user_input_required": False,
        "should_redemptions_skip_request_queue": False,
    }
    checks.same("reward", {name: reward[name] for name in expected}, expected)
    checks.matches("id", reward["id"], "[0-9A-HJKMNP-TV-Z]{26}")
    checks.has("list", listed(stage, token), [reward])


@case("api/rewards/own_channel", MUST, evidence=("document api listRewards",))
def rewards_of_others(stage: Stage) -> None:
    """A reward stands in the list of its own channel only."""
    made(stage, stage.login("bob").access_token, title="Only here")
    titles = [each["title"] for each in listed(stage, stage.login("alice").access_token)]
    checks.lacks("titles of the other channel", titles, "Only here")


@case("api/rewards/update", MUST, evidence=("document api updateReward",))
def a_changed_reward(stage: Stage) -> None:
    """A change keeps what it does not name, and the answer is the whole reward."""
    token = stage.login("bob").access_token
    reward = made(stage, token, description="Drink something")
    path = f"{REWARDS}/{reward['id']}"
    answer = stage.api.patch(path, json={"is_paused": True, "cost": 60}, token=token)
    checks.status(answer, 200)
    expected = {**reward, "is_paused": True, "cost": 60}
    checks.same("answer", checks.conforms(answer, "api", "updateReward")["data"], expected)
    checks.has("list", listed(stage, token), [expected])


@case("api/rewards/empty_update", MUST, evidence=("document api updateReward",))
def a_change_of_nothing(stage: Stage) -> None:
    """A change of nothing is refused."""
    token = stage.login("bob").access_token
    path = f"{REWARDS}/{made(stage, token)['id']}"
    refused(stage.api.patch(path, json={}, token=token))


@case("api/rewards/delete", MUST, evidence=("document api deleteReward",))
def a_deleted_reward(stage: Stage) -> None:
    """A deleted reward is answered with 204, is gone from the list, and cannot be deleted again."""
    token = stage.login("bob").access_token
    reward = made(stage, token)
    path = f"{REWARDS}/{reward['id']}"
    checks.status(stage.api.delete(path, token=token), 204)
    checks.lacks("ids", [each["id"] for each in listed(stage, token)], reward["id"])
    refused(stage.api.delete(path, token=token), 404)


@case("api/rewards/unknown", MUST, evidence=("document api updateReward",))
def an_unknown_reward(stage: Stage) -> None:
    """A reward that does not exist, or belongs to another channel, is 404."""
    other = made(stage, stage.login("bob").access_token)["id"]
    token = stage.login("alice").access_token
    for reward in (_UNKNOWN, other):
        refused(stage.api.patch(f"{REWARDS}/{reward}", json={"cost": 1}, token=token), 404)


@case("api/rewards/other_app", MUST, evidence=("document api updateReward",), needs=("control",))
def a_reward_of_another_app(stage: Stage) -> None:
    """Only the app that made a reward may change or delete it; others are refused with 403."""
    path = f"{REWARDS}/{made(stage, stage.login('bob').access_token)['id']}"
    token = stage.another_app().login("bob").access_token
    refused(stage.api.patch(path, json={"cost": 1}, token=token), 403)
    refused(stage.api.delete(path, token=token), 403)


@case("api/rewards/cap", QUIRK, evidence=("quirk rewards_cap",))
def as_many_rewards_as_there_may_be(stage: Stage) -> None:
    """A channel has at most 15 rewards, disabled ones counted."""
    token = stage.login("bob").access_token
    last: dict[str, Any] = {}
    for number in range(_MOST - len(listed(stage, token))):
        last = made(stage, token, title=f"Reward {number}", is_enabled=number % 2 == 0)
    refused(stage.api.post(REWARDS, json=_SMALL, token=token))
    checks.status(stage.api.delete(f"{REWARDS}/{last['id']}", token=token), 204)
    made(stage, token)


@case("api/rewards/read_scope", QUIRK, evidence=("quirk rewards_read_scope",), needs=("control",))
def the_scope_for_reading(stage: Stage) -> None:
    """The write scope reads too, or does not, as the setting has it; the read scope always does."""
    reading = stage.login(scopes=("channel:rewards:read",)).access_token
    writing = stage.login(scopes=("channel:rewards:write",)).access_token
    for value in ("either", "read_only"):
        stage.set(rewards_read_scope=value)
        for path in (REWARDS, REDEMPTIONS):
            checks.status(stage.api.get(path, token=reading), 200)
            answer = stage.api.get(path, token=writing)
            if value == "either":
                checks.status(answer, 200)
            else:
                checks.among("status", answer.status, (401, 403))


@case("api/redemptions/accept", MUST, evidence=("document api acceptRedemptions",))
def an_accepted_redemption(stage: Stage) -> None:
    """What is accepted is listed as accepted and waits no more; there are no failures."""
    token = stage.login("alice").access_token
    first = pending(stage, token)[0]
    answer = decided(stage, token, "accept", first)
    checks.same("failures", checks.conforms(answer, "api", "acceptRedemptions")["data"], [])
    checks.lacks("what waits", pending(stage, token), first)
    groups = stage.api.get(REDEMPTIONS, query={"id": first}, token=token).data
    states = [each["status"] for group in groups for each in group["redemptions"]]
    checks.same("states", states, ["accepted"])


@case("api/redemptions/reject", MUST, evidence=("document api rejectRedemptions",))
def a_rejected_redemption(stage: Stage) -> None:
    """What is rejected is listed as rejected."""
    token = stage.login("alice").access_token
    first = pending(stage, token)[0]
    checks.same("failures", decided(stage, token, "reject", first).data, [])
    groups = stage.api.get(REDEMPTIONS, query={"status": "rejected"}, token=token).data
    checks.has(
        "what is rejected",
        [each["id"] for group in groups for each in group["redemptions"]],
        [first],
    )


@case("api/redemptions/once", MUST, evidence=("document api acceptRedemptions",))
def a_redemption_is_decided_once(stage: Stage) -> None:
    """What was decided already, or is unknown, comes back as a failure; the rest is done."""
    token = stage.login("alice").access_token
    first, second = pending(stage, token)[:2]
    decided(stage, token, "accept", first)
    answer = decided(stage, token, "reject", first, second, _UNKNOWN)
    failures = {each["id"]: each["reason"] for each in answer.data}
    checks.same("failures", failures, {first: "NOT_PENDING", _UNKNOWN: "NOT_FOUND"})
    checks.lacks("what waits", pending(stage, token), second)


@case(
    "api/redemptions/not_owned",
    MUST,
    evidence=("document api rejectRedemptions",),
    needs=("control",),
)
def redemptions_of_another_app(stage: Stage) -> None:
    """What was bought of another app's reward comes back as a failure, and goes on waiting."""
    token = stage.login("alice").access_token
    first = pending(stage, token)[0]
    other = stage.another_app().login("alice").access_token
    for decision in ("accept", "reject"):
        answer = decided(stage, other, decision, first)
        failures = [{name: each[name] for name in ("id", "reason")} for each in answer.data]
        checks.same("failures", failures, [{"id": first, "reason": "NOT_OWNED"}])
    checks.has("what waits", pending(stage, token), [first])


@case(
    "api/redemptions/unknown",
    QUIRK,
    evidence=("quirk redemption_fails_unknown",),
    needs=("control",),
)
def decisions_that_fail_unexplained(stage: Stage) -> None:
    """Armed, a decision fails for no reason that is named, and its redemptions go on waiting."""
    token = stage.login("alice").access_token
    first, second = pending(stage, token)[:2]
    for decision in ("accept", "reject"):
        stage.control.arm(quirk="redemption_fails_unknown", variant=decision)
        answer = decided(stage, token, decision, first, second)
        checks.conforms(answer, "api", f"{decision}Redemptions")
        failures = {each["id"]: each["reason"] for each in answer.data}
        checks.same("failures", failures, {first: "UNKNOWN", second: "UNKNOWN"})
        checks.has("what waits", pending(stage, token), [first, second])


@case("api/redemptions/filters", MUST, evidence=("document api listRedemptions",))
def filters_of_redemptions(stage: Stage) -> None:
    """Ids cannot be combined with another filter."""
    token = stage.login("alice").access_token
    first = pending(stage, token)[0]
    refused(stage.api.get(REDEMPTIONS, query={"id": first, "status": "pending"}, token=token))


@case("api/redemptions/default", MUST, evidence=("document api listRedemptions",))
def redemptions_that_wait(stage: Stage) -> None:
    """Without a filter only redemptions that wait are listed."""
    token = stage.login("alice").access_token
    first = pending(stage, token)
    groups = stage.api.get(REDEMPTIONS, token=token).data
    states = {each["status"] for group in groups for each in group["redemptions"]}
    checks.same("states", states, {"pending"})
    same = stage.api.get(REDEMPTIONS, query={"status": "pending"}, token=token).data
    checks.same("ids", [each["id"] for group in same for each in group["redemptions"]], first)
