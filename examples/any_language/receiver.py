"""A receiver of Kick's webhooks. The standard library and the package cryptography."""

import base64
import json
import os
from contextlib import suppress
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast
from urllib.request import urlopen

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

API = os.environ.get("KICK_API_URL", "https://api.kick.com")
with urlopen(f"{API}/public/v1/public-key") as answer:  # noqa: S310  # the owner chose the address
    KEY = cast(
        "RSAPublicKey", load_pem_public_key(json.load(answer)["data"]["public_key"].encode())
    )


def is_genuine(headers: Message, body: bytes) -> bool:
    """Whether Kick signed this body, as received: JSON that is written again does not verify."""
    message = headers.get("Kick-Event-Message-Id", "")
    time = headers.get("Kick-Event-Message-Timestamp")
    time = time or headers.get("Kick-Event-Timestamp", "")  # the latter on claims of drops
    try:
        signature = base64.b64decode(headers.get("Kick-Event-Signature", ""))
        KEY.verify(signature, f"{message}.{time}.".encode() + body, PKCS1v15(), SHA256())
    except (InvalidSignature, ValueError):  # the latter from what is no base64
        return False
    return True


class Receiver(BaseHTTPRequestHandler):
    """Answers deliveries."""

    def do_POST(self) -> None:
        """Take a delivery."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        genuine = is_genuine(self.headers, body)
        self.send_response(200 if genuine else 403)
        self.send_header("Content-Length", "0")
        self.end_headers()
        if genuine:
            event = self.headers.get("Kick-Event-Type", "drops.claim")
            print(event, json.loads(body), flush=True)
        else:
            print("not from Kick", flush=True)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet; what came is printed."""


server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "3000"))), Receiver)
print("listening", flush=True)
with suppress(KeyboardInterrupt):
    server.serve_forever()
