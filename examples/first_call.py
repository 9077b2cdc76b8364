"""A channel and a page of livestreams, with a token that you already have.

    KICK_TOKEN=... python examples/first_call.py xqc

KICK_API_URL names a mock to ask instead of Kick.
"""

import os
import sys

from kickwire import BearerCaller, errors
from kickwire_api.facade import PublicApi

token = os.environ.get("KICK_TOKEN") or sys.exit("Set KICK_TOKEN to an access token.")
api_url = os.environ.get("KICK_API_URL", "https://api.kick.com")

with BearerCaller(token, api_url=api_url) as caller:
    kick = PublicApi(caller)
    try:
        for channel in kick.channels.get(slug=sys.argv[1:] or ["xqc"]):
            print(channel.slug, "is live" if channel.stream.is_live else "is offline")
        for livestream in kick.livestreams.iter(language_code=["en"], limit=100):
            print(livestream.viewer_count, livestream.title)
            break
    except errors.AskTheUser as error:
        print(f"The token has to be renewed: {error}")
    except errors.Wait as error:
        print(f"Try again later: {error}")
