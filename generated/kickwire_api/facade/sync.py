"""The Public API by name, synchronous: generated from the document."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterator
from functools import cached_property, partial
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Literal

from ..types import UNSET, Found, Raw, Unset
from ._arguments import as_enum, as_uuid

if sys.version_info >= (3, 13):
    from warnings import deprecated
else:
    from typing_extensions import deprecated

if TYPE_CHECKING:
    from uuid import UUID

    from ..caller import Caller
    from ..models.ad_break_status import AdBreakStatus
    from ..models.ad_break_status_answer import AdBreakStatusAnswer
    from ..models.categories_answer import CategoriesAnswer
    from ..models.category import Category
    from ..models.category_answer import CategoryAnswer
    from ..models.category_detail import CategoryDetail
    from ..models.category_search_answer import CategorySearchAnswer
    from ..models.category_with_tags import CategoryWithTags
    from ..models.channel import Channel
    from ..models.channels_answer import ChannelsAnswer
    from ..models.chat_message_type import ChatMessageType
    from ..models.drop_claim import DropClaim
    from ..models.drop_claim_update import DropClaimUpdate
    from ..models.drop_claims_answer import DropClaimsAnswer
    from ..models.drop_claims_page import DropClaimsPage
    from ..models.event_subscription import EventSubscription
    from ..models.event_subscription_result import EventSubscriptionResult
    from ..models.event_subscription_results_answer import EventSubscriptionResultsAnswer
    from ..models.event_subscriptions_answer import EventSubscriptionsAnswer
    from ..models.event_to_subscribe import EventToSubscribe
    from ..models.failed_redemption import FailedRedemption
    from ..models.failed_redemptions_answer import FailedRedemptionsAnswer
    from ..models.introspection_answer import IntrospectionAnswer
    from ..models.kicks_leaderboard import KicksLeaderboard
    from ..models.kicks_leaderboard_answer import KicksLeaderboardAnswer
    from ..models.livestream import Livestream
    from ..models.livestream_sort import LivestreamSort
    from ..models.livestream_stats import LivestreamStats
    from ..models.livestream_stats_answer import LivestreamStatsAnswer
    from ..models.livestream_v1 import LivestreamV1
    from ..models.livestreams_answer import LivestreamsAnswer
    from ..models.livestreams_v1_answer import LivestreamsV1Answer
    from ..models.moderation_answer import ModerationAnswer
    from ..models.moderation_result import ModerationResult
    from ..models.public_key import PublicKey
    from ..models.public_key_answer import PublicKeyAnswer
    from ..models.redemption_status import RedemptionStatus
    from ..models.redemptions_answer import RedemptionsAnswer
    from ..models.reward import Reward
    from ..models.reward_answer import RewardAnswer
    from ..models.reward_redemptions import RewardRedemptions
    from ..models.rewards_answer import RewardsAnswer
    from ..models.sent_chat_message import SentChatMessage
    from ..models.sent_chat_message_answer import SentChatMessageAnswer
    from ..models.started_ad_break import StartedAdBreak
    from ..models.started_ad_break_answer import StartedAdBreakAnswer
    from ..models.subscription_method import SubscriptionMethod
    from ..models.token_introspection import TokenIntrospection
    from ..models.user import User
    from ..models.user_livestreams_answer import UserLivestreamsAnswer
    from ..models.users_answer import UsersAnswer


class CategoriesApi:
    """What streams are about. The second version searches, filters and pages; the first is
    on its way out.
    """

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    @cached_property
    def with_raw(self) -> CategoriesApiWithRaw:
        """The same calls, each giving the whole answer: status, headers, body and value."""
        return CategoriesApiWithRaw(self._caller)

    def list(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        name: builtins.list[str] | Unset = UNSET,
        tag: builtins.list[str] | Unset = UNSET,
        id: builtins.list[int] | Unset = UNSET,
    ) -> builtins.list[CategoryWithTags]:
        """List or search categories.

        Pages through the categories, narrowed by name or tag, or picks some by id.
        `cursor`, `limit`, `name` and `tag` go together; `id` is another way to select and
        is not meant to be mixed with them. The ceiling of `limit` fell from 1000 to 100 for
        about a week in January 2026 and came back.

        Args:
            cursor: Where to go on, taken from `next_cursor` of the page before. Base64; 4
                to 28 characters.
            limit: How many categories a page holds at most, 1 to 1000. Kick's default is
                25.
            name: Only categories whose name begins with one of these, each 3 to 100
                characters, sent in one comma-separated value. A word from the middle of a
                name finds nothing. How many are allowed is not known.
            tag: Only categories that carry one of these tags, each 3 to 100 characters,
                sent in one comma-separated value. How many tags are allowed is not known.
            id: Only the categories with these ids, sent in one comma-separated value. How
                many ids are allowed is not known.

        Returns:
            list[CategoryWithTags]: A page of categories.

        Token:
            app token, or user token.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            GET /public/v2/categories; quirks paging_and_limits_drift
        """
        from ..api.categories import list_categories as endpoint

        build = partial(
            endpoint.build,
            cursor=cursor,
            limit=limit,
            name=name,
            tag=tag,
            id=id,
        )

        answer = self._caller.call(endpoint.OPERATION, build, endpoint.parse)
        return answer.data

    def iter(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        name: builtins.list[str] | Unset = UNSET,
        tag: builtins.list[str] | Unset = UNSET,
        id: builtins.list[int] | Unset = UNSET,
    ) -> Iterator[CategoryWithTags]:
        """Every item of `list`, page after page; takes the same arguments."""
        from ..api.categories import list_categories as endpoint

        build = partial(
            endpoint.build,
            cursor=cursor,
            limit=limit,
            name=name,
            tag=tag,
            id=id,
        )

        for page in self._caller.pages(endpoint.OPERATION, build, endpoint.parse):
            for item in page.data:
                yield item

    def pages(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        name: builtins.list[str] | Unset = UNSET,
        tag: builtins.list[str] | Unset = UNSET,
        id: builtins.list[int] | Unset = UNSET,
    ) -> Iterator[CategoriesAnswer]:
        """Every answer of `list`, one page each; takes the same arguments."""
        from ..api.categories import list_categories as endpoint

        build = partial(
            endpoint.build,
            cursor=cursor,
            limit=limit,
            name=name,
            tag=tag,
            id=id,
        )

        return self._caller.pages(endpoint.OPERATION, build, endpoint.parse)

    @deprecated(
        "categories.search: The first version of the category search, deprecated on 2026-01-15 in favour of `GET /public/v2/categories` (categories.list)."
    )
    def search(
        self,
        *,
        q: str,
        page: int | Unset = UNSET,
    ) -> builtins.list[Category]:
        """Search categories by text.

        The first version of the category search, deprecated on 2026-01-15 in favour of `GET
        /public/v2/categories`. Pages are numbered and hold up to 100 categories; nothing in
        the answer says which page is the last.

        Args:
            q: The text to look for. Its shortest and longest length are not known.
            page: Number of the page, counted from 1. The highest page is not known. Kick's
                default is 1.

        Returns:
            list[Category]: The categories that match, up to 100.

        Token:
            app token, or user token.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            GET /public/v1/categories; quirks paging_and_limits_drift
        """
        from ..api.categories import search_categories as endpoint

        build = partial(
            endpoint.build,
            q=q,
            page=page,
        )

        answer = self._caller.call(endpoint.OPERATION, build, endpoint.parse)
        return answer.data

    @deprecated(
        "categories.get: Deprecated on 2026-01-15 in favour of `GET /public/v2/categories` (categories.list), which does not count viewers."
    )
    def get(
        self,
        category_id: int,
        /,
    ) -> CategoryDetail:
        """Get one category.

        One category by its id, with its viewer count. Deprecated on 2026-01-15 in favour of
        `GET /public/v2/categories`, which does not count viewers. What an unknown id is
        answered with is not known.

        Args:
            category_id: Id of the category.

        Returns:
            CategoryDetail: The category.

        Token:
            app token, or user token.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            GET /public/v1/categories/{category_id}; quirks paging_and_limits_drift
        """
        from ..api.categories import get_category as endpoint

        build = partial(
            endpoint.build,
            category_id=category_id,
        )

        answer = self._caller.call(endpoint.OPERATION, build, endpoint.parse)
        return answer.data


class CategoriesApiWithRaw:
    """The calls of `CategoriesApi`, each giving the whole answer."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        name: builtins.list[str] | Unset = UNSET,
        tag: builtins.list[str] | Unset = UNSET,
        id: builtins.list[int] | Unset = UNSET,
    ) -> Raw[CategoriesAnswer]:
        """`CategoriesApi.list` with the whole answer."""
        from ..api.categories import list_categories as endpoint

        build = partial(
            endpoint.build,
            cursor=cursor,
            limit=limit,
            name=name,
            tag=tag,
            id=id,
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)

    @deprecated(
        "categories.search: The first version of the category search, deprecated on 2026-01-15 in favour of `GET /public/v2/categories` (categories.list)."
    )
    def search(
        self,
        *,
        q: str,
        page: int | Unset = UNSET,
    ) -> Raw[CategorySearchAnswer]:
        """`CategoriesApi.search` with the whole answer."""
        from ..api.categories import search_categories as endpoint

        build = partial(
            endpoint.build,
            q=q,
            page=page,
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)

    @deprecated(
        "categories.get: Deprecated on 2026-01-15 in favour of `GET /public/v2/categories` (categories.list), which does not count viewers."
    )
    def get(
        self,
        category_id: int,
        /,
    ) -> Raw[CategoryAnswer]:
        """`CategoriesApi.get` with the whole answer."""
        from ..api.categories import get_category as endpoint

        build = partial(
            endpoint.build,
            category_id=category_id,
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)


