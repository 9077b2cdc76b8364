"""Which cases are run where a setting is moved: those for which it can matter.

A case names settings in its evidence, and asks its stage for them. What a setting changes in the
documents is said by the pointers of its ledger entry: the operations that it names, or whose
answers or fields it names. And whatever is moved, every operation is called once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, cast

from conformance.suite.cases import Case
from conformance.suite.runner import Result
from conformance.suite.spec import Operation, document, ledger
from conformance.suite.ways import Way

_HOSTS = ("id", "api")


class Selection:
    """The cases for which a moved setting can matter.

    Args:
        cases: to choose from.
        results: what came of them where nothing was moved, which tells what they asked for.
    """

    def __init__(self, cases: Sequence[Case], results: Iterable[Result] = ()) -> None:
        self._cases = cases
        self._always = frozenset(_first_of_each(cases))
        self._asked: dict[str, set[str]] = {}
        for one in results:
            self._asked.setdefault(one.case.id, set()).update(one.asked)

    def of(self, way: Way) -> Iterator[Case]:
        """Those for a way with moved settings."""
        for case in self._cases:
            asked = any(self._matters(case, setting) for setting in way.settings)
            if (asked or case.id in self._always) and way.profile in case.profiles:
                yield case

    def _matters(self, case: Case, setting: str) -> bool:
        if not case.id.startswith("doc/"):
            return setting in case.quirks or setting in self._asked.get(case.id, ())
        _, host, operation = case.id.split("/")
        return operation in operations_of(setting)[host]


def _first_of_each(cases: Iterable[Case]) -> Iterator[str]:
    """The ids of the first case about each operation; webhooks, which nobody calls, are none."""
    called = {f"document {host} {each.id}" for host in _HOSTS for each in document(host).operations}
    first: dict[str, str] = {}
    for case in cases:
        if not case.id.startswith("doc/"):
            for each in called.intersection(case.evidence):
                first.setdefault(each, case.id)
    yield from first.values()


@cache
def operations_of(setting: str) -> Mapping[str, frozenset[str]]:
    """The operations that the ledger's entry points to, by host.

    A pointer to a part that operations share points to all that do.
    """
    pointers: Mapping[str, Sequence[str]] = ledger().entries[setting]["pointers"]
    return {
        host: frozenset(
            operation.id
            for operation in document(host).operations
            if any(_leads_to(pointer, host, operation) for pointer in pointers.get(host, ()))
        )
        for host in _HOSTS
    }


def _leads_to(pointer: str, host: str, operation: Operation) -> bool:
    """Whether a pointer into a document is about an operation."""
    parts = pointer.split("/")
    if parts[1] == "components":
        return "/".join(parts[:4]) in _parts_of(host, operation.id)
    place = f"/paths/{operation.path.replace('/', '~1')}/{operation.method.lower()}"
    return parts[1] == "info" or f"{pointer}/".startswith(f"{place}/")


@cache
def _parts_of(host: str, operation: str) -> frozenset[str]:
    """The components that an operation is made of, as pointers."""
    content = document(host).content
    found = document(host).operation(operation)
    parts = set[str]()
    waiting: list[Any] = [content["paths"][found.path][found.method.lower()]]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            fields = cast("dict[str, Any]", node)
            waiting += fields.values()
            part = str(fields.get("$ref", "#"))[1:]
            if part and part not in parts:
                parts.add(part)
                waiting.append(_at(content, part))
        elif isinstance(node, list):
            waiting += node
    return frozenset(parts)


def _at(content: Mapping[str, Any], pointer: str) -> Any:
    found: Any = content
    for step in pointer.split("/")[1:]:
        found = found[step]
    return found
