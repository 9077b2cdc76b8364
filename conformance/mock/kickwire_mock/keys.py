"""The key pairs with which a mock signs webhook deliveries (ledger ``webhook_rsa_not_hmac``).

Those of the package are fixed and worthless, so that the same seed gives the same signatures: RSA
PKCS#1 v1.5 is deterministic. `cryptography` is imported with the first signature, since most mocks
never sign.
"""

from __future__ import annotations

import base64
import functools
from typing import TYPE_CHECKING

from kickwire_mock.errors import MockError
from kickwire_mock.package import content_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

_PACKAGED = 4
_SMALLEST = 2048


class Keys:
    """Key pairs by number; after the last one the first comes again."""

    def __init__(self, own: str | None = None) -> None:
        """Take the packaged ones.

        Args:
            own: PEM of a private RSA key that goes before them.

        Raises:
            MockError: it is none, is encrypted, or is shorter than 2048 bits.
        """
        self._own = None if own is None else _loaded(own)

    def first(self, seed: int) -> int:
        """The number of the key that a mock of this seed begins with."""
        return seed % _PACKAGED if self._own is None else 0

    def public(self, number: int) -> str:
        """The public half of a key, as PEM."""
        place = number % self._count
        if self._own is None:
            return _packaged(f"webhook_{place}_public.pem")
        return (
            _public_half(self._own) if place == 0 else _packaged(f"webhook_{place - 1}_public.pem")
        )

    def sign(self, number: int, message: bytes) -> str:
        """The base64 of a signature with a key."""
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

        signature = self._private(number).sign(message, PKCS1v15(), hashes.SHA256())
        return base64.b64encode(signature).decode("ascii")

    @property
    def _count(self) -> int:
        return _PACKAGED + (self._own is not None)

    def _private(self, number: int) -> RSAPrivateKey:
        place = number % self._count
        if self._own is None:
            return _packaged_private(place)
        return self._own if place == 0 else _packaged_private(place - 1)

    def __repr__(self) -> str:
        return f"Keys({self._count})"


@functools.cache
def _packaged(name: str) -> str:
    return content_of(f"worthless_keys/{name}").decode("ascii")


@functools.cache
def _packaged_private(place: int) -> RSAPrivateKey:
    return _loaded(_packaged(f"webhook_{place}_private.pem"))


def _loaded(pem: str) -> RSAPrivateKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(pem.encode("utf-8", "replace"), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise MockError("the key is not the unencrypted PEM of a private key") from None
    if not isinstance(key, RSAPrivateKey) or key.key_size < _SMALLEST:
        raise MockError(f"the key is not an RSA key of {_SMALLEST} bits or more, as Kick's is")
    return key


def _public_half(key: RSAPrivateKey) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return public.decode("ascii")
