"""What pages are built from: nothing from outside becomes markup."""

from __future__ import annotations

import pytest
from kickwire_mock.pages.dashboard.parts import distance
from kickwire_mock.pages.markup import Markup, joined, tag, text


def test_markup_escapes_what_is_not_markup() -> None:
    """Text and attributes are escaped once; what is markup already stays as it is."""
    assert tag("p", "<b>&", title='"x"') == '<p title="&quot;x&quot;">&lt;b&gt;&amp;</p>'
    assert tag("p", tag("b", "x"), None, 5) == "<p><b>x</b>5</p>"
    assert tag("input", disabled=True, value=0, name=None) == '<input disabled value="0">'
    assert joined(["<", Markup("<")], ", ") == "&lt;, <"


def test_nothing_turns_the_text_around_it() -> None:
    """Characters that would reverse what follows a name are shown as what they are."""
    assert text("a\u202eb\u2069") == r"a\u202eb\u2069"
    assert tag("a", title="\u2066") == r'<a title="\u2066"></a>'
    assert text("\u05e9\u05dc\u05d5\u05dd \u200f") == "\u05e9\u05dc\u05d5\u05dd \u200f"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "now"),
        (1, "in seconds"),
        (-59, "seconds ago"),
        (60, "in 1 min"),
        (7199, "in 1 h"),
        (-172_800, "2 d ago"),
    ],
)
def test_distances_have_one_unit(seconds: float, words: str) -> None:
    """A time far away is told roughly."""
    assert distance(seconds) == words
