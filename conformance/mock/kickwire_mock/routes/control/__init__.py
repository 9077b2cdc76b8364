"""The mock's own host, below ``/_mock``: for tests and tools, never seen at Kick.

Driven by a document of its own (``control.openapi.yaml``), with the same machinery as Kick's hosts.
"""

from kickwire_mock.routes.control.entrance import answer, too_large
from kickwire_mock.routes.control.itself import PREFIX
from kickwire_mock.routes.control.page import message

__all__ = ["PREFIX", "answer", "message", "too_large"]
