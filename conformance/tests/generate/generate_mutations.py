"""Ordinary mistakes, made at random but the same in every run."""

from __future__ import annotations

import copy
import random
from typing import Any

from scripts.documents import Node, resolve, walk
from scripts.lint.plain import is_list

NONSENSE: tuple[Any, ...] = (None, 7, "", [], {}, "text", True, [None])
NEAR_THE_TOP = 5


def mutate(tree: Node, rng: random.Random) -> str:
    """Spoil one place of a document and say how: half of the time one near its top."""
    places = [at for at, _ in walk(tree)][1:]
    near = [at for at in places if at.count("/") <= NEAR_THE_TOP]
    at = rng.choice(near if rng.random() < 0.5 else places)
    parent, _, last = at.rpartition("/")
    holder = resolve(tree, parent)
    in_list = is_list(holder)
    key = _key(last, in_list)
    how = rng.choice(("gone", "misspelt", "another", "nonsense"))
    if how == "gone" or (how == "misspelt" and in_list):
        del holder[key]
    elif how == "misspelt":
        holder[f"{key}_"] = holder.pop(key)
    elif how == "another":
        holder[key] = copy.deepcopy(resolve(tree, rng.choice(places)))
    else:
        holder[key] = copy.deepcopy(rng.choice(NONSENSE))
    return f"{at}: {how}"


def _key(part: str, in_list: bool) -> Any:
    return int(part) if in_list else part.replace("~1", "/").replace("~0", "~")
