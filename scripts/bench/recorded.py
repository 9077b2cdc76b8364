"""A server that gives one answer to whatever it is asked, as fast as uvicorn can.

It is told the answer as in `scripts.bench.children`, and tells the port that it listens on.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn

from scripts.bench.children import heard, tell


def main() -> None:
    """Serve until the process is ended."""
    body = json.dumps(heard()).encode()
    head = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]

    async def app(
        _scope: object, _receive: object, send: Callable[[dict[str, Any]], Awaitable[None]]
    ) -> None:
        """ASGI without a framework."""
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": body})

    listener = socket.create_server(("127.0.0.1", 0))
    tell(listener.getsockname()[1])
    config = uvicorn.Config(app, lifespan="off", log_level="critical", access_log=False)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
