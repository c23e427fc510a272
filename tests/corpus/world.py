"""The world of a corpus: firms and places with their posts, and the people who hold them."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from tests.corpus.careers import FIRST_DAY, LAST_DAY, fill_posts
from tests.corpus.names import NameInventory
from tests.corpus.posts import add_posts
from tests.corpus.seeds import read_firms, read_places, read_registered_words
from tests.corpus.units import Person, Position, Tenure, Unit

_POSTS_AN_ARTICLE = 0.18  # what gives about one person to three articles
_POSTS_OF_FIRMS = 0.45
_FEWEST_POSTS = 4  # a firm or a place that is in the world at all has as many
_INVENTED = 0.087  # for one registered firm
_POSTS_OF_INVENTED = (
    90  # one invented firm for as many posts of firms, in a world that has outgrown the register
)
_SHARED_CHAIR = 0.25  # of the subsidiaries are chaired by somebody of the parent's leadership


@dataclass(slots=True)
class World:
    """Everything that meetings are drawn from."""

    firms: list[Unit]
    places: list[Unit]
    people: list[Person]
    firm_totals: list[float]
    place_totals: list[float]
    places_of: dict[str, list[Unit]]  # by province
    houses: dict[str, list[Unit]]  # firms by house


def build_world(article_count: int, seed: int) -> World:
    """A world that is as big as the corpus needs it."""
    rng = Random(seed)
    names = NameInventory(rng, read_registered_words())
    post_count = max(40.0, article_count * _POSTS_AN_ARTICLE)
    of_firms = post_count * _POSTS_OF_FIRMS
    all_places = read_places()
    firms = _take(read_firms(), int(of_firms / _FEWEST_POSTS), rng)
    places = _take(all_places, int((post_count - of_firms) / _FEWEST_POSTS), rng)
    invented = max(round(len(firms) * _INVENTED), round(of_firms / _POSTS_OF_INVENTED), 1)
    provinces = [p for p in all_places if p.key == p.province]
    firms += _invent_firms(invented, provinces, names, rng)
    _spread_posts(firms, of_firms, rng)
    _spread_posts(places, post_count - of_firms, rng)
    shared = _share_chairs(firms, rng)
    positions = [p for unit in firms + places for p in unit.positions if id(p) not in shared]
    people = fill_posts(positions, rng, names)
    for unit in firms:
        for position in unit.positions:
            if id(position) in shared:
                _copy_term(position, shared[id(position)])
    for unit in firms + places:
        unit.settle_totals()
    places_of: dict[str, list[Unit]] = defaultdict(list)
    houses: dict[str, list[Unit]] = defaultdict(list)
    for place in places:
        places_of[place.province or ""].append(place)
    for firm in firms:
        houses[firm.group or firm.key].append(firm)
    return World(
        firms,
        places,
        people,
        list(accumulate(f.weight for f in firms)),
        list(accumulate(p.weight for p in places)),
        places_of,
        houses,
    )


def draw_unit(units: list[Unit], totals: list[float], rng: Random) -> Unit:
    """One of the units, the weightier the likelier."""
    return units[bisect_right(totals, rng.random() * totals[-1] * 0.999999)]


def _take(units: list[Unit], count: int, rng: Random) -> list[Unit]:
    """So many of the units, the weightier the likelier."""
    ranked = sorted(units, key=lambda unit: (rng.random() / unit.weight, unit.key))
    return ranked[: max(count, 3)]


def _invent_firms(count: int, provinces: list[Unit], names: NameInventory, rng: Random) -> list[Unit]:
    firms = []
    for index in range(count):
        place = provinces[int(rng.random() * len(provinces))]
        name = names.name_firm(place.name)
        written = [f"{name} Co., Ltd.", f"{name} Co., Ltd", name]
        key = f"invented_{index}"
        firms.append(
            Unit(
                key,
                "firm",
                key,
                place.province,
                0.8,
                name,
                "",
                "",
                {"firm": written},
                [],
                is_registered=False,
            )
        )
    return firms


def _spread_posts(units: list[Unit], post_count: float, rng: Random) -> None:
    """Give each unit its share of the posts: by its weight, but never less than a leadership."""
    # Only what IEEE 754 settles to the last bit: a power or a logarithm differs between machines.
    shares = [math.sqrt(unit.weight) * (0.5 + 1.2 * rng.random()) for unit in units]
    rest = max(0.0, post_count - len(units) * _FEWEST_POSTS) / math.fsum(shares)
    for unit, share in zip(units, shares, strict=True):
        add_posts(unit, _FEWEST_POSTS + round(share * rest))


def _share_chairs(firms: list[Unit], rng: Random) -> dict[int, Position]:
    """Chairs of subsidiaries that are held by a leader of another firm of the house, by the id of the position."""
    heads: dict[str, Unit] = {}
    for firm in firms:
        house = firm.group or firm.key
        if house not in heads or firm.weight > heads[house].weight:
            heads[house] = firm
    shared: dict[int, Position] = {}
    for firm in firms:
        head = heads[firm.group or firm.key]
        if head is not firm and rng.random() < _SHARED_CHAIR:
            shared[id(firm.positions[0])] = head.positions[2 + int(rng.random() * 2)]
    return shared


def _copy_term(position: Position, source: Position) -> None:
    """Let the holders of one post hold another one, too, at the same time."""
    terms = zip(source.starts, source.ends, source.holders, strict=True)
    for first, last, person in terms:
        if last >= FIRST_DAY and first <= LAST_DAY:
            position.starts.append(first)
            position.ends.append(last)
            position.holders.append(person)
            person.tenures.append(Tenure(position, first, last))
