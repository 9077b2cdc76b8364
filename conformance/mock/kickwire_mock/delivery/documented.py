"""The events that the document of the API host describes under ``webhooks``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from kickwire_mock.answers import JSON
from kickwire_mock.documents import Node, Place, root
from kickwire_mock.errors import MockError, NotFoundError, RequestError
from kickwire_mock.schemas import Schemas
from kickwire_mock.world.news import Payload


class DocumentedEvents:
    """Names, examples and schemas of events; a schema is compiled when it is first needed."""

    def __init__(self, document: Node) -> None:
        """Read the document; one without ``webhooks`` has no events."""
        declared = root(document).get("webhooks")
        self._schemas = Schemas(document)
        self._places: dict[str, Place] = {}
        for name, place in () if declared is None else declared.items():
            content = place.at("post", "requestBody", "content", JSON)
            self._places[str(name)] = content

    def names(self) -> list[str]:
        """In the order of the document."""
        return list(self._places)

    def example(self, event: str) -> Payload:
        """The first example of an event."""
        (first, *_) = self._place(event).at("examples").values()
        return cast("Payload", first.at("value").node)

    def require(self, event: str, payload: Payload) -> None:
        """Let a payload pass.

        Raises:
            NotFoundError: there is no such event.
            MockError: the payload does not fit its schema; the text says where.
        """
        try:
            self._schemas.check(self._place(event).at("schema")).require(payload, event)
        except RequestError as refusal:
            raise MockError(refusal.reason) from None

    def require_known(self, event: str, fields: Mapping[str, Any]) -> None:
        """Let fields pass that the event has; one that is misspelt should not be sent.

        Raises:
            NotFoundError: there is no such event.
            MockError: there is another one among them.
        """
        known = self._place(event).at("schema", "properties").node
        for name in fields:
            if name not in known:
                raise MockError(f"{event} has no field {name[:100]!r}; known: {', '.join(known)}")

    def _place(self, event: str) -> Place:
        found = self._places.get(event)
        if found is None:
            raise NotFoundError(f"no such event; possible: {', '.join(self._places)}")
        return found
