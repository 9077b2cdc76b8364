"""Schemathesis draws: examples of the documents, fuzzing, and calls that follow from each other."""

from __future__ import annotations

from collections.abc import Generator
from itertools import count

from conformance.suite.allowed import read_allowed
from conformance.suite.cases import PROFILES
from conformance.suite.documents import NAMES, judge, tokens_for
from conformance.suite.runner import Runner
from conformance.suite.schemathesis_run import SuiteError, at_random, label, send
from conformance.suite.spec import document
from conformance.suite.target import started_mock
from conformance.suite.ways import Way
from scripts.deep.rounds import Round

EXAMPLES = 40


def rounds(seed: int) -> Generator[Round]:
    """One document under one profile after the other, then all of them with the next seed."""
    with started_mock() as target, Runner(target) as runner:
        for drawn in count(seed):
            for profile in PROFILES:
                for name in NAMES:
                    yield _round(runner, name, profile, drawn)


def _round(runner: Runner, name: str, profile: str, seed: int) -> Round:
    way = Way(profile)
    owner, stage = document(name), runner.fresh_stage(way)
    told = f"document {name}, {profile}"
    tokens = tokens_for(stage, owner.operations)
    phases = at_random(seed, EXAMPLES)
    try:
        run = send(owner, owner.operations, stage.target, tokens, stage.log, phases)
    except SuiteError as error:
        return Round(told, seed, failures=[f"{profile}: {error}"])
    allowed = read_allowed()
    reasons = {
        label(one): judge(owner, one, run, way, allowed, random=True).reason
        for one in owner.operations
    }
    found = {where: reason for where, reason in reasons.items() if reason}
    return Round(
        told,
        seed,
        {"requests": sum(answers.total() for answers in run.answers.values())},
        [f"{profile}: {where}: {reason.partition(chr(10))[0]}" for where, reason in found.items()],
        "\n\n".join(f"{where}\n{reason}" for where, reason in found.items()),
    )