class UsersApi:
    """Accounts, and what those accounts are streaming at the moment."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    @cached_property
    def with_raw(self) -> UsersApiWithRaw:
        """The same calls, each giving the whole answer: status, headers, body and value."""
        return UsersApiWithRaw(self._caller)

    def get(
        self,
        *,
        id: builtins.list[int] | Unset = UNSET,
    ) -> Found[User]:
        """Get users by id, or the token's own user.

        Without `id` this is the user behind the token, which needs a user token. With ids
        it is those users, and ids that Kick does not know are left out without a word. The
        e-mail address is filled only for the user who gave the token. An app token may ask
        for ids according to Kick's documents; one live test saw 401 instead.

        Args:
            id: Ids of the users wanted; leave it out for the token's own user. Kick
                publishes no largest number; 50 is treated as safe.

        Returns:
            Found[User]: The users that exist; possibly none. What was asked for and is not
                there is in `missing`.

        Token:
            app token, or user token with `user:read`.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            GET /public/v1/users; quirks no_id_token
        """
        from ..api.users import get_users as endpoint

        build = partial(
            endpoint.build,
            id=id,
        )

        return self._caller.found(
            endpoint.OPERATION, build, endpoint.parse, lambda answer: answer.data
        )

    def livestreams(
        self,
        *,
        user_id: builtins.list[int],
    ) -> Found[Livestream]:
        """Get what users are streaming now.

        The running livestreams of up to 100 users. Whoever is offline is left out, so an
        empty list means that nobody is live. There are no pages. Seen since about
        2026-06-23.

        Args:
            user_id: Ids of the users to look for, 1 to 100.

        Returns:
            Found[Livestream]: One livestream for each of the users who is live. What was
                asked for and is not there is in `missing`.

        Token:
            app token, or user token.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            GET /public/v1/users/livestreams
        """
        from ..api.users import get_user_livestreams as endpoint

        build = partial(
            endpoint.build,
            user_id=user_id,
        )

        return self._caller.found(
            endpoint.OPERATION, build, endpoint.parse, lambda answer: answer.data
        )


class UsersApiWithRaw:
    """The calls of `UsersApi`, each giving the whole answer."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def get(
        self,
        *,
        id: builtins.list[int] | Unset = UNSET,
    ) -> Raw[UsersAnswer]:
        """`UsersApi.get` with the whole answer, of one request: at most 50 of `id`."""
        from ..api.users import get_users as endpoint

        build = partial(
            endpoint.build,
            id=id,
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)

    def livestreams(
        self,
        *,
        user_id: builtins.list[int],
    ) -> Raw[UserLivestreamsAnswer]:
        """`UsersApi.livestreams` with the whole answer, of one request: at most 100 of `user_id`."""
        from ..api.users import get_user_livestreams as endpoint

        build = partial(
            endpoint.build,
            user_id=user_id,
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)


class TokenApi:
    """The retired place to examine a token; the identity host does this now."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    @cached_property
    def with_raw(self) -> TokenApiWithRaw:
        """The same calls, each giving the whole answer: status, headers, body and value."""
        return TokenApiWithRaw(self._caller)

    @deprecated(
        "token.introspect: Deprecated on 2026-01-15; the same question is now asked with `POST https://id.kick.com/oauth/token/introspect`."
    )
    def introspect(
        self,
    ) -> TokenIntrospection:
        """Examine the token (old place).

        Tells what the Bearer token of this very request is. There is no body and no client
        authentication. Deprecated on 2026-01-15; the same question is now asked with `POST
        https://id.kick.com/oauth/token/introspect`. A dead token is expected to be a 401;
        some clients are written for 200 with `active` false instead.

        Returns:
            TokenIntrospection: What the token is.

        Token:
            app token, or user token.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            POST /public/v1/token/introspect; quirks introspect_moved,
                introspect_self_bearer_wrapped, introspect_invalid_token
        """
        from ..api.token import introspect_token_on_api as endpoint

        build = partial(
            endpoint.build,
        )

        answer = self._caller.call(endpoint.OPERATION, build, endpoint.parse)
        return answer.data


class TokenApiWithRaw:
    """The calls of `TokenApi`, each giving the whole answer."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    @deprecated(
        "token.introspect: Deprecated on 2026-01-15; the same question is now asked with `POST https://id.kick.com/oauth/token/introspect`."
    )
    def introspect(
        self,
    ) -> Raw[IntrospectionAnswer]:
        """`TokenApi.introspect` with the whole answer."""
        from ..api.token import introspect_token_on_api as endpoint

        build = partial(
            endpoint.build,
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)


class ChannelsApi:
    """A user's channel with its stream, and the settings of the next or running stream."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    @cached_property
    def with_raw(self) -> ChannelsApiWithRaw:
        """The same calls, each giving the whole answer: status, headers, body and value."""
        return ChannelsApiWithRaw(self._caller)

    def get(
        self,
        *,
        broadcaster_user_id: builtins.list[int] | Unset = UNSET,
        slug: builtins.list[str] | Unset = UNSET,
    ) -> Found[Channel]:
        """Get channels by user id or slug, or the token's own channel.

        Ask in one of three ways: with `broadcaster_user_id`, with `slug`, or with neither
        for the token's own channel. Mixing the two filters is a 400, and so is an app token
        without any.

        An unknown slug was 200 with an empty list in 2025, which staff called intended, and
        turns the whole call into a 400 in recordings of 2026-09. Be ready for both.

        Kick takes 50 ids or slugs, but calls with 50 slugs have come back with other
        channels' data in them (open since 2025-12), so a client does well to ask for 25 at
        a time.

        An offline channel is full of zero values. Answers can lag behind changes by minutes
        or more, so reading back does not confirm a change. The numbers of subscribers are
        there for every channel, also for one whose owner never dealt with the app.

        Args:
            broadcaster_user_id: User ids of the channels' owners, up to 50. Not together
                with `slug`.
            slug: Names of the channels as they stand in their addresses, up to 50 of at
                most 25 characters each. Not together with `broadcaster_user_id`.

        Returns:
            Found[Channel]: The channels found. What was asked for and is not there is in
                `missing`.

        Token:
            app token, or user token with `channel:read`; `streamkey:read` widens the
                answer.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            GET /public/v1/channels; quirks channels_query_rules,
                channel_unknown_is_200_empty, channels_batch_corruption,
                channels_offline_zero_values, channels_stale_reads, secrets_in_channel
        """
        from ..api.channels import get_channels as endpoint

        build = partial(
            endpoint.build,
            broadcaster_user_id=broadcaster_user_id,
            slug=slug,
        )

        return self._caller.found(
            endpoint.OPERATION, build, endpoint.parse, lambda answer: answer.data
        )

    def update(
        self,
        *,
        category_id: int | Unset = UNSET,
        stream_title: str | Unset = UNSET,
        custom_tags: builtins.list[str] | Unset = UNSET,
    ) -> None:
        """Change title, category or tags of the token's own channel.

        Changes the token's own channel. Fields that Kick does not know are ignored and
        still answered with 204: the tags go into `custom_tags`, not `tags`, and `is_mature`
        was never supported. `custom_tags` itself had no effect before 2025-12-19. `GET
        /public/v1/channels` may show the old values for a while. By a report any change
        also switches the mature flag off, which the API cannot switch on again.

        Args:
            category_id: Id of the new category.
            stream_title: The new title, not empty. The longest title that Kick accepts is
                not known.
            custom_tags: All of the owner's own tags, up to 10, none of them empty. How long
                a tag may be is not known.

        Token:
            user token with `channel:write`.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            PATCH /public/v1/channels; quirks patch_channels_ignores_unknown,
                patch_channels_clears_mature, channels_stale_reads
        """
        from ..api.channels import update_channel as endpoint
        from ..models.channel_update import ChannelUpdate

        build = partial(
            endpoint.build,
            body=ChannelUpdate(
                category_id=category_id, stream_title=stream_title, custom_tags=custom_tags
            ),
        )

        self._caller.call(endpoint.OPERATION, build, endpoint.parse)


class ChannelsApiWithRaw:
    """The calls of `ChannelsApi`, each giving the whole answer."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def get(
        self,
        *,
        broadcaster_user_id: builtins.list[int] | Unset = UNSET,
        slug: builtins.list[str] | Unset = UNSET,
    ) -> Raw[ChannelsAnswer]:
        """`ChannelsApi.get` with the whole answer, of one request: at most 25 of `broadcaster_user_id` or 25 of `slug`."""
        from ..api.channels import get_channels as endpoint

        build = partial(
            endpoint.build,
            broadcaster_user_id=broadcaster_user_id,
            slug=slug,
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)

    def update(
        self,
        *,
        category_id: int | Unset = UNSET,
        stream_title: str | Unset = UNSET,
        custom_tags: builtins.list[str] | Unset = UNSET,
    ) -> Raw[None]:
        """`ChannelsApi.update` with the whole answer."""
        from ..api.channels import update_channel as endpoint
        from ..models.channel_update import ChannelUpdate

        build = partial(
            endpoint.build,
            body=ChannelUpdate(
                category_id=category_id, stream_title=stream_title, custom_tags=custom_tags
            ),
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)


