"""What has happened on Kick before a mock starts.

It happens on the channel of alice: bob is a viewer there, carol a moderator. The ids are those of
the examples in the documents, so that an example copied from there works here; they do not depend
on the seed of the mock. Each function makes one part of a world, which does so on first use.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from kickwire_mock.world.ads import AdBreak, Ads
from kickwire_mock.world.bans import Bans
from kickwire_mock.world.chat import Message, Messages
from kickwire_mock.world.drops import Claim, Claims
from kickwire_mock.world.kicks import Gift, Kicks
from kickwire_mock.world.redemptions import Redemptions
from kickwire_mock.world.rewards import Rewards

if TYPE_CHECKING:
    from kickwire_mock.world.state import World

_DAY = 24 * 3600
REWARD = "01HZ8X9K2M4N6P8Q0R2S4T6V8W"
PENDING = (
    "01KCTMJ2X3DXT814CVX8FR9T1D",
    "01KEWZ2RKYZZFGD154K50Y3F8D",
    "01KEWZ2YC27070XWMHKFJR6C87",
    *(f"01KEX000000000000000000{number:03d}" for number in range(1, 10)),
)
"""More than one page of redemptions that wait."""
_ACCEPTED = "01KERB68MZZ04551D6X5TNRFYV"
MESSAGE = "5138d04d-68f8-4eca-aa65-93123f6f97fe"
_AD_BREAK = "7d0f2c1e-5b7a-4c7e-9a51-0c6a4f0b8e21"
CAMPAIGN = "01JXB3Q4Z0C8D7F6G5H4J3K2M1"
DROPS_REWARD = "01JXB3Q9M8N7P6Q5R4S3T2V1W0"
CLAIMS = (
    "01JXB3R5T6V7W8X9Y0Z1A2B3C4",
    *(f"01JXB4000000000000000000{number:02d}" for number in range(1, 12)),
)
"""More than one page of claims."""


def rewards(world: World) -> Rewards:
    """One reward, which the first app made."""
    alice, _, _ = _people(world)
    found = Rewards(world.ids)
    chosen = {
        "title": "Song Request",
        "cost": 100,
        "description": "Paste a link to a song",
        "is_user_input_required": True,
    }
    found.add(alice, _app(world), chosen, id=REWARD)
    return found


def redemptions(world: World) -> Redemptions:
    """What bob bought: one is accepted, more than a page of them wait."""
    alice, bob, _ = _people(world)
    found, start = Redemptions(world.ids), world.began - _DAY
    first = found.add(alice, REWARD, bob, start, "The first song", id=_ACCEPTED)
    first.status = "accepted"
    for number, each in enumerate(PENDING, start=1):
        found.add(alice, REWARD, bob, start + 60 * number, f"Song {number}", id=each)
    return found


def messages(world: World) -> Messages:
    """What bob wrote."""
    alice, bob, _ = _people(world)
    found = Messages(world.ids)
    found.post(
        Message(
            id=MESSAGE,
            channel=alice,
            sender=bob,
            app=None,
            content="Hello chat",
            sent=world.began - 60,
        )
    )
    return found


def bans(world: World) -> Bans:
    """Nobody is barred."""
    alice, _, carol = _people(world)
    found = Bans(world.clock)
    found.appoint(alice, carol)
    return found


def kicks(world: World) -> Kicks:
    """Bob gave much long ago, carol a little lately."""
    alice, bob, carol = _people(world)
    found = Kicks()
    for giver, amount, days in ((bob, 5000, 40), (carol, 20, 20), (carol, 100, 0)):
        gift = Gift(giver=giver, amount=amount, given=world.began - days * _DAY)
        found.give(alice, gift)
    return found


def claims(world: World) -> Claims:
    """What bob claimed; the first app acts for the organisation."""
    _, bob, _ = _people(world)
    found, start = Claims(), world.began - _DAY
    found.tie(_app(world))
    for number, each in enumerate(CLAIMS):
        claimed = start + 60 * number
        found.add(
            Claim(
                id=each,
                user_id=bob,
                campaign=CAMPAIGN,
                reward=DROPS_REWARD,
                external_id=f"player-{number + 1}" if number % 2 == 0 else None,
                created=claimed,
                updated=claimed,
            )
        )
    return found


def ads(world: World) -> Ads:
    """The channel is enrolled, and has run an ad break lately."""
    alice, _, _ = _people(world)
    found = Ads(world.clock)
    channel = found.of_channel(alice)
    channel.opted_in = True
    channel.run(AdBreak(id=_AD_BREAK, seconds=60, began=world.began - 1800))
    return found


def _people(world: World) -> tuple[int, int, int]:
    """The ids of alice, bob and carol, who came first."""
    alice, bob, carol = (user.user_id for user in islice(world.users, 3))
    return alice, bob, carol


def _app(world: World) -> str:
    """The client id of the first app."""
    return next(iter(world.apps)).client_id
