"""A mock in this process, as the suite sees a server; and cases made for a test."""

from __future__ import annotations

import json
from collections.abc import Callable

from kickwire_mock import RunningServer

from conformance.suite.cases import MUST, PROFILES, Case, Level
from conformance.suite.stage import Stage
from conformance.suite.target import Target, from_ready_line

CONTROLLED = ("control_url",)


def line_of(server: RunningServer, *, without: tuple[str, ...] = ()) -> str:
    """The ready line of a mock, without some of its keys."""
    app = server.mock.apps()[0]
    ready = {
        "id_url": server.id_url,
        "api_url": server.api_url,
        "control_url": server.control_url,
        "token": server.mock.token,
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "redirect_uri": app.redirect_uris[0],
        "users": [user.name for user in server.mock.users()],
    }
    return json.dumps({name: ready[name] for name in ready if name not in without})


def target_of(server: RunningServer, *, without: tuple[str, ...] = ()) -> Target:
    """The mock as a target, without some of the keys of its ready line."""
    return from_ready_line(line_of(server, without=without))


def a_case(
    body: Callable[[Stage], object],
    *,
    id: str = "id/made/1",
    level: Level = MUST,
    needs: tuple[str, ...] = (),
    profiles: tuple[str, ...] = PROFILES,
) -> Case:
    """A case that no registry knows."""

    def run(stage: Stage) -> None:
        body(stage)

    promise = "Something is so."
    return Case(id, level, promise, ("RFC 6749 section 6",), run, needs, profiles)
