"""``kickwire-mock event``: its options. What they lead to is in modules of their own."""

from __future__ import annotations

from pathlib import Path

import click
from click.shell_completion import CompletionItem

from kickwire_mock import ledger
from kickwire_mock.commands import options, sending
from kickwire_mock.commands.fields import fields
from kickwire_mock.commands.finding import mock_options, the_mock
from kickwire_mock.commands.options import json_option
from kickwire_mock.commands.screen import screen, write_json

_SECONDS = click.FloatRange(min=0)
_FORMS = ledger.entries()["webhook_raw_body"].values

_wait = click.option(
    "--wait",
    type=_SECONDS,
    default=10.0,
    show_default=True,
    help="Seconds to wait for the receivers' answers; with 0 their silence is no failure.",
)


@click.group("event", no_args_is_help=False)
def command() -> None:
    """Let events happen, repeat deliveries, judge a receiver."""


@command.command("list")
@json_option
def list_events(as_json: bool) -> None:
    """Show the events that there are."""
    found = options.events()
    if as_json:
        write_json([{"event": name, "summary": summary} for name, summary in found.items()])
    else:
        screen().table(
            ("event", "what it tells"), [((name, "name"), told) for name, told in found.items()]
        )


def _forms(
    _context: click.Context, _parameter: click.Parameter, typed: str
) -> list[CompletionItem[str]]:
    return options.starting(_FORMS.items(), typed)


@command.command()
@click.argument("name", shell_complete=options.event_names)
@click.option("--channel", metavar="PERSON", help="On whose channel; alice when left out.")
@click.option("--user", metavar="PERSON", help="Who does it, or suffers it; bob when left out.")
@click.option(
    "--set",
    "single",
    multiple=True,
    metavar="FIELD=VALUE",
    callback=options.pairs,
    help="Put a value into the payload; a.b=1 goes into an object, a=1 is a number and "
    "'a=\"1\"' a text. May be repeated.",
)
@click.option("--fields", "given", metavar="JSON|@FILE", help="Put a whole object into it.")
@click.option("--to", metavar="URL", help="Tell this address, without any subscription.")
@click.option("--app", "client_id", metavar="CLIENT_ID", help="Tell only this app.")
@click.option("--count", type=click.IntRange(1, 1000), default=1, help="So many events.")
@click.option("--copies", type=click.IntRange(0, 100), help="Repeat each delivery so often.")
@click.option("--delay", type=_SECONDS, help="Wait so many seconds of the mock's clock first.")
@click.option("--age", type=_SECONDS, help="Let its timestamp be so many seconds old.")
@click.option("--bad-signature", is_flag=True, help="Sign something else.")
@click.option("--drop", is_flag=True, help="Lose it.")
@click.option(
    "--form", type=click.Choice(list(_FORMS)), shell_complete=_forms, help="Write the body so."
)
@_wait
@mock_options
@json_option
@click.pass_context
def trigger(
    context: click.Context,
    name: str,
    channel: str | None,
    user: str | None,
    single: dict[str, str],
    given: str | None,
    to: str | None,
    client_id: str | None,
    count: int,
    copies: int | None,
    delay: float | None,
    age: float | None,
    bad_signature: bool,
    drop: bool,
    form: str | None,
    wait: float,
    control: str | None,
    key_file: Path | None,
    as_json: bool,
) -> None:
    """Let an event happen, and tell those who subscribed to it, or one address.

    The mock's world follows: a message can be answered, a redemption accepted, a stream is on.
    The exit status is 1 if a receiver was asked and did not take what it got, or was waited for in
    vain.

    \b
    kickwire-mock event trigger channel.subscription.gifts --to http://localhost:8080/webhooks
    kickwire-mock event trigger chat.message.sent --user carol --set content="Hello"
    """
    trouble = {
        "copies": copies,
        "delay": delay,
        "age": age,
        "bad_signature": bad_signature or None,
        "drop": drop or None,
        "form": form,
    }
    wishes = {
        "event": name,
        "channel": channel,
        "user": user,
        "fields": fields(given, single) or None,
        "to": to,
        "client_id": client_id,
        "trouble": sending.given(trouble) or None,
    }
    mock, wanted = the_mock(control, key_file), sending.given(wishes)
    context.exit(sending.trigger(mock, wanted, count, wait, as_json=as_json))


def _deliveries(
    context: click.Context, _parameter: click.Parameter, typed: str
) -> list[CompletionItem[str]]:
    return sending.known(context.params.get("control"), context.params.get("key_file"), typed)


@command.command()
@click.argument("id", metavar="MESSAGE_ID", shell_complete=_deliveries)
@_wait
@mock_options
@json_option
@click.pass_context
def retrigger(
    context: click.Context,
    id: str,
    wait: float,
    control: str | None,
    key_file: Path | None,
    as_json: bool,
) -> None:
    """Send a delivery once more: the same message id, timestamp, body and signature.

    The exit status is 1 if the receiver was asked and did not take it, or was waited for in vain.
    """
    context.exit(sending.repeat(the_mock(control, key_file), id, wait, as_json=as_json))


@command.command()
@click.argument("url")
@click.option("--drops", is_flag=True, help="Claims of drops are sent there too; try one.")
@click.option(
    "--rotate-key",
    "rotate",
    is_flag=True,
    help="At the end, let the mock sign with its next key, which the receiver has to fetch; the "
    "mock keeps it until it is reset.",
)
@mock_options
@json_option
@click.pass_context
def verify(
    context: click.Context,
    url: str,
    drops: bool,
    rotate: bool,
    control: str | None,
    key_file: Path | None,
    as_json: bool,
) -> None:
    """Judge a receiver of webhooks: what it has to accept, and what it has to refuse.

    Sends it every event, repeats, old ones and forged ones. The mock's world stays as it is. The
    receiver has to know the mock's public key, which GET /public/v1/public-key of its API tells.
    The exit status is 1 if the receiver failed.
    """
    from kickwire_mock.commands.judging import judge

    mock = the_mock(control, key_file)
    context.exit(judge(mock, url, drops=drops, rotate=rotate, as_json=as_json))
