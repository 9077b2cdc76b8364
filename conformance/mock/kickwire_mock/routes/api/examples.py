"""What an operation answers that no handler knows: the document's own example.

So a foreign document drives the mock too, with the pages that ``x-kick-page`` promises.
"""

from __future__ import annotations

from kickwire_mock.answers import last_page
from kickwire_mock.messages import Reply
from kickwire_mock.operations import Operation
from kickwire_mock.routes.api.visit import Handler, Visit


def handler(operation: Operation) -> Handler:
    """Answers the first example; to a cursor the one after which no page comes.

    Raises:
        DocumentError: the document's paging is incomplete.
    """
    last = last_page(operation.place)
    if last is None:
        return _first
    cursor = str(operation.place.at("x-kick-page", "cursor").node)
    ending = last

    def answer(visit: Visit) -> Reply:
        return ending if cursor in visit.arguments.query else visit.operation.success

    return answer


def _first(visit: Visit) -> Reply:
    return visit.operation.success
