"""Whose login it is: from one question to Kick, and from nothing else that an answer may hold."""

from __future__ import annotations

import base64
import json
from collections import Counter
from typing import Any

import httpx
import pytest
from kickwire import Denied, Login

from conformance.tests.oauth.oauth_scene import Ear, Scene

MAIL = "somebody@example.com"


class Talkative(httpx.BaseTransport):
    """Carries requests, and says more than Kick does: an id token, and one address for everybody.

    Args:
        transport: the way to Kick.
        subject: whom the id token names.
    """

    def __init__(self, transport: httpx.BaseTransport, subject: str) -> None:
        self._transport = transport
        self._subject = subject
        self.asked: Counter[str] = Counter()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry one request."""
        self.asked[request.url.path] += 1
        response = self._transport.handle_request(request)
        content: dict[str, Any] = json.loads(response.read())
        if request.url.path == "/oauth/token":
            content["id_token"] = _id_token(sub=self._subject, email=MAIL)
        else:
            content["data"] = [{**each, "email": MAIL} for each in content["data"]]
        return httpx.Response(response.status_code, json=content)


def _id_token(**claims: str) -> str:
    """An unsigned one, as OpenID Connect has it."""
    parts = (json.dumps(each).encode() for each in ({"alg": "none"}, claims))
    return ".".join([*(base64.urlsafe_b64encode(each).decode().rstrip("=") for each in parts), ""])


@pytest.fixture
def scene() -> Scene:
    """A mock."""
    return Scene()


@pytest.fixture
def wire(scene: Scene) -> Talkative:
    """The way to the mock; on it every id token names carol."""
    talkative = Talkative(scene.ear, id_of(scene, "carol"))
    scene.ear = Ear(talkative)
    return talkative


def logged_in(scene: Scene, user: str, name: str | None = None) -> str:
    """The account of a user who has logged in."""
    kick = scene.kick()
    request = scene.begun(kick, name)
    login = kick.complete_login(scene.callback(request, user), binding=request.binding)
    assert isinstance(login, Login)
    return login.account


def id_of(scene: Scene, name: str) -> str:
    """The user id of a person, as Kick has it."""
    return next(str(user.user_id) for user in scene.mock.users() if user.name == name)


@pytest.mark.quirk("no_id_token")
def test_a_login_is_named_by_one_question_to_kick(scene: Scene, wire: Talkative) -> None:
    """It is asked who the user is, once, and an id token in the answer decides nothing."""
    assert logged_in(scene, "alice") == id_of(scene, "alice")
    assert wire.asked["/public/v1/users"] == 1


@pytest.mark.quirk("no_id_token")
@pytest.mark.usefixtures("wire")
def test_an_e_mail_address_is_no_identity(scene: Scene) -> None:
    """Two users whose address is the same are two accounts, each with tokens of its own."""
    accounts = [logged_in(scene, name) for name in ("alice", "bob")]

    assert accounts == [id_of(scene, "alice"), id_of(scene, "bob")]
    kick = scene.kick()
    assert [kick.as_user(each).users.get()[0].name for each in accounts] == ["alice", "bob"]


@pytest.mark.quirk("no_id_token")
@pytest.mark.usefixtures("wire")
def test_a_name_that_was_given_is_kept(scene: Scene) -> None:
    """Where the account has a name, nothing in an answer gives it another one."""
    assert logged_in(scene, "alice", name="my-streamer") == "my-streamer"


@pytest.mark.quirk("mobile_universal_link_hijack")
def test_an_address_can_be_opened_again_elsewhere(scene: Scene) -> None:
    """A page that was opened and never decided on stops nobody from opening it in a browser."""
    kick = scene.kick()
    request = scene.begun(kick)
    swallowed = httpx.Client(transport=scene.ear).get(request.url)
    assert swallowed.status_code == 200

    login = kick.complete_login(scene.callback(request), binding=request.binding)

    assert not isinstance(login, Denied)
    scene.lives_on()
