"""``kickwire-mock serve``: its options. What they do is in `kickwire_mock.commands.serving`."""

from __future__ import annotations

from typing import Any

import click
from click.core import ParameterSource

from kickwire_mock.commands.options import FILE, KEY, one_of, pairs, settings
from kickwire_mock.ledger import PROFILES
from kickwire_mock.wire import host_and_port

_PORT = click.IntRange(0, 65535)
_OVERRIDDEN = {
    "seed": "--seed",
    "profile": "--profile",
    "changes": "--set",
    "webhook_url": "--webhook-url",
    "drops_url": "--drops-url",
}
"""Options that a saved state overrides, by their parameters."""


def _hosts(
    _context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]
) -> tuple[str, ...]:
    """Take names of hosts, and nothing around them."""
    for host in given:
        found = host_and_port(host)
        if found is None or found[1] is not None:
            raise click.BadParameter(f"{host!r} is no name of a host; leave out scheme and port.")
    return given


@click.command("serve")
@click.option("--id-port", type=_PORT, default=0, help="Port of id.kick.com; 0 takes a free one.")
@click.option("--api-port", type=_PORT, default=0, help="Port of api.kick.com; 0 takes a free one.")
@click.option("--control-port", type=_PORT, default=0, help="Port of the mock's own host.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to bind.")
@click.option(
    "--tls", is_flag=True, help="One more port, with TLS, for clients that know Kick's names."
)
@click.option("--tls-port", type=_PORT, help="Port of --tls; a free one when left out, and with 0.")
@click.option("--tls-ca", type=FILE, help="Write the certificate that --tls is trusted by, as PEM.")
@click.option(
    "--control-key-file",
    "key_file",
    type=FILE,
    help=f"Read what the control host asks for; else from {KEY}.",
)
@click.option(
    "--allow-host",
    "names",
    multiple=True,
    metavar="NAME",
    help="Let the control host be called so; may be repeated.",
)
@click.option("--seed", type=int, default=0, help="Other people, apps and tokens; the same again.")
@click.option(
    "--profile",
    default="strict",
    show_default=True,
    shell_complete=one_of(*PROFILES),
    help="strict, observed or docs.",
)
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="ID=VALUE",
    callback=pairs,
    shell_complete=settings,
    help="Change one setting of the ledger; may be repeated.",
)
@click.option(
    "--webhook-timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=5.0,
    show_default=True,
    help="Seconds that a receiver of webhooks has for its answer.",
)
@click.option("--real-clock", is_flag=True, help="Let time pass; else it moves only when told.")
@click.option(
    "--state",
    "state_file",
    type=click.Path(),
    metavar="FILE",
    help="Go on from the state in FILE, if it exists, whatever --seed, --profile, --set and the "
    "URLs of the seed's app say; save to it at the end. It holds secrets.",
)
@click.option("--webhook-url", metavar="URL", help="Send the events of the seed's app there.")
@click.option("--drops-url", metavar="URL", help="Tell the seed's app of claims of drops there.")
@click.option(
    "--key", "key", type=FILE, help="Sign webhooks with this private RSA key (PEM, unencrypted)."
)
@click.option(
    "--allow-webhook",
    "allowed",
    multiple=True,
    metavar="HOST",
    callback=_hosts,
    help="Let webhooks go to this host too, not to this computer only; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Tell where it listens as one line of JSON.")
def command(**options: Any) -> None:
    """Answer as Kick until SIGINT or SIGTERM."""
    if not options["tls"] and (options["tls_port"], options["tls_ca"]) != (None, None):
        raise click.UsageError("--tls-port and --tls-ca need --tls.")
    from kickwire_mock.commands.serving import serve

    serve(**options, asked=_asked(click.get_current_context()))


def _asked(context: click.Context) -> list[str]:
    """The options that somebody gave, of those that a saved state may override."""
    return [
        option
        for name, option in _OVERRIDDEN.items()
        if context.get_parameter_source(name) is not ParameterSource.DEFAULT
    ]