class RewardsApi:
    """Channel point rewards. Only the app that made a reward may change or delete it."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    @cached_property
    def with_raw(self) -> RewardsApiWithRaw:
        """The same calls, each giving the whole answer: status, headers, body and value."""
        return RewardsApiWithRaw(self._caller)

    def list(
        self,
    ) -> builtins.list[Reward]:
        """List the rewards of the token's own channel.

        All rewards of the channel, switched on or off. There are at most 15, so there are
        no pages. Either of the two reward scopes is enough; Kick's pages were of two minds
        about that.

        Returns:
            list[Reward]: The rewards; possibly none.

        Token:
            user token with `channel:rewards:read`, or user token with
                `channel:rewards:write`.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            GET /public/v1/channels/rewards; quirks rewards_read_scope, rewards_cap
        """
        from ..api.rewards import list_rewards as endpoint

        build = partial(
            endpoint.build,
        )

        answer = self._caller.call(endpoint.OPERATION, build, endpoint.parse)
        return answer.data

    def create(
        self,
        *,
        title: str,
        cost: int,
        description: str | Unset = UNSET,
        background_color: str | Unset = UNSET,
        is_enabled: bool | Unset = UNSET,
        is_user_input_required: bool | Unset = UNSET,
        should_redemptions_skip_request_queue: bool | Unset = UNSET,
    ) -> Reward:
        """Create a reward.

        Adds a reward to the token's own channel. A channel holds 15 rewards, enabled and
        disabled together; what the sixteenth is answered with was never captured,
        presumably 400. From then on only this app may change or delete the reward.

        Args:
            title: Title of the reward, 1 to 50 characters.
            cost: Price in channel points, 1 or more. The highest price is not known.
            description: Words about the reward, up to 200 characters.
            background_color: Colour behind the reward; Kick's green when left out. Kick
                calls the format hexcolor: a hash mark and hexadecimal digits, six wherever
                one was seen.
            is_enabled: Whether viewers can see the reward; they can when this is left out.
            is_user_input_required: Whether the viewer has to write something when buying;
                not when this is left out.
            should_redemptions_skip_request_queue: Whether redemptions skip the queue of
                requests; they wait in it when this is left out.

        Returns:
            Reward: The reward as Kick stored it.

        Token:
            user token with `channel:rewards:write`.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            POST /public/v1/channels/rewards; quirks rewards_cap
        """
        from ..api.rewards import create_reward as endpoint
        from ..models.reward_request import RewardRequest

        build = partial(
            endpoint.build,
            body=RewardRequest(
                title=title,
                cost=cost,
                description=description,
                background_color=background_color,
                is_enabled=is_enabled,
                is_user_input_required=is_user_input_required,
                should_redemptions_skip_request_queue=should_redemptions_skip_request_queue,
            ),
        )

        answer = self._caller.call(endpoint.OPERATION, build, endpoint.parse)
        return answer.data

    def delete(
        self,
        id: str,
        /,
    ) -> None:
        """Delete a reward.

        Removes a reward for good. Only the app that made it may do this; what somebody
        else's or an unknown reward is answered with was never captured. Success is 204 in
        the tests of two SDKs, while one description of Kick's pages allows 200 as well.

        Args:
            id: Id of the reward (a ULID).

        Token:
            user token with `channel:rewards:write`.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            DELETE /public/v1/channels/rewards/{id}
        """
        from ..api.rewards import delete_reward as endpoint

        build = partial(
            endpoint.build,
            id=id,
        )

        self._caller.call(endpoint.OPERATION, build, endpoint.parse)

    def update(
        self,
        id: str,
        /,
        *,
        title: str | Unset = UNSET,
        cost: int | Unset = UNSET,
        description: str | Unset = UNSET,
        background_color: str | Unset = UNSET,
        is_enabled: bool | Unset = UNSET,
        is_paused: bool | Unset = UNSET,
        is_user_input_required: bool | Unset = UNSET,
        should_redemptions_skip_request_queue: bool | Unset = UNSET,
    ) -> Reward:
        """Change a reward.

        Changes the fields that are sent and leaves the others. Only the app that made the
        reward may do this; SDKs expect 403 for somebody else's reward and 404 for an
        unknown one, but neither body was captured.

        Args:
            id: Id of the reward (a ULID).
            title: The new title, 1 to 50 characters.
            cost: The new price in channel points, 1 or more. The highest price is not
                known.
            description: The new words about the reward, up to 200 characters.
            background_color: The new colour, a hash mark and hexadecimal digits, six
                wherever one was seen.
            is_enabled: Whether viewers can see the reward from now on.
            is_paused: Whether the reward is on show but cannot be bought from now on.
            is_user_input_required: Whether the viewer has to write something from now on.
            should_redemptions_skip_request_queue: Whether redemptions skip the queue of
                requests from now on.

        Returns:
            Reward: The reward after the change.

        Token:
            user token with `channel:rewards:write`.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            PATCH /public/v1/channels/rewards/{id}
        """
        from ..api.rewards import update_reward as endpoint
        from ..models.reward_update import RewardUpdate

        build = partial(
            endpoint.build,
            id=id,
            body=RewardUpdate(
                title=title,
                cost=cost,
                description=description,
                background_color=background_color,
                is_enabled=is_enabled,
                is_paused=is_paused,
                is_user_input_required=is_user_input_required,
                should_redemptions_skip_request_queue=should_redemptions_skip_request_queue,
            ),
        )

        answer = self._caller.call(endpoint.OPERATION, build, endpoint.parse)
        return answer.data


class RewardsApiWithRaw:
    """The calls of `RewardsApi`, each giving the whole answer."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(
        self,
    ) -> Raw[RewardsAnswer]:
        """`RewardsApi.list` with the whole answer."""
        from ..api.rewards import list_rewards as endpoint

        build = partial(
            endpoint.build,
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)

    def create(
        self,
        *,
        title: str,
        cost: int,
        description: str | Unset = UNSET,
        background_color: str | Unset = UNSET,
        is_enabled: bool | Unset = UNSET,
        is_user_input_required: bool | Unset = UNSET,
        should_redemptions_skip_request_queue: bool | Unset = UNSET,
    ) -> Raw[RewardAnswer]:
        """`RewardsApi.create` with the whole answer."""
        from ..api.rewards import create_reward as endpoint
        from ..models.reward_request import RewardRequest

        build = partial(
            endpoint.build,
            body=RewardRequest(
                title=title,
                cost=cost,
                description=description,
                background_color=background_color,
                is_enabled=is_enabled,
                is_user_input_required=is_user_input_required,
                should_redemptions_skip_request_queue=should_redemptions_skip_request_queue,
            ),
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)

    def delete(
        self,
        id: str,
        /,
    ) -> Raw[None]:
        """`RewardsApi.delete` with the whole answer."""
        from ..api.rewards import delete_reward as endpoint

        build = partial(
            endpoint.build,
            id=id,
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)

    def update(
        self,
        id: str,
        /,
        *,
        title: str | Unset = UNSET,
        cost: int | Unset = UNSET,
        description: str | Unset = UNSET,
        background_color: str | Unset = UNSET,
        is_enabled: bool | Unset = UNSET,
        is_paused: bool | Unset = UNSET,
        is_user_input_required: bool | Unset = UNSET,
        should_redemptions_skip_request_queue: bool | Unset = UNSET,
    ) -> Raw[RewardAnswer]:
        """`RewardsApi.update` with the whole answer."""
        from ..api.rewards import update_reward as endpoint
        from ..models.reward_update import RewardUpdate

        build = partial(
            endpoint.build,
            id=id,
            body=RewardUpdate(
                title=title,
                cost=cost,
                description=description,
                background_color=background_color,
                is_enabled=is_enabled,
                is_paused=is_paused,
                is_user_input_required=is_user_input_required,
                should_redemptions_skip_request_queue=should_redemptions_skip_request_queue,
            ),
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)


