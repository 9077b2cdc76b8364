"""What a case sees: the server under test, in a state that no other case has touched."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import httpx

from conformance.suite.apps import ALL_SCOPES, App, Pair
from conformance.suite.cases import Failed, Skipped
from conformance.suite.control import Control
from conformance.suite.probes import Answer, Log, Probe
from conformance.suite.receiver import Receiver
from conformance.suite.spec import document
from conformance.suite.target import Target
from conformance.suite.ways import Way

NEEDS: Mapping[str, tuple[Callable[[Target], bool], str]] = {
    "control": (lambda target: bool(target.control_url), "needs control_url"),
    "app": (
        lambda target: bool(target.client_id and target.client_secret and target.redirect_uri),
        "needs client_id, client_secret and redirect_uri",
    ),
}
"""What a case may need of a server, and what it is told if the ready line does not have it."""


_MINUTE = 60.0
_A_MINUTE = {"unlimited": 0, "per_minute_600": 600, "per_second_10": 600}
_SLOWLY = 1.5
"""How much slower than a limit allows, as some requests are made without being told of."""


def _is_limit(setting: str) -> bool:
    return setting.startswith("ratelimit_")


class Stage:
    """Everything a case works with. One per case and way.

    Args:
        target: the server.
        way: says what is right where Kick's ways differ.
        http: whose connections the probes use.
        control: of the server if it has one; who makes the stage calls `begin`.
        seed: for what is drawn at random.
    """

    def __init__(
        self,
        target: Target,
        way: Way,
        http: httpx.Client,
        control: Control | None = None,
        seed: int = 0,
    ) -> None:
        self.target = target
        self.way = way
        self.seed = seed
        self.log = Log()
        self.id = Probe(target.id_url, document("id"), self.log, http)
        self.api = Probe(target.api_url, document("api"), self.log, http, self._limited)
        self._control = control
        self._receiver: Receiver | None = None
        self.asked: set[str] = set()
        """The settings that made a difference to what is right."""
        self._changed: dict[str, str] = {}
        self._clean: list[Callable[[], None]] = []
        self.log.keep_secret(target.token, target.client_secret)
        self.log.rename(target.id_url, "{id_url}")
        self.log.rename(target.api_url, "{api_url}")
        self.log.rename(target.control_url, "{control_url}")

    @property
    def profile(self) -> str:
        """The profile of the way."""
        return self.way.profile

    def begin(self) -> None:
        """Let nothing be left of what was, and let the way hold, if the server can do that.

        Raises:
            ControlError: it refuses.
        """
        self._changed.clear()
        if self._control is not None:
            self._control.reset()
            self._control.use(self.way.profile)
            if self.way.moved:
                self._control.set(**self.way.settings)

    @property
    def control(self) -> Control:
        """The control host.

        Raises:
            Skipped: the server has none.
        """
        if self._control is None:
            raise Skipped(NEEDS["control"][1])
        return self._control

    @property
    def app(self) -> App:
        """The app of the ready line.

        Raises:
            Skipped: it names none.
        """
        there, reason = NEEDS["app"]
        if not there(self.target):
            raise Skipped(reason)
        return self._app(
            str(self.target.client_id),
            str(self.target.client_secret),
            str(self.target.redirect_uri),
        )

    def another_app(
        self,
        *,
        redirect_uris: Sequence[str] = ("http://localhost:9000/callback",),
        scopes: Sequence[str] | None = None,
        public: bool = False,
        **more: Any,
    ) -> App:
        """A new app, registered over control; its first redirect URI is the one it uses."""
        made = self.control.add_app(
            "Another app", list(redirect_uris), scopes=scopes, public=public, **more
        )
        return self._app(made["client_id"], made["client_secret"], made["redirect_uris"][0])

    @property
    def receiver(self) -> Receiver:
        """A receiver of webhooks, which listens from the first use to the end of the case."""
        if self._receiver is None:
            self._receiver = Receiver()
            self.at_end(self._receiver.close)
            self.log.rename(self._receiver.url, "{receiver}")
        return self._receiver

    @property
    def user(self) -> str:
        """The first of the people who can log in: ``alice`` at the mock.

        Raises:
            Skipped: the ready line names nobody.
        """
        if not self.target.users:
            raise Skipped("needs users")
        return self.target.users[0]

    def login(self, user: str = "alice", *, scopes: Sequence[str] = ALL_SCOPES) -> Pair:
        """Log a user in to the app of the ready line; without control over the consent page too."""
        return self.app.login(user, scopes)

    def app_token(self) -> str:
        """A new token of the app itself."""
        return self.app.app_token()

    def revoke(self, token: str | None = None, **query: str) -> Answer:
        """Withdraw a token as Kick's pages say: in the query, with an empty form."""
        self.log.keep_secret(token)
        sent = {**({} if token is None else {"token": token}), **query}
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.id.request("POST", "/oauth/revoke", query=sent, headers=headers)

    def introspect(self, token: str | None) -> Answer:
        """Ask about a token with that token."""
        return self.id.post("/oauth/token/introspect", token=token)

    def lives(self, access_token: str) -> bool:
        """Whether the API takes an access token.

        Raises:
            Failed: it says neither yes nor no.
        """
        answer = self.api.get("/public/v1/livestreams/stats", token=access_token)
        if answer.status not in (200, 401):
            raise Failed(f"{answer.asked}: expected 200 or 401, got {answer.status}")
        return answer.status == 200

    def setting(self, id: str) -> str:
        """What holds now for a setting of the ledger, by the way or by `set`.

        Raises:
            KeyError: the ledger has no such setting.
        """
        self.asked.add(id)
        return self._changed.get(id) or self.way.setting(id)

    def lifetime(self, whose: str = "user") -> int:
        """Seconds that an access token lives for, of a ``user`` or of an ``app``."""
        return int(self.setting(f"access_token_lifetime_{whose}"))

    def set(self, **settings: str) -> None:
        """Change settings over control for the rest of the case."""
        self.control.set(**settings)
        self._changed.update(settings)
        self.log.note(f"settings {', '.join(f'{name}={settings[name]}' for name in settings)}")

    def wait(self, seconds: float) -> None:
        """Let time pass over control."""
        self.control.advance(seconds)
        self.log.note(f"{seconds:g} seconds pass")

    @property
    def spacing(self) -> float:
        """Seconds between two calls with which no limit of the way is met; 0 if there is none."""
        livestreams = int(self.way.setting("ratelimit_livestreams"))
        others = _A_MINUTE[self.way.setting("ratelimit_unpublished")]
        fewest = min((each for each in (livestreams, others) if each), default=0)
        return _SLOWLY * _MINUTE / fewest if fewest else 0.0

    def _limited(self) -> bool:
        """Let a limit pass that was moved here and is not what the case is about."""
        moved, changed = (any(map(_is_limit, each)) for each in (self.way.settings, self._changed))
        if changed or not moved:
            return False
        self.wait(_MINUTE)
        return True

    def note(self, line: str) -> None:
        """Add a line of evidence: nothing that differs between two runs."""
        self.log.note(line)

    def keep_secret(self, *values: str | None) -> None:
        """Mask these values in evidence and failures; probes do so with what they see."""
        self.log.keep_secret(*values)

    def at_end(self, clean: Callable[[], None]) -> None:
        """Call this when the case is over, however it ended; the last one first."""
        self._clean.append(clean)

    def close(self) -> None:
        """Do what was left for the end."""
        while self._clean:
            self._clean.pop()()

    def unknown_token(self) -> str:
        """A token that no server has given out."""
        value = hashlib.sha256(f"unknown {self.seed}".encode()).hexdigest()[:48].upper()
        self.log.keep_secret(value)
        return value

    def _app(self, client_id: str, client_secret: str, redirect_uri: str) -> App:
        return App(client_id, client_secret, redirect_uri, id=self.id, api=self.api, log=self.log)
