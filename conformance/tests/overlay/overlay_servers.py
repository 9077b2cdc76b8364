"""Servers for tests of connections: a host of Kick, a forward proxy, HTTP/2, and who vouches."""

from __future__ import annotations

import datetime
import ipaddress
import json
import select
import socket
import socketserver
import ssl
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import h2.config
import h2.connection
import h2.events
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PATIENCE = 20.0

TOKEN = {"access_token": "worthless-app-token", "expires_in": 7200, "token_type": "Bearer"}
NOTHING: dict[str, object] = {"data": [], "message": "OK"}


class Authority:
    """A certificate authority of its own, and a server on loopback that it vouches for.

    Args:
        folder: where the files are put.
    """

    def __init__(self, folder: Path) -> None:
        self.bundle = folder / "authority.pem"
        self._chain = folder / "server.pem"
        key, name = ec.generate_private_key(ec.SECP256R1()), _name("authority of a test")
        basic = x509.BasicConstraints(ca=True, path_length=None)
        authority = _certificate(name, name, key.public_key(), key.public_key())
        authority = authority.add_extension(basic, critical=True)
        authority = authority.add_extension(_SIGNS_CERTIFICATES, critical=True)
        self.bundle.write_bytes(_pem(authority.sign(key, hashes.SHA256())))
        own = ec.generate_private_key(ec.SECP256R1())
        host = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
        subject = _name("server of a test")
        server = _certificate(subject, name, own.public_key(), key.public_key())
        signed = server.add_extension(host, critical=False).sign(key, hashes.SHA256())
        self._chain.write_bytes(_pem(signed) + _private(own))

    def server_side(self, *protocols: str) -> ssl.SSLContext:
        """What a server speaks TLS with."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._chain)
        context.set_alpn_protocols(list(protocols or ("http/1.1",)))
        return context


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


_SIGNS_CERTIFICATES = x509.KeyUsage(
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=True,
    crl_sign=True,
    encipher_only=False,
    decipher_only=False,
)


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    signer: ec.EllipticCurvePublicKey,
) -> x509.CertificateBuilder:
    """With the identifiers that Python asks for since 3.13 (RFC 5280 sections 4.2.1.1, 4.2.1.2)."""
    day, now = datetime.timedelta(days=1), datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer), critical=False)
    )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


class _Kick(BaseHTTPRequestHandler):
    """Answers for both hosts: a token to POST, nothing to GET."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """An empty list."""
        self._answer(NOTHING)

    def do_POST(self) -> None:
        """A token of the app."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(TOKEN)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written."""

    def _answer(self, value: object) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _Quiet(ThreadingHTTPServer):
    """Does not tell of clients that hang up, as those do who distrust a certificate."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing is written."""


@contextmanager
def kick_host(tls: ssl.SSLContext | None = None) -> Generator[str]:
    """The URL of a server that answers for both hosts."""
    with _Quiet(("127.0.0.1", 0), _Kick) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
        with _served(server):
            yield f"{'http' if tls is None else 'https'}://127.0.0.1:{server.server_port}"


class Proxy(socketserver.ThreadingTCPServer):
    """A forward proxy on loopback, for plain HTTP and for CONNECT."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Forwarding)
        self.seen: list[str] = []
        self.credentials: list[str] = []

    @property
    def address(self) -> str:
        """Its host and port."""
        return f"127.0.0.1:{self.server_address[1]}"


class _Forwarding(socketserver.StreamRequestHandler):
    """One connection: its first request tells where everything goes."""

    def handle(self) -> None:
        """Note what is asked for, and pass bytes on both ways."""
        line = self.rfile.readline().decode()
        headers = list(iter(self.rfile.readline, b"\r\n"))
        method, target, _ = line.split()
        proxy = cast("Proxy", self.server)
        proxy.seen.append(f"{method} {target}")
        proxy.credentials += [
            header.decode().partition(": ")[2].strip()
            for header in headers
            if header.lower().startswith(b"proxy-authorization:")
        ]
        place = urlsplit(f"//{target}" if method == "CONNECT" else target)
        with socket.create_connection((place.hostname or "", place.port or 0)) as far:
            if method == "CONNECT":
                self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                far.sendall(line.encode() + b"".join(headers) + b"\r\n" + self._body(headers))
            _pass_on(self.connection, far)

    def _body(self, headers: list[bytes]) -> bytes:
        lengths = [h.partition(b":")[2] for h in headers if h.lower().startswith(b"content-length")]
        return self.rfile.read(int(lengths[0])) if lengths else b""


def _pass_on(near: socket.socket, far: socket.socket) -> None:
    other = {near: far, far: near}
    while True:
        for ready in select.select([near, far], [], [], PATIENCE)[0] or [near]:
            data = ready.recv(65536)
            if not data:
                return
            other[ready].sendall(data)


@contextmanager
def forward_proxy() -> Generator[Proxy]:
    """A proxy that is running."""
    with Proxy() as proxy, _served(proxy):
        yield proxy


@contextmanager
def http2_host(tls: ssl.SSLContext) -> Generator[str]:
    """The URL of a server that speaks nothing but HTTP/2."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), partial(_Http2, tls)) as server:
        server.daemon_threads = True
        with _served(server):
            yield f"https://127.0.0.1:{server.server_address[1]}"


class _Http2(socketserver.BaseRequestHandler):
    """One connection: a token where one is asked for, else nothing."""

    def __init__(self, tls: ssl.SSLContext, *arguments: Any) -> None:
        self._tls = tls
        super().__init__(*arguments)

    def handle(self) -> None:
        """Answer whatever comes, until the other side hangs up."""
        talk = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        talk.initiate_connection()
        with suppress(OSError), self._tls.wrap_socket(self.request, server_side=True) as near:
            near.sendall(talk.data_to_send())
            while data := near.recv(65536):
                for event in talk.receive_data(data):
                    if isinstance(event, h2.events.RequestReceived):
                        self._answer(talk, event)
                near.sendall(talk.data_to_send())

    def _answer(self, talk: h2.connection.H2Connection, event: h2.events.RequestReceived) -> None:
        value = TOKEN if (b":method", b"POST") in event.headers else NOTHING
        talk.send_headers(event.stream_id, [(":status", "200")])
        talk.send_data(event.stream_id, json.dumps(value).encode(), end_stream=True)


@contextmanager
def _served(server: socketserver.BaseServer) -> Generator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join(PATIENCE)
