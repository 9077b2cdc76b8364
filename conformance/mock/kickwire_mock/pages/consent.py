"""The consent page: a person chooses an account and scopes, and approves or denies.

It plays the part of Kick's page without looking like it, and says that it is a mock. Without
scripts, with the keyboard alone, and with a screen reader it works the same.
"""

from __future__ import annotations

from dataclasses import field
from html import escape

from kickwire_mock.messages import Reply
from kickwire_mock.pages import layout
from kickwire_mock.pages.markup import foreign, legible
from kickwire_mock.values import value_class
from kickwire_mock.world.shelf import EXPIRED, USED

_NOTE = (
    '<p class="note"><strong>This is a mock of Kick.</strong> '
    "The accounts are made up, and nothing you do here reaches kick.com.</p>"
)

_OTHER = (
    '<div class="choice"><div><label for="other">Another account</label>'
    '<input id="other" name="other" maxlength="25" pattern="[A-Za-z0-9_\\-]+" spellcheck="false"'
    ' autocapitalize="none" aria-describedby="other-hint">'
    '<span class="hint" id="other-hint">Its name, in place of one from the list; '
    "not every account is in it.</span></div></div>"
)


@value_class(frozen=True, slots=True, kw_only=True)
class ConsentView:
    """What the page shows. Texts are plain; the page escapes them."""

    app_name: str
    users: tuple[tuple[str, int], ...]
    """Accounts to choose from: name and user id. The first one is chosen at the start."""
    others: bool = False
    """Whether there are more accounts, to be named in a field: ``other``, which goes before."""
    scopes: tuple[tuple[str, str], ...]
    """What the app asks for: scope and description. All are chosen at the start."""
    nonce: str = field(repr=False)
    """Stands for the pending request; goes back with the form, once."""
    action: str
    """Where the form is sent: an absolute address, or a path of the page's own host."""
    redirect_origin: str
    """Origin (or any address) that the browser is sent on to; the page's policy must allow it."""


def page(view: ConsentView) -> Reply:
    """The page; its form has ``nonce``, ``user``, ``other``, ``scope`` (repeated), ``decision``."""
    app = foreign(view.app_name)
    accounts = [_account(*user) for user in enumerate(view.users)]
    content = "\n".join(
        [
            f"<h1>{app} asks for access to an account</h1>",
            _NOTE,
            f'<form method="post" action="{escape(view.action)}" autocomplete="off">',
            f'<input type="hidden" name="nonce" value="{escape(view.nonce)}">',
            _fieldset("Which account?", [*accounts, *([_OTHER] if view.others else [])]),
            _fieldset("What may it do?", [_scope(*scope) for scope in enumerate(view.scopes)]),
            '<div class="buttons">',
            '<button name="decision" value="approve">Approve</button>',
            '<button name="decision" value="deny" class="quiet" formnovalidate>Deny</button>',
            "</div>",
            "</form>",
        ]
    )
    title = f"Approve {legible(view.app_name)}? (mock of Kick)"
    return layout.page(title, content, sends_to=(view.action, view.redirect_origin))


def spent(why: str) -> Reply:
    """The form came back a second time, too late, or with a nonce that nobody gave out.

    Args:
        why: what has become of its nonce; see `kickwire_mock.world.shelf.Shelf.why_not`.
    """
    return _refusal(
        f"This page {why if why in (EXPIRED, USED) else 'is not known here'}",
        "Each consent page counts once and for a short while. "
        "Go back to the app and start the login there again.",
        f"the nonce of the consent form {why}",
    )


def refused(reason: str) -> Reply:
    """The form came back without something it needs.

    Args:
        reason: which field, and what is wrong with it, in words for people.
    """
    return _refusal(
        "The answer could not be read",
        f"{reason[:1].upper()}{reason[1:]}. Go back to the app and start the login there again.",
        reason,
    )


def _refusal(title: str, advice: str, reason: str) -> Reply:
    content = f"<h1>{escape(title)}</h1>\n{_NOTE}\n<p>{escape(advice)}</p>"
    return layout.page(f"{title} (mock of Kick)", content, status=400, reason=reason)


def _fieldset(legend: str, choices: list[str]) -> str:
    inside = "\n".join(choices) or '<p class="hint">Nothing to choose here.</p>'
    return f"<fieldset>\n<legend>{legend}</legend>\n{inside}\n</fieldset>"


def _account(index: int, user: tuple[str, int]) -> str:
    name, user_id = user
    kind = f'type="radio" name="user"{" required" if index == 0 else ""}'
    return _choice(f"user-{index}", kind, name, f"User id {user_id}", checked=index == 0)


def _scope(index: int, scope: tuple[str, str]) -> str:
    name, description = scope
    return _choice(f"scope-{index}", 'type="checkbox" name="scope"', name, description)


def _choice(key: str, kind: str, value: str, hint: str, *, checked: bool = True) -> str:
    return (
        f'<div class="choice"><input {kind} id="{key}" value="{escape(value)}"'
        f' aria-describedby="{key}-hint"{" checked" if checked else ""}>'
        f'<div><label for="{key}">{foreign(value)}</label>'
        f'<span class="hint" id="{key}-hint">{escape(hint)}</span></div></div>'
    )
