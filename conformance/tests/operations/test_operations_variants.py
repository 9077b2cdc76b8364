"""Every answer that the mock can give is read: each profile, each setting moved, each refusal."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from kickwire_api.errors import StatusError
from kickwire_api.facade import PublicApi
from kickwire_mock import Fault, Mock

from conformance.tests.mock.mock_client import Client
from conformance.tests.operations.operations_moves import PROFILES, moves
from conformance.tests.operations.operations_reader import (
    Reader,
    Spoil,
    as_it_is,
    nothing_of,
    read,
)
from conformance.tests.operations.operations_told import (
    NAMES,
    OPEN,
    PLACES,
    alternatives,
    statuses,
)
from scripts.demo.calls import AS_APP, CALLS, OFFLINE

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

Moves = Mapping[str, Callable[[], Mock]]

EVERY_MOVE = moves()
OF_REFUSALS = moves({"api", "ratelimit"})
"""What a refusal looks like is decided by these."""

INACTIVE = {"docs", "introspect_invalid_token=inactive_200"}
"""Where introspection describes a dead token instead of refusing it."""


class Case:
    """One operation on a new mock."""

    def __init__(self, name: str, make: Callable[[], Mock]) -> None:
        self.name = name
        self.mock = make()
        self.mock.set_channel("alice", live=name not in OFFLINE)
        self.client = Client(self.mock)

    def token(self, *, other: bool = False) -> str:
        """A token of the right kind, or of the other one."""
        return self.client.app_token() if (self.name in AS_APP) != other else self.mock.token

    def asked(self, token: str, spoil: Spoil = as_it_is) -> StatusError | None:
        """The refusal of the call, if it is refused; the answer is read in either case."""
        refusal = read(CALLS[self.name], PublicApi(Reader(self.mock, token, spoil)))
        assert refusal is None or refusal.error is not None, refusal
        return refusal

    def status(self, token: str, spoil: Spoil = as_it_is) -> int:
        """The status of the refusal; 200 if there is none."""
        refusal = self.asked(token, spoil)
        return 200 if refusal is None else refusal.status

    def struck(self, fault: Fault) -> int:
        """The status when a fault strikes."""
        self.mock.faults.arm(fault)
        return self.status(self.token())


def cases(name: str, of: Moves = EVERY_MOVE) -> dict[str, Case]:
    """The operation under each move."""
    return {move: Case(name, make) for move, make in of.items()}


def test_no_setting_is_left_out() -> None:
    """All that the mock knows are moved, to each of their values."""
    known = Mock().settings.describe()

    assert len(EVERY_MOVE) == len(PROFILES) + sum(len(each["values"]) - 1 for each in known)
    assert any(move.startswith("api_envelope=") for move in OF_REFUSALS)


@pytest.mark.quirk("schema_drift")
@pytest.mark.parametrize("name", NAMES)
def test_every_success_is_read(name: str) -> None:
    """Whatever the setting; one of them lets every post as bot fail."""
    answered = {move: case.status(case.token()) for move, case in cases(name).items()}

    refused = {move: status for move, status in answered.items() if status != 200}
    assert refused == ({"chat_bot_vs_user=always_500": 500} if name == "chat.send" else {})


@pytest.mark.quirk("introspect_invalid_token")
@pytest.mark.parametrize("name", [name for name in NAMES if name not in OPEN])
def test_every_refusal_of_a_token_is_read(name: str) -> None:
    """A dead one, one of the other kind, one without the scope."""
    kinds = {kind for kind, _ in alternatives(name)}
    scoped = any(scopes for _, scopes in alternatives(name))
    useless = "chat:write" if name == "users.get" else "user:read"
    for move, case in cases(name).items():
        described = name == "token.introspect" and move in INACTIVE
        assert case.status("worthless") == (200 if described else 401)
        if len(kinds) == 1:
            assert case.status(case.token(other=True)) in (401, 403)
        if scoped:
            token = case.client.pair(scope=useless)["access_token"]
            assert case.status(token) in (401, 403)


@pytest.mark.quirk("api_envelope")
@pytest.mark.parametrize("name", NAMES)
def test_every_refusal_of_a_request_is_read(name: str) -> None:
    """Without query and body it is a bad one, or one that asks for nothing in particular."""
    for case in cases(name, OF_REFUSALS).values():
        assert case.status(case.token(), nothing_of) in (200, 400)


@pytest.mark.quirk("api_401_overloaded")
@pytest.mark.quirk("ratelimit_retry_after")
@pytest.mark.parametrize("name", NAMES)
def test_every_status_is_read(name: str) -> None:
    """Documented or not, in the words of the host; and the refusal of a permission."""
    operation = PLACES[name].id
    for case in cases(name, OF_REFUSALS).values():
        for status in statuses(name):
            assert case.struck(Fault(operation=operation, status=status, worded=True)) == status
        assert case.struck(case.mock.faults.preset("api_401_overloaded")) in (401, 403)
