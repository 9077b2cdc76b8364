"""Log in with PKCE, keep the tokens in an encrypted file, and call as the user.

    export KICK_CLIENT_ID=... KICK_CLIENT_SECRET=... KICK_REDIRECT_URI=http://localhost:8080/callback
    export KICKWIRE_STORE_KEYS=...  # what kickwire keygen printed, once
    python examples/login.py

KICK_ID_URL and KICK_API_URL name a mock to ask instead of Kick.
"""

import os
import sys

from kickwire import App, Denied, Kick, SQLiteStore, errors

app = App(
    os.environ["KICK_CLIENT_ID"],
    os.environ["KICK_CLIENT_SECRET"],
    os.environ.get("KICK_REDIRECT_URI", "http://localhost:8080/callback"),
)
id_url, api_url = os.environ.get("KICK_ID_URL"), os.environ.get("KICK_API_URL")

with (
    SQLiteStore(os.environ.get("KICKWIRE_STORE", "kick-tokens.db")) as store,
    Kick(app, store, id_url=id_url, api_url=api_url) as kick,
):
    request = kick.login(["user:read", "channel:read"])
    print("Open this address, and agree:", request.url, sep="\n")
    print("On a phone, copy it into a browser: the Kick app may take it over.", flush=True)
    callback = input("Paste the address your browser ends at: ")
    try:
        login = kick.complete_login(callback, binding=request.binding)
    except errors.LoginFailed as error:
        sys.exit(f"That did not work: {error}")
    if isinstance(login, Denied):
        sys.exit("Not this time, then.")
    user = kick.as_user(login.account).users.get()[0]
    print(f"Logged in as {user.name} ({login.account}), may {', '.join(login.scopes)}")
    if login.missing:
        print("Enable in the developer settings, then log in again:", *login.missing)
