"""What editors infer from the generated clients. Read by mypy and pyright, never run."""

# ruff: noqa: S106  # no secret of these is worth anything
# pyright: reportUnnecessaryTypeIgnoreComment=true

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import Any, Literal, assert_type
from uuid import UUID

import httpx
import kickwire
import kickwire.stores
import kickwire_api
import kickwire_id
from kickwire.client import UserApi
from kickwire.client_async import AsyncUserApi
from kickwire_api.api.channels import get_channels, update_channel
from kickwire_api.api.chat import delete_chat_message
from kickwire_api.api.moderation import unban_user
from kickwire_api.caller import AsyncCaller, Caller
from kickwire_api.errors import ApiException, InvalidData, StatusError
from kickwire_api.facade import AsyncPublicApi, PublicApi
from kickwire_api.models import (
    AdBreakStatus,
    CategoriesAnswer,
    Category,
    CategoryDetail,
    CategoryWithTags,
    Channel,
    ChannelsAnswer,
    ChannelUpdate,
    ChatMessageSentEvent,
    ChatMessageType,
    DropClaim,
    DropClaimsAnswer,
    DropClaimsPage,
    DropClaimUpdate,
    ErrorEnvelope,
    EventName,
    EventSubscriptionResult,
    EventToSubscribe,
    EventUser,
    FailedRedemption,
    KicksLeaderboard,
    Livestream,
    LivestreamsAnswer,
    LivestreamStats,
    LivestreamV1,
    ModerationResult,
    PublicKey,
    Redemption,
    RedemptionStatus,
    Reward,
    RewardAnswer,
    RewardRedemptions,
    SentChatMessage,
    StartedAdBreak,
    Stream,
    UnbanRequest,
    User,
)
from kickwire_api.operations import Chunk, Operation, Paging, TokenRequirement
from kickwire_api.types import UNSET, Found, Raw, Unset
from kickwire_id.api.oauth import authorize, exchange_token, introspect_token, revoke_token
from kickwire_id.models import (
    AuthorizationCodeGrant,
    ClientCredentialsGrant,
    IntrospectionAnswer,
    OAuthError,
    RefreshTokenGrant,
    TokenAnswer,
    TokenKind,
    TokenTypeHint,
)
from kickwire_id.types import Unset as IdUnset
from kickwire_mock.testing import KickMock, KickServer


def facade(caller: Caller) -> None:
    """Calls give the data of the answer, or None where the answer has no body."""
    api = PublicApi(caller)
    assert_type(api.categories.list(name=["Rust"], limit=10), list[CategoryWithTags])
    assert_type(api.users.get(), Found[User])
    assert_type(api.users.livestreams(user_id=[1]), Found[Livestream])
    assert_type(api.channels.get(slug=["xqc"]), Found[Channel])
    assert_type(api.rewards.list(), list[Reward])
    assert_type(api.rewards.create(title="Hydrate", cost=50), Reward)
    assert_type(api.rewards.update("01H", is_paused=True), Reward)
    assert_type(api.redemptions.list(status="pending"), list[RewardRedemptions])
    assert_type(api.redemptions.list(status=RedemptionStatus.PENDING), list[RewardRedemptions])
    assert_type(api.redemptions.accept(ids=["01H"]), list[FailedRedemption])
    assert_type(api.chat.send(content="hi", type="bot"), SentChatMessage)
    assert_type(
        api.chat.send(content="hi", type=ChatMessageType.USER, broadcaster_user_id=1),
        SentChatMessage,
    )
    assert_type(api.moderation.ban(broadcaster_user_id=1, user_id=2, duration=10), ModerationResult)
    assert_type(api.livestreams.list(language_code=["en"]), list[Livestream])
    assert_type(api.livestreams.stats(), LivestreamStats)
    assert_type(api.public_key.get(), PublicKey)
    assert_type(api.kicks.leaderboard(top=10), KicksLeaderboard)
    event = EventToSubscribe(name=EventName.CHAT_MESSAGE_SENT, version=1)
    assert_type(api.events.subscribe(events=[event]), list[EventSubscriptionResult])
    assert_type(api.drops.claims(limit=10), DropClaimsPage)
    assert_type(api.ads.status(), AdBreakStatus)
    assert_type(api.ads.start(id=UUID(int=1), break_duration_seconds=30), StartedAdBreak)
    api.channels.update(stream_title="Hello")
    api.rewards.delete("01H")
    api.chat.delete("5138d04d-68f8-4eca-aa65-93123f6f97fe")
    api.chat.delete(UUID(int=1))
    api.events.unsubscribe(id=["01H"])
    api.drops.update_claims(claims=[DropClaimUpdate(claim_id="01H", external_status="done")])
    api.ads.enroll()


