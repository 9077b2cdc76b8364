"""Users and apps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from kickwire_mock.errors import ConflictError, MockError, NotFoundError
from kickwire_mock.ids import Ids

_NAME = re.compile(r"[A-Za-z0-9_-]{1,25}")
_FIRST_USER_ID = 10_001
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody with an account at Kick."""

    name: str
    user_id: int
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """An app as its developer registered it. The `repr` does not show the secret."""

    client_id: str
    """A ULID."""
    client_secret: str = field(repr=False)
    name: str
    redirect_uris: tuple[str, ...]
    scopes: tuple[str, ...]
    """Scopes enabled in the developer settings."""
    public: bool = False
    """Whether it may leave its secret out, if the mock is set so (``client_secret_required``)."""


class Users:
    """Users by name."""

    def __init__(self) -> None:
        self._by_name: dict[str, User] = {}
        self._ids: set[int] = set()
        self._next_id = _FIRST_USER_ID

    def __iter__(self) -> Iterator[User]:
        return iter(self._by_name.values())

    def get(self, name: str) -> User | None:
        """The user of this name, or None."""
        return self._by_name.get(name)

    def add(self, name: str, user_id: int | None = None, email: str | None = None) -> User:
        """Make a user.

        Args:
            name: 1 to 25 of the characters A-Z, a-z, 0-9, _ and -.
            user_id: a positive number of 63 bits; None takes the next free one.
            email: None makes one at example.com.

        Raises:
            MockError: the name or the id is not allowed.
            ConflictError: the name or the id is taken.
        """
        if _NAME.fullmatch(name) is None:
            raise MockError("a user's name has 1 to 25 of the characters A-Z, a-z, 0-9, _ and -")
        wanted = self._free_id() if user_id is None else user_id
        if not 0 < wanted <= _LARGEST_ID:
            raise MockError("a user id is a positive number of 63 bits")
        if name in self._by_name:
            raise ConflictError("there is a user of this name")
        if wanted in self._ids:
            raise ConflictError("there is a user with this id")
        user = User(name=name, user_id=wanted, email=email or f"{name}@example.com")
        self._by_name[name] = user
        self._ids.add(wanted)
        return user

    def _free_id(self) -> int:
        while self._next_id in self._ids:
            self._next_id += 1
        return self._next_id


class Apps:
    """Apps by client id."""

    def __init__(self, ids: Ids, scopes: Iterable[str]) -> None:
        """Take the scopes that Kick has."""
        self._ids = ids
        self._scopes = tuple(scopes)
        self._by_id: dict[str, App] = {}

    def __iter__(self) -> Iterator[App]:
        return iter(self._by_id.values())

    def get(self, client_id: str) -> App | None:
        """The app with this client id, or None."""
        return self._by_id.get(client_id)

    def add(
        self,
        name: str,
        redirect_uris: Sequence[str],
        scopes: Sequence[str] | None = None,
        public: bool = False,
        credentials: tuple[str, str] | None = None,
    ) -> App:
        """Register an app.

        Args:
            name: shown on the consent page.
            redirect_uris: absolute addresses without a fragment (RFC 6749 section 3.1.2).
            scopes: the enabled ones; None enables all.
            public: see `App.public`.
            credentials: client id and secret; None makes new ones.

        Raises:
            MockError: the name is empty, a redirect URI or a scope is not allowed.
        """
        if not name:
            raise MockError("an app needs a name")
        client_id, secret = credentials or (self._ids.ulid(), self._ids.secret())
        app = App(
            client_id=client_id,
            client_secret=secret,
            name=name,
            redirect_uris=_redirect_uris(redirect_uris),
            scopes=self._known(scopes),
            public=public,
        )
        self._by_id[client_id] = app
        return app

    def change(
        self,
        client_id: str,
        redirect_uris: Sequence[str] | None = None,
        scopes: Sequence[str] | None = None,
        public: bool | None = None,
        new_secret: bool = False,
    ) -> App:
        """Change what is not None; existing grants keep their scopes.

        Raises:
            NotFoundError: there is no such app.
            MockError: a redirect URI or a scope is not allowed.
        """
        app = self._by_id.get(client_id)
        if app is None:
            raise NotFoundError("no app has this client id")
        app = replace(
            app,
            client_secret=self._ids.secret() if new_secret else app.client_secret,
            redirect_uris=app.redirect_uris
            if redirect_uris is None
            else _redirect_uris(redirect_uris),
            scopes=app.scopes if scopes is None else self._known(scopes),
            public=app.public if public is None else public,
        )
        self._by_id[client_id] = app
        return app

    def _known(self, scopes: Sequence[str] | None) -> tuple[str, ...]:
        if scopes is None:
            return self._scopes
        if unknown := set(scopes) - set(self._scopes):
            raise MockError(f"no such scope: {', '.join(sorted(unknown))}")
        return tuple(dict.fromkeys(scopes))


def _redirect_uris(uris: Sequence[str]) -> tuple[str, ...]:
    if not uris:
        raise MockError("an app needs a redirect URI")
    for uri in uris:
        if not _is_absolute(uri):
            raise MockError("a redirect URI is an absolute address of ASCII without a fragment")
    return tuple(uris)


def _is_absolute(uri: str) -> bool:
    try:
        parts = urlsplit(uri)
    except ValueError:
        return False
    clean = uri.isascii() and uri.isprintable() and " " not in uri
    return clean and bool(parts.scheme) and bool(parts.netloc or parts.path) and "#" not in uri
