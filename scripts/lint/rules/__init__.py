"""The rules, by theme. Importing this package registers all of them."""

from scripts.lint.registry import RULES
from scripts.lint.rules import (
    completeness,
    document,
    examples,
    facade,
    forms,
    identifiers,
    ledger,
    parameters,
    readers,
    references,
    requests,
    schemas,
    unions,
    vocabulary,
)

__all__ = ["RULES", "THEMES"]

THEMES = (
    readers,
    references,
    forms,
    document,
    parameters,
    schemas,
    unions,
    requests,
    identifiers,
    vocabulary,
    facade,
    completeness,
    examples,
    ledger,
)
