"""``seed``, ``reset`` and ``completion``: what they tell, to people and to programs."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import cast

import click
import httpx
import pytest
from kickwire_mock import Mock, RunningServer
from kickwire_mock.commands.group import cli

from conformance.tests.mock.mock_commands import COMMAND, Shell, environment

REUSE = "refresh_reuse_policy"


def test_the_seed_of_a_running_mock_is_as_it_is_now(shell: Shell, served: RunningServer) -> None:
    """Addresses, people, subscriptions, and a token that works."""
    served.mock.add_user("dana")
    told = shell("seed", "--json").json
    headers = {"Authorization": f"Bearer {told['token']}"}
    body = {"events": [{"name": "channel.followed", "version": 1}]}
    url = f"{told['api_url']}/public/v1/events/subscriptions"
    assert httpx.post(url, json=body, headers=headers).status_code == 200
    shown = shell("seed").out

    assert [each["name"] for each in told["users"]] == ["alice", "bob", "carol", "dana"]
    assert told["subscriptions"] == []
    for seen in (served.control_url, served.id_url, "channel.followed", "dana", served.token):
        assert seen in shown


def test_a_seed_can_be_looked_at_without_a_mock(shell: Shell) -> None:
    """As a mock of it begins, with the secrets that it has."""
    bare, told = shell("seed", "--json").json, shell("seed", "--seed", "7", "--json").json
    shown = shell("seed", "--seed", "7").out

    assert (bare["token"], told["token"]) == (Mock().token, Mock(seed=7).token)
    assert (told["seed"], told["api_url"]) == (7, "")
    assert told["token"] in shown
    assert "none was asked" in shown
    assert all(value in shown for value in told["samples"].values())


def test_a_seed_that_is_named_is_not_that_of_the_mock(shell: Shell, served: RunningServer) -> None:
    """Even if one runs."""
    assert shell("seed", "--seed", "7", "--json").json["token"] != served.token


def test_a_sample_that_is_gone_is_said_to_be(shell: Shell, served: RunningServer) -> None:
    """Nobody is sent after what was used up."""
    sample = shell("seed", "--json").json["samples"]["message_id"]
    headers = {"Authorization": f"Bearer {served.token}"}
    httpx.delete(f"{served.api_url}/public/v1/chat/{sample}", headers=headers).raise_for_status()

    assert ["chat", "message", "gone"] in shell("seed").rows


def test_a_reset_begins_anew(shell: Shell, served: RunningServer) -> None:
    """People, settings, journal; told in a line, or as JSON."""
    served.mock.add_user("dana")
    done = shell("reset")

    assert [user.name for user in served.mock.users()] == ["alice", "bob", "carol"]
    assert done.out == f"The mock at {served.control_url} began anew.\n"
    assert shell("reset", "--json").json == {"status": "ok"}


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_completion_scripts_are_printed(shell: Shell, name: str) -> None:
    """Each shell gets its own; any other one is told which there are."""
    assert "_KICKWIRE_MOCK_COMPLETE" in shell("completion", name).out
    assert "'bash', 'zsh', 'fish'" in shell.fails("completion", "csh")


def completed(shell: Shell, *words: str) -> list[str]:
    """What bash offers in place of the last word; the words are those that bash makes of a line."""
    shell.environment(
        _KICKWIRE_MOCK_COMPLETE="bash_complete",
        COMP_WORDS="\n".join(["kickwire-mock", *words]),
        COMP_CWORD=str(len(words)),
    )
    done = shell()
    shell.monkeypatch.delenv("_KICKWIRE_MOCK_COMPLETE")
    return [line.removeprefix("plain,") for line in done.out.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["j"], ["journal"]),
        (["event", "tr"], ["trigger"]),
        (["event", "trigger", "channel.f"], ["channel.followed"]),
        (["event", "trigger", "x", "--form", "sp"], ["spaced"]),
        (["quirks", REUSE[:-3]], [REUSE]),
        (["quirks", "--surface", "ref"], ["refresh"]),
        (["quirks", "--kind", ""], ["duty", "fault", "history", "payload", "rule", "setting"]),
        (["quirks", "--set", REUSE[:-3]], [f"{REUSE}="]),
        (["quirks", "--set", REUSE, "="], ["strict", "reusable", "grace", "family"]),
        (["serve", "--set", REUSE, "=", "gr"], ["grace"]),
        (["serve", "--set", f"{REUSE}=gr"], ["grace"]),
        (["serve", "--profile", "o"], ["observed"]),
        (["serve", "--profile", "=", "o"], ["observed"]),
        (["journal", "--operation", "exch"], ["exchangeToken"]),
        (["completion", ""], ["bash", "zsh", "fish"]),
        (["quirks", "--set", "nonsense", "="], []),
        (["event", "retrigger", ""], []),
    ],
)
def test_a_shell_completes(shell: Shell, words: list[str], offered: list[str]) -> None:
    """Commands, events, entries of the ledger, and the values of settings behind the sign."""
    assert completed(shell, *words) == offered


def test_a_shell_completes_message_ids(shell: Shell, served: RunningServer) -> None:
    """Those of the mock that runs, the newest first; errors would only disturb the line."""
    desk = served.mock.webhooks
    made = [desk.trigger("channel.followed", to="http://127.0.0.1:9/") for _ in range(2)]
    ids = [each.deliveries[0].id for each in made]

    assert completed(shell, "event", "retrigger", "") == ids[::-1]
    assert completed(shell, "event", "retrigger", "--control", "http://127.0.0.1:9", "") == []


def test_bash_itself_completes(shell: Shell) -> None:
    """The printed script, in a real bash, with a word that holds an equals sign."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")
    program = shell.runtime / "kickwire-mock"
    program.write_text(f'#!/bin/sh\nexec {" ".join(COMMAND)} "$@"\n')
    program.chmod(0o755)
    script = f"""
        eval "$(kickwire-mock completion bash)"
        COMP_WORDS=(kickwire-mock serve --set {REUSE} = gra) COMP_CWORD=5
        _kickwire_mock_completion kickwire-mock
        echo "${{COMPREPLY[*]}}"
    """
    path = os.pathsep.join((str(shell.runtime), os.environ["PATH"]))
    done = subprocess.run(
        [bash, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env=environment(PATH=path),
    )

    assert (done.stdout, done.stderr) == ("grace\n", "")


def test_every_command_explains_itself(shell: Shell) -> None:
    """`--help` of each says what it does, and every option has a word of explanation."""
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        nested = list(command.commands.values()) if isinstance(command, click.Group) else []
        for each in (cast("click.Command", command), *nested):
            assert each.help
            told = [cast("dict[str, object]", option.to_info_dict()) for option in each.params]
            options = [one for one in told if one["param_type_name"] == "option"]
            assert [one["name"] for one in options if not one["help"]] == []
        assert shell(name, "--help").out.startswith("Usage: kickwire-mock ")
