"""The generated client below the facade: endpoint modules, whole answers, tokens by kickwire.

    export KICK_CLIENT_ID=... KICK_CLIENT_SECRET=... KICKWIRE_STORE=memory:
    python examples/generated_client.py

`kick.generated` signs as the app, ``kick.as_user("alice").generated`` as a user.
"""

import sys

from kickwire import Kick
from kickwire_api.api.livestreams import list_livestreams
from kickwire_api.errors import StatusError

with Kick.from_env() as kick:
    try:
        answer = list_livestreams.sync(client=kick.generated, limit=5)
    except StatusError as error:
        sys.exit(f"Kick answered {error.status} to {error.operation}")

print(answer.message)
for livestream in answer.data:
    print(livestream.viewer_count, livestream.title)
