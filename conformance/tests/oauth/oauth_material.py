"""What the OAuth tests share: worthless credentials, answers, and flows driven by hand."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl

import httpx
import pytest
from kickwire import errors
from kickwire._core import flows
from kickwire._core.flows import AuthorizationCode
from kickwire.config import API_URL, ID_URL, App
from kickwire.tokens import TokenSet

if TYPE_CHECKING:
    from kickwire._core.flows import Flow

T = TypeVar("T")

OURS = tuple(str(Path(__file__).parents[2] / part) for part in ("tests", "suite"))

NOW = 1_800_000_000.0
REDIRECT_URI = "http://localhost:8080/callback"
APP = App("01HZY3QJ5M8W0RTH1ESS000000", "worthless-client-secret", REDIRECT_URI)
VERIFIER = "worthless-verifier-worthless-verifier-43chars"
CODE = AuthorizationCode("WORTHLESSCODE", VERIFIER, REDIRECT_URI, ("user:read", "chat:write"))
PAIR = TokenSet(
    access_token="OLDACCESS",
    refresh_token="OLDREFRESH",
    scopes=("user:read",),
    issued_at=NOW - 7000,
    lifetime=7200,
    consented_at=NOW - 9000,
)
APP_TOKEN = TokenSet(access_token="APPTOKEN", issued_at=NOW, lifetime=5_184_000)

PAIR_ANSWER: dict[str, Any] = {
    "access_token": "NEWACCESS",
    "token_type": "Bearer",
    "expires_in": 7200,
    "refresh_token": "NEWREFRESH",
    "scope": "user:read chat:write",
}
APP_ANSWER: dict[str, Any] = {
    "access_token": "NEWAPPTOKEN",
    "token_type": "Bearer",
    "expires_in": 5_184_000,
}
ACTIVE_ANSWER: dict[str, Any] = {
    "data": {
        "active": True,
        "client_id": APP.client_id,
        "token_type": "user",
        "scope": "user:read chat:write",
        "exp": 1_800_007_200,
    },
    "message": "OK",
}
USER = {"user_id": 4377088, "name": "ann", "email": "", "profile_picture": ""}
USERS_ANSWER: dict[str, Any] = {"data": [USER], "message": "OK"}

FLOWS: dict[str, Callable[[], Flow[object]]] = {
    "exchange": lambda: flows.exchange(APP, ID_URL, CODE, NOW),
    "refresh": lambda: flows.refresh(APP, ID_URL, PAIR, NOW),
    "client_credentials": lambda: flows.client_credentials(APP, ID_URL, NOW),
    "revoke": lambda: flows.revoke(ID_URL, PAIR),
    "introspect": lambda: flows.introspect(ID_URL, PAIR),
    "own_user_id": lambda: flows.own_user_id(API_URL, PAIR),
}
GRANTS = ("exchange", "refresh", "client_credentials")


def requests_of(flow: Flow[object], *responses: httpx.Response) -> list[httpx.Request]:
    """Every request of a flow, each answered in turn."""
    seen = [next(flow)]
    for response in responses:
        response.request = seen[-1]
        try:
            seen.append(flow.send(response))
        except StopIteration:
            break
    return seen


def outcome(flow: Flow[T], *responses: httpx.Response) -> T:
    """The value of a flow, each of its requests answered in turn."""
    request = next(flow)
    for response in responses:
        response.request = request
        try:
            request = flow.send(response)
        except StopIteration as done:
            value: T = done.value
            return value
    raise AssertionError("the flow has asked for more than there are answers")


def refused(flow: Flow[object], *responses: httpx.Response) -> errors.KickError:
    """The error that a flow ends in."""
    with pytest.raises(errors.KickError) as caught:
        outcome(flow, *responses)
    return caught.value


def form_of(request: httpx.Request) -> list[tuple[str, str]]:
    """The fields of a form, in order."""
    return parse_qsl(request.content.decode("ascii"), keep_blank_values=True)


def oauth_error(status: int, error: str, description: str = "") -> httpx.Response:
    """A refusal in OAuth's own words."""
    words = {"error": error} | ({"error_description": description} if description else {})
    return httpx.Response(status, json=words)


def shown_by(error: BaseException) -> str:
    """All that a log, a debugger or another process may see of an error, and of those behind it.

    The frames of the tests themselves are left out: they hold what they plant.
    """
    shown = [str(error), repr(error), repr(pickle.dumps(error)), *map(str, error.args)]
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    frames = [frame for frame in told.stack if not frame.filename.startswith(OURS)]
    shown.extend(
        f"{name} = {value}" for one in frames for name, value in (one.locals or {}).items()
    )
    behind = [one for one in (error.__cause__, error.__context__) if one is not None]
    return "\n".join([*shown, *map(shown_by, behind)])
