"""PKCE: the vector of the standard, and verifiers that no server would take."""

from __future__ import annotations

import base64
import hashlib
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kickwire import errors, pkce

from conformance.tests.oauth.oauth_material import shown_by

many = settings(max_examples=200)

UNRESERVED = string.ascii_letters + string.digits + "-._~"


def test_the_vector_of_the_standard_holds() -> None:
    """The verifier of RFC 7636 appendix B gives the challenge that is printed there."""
    challenge = pkce.challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")

    assert challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@many
@given(st.text(alphabet=UNRESERVED, min_size=43, max_size=128))
def test_every_verifier_of_the_standard_is_taken(verifier: str) -> None:
    """43 to 128 unreserved characters give the unpadded base64url of their SHA-256."""
    challenge = pkce.challenge(verifier)

    digest = base64.urlsafe_b64decode(challenge + "=")
    assert digest == hashlib.sha256(verifier.encode()).digest()
    assert len(challenge) == 43
    assert "=" not in challenge


def test_new_verifiers_are_usable_and_different() -> None:
    """Each login gets a verifier of its own, long enough and of the right letters."""
    verifiers = {pkce.new_verifier() for _ in range(200)}

    assert len(verifiers) == 200
    assert all(len(verifier) == 43 for verifier in verifiers)
    assert set("".join(verifiers)) <= set(UNRESERVED)


def test_randomness_can_be_given() -> None:
    """32 octets are asked of the source of randomness, so that a test can fix them."""
    asked: list[int] = []

    def constant(octets: int) -> str:
        asked.append(octets)
        return "v" * 43

    assert pkce.new_verifier(constant) == "v" * 43
    assert asked == [32]


@pytest.mark.parametrize(
    "verifier",
    [
        "",
        "short-verifier-of-no-worth",
        "v" * 42,
        "v" * 129,
        "v" * 42 + " ",
        "v" * 43 + "\n",
        "v" * 42 + "+",
        "v" * 42 + "=",
        "v" * 42 + "\u00e9",
        "v" * 42 + "\ud800",
        "v" * 42 + "\u0663",
    ],
)
def test_a_malformed_verifier_is_refused_unseen(verifier: str) -> None:
    """A verifier that Kick would refuse is refused at once, and no error or frame shows it."""
    with pytest.raises(errors.ConfigurationError, match="43 to 128") as caught:
        pkce.challenge(verifier)

    assert not verifier or verifier not in shown_by(caught.value)
    assert not verifier or repr(verifier) not in shown_by(caught.value)
