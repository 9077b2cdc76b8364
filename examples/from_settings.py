"""A client of plain values, as the settings module of a framework holds them.

    export KICK_CLIENT_ID=... KICK_CLIENT_SECRET=...
    export KICKWIRE_STORE=kick-tokens.db KICKWIRE_STORE_KEYS=...  # kickwire keygen, once
    python examples/from_settings.py

docs/configuration.md has every name.
"""

import os

from kickwire import Kick, PlainSettings

SETTINGS: PlainSettings = {
    "client_id": os.environ["KICK_CLIENT_ID"],
    "client_secret": os.environ["KICK_CLIENT_SECRET"],
    "store": os.environ.get("KICKWIRE_STORE", "kick-tokens.db"),
    "store_keys": os.environ.get("KICKWIRE_STORE_KEYS"),
    "id_url": os.environ.get("KICK_ID_URL"),
    "api_url": os.environ.get("KICK_API_URL"),
    "read_timeout": 20.0,
    "retries": 3,
}

with Kick.from_settings(**SETTINGS) as kick:
    for livestream in kick.livestreams.list(limit=5):
        print(livestream.viewer_count, livestream.title)
