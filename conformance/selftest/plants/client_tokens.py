# What stands in a place, and what is put there instead, has no type here:
# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Bugs of a client that is careless with tokens."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from conformance.selftest.ground import Ground, resolved
from conformance.selftest.plant import plant

_REFRESHER = "kickwire.refresher:Refresher"
_ACCOUNT = "kickwire.auth:Account"
_FLOWS = "kickwire._core.flows"


@plant("no-lock", "client", "client/refresh/lock")
def no_lock(ground: Ground) -> None:
    """Two processes on one store renew the same pair at the same time."""
    ground.swap(
        "kickwire.stores.sqlite:SQLiteStore.lock", lambda _: lambda self, key: nullcontext()
    )


@plant("lock-without-another-look", "client", "client/refresh/look_again")
def lock_without_another_look(ground: Ground) -> None:
    """The store is read before the lock is taken, and not again."""

    def make(renewed: Any) -> Any:
        def renew(self: Any, key: Any, dead: str | None = None) -> Any:
            held = self.load(key)
            if held is None or held.tokens.refresh_token is None or held.tokens.lost:
                return renewed(self, key, dead)
            from kickwire._core import flows

            with self.store.lock(key):
                flow = flows.refresh(self.app, self._id_url, held.tokens, self.clock())
                return self._save(key, held, self._http.run(flow))

        return renew

    ground.swap(f"{_REFRESHER}.renew", make)


def _unsaved(tokens: Any) -> Any:
    return resolved("kickwire.refresher:Held")("unsaved", tokens, tokens.due_at)


@plant("used-without-saving", "client", "client/refresh/crash")
def used_without_saving(ground: Ground) -> None:
    """A new pair is used and never stored."""
    ground.swap(f"{_REFRESHER}._save", lambda _: lambda self, key, old, tokens: _unsaved(tokens))


@plant("saved-after-use", "client", "client/refresh/save_first")
def saved_after_use(ground: Ground) -> None:
    """A new pair is used first, and stored by the next call."""
    made = resolved("kickwire.refresher:_Unsaved")

    def make(_: Any) -> Any:
        def save(self: Any, key: Any, old: Any, tokens: Any) -> Any:
            self._unsaved[key] = made(old, tokens)
            return _unsaved(tokens)

        return save

    ground.swap(f"{_REFRESHER}._save", make)


@plant("saved-over-a-new-login", "client", "client/refresh/new_login")
def saved_over_a_new_login(ground: Ground) -> None:
    """A renewed pair is stored over whatever is there, a newer login too."""

    def make(_: Any) -> Any:
        held = resolved("kickwire.refresher:Held")
        return lambda self, key, old, tokens: held.of(self.store.put(key, tokens.to_text()))

    ground.swap(f"{_REFRESHER}._save", make)


@plant("one-refresh-per-thread", "client", "client/refresh/threads")
def one_refresh_per_thread(ground: Ground) -> None:
    """Each thread that meets a due pair renews it by itself."""

    def make(_: Any) -> Any:
        def renew(self: Any, key: Any, dead: str | None = None) -> Any:
            held = self.load(key)
            if key.kind == "app":
                return self._mint(key, held, dead)
            return self._refresh(key, held, dead)

        return renew

    ground.swap(f"{_REFRESHER}.renew", make)
    ground.swap("kickwire.flights:Flights.join", _alone)


def _alone(join: Any) -> Any:
    """Flights that nobody joins."""
    return lambda self, matter, job: join(self, (object(), *matter), job)


@plant("renewed-too-early", "client", "client/refresh/due")
def renewed_too_early(ground: Ground) -> None:
    """A pair is renewed when a quarter of its life is over."""
    ground.swap("kickwire.tokens:MARGIN", lambda _: 10_000.0)
    ground.swap("kickwire.tokens:MARGIN_SHARE", lambda _: 0.75)


@plant("never-renewed-before-the-end", "client", "client/refresh/due")
def never_renewed_before_the_end(ground: Ground) -> None:
    """A pair is used to its last second."""
    ground.swap("kickwire.tokens:MARGIN", lambda _: 0.0)


@plant("lifetime-must-be-a-number", "client", "client/refresh/lifetime")
def lifetime_must_be_a_number(ground: Ground) -> None:
    """A fresh pair is thrown away because its lifetime cannot be read."""
    ground.swap(f"{_FLOWS}:lifetime_of", lambda _: float)


