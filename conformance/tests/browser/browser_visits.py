"""An app that sends people to the mock in a browser, and the tabs they use."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
from kickwire_mock import RunningServer
from kickwire_mock.world.people import App
from playwright.sync_api import BrowserContext, Page, expect

_VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
_CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

_CONTRASTS = """
() => {
  const light = (color) => {
    const [r, g, b] = color.match(/[\\d.]+/g).map(Number).map((v) => v / 255)
      .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (!color.startsWith('rgba(')) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  const text = (child) => child.nodeType === Node.TEXT_NODE && child.nodeValue.trim();
  const speaks = (element) => element.checkVisibility()
    && ([...element.childNodes].some(text) || element.matches('input, select'));
  return [...document.body.querySelectorAll('*')].filter(speaks).map((element) => {
    const [a, b] = [getComputedStyle(element).color, behind(element)].map(light);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  });
}
"""


def contrasts_of(page: Page) -> list[float]:
    """How far each text that can be seen stands out from its ground (WCAG 2.2, 1.4.3)."""
    found: list[float] = page.evaluate(_CONTRASTS)
    return found


def press(page: Page, *keys: str) -> None:
    """Press keys one after the other."""
    for key in keys:
        page.keyboard.press(key)


def told(page: Page, words: str) -> None:
    """Wait until the page says what became of the last thing that was done."""
    expect(page.locator("#told")).to_have_text(words)


@dataclass
class Client:
    """An app that sends people to the mock and takes them back."""

    server: RunningServer
    app: App

    def url(self, scopes: str = "user:read channel:read events:subscribe") -> str:
        """Where it sends them."""
        parameters = {
            "response_type": "code",
            "client_id": self.app.client_id,
            "redirect_uri": self.app.redirect_uris[0],
            "scope": scopes,
            "state": "s-1",
            "code_challenge": _CHALLENGE,
            "code_challenge_method": "S256",
        }
        return f"{self.server.id_url}/oauth/authorize?{urlencode(parameters)}"

    def outcome(self, page: Page) -> dict[str, str]:
        """What the browser brings back."""
        page.wait_for_url(f"{self.app.redirect_uris[0]}?**")
        assert page.title() == "Back in the app"
        answer = {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}
        assert answer.pop("state") == "s-1"
        return answer

    def granted(self, page: Page) -> tuple[str | None, str]:
        """Who granted which scopes, found out by exchanging the code."""
        form = {
            "grant_type": "authorization_code",
            "client_id": self.app.client_id,
            "client_secret": self.app.client_secret,
            "redirect_uri": self.app.redirect_uris[0],
            "code": self.outcome(page)["code"],
            "code_verifier": _VERIFIER,
        }
        answer = httpx.post(f"{self.server.id_url}/oauth/token", data=form)
        assert answer.status_code == 200, answer.text
        last = self.server.mock.journal.entries(operation="exchangeToken")[-1]
        return last.user, str(answer.json()["scope"])


@dataclass
class Receiver:
    """An app's webhook receiver, which remembers what arrived."""

    url: str
    answer: bytes = b"thanks"
    arrived: list[tuple[dict[str, str], bytes]] = field(
        default_factory=list[tuple[dict[str, str], bytes]]
    )
    """Headers and body of each delivery."""


@dataclass
class Tabs:
    """Browser tabs that remember what they complained of."""

    context: BrowserContext
    complaints: list[str] = field(default_factory=list[str])

    def open(self, url: str) -> Page:
        """Open an address in a new tab."""
        page = self.context.new_page()
        page.on("console", lambda message: self._complain(message.type, message.text))
        page.on("pageerror", lambda error: self._complain("error", str(error)))
        page.goto(url)
        return page

    def _complain(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)