async def async_facade(caller: AsyncCaller) -> None:
    """The asynchronous facade gives the same, awaited."""
    api = AsyncPublicApi(caller)
    assert_type(await api.categories.list(name=["Rust"]), list[CategoryWithTags])
    assert_type(await api.users.get(id=[1]), Found[User])
    assert_type(await api.channels.get(), Found[Channel])
    assert_type(await api.rewards.create(title="Hydrate", cost=50), Reward)
    assert_type(await api.chat.send(content="hi", type="bot"), SentChatMessage)
    assert_type(await api.moderation.unban(broadcaster_user_id=1, user_id=2), ModerationResult)
    assert_type(await api.livestreams.list(), list[Livestream])
    assert_type(await api.drops.claims(), DropClaimsPage)
    assert_type(await api.ads.status(), AdBreakStatus)
    await api.channels.update(custom_tags=["a"])
    await api.events.unsubscribe(id=["01H"])


def pages_and_items(caller: Caller) -> None:
    """`pages` gives answers, `iter` the items in them."""
    api = PublicApi(caller)
    assert_type(api.categories.pages(), Iterator[CategoriesAnswer])
    assert_type(api.categories.iter(), Iterator[CategoryWithTags])
    assert_type(api.livestreams.iter(limit=1000), Iterator[Livestream])
    assert_type(api.redemptions.iter(), Iterator[RewardRedemptions])
    assert_type(api.drops.pages_claims(), Iterator[DropClaimsAnswer])
    assert_type(api.drops.iter_claims(), Iterator[DropClaim])
    for livestream in api.livestreams.iter():
        assert_type(livestream.broadcaster_user.username, str)


async def async_pages_and_items(caller: AsyncCaller) -> None:
    """The iterators of the asynchronous facade need no await before ``async for``."""
    api = AsyncPublicApi(caller)
    assert_type(api.livestreams.pages(), AsyncIterator[LivestreamsAnswer])
    assert_type(api.livestreams.iter(), AsyncIterator[Livestream])
    async for livestream in api.livestreams.iter():
        assert_type(livestream, Livestream)
    async for page in api.drops.pages_claims():
        assert_type(page.data.claims, list[DropClaim])


def raw(caller: Caller) -> None:
    """`with_raw` gives the whole answer, envelope included."""
    api = PublicApi(caller)
    answer = api.channels.with_raw.get(slug=["xqc"])
    assert_type(answer, Raw[ChannelsAnswer])
    assert_type(answer.status, int)
    assert_type(answer.headers, httpx.Headers)
    assert_type(answer.body, bytes)
    assert_type(answer.value.data, list[Channel])
    assert_type(api.rewards.with_raw.create(title="Hydrate", cost=50), Raw[RewardAnswer])
    assert_type(api.channels.with_raw.update(stream_title="Hello"), Raw[None])


async def async_raw(caller: AsyncCaller) -> None:
    """So does the one of the asynchronous facade."""
    api = AsyncPublicApi(caller)
    assert_type(await api.channels.with_raw.get(), Raw[ChannelsAnswer])
    assert_type(await api.rewards.with_raw.delete("01H"), Raw[None])


def deprecated(caller: Caller) -> None:
    """The four deprecated calls keep their types below the strike-through."""
    api = PublicApi(caller)
    assert_type(api.categories.search(q="x"), list[Category])  # pyright: ignore[reportDeprecated]
    assert_type(api.categories.get(101), CategoryDetail)  # pyright: ignore[reportDeprecated]
    v1 = api.livestreams.list_v1(sort="started_at")  # pyright: ignore[reportDeprecated]
    assert_type(v1, list[LivestreamV1])
    assert_type(api.token.introspect().active, bool)  # pyright: ignore[reportDeprecated]


def fields(channel: Channel, event: ChatMessageSentEvent, redemption: Redemption) -> None:
    """Fields say what may be null, what may be absent, and what a zero of Kick's becomes."""
    assert_type(channel.broadcaster_user_id, int)
    assert_type(channel.stream_title, str | None)
    assert_type(channel.category, Category | None)
    assert_type(channel.active_subscribers_count, int | Unset)
    assert_type(channel.stream, Stream)
    assert_type(channel.stream.start_time, datetime | None)
    assert_type(channel.stream.custom_tags, list[str] | None | Unset)
    assert_type(channel.additional_properties, dict[str, Any])
    assert_type(event.message_id, UUID)
    assert_type(event.created_at, datetime)
    assert_type(event.sender, EventUser)
    assert_type(event.sender.user_id, int | None)
    assert_type(redemption.redeemed_at, datetime)
    assert_type(redemption.status, RedemptionStatus)
    if channel.active_subscribers_count:
        assert_type(channel.active_subscribers_count, int)
    if event.replies_to:
        assert_type(event.replies_to.message_id, UUID)


