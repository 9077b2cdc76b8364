"""``quirks``: what it tells of the ledger, to people and to programs, and what it changes."""

from __future__ import annotations

import json

import httpx
import pytest
from kickwire_mock import RunningServer
from kickwire_mock.documents import ledger
from kickwire_mock.ledger import entries
from kickwire_mock.presets import PRESETS

from conformance.tests.mock.mock_commands import Shell, by

REUSE = "refresh_reuse_policy"
LOSS = "webhook_loss_and_delay"


def test_the_whole_ledger_is_a_table(shell: Shell) -> None:
    """Every entry with its kind, its surface and its values under the profiles."""
    told = shell("quirks", "--json").json
    rows = shell("quirks").rows

    assert [each["id"] for each in told] == list(entries())
    assert [row[0] for row in rows[1:]] == list(entries())
    assert rows[0] == ["ID", "KIND", "SURFACE", "VALUE", "ABOUT"]
    assert by(told, "id")[REUSE]["profiles"] == {
        "strict": "strict",
        "observed": "strict",
        "docs": "reusable",
    }
    assert {each["now"] for each in told} == {None}
    line = next(each for each in shell("quirks").out.splitlines() if each.startswith(REUSE))
    assert "strict, observed: strict; docs: reusable" in line


@pytest.mark.parametrize(
    ("arguments", "key", "value"),
    [
        (["--kind", "fault"], "kind", "fault"),
        (["--surface", "refresh"], "surface", "refresh"),
        (["RETRY", "ratelimit"], "id", "ratelimit_retry_after"),
    ],
)
def test_the_ledger_is_searched(shell: Shell, arguments: list[str], key: str, value: str) -> None:
    """By kind, by surface, by words that all have to be there."""
    everything = shell("quirks", "--json").json

    found = shell("quirks", "--json", *arguments).json

    assert found == [each for each in everything if each[key] == value]
    assert 0 < len(found) < len(everything)


def test_what_is_not_in_the_ledger_is_one_line(shell: Shell) -> None:
    """With the command that lists what is, or with what is possible."""
    assert "kickwire-mock quirks lists all" in shell.fails("quirks", "nonsense")
    assert "no such kind; possible: duty, fault" in shell.fails("quirks", "--kind", "x")
    assert "no such surface; possible: api, authorize" in shell.fails("quirks", "--surface", "x")


def test_an_entry_is_shown_as_a_whole(shell: Shell, served: RunningServer) -> None:
    """What Kick does, what a client does, what each value means and where it holds, who says so."""
    served.mock.settings.change({REUSE: "grace"})
    shown = shell("quirks", REUSE).out

    for seen in ("setting of refresh, disputed", "What a client does: ", "Evidence: "):
        assert seen in shown
    rows = {row[0]: row for row in shell("quirks", REUSE).rows if row}
    assert rows["strict"][1:3] == ["strict,", "observed"]
    assert rows["grace"][1] == "now"


def test_a_program_is_told_all_of_an_entry(shell: Shell) -> None:
    """What the ledger says of it, and the variants of its fault, the usual one first."""
    told = by(shell("quirks", "--json").json, "id")
    known = by(ledger()["quirks"], "id")

    assert told.keys() == known.keys()
    for name, entry in told.items():
        for key in ("status", "behaviour", "duty", "evidence"):
            assert entry[key] == known[name][key]
        assert entry["reason"] == known[name].get("reason")
        assert entry["variants"] == [each.variant for each in PRESETS if each.quirk == name]


def test_an_entry_of_history_says_why_it_is_not_imitated(shell: Shell) -> None:
    """As the ledger does."""
    assert "Why it is not imitated: Corrected" in shell("quirks", "revoke_404_early").out


def test_an_entry_says_how_its_fault_is_armed(shell: Shell, served: RunningServer) -> None:
    """With its variants, and a line to copy."""
    out = shell("quirks", LOSS).out
    line = next(each for each in out.splitlines() if "curl" in each)
    body = json.loads(line.rpartition("-d ")[2].strip("'"))
    armed = httpx.post(f"{served.control_url}/faults", json=body)

    assert "Variants of its fault: delayed, dropped, reordered, burst" in out
    assert f"curl {served.control_url}/faults " in line
    assert (armed.status_code, armed.json()["quirk"]) == (201, LOSS)
    assert "Variants" not in shell("quirks", REUSE).out


def test_without_a_mock_the_request_that_arms_is_shown(shell: Shell) -> None:
    """For whichever control host there will be."""
    body = json.dumps({"quirk": LOSS, "variant": "delayed"})

    assert f"  POST /_mock/faults {body}" in shell("quirks", LOSS).out.splitlines()


def test_settings_of_the_running_mock_are_shown_and_changed(
    shell: Shell, served: RunningServer
) -> None:
    """For all apps or for one; the last value of an entry counts."""
    app = served.client_id
    one = shell("quirks", "--set", f"{REUSE}=family", "--set", f"{REUSE}=grace")
    two = shell("quirks", "--set", "webhook_2xx_meaning=any_2xx", "--app", app, "--json").json
    (own,) = shell("quirks", "webhook_2xx_meaning", "--app", app, "--json").json
    (common,) = shell("quirks", "webhook_2xx_meaning", "--json").json
    life = shell("quirks", "--set", "access_token_lifetime_user=61", "--json").json
    now = by(shell("quirks", "--json").json, "id")

    assert one.out.startswith(f"{REUSE} is now grace  a used token works once more")
    assert [(each["id"], each["now"]) for each in two] == [("webhook_2xx_meaning", "any_2xx")]
    assert (own["now"], common["now"]) == ("any_2xx", "only_200")
    assert life[0]["now"] == "61"
    assert (now[REUSE]["now"], now["webhook_2xx_meaning"]["now"]) == ("grace", "only_200")
    assert served.mock.settings.get("webhook_2xx_meaning", app) == "any_2xx"
    assert "It is now 61" in shell("quirks", "access_token_lifetime_user").out
    assert shell("quirks").rows[0][4] == "NOW"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--set", REUSE], f"{REUSE!r} is not ID=VALUE"),
        (["--set", f"{REUSE}=x"], "no such value; possible: strict"),
        (["--set", "state_required=1"], "state_required cannot be switched: it is a rule"),
        (["--set", f"{REUSE}=grace", "--app", "x"], "no app has this client id"),
        (["--app", "x"], "no app has this client id"),
    ],
)
def test_what_cannot_be_set_is_one_line(
    shell: Shell, served: RunningServer, arguments: list[str], words: str
) -> None:
    """And nothing is changed by it."""
    before = served.mock.settings.describe()

    assert words in shell.fails("quirks", *arguments)
    assert served.mock.settings.describe() == before
