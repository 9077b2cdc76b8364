#!/usr/bin/env bash
# A tour of the mock with curl. Start it first: kickwire-mock serve, on the ports below.
set -euo pipefail
ID=${KICK_ID_URL:-http://127.0.0.1:8401}
API=${KICK_API_URL:-http://127.0.0.1:8402}
CONTROL=${KICK_CONTROL_URL:-http://127.0.0.1:8403/_mock}
APP=${KICK_CLIENT_ID:-01JEXAMP0E0000000000000001}
SECRET=${KICK_CLIENT_SECRET:-kickwire-example-client-secret}
json=(-H 'Content-Type: application/json')

# A token of the app itself, as from Kick.
TOKEN=$(curl -sf "$ID/oauth/token" -d grant_type=client_credentials \
  -d "client_id=$APP" -d "client_secret=$SECRET" | sed -E 's/.*"access_token":"([^"]+)".*/\1/')
me=(-H "Authorization: Bearer $TOKEN")

echo "== A channel"
curl -sf "${me[@]}" "$API/public/v1/channels?slug=alice"

echo; echo "== Subscribe to gifts on the channel of alice, whose user id is 123"
curl -sf "${me[@]}" "${json[@]}" "$API/public/v1/events/subscriptions" \
  -d '{"broadcaster_user_id": 123, "events": [{"name": "channel.subscription.gifts", "version": 1}]}'

echo; echo "== Bob gives; every receiver that subscribed is told"
curl -sf "${json[@]}" "$CONTROL/events" -d '{"event": "channel.subscription.gifts", "user": "bob"}'

echo; echo "== What was sent, with headers and signature, and what became of it"
curl -sf "$CONTROL/deliveries"

echo; echo "== The next question about channels gets a 503 and no more"
curl -sf "${json[@]}" "$CONTROL/faults" -d '{"operation": "getChannels", "status": 503, "worded": true}'
curl -s "${me[@]}" "$API/public/v1/channels?slug=alice"

echo; echo "== Two months later the app token is dead"
curl -sf "${json[@]}" "$CONTROL/clock" -d '{"advance": 5184001}'
curl -s "${me[@]}" "$API/public/v1/channels?slug=alice"

echo; echo "== Why? Kick does not tell, the journal does"
curl -sf "$CONTROL/journal?operation=getChannels"

echo; echo "== And all is as it was"
curl -sf "${json[@]}" -X POST "$CONTROL/reset"
