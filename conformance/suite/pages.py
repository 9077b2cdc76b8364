"""Reading a consent page as a browser does: one form, its fields with their defaults."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """A form of a page."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """What would be sent: hidden fields, and choices that are chosen at the start."""
    choices: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """Radio buttons and check boxes, with every value they offer."""
    buttons: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def filled(
        self, button: str, user: str, scopes: tuple[str, ...] | None
    ) -> dict[str, list[str]] | None:
        """What is sent when a person presses a button; None if the form has no such choice."""
        pressed = [each for each in self.buttons if each[1] == button]
        if not pressed or user not in self.choices.get("user", []):
            return None
        sent: dict[str, list[str]] = {}
        for name, value in [*self.fields, pressed[0]]:
            sent.setdefault(name, []).append(value)
        sent["user"] = [user]
        if scopes is not None:
            sent["scope"] = [each for each in sent.get("scope", []) if each in scopes]
        return sent


def first_form(page: str) -> Form | None:
    """The first form of a page, or None."""
    reader = _Reader()
    reader.feed(page)
    return reader.form


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.form: Form | None = None
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form" and self.form is None:
            self.form = Form(values.get("action", ""), values.get("method", "get"))
            self._inside = True
        elif self.form is not None and self._inside and "name" in values:
            self._take(self.form, tag, values)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False

    def _take(self, form: Form, tag: str, values: dict[str, str]) -> None:
        pair = values["name"], values.get("value", "")
        kind = values.get("type", "text")
        if tag == "button":
            form.buttons.append(pair)
        elif tag == "input" and kind in ("radio", "checkbox"):
            form.choices.setdefault(pair[0], []).append(pair[1])
            if "checked" in values:
                form.fields.append(pair)
        elif tag == "input":
            form.fields.append(pair)
