"""``kickwire-mock reset``."""

from __future__ import annotations

from pathlib import Path

import click

from kickwire_mock.commands.finding import mock_options, the_mock
from kickwire_mock.commands.options import json_option
from kickwire_mock.commands.screen import screen, write_json


@click.command("reset")
@mock_options
@json_option
def command(control: str | None, key_file: Path | None, as_json: bool) -> None:
    """Begin anew: people, apps, tokens, settings and time as at the start, an empty journal."""
    mock = the_mock(control, key_file)
    done = mock.post("/reset")
    if as_json:
        write_json(done)
    else:
        screen().say("The mock at ", (mock.url, "name"), (" began anew.", "good"))
