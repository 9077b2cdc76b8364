"""Stand-ins for whoever sends the calls of the facade: they record what would go out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, TypeVar

import httpx
from kickwire_api.caller import Build
from kickwire_api.facade import AsyncPublicApi, PublicApi
from kickwire_api.operations import Operation
from kickwire_api.types import Found, Raw
from kickwire_id.transport import SecretQueryTransport

from conformance.tests.contract.contract_documents import success

T = TypeVar("T")
Item = TypeVar("Item")
Parse = Callable[[httpx.Response], T]
BASE_URL = "https://api.kick.com"


class Recorder:
    """Keeps the requests; every call is answered with an example of its operation."""

    def __init__(self, base_url: str = BASE_URL) -> None:
        self.base_url = base_url
        self.requests: list[httpx.Request] = []
        self.operations: list[Operation] = []
        self.builds: list[Any] = []

    def answer(self, operation: Operation, build: Build, number: int = 0) -> httpx.Response:
        """Keep the request of a call, or of its later page, and give the answer to it."""
        changes = {"cursor": f"page-{number}"} if number else {}
        self.requests.append(build(self.base_url, **changes))
        self.operations.append(operation)
        self.builds.append(build)
        return success(operation.id, number)


class RecordingCaller(Recorder):
    """A `Caller` that sends nothing."""

    def call(self, operation: Operation, build: Build, parse: Parse[T], /) -> T:
        """One answer, parsed."""
        return parse(self.answer(operation, build))

    def raw(self, operation: Operation, build: Build, parse: Parse[T], /) -> Raw[T]:
        """One answer, whole."""
        response = self.answer(operation, build)
        return Raw(response.status_code, response.headers, response.content, parse(response))

    def found(
        self,
        operation: Operation,
        build: Build,
        parse: Parse[T],
        items: Callable[[T], list[Item]],
        /,
    ) -> Found[Item]:
        """The items of one answer; everything is found."""
        return Found(items(parse(self.answer(operation, build))))

    def pages(self, operation: Operation, build: Build, parse: Parse[T], /) -> Iterator[T]:
        """Two answers, the second asked for with a cursor."""
        for number in range(2):
            yield parse(self.answer(operation, build, number))


class AsyncRecordingCaller(Recorder):
    """An `AsyncCaller` that sends nothing."""

    async def call(self, operation: Operation, build: Build, parse: Parse[T], /) -> T:
        """One answer, parsed."""
        return parse(self.answer(operation, build))

    async def raw(self, operation: Operation, build: Build, parse: Parse[T], /) -> Raw[T]:
        """One answer, whole."""
        response = self.answer(operation, build)
        return Raw(response.status_code, response.headers, response.content, parse(response))

    async def found(
        self,
        operation: Operation,
        build: Build,
        parse: Parse[T],
        items: Callable[[T], list[Item]],
        /,
    ) -> Found[Item]:
        """The items of one answer; everything is found."""
        return Found(items(parse(self.answer(operation, build))))

    async def pages(
        self, operation: Operation, build: Build, parse: Parse[T], /
    ) -> AsyncIterator[T]:
        """Two answers, the second asked for with a cursor."""
        for number in range(2):
            yield parse(self.answer(operation, build, number))


class SyncFace:
    """The synchronous facade over a recorder."""

    def __init__(self, base_url: str = BASE_URL) -> None:
        self.recorder = caller = RecordingCaller(base_url)
        self.api = PublicApi(caller)

    def __call__(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        """The result of a call by its name; the items as a list where it iterates."""
        result = find(self.api, name)(*args, **kwargs)
        return list[Any](result) if hasattr(result, "__next__") else result


class AsyncFace:
    """The asynchronous facade over a recorder, awaited."""

    def __init__(self, base_url: str = BASE_URL) -> None:
        self.recorder = caller = AsyncRecordingCaller(base_url)
        self.api = AsyncPublicApi(caller)

    def __call__(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        """The result of a call by its name; the items as a list where it iterates."""
        return asyncio.run(self._awaited(find(self.api, name)(*args, **kwargs)))

    @staticmethod
    async def _awaited(result: Any) -> Any:
        if hasattr(result, "__anext__"):
            return [item async for item in result]
        return await result


Face = SyncFace | AsyncFace


def find(api: object, name: str) -> Any:
    """The method that a dotted name stands for."""
    for part in name.split("."):
        api = getattr(api, part)
    return api


def sent(request: httpx.Request) -> httpx.Request:
    """The request as it arrives below the transport that merges secrets."""
    arrived: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        arrived.append(request)
        return httpx.Response(200, text="OK")

    SecretQueryTransport(httpx.MockTransport(answer)).handle_request(request)
    return arrived[0]
