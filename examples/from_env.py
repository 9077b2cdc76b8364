"""A client as the environment says, and a login with the scopes that stand there.

    export KICK_CLIENT_ID=... KICK_CLIENT_SECRET=... KICK_REDIRECT_URI=http://localhost:8080/callback
    export KICK_SCOPES="user:read chat:write"
    export KICKWIRE_STORE=kick-tokens.db KICKWIRE_STORE_KEYS=...  # kickwire keygen, once
    python examples/from_env.py

docs/configuration.md has every variable, and the same as a file.
"""

import sys

from kickwire import Connection, Kick, Retries, errors

try:
    kick = Kick.from_env(
        connection=Connection(timeout=5.0, read_timeout=20.0, max_connections=8),
        retries=Retries(times=3, total_wait=60.0),
    )
except errors.ConfigurationError as error:
    sys.exit(str(error))  # a line for each setting that is missing or cannot be used

with kick:
    for livestream in kick.livestreams.list(limit=5):
        print(livestream.viewer_count, livestream.title)
    print("To act as a user, open", kick.login().url)
