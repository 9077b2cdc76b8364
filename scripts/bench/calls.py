"""What a call costs without the network, and a model without the call."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from kickwire import BearerCaller
from kickwire_api.facade import PublicApi
from kickwire_api.models import ChannelsAnswer
from kickwire_mock import InProcessTransport, Mock
from kickwire_mock.world.people import App

from scripts.bench.measuring import Case, computed, shown
from scripts.bench.promises import more
from scripts.documents import API_DOCUMENT, load, resolve

WORTHLESS = "a-token-of-no-worth"
ABOVE_HTTPX = more(60e-6, shown)
"""What the mock in process may take above a constant one."""


@contextmanager
def cases() -> Generator[Iterator[Case]]:
    """The subject."""
    one, hundred = channels(1), channels(100)
    yield iter(
        [
            _call(one),
            Case(
                "100 channels into models",
                computed(lambda: ChannelsAnswer.from_dict(hundred), 20),
                "json.loads",
                computed(_loader(hundred), 20),
            ),
            *_mock_calls(),
        ]
    )


def channels(number: int) -> dict[str, Any]:
    """The answer to a question for channels, from the document's example."""
    content = resolve(
        load(API_DOCUMENT),
        "/paths/~1public~1v1~1channels/get/responses/200/content/application~1json",
    )
    channel = next(iter(content["examples"].values()))["value"]["data"][0]
    return {"data": [channel] * number, "message": "OK"}


def constant(answer: dict[str, Any]) -> httpx.MockTransport:
    """A transport that always gives this answer."""
    body = json.dumps(answer).encode()
    headers = {"Content-Type": "application/json"}
    return httpx.MockTransport(lambda _: httpx.Response(200, content=body, headers=headers))


def _call(answer: dict[str, Any]) -> Case:
    transport = constant(answer)
    kick = PublicApi(BearerCaller(WORTHLESS, transport=transport))
    http = httpx.Client(transport=transport)
    return Case(
        "a facade call",
        computed(lambda: kick.channels.get(slug=["john-doe"]), 200),
        "httpx and .json()",
        computed(lambda: _plain_get(http).json(), 200),
    )


def _mock_calls() -> Iterator[Case]:
    mock = Mock()
    app = mock.apps()[0]
    ours = httpx.Client(transport=InProcessTransport(mock))
    calls: dict[str, Callable[[httpx.Client], httpx.Response]] = {
        "a GET to the mock in process": lambda http: _plain_get(http, mock.token),
        "an app token from the mock in process": lambda http: _plain_grant(http, app),
    }
    for title, call in calls.items():
        theirs = httpx.Client(transport=_the_same(call(ours)))
        yield Case(
            title,
            computed(functools.partial(_read, call, ours), 200),
            "httpx.MockTransport",
            computed(functools.partial(_read, call, theirs), 200),
            promises=(ABOVE_HTTPX,),
        )


def _the_same(answer: httpx.Response) -> httpx.MockTransport:
    """A transport that always gives this answer, so that httpx has the same to do with it."""
    body, headers = answer.content, answer.headers.multi_items()
    return httpx.MockTransport(lambda _: httpx.Response(200, content=body, headers=headers))


def _read(call: Callable[[httpx.Client], httpx.Response], http: httpx.Client) -> Any:
    return call(http).json()


def _plain_get(http: httpx.Client, token: str = WORTHLESS) -> httpx.Response:
    return http.get(
        "https://api.kick.com/public/v1/channels",
        params={"slug": "john-doe"},
        headers={"Authorization": f"Bearer {token}"},
    )


def _plain_grant(http: httpx.Client, app: App) -> httpx.Response:
    who = {"client_id": app.client_id, "client_secret": app.client_secret}
    form = {"grant_type": "client_credentials", **who}
    return http.post("https://id.kick.com/oauth/token", data=form)


def _loader(answer: dict[str, Any]) -> Callable[[], object]:
    text = json.dumps(answer)
    return lambda: json.loads(text)
