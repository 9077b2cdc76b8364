"""The plants by themselves: each can be planted, leaves nothing behind, and names a case."""

from __future__ import annotations

from collections.abc import Callable
from operator import methodcaller
from typing import get_args

import pytest
from kickwire_mock import Mock, Request
from kickwire_mock.routes.api.handlers import HANDLERS
from kickwire_mock.world.vault import Vault

from conformance.selftest import plant as registry
from conformance.selftest.ground import Ground, PlantError
from conformance.selftest.plant import Where, load, planting
from conformance.selftest.trial import all_cases

STATS = Request(host="api", method="GET", path="/public/v1/livestreams/stats")
PLANTS = load()


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test registers is forgotten after it."""
    monkeypatch.setattr(registry, "_PLANTS", {})


def test_there_are_enough_of_every_kind() -> None:
    """At least 40 bugs are planted, in the mock, in its documents and in the client."""
    assert len(PLANTS) >= 40
    assert {each.where for each in PLANTS.values()} == set(get_args(Where))


def test_every_plant_names_a_case_that_exists() -> None:
    """The case that has to find a bug exists and is run under the plant's profile."""
    known = {each.id: each for each in all_cases()}
    lost = [
        each.name
        for each in PLANTS.values()
        if each.case not in known or each.way.profile not in known[each.case].profiles
    ]
    assert lost == []


@pytest.mark.parametrize("name", PLANTS)
def test_every_plant_finds_its_place(name: str) -> None:
    """What a plant changes is there to be changed."""
    with planting(PLANTS[name]):
        pass


def test_nothing_stays_planted() -> None:
    """A place, a handler and a document are as before when the ground is left."""
    before = vars(Vault)["revoke"], HANDLERS["getUsers"]
    names = ("revoke-does-nothing", "no-envelope", "no-token-needed")
    for name in names:
        with planting(PLANTS[name]):
            pass

    assert (vars(Vault)["revoke"], HANDLERS["getUsers"]) == before
    assert Mock().handle(STATS).status == 401


def test_a_planted_document_counts_for_the_next_mock() -> None:
    """While a bug of a document is planted, a new mock goes by it."""
    with planting(PLANTS["no-token-needed"]):
        assert Mock().handle(STATS).status == 200


@pytest.mark.parametrize(
    "place",
    [
        "kickwire_mock.nowhere:Vault.use",
        "kickwire_mock.core:Nobody.use",
        "kickwire_mock.core:Mock.no",
    ],
)
def test_a_place_that_is_gone_is_an_error(place: str) -> None:
    """A plant whose place no longer exists fails instead of changing nothing."""
    with Ground() as ground, pytest.raises(PlantError, match=r"nothing of this name|No module"):
        ground.swap(place, lambda original: original)


@pytest.mark.parametrize(
    "change",
    [
        methodcaller("handler", "noSuchOperation", str),
        methodcaller("schema", "BanRequest", "properties", "length", maximum=1),
        methodcaller("schema", "BanRequest", "properties", "duration", multipleOf=2),
        methodcaller("parameter", "getUsers", "name", maxItems=1),
        methodcaller("parameter", "getNothing", "id", maxItems=1),
    ],
)
def test_a_document_that_has_changed_is_an_error(change: Callable[[Ground], object]) -> None:
    """A plant that finds no such handler, schema, keyword or parameter fails."""
    with Ground() as ground, pytest.raises(PlantError):
        change(ground)


@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize(
    ("name", "docstring"),
    [
        ("Not Words", "A bug."),
        ("no-full-stop", "A bug"),
        ("two-lines", "A bug.\nMore."),
        ("none", ""),
    ],
)
def test_a_plant_is_named_and_described(name: str, docstring: str) -> None:
    """A plant needs a name of words and one sentence that says what is wrong."""

    def bug(ground: Ground) -> None:
        """Do nothing."""

    bug.__doc__ = docstring
    with pytest.raises(PlantError):
        registry.plant(name, "mock", "api/users/own")(bug)


@pytest.mark.usefixtures("registered")
def test_two_plants_do_not_share_a_name() -> None:
    """A name that is taken is refused."""

    def bug(ground: Ground) -> None:
        """Nothing is wrong."""

    registry.plant("a-bug", "mock", "api/users/own")(bug)
    with pytest.raises(PlantError):
        registry.plant("a-bug", "mock", "api/users/own")(bug)
