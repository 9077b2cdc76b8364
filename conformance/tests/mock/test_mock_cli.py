"""The command line, run as a child process the way other programs do."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_public_key,
)
from kickwire_mock import Mock, start_server
from kickwire_mock.cli import main

from conformance.tests.mock.mock_commands import (
    COMMAND,
    environment,
    first_line,
    one_line,
    running,
)
from conformance.tests.mock.mock_wire import free_port

KEYS = [
    "id_url",
    "api_url",
    "control_url",
    "token",
    "client_id",
    "client_secret",
    "redirect_uri",
    "users",
]


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Mocks of these tests are found by nobody else."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


@pytest.fixture
def failed(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run the command in this process and give back how it failed."""

    def run(*arguments: str) -> str:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        out, err = capsys.readouterr()
        return one_line(ended.value.code, out, err)

    return run


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_one_line_of_json_then_answers_then_a_clean_end(number: signal.Signals) -> None:
    """The line holds all a client needs; a signal ends the process with status 0, in silence."""
    with running("serve", "--json") as process:
        ready = json.loads(first_line(process))
        assert list(ready) == KEYS
        assert ready["control_url"].endswith("/_mock")
        assert ready["users"] == ["alice", "bob", "carol"]
        headers = {"Authorization": f"Bearer {ready['token']}"}
        with httpx.Client() as client:
            users = client.get(f"{ready['api_url']}/public/v1/users", headers=headers)
            assert users.status_code == 200
            app = {"client_id": ready["client_id"], "client_secret": ready["client_secret"]}
            form = {"grant_type": "client_credentials", **app}
            assert client.post(f"{ready['id_url']}/oauth/token", data=form).status_code == 200
            assert client.get(f"{ready['control_url']}/health").json()["status"] == "ok"
            process.send_signal(number)
            rest = process.communicate(timeout=30)
    assert (process.returncode, *rest) == (0, "", "")


def test_without_json_the_text_is_for_people() -> None:
    """The same facts, one per line."""
    with running("serve") as process:
        title = first_line(process)
        assert title.startswith("kickwire-mock ")
        assert title.endswith(" is ready; Ctrl+C stops it\n")
        facts = dict(first_line(process).split(maxsplit=1) for _ in KEYS)
        assert list(facts) == [key.removesuffix("_url") for key in KEYS]
        assert facts["users"] == "alice, bob, carol\n"
        assert httpx.get(f"{facts['control'].strip()}/health").status_code == 200


def test_the_line_is_what_a_running_server_says() -> None:
    """From Python the same facts are properties of the server."""
    with start_server() as server:
        assert list(server.ready()) == KEYS
        for key, value in server.ready().items():
            assert getattr(server, key) == value


def served(*arguments: str) -> dict[str, Any]:
    """The ready line of a mock started so, with what control says of it under ``settings``."""
    with running("serve", "--json", *arguments) as process:
        ready = json.loads(first_line(process))
        told = httpx.get(f"{ready['control_url']}/settings").json()
        now = httpx.get(f"{ready['control_url']}/clock").json()["now"]
    values = {each["id"]: each["value"] for each in told["settings"]}
    return {**ready, "settings": values, "profile": told["profile"], "now": now}


def test_a_seed_gives_the_same_again_and_another_something_else() -> None:
    """Runs repeat exactly: token and time depend on the seed alone."""
    first, again, other = (served("--seed", seed)["token"] for seed in ("7", "7", "8"))
    assert first == again != other


def test_profile_and_settings_are_chosen_at_the_start() -> None:
    """A profile is the ground and single settings are changed in it, the last one counts."""
    changed = ("--set", "access_token_lifetime_user=1", "--set", "access_token_lifetime_user=60")
    told = served("--profile", "docs", *changed)
    assert told["profile"] == "docs"
    assert told["settings"]["access_token_lifetime_user"] == "60"


def test_time_stands_still_unless_it_is_told_otherwise() -> None:
    """The mock's clock starts at a fixed time; with --real-clock it is the computer's."""
    before = time.time()
    assert served()["now"] == served()["now"] < before
    assert before <= served("--real-clock")["now"] <= time.time()


def test_webhooks_of_the_seeds_app_are_chosen_at_the_start(tmp_path: Path) -> None:
    """Where they go, also on other hosts, and the key that signs them."""
    key = rsa.generate_private_key(65537, 2048)
    file = tmp_path / "key.pem"
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    hosts = ("--allow-webhook", "hooks.test", "--allow-webhook", "OTHER.test")
    urls = ("--webhook-url", "https://hooks.test/kick", "--drops-url", "http://other.test/drops")
    with running("serve", "--json", *hosts, *urls, "--key", str(file)) as process:
        ready = json.loads(first_line(process))
        seed = httpx.get(f"{ready['control_url']}/seed").json()
        told = httpx.get(f"{ready['api_url']}/public/v1/public-key").json()["data"]["public_key"]

    assert (seed["webhook_url"], seed["drops_url"]) == (urls[1], urls[3])
    public = load_pem_public_key(told.encode())
    assert isinstance(public, rsa.RSAPublicKey)
    assert public.public_numbers() == key.public_key().public_numbers()