def models() -> None:
    """Models are read from JSON, written to JSON, and made by keyword."""
    assert_type(Channel.from_dict({}), Channel)
    assert_type(Channel.from_dict({}).to_dict(), dict[str, Any])
    assert_type(ChannelUpdate(stream_title="Hello").category_id, int | Unset)
    assert_type(EventName("brand.new"), EventName)
    assert_type(kickwire_api.models.Channel.from_dict({}), Channel)
    assert_type(kickwire_api.UNSET, Unset)
    assert_type(bool(UNSET), bool)


def endpoints(response: httpx.Response, client: kickwire_api.Client) -> None:
    """Endpoint modules build a request, read an answer, and can do both through a client."""
    url = "https://api.kick.com"
    assert_type(get_channels.build(url, slug=["xqc"]), httpx.Request)
    assert_type(delete_chat_message.build(url, message_id=UUID(int=1)), httpx.Request)
    body = UnbanRequest(broadcaster_user_id=1, user_id=2)
    assert_type(unban_user.build(url, body=body), httpx.Request)
    assert_type(get_channels.parse(response), ChannelsAnswer)
    assert_type(get_channels.parse_error(response), ErrorEnvelope | None)
    assert_type(get_channels.sync(client=client), ChannelsAnswer)
    update_channel.sync(client=client, body=ChannelUpdate(stream_title="Hello"))
    assert_type(client.send(get_channels.build(client.base_url)), httpx.Response)


async def async_endpoints(client: kickwire_api.Client, id_client: kickwire_id.Client) -> None:
    """`asyncio` is `sync`, awaited."""
    assert_type(await get_channels.asyncio(client=client), ChannelsAnswer)
    assert_type(await introspect_token.asyncio(client=id_client), IntrospectionAnswer)
    async with kickwire_api.Client(token="worthless") as entered:
        assert_type(entered, kickwire_api.Client)


def operation() -> None:
    """The facts of an operation are typed values."""
    assert_type(get_channels.OPERATION, Operation)
    assert_type(get_channels.OPERATION.tokens, tuple[TokenRequirement, ...])
    assert_type(get_channels.OPERATION.tokens[0].token, Literal["user", "app"])
    assert_type(get_channels.OPERATION.paging, Paging | None)
    assert_type(get_channels.OPERATION.chunks, tuple[Chunk, ...])


def identity_host(response: httpx.Response, client: kickwire_id.Client) -> None:
    """The grants are told apart by their class; a text answer is a text."""
    url = "https://id.kick.com"
    code = AuthorizationCodeGrant(
        code="c",
        client_id="a",
        client_secret="s",
        redirect_uri="http://localhost",
        code_verifier="v",
    )
    refresh = RefreshTokenGrant(refresh_token="r", client_id="a", client_secret="s")
    for grant in (code, refresh, ClientCredentialsGrant(client_id="a", client_secret="s")):
        assert_type(exchange_token.build(url, body=grant), httpx.Request)
    assert_type(code.grant_type, Literal["authorization_code"])
    token = exchange_token.parse(response)
    assert_type(token, TokenAnswer)
    assert_type(token.expires_in, int | str)
    assert_type(token.refresh_token, str | IdUnset)
    assert_type(exchange_token.parse_error(response), OAuthError | None)
    assert_type(
        authorize.build(
            url,
            client_id="a",
            redirect_uri="http://localhost",
            scope="",
            state="s",
            code_challenge="c",
        ),
        httpx.Request,
    )
    assert_type(
        revoke_token.sync(client=client, token="t", token_type_hint=TokenTypeHint.ACCESS_TOKEN), str
    )
    assert_type(introspect_token.parse(response).data.token_type, TokenKind | None | IdUnset)


def errors(client: kickwire_api.Client) -> None:
    """Two errors below one base."""
    try:
        get_channels.sync(client=client)
    except StatusError as status:
        assert_type(status.status, int)
        assert_type(status.operation, str)
    except InvalidData as invalid:
        assert_type(invalid.pointer, str)
        assert_type(invalid.reason, str)
    except ApiException as other:
        assert_type(other, ApiException)


def refused(caller: Caller) -> None:
    """What type checkers must not let pass; an ignore that is not needed is an error itself."""
    api = PublicApi(caller)
    api.channels.get([1])  # type: ignore[call-arg]
    api.channels.get(slug="xqc")  # type: ignore[arg-type]
    api.chat.send(content="hi", type="robot")  # type: ignore[arg-type]
    api.rewards.create(title="Hydrate")  # type: ignore[call-arg]
    api.users.get(id=None)  # type: ignore[arg-type]