class RedemptionsApi:
    """Viewers' purchases of rewards, and the decision on each of them."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    @cached_property
    def with_raw(self) -> RedemptionsApiWithRaw:
        """The same calls, each giving the whole answer: status, headers, body and value."""
        return RedemptionsApiWithRaw(self._caller)

    def list(
        self,
        *,
        reward_id: str | Unset = UNSET,
        status: RedemptionStatus | Literal["pending", "accepted", "rejected"] | Unset = UNSET,
        id: builtins.list[str] | Unset = UNSET,
        cursor: str | Unset = UNSET,
    ) -> builtins.list[RewardRedemptions]:
        """List redemptions, grouped by reward.

        Pages through the redemptions on the token's own channel, grouped by the reward they
        belong to. Without `status` only pending ones are listed. `id` picks single
        redemptions and does not go together with any other filter. The page size cannot be
        chosen. Either of the two reward scopes is enough.

        Args:
            reward_id: Only redemptions of the reward with this id (a ULID).
            status: Only redemptions in this state. Kick's default is pending.
            id: Only the redemptions with these ids (ULIDs). Not together with any other
                filter. How many ids are allowed is not known; two SDKs stop at 50.
            cursor: Where to go on, taken from `next_cursor` of the page before. Base64; its
                length is not known.

        Returns:
            list[RewardRedemptions]: A page of redemptions.

        Token:
            user token with `channel:rewards:read`, or user token with
                `channel:rewards:write`.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            GET /public/v1/channels/rewards/redemptions; quirks rewards_read_scope
        """
        from ..api.redemptions import list_redemptions as endpoint
        from ..models.redemption_status import RedemptionStatus

        build = partial(
            endpoint.build,
            reward_id=reward_id,
            status=UNSET
            if isinstance(status, Unset)
            else as_enum("status", RedemptionStatus, status),
            id=id,
            cursor=cursor,
        )

        answer = self._caller.call(endpoint.OPERATION, build, endpoint.parse)
        return answer.data

    def iter(
        self,
        *,
        reward_id: str | Unset = UNSET,
        status: RedemptionStatus | Literal["pending", "accepted", "rejected"] | Unset = UNSET,
        id: builtins.list[str] | Unset = UNSET,
        cursor: str | Unset = UNSET,
    ) -> Iterator[RewardRedemptions]:
        """Every item of `list`, page after page; takes the same arguments."""
        from ..api.redemptions import list_redemptions as endpoint
        from ..models.redemption_status import RedemptionStatus

        build = partial(
            endpoint.build,
            reward_id=reward_id,
            status=UNSET
            if isinstance(status, Unset)
            else as_enum("status", RedemptionStatus, status),
            id=id,
            cursor=cursor,
        )

        for page in self._caller.pages(endpoint.OPERATION, build, endpoint.parse):
            for item in page.data:
                yield item

    def pages(
        self,
        *,
        reward_id: str | Unset = UNSET,
        status: RedemptionStatus | Literal["pending", "accepted", "rejected"] | Unset = UNSET,
        id: builtins.list[str] | Unset = UNSET,
        cursor: str | Unset = UNSET,
    ) -> Iterator[RedemptionsAnswer]:
        """Every answer of `list`, one page each; takes the same arguments."""
        from ..api.redemptions import list_redemptions as endpoint
        from ..models.redemption_status import RedemptionStatus

        build = partial(
            endpoint.build,
            reward_id=reward_id,
            status=UNSET
            if isinstance(status, Unset)
            else as_enum("status", RedemptionStatus, status),
            id=id,
            cursor=cursor,
        )

        return self._caller.pages(endpoint.OPERATION, build, endpoint.parse)

    def accept(
        self,
        *,
        ids: builtins.list[str],
    ) -> builtins.list[FailedRedemption]:
        """Accept pending redemptions.

        Accepts up to 25 redemptions of rewards that this app made. The answer lists only
        those that could not be accepted, so an empty list is full success. Sent twice, the
        second answer lists as `NOT_PENDING` what the first had accepted; it is therefore
        not marked as safe to repeat.

        Args:
            ids: Ids of pending redemptions (ULIDs), 1 to 25, none twice.

        Returns:
            list[FailedRedemption]: The redemptions that could not be accepted, with
                reasons.

        Token:
            user token with `channel:rewards:write`.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            POST /public/v1/channels/rewards/redemptions/accept; quirks
                redemption_fails_unknown
        """
        from ..api.redemptions import accept_redemptions as endpoint
        from ..models.redemption_ids import RedemptionIds

        build = partial(
            endpoint.build,
            body=RedemptionIds(ids=ids),
        )

        answer = self._caller.call(endpoint.OPERATION, build, endpoint.parse)
        return answer.data

    def reject(
        self,
        *,
        ids: builtins.list[str],
    ) -> builtins.list[FailedRedemption]:
        """Reject pending redemptions.

        Rejects up to 25 redemptions of rewards that this app made. The answer lists only
        those that could not be rejected, so an empty list is full success. Sent twice, the
        second answer lists as `NOT_PENDING` what the first had rejected; it is therefore
        not marked as safe to repeat.

        Args:
            ids: Ids of pending redemptions (ULIDs), 1 to 25, none twice.

        Returns:
            list[FailedRedemption]: The redemptions that could not be rejected, with
                reasons.

        Token:
            user token with `channel:rewards:write`.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            POST /public/v1/channels/rewards/redemptions/reject; quirks
                redemption_fails_unknown
        """
        from ..api.redemptions import reject_redemptions as endpoint
        from ..models.redemption_ids import RedemptionIds

        build = partial(
            endpoint.build,
            body=RedemptionIds(ids=ids),
        )

        answer = self._caller.call(endpoint.OPERATION, build, endpoint.parse)
        return answer.data


class RedemptionsApiWithRaw:
    """The calls of `RedemptionsApi`, each giving the whole answer."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(
        self,
        *,
        reward_id: str | Unset = UNSET,
        status: RedemptionStatus | Literal["pending", "accepted", "rejected"] | Unset = UNSET,
        id: builtins.list[str] | Unset = UNSET,
        cursor: str | Unset = UNSET,
    ) -> Raw[RedemptionsAnswer]:
        """`RedemptionsApi.list` with the whole answer."""
        from ..api.redemptions import list_redemptions as endpoint
        from ..models.redemption_status import RedemptionStatus

        build = partial(
            endpoint.build,
            reward_id=reward_id,
            status=UNSET
            if isinstance(status, Unset)
            else as_enum("status", RedemptionStatus, status),
            id=id,
            cursor=cursor,
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)

    def accept(
        self,
        *,
        ids: builtins.list[str],
    ) -> Raw[FailedRedemptionsAnswer]:
        """`RedemptionsApi.accept` with the whole answer."""
        from ..api.redemptions import accept_redemptions as endpoint
        from ..models.redemption_ids import RedemptionIds

        build = partial(
            endpoint.build,
            body=RedemptionIds(ids=ids),
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)

    def reject(
        self,
        *,
        ids: builtins.list[str],
    ) -> Raw[FailedRedemptionsAnswer]:
        """`RedemptionsApi.reject` with the whole answer."""
        from ..api.redemptions import reject_redemptions as endpoint
        from ..models.redemption_ids import RedemptionIds

        build = partial(
            endpoint.build,
            body=RedemptionIds(ids=ids),
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)


