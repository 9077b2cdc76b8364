"""api.kick.com: its host, who may do what there, and one module of handlers for each tag."""

from kickwire_mock.routes.api.host import ApiHost

__all__ = ["ApiHost"]
