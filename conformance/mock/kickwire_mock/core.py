"""The mock as a whole: its parts, and what can be done to it.

Synchronous, without I/O, one request at a time; `kickwire_mock.passage` has the way of a request.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Unpack
from urllib.parse import urlencode, urlsplit

from kickwire_mock import saving
from kickwire_mock.bodies import FORM, FormBody
from kickwire_mock.clock import Clock
from kickwire_mock.delivery.desk import Webhooks
from kickwire_mock.documents import Documents
from kickwire_mock.errors import ConflictError, ConsentError, MockError
from kickwire_mock.events import payloads
from kickwire_mock.faults import Aims, Fault, Faults
from kickwire_mock.holds import Holds
from kickwire_mock.journal import Journal
from kickwire_mock.keys import Keys
from kickwire_mock.messages import Headers, Origins, Reply, Request
from kickwire_mock.operations import Operation
from kickwire_mock.passage import Passage, kick, sealed
from kickwire_mock.presets import PRESETS
from kickwire_mock.routes import control
from kickwire_mock.routes.oauth.listing import listed
from kickwire_mock.settings import Settings
from kickwire_mock.unknown import possible, unknown
from kickwire_mock.world.channels import Channel, ChannelChange
from kickwire_mock.world.grants import MaskedToken
from kickwire_mock.world.people import App, AppChange, AppDetails, User
from kickwire_mock.world.samples import Samples, samples
from kickwire_mock.world.state import World
from kickwire_mock.world.subscriptions import Subscription
from kickwire_mock.world.targets import Targets

_AUTHORIZE = "/oauth/authorize"
_KINDS = ("access_token", "refresh_token", "app_token", "all")


class Mock:
    """Kick, as far as its documents and the ledger tell.

    Mocks share nothing that changes; one mock may be used from any number of threads.
    """

    def __init__(
        self,
        *,
        seed: int = 0,
        profile: str = "strict",
        settings: Mapping[str, str] | None = None,
        clock: Clock | None = None,
        documents: Documents | None = None,
        key: str | None = None,
        allow_webhooks: Iterable[str] = (),
        webhook_url: str | None = None,
        drops_url: str | None = None,
    ) -> None:
        """Set the mock up.

        Args:
            seed: decides every code, token and id: the same requests get the same bytes.
            profile: strict, observed or docs; see the ledger.
            settings: changes to the profile, by ledger id.
            clock: None takes one that stands still at the beginning of 2026.
            documents: what to imitate; None takes the documents that came with this package.
            key: PEM of a private RSA key that signs webhook deliveries; None: one that came with
                this package.
            allow_webhooks: hosts that deliveries may go to besides loopback addresses.
            webhook_url: where the events of the seed's app are sent; None: nowhere yet.
            drops_url: where it is told of claims of drops.

        Raises:
            NotFoundError: there is no such profile or setting.
            MockError: a setting has no such value, the key cannot be used, or deliveries may not go
                to one of the addresses.
            DocumentError: a document cannot drive the mock.
            ImportError: jsonschema-rs is not installed.
        """
        self._kick = kick(documents)
        self._lock = threading.RLock()
        self._seed = seed
        self.clock = Clock() if clock is None else clock
        """The mock's time, which tokens, codes and the Date header go by."""
        self.settings = Settings(self._lock, profile, settings)
        """Which quirks it shows."""
        self.journal = Journal(self._lock)
        """What happened, and why requests were refused."""
        self.holds = Holds(self._lock)
        """Requests that a fault has stopped."""
        self.faults = Faults(self._lock, self._aims(), self._act, self._disarmed, PRESETS)
        """What goes wrong."""
        self.webhooks = Webhooks(self._lock, lambda: self._world, self.faults, self._kick.events)
        """Events and their deliveries."""
        self._passage = Passage(
            self._kick, self.faults, self.holds, self.journal, self.webhooks.tell
        )
        self._keys, self._targets = Keys(key), Targets(allow_webhooks)
        self._urls: AppChange = {"webhook_url": webhook_url, "drops_url": drops_url}
        self._world = self._new_world()
        self._file: saving.StateFile | None = None
        self.clock.on_move(self.webhooks.wake)

    @property
    def token(self) -> str:
        """A living access token of the first user for the seeded app, with every scope.

        It lives for ten years. Another seed has another one.
        """
        return self._world.token

    @property
    def seed(self) -> int:
        """What decides every code, token and id."""
        return self._seed

    def operations(self) -> list[str]:
        """The ids of all operations, in order."""
        return sorted(self._kick.operations())

    def users(self) -> list[User]:
        """Everybody with an account, in the order in which they came."""
        with self._lock:
            return list(self._world.users)

    def apps(self) -> list[App]:
        """Every registered app, in the order in which they came."""
        with self._lock:
            return list(self._world.apps)

    def add_user(self, name: str, *, user_id: int | None = None, email: str | None = None) -> User:
        """Make a user; see `kickwire_mock.world.people.Users.add`.

        Raises:
            MockError: the name, the id or the email is not allowed.
            ConflictError: the name or the id is taken.
        """
        with self._lock:
            return self._world.users.add(name, user_id, email)

    def channel(self, name: str) -> Channel:
        """A person's channel as it is now.

        Raises:
            NotFoundError: there is no such person.
        """
        with self._lock:
            return self._world.channels.of(self._world.users.require(name))

    def samples(self) -> Samples:
        """Ids on the first person's channel that operations can be tried with."""
        with self._lock:
            return samples(self._world)

    def set_channel(self, name: str, **change: Unpack[ChannelChange]) -> Channel:
        """Change a person's channel; every read shows it at once, and subscribers hear of it.

        Args:
            name: of the person.
            change: see `kickwire_mock.world.channels.ChannelChange`.

        Raises:
            NotFoundError: there is no such person.
            MockError: there is no such category, or the number of viewers is impossible.
        """
        with self._lock:
            user = self._world.users.require(name)
            before = self._world.channels.of(user)
            after = self._world.channels.set(user, change)
            self._world.news += payloads.changes(before, after, self.clock.now())
            self.webhooks.tell(self._world)
            return after

    def add_app(
        self, name: str, *, redirect_uris: Sequence[str], **details: Unpack[AppDetails]
    ) -> App:
        """Register an app.

        Args:
            name: shown on the consent page.
            redirect_uris: see `kickwire_mock.world.redirects.checked`.
            details: see `kickwire_mock.world.people.AppDetails`.

        Raises:
            MockError: the name is empty, or something that is said is not allowed.
        """
        with self._lock:
            return self._world.apps.add(name, redirect_uris, **details)

    def change_app(
        self, client_id: str, *, rotate_secret: bool = False, **change: Unpack[AppChange]
    ) -> App:
        """Change an app. A new secret ends its tokens (``app_token_dies_early``), switching its
        webhooks off its subscriptions (``webhook_toggle_unsubscribes``).

        Args:
            client_id: of the app.
            rotate_secret: whether it gets a new secret.
            change: see `kickwire_mock.world.people.AppChange`.

        Raises:
            NotFoundError: there is no such app.
            MockError: something that is said is not allowed.
        """
        with self._lock:
            app = self._world.apps.change(client_id, change, new_secret=rotate_secret)
            if rotate_secret:
                self.end_tokens(client_id=client_id, kind="app_token")
            if not app.webhooks:
                self._world.subscriptions.end(client_id)
            return app

    def subscriptions(self, client_id: str | None = None, limit: int = 1000) -> list[Subscription]:
        """Event subscriptions, app by app: of all, or of one; no more than so many."""
        with self._lock:
            return list(islice(self._world.subscriptions.of(client_id), max(limit, 0)))

    def person(self, user_id: int) -> User | None:
        """The person or stranger with this id, or None."""
        with self._lock:
            return self._world.users.by_id(user_id)

    def tokens(self, limit: int = 1000) -> list[MaskedToken]:
        """The tokens that were issued last, newest first and masked, no more than so many."""
        with self._lock:
            return listed(self._world, max(limit, 0))

    def consent(
        self, url: str, user: str, *, approve: bool = True, scopes: Sequence[str] | None = None
    ) -> str:
        """Decide in a user's place: open an authorize URL and send the form of its page.

        Args:
            url: where the app would send the browser; its host does not matter.
            user: name of the user.
            approve: False denies.
            scopes: those of the asked ones that stay ticked; None leaves all.

        Returns:
            The address that the browser is sent to, with the code or the error in its query.

        Raises:
            NotFoundError: there is no such user.
            MockError: it is no authorize URL, or a scope is not among those of the page.
            ConsentError: a request is refused, or a fault strikes; the text is the journal's
                reason.
        """
        parts = urlsplit(url)
        if parts.path != _AUTHORIZE:
            raise MockError(f"the url is no authorize URL; its path has to be {_AUTHORIZE}")
        origins = Origins(id=f"{parts.scheme}://{parts.netloc}" if parts.netloc else "")
        page = Request(host="id", method="GET", path=parts.path, query=parts.query, origins=origins)
        with self._lock:
            self._world.users.require(user)
            self._require(self.handle(page), 200)
            nonce = self._world.vault.requests.newest() or ""
            request = self._world.vault.requests.get(nonce)
            asked = () if request is None else request.scopes
            ticked = asked if scopes is None else scopes
            if not_asked := sorted(set(ticked) - set(asked)):
                raise MockError(
                    f"not on the consent page: {', '.join(not_asked)}; {possible(asked)}"
                )
            reply = self.handle(_form(origins, nonce, user, approve, ticked))
        self._require(reply, 302)
        return reply.headers.get("location") or ""

    def end_tokens(
        self, *, user: str | None = None, client_id: str | None = None, kind: str = "all"
    ) -> int:
        """End tokens as if they had been revoked; returns how many.

        Args:
            user: only this user's.
            client_id: only this app's.
            kind: access_token, refresh_token, app_token or all.

        Raises:
            NotFoundError: there is no such user, app or kind.
        """
        if kind not in _KINDS:
            raise unknown("no such kind of token", kind, _KINDS)
        with self._lock:
            if user is not None:
                self._world.users.require(user)
            if client_id is not None:
                self._world.apps.require(client_id)
            return self._world.vault.end(
                user=user,
                client_id=client_id,
                access_tokens=kind in ("access_token", "all"),
                refresh_tokens=kind in ("refresh_token", "all"),
                app_tokens=kind in ("app_token", "all"),
            )

    def reset(self) -> None:
        """Begin anew: world, settings, clock and journal as at the start, no faults, no holds."""
        with self._lock:
            self.clock.reset()
            self.settings.reset()
            self.faults.reset()
            self.journal.clear()
            self._world = self._new_world()
        self.holds.release()

    def state(self) -> dict[str, Any]:
        """Users, apps, tokens and all else of the world, time and settings, as a JSON value.

        It holds secrets. Journal, armed faults and holds are no part of it.
        """
        with self._lock:
            return saving.written(self._world)

    def restore(self, state: object) -> None:
        """Go on where another mock was when its `state` was taken, byte for byte.

        Journal, armed faults and holds stay as they are. `reset` goes back to the seed of the
        state afterwards, and to the settings and the time at which this mock itself began.

        Raises:
            MockError: it is no state, of another version, or broken; nothing is changed.
        """
        with self._lock:
            found = saving.restored(state, self._new_world())
            self.settings.take(found.settings)
            self._world, self._seed = found.world, found.world.seed
            self.clock.set(found.now)  # wakes whoever sends what is due by then

    def keep_in(self, path: str | os.PathLike[str]) -> None:
        """Restore the state that a file holds, if there is one, and let `save` write to it.

        Raises:
            MockError: the file cannot be used, or what it holds is no state; nothing is changed.
        """
        file = saving.StateFile(path)
        file.load(self.restore)
        self._file = file

    def save(self) -> None:
        """Write the state to the file of `keep_in`: all of it or, when that fails, nothing.

        Raises:
            ConflictError: there is no such file.
            MockError: it cannot be written, or somebody else has changed it meanwhile.
        """
        with self._lock:
            if self._file is None:
                raise ConflictError("the mock has no state file; start it with --state FILE")
            self._file.write(self.state())

    def handle(self, request: Request, *, released: str | None = None) -> Reply:
        """Answer one request. Never raises, whatever the request holds.

        Args:
            request: what was sent.
            released: id of the hold that stopped it before it was processed; see
                `kickwire_mock.messages.Effects`.
        """
        if request.host != "control":
            with self._lock:
                reply = self._passage.answer(self._world, request, released is not None)
        elif excess := request.excess:
            reply = control.too_large(excess)
        else:
            reply = control.answer(self, request)
        return sealed(request.method, reply, self.clock.now())

    def _require(self, reply: Reply, status: int) -> None:
        """Let a step of a consent pass.

        Raises:
            ConsentError: it did not end as it should; a hold that stopped it is released.
        """
        effects = reply.effects
        if effects.hold is not None:
            self.holds.release(effects.hold)
            raise ConsentError("a hold struck, and nobody was there to release it")
        if reply.status != status or effects.reset or effects.never:
            raise ConsentError(reply.reason or f"the mock answered {reply.status}")

    def _aims(self) -> Aims:
        return Aims(
            operations={
                **{each.id: "id" for each in self._kick.id.router},
                **{each.id: "api" for each in self._kick.api.router},
            },
            grant_types=_grant_types(self._kick.id.router),
            events=self._kick.events.names(),
            require_app=lambda client_id: self._world.apps.require(client_id),
            require_user=lambda name: self._world.users.require(name),
        )

    def _new_world(self) -> World:
        world = World(
            self._seed, self.clock, self.settings, self._kick.scopes, self._keys, self._targets
        )
        world.apps.change(next(iter(world.apps)).client_id, self._urls)
        return world

    def _act(self, fault: Fault) -> None:
        if fault.rotates_key:
            self.webhooks.rotate_key()
        else:
            self.end_tokens(user=fault.user, client_id=fault.client_id, kind=fault.ends or "all")

    def _disarmed(self) -> None:
        self.webhooks.wake()

    def __repr__(self) -> str:
        return f"Mock(seed={self._seed}, {self.settings!r}, {self.journal!r})"


def _grant_types(operations: Iterable[Operation]) -> frozenset[str]:
    """Every one that some form of the identity host takes."""
    forms = (each.body for each in operations if isinstance(each.body, FormBody))
    return frozenset(name for form in forms for name in form.variants)


def _form(origins: Origins, nonce: str, user: str, approve: bool, scopes: Sequence[str]) -> Request:
    fields = {
        "nonce": nonce,
        "user": user,
        "scope": list(scopes),
        "decision": "approve" if approve else "deny",
    }
    return Request(
        host="api",
        method="POST",
        path=_AUTHORIZE,
        headers=Headers([("Content-Type", FORM)]),
        body=urlencode(fields, doseq=True).encode("utf-8", "replace"),
        origins=origins,
    )
