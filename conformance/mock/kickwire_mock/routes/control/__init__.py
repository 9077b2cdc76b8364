"""The mock's own host, below ``/_mock``: for tests and tools, never seen at Kick.

Driven by a document of its own (``control.openapi.yaml``), with the same machinery as Kick's hosts.
"""

from kickwire_mock.routes.control.dashboard import message
from kickwire_mock.routes.control.entrance import answer, too_large
from kickwire_mock.routes.control.itself import PREFIX

__all__ = ["PREFIX", "answer", "message", "too_large"]
