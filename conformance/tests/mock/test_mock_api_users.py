"""Users of the mock's API."""

from __future__ import annotations

from conformance.tests.mock.mock_caller import Api


def test_without_ids_it_tells_whose_token_it_is() -> None:
    """Id, name and address of the user who granted it."""
    bob = Api().of("bob")

    (own,) = bob.get("v1/users")

    assert (own["user_id"], own["name"], own["email"]) == (456, "bob", "bob@example.com")
    assert own["profile_picture"]


def test_addresses_of_others_are_empty() -> None:
    """Only the token's own user is told with an e-mail address; unknown ids are left out."""
    found = Api().of("bob").get("v1/users", id=[123, 1, 456, 123])

    assert [(each["user_id"], each["email"]) for each in found] == [
        (123, ""),
        (456, "bob@example.com"),
    ]
    assert Api().get("v1/users", id=1) == []


def test_an_app_token_has_no_user_of_its_own() -> None:
    """It looks others up by id, and hears 401 without ids."""
    app = Api().app()

    assert [each["name"] for each in app.get("v1/users", id=2000)] == ["john-doe"]
    assert app.refused("v1/users") == (401, {}, "Unauthorized")


def test_people_that_were_added_are_found() -> None:
    """A person of the mock is a user like any other."""
    api = Api()
    dana = api.mock.add_user("Dana_D")

    (found,) = api.get("v1/users", id=dana.user_id)
    (channel,) = api.get("v1/channels", slug="dana-d")

    assert found["name"] == "Dana_D"
    assert channel["broadcaster_user_id"] == dana.user_id