class ChatApi:
    """Sending and deleting chat messages. Reading chat is done with webhooks."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    @cached_property
    def with_raw(self) -> ChatApiWithRaw:
        """The same calls, each giving the whole answer: status, headers, body and value."""
        return ChatApiWithRaw(self._caller)

    def send(
        self,
        *,
        content: str,
        type: ChatMessageType | Literal["user", "bot"],
        broadcaster_user_id: int | Unset = UNSET,
        reply_to_message_id: UUID | str | Unset = UNSET,
    ) -> SentChatMessage:
        """Send a chat message.

        Writes into a channel's chat, as the token's user (`type: user`, into the channel of
        `broadcaster_user_id`) or as the app's bot (`type: bot`, always into the token's own
        channel). Emotes are written as `[emote:<id>:<name>]`. The message comes back as a
        `chat.message.sent` event.

        Refusals to know: a missing `chat:write` is 401, not 403; follower-only and slow
        mode are 403; a bot message before a bot was created in the app's settings was 400
        "Channel not found" in 2025, while in 2026 several apps report 500 for bot messages.
        How many messages may be sent in which time is not known.

        Args:
            content: The text, 1 to 500 characters (not bytes). Emotes are written as
                `[emote:<id>:<name>]`.
            type: Who speaks.
            broadcaster_user_id: Id of the user in whose chat to speak (not the id of the
                chat room). Necessary when `type` is `user` (0 names nobody); ignored when
                it is `bot`, which speaks in the token's own channel.
            reply_to_message_id: Id of the message that this one answers.

        Returns:
            SentChatMessage: What became of the message.

        Token:
            user token with `chat:write`.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            POST /public/v1/chat; quirks chat_bot_vs_user, chat_limits, chat_echo
        """
        from ..api.chat import send_chat_message as endpoint
        from ..models.chat_message_request import ChatMessageRequest
        from ..models.chat_message_type import ChatMessageType

        build = partial(
            endpoint.build,
            body=ChatMessageRequest(
                content=content,
                type_=as_enum("type", ChatMessageType, type),
                broadcaster_user_id=broadcaster_user_id,
                reply_to_message_id=UNSET
                if isinstance(reply_to_message_id, Unset)
                else as_uuid("reply_to_message_id", reply_to_message_id),
            ),
        )

        answer = self._caller.call(endpoint.OPERATION, build, endpoint.parse)
        return answer.data

    def delete(
        self,
        message_id: UUID | str,
        /,
    ) -> None:
        """Delete a chat message.

        Removes one message from the chat of a channel that the token's user may moderate.
        Added on 2025-12-02. Which errors exist is known only from an SDK that is prepared
        for 403 and 404.

        Args:
            message_id: Id of the message, from the answer to sending it or from a
                `chat.message.sent` event.

        Token:
            user token with `moderation:chat_message:manage`.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            DELETE /public/v1/chat/{message_id}
        """
        from ..api.chat import delete_chat_message as endpoint

        build = partial(
            endpoint.build,
            message_id=as_uuid("message_id", message_id),
        )

        self._caller.call(endpoint.OPERATION, build, endpoint.parse)


class ChatApiWithRaw:
    """The calls of `ChatApi`, each giving the whole answer."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def send(
        self,
        *,
        content: str,
        type: ChatMessageType | Literal["user", "bot"],
        broadcaster_user_id: int | Unset = UNSET,
        reply_to_message_id: UUID | str | Unset = UNSET,
    ) -> Raw[SentChatMessageAnswer]:
        """`ChatApi.send` with the whole answer."""
        from ..api.chat import send_chat_message as endpoint
        from ..models.chat_message_request import ChatMessageRequest
        from ..models.chat_message_type import ChatMessageType

        build = partial(
            endpoint.build,
            body=ChatMessageRequest(
                content=content,
                type_=as_enum("type", ChatMessageType, type),
                broadcaster_user_id=broadcaster_user_id,
                reply_to_message_id=UNSET
                if isinstance(reply_to_message_id, Unset)
                else as_uuid("reply_to_message_id", reply_to_message_id),
            ),
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)

    def delete(
        self,
        message_id: UUID | str,
        /,
    ) -> Raw[None]:
        """`ChatApi.delete` with the whole answer."""
        from ..api.chat import delete_chat_message as endpoint

        build = partial(
            endpoint.build,
            message_id=as_uuid("message_id", message_id),
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)


class ModerationApi:
    """Bans and timeouts."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    @cached_property
    def with_raw(self) -> ModerationApiWithRaw:
        """The same calls, each giving the whole answer: status, headers, body and value."""
        return ModerationApiWithRaw(self._caller)

    def ban(
        self,
        *,
        broadcaster_user_id: int,
        user_id: int,
        duration: int | Unset = UNSET,
        reason: str | Unset = UNSET,
    ) -> ModerationResult:
        """Ban a user or time a user out.

        Bars a user from a channel that the token's user may moderate: for good without
        `duration`, else for that many minutes. The exact list of errors is not known.

        Args:
            broadcaster_user_id: Id of the user who owns the channel.
            user_id: Id of the user to bar.
            duration: Length of a timeout in minutes, 1 to 10080 (a week). Leave it out for
                a ban without end.
            reason: Why, up to 100 characters.

        Returns:
            ModerationResult: The user is barred.

        Token:
            user token with `moderation:ban`.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            POST /public/v1/moderation/bans; quirks moderation_duration_minutes
        """
        from ..api.moderation import ban_user as endpoint
        from ..models.ban_request import BanRequest

        build = partial(
            endpoint.build,
            body=BanRequest(
                broadcaster_user_id=broadcaster_user_id,
                user_id=user_id,
                duration=duration,
                reason=reason,
            ),
        )

        answer = self._caller.call(endpoint.OPERATION, build, endpoint.parse)
        return answer.data

    def unban(
        self,
        *,
        broadcaster_user_id: int,
        user_id: int,
    ) -> ModerationResult:
        """Lift a ban or end a timeout.

        Lets a user back in. The request is a DELETE with a JSON body, which some HTTP
        libraries refuse to send. The exact list of errors is not known.

        Args:
            broadcaster_user_id: Id of the user who owns the channel.
            user_id: Id of the user to let back in.

        Returns:
            ModerationResult: The user may come back.

        Token:
            user token with `moderation:ban`.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            DELETE /public/v1/moderation/bans; quirks moderation_delete_with_body
        """
        from ..api.moderation import unban_user as endpoint
        from ..models.unban_request import UnbanRequest

        build = partial(
            endpoint.build,
            body=UnbanRequest(broadcaster_user_id=broadcaster_user_id, user_id=user_id),
        )

        answer = self._caller.call(endpoint.OPERATION, build, endpoint.parse)
        return answer.data


class ModerationApiWithRaw:
    """The calls of `ModerationApi`, each giving the whole answer."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def ban(
        self,
        *,
        broadcaster_user_id: int,
        user_id: int,
        duration: int | Unset = UNSET,
        reason: str | Unset = UNSET,
    ) -> Raw[ModerationAnswer]:
        """`ModerationApi.ban` with the whole answer."""
        from ..api.moderation import ban_user as endpoint
        from ..models.ban_request import BanRequest

        build = partial(
            endpoint.build,
            body=BanRequest(
                broadcaster_user_id=broadcaster_user_id,
                user_id=user_id,
                duration=duration,
                reason=reason,
            ),
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)

    def unban(
        self,
        *,
        broadcaster_user_id: int,
        user_id: int,
    ) -> Raw[ModerationAnswer]:
        """`ModerationApi.unban` with the whole answer."""
        from ..api.moderation import unban_user as endpoint
        from ..models.unban_request import UnbanRequest

        build = partial(
            endpoint.build,
            body=UnbanRequest(broadcaster_user_id=broadcaster_user_id, user_id=user_id),
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)