@plant("refresh-repeated", "client", "client/refresh/not_repeated")
def refresh_repeated(ground: Ground) -> None:
    """A refresh that failed is sent again at once."""

    def make(asked: Any) -> Any:
        def twice(self: Any, flow: Any) -> Any:
            from kickwire.errors import Wait

            request = next(flow)
            try:
                response = self._http.send(request)
            except Wait:
                response = self._http.send(request)
            if response.status_code >= 500:
                response = self._http.send(request)
            try:
                flow.send(response)
            except StopIteration as done:
                return done.value
            raise AssertionError("a refresh is one request")

        return lambda self, flow: _told(lambda: twice(self, flow))

    ground.swap(f"{_REFRESHER}._asked", make)


def _told(call: Any) -> Any:
    from kickwire.errors import KickError

    try:
        return call()
    except KickError as error:
        return error


@plant("any-refusal-is-a-loss", "client", "client/refresh/no_loss")
def any_refusal_is_a_loss(ground: Ground) -> None:
    """Whatever the token endpoint refuses ends the login."""

    def make(_: Any) -> Any:
        from kickwire.errors import GrantLost

        return lambda *args: GrantLost("lost")

    ground.swap(f"{_FLOWS}:token_refusal", make)


@plant("loss-told-every-time", "client", "client/refresh/told_once")
def loss_told_every_time(ground: Ground) -> None:
    """A lost login is not noted, so Kick is asked again and again."""

    def make(_: Any) -> Any:
        from kickwire.errors import GrantLost

        def lost(*_args: Any) -> Any:
            raise GrantLost("lost")

        return lost

    ground.swap(f"{_REFRESHER}._lost", make)


@plant("loss-never-told", "client", "client/refresh/told_once")
def loss_never_told(ground: Ground) -> None:
    """A lost login looks like trouble that will pass."""

    def make(_: Any) -> Any:
        from kickwire.errors import Wait

        def lost(*_args: Any) -> Any:
            raise Wait("try again later")

        return lost

    ground.swap(f"{_REFRESHER}._lost", make)


@plant("endless-401-loop", "client", "client/unauthorized/bounded")
def endless_401_loop(ground: Ground) -> None:
    """Every 401 is answered with the same request once more."""
    found = resolved("kickwire.auth:After401")
    ground.swap(f"{_ACCOUNT}._resolve", lambda _: lambda self, held, *more: found(again=held))
    ground.swap(f"{_ACCOUNT}.known", lambda _: lambda self, *more: None)


@plant("renewed-on-every-401", "client", "client/unauthorized/allowed")
def renewed_on_every_401(ground: Ground) -> None:
    """A 401 is taken for a dead token without asking introspection."""

    inactive = resolved("kickwire.refusals:INACTIVE")
    ground.swap(f"{_ACCOUNT}._verdict", lambda _: lambda self, told: inactive)


@plant("no-verdict-is-dead", "client", "client/unauthorized/undecided")
def no_verdict_is_dead(ground: Ground) -> None:
    """A token that introspection says nothing about is taken for dead."""
    inactive = resolved("kickwire.refusals:INACTIVE")
    ground.swap(
        f"{_ACCOUNT}._verdict",
        lambda verdict: lambda self, told: inactive if told is None else verdict(self, told),
    )


@plant("renewed-again-and-again", "client", "client/unauthorized/bounded")
def renewed_again_and_again(ground: Ground) -> None:
    """A pair that is dead right after its renewal is renewed again by the next call."""
    ground.swap(f"{_ACCOUNT}._is_recent", lambda _: lambda self, event, held: False)


@plant("newer-token-not-seen", "client", "client/unauthorized/newer")
def newer_token_not_seen(ground: Ground) -> None:
    """On a 401 nobody looks whether the store has newer tokens."""

    def make(good: Any) -> Any:
        return lambda self, held, dead=None: good(self, held, dead) if dead is None else False

    ground.swap(f"{_REFRESHER}.is_good", make)


@plant("app-token-for-everybody", "client", "client/app/no_fallback")
def app_token_for_everybody(ground: Ground) -> None:
    """Who has not logged in acts with the app's token."""

    def make(user: Any) -> Any:
        def generous(self: Any, name: str) -> Any:
            found = user(self, name)
            return found if self._refresher.known(self._key(name)) else self.app()

        return generous

    ground.swap("kickwire.accounts:Accounts.user", make)
