"""What Kick's reference says of each operation, written down without looking at the documents.

`FACTS` is the operation index; `CASES` are calls and what each must put on the wire. The table is
long and stays in one piece, because whoever checks it against its source reads it as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from kickwire_api.models import DropClaimUpdate, EventName, EventToSubscribe, RedemptionStatus
from kickwire_id.models import (
    AuthorizationCodeGrant,
    ClientCredentialsGrant,
    RefreshTokenGrant,
    TokenTypeHint,
)

API = "https://api.kick.com"
ID = "https://id.kick.com"

Token = tuple[str, tuple[str, ...]]
USER_OR_APP: set[Token] = {("user", ()), ("app", ())}
APP: set[Token] = {("app", ())}
REWARDS_READ: set[Token] = {
    ("user", ("channel:rewards:read",)),
    ("user", ("channel:rewards:write",)),
}
REWARDS_WRITE: set[Token] = {("user", ("channel:rewards:write",))}
ADS_READ: set[Token] = {("user", ("ads:read",)), ("user", ("ads:write",))}
ADS_WRITE: set[Token] = {("user", ("ads:write",))}
BAN: set[Token] = {("user", ("moderation:ban",))}
SUBSCRIBE: set[Token] = {("user", ("events:subscribe",)), ("app", ())}


@dataclass(frozen=True)
class Facts:
    """A row of the operation index: any one of `tokens` lets the call pass."""

    method: str
    path: str
    tokens: set[Token] = field(default_factory=set[Token])
    optional_scopes: tuple[str, ...] = ()
    deprecated: bool = False


FACTS = {
    "categories.list": Facts("GET", "/public/v2/categories", USER_OR_APP),
    "categories.search": Facts("GET", "/public/v1/categories", USER_OR_APP, deprecated=True),
    "categories.get": Facts(
        "GET", "/public/v1/categories/{category_id}", USER_OR_APP, deprecated=True
    ),
    "users.get": Facts("GET", "/public/v1/users", {("user", ("user:read",)), ("app", ())}),
    "users.livestreams": Facts("GET", "/public/v1/users/livestreams", USER_OR_APP),
    "token.introspect": Facts("POST", "/public/v1/token/introspect", USER_OR_APP, deprecated=True),
    "channels.get": Facts(
        "GET",
        "/public/v1/channels",
        {("user", ("channel:read",)), ("app", ())},
        optional_scopes=("streamkey:read",),
    ),
    "channels.update": Facts("PATCH", "/public/v1/channels", {("user", ("channel:write",))}),
    "rewards.list": Facts("GET", "/public/v1/channels/rewards", REWARDS_READ),
    "rewards.create": Facts("POST", "/public/v1/channels/rewards", REWARDS_WRITE),
    "rewards.update": Facts("PATCH", "/public/v1/channels/rewards/{id}", REWARDS_WRITE),
    "rewards.delete": Facts("DELETE", "/public/v1/channels/rewards/{id}", REWARDS_WRITE),
    "redemptions.list": Facts("GET", "/public/v1/channels/rewards/redemptions", REWARDS_READ),
    "redemptions.accept": Facts(
        "POST", "/public/v1/channels/rewards/redemptions/accept", REWARDS_WRITE
    ),
    "redemptions.reject": Facts(
        "POST", "/public/v1/channels/rewards/redemptions/reject", REWARDS_WRITE
    ),
    "chat.send": Facts("POST", "/public/v1/chat", {("user", ("chat:write",))}),
    "chat.delete": Facts(
        "DELETE", "/public/v1/chat/{message_id}", {("user", ("moderation:chat_message:manage",))}
    ),
    "moderation.ban": Facts("POST", "/public/v1/moderation/bans", BAN),
    "moderation.unban": Facts("DELETE", "/public/v1/moderation/bans", BAN),
    "livestreams.list": Facts("GET", "/public/v2/livestreams", USER_OR_APP),
    "livestreams.list_v1": Facts("GET", "/public/v1/livestreams", USER_OR_APP, deprecated=True),
    "livestreams.stats": Facts("GET", "/public/v1/livestreams/stats", USER_OR_APP),
    "public_key.get": Facts("GET", "/public/v1/public-key"),
    "kicks.leaderboard": Facts("GET", "/public/v1/kicks/leaderboard", {("user", ("kicks:read",))}),
    "events.list": Facts("GET", "/public/v1/events/subscriptions", USER_OR_APP),
    "events.subscribe": Facts("POST", "/public/v1/events/subscriptions", SUBSCRIBE),
    "events.unsubscribe": Facts("DELETE", "/public/v1/events/subscriptions", SUBSCRIBE),
    "drops.claims": Facts("GET", "/public/v1/drops/claims", APP),
    "drops.update_claims": Facts("PATCH", "/public/v1/drops/claims", APP),
    "ads.status": Facts("GET", "/public/v1/ads/ad-break-status", ADS_READ),
    "ads.start": Facts("POST", "/public/v1/ads/ad-break", ADS_WRITE),
    "ads.enroll": Facts("POST", "/public/v1/ads/enroll", ADS_WRITE),
    "authorize": Facts("GET", "/oauth/authorize"),
    "exchangeToken": Facts("POST", "/oauth/token"),
    "revokeToken": Facts("POST", "/oauth/revoke"),
    "introspectToken": Facts("POST", "/oauth/token/introspect", USER_OR_APP),
}
"""By facade name; the four of id.kick.com, which have none, by operationId."""

PAGES = {
    "categories.list": ("cursor", ("pagination", "next_cursor"), ("data",)),
    "redemptions.list": ("cursor", ("pagination", "next_cursor"), ("data",)),
    "livestreams.list": ("cursor", ("pagination", "next_cursor"), ("data",)),
    "drops.claims": ("cursor", ("data", "cursor"), ("data", "claims")),
}
"""Where the next cursor goes, where it is found, and where the items are."""

CHUNKS = {
    "channels.get": {"broadcaster_user_id": 25, "slug": 25},
    "users.get": {"id": 50},
    "users.livestreams": {"user_id": 100},
    "events.unsubscribe": {"id": 50},
}
"""How many values one call may safely carry."""


@dataclass(frozen=True)
class Wire:
    """A request as it stands on the wire. Of `json` and `form` at most one is set."""

    method: str
    url: str
    json: Any = None
    form: str | None = None


@dataclass(frozen=True)
class Case:
    """A call by its name, with its arguments, and what it must put on the wire."""

    name: str
    about: str
    wire: Wire
    args: tuple[Any, ...]
    kwargs: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.name} {self.about}"


def case(name: str, about: str, wire: Wire, /, *args: Any, **kwargs: Any) -> Case:
    """A case, with the arguments of its call written as in a call."""
    return Case(name, about, wire, args, kwargs)


def get(target: str) -> Wire:
    """A GET to api.kick.com."""
    return Wire("GET", API + target)


def post(target: str, json: Any = None) -> Wire:
    """A POST to api.kick.com."""
    return Wire("POST", API + target, json)


def patch(target: str, json: Any) -> Wire:
    """A PATCH to api.kick.com."""
    return Wire("PATCH", API + target, json)


def delete(target: str, json: Any = None) -> Wire:
    """A DELETE to api.kick.com."""
    return Wire("DELETE", API + target, json)


REWARD = "01HZ8X9K2M4N6P8Q0R2S4T6V8W"
REDEMPTIONS = ["01KEWZ2RKYZZFGD154K50Y3F8D", "01KEWZ2YC27070XWMHKFJR6C87"]
SUBSCRIPTIONS = ["01JQR5KV0QC94HMETWYNBWRW4Z", "01JQR5KV0QC94HMETWYNBWRW50"]
MESSAGE = "5138d04d-68f8-4eca-aa65-93123f6f97fe"
AD_BREAK = "0b3f3c9e-5d0c-4c69-9a51-6f1f4f0f7a10"
REWARDS_PATH = "/public/v1/channels/rewards"
FULL_REWARD = {
    "title": "Song Request",
    "cost": 100,
    "description": "",
    "background_color": "#00e701",
    "is_enabled": True,
    "is_user_input_required": False,
    "should_redemptions_skip_request_queue": False,
}

CASES = (
    case("categories.list", "bare", get("/public/v2/categories")),
    case(
        "categories.list",
        "with everything: lists separated by commas",
        get(
            "/public/v2/categories?cursor=eyJjX2N1cnNvciI6MTB9&limit=1000"
            "&name=Rust%2CDungeons+%26+Dragons&tag=FPS%2CShooter&id=101%2C15"
        ),
        cursor="eyJjX2N1cnNvciI6MTB9",
        limit=1000,
        name=["Rust", "Dungeons & Dragons"],
        tag=["FPS", "Shooter"],
        id=[101, 15],
    ),
    case("categories.list", "one name", get("/public/v2/categories?name=Rust"), name=["Rust"]),
    case("categories.search", "bare", get("/public/v1/categories?q=old+school"), q="old school"),
    case(
        "categories.search",
        "second page",
        get("/public/v1/categories?q=a%26b&page=2"),
        q="a&b",
        page=2,
    ),
    case("categories.get", "bare", get("/public/v1/categories/101"), 101),
    case("users.get", "own user", get("/public/v1/users")),
    case("users.get", "ids repeated", get("/public/v1/users?id=123&id=456"), id=[123, 456]),
    case(
        "users.livestreams",
        "ids repeated",
        get("/public/v1/users/livestreams?user_id=1&user_id=9223372036854775807"),
        user_id=[1, 9223372036854775807],
    ),
    case("token.introspect", "without a body", post("/public/v1/token/introspect")),
    case("channels.get", "own channel", get("/public/v1/channels")),
    case(
        "channels.get",
        "ids repeated",
        get("/public/v1/channels?broadcaster_user_id=123&broadcaster_user_id=456"),
        broadcaster_user_id=[123, 456],
    ),
    case(
        "channels.get",
        "slugs repeated",
        get("/public/v1/channels?slug=xqc&slug=a_b-c"),
        slug=["xqc", "a_b-c"],
    ),
    case(
        "channels.update",
        "one field",
        patch("/public/v1/channels", {"stream_title": "Tête-à-tête 🎉"}),
        stream_title="Tête-à-tête 🎉",
    ),
    case(
        "channels.update",
        "every field, tags emptied",
        patch("/public/v1/channels", {"category_id": 101, "stream_title": "Hi", "custom_tags": []}),
        category_id=101,
        stream_title="Hi",
        custom_tags=[],
    ),
    case("rewards.list", "bare", get(REWARDS_PATH)),
    case(
        "rewards.create",
        "bare",
        post(REWARDS_PATH, {"title": "Hydrate", "cost": 50}),
        title="Hydrate",
        cost=50,
    ),
    case("rewards.create", "every field", post(REWARDS_PATH, FULL_REWARD), **FULL_REWARD),
    case(
        "rewards.update",
        "one field",
        patch(f"{REWARDS_PATH}/{REWARD}", {"is_paused": True}),
        REWARD,
        is_paused=True,
    ),
    case(
        "rewards.update",
        "every field",
        patch(f"{REWARDS_PATH}/{REWARD}", {**FULL_REWARD, "is_paused": False}),
        REWARD,
        **FULL_REWARD,
        is_paused=False,
    ),
    case("rewards.delete", "bare", delete(f"{REWARDS_PATH}/{REWARD}"), REWARD),
    case(
        "rewards.delete",
        "with an id that needs quoting",
        delete(f"{REWARDS_PATH}/a%2Fb%3Fc%23d%25%20%C3%A9..%2C%3B"),
        "a/b?c#d% é..,;",
    ),
    case("redemptions.list", "bare", get(f"{REWARDS_PATH}/redemptions")),
    case(
        "redemptions.list",
        "with filters",
        get(f"{REWARDS_PATH}/redemptions?reward_id={REWARD}&status=rejected&cursor=YWJjZA%3D%3D"),
        reward_id=REWARD,
        status="rejected",
        cursor="YWJjZA==",
    ),
    case(
        "redemptions.list",
        "status as an enum member",
        get(f"{REWARDS_PATH}/redemptions?status=accepted"),
        status=RedemptionStatus.ACCEPTED,
    ),
    case(
        "redemptions.list",
        "status that is newer than the document",
        get(f"{REWARDS_PATH}/redemptions?status=refunded"),
        status=RedemptionStatus("refunded"),
    ),
    case(
        "redemptions.list",
        "ids repeated",
        get(f"{REWARDS_PATH}/redemptions?id={REDEMPTIONS[0]}&id={REDEMPTIONS[1]}"),
        id=REDEMPTIONS,
    ),
    case(
        "redemptions.accept",
        "bare",
        post(f"{REWARDS_PATH}/redemptions/accept", {"ids": REDEMPTIONS}),
        ids=REDEMPTIONS,
    ),
    case(
        "redemptions.reject",
        "bare",
        post(f"{REWARDS_PATH}/redemptions/reject", {"ids": REDEMPTIONS[:1]}),
        ids=REDEMPTIONS[:1],
    ),
    case(
        "chat.send",
        "as the bot",
        post("/public/v1/chat", {"content": "hello", "type": "bot"}),
        content="hello",
        type="bot",
    ),
    case(
        "chat.send",
        "a reply, its id as text",
        post(
            "/public/v1/chat",
            {
                "content": "[emote:37226:KEKW] <b>&",
                "type": "user",
                "broadcaster_user_id": 123,
                "reply_to_message_id": MESSAGE,
            },
        ),
        content="[emote:37226:KEKW] <b>&",
        type="user",
        broadcaster_user_id=123,
        reply_to_message_id=MESSAGE,
    ),
    case(
        "chat.send",
        "a reply, its id as a UUID",
        post("/public/v1/chat", {"content": "hi", "type": "bot", "reply_to_message_id": MESSAGE}),
        content="hi",
        type="bot",
        reply_to_message_id=UUID(MESSAGE),
    ),
    case("chat.delete", "id as text", delete(f"/public/v1/chat/{MESSAGE}"), MESSAGE),
    case("chat.delete", "id as a UUID", delete(f"/public/v1/chat/{MESSAGE}"), UUID(MESSAGE)),
    case(
        "moderation.ban",
        "for good",
        post("/public/v1/moderation/bans", {"broadcaster_user_id": 123, "user_id": 456}),
        broadcaster_user_id=123,
        user_id=456,
    ),
    case(
        "moderation.ban",
        "every field",
        post(
            "/public/v1/moderation/bans",
            {"broadcaster_user_id": 123, "user_id": 456, "duration": 10080, "reason": "spam"},
        ),
        broadcaster_user_id=123,
        user_id=456,
        duration=10080,
        reason="spam",
    ),
    case(
        "moderation.unban",
        "a DELETE with a JSON body",
        delete("/public/v1/moderation/bans", {"broadcaster_user_id": 123, "user_id": 456}),
        broadcaster_user_id=123,
        user_id=456,
    ),
    case("livestreams.list", "bare", get("/public/v2/livestreams")),
    case(
        "livestreams.list",
        "with everything: lists repeated",
        get(
            "/public/v2/livestreams?category_id=15&category_id=101"
            "&language_code=en&language_code=zh-Hans&limit=1000&cursor=c1"
        ),
        category_id=[15, 101],
        language_code=["en", "zh-Hans"],
        limit=1000,
        cursor="c1",
    ),
    case("livestreams.list_v1", "bare", get("/public/v1/livestreams")),
    case(
        "livestreams.list_v1",
        "with everything: lists repeated",
        get(
            "/public/v1/livestreams?broadcaster_user_id=123&broadcaster_user_id=456"
            "&category_id=15&language=en&limit=100&sort=started_at"
        ),
        broadcaster_user_id=[123, 456],
        category_id=15,
        language="en",
        limit=100,
        sort="started_at",
    ),
    case("livestreams.stats", "bare", get("/public/v1/livestreams/stats")),
    case("public_key.get", "bare", get("/public/v1/public-key")),
    case("kicks.leaderboard", "bare", get("/public/v1/kicks/leaderboard")),
    case("kicks.leaderboard", "top", get("/public/v1/kicks/leaderboard?top=100"), top=100),
    case("events.list", "bare", get("/public/v1/events/subscriptions")),
    case(
        "events.list",
        "of a channel",
        get("/public/v1/events/subscriptions?broadcaster_user_id=123"),
        broadcaster_user_id=123,
    ),
    case(
        "events.subscribe",
        "bare",
        post(
            "/public/v1/events/subscriptions",
            {"events": [{"name": "chat.message.sent", "version": 1}]},
        ),
        events=[EventToSubscribe(name=EventName.CHAT_MESSAGE_SENT, version=1)],
    ),
    case(
        "events.subscribe",
        "every field",
        post(
            "/public/v1/events/subscriptions",
            {
                "broadcaster_user_id": 123,
                "events": [
                    {"name": "channel.followed", "version": 1},
                    {"name": "kicks.gifted", "version": 1},
                ],
                "method": "webhook",
            },
        ),
        broadcaster_user_id=123,
        events=[
            EventToSubscribe(name=EventName.CHANNEL_FOLLOWED, version=1),
            EventToSubscribe(name=EventName.KICKS_GIFTED, version=1),
        ],
        method="webhook",
    ),
    case(
        "events.unsubscribe",
        "ids repeated",
        delete(f"/public/v1/events/subscriptions?id={SUBSCRIPTIONS[0]}&id={SUBSCRIPTIONS[1]}"),
        id=SUBSCRIPTIONS,
    ),
    case("drops.claims", "bare", get("/public/v1/drops/claims")),
    case(
        "drops.claims",
        "with everything",
        get(
            f"/public/v1/drops/claims?campaign_id={REWARD}&limit=1000&cursor={REDEMPTIONS[0]}"
            f"&user_id=123&claim_id={REDEMPTIONS[1]}&external_status=initiated"
        ),
        campaign_id=REWARD,
        limit=1000,
        cursor=REDEMPTIONS[0],
        user_id=123,
        claim_id=REDEMPTIONS[1],
        external_status="initiated",
    ),
    case(
        "drops.update_claims",
        "two claims",
        patch(
            "/public/v1/drops/claims",
            {
                "claims": [
                    {"claim_id": REDEMPTIONS[0], "external_status": "delivered"},
                    {"claim_id": REDEMPTIONS[1], "external_status": "failed"},
                ]
            },
        ),
        claims=[
            DropClaimUpdate(claim_id=REDEMPTIONS[0], external_status="delivered"),
            DropClaimUpdate(claim_id=REDEMPTIONS[1], external_status="failed"),
        ],
    ),
    case("ads.status", "bare", get("/public/v1/ads/ad-break-status")),
    case(
        "ads.start",
        "id as text",
        post("/public/v1/ads/ad-break", {"id": AD_BREAK, "break_duration_seconds": 30}),
        id=AD_BREAK,
        break_duration_seconds=30,
    ),
    case(
        "ads.start",
        "id as a UUID",
        post("/public/v1/ads/ad-break", {"id": AD_BREAK, "break_duration_seconds": 300}),
        id=UUID(AD_BREAK),
        break_duration_seconds=300,
    ),
    case("ads.enroll", "without a body", post("/public/v1/ads/enroll")),
)
"""Calls of the facade."""

AUTHORIZE: dict[str, Any] = {
    "client_id": "01JEXAMP0E0000000000000001",
    "scope": "user:read channel:read",
    "state": "k3wQ/m1+z=",
    "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
}
AUTHORIZE_TAIL = (
    "&scope=user%3Aread+channel%3Aread&state=k3wQ%2Fm1%2Bz%3D"
    "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
)

ID_CASES = (
    case(
        "authorize",
        "bare",
        Wire(
            "GET",
            f"{ID}/oauth/authorize?response_type=code&client_id=01JEXAMP0E0000000000000001"
            f"&redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fcallback{AUTHORIZE_TAIL}",
        ),
        redirect_uri="http://localhost:8080/callback",
        **AUTHORIZE,
    ),
    case(
        "authorize",
        "the decoy stands before redirect_uri",
        Wire(
            "GET",
            f"{ID}/oauth/authorize?response_type=code&client_id=01JEXAMP0E0000000000000001"
            "&redirect=127.0.0.1&redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Fcallback"
            f"{AUTHORIZE_TAIL}",
        ),
        redirect_uri="http://127.0.0.1:8080/callback",
        redirect="127.0.0.1",
        **AUTHORIZE,
    ),
    case(
        "exchangeToken",
        "authorization_code",
        Wire(
            "POST",
            f"{ID}/oauth/token",
            form="grant_type=authorization_code&code=CODE&client_id=APP&client_secret=s%26%2B+%C3%A9"
            "&redirect_uri=http%3A%2F%2Flocalhost%2Fcb&code_verifier=a-b._~c",
        ),
        body=AuthorizationCodeGrant(
            code="CODE",
            client_id="APP",
            client_secret="s&+ é",
            redirect_uri="http://localhost/cb",
            code_verifier="a-b._~c",
        ),
    ),
    case(
        "exchangeToken",
        "refresh_token",
        Wire(
            "POST",
            f"{ID}/oauth/token",
            form="grant_type=refresh_token&refresh_token=OLD&client_id=APP&client_secret=s",
        ),
        body=RefreshTokenGrant(refresh_token="OLD", client_id="APP", client_secret="s"),
    ),
    case(
        "exchangeToken",
        "client_credentials",
        Wire(
            "POST",
            f"{ID}/oauth/token",
            form="grant_type=client_credentials&client_id=APP&client_secret=s",
        ),
        body=ClientCredentialsGrant(client_id="APP", client_secret="s"),
    ),
    case("revokeToken", "bare", Wire("POST", f"{ID}/oauth/revoke?token=T%2F1"), token="T/1"),
    case(
        "revokeToken",
        "with the hint of the pages",
        Wire("POST", f"{ID}/oauth/revoke?token=T&token_hint_type=access_token"),
        token="T",
        token_hint_type=TokenTypeHint.ACCESS_TOKEN,
    ),
    case(
        "revokeToken",
        "with both hints",
        Wire(
            "POST",
            f"{ID}/oauth/revoke?token=T&token_hint_type=refresh_token&token_type_hint=refresh_token",
        ),
        token="T",
        token_hint_type=TokenTypeHint.REFRESH_TOKEN,
        token_type_hint=TokenTypeHint.REFRESH_TOKEN,
    ),
    case("introspectToken", "without a body", Wire("POST", f"{ID}/oauth/token/introspect")),
)
"""Calls of the endpoint modules of id.kick.com, as they leave the secret-merging transport."""
