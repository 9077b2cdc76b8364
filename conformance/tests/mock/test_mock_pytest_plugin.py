"""The pytest plugin as pytest runs it: fixtures, marker, options, and what a failed test shows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from importlib import import_module

import pytest
from kickwire_mock import Mock
from kickwire_mock.world.state import SEED_APP

pytest_plugins = ["pytester"]

Run = Callable[..., pytest.RunResult]

# Other plugins of this environment take their time to start, and have nothing to do here.
OTHERS = ("hypothesispytest", "schemathesis", "xdist", "anyio", "cacheprovider")
QUIET = [f"-pno:{name}" for name in OTHERS]

# What a run imports is forgotten with it, which takes time, and compiled modules cannot bear it.
for needed in (
    "kickwire_mock.carriers.server",
    "kickwire_mock.testing",
    "cryptography.hazmat.primitives.asymmetric.padding",
    "cryptography.hazmat.primitives.serialization",
    "uvicorn.protocols.http.auto",
    "uvicorn.lifespan.off",
    "httpcore",
):
    import_module(needed)

HEAD = """
import httpx, pytest

def call(kick, line, token=None):
    method, path = line.split(" ")
    headers = {"Authorization": f"Bearer {token or kick.mock.token}"}
    transport = getattr(kick, "transport", None)
    with httpx.Client(transport=transport, headers=headers, verify=False) as http:
        return http.request(method, kick.api_url + path)
"""


@pytest.fixture
def run(pytester: pytest.Pytester) -> Run:
    """Run a test module, with warnings as errors and markers that have to be known."""

    def ran(text: str, *options: str) -> pytest.RunResult:
        """Run it."""
        pytester.makepyfile(HEAD + text)
        return pytester.runpytest(
            "-Werror", "--strict-markers", "--strict-config", *QUIET, *options
        )

    return ran


FIXTURES = pytest.mark.parametrize("fixture", ["kick_mock", "kick_server"])


@FIXTURES
def test_each_test_finds_a_new_mock(run: Run, fixture: str) -> None:
    """Also after one that failed: world, clock, faults, settings, journal and apps are as new."""
    result = run(
        f"""
from kickwire_mock import Fault

@pytest.mark.parametrize("number", range(3))
def test(number, {fixture}):
    mock = {fixture}.mock
    assert mock.journal.entries() == []
    assert mock.settings.get("refresh_reuse_policy") == "strict"
    assert mock.clock.now() == 1767225600
    assert mock.apps()[0].webhook_url is None
    assert call({fixture}, "GET /public/v1/channels").json()["data"][0]["stream_title"] != "New"
    mock.set_channel("alice", title="New")
    mock.clock.advance(60)
    mock.settings.change({{"refresh_reuse_policy": "grace"}})
    mock.faults.arm(Fault(status=500, count=None))
    mock.change_app(mock.apps()[0].client_id, webhook_url="http://127.0.0.1:9/")
    assert number == 2
"""
    )

    result.assert_outcomes(failed=2, passed=1)


def test_one_server_serves_all_tests(run: Run) -> None:
    """It starts once in a process, is reached where it says, and ends with the run."""
    before = set(threading.enumerate())
    result = run(
        """
urls = set()

def test_one(kick_server):
    urls.add((kick_server.id_url, kick_server.api_url, kick_server.control_url))
    assert call(kick_server, "GET /public/v1/users").status_code == 200

def test_two(kick_server):
    urls.add((kick_server.id_url, kick_server.api_url, kick_server.control_url))
    ((_, api, control),) = urls
    assert httpx.get(f"{control}/health").status_code == 200
"""
    )

    result.assert_outcomes(passed=2)
    assert set(threading.enumerate()) <= before


MODULE = """
pytestmark = pytest.mark.kick_quirks(
    profile="docs", refresh_reuse_policy="grace", access_token_lifetime_user=60
)

def told(kick):
    settings = kick.mock.settings
    names = ("refresh_reuse_policy", "access_token_lifetime_user", "client_secret_required")
    return (settings.profile, *(settings.get(name) for name in names))

def test_module(kick_mock):
    assert told(kick_mock)[:3] == ("docs", "grace", "60")