class LivestreamsApi:
    """Who is live now. The second version pages; the first is on its way out."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    @cached_property
    def with_raw(self) -> LivestreamsApiWithRaw:
        """The same calls, each giving the whole answer: status, headers, body and value."""
        return LivestreamsApiWithRaw(self._caller)

    def list(
        self,
        *,
        category_id: builtins.list[int] | Unset = UNSET,
        language_code: builtins.list[str] | Unset = UNSET,
        limit: int | Unset = UNSET,
        cursor: str | Unset = UNSET,
    ) -> builtins.list[Livestream]:
        """List who is live.

        Pages through the running livestreams, oldest start first; there is no other order.
        Viewer counts are renewed about once a minute, so asking more often gains nothing.
        Added on 2026-06-23.

        Args:
            category_id: Only livestreams in one of these categories, up to 25.
            language_code: Only livestreams in one of these languages, up to 25 BCP 47 tags.
            limit: How many livestreams a page holds at most, 1 to 1000. Kick's default is
                100.
            cursor: Where to go on, taken from `next_cursor` of the page before. Its form
                and length are not known.

        Returns:
            list[Livestream]: A page of livestreams.

        Token:
            app token, or user token.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            GET /public/v2/livestreams; quirks paging_and_limits_drift,
                ratelimit_livestreams
        """
        from ..api.livestreams import list_livestreams as endpoint

        build = partial(
            endpoint.build,
            category_id=category_id,
            language_code=language_code,
            limit=limit,
            cursor=cursor,
        )

        answer = self._caller.call(endpoint.OPERATION, build, endpoint.parse)
        return answer.data

    def iter(
        self,
        *,
        category_id: builtins.list[int] | Unset = UNSET,
        language_code: builtins.list[str] | Unset = UNSET,
        limit: int | Unset = UNSET,
        cursor: str | Unset = UNSET,
    ) -> Iterator[Livestream]:
        """Every item of `list`, page after page; takes the same arguments."""
        from ..api.livestreams import list_livestreams as endpoint

        build = partial(
            endpoint.build,
            category_id=category_id,
            language_code=language_code,
            limit=limit,
            cursor=cursor,
        )

        for page in self._caller.pages(endpoint.OPERATION, build, endpoint.parse):
            for item in page.data:
                yield item

    def pages(
        self,
        *,
        category_id: builtins.list[int] | Unset = UNSET,
        language_code: builtins.list[str] | Unset = UNSET,
        limit: int | Unset = UNSET,
        cursor: str | Unset = UNSET,
    ) -> Iterator[LivestreamsAnswer]:
        """Every answer of `list`, one page each; takes the same arguments."""
        from ..api.livestreams import list_livestreams as endpoint

        build = partial(
            endpoint.build,
            category_id=category_id,
            language_code=language_code,
            limit=limit,
            cursor=cursor,
        )

        return self._caller.pages(endpoint.OPERATION, build, endpoint.parse)

    @deprecated(
        "livestreams.list_v1: Deprecated on 2026-06-23 in favour of `GET /public/v2/livestreams` (livestreams.list), still answering in September 2026."
    )
    def list_v1(
        self,
        *,
        broadcaster_user_id: builtins.list[int] | Unset = UNSET,
        category_id: int | Unset = UNSET,
        language: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        sort: LivestreamSort | Literal["viewer_count", "started_at"] | Unset = UNSET,
    ) -> builtins.list[LivestreamV1]:
        """List who is live (first version).

        The first 100 livestreams at most, with no way to see the rest. Deprecated on
        2026-06-23 in favour of `GET /public/v2/livestreams`, still answering in September
        2026. Too many calls are refused with 429; staff spoke of a rise from 20 to 100 per
        minute without saying per what, which does not fit the traffic reported with it.

        Args:
            broadcaster_user_id: Only livestreams of these users, up to 50. One id at a time
                before 2025-07-28.
            category_id: Only livestreams in this category.
            language: Only livestreams in this language, a BCP 47 tag.
            limit: How many livestreams to list at most, 1 to 100. Kick's default is 25.
            sort: By what to sort. That viewers come first when it is left out is known from
                SDKs only. Kick's default is viewer_count.

        Returns:
            list[LivestreamV1]: The livestreams found; possibly none.

        Token:
            app token, or user token.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            GET /public/v1/livestreams; quirks paging_and_limits_drift,
                ratelimit_livestreams
        """
        from ..api.livestreams import list_livestreams_v1 as endpoint
        from ..models.livestream_sort import LivestreamSort

        build = partial(
            endpoint.build,
            broadcaster_user_id=broadcaster_user_id,
            category_id=category_id,
            language=language,
            limit=limit,
            sort=UNSET if isinstance(sort, Unset) else as_enum("sort", LivestreamSort, sort),
        )

        answer = self._caller.call(endpoint.OPERATION, build, endpoint.parse)
        return answer.data

    def stats(
        self,
    ) -> LivestreamStats:
        """Count the livestreams.

        How many livestreams run on Kick at the moment.

        Returns:
            LivestreamStats: The count.

        Token:
            app token, or user token.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            GET /public/v1/livestreams/stats
        """
        from ..api.livestreams import get_livestream_stats as endpoint

        build = partial(
            endpoint.build,
        )

        answer = self._caller.call(endpoint.OPERATION, build, endpoint.parse)
        return answer.data


class LivestreamsApiWithRaw:
    """The calls of `LivestreamsApi`, each giving the whole answer."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(
        self,
        *,
        category_id: builtins.list[int] | Unset = UNSET,
        language_code: builtins.list[str] | Unset = UNSET,
        limit: int | Unset = UNSET,
        cursor: str | Unset = UNSET,
    ) -> Raw[LivestreamsAnswer]:
        """`LivestreamsApi.list` with the whole answer."""
        from ..api.livestreams import list_livestreams as endpoint

        build = partial(
            endpoint.build,
            category_id=category_id,
            language_code=language_code,
            limit=limit,
            cursor=cursor,
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)

    @deprecated(
        "livestreams.list_v1: Deprecated on 2026-06-23 in favour of `GET /public/v2/livestreams` (livestreams.list), still answering in September 2026."
    )
    def list_v1(
        self,
        *,
        broadcaster_user_id: builtins.list[int] | Unset = UNSET,
        category_id: int | Unset = UNSET,
        language: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        sort: LivestreamSort | Literal["viewer_count", "started_at"] | Unset = UNSET,
    ) -> Raw[LivestreamsV1Answer]:
        """`LivestreamsApi.list_v1` with the whole answer."""
        from ..api.livestreams import list_livestreams_v1 as endpoint
        from ..models.livestream_sort import LivestreamSort

        build = partial(
            endpoint.build,
            broadcaster_user_id=broadcaster_user_id,
            category_id=category_id,
            language=language,
            limit=limit,
            sort=UNSET if isinstance(sort, Unset) else as_enum("sort", LivestreamSort, sort),
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)

    def stats(
        self,
    ) -> Raw[LivestreamStatsAnswer]:
        """`LivestreamsApi.stats` with the whole answer."""
        from ..api.livestreams import get_livestream_stats as endpoint

        build = partial(
            endpoint.build,
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)


class PublicKeyApi:
    """The key that proves a webhook delivery came from Kick."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    @cached_property
    def with_raw(self) -> PublicKeyApiWithRaw:
        """The same calls, each giving the whole answer: status, headers, body and value."""
        return PublicKeyApiWithRaw(self._caller)

    def get(
        self,
    ) -> PublicKey:
        """Get the key that signs webhook deliveries.

        The RSA key to check `Kick-Event-Signature` with: PKCS#1 v1.5 with SHA-256 over
        message id, timestamp and raw body, joined by dots. No token is needed, although
        Kick's documents list a 401. The key has not changed since February 2025 and no rule
        for changing it is published, so fetch it rather than copying it.

        Returns:
            PublicKey: The current key.

        Token:
            none is needed.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            GET /public/v1/public-key; quirks webhook_rsa_not_hmac, webhook_key_rotation
        """
        from ..api.public_key import get_public_key as endpoint

        build = partial(
            endpoint.build,
        )

        answer = self._caller.call(endpoint.OPERATION, build, endpoint.parse)
        return answer.data


class PublicKeyApiWithRaw:
    """The calls of `PublicKeyApi`, each giving the whole answer."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def get(
        self,
    ) -> Raw[PublicKeyAnswer]:
        """`PublicKeyApi.get` with the whole answer."""
        from ..api.public_key import get_public_key as endpoint

        build = partial(
            endpoint.build,
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)


class KicksApi:
    """KICKs, the gifts that viewers buy."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    @cached_property
    def with_raw(self) -> KicksApiWithRaw:
        """The same calls, each giving the whole answer: status, headers, body and value."""
        return KicksApiWithRaw(self._caller)

    def leaderboard(
        self,
        *,
        top: int | Unset = UNSET,
    ) -> KicksLeaderboard:
        """Get the KICKs leaderboard of the token's own channel.

        Who gave the most KICKs to the token's own channel, of all time, this month and this
        week.

        Args:
            top: How many places each list holds at most, 1 to 100. Kick's default is 10.

        Returns:
            KicksLeaderboard: The three lists.

        Token:
            user token with `kicks:read`.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            GET /public/v1/kicks/leaderboard
        """
        from ..api.kicks import get_kicks_leaderboard as endpoint

        build = partial(
            endpoint.build,
            top=top,
        )

        answer = self._caller.call(endpoint.OPERATION, build, endpoint.parse)
        return answer.data


class KicksApiWithRaw:
    """The calls of `KicksApi`, each giving the whole answer."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def leaderboard(
        self,
        *,
        top: int | Unset = UNSET,
    ) -> Raw[KicksLeaderboardAnswer]:
        """`KicksApi.leaderboard` with the whole answer."""
        from ..api.kicks import get_kicks_leaderboard as endpoint

        build = partial(
            endpoint.build,
            top=top,
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)


