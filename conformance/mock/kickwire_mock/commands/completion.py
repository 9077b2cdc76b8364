"""``kickwire-mock completion``."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from kickwire_mock.commands.bash import COMPLETE

_HELP = """\
Print the script that lets a shell complete commands, events, quirks and values.

\b
  bash   eval "$(kickwire-mock completion bash)"   in ~/.bashrc
  zsh    eval "$(kickwire-mock completion zsh)"    in ~/.zshrc
  fish   kickwire-mock completion fish > ~/.config/fish/completions/kickwire-mock.fish
"""


@click.command("completion", help=_HELP)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    found = get_completion_class(shell)
    assert found is not None  # click has all three
    root = context.find_root()
    script = found(root.command, {}, root.info_name or "", COMPLETE)
    click.echo(script.source())
