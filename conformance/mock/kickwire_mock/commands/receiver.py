"""A receiver of webhooks, to which deliveries are sent as Kick sends them."""

from __future__ import annotations

import ssl
import time
from dataclasses import dataclass
from types import TracebackType

import click
import httpx

from kickwire_mock.carriers.failures import explained
from kickwire_mock.commands.checks import Letter
from kickwire_mock.delivery.attempts import ANSWER_KEPT, PATIENCE
from kickwire_mock.errors import MockError
from kickwire_mock.world.targets import Targets


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver answered."""

    status: int | None
    """None: nothing."""
    seconds: float
    error: str = ""
    """Why there was no answer."""
    reached: bool = True
    """Whether a connection came about."""


class Receiver:
    """Sends deliveries to one URL, within the mock's patience, and follows no redirect."""

    def __init__(self, url: str) -> None:
        """Get ready.

        Raises:
            click.ClickException: deliveries cannot go to such a URL.
        """
        try:
            host = httpx.URL(url).host
            Targets([host]).require(url)
        except (MockError, httpx.InvalidURL) as error:
            raise click.ClickException(f"{url}: {error}") from None
        self._url = url
        self._http = httpx.Client(
            verify=ssl.create_default_context(), trust_env=False, timeout=PATIENCE
        )

    def send(self, letter: Letter) -> Answer:
        """Send a delivery, and measure the time until the answer is there."""
        # A request of its own, so that the client adds no headers.
        request = httpx.Request(
            "POST", self._url, headers=dict(letter.headers), content=letter.body
        )
        began = time.monotonic()
        status, error, reached = None, "", True
        try:
            response = self._http.send(request, stream=True)
            try:
                status = response.status_code if _read(response, began) else None
            finally:
                response.close()
        except (httpx.ConnectError, httpx.ConnectTimeout) as failure:
            error, reached = explained(failure), False
        except httpx.TimeoutException:
            pass  # as with an answer that goes on for too long
        except (httpx.HTTPError, ssl.SSLError) as failure:
            error = explained(failure)
        if status is None and not error:
            error = f"no whole answer within {PATIENCE:g} s"
        return Answer(status, time.monotonic() - began, error, reached)

    def __enter__(self) -> Receiver:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._http.close()


def _read(response: httpx.Response, began: float) -> bool:
    """Read as much as anybody listens to. False: the time is up."""
    heard = 0
    for chunk in response.iter_raw():
        heard += len(chunk)
        if time.monotonic() - began > PATIENCE:
            return False
        if heard >= ANSWER_KEPT:
            break
    return True
