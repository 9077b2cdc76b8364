"""A mock in which everything has happened that the dashboard has a look for."""

from __future__ import annotations

import httpx
from kickwire_mock import RunningServer
from playwright.sync_api import Page


def filled(server: RunningServer, url: str) -> None:
    """Let everything happen that the dashboard has a look for."""
    headers = {"Authorization": f"Bearer {server.token}"}
    control = httpx.Client(base_url=f"{server.control_url}/")
    for token in (server.token, "wrong"):
        httpx.get(f"{server.api_url}/public/v1/users", headers={"Authorization": f"Bearer {token}"})
    httpx.get(f"{server.api_url}/public/v1/channels?slug=nobody-of-this-name", headers=headers)
    control.patch("settings", json={"settings": {"revoke_always_200": "bad_request_400"}})
    control.post("faults", json={"operation": "getUsers", "count": 5, "skip": 3, "status": 500})
    for said in (
        {"to": url},
        {"to": url, "trouble": {"drop": True}},
        {"to": "http://127.0.0.1:9/"},
    ):
        control.post("events", json={"event": "chat.message.sent", **said})
    subscribed = {"events": [{"name": "channel.followed", "version": 1}], "method": "webhook"}
    httpx.post(f"{server.api_url}/public/v1/events/subscriptions", headers=headers, json=subscribed)
    control.post("events", json={"event": "channel.followed"})
    control.post("tokens/end", json={})
    control.close()


def opened(page: Page) -> None:
    """Open whatever can be opened."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
