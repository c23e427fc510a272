"""Meetings: who meets whom on which day."""

from __future__ import annotations

from bisect import bisect_right
from random import Random

from tests.corpus.article import Meeting, Member
from tests.corpus.seeds import read_capitals
from tests.corpus.units import DAY, Unit
from tests.corpus.words import pick, read_words
from tests.corpus.world import World, draw_unit

_KINDS = ["talks"] * 44 + ["visit"] * 26 + ["symposium"] * 11 + ["signing"] * 12 + ["conference"] * 7
_BETWEEN_FIRMS = 0.1
_IN_PROVINCE = 0.55  # of the meetings of a firm with a place, the place is of the firm's own province
_OTHER_OF_HOUSE = 0.12  # of the firm's people beyond the first are of another firm of the house
_SIZES = [1] * 58 + [2] * 25 + [3] * 11 + [4] * 6
_TRIES = 30


class Encounters:
    """Draws meetings, day by day. A name is at one meeting a day, and so is a pair of firm and place."""

    def __init__(self, world: World, rng: Random) -> None:
        self._world = world
        self._rng = rng
        self._topics: list[str] = read_words("leads")["topics"]
        self._capitals = read_capitals()
        self._place_names = {place.key: place.name for place in world.places}
        self._day: DAY = 0
        self._busy: set[str] = set()
        self._pairs: set[tuple[str, str]] = set()
        self._count = 0

    def draw(self, day: DAY) -> Meeting | None:
        """A meeting on a day; None where nobody is free."""
        if day != self._day:
            self._day = day
            self._busy.clear()
            self._pairs.clear()
        for _ in range(_TRIES):
            meeting = self._try(day)
            if meeting:
                return meeting
        return None

    def _try(self, day: DAY) -> Meeting | None:
        rng, world = self._rng, self._world
        firm = draw_unit(world.firms, world.firm_totals, rng)
        host = self._draw_host(firm)
        if host is None or (host.key, firm.key) in self._pairs:
            return None
        y = self._draw_members(firm, day)
        x = self._draw_members(host, day)
        if not x or not y or {m.person.name for m in x} & {m.person.name for m in y}:
            return None
        self._pairs.add((host.key, firm.key))
        for member in x + y:
            self._busy.add(member.person.name)
            if not member.position.unit.is_firm:
                continue
            self._pairs.add((host.key, member.position.unit.key))
        self._count += 1
        kind = pick(rng, _KINDS)
        city = self._name_city(host if rng.random() < 0.8 or kind == "visit" else firm)
        return Meeting(self._count, day, kind, city, host, firm, x, y, pick(rng, self._topics))

    def _draw_host(self, firm: Unit) -> Unit | None:
        rng, world = self._rng, self._world
        if rng.random() < _BETWEEN_FIRMS:
            other = draw_unit(world.firms, world.firm_totals, rng)
            return other if _are_strangers(other, firm) else None
        near = world.places_of.get(firm.province or "")
        if near and rng.random() < _IN_PROVINCE:
            return pick(rng, near)
        return draw_unit(world.places, world.place_totals, rng)

    def _draw_members(self, unit: Unit, day: DAY) -> list[Member]:
        """The people of one side, the weightiest post first."""
        rng = self._rng
        size = pick(rng, _SIZES)
        members: dict[str, Member] = {}
        for _ in range(size * 2):
            source = unit
            if members and unit.is_firm and rng.random() < _OTHER_OF_HOUSE:
                source = pick(rng, self._world.houses[unit.group or unit.key])
            index = bisect_right(source.totals, rng.random() * source.totals[-1] * 0.999999)
            position = source.positions[index]
            person = position.holder(day)
            if person and person.name not in self._busy and person.name not in members:
                members[person.name] = Member(person, position)
            if len(members) == size:
                break
        return sorted(members.values(), key=lambda m: (m.position.unit is not unit, -m.position.weight))

    def _name_city(self, unit: Unit) -> str:
        if unit.key == unit.province or unit.is_firm:
            return self._capitals.get(unit.province or "", "Beijing")
        return unit.name


def _are_strangers(one: Unit, other: Unit) -> bool:
    """Whether two firms are of different houses and share no word by which a reader would take them for one."""
    if one.group == other.group:
        return False
    words = set(one.name.lower().split()) | set((one.group or "").lower().split("_"))
    return not words & (set(other.name.lower().split()) | set((other.group or "").lower().split("_")))