REUSE = "refresh_reuse_policy"
HOOK = "http://127.0.0.1:3000/kick"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], ""),
        (["--seed", "0", "--profile", "strict", "--set", f"{REUSE}=strict"], ""),
        (["--seed", "9"], "(seed 0, profile strict); --seed does not count\n"),
        (["--set", f"{REUSE}=grace", "--seed", "9"], "; --seed and --set do not count\n"),
        (["--webhook-url", HOOK, "--profile", "docs"], "; --profile and --webhook-url do not"),
        (["--drops-url", HOOK], "; --drops-url does not count\n"),
    ],
)
def test_options_that_a_saved_state_overrides_are_named(
    tmp_path: Path, arguments: list[str], told: str
) -> None:
    """Those that were given and would have changed something, and no others."""
    file = tmp_path / "state.json"
    saved = Mock()
    saved.keep_in(file)
    saved.save()
    with running("serve", "--json", "--state", str(file), *arguments) as process:
        first_line(process)
        process.terminate()
        _, err = process.communicate(timeout=30)

    assert bool(err) == bool(told)
    assert told in err


def test_a_key_that_cannot_sign_is_one_line(failed: Callable[..., str], tmp_path: Path) -> None:
    """It names what is wanted, and shows nothing of what was found."""
    file = tmp_path / "key.pem"
    for content in (b"worthless secret", b"\xff\xfe secret"):
        file.write_bytes(content)
        line = failed("serve", "--key", str(file))
        assert "secret" not in line
    assert "No such file" in failed("serve", "--key", str(tmp_path / "none.pem"))
    assert "is a directory" in failed("serve", "--key", str(tmp_path))


def test_the_ports_can_be_chosen() -> None:
    """Each host listens where it was told to."""
    with free_port() as id_port, free_port() as api_port:
        ports = ("--id-port", str(id_port), "--api-port", str(api_port))
        with running("serve", "--json", *ports) as process:
            ready = json.loads(first_line(process))
    assert ready["id_url"] == f"http://127.0.0.1:{id_port}"
    assert ready["api_url"] == f"http://127.0.0.1:{api_port}"


def test_a_port_in_use_is_one_line(failed: Callable[..., str]) -> None:
    """Which host, which port, and what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert failed("serve", "--control-port", str(port)) == (
            f"kickwire-mock: control port {port} on 127.0.0.1: already in use; "
            "choose another, or 0 for a free one\n"
        )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["serve", "--token", "x"], "--token"),
        (["serve", "--seed", "x"], "--seed"),
        (["serve", "--profile", "lenient"], "no such profile; possible: strict, observed, docs"),
        (["serve", "--set", "state_required"], "'state_required' is not ID=VALUE"),
        (["serve", "--set", "nonsense=1"], "no such setting: 'nonsense'; possible: "),
        (["serve", "--set", "refresh_reuse_policy=never"], "no such value; possible: strict"),
        (["serve", "--host", "192.0.2.1"], "this machine does not have the address"),
        (["serve", "--tls-port", "0"], "--tls-port and --tls-ca need --tls"),
        (["serve", "--tls-ca", "ca.pem"], "--tls-port and --tls-ca need --tls"),
        (["serve", "--allow-host", "http://mock"], "'http://mock' is not a host name"),
        (["serve", "--control-key-file", "/no/such/file"], "No such file"),
        (
            ["serve", "--webhook-url", "https://kick.com/x"],
            "allow another host with --allow-webhook",
        ),
        (["serve", "--drops-url", "nowhere"], "starts with http:// or https:// and a host"),
        (["serve", "--allow-webhook", "http://x"], "leave out scheme and port"),
        (["serve", "--allow-webhook", ""], "is no name of a host"),
        (["serve", "--host", "kick.com"], "is not an IP address"),
        (["serve", "--id-port", "70000"], "--id-port"),
        (["serve", "--id-port", "x"], "--id-port"),
        (["serve", "--nonsense"], "--nonsense"),
        (["nonsense"], "No such command 'nonsense'. See kickwire-mock --help."),
        (["serv"], "No such command 'serv'. Did you mean serve? See kickwire-mock --help."),
        (["seed", "x"], "unexpected extra argument (x). See kickwire-mock seed --help."),
        (["completion"], "fish. See kickwire-mock completion --help."),
        (["serve", "--sed", "1"], "?) See kickwire-mock serve --help."),
        ([], "Missing command"),
    ],
)
def test_a_mistake_is_one_line_and_status_2(
    failed: Callable[..., str], arguments: list[str], words: str
) -> None:
    """Every mistake of the caller is told in words, never as a traceback."""
    assert words in failed(*arguments)


@pytest.mark.parametrize("missing", ["click", "uvicorn", "jsonschema_rs"])
def test_without_the_extra_the_line_to_install_is_told(missing: str) -> None:
    """A plain installation of kickwire has the command, but not what it needs."""
    script = (
        f"import sys; sys.modules[{missing!r}] = None; "
        "from kickwire_mock.cli import main; main(['serve'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    assert "install kickwire[mock]" in one_line(done.returncode, done.stdout, done.stderr)


def test_the_module_runs_like_the_command() -> None:
    """`python -m kickwire_mock` fails the same way as the entry point."""
    done = subprocess.run(COMMAND, capture_output=True, text=True, env=environment(), check=False)
    assert "Missing command" in one_line(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["serve", "--help"]])
def test_help_and_version_end_with_status_0(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    """They go to stdout, as text for people."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    out, err = capsys.readouterr()
    assert (ended.value.code, err) == (0, "")
    assert "kickwire-mock" in out
