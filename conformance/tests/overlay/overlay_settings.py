"""What tests of settings share: worthless settings, and what is done with either face."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.fernet import Fernet
from kickwire import AsyncKick, Kick, errors

ULID = "01HZY3QJ5M8W0RTH1ESS000000"
SECRET = "worthless-client-secret"
STORE_KEY = Fernet.generate_key().decode()
KINDS = pytest.mark.parametrize("kind", [Kick, AsyncKick])
Kind = type[Kick | AsyncKick]


def closed(kick: Kick | AsyncKick) -> None:
    """Close either face."""
    if isinstance(kick, Kick):
        kick.close()
    else:
        asyncio.run(kick.aclose())


def scopes_of(kick: Kick | AsyncKick, *given: Any) -> tuple[str, ...]:
    """The scopes of a login that is begun; closes the client."""
    if isinstance(kick, Kick):
        with kick:
            return kick.login(*given).scopes

    async def asked() -> tuple[str, ...]:
        """In a loop of its own."""
        async with kick:
            return (await kick.login(*given)).scopes

    return asyncio.run(asked())


def complaints(call: Callable[[], object]) -> list[str]:
    """The lines of the one error that a call ends with."""
    with pytest.raises(errors.ConfigurationError) as caught:
        call()
    told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    del told.stack[:2]  # the test, which knows the secrets
    assert "worthless" not in "".join(told.format())
    return [line.strip() for line in str(caught.value).splitlines()]