@pytest.mark.kick_quirks(profile="observed", refresh_reuse_policy="family")
class TestClass:
    def test_class(self, kick_mock):
        assert told(kick_mock)[:3] == ("observed", "family", "60")

    @pytest.mark.kick_quirks(client_secret_required="public_apps")
    @pytest.mark.kick_quirks(access_token_lifetime_user="120")
    def test_function(self, kick_mock, kick_server):
        assert told(kick_mock) == ("observed", "family", "120", "public_apps")
        assert told(kick_server) == told(kick_mock)
        kick_server.mock.reset()
        assert told(kick_server) == told(kick_mock)

    @pytest.mark.kick_quirks(refresh_reuse_policy="strict")
    @pytest.mark.parametrize("value", [
        "strict", pytest.param("reusable", marks=pytest.mark.kick_quirks(
            refresh_reuse_policy="reusable"))
    ])
    def test_parameters(self, kick_mock, value):
        assert told(kick_mock)[1] == value

def test_behaviour(kick_mock):
    token = kick_mock.tokens("alice").access_token
    assert call(kick_mock, "GET /public/v1/users", token).status_code == 200
    kick_mock.clock.advance(61)
    assert call(kick_mock, "GET /public/v1/users", token).status_code == 401
"""


def test_markers_choose_quirks(run: Run) -> None:
    """Of module, class and function all count, the closest one most; a reset keeps them."""
    run(MODULE).assert_outcomes(passed=5 + 1)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ("refresh_reuse_polcy='grace'", "*no setting refresh_reuse_polcy; did you mean *_policy?"),
        ("colour='red'", "*there is no setting colour; possible: *, refresh_reuse_policy, *"),
        ("refresh_reuse_policy='often'", "refresh_reuse_policy has no such value; possible: *"),
        ("refresh_reuse_policy=True", "*refresh_reuse_policy: a text or a whole number*not True"),
        ("profile='lax'", "profile lax: no such profile; possible: strict, observed, docs"),
        ("profile=None", "*profile: a text or a whole number is expected, not None"),
        ("'grace'", "kick_quirks takes keywords only, as in kick_quirks(profile='docs')"),
    ],
)
@FIXTURES
def test_a_wrong_marker_fails_its_test_alone(
    run: Run, fixture: str, arguments: str, line: str
) -> None:
    """With one line that says what is wrong, and what there is; the next test is not touched."""
    result = run(
        f"""
@pytest.mark.kick_quirks({arguments})
def test_wrong({fixture}):
    pass

def test_right({fixture}):
    assert repr({fixture}.mock.settings) == "Settings(profile='strict', changed=[])"
"""
    )

    result.assert_outcomes(errors=1, passed=1)
    result.stdout.fnmatch_lines([line])
    assert "Traceback" not in result.stdout.str()
    assert "pytest_plugin.py" not in result.stdout.str()


PROFILES = """
def test_plain(kick_mock, kick_server):
    assert kick_mock.mock.settings.profile == kick_server.mock.settings.profile == {plain!r}

@pytest.mark.kick_quirks(profile="strict")
def test_marked(kick_mock):
    assert kick_mock.mock.settings.profile == "strict"
"""


def test_the_profile_is_chosen_on_the_command_line(run: Run) -> None:
    """A marker counts more."""
    run(PROFILES.format(plain="docs"), "--kick-profile=docs").assert_outcomes(passed=2)


def test_the_profile_is_chosen_in_the_configuration(run: Run, pytester: pytest.Pytester) -> None:
    """The command line counts more than the file."""
    pytester.makeini("[pytest]\nkick_profile = observed")

    run(PROFILES.format(plain="observed")).assert_outcomes(passed=2)
    run(PROFILES.format(plain="docs"), "--kick-profile", "docs").assert_outcomes(passed=2)


def test_a_wrong_profile_is_told(run: Run, pytester: pytest.Pytester) -> None:
    """Before any test runs, wherever it stands."""
    option = run("def test(kick_mock): pass", "--kick-profile=lax")
    pytester.makeini("[pytest]\nkick_profile = lax")
    setting = run("def test(kick_mock): pass")

    assert (option.ret, setting.ret) == (pytest.ExitCode.USAGE_ERROR,) * 2
    option.stderr.fnmatch_lines(["*--kick-profile: invalid choice: 'lax'*"])
    setting.stderr.fnmatch_lines(["*no such profile; possible: strict, observed, docs"])


def test_the_seed_decides_tokens(run: Run) -> None:
    """Every test of every run finds the same ones; another seed gives others."""
    text = """
