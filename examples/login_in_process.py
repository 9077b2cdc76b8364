"""A login, calls and a refresh against the mock, without a socket: for tests of your own code."""

import httpx
from kickwire import App, Kick, Login, MemoryStore
from kickwire_mock import InProcessTransport, Mock

mock = Mock()
registered = mock.apps()[0]
app = App(registered.client_id, registered.client_secret or "", registered.redirect_uris[0])
transport: httpx.BaseTransport = InProcessTransport(mock)

with Kick(app, MemoryStore(), transport=transport, clock=mock.clock.now) as kick:
    request = kick.login(["user:read", "chat:write"])
    callback = mock.consent(request.url, "alice")  # in real life: a browser, and a person
    login = kick.complete_login(callback, binding=request.binding)
    assert isinstance(login, Login)
    alice = kick.as_user(login.account)
    print("logged in:", alice.users.get()[0].name, "with", *login.scopes)

    mock.clock.advance(7200)  # two hours later the access token has ended
    print("still there:", alice.users.get()[0].name)

for count in mock.journal.counts():
    print(count.count, "x", count.operation, count.grant_type or "", count.status)
