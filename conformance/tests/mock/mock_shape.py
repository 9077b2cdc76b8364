"""Whether an answer looks like one of the host that was asked."""

from __future__ import annotations

import json
from typing import Any

from kickwire_mock import HostKind, Reply


def kick_shaped(host: HostKind, reply: Reply) -> bool:
    """Whether a reply looks like one of this host."""
    media = (reply.headers.get("content-type") or "").partition(";")[0]
    if not reply.body:
        return media in ("", "application/json", "text/html", "text/plain")
    if media != "application/json":
        # The id host has a consent page and a front page, the api host refuses consent forms.
        return reply.status in ((200, 404) if host == "id" else (400,))
    value: Any = json.loads(reply.body)
    if set(value) == {"error", "reference"}:
        return reply.quirks == ("wrong_host_blocked",)
    if host == "api":
        return set(value) == {"data", "message"} or "pagination" in value
    if host == "id":
        return bool({"error", "access_token", "data"} & set(value))
    return set(value) in ({"error"}, {"status", "version"})
