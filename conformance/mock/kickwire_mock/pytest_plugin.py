"""The mock of Kick for pytest: the fixtures ``kick_mock`` and ``kick_server``.

pytest loads this by itself, in every run where kickwire is installed, so it imports nothing but
pytest and the standard library; the mock comes with the first test that asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast

import pytest

if TYPE_CHECKING:
    from kickwire_mock import RunningServer
    from kickwire_mock.testing import KickMock, KickServer

_MISSING = "kickwire_mock needs its extra: pip install 'kickwire[mock]'"
_PROFILES = ("strict", "observed", "docs")
_MARKER = "kick_quirks"
_MEANING = (
    "kick_quirks(profile=..., **settings): how the mock of Kick behaves in kick_mock and "
    "kick_server: settings by their ids in the ledger, and a profile."
)

T = TypeVar("T")

Report: TypeAlias = Callable[[], Mapping[str, str]]
"""Gives texts by their titles."""

_REPORTS = pytest.StashKey[dict[str, Report]]()
"""What a test shows if it fails, by the fixture that it is from; a test that is run again starts
anew."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the command line and of the configuration file."""
    group = parser.getgroup("kickwire", "mock of Kick (kickwire)")
    group.addoption(
        "--kick-profile",
        choices=_PROFILES,
        metavar="NAME",
        help="which profile the mock of Kick follows where no marker says so: strict (default), "
        "observed or docs",
    )
    group.addoption(
        "--kick-seed",
        type=int,
        default=0,
        metavar="N",
        help="decides every code, token and id of the mock of Kick (default: 0)",
    )
    parser.addini("kick_profile", "default of --kick-profile", default="")


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker, and look at the settings.

    Raises:
        pytest.UsageError: there is no such profile.
    """
    config.addinivalue_line("markers", _MEANING)
    configured: str = config.getini("kick_profile")
    if configured and configured not in _PROFILES:
        raise pytest.UsageError(f"kick_profile: no such profile; possible: {', '.join(_PROFILES)}")


@pytest.fixture
def kick_mock(request: pytest.FixtureRequest) -> KickMock:
    """A new mock of Kick, in process: see `kickwire_mock.testing.KickMock`."""
    made = _made(lambda: _in_process(request))
    _reports(request)["kick_mock"] = made.report
    return made


@pytest.fixture(scope="session")
def _kick_listening(pytestconfig: pytest.Config) -> Generator[RunningServer]:
    """One server for all tests of this process."""
    with _made(lambda: _started(pytestconfig)) as server:
        yield server


@pytest.fixture
def kick_server(
    request: pytest.FixtureRequest, _kick_listening: RunningServer
) -> Generator[KickServer]:
    """A mock of Kick over real sockets, as new: see `kickwire_mock.testing.KickServer`."""
    made = _made(lambda: _over_sockets(request, _kick_listening))
    _reports(request)["kick_server"] = made.report
    yield made
    last = made.report()
    _reports(request)["kick_server"] = lambda: last
    made.mock.reset()  # nobody is called, and nothing held, once the test is over


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what happened at the mock, where a test failed that used it."""
    report = yield
    if report.failed:
        for each in item.stash.setdefault(_REPORTS, {}).values():
            report.sections += [(f"kick mock: {name}", text) for name, text in each().items()]
    return report


def _reports(request: pytest.FixtureRequest) -> dict[str, Report]:
    node: pytest.Item = request.node
    return node.stash.setdefault(_REPORTS, {})


def _in_process(request: pytest.FixtureRequest) -> KickMock:
    from kickwire_mock import Mock
    from kickwire_mock.testing import HOST, KickMock, settle

    mock = Mock(seed=_seed(request.config), allow_webhooks=[HOST])
    settle(mock, _profile(request.config), _quirks(request.node))
    return KickMock(mock)


def _started(config: pytest.Config) -> RunningServer:
    from kickwire_mock import Mock, start_server

    return start_server(Mock(seed=_seed(config)))


def _over_sockets(request: pytest.FixtureRequest, server: RunningServer) -> KickServer:
    from kickwire_mock.testing import KickServer, settle

    settle(server.mock, _profile(request.config), _quirks(request.node))
    server.mock.reset()
    return KickServer(server)


def _seed(config: pytest.Config) -> int:
    return cast("int", config.getoption("--kick-seed"))


def _profile(config: pytest.Config) -> str:
    chosen: str | None = config.getoption("--kick-profile")
    configured: str = config.getini("kick_profile")
    return chosen or configured or "strict"


def _quirks(node: pytest.Item) -> dict[str, object]:
    """What the markers of a test say; the closest one wins, and one of its parameters over all."""
    parameters: list[pytest.Mark] = getattr(getattr(node, "callspec", None), "marks", [])
    farthest_first = [*reversed(list(node.iter_markers(_MARKER))), *parameters]
    found: dict[str, object] = {}
    for marker in farthest_first:
        if marker.name == _MARKER:
            if marker.args:
                how = f"{_MARKER} takes keywords only, as in {_MARKER}(profile='docs')"
                pytest.fail(how, pytrace=False)
            found |= marker.kwargs
    return found


def _made(make: Callable[[], T]) -> T:
    """What is made, or a failed test with one line that says what to do."""
    from kickwire_mock.errors import MockError, ServerError

    try:
        return make()
    except ImportError as error:
        if (error.name or "").partition(".")[0] == __name__.partition(".")[0]:
            raise  # a mistake of ours
        problem = _MISSING
    except (MockError, ServerError) as error:
        problem = str(error)
    pytest.fail(problem, pytrace=False)
