"""Users and apps."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypedDict, Unpack

from kickwire_mock.errors import ConflictError, MockError
from kickwire_mock.ids import Ids, is_ulid
from kickwire_mock.unknown import no_app, unknown
from kickwire_mock.world import redirects
from kickwire_mock.world.targets import Targets

_NAME = re.compile(r"[A-Za-z0-9_-]{1,25}")
_EMAIL = re.compile(r"[^@\x00-\x1f]+@[^@\s]+")
_FIRST_USER_ID = 10_001
_LARGEST_ID = 2**63 - 1
_FIRST_BOT_ID = 2**40
"""Bots have ids that no other account is given by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody with an account at Kick."""

    name: str
    user_id: int
    email: str

    @property
    def slug(self) -> str:
        """Name of the channel as it stands in its address."""
        return self.name.lower().replace("_", "-")

    @property
    def profile_picture(self) -> str:
        """Address of the picture."""
        return f"https://files.kick.com/images/user/{self.user_id}/profile_image/fullsize.webp"


def bot_of(app: App) -> User:
    """The account in whose name an app's bot posts in chats. Nobody can act as it."""
    name = re.sub(r"[^A-Za-z0-9]+", "", app.name)[:22] or "App"
    digest = hashlib.sha256(app.client_id.encode("utf-8")).digest()
    number = _FIRST_BOT_ID + int.from_bytes(digest[:4], "big")
    return User(name=f"{name}Bot", user_id=number, email="")


class Directory:
    """Users that never change, by what they are looked up by."""

    def __init__(self, users: Iterable[User]) -> None:
        found = tuple(users)
        self.by_id = {user.user_id: user for user in found}
        self.by_slug = {user.slug: user for user in found}


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
    bot: bool = False
    """Whether its developer made a bot for it, which can post in chats."""
    verified: bool = False
    """Whether Kick has verified it, which gives it more subscriptions to chats."""
    webhooks: bool = True
    """Whether webhooks are switched on in its developer settings."""
    webhook_url: str | None = None
    """Where its events are sent; None: nowhere yet."""
    drops_url: str | None = None
    """Where claims of drops are sent, if it acts for an organisation; None: nowhere."""


class AppDetails(TypedDict, total=False):
    """What else to say of an app; what is left out is as `App` has it."""

    scopes: Sequence[str]
    """The enabled ones; all where nothing is said."""
    public: bool
    bot: bool
    verified: bool
    webhooks: bool
    """Switching them off ends every subscription (ledger ``webhook_toggle_unsubscribes``)."""
    webhook_url: str | None
    """Loopback, or a host that the mock allows; None: none (ledger ``webhook_url_rules``)."""
    drops_url: str | None


class AppChange(AppDetails, total=False):
    """What to change of an app; what is left out stays."""

    redirect_uris: Sequence[str]
    """See `kickwire_mock.world.redirects.checked`."""


class Scopes(dict[str, str]):
    """Every scope of Kick with its description, as the documents have them."""


class Users:
    """People, whom one can act as, and strangers, who only exist at Kick."""

    _strangers: Directory
    _by_name: dict[str, User]
    _by_id: dict[int, User]
    _by_slug: dict[str, User]
    _next_id: int

    def __init__(self, strangers: Directory) -> None:
        """Take the strangers."""
        self._strangers = strangers
        self._by_name = {}
        self._by_id = {}
        self._by_slug = {}
        self._next_id = _FIRST_USER_ID

    def __iter__(self) -> Iterator[User]:
        """The people, in the order in which they came."""
        return iter(self._by_name.values())

    def get(self, name: str) -> User | None:
        """The person of this name, or None."""
        return self._by_name.get(name)

    def require(self, name: str) -> User:
        """The person of this name.

        Raises:
            NotFoundError: there is none.
        """
        found = self._by_name.get(name)
        if found is None:
            raise unknown("there is no user of this name", name, self._by_name)
        return found

    def by_id(self, user_id: int) -> User | None:
        """The person or stranger with this id, or None."""
        return self._by_id.get(user_id) or self._strangers.by_id.get(user_id)

    def by_slug(self, slug: str) -> User | None:
        """The person or stranger whose channel has this name in its address, or None."""
        return self._by_slug.get(slug) or self._strangers.by_slug.get(slug)

    def add(self, name: str, user_id: int | None = None, email: str | None = None) -> User:
        """Make a person.

        Args:
            name: 1 to 25 of the characters A-Z, a-z, 0-9, _ and -.
            user_id: a positive number of 63 bits; None takes the next free one.
            email: None makes one at example.com.

        Raises:
            MockError: the name, the id or the email is not allowed.
            ConflictError: the name, as its channel's address has it, or the id is taken.
        """
        if _NAME.fullmatch(name) is None:
            raise MockError("a user's name has 1 to 25 of the characters A-Z, a-z, 0-9, _ and -")
        if email is not None and _EMAIL.fullmatch(email) is None:
            raise MockError("an email has a part before and one after its @, as dana@example.com")
        wanted = self._free_id() if user_id is None else user_id
        if not 0 < wanted <= _LARGEST_ID:
            raise MockError("a user id is a positive number of 63 bits")
        user = User(name=name, user_id=wanted, email=email or f"{name}@example.com")
        if self.by_slug(user.slug) is not None:
            raise ConflictError("there is a user of this name")
        if self.by_id(wanted) is not None:
            raise ConflictError("there is a user with this id")
        self._by_name[name] = self._by_id[wanted] = self._by_slug[user.slug] = user
        return user

    def sound(self) -> bool:
        """Whether its parts agree; asked of one that was read from a state."""
        people = self._by_name.items()
        return (
            all(name == each.name and _NAME.fullmatch(name) for name, each in people)
            and self._by_id == {each.user_id: each for each in self if each.user_id > 0}
            and self._by_slug == {each.slug: each for each in self}
        )

    def _free_id(self) -> int:
        while self._next_id in self._by_id:
            self._next_id += 1
        return self._next_id


