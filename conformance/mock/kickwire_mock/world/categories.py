"""What streams are about. Categories are the same in every mock, so mocks share them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

_FEW = """
1   League of Legends           | MOBA, Strategy
2   Grand Theft Auto V          | Action, Open World
3   Counter-Strike 2            | FPS, Shooter
4   Fortnite                    | Battle Royale, Shooter
5   Minecraft                   | Sandbox, Survival
6   Call of Duty: Warzone       | FPS, Battle Royale
7   Valorant                    | FPS, Shooter
8   Apex Legends                | FPS, Battle Royale
9   Dota 2                      | MOBA, Strategy
10  World of Warcraft           | MMORPG, Fantasy
11  EA Sports FC 26             | Sports
12  Chess                       | Board Games
13  Rust                        | FPS, Shooter, Adventure
14  Dead by Daylight            | Horror
15  Just Chatting               |
16  Slots & Casino              | Gambling
17  Music                       | Creative
18  Art                         | Creative
19  Pools, Hot Tubs & Bikinis   |
20  Talk Shows & Podcasts       | Talk
21  IRL                         |
22  ASMR                        |
23  Cooking                     | Food
24  Software Development        | Coding
25  Retro                       | Classic
26  Special Events              |
27  Fitness & Health            | Sports
28  Sleep                       |
29  Science & Technology        | Talk
30  Animals                     |
31  PUBG: Battlegrounds         | FPS, Battle Royale
32  Hearthstone                 | Card Game, Strategy
33  Overwatch 2                 | FPS, Shooter
34  Rocket League               | Sports, Racing
35  Terraria                    | Sandbox, Adventure
36  Elden Ring                  | RPG, Adventure
37  Dark Souls III              | RPG, Adventure
38  Stardew Valley              | Simulation
39  Euro Truck Simulator 2      | Simulation, Driving
40  Escape from Tarkov          | FPS, Survival
41  Path of Exile 2             | RPG, Fantasy
42  Diablo IV                   | RPG, Fantasy
43  Teamfight Tactics           | Strategy
44  Age of Empires II           | RTS, Strategy
45  StarCraft II                | RTS, Strategy
46  Street Fighter 6            | Fighting
47  Tekken 8                    | Fighting
48  Super Mario 64              | Platformer, Speedrun
49  Hollow Knight               | Platformer, Adventure
50  Factorio                    | Simulation, Strategy
51  Phasmophobia                | Horror
52  Sea of Thieves              | Adventure, Open World
53  No Man's Sky                | Adventure, Survival
101 Old School Runescape        | MMORPG, Adventure
102 RuneScape                   | MMORPG, Adventure
103 Lost Ark                    | MMORPG, Fantasy
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """What a stream can be about."""

    id: int
    name: str
    tags: tuple[str, ...]

    @property
    def thumbnail(self) -> str:
        """Address of its picture."""
        slug = "-".join(filter(None, "".join(_plain(c) for c in self.name.lower()).split("-")))
        return f"https://files.kick.com/images/subcategories/{self.id}/banner/{slug}.webp"


@functools.cache
def categories() -> Mapping[int, Category]:
    """All categories by id, smallest id first."""
    return {each.id: each for each in map(_read, _FEW.strip().splitlines())}


def _read(line: str) -> Category:
    named, _, tags = line.partition("|")
    number, _, name = named.partition(" ")
    found = tuple(tag.strip() for tag in tags.split(",") if tag.strip())
    return Category(id=int(number), name=name.strip(), tags=found)


def _plain(character: str) -> str:
    return character if character.isalnum() else "-"
