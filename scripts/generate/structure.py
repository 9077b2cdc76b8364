"""What generation takes for granted, asked of the document lint before anything is written."""

from __future__ import annotations

from scripts.documents import SPEC, DocumentError
from scripts.lint.registry import Finding
from scripts.lint.rules import RULES
from scripts.lint.sources import Spec, Vocabulary

NEEDED = (
    "not-json",
    "ledger-form",
    "object-form",
    "missing-part",
    "missing-server",
    "unknown-field",
    "tag-name",
    "undeclared-tag",
    "one-tag",
    "parameter-form",
    "security-form",
    "missing-security",
    "const-type",
    "operation-id",
    "duplicate-operation-id",
    "missing-summary",
    "missing-description",
    "missing-facade-name",
    "facade-name",
    "word-value",
    "external-ref",
    "unresolved-ref",
    "ref-target",
    "path-ref",
    "ref-siblings",
    "exact-status",
    "invalid-schema",
    "required-property",
)
"""Rules whose violation the generator could only stumble over; the others are for `make lint`."""


def demand() -> None:
    """Refuse documents that are not of the form that generation reads.

    Raises:
        DocumentError: the first finding, and how many more there are.
    """
    spec = Spec.read(SPEC, Vocabulary.read())
    found = sorted(finding for rule in NEEDED for finding in RULES[rule].findings(spec))
    if found:
        raise DocumentError(_told(found))


def _told(found: list[Finding]) -> str:
    more = f" ({len(found) - 1} more: make lint)" if len(found) > 1 else ""
    return f"{found[0]}{more}"