class Apps:
    """Apps by client id."""

    _ids: Ids
    _scopes: Scopes
    _targets: Targets
    _by_id: dict[str, App]

    def __init__(self, ids: Ids, scopes: Scopes, targets: Targets) -> None:
        """Take the scopes that Kick has, and the judge of webhook addresses."""
        self._ids = ids
        self._scopes = scopes
        self._targets = targets
        self._by_id = {}

    def __iter__(self) -> Iterator[App]:
        return iter(self._by_id.values())

    def get(self, client_id: str) -> App | None:
        """The app with this client id, or None."""
        return self._by_id.get(client_id)

    def require(self, client_id: str) -> App:
        """The app with this client id.

        Raises:
            NotFoundError: there is none.
        """
        found = self._by_id.get(client_id)
        if found is None:
            raise no_app(self._by_id)
        return found

    def add(
        self,
        name: str,
        redirect_uris: Sequence[str],
        credentials: tuple[str, str] | None = None,
        **said: Unpack[AppDetails],
    ) -> App:
        """Register an app.

        Args:
            name: shown on the consent page.
            redirect_uris: see `AppChange`.
            credentials: client id and secret; None makes new ones.
            said: see `AppDetails`.

        Raises:
            MockError: the name is empty, or something that is said is not allowed.
        """
        if not name:
            raise MockError("an app needs a name")
        client_id, secret = credentials or (self._ids.ulid(), self._ids.secret())
        bare = App(
            client_id=client_id,
            client_secret=secret,
            name=name,
            redirect_uris=(),
            scopes=tuple(self._scopes),
        )
        app = self._changed(bare, {"redirect_uris": redirect_uris, **said})
        self._by_id[client_id] = app
        return app

    def change(
        self, client_id: str, change: AppChange | None = None, *, new_secret: bool = False
    ) -> App:
        """Change an app; existing grants keep their scopes.

        Raises:
            NotFoundError: there is no such app.
            MockError: something that is said is not allowed.
        """
        app = self._changed(self.require(client_id), change or {})
        if new_secret:
            app = replace(app, client_secret=self._ids.secret())
        self._by_id[client_id] = app
        return app

    def sound(self) -> bool:
        """Whether its parts agree; asked of one that was read from a state."""
        return all(
            client_id == app.client_id
            and is_ulid(client_id)
            and app.redirect_uris
            and all(map(redirects.is_absolute, app.redirect_uris))
            for client_id, app in self._by_id.items()
        )

    def _changed(self, app: App, change: AppChange) -> App:
        """The app with what is said of it, checked.

        Raises:
            MockError: it is not allowed.
        """
        changes: dict[str, Any] = dict(change)
        if "redirect_uris" in change:
            changes["redirect_uris"] = redirects.checked(change["redirect_uris"])
        if "scopes" in change:
            changes["scopes"] = self._known(change["scopes"])
        after = replace(app, **changes)
        for url in (change.get("webhook_url"), change.get("drops_url")):
            if url is not None:
                self._targets.require(url)
        if change.get("webhook_url") is not None and not after.webhooks:
            raise MockError("webhooks are switched off; a URL is saved while they are on")
        return after

    def _known(self, scopes: Sequence[str]) -> tuple[str, ...]:
        if unknown := set(scopes) - set(self._scopes):
            raise MockError(f"no such scope: {', '.join(sorted(unknown))}")
        return tuple(dict.fromkeys(scopes))