def logins(kick: kickwire.Kick) -> None:
    """A login has two outcomes, and both faces give the same types."""
    request = kick.login(["user:read"], account="alice")
    assert_type(request, kickwire.AuthorizationRequest)
    outcome = kick.complete_login("?code=1&state=2", binding=request.binding)
    assert_type(outcome, kickwire.Login | kickwire.Denied)
    user: PublicApi = kick.as_user("alice")
    assert_type(user.livestreams.list(), list[Livestream])
    assert_type(kick.as_user("alice").channels.get(slug=["a"]), Found[Channel])
    assert_type(kick.channels.get(slug=["a"]), Found[Channel])
    assert_type(kick.tokens("alice"), kickwire.TokenSet)
    assert_type(kick.as_user("alice").generated, kickwire_api.Client)
    assert_type(kick.generated, kickwire_api.Client)
    auth: httpx.Auth = kick.auth("alice")
    kickwire_api.Client(auth=auth)


async def logins_async(kick: kickwire.AsyncKick) -> None:
    """The same, awaited."""
    request = await kick.login(["user:read"])
    outcome = await kick.complete_login("?code=1&state=2", binding=request.binding)
    assert_type(outcome, kickwire.Login | kickwire.Denied)
    assert_type(await kick.as_user("alice").channels.get(slug=["a"]), Found[Channel])
    assert_type(await kick.tokens(), kickwire.TokenSet)


def settings(store: kickwire.stores.Store) -> None:
    """The other ways to a client give the same client, and know its arguments."""
    assert_type(kickwire.Kick.from_env(), kickwire.Kick)
    assert_type(kickwire.Kick.from_env(store, scopes=["user:read"]), kickwire.Kick)
    assert_type(kickwire.AsyncKick.from_toml("kick.toml", environ={}), kickwire.AsyncKick)
    connection = kickwire.Connection(proxy="http://proxy:3128", http2=True)
    kickwire.AsyncKick.from_env(connection=connection, retries=kickwire.Retries(times=1))
    kickwire.Kick.from_env(colour="red")  # type: ignore[call-arg]
    kickwire.Kick.from_env(scopes=5)  # type: ignore[arg-type]


def flat_settings(store: kickwire.stores.Store, plain: kickwire.PlainSettings) -> None:
    """One call takes everything; type checkers know each name of it, needed ones too."""
    kick = kickwire.Kick.from_settings(
        client_id="id", client_secret="s", store="memory:", proxy="http://proxy:1", retries=3
    )
    assert_type(kick, kickwire.Kick)
    assert_type(kickwire.Kick.from_settings(**plain), kickwire.Kick)
    assert_type(kickwire.AsyncKick.from_settings(**plain, random=lambda: 0.5), kickwire.AsyncKick)
    kickwire.Kick.from_settings(client_id="id", store=store)  # type: ignore[call-arg]
    kickwire.Kick.from_settings(**plain, colour="red")  # type: ignore[call-arg]
    kickwire.AsyncKick.from_settings(**plain, sleep=time.sleep)  # type: ignore[arg-type]


def in_process(kick_mock: KickMock) -> None:
    """The settings of the mock fit both faces."""
    settings = kick_mock.client_settings()
    store = kickwire.MemoryStore()
    assert_type(kickwire.Kick.from_settings(**settings, store=store), kickwire.Kick)
    assert_type(kickwire.AsyncKick.from_settings(**settings, store=store), kickwire.AsyncKick)


async def logged_in(kick_mock: KickMock, kick: kickwire.Kick, other: kickwire.AsyncKick) -> None:
    """The mock logs somebody in through either face."""
    assert_type(kick.as_user(kick_mock.log_in(kick, "alice")), UserApi)
    assert_type(other.as_user(await kick_mock.alog_in(other, "alice")), AsyncUserApi)


def sockets(kick_server: KickServer) -> None:
    """So do those of the mock over sockets."""
    settings = kick_server.client_settings()
    store = kickwire.MemoryStore()
    assert_type(kickwire.Kick.from_settings(**settings, store=store), kickwire.Kick)
    assert_type(kickwire.AsyncKick.from_settings(**settings, store=store), kickwire.AsyncKick)


def deliveries(kick_mock: KickMock) -> None:
    """A delivery is what a handler is given."""
    delivery = kick_mock.signed_delivery("chat.message.sent", content="Hello")
    assert_type(delivery.headers, dict[str, str])
    assert_type(delivery.body, bytes)
    assert_type(delivery.public_key, str)


def stores() -> None:
    """Both stores keep to the protocol."""
    memory: kickwire.stores.Store = kickwire.MemoryStore()
    sqlite: kickwire.stores.Store = kickwire.SQLiteStore("tokens.db")
    kickwire.Kick(kickwire.App("id", "secret"), memory)
    kickwire.AsyncKick(kickwire.App("id", "secret"), sqlite)
