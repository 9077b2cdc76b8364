"""The mock without a server: for unit tests of your own code."""

import httpx
from kickwire import BearerCaller
from kickwire_api.facade import PublicApi
from kickwire_mock import InProcessTransport, Mock

mock = Mock()
transport: httpx.BaseTransport = InProcessTransport(mock)

with BearerCaller(mock.token, transport=transport) as caller:
    sent = PublicApi(caller).chat.send(content="Hello", type="bot")

print(sent.is_sent, sent.message_id)
