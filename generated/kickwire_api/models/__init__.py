"""The models of the document; each is imported when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .ad_break import AdBreak as AdBreak
    from .ad_break_limits import AdBreakLimits as AdBreakLimits
    from .ad_break_request import AdBreakRequest as AdBreakRequest
    from .ad_break_status import AdBreakStatus as AdBreakStatus
    from .ad_break_status_answer import AdBreakStatusAnswer as AdBreakStatusAnswer
    from .ads_error import AdsError as AdsError
    from .ads_error_code import AdsErrorCode as AdsErrorCode
    from .ban_metadata import BanMetadata as BanMetadata
    from .ban_request import BanRequest as BanRequest
    from .categories_answer import CategoriesAnswer as CategoriesAnswer
    from .category import Category as Category
    from .category_answer import CategoryAnswer as CategoryAnswer
    from .category_detail import CategoryDetail as CategoryDetail
    from .category_search_answer import CategorySearchAnswer as CategorySearchAnswer
    from .category_with_tags import CategoryWithTags as CategoryWithTags
    from .channel import Channel as Channel
    from .channel_followed_event import ChannelFollowedEvent as ChannelFollowedEvent
    from .channel_update import ChannelUpdate as ChannelUpdate
    from .channels_answer import ChannelsAnswer as ChannelsAnswer
    from .chat_emote import ChatEmote as ChatEmote
    from .chat_message_request import ChatMessageRequest as ChatMessageRequest
    from .chat_message_sent_event import ChatMessageSentEvent as ChatMessageSentEvent
    from .chat_message_type import ChatMessageType as ChatMessageType
    from .chat_reply import ChatReply as ChatReply
    from .drop_claim import DropClaim as DropClaim
    from .drop_claim_event import DropClaimEvent as DropClaimEvent
    from .drop_claim_update import DropClaimUpdate as DropClaimUpdate
    from .drop_claims_answer import DropClaimsAnswer as DropClaimsAnswer
    from .drop_claims_page import DropClaimsPage as DropClaimsPage
    from .drop_claims_update import DropClaimsUpdate as DropClaimsUpdate
    from .edge_error import EdgeError as EdgeError
    from .emote_position import EmotePosition as EmotePosition
    from .error_envelope import ErrorEnvelope as ErrorEnvelope
    from .event_badge import EventBadge as EventBadge
    from .event_identity import EventIdentity as EventIdentity
    from .event_name import EventName as EventName
    from .event_reward import EventReward as EventReward
    from .event_subscription import EventSubscription as EventSubscription
    from .event_subscription_request import EventSubscriptionRequest as EventSubscriptionRequest
    from .event_subscription_result import EventSubscriptionResult as EventSubscriptionResult
    from .event_subscription_results_answer import (
        EventSubscriptionResultsAnswer as EventSubscriptionResultsAnswer,
    )
    from .event_subscriptions_answer import EventSubscriptionsAnswer as EventSubscriptionsAnswer
    from .event_to_subscribe import EventToSubscribe as EventToSubscribe
    from .event_user import EventUser as EventUser
    from .event_user_compact import EventUserCompact as EventUserCompact
    from .failed_redemption import FailedRedemption as FailedRedemption
    from .failed_redemptions_answer import FailedRedemptionsAnswer as FailedRedemptionsAnswer
    from .introspection_answer import IntrospectionAnswer as IntrospectionAnswer
    from .kicks_gift import KicksGift as KicksGift
    from .kicks_gifted_event import KicksGiftedEvent as KicksGiftedEvent
    from .kicks_leaderboard import KicksLeaderboard as KicksLeaderboard
    from .kicks_leaderboard_answer import KicksLeaderboardAnswer as KicksLeaderboardAnswer
    from .kicks_leaderboard_entry import KicksLeaderboardEntry as KicksLeaderboardEntry
    from .livestream import Livestream as Livestream
    from .livestream_broadcaster import LivestreamBroadcaster as LivestreamBroadcaster
    from .livestream_channel import LivestreamChannel as LivestreamChannel
    from .livestream_metadata import LivestreamMetadata as LivestreamMetadata
    from .livestream_metadata_updated_event import (
        LivestreamMetadataUpdatedEvent as LivestreamMetadataUpdatedEvent,
    )
    from .livestream_sort import LivestreamSort as LivestreamSort
    from .livestream_stats import LivestreamStats as LivestreamStats
    from .livestream_stats_answer import LivestreamStatsAnswer as LivestreamStatsAnswer
    from .livestream_status_updated_event import (
        LivestreamStatusUpdatedEvent as LivestreamStatusUpdatedEvent,
    )
    from .livestream_v1 import LivestreamV1 as LivestreamV1
    from .livestreams_answer import LivestreamsAnswer as LivestreamsAnswer
    from .livestreams_v1_answer import LivestreamsV1Answer as LivestreamsV1Answer
    from .moderation_answer import ModerationAnswer as ModerationAnswer
    from .moderation_banned_event import ModerationBannedEvent as ModerationBannedEvent
    from .moderation_result import ModerationResult as ModerationResult
    from .pagination import Pagination as Pagination
    from .public_key import PublicKey as PublicKey
    from .public_key_answer import PublicKeyAnswer as PublicKeyAnswer
    from .redeemer import Redeemer as Redeemer
    from .redemption import Redemption as Redemption
    from .redemption_failure_reason import RedemptionFailureReason as RedemptionFailureReason
    from .redemption_ids import RedemptionIds as RedemptionIds
    from .redemption_status import RedemptionStatus as RedemptionStatus
    from .redemption_updated_event import RedemptionUpdatedEvent as RedemptionUpdatedEvent
    from .redemptions_answer import RedemptionsAnswer as RedemptionsAnswer
    from .reward import Reward as Reward
    from .reward_answer import RewardAnswer as RewardAnswer
    from .reward_redemptions import RewardRedemptions as RewardRedemptions
    from .reward_request import RewardRequest as RewardRequest
    from .reward_summary import RewardSummary as RewardSummary
    from .reward_update import RewardUpdate as RewardUpdate
    from .rewards_answer import RewardsAnswer as RewardsAnswer
    from .sent_chat_message import SentChatMessage as SentChatMessage
    from .sent_chat_message_answer import SentChatMessageAnswer as SentChatMessageAnswer
    from .started_ad_break import StartedAdBreak as StartedAdBreak
    from .started_ad_break_answer import StartedAdBreakAnswer as StartedAdBreakAnswer
    from .stream import Stream as Stream
    from .subscription_gifts_event import SubscriptionGiftsEvent as SubscriptionGiftsEvent
    from .subscription_method import SubscriptionMethod as SubscriptionMethod
    from .subscription_new_event import SubscriptionNewEvent as SubscriptionNewEvent
    from .subscription_renewal_event import SubscriptionRenewalEvent as SubscriptionRenewalEvent
    from .token_introspection import TokenIntrospection as TokenIntrospection
    from .token_kind import TokenKind as TokenKind
    from .unban_request import UnbanRequest as UnbanRequest
    from .user import User as User
    from .user_livestreams_answer import UserLivestreamsAnswer as UserLivestreamsAnswer
    from .users_answer import UsersAnswer as UsersAnswer

_MODULES = {
    "AdBreak": ".ad_break",
    "AdBreakLimits": ".ad_break_limits",
    "AdBreakRequest": ".ad_break_request",
    "AdBreakStatus": ".ad_break_status",
    "AdBreakStatusAnswer": ".ad_break_status_answer",
    "AdsError": ".ads_error",
    "AdsErrorCode": ".ads_error_code",
    "BanMetadata": ".ban_metadata",
    "BanRequest": ".ban_request",
    "CategoriesAnswer": ".categories_answer",
    "Category": ".category",
    "CategoryAnswer": ".category_answer",
    "CategoryDetail": ".category_detail",
    "CategorySearchAnswer": ".category_search_answer",
    "CategoryWithTags": ".category_with_tags",
    "Channel": ".channel",
    "ChannelFollowedEvent": ".channel_followed_event",
    "ChannelUpdate": ".channel_update",
    "ChannelsAnswer": ".channels_answer",
    "ChatEmote": ".chat_emote",
    "ChatMessageRequest": ".chat_message_request",
    "ChatMessageSentEvent": ".chat_message_sent_event",
    "ChatMessageType": ".chat_message_type",
    "ChatReply": ".chat_reply",
    "DropClaim": ".drop_claim",
    "DropClaimEvent": ".drop_claim_event",
    "DropClaimUpdate": ".drop_claim_update",
    "DropClaimsAnswer": ".drop_claims_answer",
    "DropClaimsPage": ".drop_claims_page",
    "DropClaimsUpdate": ".drop_claims_update",
    "EdgeError": ".edge_error",
    "EmotePosition": ".emote_position",
    "ErrorEnvelope": ".error_envelope",
    "EventBadge": ".event_badge",
    "EventIdentity": ".event_identity",
    "EventName": ".event_name",
    "EventReward": ".event_reward",
    "EventSubscription": ".event_subscription",
    "EventSubscriptionRequest": ".event_subscription_request",
    "EventSubscriptionResult": ".event_subscription_result",
    "EventSubscriptionResultsAnswer": ".event_subscription_results_answer",
    "EventSubscriptionsAnswer": ".event_subscriptions_answer",
    "EventToSubscribe": ".event_to_subscribe",
    "EventUser": ".event_user",
    "EventUserCompact": ".event_user_compact",
    "FailedRedemption": ".failed_redemption",
    "FailedRedemptionsAnswer": ".failed_redemptions_answer",
    "IntrospectionAnswer": ".introspection_answer",
    "KicksGift": ".kicks_gift",
    "KicksGiftedEvent": ".kicks_gifted_event",
    "KicksLeaderboard": ".kicks_leaderboard",
    "KicksLeaderboardAnswer": ".kicks_leaderboard_answer",
    "KicksLeaderboardEntry": ".kicks_leaderboard_entry",
    "Livestream": ".livestream",
    "LivestreamBroadcaster": ".livestream_broadcaster",
    "LivestreamChannel": ".livestream_channel",
    "LivestreamMetadata": ".livestream_metadata",
    "LivestreamMetadataUpdatedEvent": ".livestream_metadata_updated_event",
    "LivestreamSort": ".livestream_sort",
    "LivestreamStats": ".livestream_stats",
    "LivestreamStatsAnswer": ".livestream_stats_answer",
    "LivestreamStatusUpdatedEvent": ".livestream_status_updated_event",
    "LivestreamV1": ".livestream_v1",
    "LivestreamsAnswer": ".livestreams_answer",
    "LivestreamsV1Answer": ".livestreams_v1_answer",
    "ModerationAnswer": ".moderation_answer",
    "ModerationBannedEvent": ".moderation_banned_event",
    "ModerationResult": ".moderation_result",
    "Pagination": ".pagination",
    "PublicKey": ".public_key",
    "PublicKeyAnswer": ".public_key_answer",
    "Redeemer": ".redeemer",
    "Redemption": ".redemption",
    "RedemptionFailureReason": ".redemption_failure_reason",
    "RedemptionIds": ".redemption_ids",
    "RedemptionStatus": ".redemption_status",
    "RedemptionUpdatedEvent": ".redemption_updated_event",
    "RedemptionsAnswer": ".redemptions_answer",
    "Reward": ".reward",
    "RewardAnswer": ".reward_answer",
    "RewardRedemptions": ".reward_redemptions",
    "RewardRequest": ".reward_request",
    "RewardSummary": ".reward_summary",
    "RewardUpdate": ".reward_update",
    "RewardsAnswer": ".rewards_answer",
    "SentChatMessage": ".sent_chat_message",
    "SentChatMessageAnswer": ".sent_chat_message_answer",
    "StartedAdBreak": ".started_ad_break",
    "StartedAdBreakAnswer": ".started_ad_break_answer",
    "Stream": ".stream",
    "SubscriptionGiftsEvent": ".subscription_gifts_event",
    "SubscriptionMethod": ".subscription_method",
    "SubscriptionNewEvent": ".subscription_new_event",
    "SubscriptionRenewalEvent": ".subscription_renewal_event",
    "TokenIntrospection": ".token_introspection",
    "TokenKind": ".token_kind",
    "UnbanRequest": ".unban_request",
    "User": ".user",
    "UserLivestreamsAnswer": ".user_livestreams_answer",
    "UsersAnswer": ".users_answer",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    try:
        module = import_module(_MODULES[name], __name__)
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    value = getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


__all__ = [
    "AdBreak",
    "AdBreakLimits",
    "AdBreakRequest",
    "AdBreakStatus",
    "AdBreakStatusAnswer",
    "AdsError",
    "AdsErrorCode",
    "BanMetadata",
    "BanRequest",
    "CategoriesAnswer",
    "Category",
    "CategoryAnswer",
    "CategoryDetail",
    "CategorySearchAnswer",
    "CategoryWithTags",
    "Channel",
    "ChannelFollowedEvent",
    "ChannelUpdate",
    "ChannelsAnswer",
    "ChatEmote",
    "ChatMessageRequest",
    "ChatMessageSentEvent",
    "ChatMessageType",
    "ChatReply",
    "DropClaim",
    "DropClaimEvent",
    "DropClaimUpdate",
    "DropClaimsAnswer",
    "DropClaimsPage",
    "DropClaimsUpdate",
    "EdgeError",
    "EmotePosition",
    "ErrorEnvelope",
    "EventBadge",
    "EventIdentity",
    "EventName",
    "EventReward",
    "EventSubscription",
    "EventSubscriptionRequest",
    "EventSubscriptionResult",
    "EventSubscriptionResultsAnswer",
    "EventSubscriptionsAnswer",
    "EventToSubscribe",
    "EventUser",
    "EventUserCompact",
    "FailedRedemption",
    "FailedRedemptionsAnswer",
    "IntrospectionAnswer",
    "KicksGift",
    "KicksGiftedEvent",
    "KicksLeaderboard",
    "KicksLeaderboardAnswer",
    "KicksLeaderboardEntry",
    "Livestream",
    "LivestreamBroadcaster",
    "LivestreamChannel",
    "LivestreamMetadata",
    "LivestreamMetadataUpdatedEvent",
    "LivestreamSort",
    "LivestreamStats",
    "LivestreamStatsAnswer",
    "LivestreamStatusUpdatedEvent",
    "LivestreamV1",
    "LivestreamsAnswer",
    "LivestreamsV1Answer",
    "ModerationAnswer",
    "ModerationBannedEvent",
    "ModerationResult",
    "Pagination",
    "PublicKey",
    "PublicKeyAnswer",
    "Redeemer",
    "Redemption",
    "RedemptionFailureReason",
    "RedemptionIds",
    "RedemptionStatus",
    "RedemptionUpdatedEvent",
    "RedemptionsAnswer",
    "Reward",
    "RewardAnswer",
    "RewardRedemptions",
    "RewardRequest",
    "RewardSummary",
    "RewardUpdate",
    "RewardsAnswer",
    "SentChatMessage",
    "SentChatMessageAnswer",
    "StartedAdBreak",
    "StartedAdBreakAnswer",
    "Stream",
    "SubscriptionGiftsEvent",
    "SubscriptionMethod",
    "SubscriptionNewEvent",
    "SubscriptionRenewalEvent",
    "TokenIntrospection",
    "TokenKind",
    "UnbanRequest",
    "User",
    "UserLivestreamsAnswer",
    "UsersAnswer",
]
