"""The suite's machine of the id host, within the process, and the bugs that it would find.

The machine is that of the conformance suite; here it asks the mock through its transport alone, so
that bugs can be planted in the mock.
"""

from __future__ import annotations

import httpx
import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from kickwire_mock import Headers, InProcessTransport, Mock, Request

from conformance.selftest.plant import load, planting
from conformance.suite.control import Control
from conformance.suite.machine import machine_on
from conformance.suite.stage import Stage
from conformance.suite.target import Target
from conformance.suite.ways import Way

ID, API, CONTROL = "https://id.kick.com", "https://api.kick.com", "http://127.0.0.1/_mock"

LASTING = settings(max_examples=100, stateful_step_count=30)
QUICK = settings(LASTING, phases=[Phase.generate], report_multiple_bugs=False)
"""For planted bugs: nobody needs the shortest example."""


def stage() -> Stage:
    """A stage on a new strict mock, without a socket."""
    mock = Mock()
    app = mock.apps()[0]

    def control(request: httpx.Request) -> httpx.Response:
        reply = mock.handle(
            Request(
                host="control",
                method=request.method,
                path=request.url.path,
                query=request.url.query.decode(),
                headers=Headers(request.headers.multi_items()),
                body=request.content,
            )
        )
        return httpx.Response(reply.status, content=reply.body)

    target = Target(
        ID,
        API,
        mock.token,
        control_url=CONTROL,
        client_id=app.client_id,
        client_secret=app.client_secret,
        redirect_uri=app.redirect_uris[0],
        users=tuple(user.name for user in mock.users()),
    )
    http = httpx.Client(transport=InProcessTransport(mock, ID, API))
    sent = httpx.MockTransport(control)
    return Stage(target, Way("strict"), http, Control(CONTROL, transport=sent))


def test_the_id_host_agrees_with_the_model() -> None:
    """100 sessions of up to 30 steps: every answer is the one that the model expects."""
    run_state_machine_as_test(machine_on(stage), settings=LASTING)


@pytest.mark.parametrize(
    "name",
    [
        "rotation-does-not-invalidate",
        "code-usable-twice",
        "verifier-unchecked",
        "revoke-does-nothing",
        "nothing-expires",
    ],
)
def test_the_machine_finds_planted_bugs(name: str) -> None:
    """Each of these bugs of the selftest makes some answer differ from what the model expects."""
    with planting(load()[name]), pytest.raises(AssertionError):
        run_state_machine_as_test(machine_on(stage), settings=QUICK)
