"""TLS with an authority that lives as long as the mock: its key is in no file and in no answer.

The authority signs one certificate and is forgotten; only its own certificate is kept, for whoever
is to trust it. Whoever gets hold of the mock can so never vouch for anything else.
"""

from __future__ import annotations

import ssl
from asyncio import BaseTransport
from pathlib import Path
from weakref import WeakKeyDictionary

import trustme

from kickwire_mock.errors import ServerError

NAMES = ("id.kick.com", "api.kick.com", "localhost", "127.0.0.1", "::1")
"""Whom the certificate names."""
_TITLE = "# The authority of one run of kickwire-mock. It vouches for nothing else.\n"


class Tls:
    """What a TLS listener speaks with."""

    def __init__(self) -> None:
        """Make an authority, have it sign, and forget its key."""
        authority = trustme.CA(
            organization_name="kickwire-mock", organization_unit_name="authority of one run"
        )
        self.authority = authority.cert_pem.bytes().decode("ascii")
        """The certificate to trust, as PEM."""
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server = authority.issue_cert(*NAMES, organization_name="kickwire-mock")
        with server.private_key_and_cert_chain_pem.tempfile() as path:  # Python reads files only
            self.context.load_cert_chain(path)
        self.context.set_alpn_protocols(["http/1.1"])
        self.context.sni_callback = self._note
        self._asked: WeakKeyDictionary[object, str] = WeakKeyDictionary()

    def asked_for(self, transport: BaseTransport) -> str | None:
        """The name that the client asked for in its first message (SNI), if it named one."""
        return self._asked.get(transport.get_extra_info("ssl_object"))

    def write_authority(self, path: Path) -> None:
        """Write the authority's certificate, over that of an earlier run or where nothing is.

        Raises:
            ServerError: it cannot be written, or something else is there.
        """
        try:
            if path.exists() and not path.read_text("utf-8", "replace").startswith(_TITLE):
                raise ServerError(f"{path} holds something else; name a file that may be written")
            path.write_text(_TITLE + self.authority, encoding="ascii")
        except OSError as error:
            raise ServerError(f"{path}: {error.strerror or error}") from None

    def _note(
        self, side: ssl.SSLObject | ssl.SSLSocket, name: str | None, _context: ssl.SSLContext
    ) -> None:
        if name is not None:
            self._asked[side] = name.lower().removesuffix(".")

    def __repr__(self) -> str:
        return f"Tls({', '.join(NAMES)})"