class EventsApi:
    """Subscriptions to webhook events."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    @cached_property
    def with_raw(self) -> EventsApiWithRaw:
        """The same calls, each giving the whole answer: status, headers, body and value."""
        return EventsApiWithRaw(self._caller)

    def list(
        self,
        *,
        broadcaster_user_id: int | Unset = UNSET,
    ) -> builtins.list[EventSubscription]:
        """List event subscriptions.

        The subscriptions that belong to the token: a user token sees those of its own
        channel, an app token sees the app's. Subscriptions disappear without notice: when
        deliveries of an event fail for over a day, when webhooks are switched off in the
        app's settings, and sometimes for no visible reason soon after they were made. Look
        here from time to time and make them again.

        Args:
            broadcaster_user_id: Only subscriptions for the channel of this user; of use
                with an app token.

        Returns:
            list[EventSubscription]: The subscriptions; possibly none.

        Token:
            app token, or user token.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            GET /public/v1/events/subscriptions; quirks webhook_auto_unsubscribe,
                webhook_toggle_unsubscribes, subscription_vanishes, subscription_limit
        """
        from ..api.events import list_event_subscriptions as endpoint

        build = partial(
            endpoint.build,
            broadcaster_user_id=broadcaster_user_id,
        )

        answer = self._caller.call(endpoint.OPERATION, build, endpoint.parse)
        return answer.data

    def subscribe(
        self,
        *,
        broadcaster_user_id: int | Unset = UNSET,
        events: builtins.list[EventToSubscribe],
        method: SubscriptionMethod | Literal["webhook"] | Unset = UNSET,
    ) -> builtins.list[EventSubscriptionResult]:
        """Subscribe to events.

        Asks for events to be delivered to the app's webhook address, which is set in the
        app's settings and nowhere else. A user token always subscribes to its own channel;
        an app token names the channel and needs nobody's consent.

        Success has to be read entry by entry: each event has its own result, and a failed
        one carries `error` in an answer that is 200 as a whole. Nothing is verified by a
        handshake, and duplicates have been accepted: two subscriptions to one event deliver
        everything twice under different message ids.

        Per app and event type 10,000 subscriptions are allowed; `chat.message.sent` is held
        at 1,000 until Kick has verified the app. 201 was seen as the success code in
        February 2025.

        Args:
            broadcaster_user_id: Id of the user whose channel to watch. An app token has to
                name one (0 names none); a user token always watches its own channel,
                whatever stands here.
            events: The events, at least one. How many one request may hold is not known.
            method: How to deliver.

        Returns:
            list[EventSubscriptionResult]: One result for each event that was asked for.

        Token:
            app token, or user token with `events:subscribe`.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            POST /public/v1/events/subscriptions; quirks
                events_user_token_ignores_broadcaster, events_app_token_needs_broadcaster,
                subscription_duplicates, subscription_partial_errors,
                subscription_status_200_or_201, subscription_vanishes, subscription_limit,
                webhook_needs_bot, webhook_no_challenge, webhook_url_rules
        """
        from ..api.events import subscribe_to_events as endpoint
        from ..models.event_subscription_request import EventSubscriptionRequest
        from ..models.subscription_method import SubscriptionMethod

        build = partial(
            endpoint.build,
            body=EventSubscriptionRequest(
                broadcaster_user_id=broadcaster_user_id,
                events=events,
                method=UNSET
                if isinstance(method, Unset)
                else as_enum("method", SubscriptionMethod, method),
            ),
        )

        answer = self._caller.call(endpoint.OPERATION, build, endpoint.parse)
        return answer.data

    def unsubscribe(
        self,
        *,
        id: builtins.list[str],
    ) -> None:
        """Delete event subscriptions.

        Ends subscriptions by their ids. Success has no body; an old page of Kick's
        documents showed one.

        Args:
            id: Ids of the subscriptions (ULIDs), at least one. Kick documents no largest
                number; 50 was observed.

        Token:
            app token, or user token with `events:subscribe`.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            DELETE /public/v1/events/subscriptions; quirks subscription_delete
        """
        from ..api.events import unsubscribe_from_events as endpoint

        build = partial(
            endpoint.build,
            id=id,
        )

        self._caller.call(endpoint.OPERATION, build, endpoint.parse)


class EventsApiWithRaw:
    """The calls of `EventsApi`, each giving the whole answer."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(
        self,
        *,
        broadcaster_user_id: int | Unset = UNSET,
    ) -> Raw[EventSubscriptionsAnswer]:
        """`EventsApi.list` with the whole answer."""
        from ..api.events import list_event_subscriptions as endpoint

        build = partial(
            endpoint.build,
            broadcaster_user_id=broadcaster_user_id,
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)

    def subscribe(
        self,
        *,
        broadcaster_user_id: int | Unset = UNSET,
        events: builtins.list[EventToSubscribe],
        method: SubscriptionMethod | Literal["webhook"] | Unset = UNSET,
    ) -> Raw[EventSubscriptionResultsAnswer]:
        """`EventsApi.subscribe` with the whole answer."""
        from ..api.events import subscribe_to_events as endpoint
        from ..models.event_subscription_request import EventSubscriptionRequest
        from ..models.subscription_method import SubscriptionMethod

        build = partial(
            endpoint.build,
            body=EventSubscriptionRequest(
                broadcaster_user_id=broadcaster_user_id,
                events=events,
                method=UNSET
                if isinstance(method, Unset)
                else as_enum("method", SubscriptionMethod, method),
            ),
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)

    def unsubscribe(
        self,
        *,
        id: builtins.list[str],
    ) -> Raw[None]:
        """`EventsApi.unsubscribe` with the whole answer, of one request: at most 50 of `id`."""
        from ..api.events import unsubscribe_from_events as endpoint

        build = partial(
            endpoint.build,
            id=id,
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)


class DropsApi:
    """Claims on drops rewards, for organisations that run drops campaigns."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    @cached_property
    def with_raw(self) -> DropsApiWithRaw:
        """The same calls, each giving the whole answer: status, headers, body and value."""
        return DropsApiWithRaw(self._caller)

    def claims(
        self,
        *,
        campaign_id: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        cursor: str | Unset = UNSET,
        user_id: int | Unset = UNSET,
        claim_id: str | Unset = UNSET,
        external_status: str | Unset = UNSET,
    ) -> DropClaimsPage:
        """List drops claims.

        Pages through what viewers have claimed in the campaigns of an organisation. Needs
        an app token of an OAuth app that is tied to that organisation. The cursor sits
        inside `data` here, and is the id of a claim.

        Args:
            campaign_id: Only claims of the campaign with this id (a ULID).
            limit: How many claims a page holds at most, up to 1000. The smallest value is
                not known. Kick's default is 10.
            cursor: Where to go on, taken from `data.cursor` of the page before (the id of a
                claim).
            user_id: Only claims of this user. Kick calls it an unsigned 64-bit number.
            claim_id: Only the claim with this id (a ULID).
            external_status: Only claims in this state, a word that the organisation itself
                set, or `initiated`.

        Returns:
            DropClaimsPage: A page of claims.

        Token:
            app token.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            GET /public/v1/drops/claims
        """
        from ..api.drops import list_drop_claims as endpoint

        build = partial(
            endpoint.build,
            campaign_id=campaign_id,
            limit=limit,
            cursor=cursor,
            user_id=user_id,
            claim_id=claim_id,
            external_status=external_status,
        )

        answer = self._caller.call(endpoint.OPERATION, build, endpoint.parse)
        return answer.data

    def iter_claims(
        self,
        *,
        campaign_id: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        cursor: str | Unset = UNSET,
        user_id: int | Unset = UNSET,
        claim_id: str | Unset = UNSET,
        external_status: str | Unset = UNSET,
    ) -> Iterator[DropClaim]:
        """Every item of `claims`, page after page; takes the same arguments."""
        from ..api.drops import list_drop_claims as endpoint

        build = partial(
            endpoint.build,
            campaign_id=campaign_id,
            limit=limit,
            cursor=cursor,
            user_id=user_id,
            claim_id=claim_id,
            external_status=external_status,
        )

        for page in self._caller.pages(endpoint.OPERATION, build, endpoint.parse):
            for item in page.data.claims:
                yield item

    def pages_claims(
        self,
        *,
        campaign_id: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        cursor: str | Unset = UNSET,
        user_id: int | Unset = UNSET,
        claim_id: str | Unset = UNSET,
        external_status: str | Unset = UNSET,
    ) -> Iterator[DropClaimsAnswer]:
        """Every answer of `claims`, one page each; takes the same arguments."""
        from ..api.drops import list_drop_claims as endpoint

        build = partial(
            endpoint.build,
            campaign_id=campaign_id,
            limit=limit,
            cursor=cursor,
            user_id=user_id,
            claim_id=claim_id,
            external_status=external_status,
        )

        return self._caller.pages(endpoint.OPERATION, build, endpoint.parse)

    def update_claims(
        self,
        *,
        claims: builtins.list[DropClaimUpdate],
    ) -> None:
        """Set the state of drops claims.

        Records how far the organisation has come with up to 100 claims. Needs an app token
        of an OAuth app that is tied to the organisation. Documented since June 2026. What
        becomes of an unknown claim is not known.

        Args:
            claims: The claims and their new states, up to 100. Whether an empty list is
                accepted is not known.

        Token:
            app token.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            PATCH /public/v1/drops/claims
        """
        from ..api.drops import update_drop_claims as endpoint
        from ..models.drop_claims_update import DropClaimsUpdate

        build = partial(
            endpoint.build,
            body=DropClaimsUpdate(claims=claims),
        )

        self._caller.call(endpoint.OPERATION, build, endpoint.parse)


class DropsApiWithRaw:
    """The calls of `DropsApi`, each giving the whole answer."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def claims(
        self,
        *,
        campaign_id: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        cursor: str | Unset = UNSET,
        user_id: int | Unset = UNSET,
        claim_id: str | Unset = UNSET,
        external_status: str | Unset = UNSET,
    ) -> Raw[DropClaimsAnswer]:
        """`DropsApi.claims` with the whole answer."""
        from ..api.drops import list_drop_claims as endpoint

        build = partial(
            endpoint.build,
            campaign_id=campaign_id,
            limit=limit,
            cursor=cursor,
            user_id=user_id,
            claim_id=claim_id,
            external_status=external_status,
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)

    def update_claims(
        self,
        *,
        claims: builtins.list[DropClaimUpdate],
    ) -> Raw[None]:
        """`DropsApi.update_claims` with the whole answer."""
        from ..api.drops import update_drop_claims as endpoint
        from ..models.drop_claims_update import DropClaimsUpdate

        build = partial(
            endpoint.build,
            body=DropClaimsUpdate(claims=claims),
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)