def test_one(kick_mock, kick_server):
    assert kick_mock.mock.token == kick_server.mock.token == {token!r}
def test_two(kick_mock, kick_server):
    assert kick_mock.mock.token == kick_server.mock.token == {token!r}
"""
    run(text.format(token=Mock().token)).assert_outcomes(passed=2)
    run(text.format(token=Mock(seed=7).token), "--kick-seed=7").assert_outcomes(passed=2)


def test_a_wrong_seed_is_a_mistake_of_the_command_line(run: Run) -> None:
    """pytest says so before anything runs."""
    result = run("def test(kick_mock): pass", "--kick-seed=seven")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--kick-seed: invalid int value: 'seven'"])


def test_help_and_lists_tell_what_there_is(run: Run) -> None:
    """Options, marker and fixtures are where users of pytest look for them."""
    run("", "--help").stdout.fnmatch_lines(["*--kick-profile=NAME*", "*--kick-seed=N*"])
    run("", "--markers").stdout.fnmatch_lines(
        ["@pytest.mark.kick_quirks(profile=..., **settings)*"]
    )
    listed = run("", "--fixtures").stdout.str()
    assert "kick_mock -- " in listed
    assert "kick_server -- " in listed
    assert "_kick_listening" not in listed


@FIXTURES
def test_a_failed_test_shows_the_last_requests(run: Run, fixture: str) -> None:
    """Twenty lines with status and reason, the quirks that shaped an answer, and no secret."""
    result = run(
        f"""
def test_fails({fixture}):
    kick = {fixture}
    for _ in range(30):
        call(kick, "GET /public/v1/livestreams")
    call(kick, "GET /public/v1/users", "made-up-token")
    call(kick, "GET /public/v1/nothing?secret=hidden-here")
    print("TOKENS", repr(kick.tokens("bob")))
    assert False

def test_passes({fixture}):
    call({fixture}, "GET /public/v1/categories")
"""
    )

    result.assert_outcomes(failed=1, passed=1)
    result.stdout.fnmatch_lines(
        [
            "*- kick mock: last requests -*",
            "16. GET api /public/v1/livestreams (alice) -> 200",
            "31. GET api /public/v1/users -> 401: *token*",
            "32. GET api (no such path) -> 404: *",
            "35. POST id /oauth/token (authorization_code, bob) -> 200",
        ]
    )
    shown = result.stdout.str()
    assert "\n15. GET" not in shown
    assert "categories" not in shown
    assert "last deliveries" not in shown
    for secret in (Mock().token, SEED_APP[1], "made-up-token -", "hidden-here ->"):
        assert secret not in shown


def test_a_failed_test_shows_what_became_of_webhooks(run: Run) -> None:
    """Each delivery with its end, and why it did not arrive; no address, no body."""
    result = run(
        """
from kickwire_mock import Trouble

def test_fails(kick_mock):
    mock, app = kick_mock.mock, kick_mock.mock.apps()[0].client_id
    subscribe = {"events": [{"name": "channel.followed", "version": 1}]}
    headers = {"Authorization": f"Bearer {mock.token}"}
    with httpx.Client(transport=kick_mock.transport, headers=headers) as http:
        http.post(f"{kick_mock.api_url}/public/v1/events/subscriptions", json=subscribe)
    kick_mock.trigger("channel.followed")
    statuses = [200, 500, 500, 500]
    kick_mock.deliver_to(lambda _: httpx.Response(statuses.pop(0)), "/hook?key=hidden-here")
    kick_mock.trigger("channel.followed")
    kick_mock.trigger("channel.followed")
    kick_mock.trigger("kicks.gifted")
    for _ in range(2):
        kick_mock.clock.advance(5)
        kick_mock.deliver()
    kick_mock.trigger("channel.followed", trouble=Trouble(drop=True))
    assert False
