"""Plain checks that say what was expected and what came."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from conformance.suite.cases import Failed
from conformance.suite.probes import Answer, shortened
from conformance.suite.spec import document

if TYPE_CHECKING:
    from conformance.suite.stage import Stage

HTTP_DATE = r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT"
"""The form of a date that RFC 9110 section 5.6.7 wants to be sent."""

_LONGEST = 200


def same(what: str, got: object, expected: object) -> None:
    """Demand that two values are equal.

    Raises:
        Failed: they are not.
    """
    if got != expected:
        raise Failed(f"{what}: expected {shown(expected)}, got {shown(got)}")


def different(what: str, got: object, other: object) -> None:
    """Demand that two values are not equal, without showing them.

    Raises:
        Failed: they are.
    """
    if got == other:
        raise Failed(f"{what}: expected another value, got the same")


def holds(what: str, truth: object) -> None:
    """Demand that something is so; `what` says what, as ``the old token is dead``.

    Raises:
        Failed: it is not.
    """
    if not truth:
        raise Failed(f"expected: {what}; it is not so")


def among(what: str, got: object, expected: Container[object]) -> None:
    """Demand that a value is one of some.

    Raises:
        Failed: it is not.
    """
    if got not in expected:
        raise Failed(f"{what}: expected one of {shown(expected)}, got {shown(got)}")


def has(what: str, got: Iterable[object], expected: Iterable[object]) -> None:
    """Demand that all of some values are there.

    Raises:
        Failed: one is not.
    """
    there = list(got)
    if absent := [each for each in expected if each not in there]:
        raise Failed(f"{what}: expected {shown(absent)} to be there, got {shown(there)}")


def lacks(what: str, got: Container[Any], *names: object) -> None:
    """Demand that none of some values is there.

    Raises:
        Failed: one is.
    """
    if found := [each for each in names if each in got]:
        raise Failed(f"{what}: expected no {shown(found[0])}, got one")


def fields(stage: Stage, what: str, got: Iterable[object], expected: Iterable[str]) -> None:
    """Demand that an answer's object has these fields and no others.

    Args:
        stage: says whether each object carries one more, which nobody knows.
        what: names the object.
        got: its fields; what is no object has none.
        expected: those that it shall have.

    Raises:
        Failed: they are others.
    """
    found = {each for each in got if isinstance(each, str)}
    wanted = set(expected)
    drifted = stage.setting("schema_drift") == "unknown_field"
    same(what, found & wanted, wanted)
    same(f"{what}: how many further ones", len(found - wanted), int(drifted))


def matches(what: str, got: object, pattern: str) -> None:
    """Demand that a text fits a pattern as a whole; the text is not shown.

    Raises:
        Failed: it does not, or is no text.
    """
    if not isinstance(got, str) or re.fullmatch(pattern, got) is None:
        kind = f"a text of {len(got)} characters" if isinstance(got, str) else shown(got)
        raise Failed(f"{what}: expected text that fits {pattern}, got {kind}")


def status(answer: Answer, *expected: int) -> Answer:
    """Demand one of some statuses; the answer, to go on with.

    Raises:
        Failed: it is another one.
    """
    if answer.status not in expected:
        wanted = " or ".join(map(str, expected))
        got = f"{answer.status} {answer.words}".rstrip()
        raise Failed(f"{answer.asked}: expected {wanted}, got {got}")
    return answer


def header(answer: Answer, name: str, pattern: str) -> None:
    """Demand that a header is there once and fits a pattern.

    Raises:
        Failed: it is not, or does not.
    """
    values = answer.headers.get_list(name)
    if len(values) != 1:
        raise Failed(f"{answer.asked}: expected one header {name}, got {len(values)}")
    matches(f"{answer.asked}: header {name}", values[0], pattern)


def oauth_refusal(stage: Stage, answer: Answer, error: str, status_code: int = 401) -> None:
    """Demand an OAuth error as the profile has it: words, status and body.

    Args:
        stage: its settings ``token_error_shape`` and ``invalid_grant_is_401`` say what is right.
        answer: of the token endpoint.
        error: OAuth's word, ``invalid_grant``.
        status_code: its status under the server library.

    Raises:
        Failed: it is another answer.
    """
    shape = stage.setting("token_error_shape")
    if error == "invalid_grant" and stage.setting("invalid_grant_is_401") == "bad_request_400":
        status_code = 400
    if shape == "docs":
        status(answer, 400)
        same(f"{answer.asked}: error", answer.json().get("error"), "Invalid request")
    elif shape == "empty":
        status(answer, status_code)
        same(f"{answer.asked}: body", answer.text, "")
    else:
        status(answer, status_code)
        same(f"{answer.asked}: error", answer.json().get("error"), error)


def wrong_verifier(stage: Stage, answer: Answer) -> None:
    """Demand what an exchange with a wrong verifier hears.

    Args:
        stage: its settings say what is right, ``token_redirect_mismatch_500`` among them.
        answer: of the token endpoint.

    Raises:
        Failed: it is another answer.
    """
    if stage.setting("token_redirect_mismatch_500") == "redirect_and_verifier_500":
        oauth_refusal(stage, answer, "server_error", 500)
    else:
        oauth_refusal(stage, answer, "invalid_grant")


def lifetime(stage: Stage, told: object, whose: str = "user") -> None:
    """Demand the ``expires_in`` of a token answer, written as the setting has it.

    Args:
        stage: says how long and how.
        told: the field.
        whose: of a ``user`` or of an ``app``.

    Raises:
        Failed: it is another one.
    """
    seconds = stage.lifetime(whose)
    form = stage.setting("expires_in_is_a_number")
    forms: Mapping[str, object] = {"numeric_string": str(seconds), "empty_string": ""}
    same("expires_in", told, forms.get(form, seconds))


def conforms(answer: Answer, host: str, operation: str, like: int | None = None) -> Any:
    """Demand a JSON answer that the document describes; its content.

    Args:
        answer: of this operation.
        host: ``id`` or ``api``.
        operation: operationId.
        like: the status whose answer it has to be like, if not its own.

    Raises:
        Failed: it breaks the schema, or the document has no such answer.
    """
    validator = document(host).validator(operation, like or answer.status)
    if validator is None:
        raise Failed(f"{answer.asked}: the document has no JSON answer with {answer.status}")
    content = answer.json()
    if (error := next(validator.iter_errors(content), None)) is not None:
        place = "".join(f"/{step}" for step in error.instance_path) or "the answer"
        raise Failed(f"{answer.asked}: expected {place} as documented, got: {error.message}")
    return content


def shown(value: object) -> str:
    """A value for people, not too long and in a fixed order."""
    if isinstance(value, (set, frozenset)):
        members = sorted(map(repr, cast("set[object]", value)))
        return shortened(f"{{{', '.join(members)}}}", _LONGEST)
    return shortened(repr(value), _LONGEST)
