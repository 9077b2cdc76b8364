"""Completion in bash where a word holds an equals sign.

Bash takes ``--set id=va`` for the words ``--set``, ``id``, ``=`` and ``va``, and puts what it is
given in place of the last of them.
"""

from __future__ import annotations

from click.shell_completion import BashComplete, CompletionItem, add_completion_class

COMPLETE = "_KICKWIRE_MOCK_COMPLETE"
"""The environment variable by which a shell asks for completions; click made the name."""


class _Whole(BashComplete):
    """Sees such a word whole, and answers with what comes after the sign."""

    _typed = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is completed, and that one."""
        words, typed = super().get_completion_args()
        if typed == "=" and words:
            typed = f"{words.pop()}="
        elif len(words) > 1 and words[-1] == "=":
            typed = f"{words[-2]}={typed}"
            del words[-2:]
        self._typed = typed
        return words, typed

    def format_completion(self, item: CompletionItem[str]) -> str:
        """A completion as the script reads it."""
        known = self._typed.rpartition("=")
        if known[1] and item.value.startswith(f"{known[0]}="):
            item.value = item.value.removeprefix(f"{known[0]}=")
        return super().format_completion(item)


def register() -> None:
    """Have click use it."""
    add_completion_class(_Whole)
