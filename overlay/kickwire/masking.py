"""A server's words, made fit for an error text."""

from __future__ import annotations

import re
from collections.abc import Collection

MOST_OF_A_REASON = 500
"""Characters of Kick's words that an error carries."""


def bearable(words: str, secrets: Collection[str]) -> str:
    """Words with secrets masked, printable, and not too long."""
    if secrets:
        longest_first = sorted(secrets, key=len, reverse=True)
        words = re.sub("|".join(map(_spellings, longest_first)), "[secret]", words)
    return "".join(char if char.isprintable() else " " for char in words)[:MOST_OF_A_REASON]


def _spellings(secret: str) -> str:
    """A pattern for a secret as it is, and percent-encoded in whole, in part or repeatedly."""
    return "".join(f"(?:{re.escape(char)}|{_percent_encoded(char)})" for char in secret)


def _percent_encoded(char: str) -> str:
    encoded = "".join(f"%(?:25)*{octet:02x}" for octet in char.encode("utf-8", "replace"))
    return f"(?i:{encoded})" + (r"|\+" if char == " " else "")


__all__ = ["MOST_OF_A_REASON", "bearable"]
