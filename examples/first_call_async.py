"""The same as first_call.py, with asyncio.

KICK_TOKEN=... python examples/first_call_async.py
"""

import asyncio
import os
import sys

from kickwire import AsyncBearerCaller
from kickwire_api.facade import AsyncPublicApi


async def main() -> None:
    """Ask for two things at once."""
    token = os.environ.get("KICK_TOKEN") or sys.exit("Set KICK_TOKEN to an access token.")
    api_url = os.environ.get("KICK_API_URL", "https://api.kick.com")
    async with AsyncBearerCaller(token, api_url=api_url) as caller:
        kick = AsyncPublicApi(caller)
        stats, users = await asyncio.gather(kick.livestreams.stats(), kick.users.get())
        print(f"{stats.total_count} channels are live; you are {users[0].name}")


asyncio.run(main())
