"""A real Chromium, a mock over sockets, and an app to come back to."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from kickwire_mock import RunningServer, start_server
from playwright.sync_api import Browser, Page, expect, sync_playwright

from conformance.tests.browser.browser_visits import Client, Receiver, Tabs

expect.set_options(timeout=20_000)
"""Milliseconds for what should be seen at once: machines that test much at a time are slow."""

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


# The synchronous API keeps an event loop running, which other modules' tests could not bear.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium as the system has it: needed in CI, elsewhere these tests are skipped without it."""
    executable = next(filter(None, map(shutil.which, _NAMES)), None)
    if executable is None:
        reason = "no Chromium here: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    """One mock for the tests of a module; each test has an app of its own."""
    with start_server() as running:
        yield running


class _Callback(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = b"<!doctype html><html lang=en><title>Back in the app</title><p>Done."
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@contextmanager
def _listening(handler: type[BaseHTTPRequestHandler]) -> Generator[int]:
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=httpd.serve_forever)
    thread.start()
    yield httpd.server_port
    httpd.shutdown()
    thread.join()
    httpd.server_close()


@pytest.fixture(scope="module")
def callback() -> Iterator[str]:
    """The address of an app that waits for its people to come back."""
    with _listening(_Callback) as port:
        yield f"http://localhost:{port}/callback"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A webhook receiver on a port of its own."""
    found = Receiver("")

    class Handler(_Callback):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.arrived.append((dict(self.headers.items()), body))
            self.send_response(200)
            self.send_header("Content-Length", str(len(found.answer)))
            self.end_headers()
            self.wfile.write(found.answer)

    with _listening(Handler) as port:
        found.url = f"http://127.0.0.1:{port}/webhook"
        yield found


@pytest.fixture
def client(server: RunningServer, callback: str) -> Client:
    """A new app."""
    return Client(server, server.mock.add_app("Chat helper", redirect_uris=[callback]))


@pytest.fixture
def tabs(browser: Browser) -> Iterator[Tabs]:
    """Tabs of a fresh profile. The test fails if the browser complains of anything."""
    context = browser.new_context()
    found = Tabs(context)
    yield found
    context.close()
    assert found.complaints == []


@pytest.fixture
def own_server() -> Iterator[RunningServer]:
    """A mock of the test's own."""
    with start_server() as running:
        yield running


@pytest.fixture
def dashboard(own_server: RunningServer, tabs: Tabs) -> Page:
    """Its dashboard, which says that it is live."""
    page = tabs.open(f"{own_server.control_url}/")
    expect(page.locator("#live")).to_have_text("Live")
    return page
