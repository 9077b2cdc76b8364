"""Running programs as a user would: with settings, and with somebody at a browser."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from cryptography.fernet import Fernet

from conformance.suite.control import Control
from conformance.suite.target import Target

_PATIENCE = 60


def run(*command: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command that may fail.

    Args:
        command: what to run.
        more: environment variables beside those of this process.
    """
    arguments = [str(part) for part in command]
    environment = {**os.environ, **more}
    return subprocess.run(
        arguments, env=environment, capture_output=True, text=True, check=False, timeout=_PATIENCE
    )


def settings(target: Target, folder: Path) -> dict[str, str]:
    """The environment variables that name a mock's app, and a store in a folder."""
    assert target.client_id
    assert target.client_secret
    assert target.redirect_uri
    return {
        "KICK_CLIENT_ID": target.client_id,
        "KICK_CLIENT_SECRET": target.client_secret,
        "KICK_REDIRECT_URI": target.redirect_uri,
        "KICK_ID_URL": target.id_url,
        "KICK_API_URL": target.api_url,
        "KICKWIRE_STORE": str(folder / "tokens.db"),
        "KICKWIRE_STORE_KEYS": Fernet.generate_key().decode(),
    }


def log_in(
    program: Sequence[str], user: str, target: Target, told: Mapping[str, str], folder: Path
) -> tuple[int, str]:
    """Run a program that prints an address on its second line and wants the callback pasted.

    Args:
        program: the command.
        user: who agrees in the browser.
        target: the mock, for the browser's part.
        told: what `settings` gave.
        folder: where the program runs.

    Returns:
        Its exit status, and what it printed from the callback on, errors included.
    """
    assert target.control_url
    with (
        Control(target.control_url) as control,
        subprocess.Popen(
            program,
            cwd=folder,
            env={**os.environ, **told},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as running,
    ):
        assert running.stdout
        lines = [running.stdout.readline(), running.stdout.readline()]
        if not lines[1].startswith(target.id_url):
            running.kill()
            return running.wait(), "".join([*lines, *running.stdout])
        callback = control.consent(lines[1].strip(), user)
        output, _ = running.communicate(callback + "\n", timeout=_PATIENCE)
    return running.returncode, output
