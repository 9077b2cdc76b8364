"""Only the generated package: your own httpx client sends what an endpoint module builds.

KICK_TOKEN=... python examples/own_http_client.py
"""

import os
import sys

import httpx
from kickwire_api.api.categories import list_categories

api_url = os.environ.get("KICK_API_URL", "https://api.kick.com")
token = os.environ.get("KICK_TOKEN") or sys.exit("Set KICK_TOKEN to an access token.")

with httpx.Client() as http:
    request = list_categories.build(api_url, tag=["FPS"], limit=10)
    request.headers["Authorization"] = f"Bearer {token}"
    answer = list_categories.parse(http.send(request))

for category in answer.data:
    print(category.id, category.name)