"""
    )

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*- kick mock: last deliveries -*",
            "1. channel.followed -> unsent: the app has no URL for it",
            "2. channel.followed -> delivered",
            "3. channel.followed -> failed: the receiver answered 500* (sent 3 times)",
            "4. channel.followed -> lost: a fault lost it",
            "*- kick mock: triggered, and nobody had subscribed -*",
            "kicks.gifted",
        ]
    )
    assert result.stdout.str().count("hidden-here") == 1  # the line of the test itself


def test_a_failed_test_shows_why_a_delivery_waits(run: Run) -> None:
    """What the receiver answered so far, though it will be asked again."""
    result = run(
        """
import httpx

def test(kick_mock):
    kick_mock.deliver_to(lambda _: httpx.Response(404))
    kick_mock.mock.webhooks.trigger("kicks.gifted", to="http://testserver/")
    kick_mock.deliver()
    assert False
"""
    )

    result.stdout.fnmatch_lines(["1. kicks.gifted -> waiting: the receiver answered 404"])


@FIXTURES
def test_a_mock_that_nobody_asked_says_so(run: Run, fixture: str) -> None:
    """Most often the client was aimed elsewhere."""
    result = run(f"def test({fixture}): assert False")

    result.stdout.fnmatch_lines(["none: no request has reached the mock"])


@FIXTURES
def test_setup_and_teardown_that_fail_show_it_too(run: Run, fixture: str) -> None:
    """What other fixtures asked is told, also when the server serves the next test already."""
    result = run(
        f"""
@pytest.fixture
def before({fixture}):
    call({fixture}, "GET /public/v1/users")
    raise LookupError("before")

@pytest.fixture
def after({fixture}):
    yield
    call({fixture}, "GET /public/v1/livestreams")
    raise LookupError("after")

@pytest.fixture
def last():
    yield
    raise LookupError("last")

def test_before(before): pass
def test_after(after): pass
def test_last(last, {fixture}): call({fixture}, "GET /public/v1/categories")
"""
    )

    result.assert_outcomes(errors=3, passed=2)
    for path in ("users", "livestreams", "categories"):
        result.stdout.fnmatch_lines([f"1. GET api /public/v1/{path}* -> *"])


def test_expected_failures_are_quiet(run: Run) -> None:
    """A test that is expected to fail shows nothing."""
    result = run("@pytest.mark.xfail(strict=True)\ndef test(kick_mock): assert False", "-rx")

    result.assert_outcomes(xfailed=1)
    assert "last requests" not in result.stdout.str()


def test_a_fixture_of_the_project_counts_more(run: Run, pytester: pytest.Pytester) -> None:
    """Who has a `kick_mock` already keeps it, and can build on ours."""
    pytester.makeconftest(
        """
import pytest

@pytest.fixture
def kick_mock(kick_mock):
    kick_mock.mock.add_user("dave")
    return kick_mock
"""
    )

    text = "def test(kick_mock): assert kick_mock.tokens('dave').access_token"

    run(text).assert_outcomes(passed=1)


def test_tests_without_functions_of_ours_are_left_alone(
    run: Run, pytester: pytest.Pytester
) -> None:
    """A failing test that uses no fixture of ours, and a doctest, show no section."""
    pytester.makefile(".txt", test_doc=">>> 1\n2\n")

    result = run("def test(): assert False", "--doctest-glob=*.txt")

    result.assert_outcomes(failed=2)
    assert "kick mock" not in result.stdout.str()


def test_webhooks_of_one_test_stay_there(run: Run) -> None:
    """What one test has left undelivered is not sent in the next one."""
    result = run(
        """
heard = []

def hook(request):
    heard.append(request)
    return httpx.Response(500)

SUBSCRIBE = {"events": [{"name": "channel.followed", "version": 1}]}

@pytest.mark.parametrize("number", [1, 2])
def test(kick_mock, number):
    kick_mock.deliver_to(hook)
    headers = {"Authorization": f"Bearer {kick_mock.mock.token}"}
    with httpx.Client(transport=kick_mock.transport, headers=headers) as http:
        http.post(f"{kick_mock.api_url}/public/v1/events/subscriptions", json=SUBSCRIBE)
    kick_mock.trigger("channel.followed")
    kick_mock.clock.advance(1000)
    assert len(heard) == number
"""
    )

    result.assert_outcomes(passed=2)