class AdsApi:
    """Ad breaks on the token's own channel. Known from one SDK only, so everything here is
    observed.
    """

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    @cached_property
    def with_raw(self) -> AdsApiWithRaw:
        """The same calls, each giving the whole answer: status, headers, body and value."""
        return AdsApiWithRaw(self._caller)

    def status(
        self,
    ) -> AdBreakStatus:
        """Get the state of ad breaks.

        Whether and how often the token's own channel may run ad breaks. Either of the two
        ads scopes is enough.

        Returns:
            AdBreakStatus: The state of ad breaks.

        Token:
            user token with `ads:read`, or user token with `ads:write`.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            GET /public/v1/ads/ad-break-status; quirks scope_names_that_do_not_exist
        """
        from ..api.ads import get_ad_break_status as endpoint

        build = partial(
            endpoint.build,
        )

        answer = self._caller.call(endpoint.OPERATION, build, endpoint.parse)
        return answer.data

    def start(
        self,
        *,
        id: UUID | str,
        break_duration_seconds: int,
    ) -> StartedAdBreak:
        """Run an ad break.

        Starts an ad break on the token's own channel, which has to be live and enrolled,
        with no ad break running. The client makes up the `id`, so that the same request
        sent twice is one ad break.

        Args:
            id: An id that the client makes up, so that a repeated request does not run a
                second ad break.
            break_duration_seconds: Length of the ad break, 7 to 300 seconds.

        Returns:
            StartedAdBreak: The ad break has started.

        Token:
            user token with `ads:write`.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            POST /public/v1/ads/ad-break; quirks scope_names_that_do_not_exist
        """
        from ..api.ads import start_ad_break as endpoint
        from ..models.ad_break_request import AdBreakRequest

        build = partial(
            endpoint.build,
            body=AdBreakRequest(
                id=as_uuid("id", id), break_duration_seconds=break_duration_seconds
            ),
        )

        answer = self._caller.call(endpoint.OPERATION, build, endpoint.parse)
        return answer.data

    def enroll(
        self,
    ) -> None:
        """Enrol in ads.

        Signs the token's own channel up for ads. The channel has to be offline and must
        have streamed at least once. There is no request body. Success is known only as a
        2xx without body; 204 is a guess. What a second enrolment is answered with is not
        known.

        Token:
            user token with `ads:write`.

        Raises:
            ValueError: an argument cannot be sent.
            Whatever the caller raises; `KickError` for those of `kickwire`.

        Source:
            POST /public/v1/ads/enroll; quirks scope_names_that_do_not_exist
        """
        from ..api.ads import enroll_in_ads as endpoint

        build = partial(
            endpoint.build,
        )

        self._caller.call(endpoint.OPERATION, build, endpoint.parse)


class AdsApiWithRaw:
    """The calls of `AdsApi`, each giving the whole answer."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def status(
        self,
    ) -> Raw[AdBreakStatusAnswer]:
        """`AdsApi.status` with the whole answer."""
        from ..api.ads import get_ad_break_status as endpoint

        build = partial(
            endpoint.build,
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)

    def start(
        self,
        *,
        id: UUID | str,
        break_duration_seconds: int,
    ) -> Raw[StartedAdBreakAnswer]:
        """`AdsApi.start` with the whole answer."""
        from ..api.ads import start_ad_break as endpoint
        from ..models.ad_break_request import AdBreakRequest

        build = partial(
            endpoint.build,
            body=AdBreakRequest(
                id=as_uuid("id", id), break_duration_seconds=break_duration_seconds
            ),
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)

    def enroll(
        self,
    ) -> Raw[None]:
        """`AdsApi.enroll` with the whole answer."""
        from ..api.ads import enroll_in_ads as endpoint

        build = partial(
            endpoint.build,
        )

        return self._caller.raw(endpoint.OPERATION, build, endpoint.parse)


class PublicApi:
    """Every resource of Kick's Public API; calls go out through the caller.

    Args:
        caller: sends the calls, adds the token, raises the errors.

    Raises:
        TypeError: the caller is of the other kind.
    """

    def __init__(self, caller: Caller) -> None:
        if iscoroutinefunction(getattr(caller, "call", None)) or not hasattr(caller, "call"):
            raise TypeError(f"PublicApi takes a synchronous caller, not {type(caller).__name__}")
        self._caller = caller

    @cached_property
    def categories(self) -> CategoriesApi:
        """What streams are about. The second version searches, filters and pages; the first is
        on its way out.
        """
        return CategoriesApi(self._caller)

    @cached_property
    def users(self) -> UsersApi:
        """Accounts, and what those accounts are streaming at the moment."""
        return UsersApi(self._caller)

    @cached_property
    def token(self) -> TokenApi:
        """The retired place to examine a token; the identity host does this now."""
        return TokenApi(self._caller)

    @cached_property
    def channels(self) -> ChannelsApi:
        """A user's channel with its stream, and the settings of the next or running stream."""
        return ChannelsApi(self._caller)

    @cached_property
    def rewards(self) -> RewardsApi:
        """Channel point rewards. Only the app that made a reward may change or delete it."""
        return RewardsApi(self._caller)

    @cached_property
    def redemptions(self) -> RedemptionsApi:
        """Viewers' purchases of rewards, and the decision on each of them."""
        return RedemptionsApi(self._caller)

    @cached_property
    def chat(self) -> ChatApi:
        """Sending and deleting chat messages. Reading chat is done with webhooks."""
        return ChatApi(self._caller)

    @cached_property
    def moderation(self) -> ModerationApi:
        """Bans and timeouts."""
        return ModerationApi(self._caller)

    @cached_property
    def livestreams(self) -> LivestreamsApi:
        """Who is live now. The second version pages; the first is on its way out."""
        return LivestreamsApi(self._caller)

    @cached_property
    def public_key(self) -> PublicKeyApi:
        """The key that proves a webhook delivery came from Kick."""
        return PublicKeyApi(self._caller)

    @cached_property
    def kicks(self) -> KicksApi:
        """KICKs, the gifts that viewers buy."""
        return KicksApi(self._caller)

    @cached_property
    def events(self) -> EventsApi:
        """Subscriptions to webhook events."""
        return EventsApi(self._caller)

    @cached_property
    def drops(self) -> DropsApi:
        """Claims on drops rewards, for organisations that run drops campaigns."""
        return DropsApi(self._caller)

    @cached_property
    def ads(self) -> AdsApi:
        """Ad breaks on the token's own channel. Known from one SDK only, so everything here is
        observed.
        """
        return AdsApi(self._caller)


__all__ = [
    "AdsApi",
    "AdsApiWithRaw",
    "CategoriesApi",
    "CategoriesApiWithRaw",
    "ChannelsApi",
    "ChannelsApiWithRaw",
    "ChatApi",
    "ChatApiWithRaw",
    "DropsApi",
    "DropsApiWithRaw",
    "EventsApi",
    "EventsApiWithRaw",
    "KicksApi",
    "KicksApiWithRaw",
    "LivestreamsApi",
    "LivestreamsApiWithRaw",
    "ModerationApi",
    "ModerationApiWithRaw",
    "PublicApi",
    "PublicKeyApi",
    "PublicKeyApiWithRaw",
    "RedemptionsApi",
    "RedemptionsApiWithRaw",
    "RewardsApi",
    "RewardsApiWithRaw",
    "TokenApi",
    "TokenApiWithRaw",
    "UsersApi",
    "UsersApiWithRaw",
]
