"""Token sets: when they are due, what a store keeps of them, and that they show nothing."""

from __future__ import annotations

import contextlib
import copy
import dataclasses
import json
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kickwire import errors
from kickwire.tokens import UNKNOWN_LIFETIME, TokenSet, lifetime_of

from conformance.tests.oauth.oauth_material import NOW, PAIR, shown_by

many = settings(max_examples=200)

times = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**15), 10**15)
tokens = st.text(min_size=1)
token_sets = st.builds(
    TokenSet,
    access_token=tokens,
    refresh_token=st.none() | tokens,
    scopes=st.lists(st.text()).map(tuple),
    issued_at=times,
    lifetime=times,
    consented_at=st.none() | times,
    lost=st.booleans(),
)


@pytest.mark.parametrize(
    ("lifetime", "margin"),
    [
        (5_184_000, 60),
        (7200, 60),
        (240, 60),
        (239, 59.75),
        (60, 15),
        (5, 1.25),
        (0, 0),
    ],
)
def test_a_token_is_due_a_minute_or_a_quarter_of_its_life_before_its_end(
    lifetime: float, margin: float
) -> None:
    """A long life is renewed 60 s before its end, a short one after three quarters of it."""
    held = TokenSet(access_token="x", issued_at=NOW, lifetime=lifetime)

    assert held.expires_at == NOW + lifetime
    assert held.due_at == NOW + lifetime - margin


@many
@given(token_sets)
def test_what_a_store_keeps_comes_back(held: TokenSet) -> None:
    """A token set is read from its text as it was."""
    assert TokenSet.from_text(held.to_text()) == held


@many
@given(st.text())
def test_any_text_is_a_token_set_or_a_store_error(text: str) -> None:
    """Whatever stands in a store is read or refused, never a crash."""
    with contextlib.suppress(errors.StoreError):
        TokenSet.from_text(text)


GOOD = json.loads(PAIR.to_text())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "OLDREFRESH",
        PAIR.to_text()[:-1],
        "null",
        "[]",
        '"OLDREFRESH"',
        "[" * 100_000,
        "9" * 5000,
        "{}",
        *(
            json.dumps(GOOD | change)
            for change in (
                {"format": 2},
                {"format": None},
                {"access_token": ""},
                {"access_token": None},
                {"access_token": 5},
                {"refresh_token": ""},
                {"refresh_token": ["OLDREFRESH"]},
                {"scopes": None},
                {"scopes": "user:read"},
                {"scopes": [5]},
                {"issued_at": None},
                {"issued_at": "1800000000"},
                {"issued_at": float("nan")},
                {"issued_at": 10**400},
                {"lifetime": float("inf")},
                {"lifetime": -(10**400)},
                {"consented_at": "yesterday"},
                {"consented_at": 10**400},
            )
        ),
        *(
            json.dumps({name: GOOD[name] for name in GOOD if name != left_out})
            for left_out in ("format", "access_token", "scopes", "issued_at", "lifetime")
        ),
    ],
    ids=lambda text: text[-40:],
)
def test_a_damaged_record_is_refused_unseen(text: str) -> None:
    """A record that is no token set is a store error with advice, and shows nothing of it."""
    with pytest.raises(errors.StoreError, match="log in again") as caught:
        TokenSet.from_text(text)

    assert "OLD" not in shown_by(caught.value)
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


def test_a_repr_shows_no_token() -> None:
    """Logs and debuggers show times and scopes."""
    shown = repr(PAIR) + str(PAIR) + repr([PAIR])

    assert "OLD" not in shown
    assert "user:read" in shown


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickling_is_refused_with_a_reason(protocol: int) -> None:
    """A pickle would be readable by anybody; the error says where tokens belong."""
    with pytest.raises(TypeError, match="keep it in a token store"):
        pickle.dumps({"tokens": PAIR}, protocol)


def test_copies_are_the_same_value() -> None:
    """A token set never changes, so a copy of what holds one is as good as the original."""
    assert copy.copy(PAIR) == PAIR
    assert copy.deepcopy({"tokens": [PAIR]}) == {"tokens": [PAIR]}
    assert dataclasses.replace(PAIR, lost=True).refresh_token == PAIR.refresh_token


def test_a_token_set_cannot_be_changed() -> None:
    """Threads share it without a lock."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        PAIR.lost = True  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    assert len({PAIR, dataclasses.replace(PAIR)}) == 1


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@many
@given(json_values | st.text(alphabet="0123456789.eE+-_ naif"))
def test_any_lifetime_is_a_number_of_seconds(expires_in: object) -> None:
    """Whatever an answer says, what comes out can be counted with."""
    seconds = lifetime_of(expires_in)

    assert 0 < seconds < float("inf")


@pytest.mark.parametrize("expires_in", [None, "", "x", "NaN", [], {}, 0, -5, 10**400])
def test_an_unreadable_lifetime_counts_as_an_hour(expires_in: object) -> None:
    """The shortest life that any source reports is assumed."""
    assert lifetime_of(expires_in) == UNKNOWN_LIFETIME == 3600
