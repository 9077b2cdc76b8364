"""The life of a login, over real sockets: told step by step, each step checked against the mock."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from cryptography.fernet import Fernet
from kickwire import (
    App,
    AsyncKick,
    Denied,
    Kick,
    Login,
    OAuth,
    SQLiteStore,
    TokenSet,
    errors,
)

from conformance.suite.control import Control
from conformance.suite.target import Target
from scripts.demo.acting import act
from scripts.demo.told import NotAsToldError, expect, failure_of, from_threads
from scripts.documents import ROOT

CALLERS = 50
SCOPES = ["user:read", "channel:read", "channel:write", "chat:write"]
TWO_HOURS = 7200.0


class Story:
    """One app, one user, one store, one mock, and a clock that all of them share.

    Args:
        target: a mock that has just been started.
        folder: where the store is kept.
        tell: shows a line.
    """

    def __init__(self, target: Target, folder: Path, tell: Callable[[str], None]) -> None:
        assert target.control_url
        assert target.client_id
        assert target.client_secret
        self._target = target
        self._tell = tell
        self._control = Control(target.control_url)
        self._now = self._control.now()
        self._app = App(target.client_id, target.client_secret, target.redirect_uri)
        self._key = Fernet.generate_key().decode()
        self._path = folder / "tokens.db"
        self._store = SQLiteStore(self._path, keys=self._key)
        self._user = target.users[1]  # the token of the ready line is the first one's

    def run(self) -> None:
        """Tell it all."""
        with self._kick() as kick, self._store:
            self._log_in(kick)
            self._call(kick)
            act(kick, self._user, self._control, self._tell)
            self._fall_due(kick)
            self._get_killed(kick)
            self._share_with_another_process()
            self._be_replayed(kick)
            self._log_out(kick)
        self._control.close()

    def _clock(self) -> float:
        return self._now

    def _advance(self, seconds: float) -> None:
        self._now += seconds
        self._control.advance(seconds)

    def _kick(self) -> Kick:
        return Kick(
            self._app,
            self._store,
            id_url=self._target.id_url,
            api_url=self._target.api_url,
            clock=self._clock,
        )

    def _log_in(self, kick: Kick) -> None:
        request = kick.login(SCOPES, account=self._user)
        self._tell(f"{self._user} is sent to the consent page: PKCE with S256, a fresh state")
        refused = self._control.consent(request.url, self._user, approve=False)
        outcome = kick.complete_login(refused, binding=request.binding)
        expect(isinstance(outcome, Denied), "a refused consent should be Denied")
        self._tell("at first the user says no: Denied, a normal outcome")
        request = kick.login(SCOPES, account=self._user)
        callback = self._control.consent(request.url, self._user)
        login = kick.complete_login(callback, binding=request.binding)
        expect(isinstance(login, Login) and not login.missing, "the login should grant all scopes")
        self._tell(f"then yes: granted {', '.join(kick.tokens(self._user).scopes)}")
        failure = failure_of(lambda: kick.complete_login(callback, binding=request.binding))
        expect(isinstance(failure, errors.LoginFailed), "the same callback should not work twice")
        self._tell("the same callback once more: LoginFailed, and no code was sent")

    def _call(self, kick: Kick) -> None:
        me = kick.as_user(self._user).users.get()[0]
        stats = kick.livestreams.stats()
        expect(me.name == self._user, "the token should be the user's own")
        self._tell(f"as the user: users.get() is {me.name}, id {me.user_id}")
        self._tell(f"as the app, with a token minted on the way: {stats.total_count} are live")

    def _fall_due(self, kick: Kick) -> None:
        self._advance(TWO_HOURS)
        with self._one_refresh("50 threads call"):
            from_threads(CALLERS, kick.as_user(self._user).users.get)
        self._advance(TWO_HOURS)
        with self._one_refresh("50 tasks call"):
            asyncio.run(self._tasks())

    async def _tasks(self) -> None:
        async with AsyncKick(
            self._app,
            self._store,
            id_url=self._target.id_url,
            api_url=self._target.api_url,
            clock=self._clock,
        ) as kick:
            user = kick.as_user(self._user)
            await asyncio.gather(*[user.users.get() for _ in range(CALLERS)])

    def _get_killed(self, kick: Kick) -> None:
        kick.tokens(self._user)
        self._control.end_tokens(self._user, "access_token")
        with self._one_refresh("Kick ends the access token while the clock says valid; 50 threads"):
            from_threads(CALLERS, kick.as_user(self._user).users.get)

    def _share_with_another_process(self) -> None:
        self._advance(TWO_HOURS)
        with self._one_refresh("two processes, 50 threads each, one SQLite store"):
            processes = [self._process() for _ in range(2)]
            for process in processes:
                output, _ = process.communicate(timeout=60)
                expect(process.returncode == 0, f"a process failed: {output.strip()}")

    def _process(self) -> subprocess.Popen[str]:
        settings = {
            "client_id": self._app.client_id,
            "client_secret": self._app.client_secret,
            "id_url": self._target.id_url,
            "api_url": self._target.api_url,
            "path": str(self._path),
            "key": self._key,
            "now": self._now,
            "account": self._user,
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "scripts.demo.another"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert process.stdin is not None
        process.stdin.write(json.dumps(settings) + "\n")
        process.stdin.flush()
        return process

    def _be_replayed(self, kick: Kick) -> None:
        old = kick.tokens(self._user)
        self._advance(TWO_HOURS)
        kick.tokens(self._user)
        with self._oauth() as oauth:
            failure = failure_of(lambda: oauth.refresh(old))
        expect(isinstance(failure, errors.GrantLost), "a used refresh token should be refused")
        self._tell(f"a used refresh token, replayed: {type(failure).__name__}; the login lives on")
        kick.as_user(self._user).users.get()

    def _log_out(self, kick: Kick) -> None:
        tokens: TokenSet = kick.tokens(self._user)
        with self._oauth() as oauth:
            found = oauth.introspect(tokens)
            expect(found.active and found.kind == "user", "the token should be active")
            self._tell(f"introspect: active, a {found.kind} token, until {found.expires_at}")
            kick.log_out(self._user)
            expect(not oauth.introspect(tokens).active, "a revoked token should be inactive")
        failure = failure_of(kick.as_user(self._user).users.get)
        expect(isinstance(failure, errors.LoginRequired), "a logged-out user should have to log in")
        self._tell("log out: both tokens revoked, introspect says inactive, a call LoginRequired")

    def _oauth(self) -> OAuth:
        return OAuth(self._app, id_url=self._target.id_url, clock=self._clock)

    @contextmanager
    def _one_refresh(self, what: str) -> Generator[None]:
        before = self._control.refreshes()
        yield
        counted = self._control.refreshes() - before
        expect(counted == 1, f"{what}: the mock counted {counted} refreshes instead of one")
        self._tell(f"{what}: the mock counted 1 refresh, nobody failed")


def tell(target: Target, show: Callable[[str], None]) -> None:
    """Tell the story against a mock that has just been started.

    Raises:
        NotAsToldError: a step did not come true.
    """
    with tempfile.TemporaryDirectory() as folder:
        try:
            Story(target, Path(folder), show).run()
        except errors.KickError as error:
            raise NotAsToldError(f"{type(error).__name__}: {error}") from None
