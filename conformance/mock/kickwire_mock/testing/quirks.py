"""How a mock behaves in one test."""

from __future__ import annotations

from collections.abc import Mapping

from kickwire_mock.core import Mock
from kickwire_mock.errors import MockError, NotFoundError
from kickwire_mock.unknown import nearest


def settle(mock: Mock, profile: str, quirks: Mapping[str, object]) -> None:
    """Have a mock begin with a profile and with changes to it, also when it is reset.

    Args:
        mock: which.
        profile: its profile if the quirks name none.
        quirks: values of settings by their ids in the ledger, whole numbers too; and ``profile``.

    Raises:
        MockError: there is no such setting, value or profile; the text is one line that says which.
    """
    changes = {name: value for name, value in quirks.items() if name != "profile"}
    chosen = _text("profile", quirks.get("profile", profile))
    try:
        mock.settings.begin(chosen, {})
    except NotFoundError as error:
        raise NotFoundError(f"profile {chosen}: {error}") from None
    known = [each["id"] for each in mock.settings.describe()] if changes else []
    for name in changes:
        if name not in known:
            near = nearest(name, known)
            hint = f"did you mean {near}?" if near else f"possible: {', '.join(known)}"
            raise NotFoundError(f"kick_quirks: there is no setting {name}; {hint}")
    mock.settings.begin(chosen, {name: _text(name, value) for name, value in changes.items()})


def _text(name: str, value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise MockError(f"kick_quirks: {name}: a text or a whole number is expected, not {value!r}")
