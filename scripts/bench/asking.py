"""A process with a mock of many people, which is asked in their names.

It takes the number of people, and tells the names of what it can be asked when all of them are
there. Then it is told such names, and answers each with the CPU seconds of one request.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias
from urllib.parse import urlencode

from kickwire_mock import Headers, Request
from kickwire_mock.messages import HostKind

from scripts.bench.children import heard, tell
from scripts.bench.crowd import Crowd, Member
from scripts.bench.measuring import computed

_TIMES = 50
_SUBSCRIPTIONS = "/public/v1/events/subscriptions"
_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"

Ask: TypeAlias = Callable[[Member], object]
"""Sends a request, or two that belong together, as one of the people."""


class Asking:
    """What the mock is asked; each request has to succeed."""

    def __init__(self, crowd: Crowd) -> None:
        self._crowd = crowd

    def asks(self) -> Mapping[str, Ask]:
        """By their names."""
        return {
            "GET channels, by id": self._channel,
            "GET channels, one's own": self._own_channel,
            "PATCH channels": self._retitle,
            "GET livestreams": self._livestreams,
            "GET livestreams, v1": self._livestreams_v1,
            "GET a category": self._category,
            "POST chat": self._chat,
            "POST token, client_credentials": self._credentials,
            "POST token, refresh_token": self._refresh,
            "POST introspect": self._introspect,
            "GET subscriptions, by the app": self._subscriptions,
            "GET subscriptions, by one of an app's users": self._own_subscriptions,
            "POST and DELETE a subscription": self._subscribe,
        }

    def one(self, name: str) -> Callable[[], object]:
        """What sends the request of this name, as somebody else each time."""
        ask, crowd = self.asks()[name], self._crowd
        return lambda: ask(crowd.next())

    def _channel(self, who: Member) -> None:
        query = f"broadcaster_user_id={who.user.user_id}"
        self._api("GET /public/v1/channels", self._crowd.next().app_token, query)

    def _own_channel(self, who: Member) -> None:
        self._api("GET /public/v1/channels", who.access_token)

    def _retitle(self, who: Member) -> None:
        self._api("PATCH /public/v1/channels", who.access_token, body={"stream_title": "Hello"})

    def _livestreams(self, who: Member) -> None:
        self._api("GET /public/v2/livestreams", who.app_token, "limit=5")

    def _livestreams_v1(self, who: Member) -> None:
        self._api("GET /public/v1/livestreams", who.app_token, "limit=5")

    def _category(self, who: Member) -> None:
        self._api("GET /public/v1/categories/15", who.app_token)

    def _chat(self, who: Member) -> None:
        body = {"type": "user", "content": "Hello", "broadcaster_user_id": who.user.user_id}
        self._api("POST /public/v1/chat", who.access_token, body=body)

    def _credentials(self, who: Member) -> None:
        self._token(who, grant_type="client_credentials")

    def _refresh(self, who: Member) -> None:
        pair = self._token(who, grant_type="refresh_token", refresh_token=who.refresh_token)
        who.access_token, who.refresh_token = pair["access_token"], pair["refresh_token"]

    def _introspect(self, who: Member) -> None:
        self._ask("id", "POST /oauth/token/introspect", _bearer(who.access_token))

    def _subscriptions(self, who: Member) -> None:
        self._api(f"GET {_SUBSCRIPTIONS}", who.app_token)

    def _own_subscriptions(self, who: Member) -> None:
        self._api(f"GET {_SUBSCRIPTIONS}", who.common_token)

    def _subscribe(self, who: Member) -> None:
        path, events = "/public/v1/events/subscriptions", [{"name": "kicks.gifted", "version": 1}]
        made = self._api(
            f"POST {path}", who.access_token, body={"method": "webhook", "events": events}
        )
        self._api(f"DELETE {path}", who.access_token, f"id={made['data'][0]['subscription_id']}")

    def _api(self, line: str, token: str, query: str = "", body: object = None) -> Any:
        content = b"" if body is None else json.dumps(body).encode()
        return self._ask("api", line, _bearer(token, _JSON), query, content)

    def _token(self, who: Member, **grant: str) -> Any:
        app = {"client_id": who.app.client_id, "client_secret": who.app.client_secret}
        body = urlencode({**grant, **app}).encode()
        return self._ask("id", "POST /oauth/token", Headers([("Content-Type", _FORM)]), body=body)

    def _ask(
        self, host: HostKind, line: str, headers: Headers, query: str = "", body: bytes = b""
    ) -> Any:
        method, _, path = line.partition(" ")
        reply = self._crowd.handle(
            Request(host=host, method=method, path=path, query=query, headers=headers, body=body)
        )
        if reply.status not in (200, 204):
            raise RuntimeError(f"{line}: {reply.status}, {reply.reason}")
        return json.loads(reply.body) if reply.body else None


def _bearer(token: str, media_type: str = "") -> Headers:
    told = [("Content-Type", media_type)] if media_type else []
    return Headers([("Authorization", f"Bearer {token}"), *told])


def main(number: int) -> None:
    """Serve until the input ends."""
    asking = Asking(Crowd(number))
    if sys.platform == "linux":
        # They take turns on one processor, so that what slows it down slows down all of them.
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    tell(list(asking.asks()))
    while (name := heard()) is not None:
        tell(computed(asking.one(name), _TIMES)())


if __name__ == "__main__":
    main(int(sys.argv[1]))
